//! Where sentences end. Rules for running prose in English, German, French, Japanese, Chinese and Korean, with no dictionary
//! but short lists of abbreviations (the commonest of Spanish and Italian too); it tags nothing and learns nothing.
//!
//! One pass: every stop (`.`, `?`, `。` …) takes the stops, closing quotes and brackets and note numbers behind it;
//! then what stands before and after decides. In doubt a sentence goes on, because two sentences marked as one are
//! easier on a reader than half a sentence.

use super::{grapheme_start, trimmed};
use crate::text::Span;
use around::{After, Before, ends_tightly, is_glued_note, is_hiragana, is_wide_script, quotes, says};
use tail::{Tail, is_stop};

mod around;
mod tail;

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
            all.push(trimmed(text, Span::new(start, end)));
            start = trimmed(text, Span::new(end, text.len())).start;
            at = at.max(start);
        }
    }
    all.push(trimmed(text, Span::new(start, text.len())));
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// The next character at which a sentence may end.
fn next_stop(text: &str, from: usize) -> Option<(usize, char)> {
    text[from..].char_indices().find(|&(_, c)| c == '\n' || is_stop(c)).map(|(at, c)| (from + at, c))
}

/// The end of the paragraph at a newline, if a blank line follows.
fn blank_line(text: &str, newline: usize) -> Option<usize> {
    let rest = &text[newline + 1..];
    rest.trim_start_matches([' ', '\t']).starts_with('\n').then_some(newline + 1)
}

/// The end of the sentence whose stop `c` stands at `stop`, if it ends there. `at` moves behind all that belongs
/// to the stop either way.
fn full_end(text: &str, start: usize, stop: usize, c: char, at: &mut usize) -> Option<usize> {
    let mut tail = Tail::of(&text[stop..]);
    tail.len += is_glued_note(&text[start..stop], tail, &text[stop + tail.len..]);
    let end = stop + tail.len;
    *at = end;
    let rest = &text[end..];
    let ends = match rest.chars().next() {
        None => true,
        Some(next) if tail.wide => {
            !(next == '、'
                || tail.wide_closer && is_hiragana(next)
                || c == '．' && next.is_numeric()
                || goes_on(tail, rest))
        }
        Some(next) if !next.is_whitespace() => {
            let asks = tail.asking && !trails_off(&text[stop..end]) && !(tail.closers > 0 && quotes(rest));
            is_wide_script(next) && (asks || tail.closers == 0 && ends_tightly(&text[start..stop], next))
        }
        Some(_) => follows(Before::of(text, start, stop, c, tail), After::of(rest)),
    };
    // Never inside a grapheme cluster, whatever marks follow.
    (ends && (rest.is_empty() || grapheme_start(text, end) == end)).then_some(end)
}

/// Whether nothing but an ellipsis stands there: without a blank behind it, it is a pause.
fn trails_off(tail: &str) -> bool {
    tail.chars().all(|c| c == '…')
}

/// Whether the words behind a wide stop belong to it: who says what was quoted, or a particle behind a name that ends in `。`
fn goes_on(tail: Tail, rest: &str) -> bool {
    let mut chars = rest.chars();
    let particle = chars.next().is_some_and(|c| matches!(c, 'が' | 'を' | 'に' | 'の' | 'へ' | 'は' | 'と' | 'で'));
    let noun = chars.next().is_some_and(|c| is_wide_script(c) && !is_hiragana(c) && !matches!(c, '、' | '。'));
    if tail.closers > 0 { says(rest) } else { particle && noun }
}

/// Whether a sentence ends between the two.
fn follows(before: Before, after: After) -> bool {
    match (before, after) {
        (_, After::End) => true,
        (Before::Never | Before::ItemNumber, _) | (_, After::Lower) | (Before::Counts, After::Number) => false,
        (Before::Seldom | Before::Ordinal, _) => after == After::Starter,
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

    #[test]
    fn sentences_of_many_languages_end_where_a_reader_ends_them() {
        let rows =
            include_str!("rows.tsv").lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
        let rows: Vec<(&str, &str)> = rows.collect();
        let missed = rows.iter().filter(|(_, marked)| {
            let text = marked.replace('¦', "");
            let found: Vec<&str> = sentences(&text).into_iter().map(|span| span.of(&text)).collect();
            found != marked.split('¦').map(str::trim).collect::<Vec<_>>()
        });
        let missed: Vec<&str> = missed.map(|(name, _)| *name).collect();
        assert!(rows.len() == 108 && missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn a_number_behind_a_stop_is_a_note_and_not_a_decimal() {
        check("The lamp was lit.12 |Nobody came.3 |The end.");
        check("It rose to 2.5 Crowns a litre, see No.5 The end.");
    }

    #[test]
    fn quotes_close_in_german_and_in_french() {
        check("Er sagte: „Nein.“ |Dann ging er. |»Ja.« |Er blieb.");
        check("Il dit : « Non. » |Puis il partit. |« Où ? » dit-elle.");
        check("She said “No.” |“Yes.” |He left.");
    }

    #[test]
    fn points_of_a_date_end_no_sentence() {
        check("대통령은 2018. 10. 30. 판결을 환영했다. |끝.");
        check("It began in 1990. |25 people came in 1991. |Am 3. Mai kamen mehr.");
    }

    #[test]
    fn who_says_it_belongs_to_what_is_said() {
        check("“好。”他说。|“走吧！”|我知道了。");
        check("モーニング娘。が来た。|が、帰った。");
    }

    #[test]
    fn a_blank_that_a_mark_joins_to_is_no_blank() {
        let of = |text: &'static str| sentences(text).into_iter().map(|span| span.of(text)).collect::<Vec<_>>();
        assert_eq!(of("Why?  \u{a0}\u{1145e} So."), ["Why?", "\u{a0}\u{1145e} So."]);
        assert_eq!(of(" \u{301}a.\n\n \u{301}b."), [" \u{301}a.", " \u{301}b."]);
        assert_eq!(of("Why? \u{a0} So."), ["Why?", "So."]);
    }

    proptest! {
        #[test]
        fn sentences_hold_everything_but_white_space(text in "([A-Za-z .?!\n\"“”()…。「」あ한1,\\[\\]]|\\PC){0,120}") {
            let mut at = 0;
            for span in sentences(&text) {
                prop_assert!(span.start >= at && !span.is_empty());
                prop_assert!(text[at..span.start].chars().all(char::is_whitespace));
                prop_assert_eq!(trimmed(&text, span), span);
                prop_assert_eq!(grapheme_start(&text, span.start), span.start, "no character is parted");
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
