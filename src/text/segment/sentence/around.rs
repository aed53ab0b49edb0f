//! What stands before a stop and behind it: abbreviations, initials, numbers, words that begin sentences. Lists, no grammar.

use super::tail::{Tail, is_opener};

/// What stands before a stop that is followed by white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
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
    /// The number of a day or a century: ends one only before a word that often begins sentences.
    Ordinal,
}

/// Abbreviations, without their dot, that are always followed by what they stand for.
const NEVER: &str = " Mr Mrs Ms Mx Dr Prof Rev Fr Gen Sen Rep Reps Sens Gov Lt Col Sgt Capt Cmdr Maj Adm Hon Pres Amb \
    Messrs Mme Mlle Mt e.g i.e cf viz vs v approx ca resp esp incl Mses Supt Msgr Brig Cpl Pvt \
    MM Sr Sra Srta Fa Vgl vgl sog bzw evtl ggf inkl exkl einschl bes gest Hrsg hrsg env av apr \
    Hr Hrn med phil jur theol rer nat em Dra Sres Ud Uds sig sigg dott avv ing ";

/// Abbreviations that belong to a number.
const COUNTS: &str = " No Nos no nos Vol Vols vol vols p pp Fig Figs fig figs Ch Chs ch chs Art Arts art Sec Secs Sect \
    sec Pt pt Par para Eq Eqs eq n nn l ll Bk bk Tab App ed Op op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec c ft lb lbs oz fl fn fnn Fn ff \
    nn Abs Bd Bde Kap Ziff Rn Nr Nrn Anm Tab Taf Jg Sp Ca janv févr juill sept oct nov déc \
    t pág págs núm núms cap chap Abb Abbn ";

/// Abbreviations that sometimes end a sentence.
const SELDOM: &str = " St Ste Inc Corp Ltd Co Cos Bros LLC Jr Sr Esq Ph.D M.D B.A M.A D.C a.m p.m A.M P.M et al etc Ave Blvd Rd \
    Dept Univ Assn Natl Intl Gov't Est est trans eds ibid Ibid Mass Calif Conn Pa Va Md Tenn Minn Wis Mich Ill Ind Fla \
    Ariz Colo Wash Ore N.Y N.J usw usf Jh Jhs Chr J.-C Mio Mrd Str bn mn ";

/// Words that often begin a sentence and seldom go on with one after an abbreviation.
const STARTERS: &str = " The A An This That These Those It Its He His She Her They Their We Our I You Your But And Or So \
    Yet For Nor If In On At By To From With As After Before When While Where Since Until Although Though Because However \
    Moreover Meanwhile Nevertheless Still Then Thus Hence There Here What Who Why How Some Many Most Both All Each Not \
    No Yes One Two Such Even Under Despite During According Today Now Once Unlike \
    Nobody Everybody Everyone Somebody Nothing Everything Others Another Several Perhaps Later \
    Der Das Ein Eine Er Sie Es Wir Ich Und Aber Doch Im Auf Mit Nach Niemand Heute Mehr Il Elle On Nous Ils Elles Mais Et \
    Puis Ce Cette Dans En ";

fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|entry| entry == word)
}

impl Before {
    /// What stands before the stop `c` at `stop`, in the sentence that begins at `start`.
    pub fn of(text: &str, start: usize, stop: usize, c: char, tail: Tail) -> Self {
        if tail.stops > 1 && !tail.asking || c == '…' {
            return Self::Dots;
        }
        if c == '.' && tail.closers == 0 && is_gap(text, start, stop) {
            return Self::Never;
        }
        let word = if c == '.' && !tail.asking { word_before(text, start, stop) } else { "" };
        match word {
            "" if c == '.' && tail.closers == 0 => Self::Dots,
            "" => Self::Word,
            _ if word.bytes().all(|byte| byte.is_ascii_digit()) => of_number(text, start, stop, word),
            _ if is_spaced(word, &text[stop + 1..]) => Self::Never,
            _ if listed(NEVER, word) => Self::Never,
            _ if listed(COUNTS, word) => Self::Counts,
            _ if listed(SELDOM, word) || is_initials(word) => Self::Seldom,
            _ => Self::Word,
        }
    }
}

