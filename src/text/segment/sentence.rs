//! Where sentences end. Rules for running prose in English, Japanese, Chinese and Korean, with no dictionary but
//! a short list of abbreviations; it tags nothing and learns nothing.
//!
//! One pass: every stop (`.`, `?`, `。` …) takes the stops, closing quotes and brackets and note numbers behind it;
//! then what stands before and after decides. In doubt a sentence goes on, because two sentences marked as one are
//! easier on a reader than half a sentence.

use super::grapheme_start;
use crate::text::Span;

/// The sentences of `text`, in order, without surrounding white space; together they hold everything but white space.
///
/// A blank line always ends a sentence. Stops and the quotes, brackets and `[12]` behind them belong to the sentence
/// they end. Linear in the text.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut all = Vec::with_capacity(text.len() / 80 + 1);
    let mut start = 0;
    let mut at = 0;
    while let Some((stop, c)) = next_stop(text, at) {
        at = stop + c.len_utf8();
        let end = if c == '\n' { blank_line(text, stop) } else { full_end(text, start, stop, c, &mut at) };
        if let Some(end) = end {
            push_trimmed(&mut all, text, Span::new(start, end));
            start = text.len() - text[end..].trim_start().len();
            at = at.max(start);
        }
    }
    push_trimmed(&mut all, text, Span::new(start, text.len()));
    all
}

fn push_trimmed(all: &mut Vec<Span>, text: &str, span: Span) {
    let inside = span.of(text);
    let start = span.end - inside.trim_start().len();
    let end = span.start + inside.trim_end().len();
    if start < end {
        all.push(Span { start, end });
    }
}

/// The next character at which a sentence may end.
fn next_stop(text: &str, from: usize) -> Option<(usize, char)> {
    text[from..].char_indices().find(|&(_, c)| c == '\n' || is_stop(c)).map(|(at, c)| (from + at, c))
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '։' | '።') || is_wide_stop(c)
}

/// Stops of scripts that put no space between sentences.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '।' | '॥')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}') || is_wide_closer(c)
}

fn is_wide_closer(c: char) -> bool {
    matches!(c, '」' | '』' | '）' | '】' | '〉' | '》' | '〕' | '｣' | '］')
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '‹' | '(' | '[' | '{' | '¿' | '¡' | '—' | '–')
}

/// The end of the paragraph at a newline, if a blank line follows.
fn blank_line(text: &str, newline: usize) -> Option<usize> {
    let rest = &text[newline + 1..];
    rest.trim_start_matches([' ', '\t']).starts_with('\n').then_some(newline + 1)
}

/// The end of the sentence whose stop `c` stands at `stop`, if it ends there. `at` moves behind all that belongs
/// to the stop either way.
fn full_end(text: &str, start: usize, stop: usize, c: char, at: &mut usize) -> Option<usize> {
    let tail = Tail::of(&text[stop..]);
    let end = stop + tail.len;
    *at = end;
    let rest = &text[end..];
    let ends = match rest.chars().next() {
        None => true,
        Some(next) if tail.wide => {
            !(next == '、' || tail.wide_closer && is_hiragana(next) || c == '．' && next.is_numeric())
        }
        Some(next) if !next.is_whitespace() => tail.asking && is_wide_script(next),
        Some(_) => follows(Before::of(text, start, stop, c, tail), After::of(rest)),
    };
    // Never inside a grapheme cluster, whatever marks follow.
    (ends && (rest.is_empty() || grapheme_start(text, end) == end)).then_some(end)
}

/// A stop and what belongs to it.
#[derive(Clone, Copy, Debug, Default)]
struct Tail {
    len: usize,
    /// Stops in it.
    stops: usize,
    /// The last stop is one of a script without spaces.
    wide: bool,
    /// A question or exclamation mark, or an ellipsis, is among the stops: no abbreviation.
    asking: bool,
    /// Closing quotes or brackets.
    closers: usize,
    /// `」` or its kin among them.
    wide_closer: bool,
}

impl Tail {
    /// The tail at the start of `text`, which begins with a stop.
    fn of(text: &str) -> Self {
        let mut tail = Self::default();
        loop {
            let rest = &text[tail.len..];
            let Some(c) = rest.chars().next() else { return tail };
            if is_stop(c) {
                tail.stops += 1;
                tail.wide = is_wide_stop(c);
                tail.asking |= c != '.';
                tail.len += c.len_utf8();
            } else if is_closer(c) {
                tail.closers += 1;
                tail.wide_closer |= is_wide_closer(c);
                tail.len += c.len_utf8();
            } else if is_mark(c) {
                tail.len += c.len_utf8();
            } else if let Some(len) = note_number(rest) {
                tail.len += len;
            } else {
                return tail;
            }
        }
    }
}