/// What a number before a stop is: that of an item, of a day, part of a date, or the end of a sentence.
fn of_number(text: &str, start: usize, stop: usize, word: &str) -> Before {
    let before = text[start..stop - word.len()].trim_end();
    if before.is_empty() && word.len() <= 3 {
        return Before::ItemNumber;
    }
    if is_date(before, word, &text[stop + 1..]) {
        return Before::Never;
    }
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if word.len() <= 2 && listed(ORDINAL, last) { Before::Ordinal } else { Before::Word }
}

/// Whether a number is part of a date as Korean writes it, `2018. 10. 30.` or `5. 4.`: year, month and day, each with a point.
fn is_date(before: &str, number: &str, rest: &str) -> bool {
    let ahead = |rest: &str| -> Option<usize> {
        let digits = rest.trim_start().bytes().take(3).take_while(u8::is_ascii_digit).count();
        let blank = rest.len() - rest.trim_start().len();
        (blank <= 1 && (1..=2).contains(&digits) && rest.as_bytes().get(blank + digits) == Some(&b'.'))
            .then_some(blank + digits + 1)
    };
    let behind = |before: &str| -> Option<usize> {
        let inside = before.strip_suffix('.')?;
        let digits = inside.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
        (digits > 0).then_some(digits)
    };
    if number.len() == 4 {
        let month = ahead(rest);
        let day = month.and_then(|len| ahead(&rest[len..]).or_else(|| starts_korean(&rest[len..]).then_some(0)));
        return day.is_some();
    }
    let day = |rest: &str| ahead(rest).is_some_and(|len| starts_korean(&rest[len..]));
    if number.len() <= 2 && (ends_korean(before) && day(rest) || is_year_ahead(before, rest)) {
        return true;
    }
    let Some(digits) = behind(before).filter(|_| number.len() <= 2) else { return false };
    let earlier = before[..before.len() - 1 - digits].trim_end();
    let korean = starts_korean(rest) || ahead(rest).is_some();
    match digits {
        4 => korean,
        _ => digits <= 2 && korean && (behind(earlier) == Some(4) || ends_korean(earlier)),
    }
}

/// Whether a year follows a day and a month, each with a point and a blank: `31. 12. 1890`.
fn is_year_ahead(before: &str, rest: &str) -> bool {
    let figures = |text: &str| text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let next = rest.trim_start();
    let len = figures(next);
    let month_ahead =
        (1..=2).contains(&len) && next[len..].strip_prefix('.').is_some_and(|after| figures(after.trim_start()) == 4);
    let day_behind = before
        .strip_suffix('.')
        .is_some_and(|day| (1..=2).contains(&day.bytes().rev().take(3).take_while(u8::is_ascii_digit).count()));
    month_ahead || len == 4 && day_behind
}

fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

/// Whether a word of Hangul comes next.
fn starts_korean(rest: &str) -> bool {
    rest.trim_start().starts_with(is_hangul)
}

/// Whether a word of Hangul stands before.
fn ends_korean(before: &str) -> bool {
    before.trim_end().ends_with(is_hangul)
}

/// Whether a letter is one of several that stand for words, each with a point and a blank: `z. B.`, `i. d. R.`, `v. Chr.`
fn is_spaced(word: &str, rest: &str) -> bool {
    let letter = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let Some(rest) = rest.strip_prefix([' ', '\u{A0}', '\u{202F}']) else { return false };
    let next: String = rest.chars().take(4).take_while(|c| c.is_alphabetic()).collect();
    let pointed = rest[next.len()..].starts_with('.');
    letter(word) && word.chars().all(char::is_lowercase) && pointed && (letter(&next) || next == "Chr")
        || matches!(word, "U" | "Z" | "D" | "I" | "S" | "V")
            && pointed
            && letter(&next)
            && next.chars().all(char::is_lowercase)
}

/// Words before the number of a day or a century, which German writes with a point.
const ORDINAL: &str = " am Am vom Vom zum Zum im Im der Der dem Dem den Den des Des das Das die Die bis seit ab ";

/// Whether the dots before `stop`, each with a blank before it, are three with the last: words are left out, and the sentence
/// goes on. Behind four it has ended.
fn is_gap(text: &str, start: usize, stop: usize) -> bool {
    let dots = text[start..stop].bytes().rev().take(8).take_while(|byte| matches!(byte, b'.' | b' '));
    dots.filter(|byte| *byte == b'.').count() == 2 && text[start..stop].ends_with(' ')
}