/// Joins the character before it, as in `‼️`.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{200D}')
}

/// Length of a note number such as `[12]`.
fn note_number(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let digits = inside.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (digits > 0 && inside.as_bytes().get(digits) == Some(&b']')).then_some(digits + 2)
}

fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309F}').contains(&c)
}

/// Han, kana, Hangul and their brackets.
fn is_wide_script(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF)
}

/// What stands before a stop that is followed by white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing special.
    Word,
    /// The number of an item: `3.` at the start of a sentence.
    ItemNumber,
    /// Never ends a sentence: `Mr.`, `e.g.`, `vs.`
    Never,
    /// Does not end one before a number: `No.`, `pp.`, `Nov.`
    Counts,
    /// Ends one only before a word that often begins sentences: `J.`, `U.S.`, `Inc.`
    Seldom,
    /// Three dots, or a dot on its own.
    Dots,
}

/// Abbreviations, without their dot, that are always followed by what they stand for.
const NEVER: &str = " Mr Mrs Ms Mx Dr Prof Rev Fr Gen Sen Rep Reps Sens Gov Lt Col Sgt Capt Cmdr Maj Adm Hon Pres Amb \
    Messrs Mme Mlle Mt e.g i.e cf viz vs v approx ca resp esp incl Mses Supt Msgr Brig Cpl Pvt ";

/// Abbreviations that belong to a number.
const COUNTS: &str = " No Nos no nos Vol Vols vol vols p pp Fig Figs fig figs Ch Chs ch chs Art Arts art Sec Secs Sect \
    sec Pt pt Par para Eq Eqs eq n nn l ll Bk bk Tab App ed Op op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec ";

/// Abbreviations that sometimes end a sentence.
const SELDOM: &str = " St Ste Inc Corp Ltd Co Cos Bros LLC Jr Sr Esq Ph.D M.D B.A M.A D.C a.m p.m A.M P.M et al etc Ave Blvd Rd \
    Dept Univ Assn Natl Intl Gov't Est est trans eds ibid Ibid Mass Calif Conn Pa Va Md Tenn Minn Wis Mich Ill Ind Fla \
    Ariz Colo Wash Ore N.Y N.J ";

/// Words that often begin a sentence and seldom go on with one after an abbreviation.
const STARTERS: &str = " The A An This That These Those It Its He His She Her They Their We Our I You Your But And Or So \
    Yet For Nor If In On At By To From With As After Before When While Where Since Until Although Though Because However \
    Moreover Meanwhile Nevertheless Still Then Thus Hence There Here What Who Why How Some Many Most Both All Each Not \
    No Yes One Two Such Even Under Despite During According Today Now Once Unlike ";

fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|entry| entry == word)
}

impl Before {
    fn of(text: &str, start: usize, stop: usize, c: char, tail: Tail) -> Self {
        if tail.stops > 1 && !tail.asking || c == '…' {
            return Self::Dots;
        }
        let word = if c == '.' && !tail.asking { word_before(text, start, stop) } else { "" };
        match word {
            "" if c == '.' && tail.closers == 0 => Self::Dots,
            "" => Self::Word,
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => item_number(text, start, stop, word),
            _ if listed(NEVER, word) => Self::Never,
            _ if listed(COUNTS, word) => Self::Counts,
            _ if listed(SELDOM, word) || is_initials(word) => Self::Seldom,
            _ => Self::Word,
        }
    }
}

fn item_number(text: &str, start: usize, stop: usize, word: &str) -> Before {
    let alone = text[start..stop - word.len()].trim_start().is_empty();
    if alone && word.len() <= 3 { Before::ItemNumber } else { Before::Word }
}

/// One capital letter, or letters each behind a dot: `J`, `U.S`, `a.k.a`.
fn is_initials(word: &str) -> bool {
    let single = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    let dotted = word.contains('.');
    word.split('.').all(single) && (dotted || word.chars().all(char::is_uppercase))
}

/// The word that ends at `stop`: letters, digits and inner dots, at most 12 characters of it (a longer one is on no list).
fn word_before(text: &str, start: usize, stop: usize) -> &str {
    let inside = &text[start..stop];
    let part_of_word = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’');
    let len: usize = inside.chars().rev().take_while(part_of_word).take(12).map(char::len_utf8).sum();
    let word = &inside[inside.len() - len..];
    word.trim_start_matches(['.', '\'', '’'])
}