/// One capital letter, or letters each behind a dot: `J`, `U.S`, `a.k.a`; doubled, as Spanish writes a plural: `EE. UU.`
fn is_initials(word: &str) -> bool {
    let single = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    let dotted = word.contains('.');
    let doubled = matches!(word, "EE" | "UU" | "FF" | "CC" | "RR" | "JJ" | "OO" | "AA");
    doubled || word.split('.').all(single) && (dotted || word.chars().all(char::is_uppercase))
}

/// The word that ends at `stop`: letters, digits and inner dots, at most 12 characters of it (a longer one is on no list).
fn word_before(text: &str, start: usize, stop: usize) -> &str {
    let inside = &text[start..stop];
    let part_of_word = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-');
    let len: usize = inside.chars().rev().take_while(part_of_word).take(12).map(char::len_utf8).sum();
    let word = &inside[inside.len() - len..];
    let word = word.trim_start_matches(['.', '\'', '’', '-']);
    // Of a compound the last part is the abbreviation, but for J.-C., which is one word.
    if word == "J.-C" { word } else { word.rsplit('-').next().unwrap_or(word) }
}

/// What stands after a stop and white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
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
    /// What `rest` begins with, the text behind a stop and what belongs to it.
    pub fn of(rest: &str) -> Self {
        let trimmed = rest.trim_start();
        let blank = &rest[..rest.len() - trimmed.len()];
        if trimmed.is_empty() || blank.bytes().filter(|&byte| byte == b'\n').count() > 1 {
            return Self::End;
        }
        let word = trimmed.trim_start_matches(|c: char| is_opener(c) || c == ' ');
        match word.chars().next() {
            Some(c) if c.is_lowercase() && is_brand(word) => Self::Other,
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

/// A name that is written with a small letter before a capital: `iPhone`, `eBay`.
fn is_brand(word: &str) -> bool {
    word.chars().skip(1).take(2).any(char::is_uppercase)
}

pub(super) fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309F}').contains(&c)
}

/// Han, kana, Hangul and their brackets.
pub(super) fn is_wide_script(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF)
}

/// Whether a sentence of Korean ends at a stop though no blank follows: behind the ending of a verb, before another word.
pub(super) fn ends_tightly(sentence: &str, next: char) -> bool {
    let mut last = sentence.chars().rev();
    let ending = last.next().is_some_and(|c| matches!(c, '다' | '요' | '죠' | '까' | '라' | '자'));
    ending && last.next().is_some_and(is_hangul) && is_hangul(next)
}

/// Length of a note number right behind a stop, as extraction leaves it: `lit.12 The`. Behind a figure it is a decimal, unless the
/// figure is a year; behind an abbreviation it is what that counts.
pub(super) fn is_glued_note(sentence: &str, tail: Tail, rest: &str) -> usize {
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let behind = rest[digits..].trim_start();
    let korean = ends_korean(sentence) && starts_korean(behind);
    let begins = korean || behind.is_empty() || behind.starts_with(|c: char| c.is_uppercase() || is_opener(c));
    if !(1..=3).contains(&digits) || !begins || behind.len() == rest.len() - digits && !behind.is_empty() {
        return 0;
    }
    let word = word_before(sentence, 0, sentence.len());
    let figure = word.ends_with(|c: char| c.is_ascii_digit());
    let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && matches!(&word[..1], "1" | "2");
    let short = !korean && word.chars().count() < 3 || [NEVER, COUNTS, SELDOM].iter().any(|list| listed(list, word));
    let stops = if tail.closers > 0 { true } else { year || (!figure && !short) };
    if stops { digits } else { 0 }
}

/// Whether Korean goes on behind what it quotes.
pub(super) fn quotes(rest: &str) -> bool {
    ["라고", "라는", "라며", "라면", "고 ", "이라", "하고", "하며", "란 "]
        .iter()
        .any(|particle| rest.starts_with(particle))
}

/// Whether Chinese goes on with who says it: a few characters, a verb of saying, a stop or a colon.
pub(super) fn says(rest: &str) -> bool {
    let mut before = ' ';
    if rest.starts_with(['没', '无', '沒', '無']) {
        return false;
    }
    for c in rest.chars().take(8) {
        if matches!(c, '。' | '，' | '：' | '！' | ':' | ',') {
            return matches!(before, '说' | '道' | '问' | '喊' | '答' | '叫');
        }
        if matches!((before, c), ('知', '道')) || !is_wide_script(c) {
            return false;
        }
        before = c;
    }
    false
}