/// What stands after a stop and white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The end of the text, or a blank line.
    End,
    /// A word that goes on: a lower-case letter, a comma, another stop.
    Lower,
    /// A number.
    Number,
    /// A word that often begins a sentence.
    Starter,
    /// Anything else.
    Other,
}

impl After {
    fn of(rest: &str) -> Self {
        let trimmed = rest.trim_start();
        let blank = &rest[..rest.len() - trimmed.len()];
        if trimmed.is_empty() || blank.bytes().filter(|&byte| byte == b'\n').count() > 1 {
            return Self::End;
        }
        let word = trimmed.trim_start_matches(|c: char| is_opener(c) || c == ' ');
        match word.chars().next() {
            Some(c) if c.is_lowercase() || matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '…') => Self::Lower,
            Some(c) if c.is_numeric() => Self::Number,
            Some(c) if c.is_alphabetic() => Self::of_word(word),
            _ => Self::Other,
        }
    }

    fn of_word(text: &str) -> Self {
        let word = text.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
        if listed(STARTERS, &text[..word]) { Self::Starter } else { Self::Other }
    }
}

/// Whether a sentence ends between the two.
fn follows(before: Before, after: After) -> bool {
    match (before, after) {
        (_, After::End) => true,
        (Before::Never | Before::ItemNumber, _) | (_, After::Lower) | (Before::Counts, After::Number) => false,
        (Before::Seldom, _) => after == After::Starter,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences marked with `|` between them.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let found: Vec<&str> = sentences(&text).into_iter().map(|span| span.of(&text)).collect();
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_sentences_end_at_their_stops() {
        check("It rained. |Nobody came! |Why? |We never knew.");
        check("One line\nand the next. |Then more");
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        check("Mr. Smith met Dr. Jones of the U.S. Army. |They spoke to Prof. Lee.");
        check("Fruit, e.g. Apples, vs. Pears, i.e. Fruit. |Done.");
        check("See No. 5, Vol. 12, pp. 3-4, and Fig. 2. |Nothing else.");
        check("On Nov. 15 and Sept. 1 it opened. |It closed in Dec. 2001.");
        check("J. K. Rowling and J.R.R. Tolkien wrote. |Others read.");
        check("Acme Inc. Holdings of Washington, D.C. paid. |Acme Inc. |The end came at 5 p.m. |He left.");
        check("“Was it the U.S.?” |“No. |It was not.”");
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_word_that_begins_one() {
        check("He lived in the U.S. |The war was over.");
        check("He walked down Main St. |The church of St. Mary was open.");
        check("It was made by Smith & Co. |In 1990 they stopped.");
    }

    #[test]
    fn numbers_keep_their_points() {
        check("It rose 82.4 percent to $1.5 million in 1990. |25 people came.");
        check("1. The first item. |2. The second.");
        check("Version 2.0.1 is out.");
    }

    #[test]
    fn an_ellipsis_before_a_small_letter_goes_on() {
        check("He waited... and waited… and left. |Well... |Then he came.");
        check("He said . . . nothing at all.");
        check("Well… |Nothing.");
    }

    #[test]
    fn quotes_brackets_and_note_numbers_belong_to_their_sentence() {
        check("He said, “Go.” |She went. |(They stayed.) |All of them.[12] |The rest left.");
        check("“Why?” he asked. |“Because!” |'Fine.'");
        check("Really?! |Yes!! |No.");
    }

    #[test]
    fn a_blank_line_ends_a_sentence_without_a_stop() {
        check("A title\n\n|A text that goes\non. |And on");
    }

    #[test]
    fn japanese_ends_without_spaces() {
        check("雨が降った。|誰も来なかった！|なぜ？|分からない。");
        check("「行くよ。」と彼は言った。|「本当？」|「うん。」");
        check("価格は3.5ドル、３．５倍。|高い。");
    }

    #[test]
    fn chinese_and_korean_end_at_their_stops() {
        check("他走了。|“你好！”|她笑了。|真的吗？!|是的。");
        check("비가 왔다. |아무도 오지 않았다. |왜? |모른다.");
    }

    proptest! {
        #[test]
        fn sentences_hold_everything_but_white_space(text in "([A-Za-z .?!\n\"“”()…。「」あ한1,\\[\\]]|\\PC){0,120}") {
            let mut at = 0;
            for span in sentences(&text) {
                prop_assert!(span.start >= at && !span.is_empty());
                prop_assert!(text[at..span.start].chars().all(char::is_whitespace));
                prop_assert_eq!(span.of(&text).trim(), span.of(&text));
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
