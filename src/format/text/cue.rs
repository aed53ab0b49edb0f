//! The name of who speaks, as plays set it before what is said: alone on a line, or with a mark behind it. It sees one line, and says
//! what may be a name; whether it is one only the whole text shows.

use crate::language::dates;

/// The longest name, in bytes, and the most words of one.
const LONGEST_NAME: usize = 48;
const MOST_WORDS: usize = 5;

/// The longest direction behind a name, in bytes.
const LONGEST_DIRECTION: usize = 240;

/// What is written with a point in a name, in capitals.
const TITLES: &[&str] = &[
    "MR", "MRS", "MS", "DR", "ST", "REV", "CAPT", "COL", "LT", "SGT", "PROF", "MME", "MLLE", "M", "FR", "HR", "SR",
    "SRA", "SIG", "JR",
];

/// What stands before questions.
const ASKED: &[&str] = &["Q", "Question", "QUESTION"];

/// Words in small letters that a name may have.
const SMALL: &[&str] = &["of", "the", "a", "and", "de", "la", "le", "du", "von", "der", "van", "und", "et", "y", "di"];

/// What begins a line in capitals that is no name: places of a film, and how its pictures change.
const SLUGS: &[&str] = &[
    "INT.",
    "EXT.",
    "INT/EXT",
    "INT./EXT",
    "I/E",
    "FADE ",
    "CUT TO",
    "DISSOLVE",
    "SMASH CUT",
    "MATCH CUT",
    "TITLE",
    "THE END",
    "CURTAIN",
    "BLACKOUT",
    "MONTAGE",
    "END OF",
];

/// How a direction begins that stands in no brackets, in lower case.
const DIRECTIONS: &[&str] = &[
    "enter ",
    "exit",
    "exeunt",
    "re-enter ",
    "reenter ",
    "manet ",
    "alarum",
    "flourish",
    "curtain",
    "blackout",
    "lights ",
    "vorhang",
    "ab.",
    "rideau",
    "silence.",
    "pause.",
    "a pause",
    "a silence",
];

/// What stands between a name and what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CueMark {
    /// A colon.
    Colon,
    /// A point, a dash, or a direction alone.
    Point,
    /// Nothing: the line ends.
    End,
}

/// What may be the name of who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue<'a> {
    /// The name, as it is written, without what is said of how.
    pub(super) name: &'a str,
    /// What stands behind it.
    pub(super) mark: CueMark,
    /// Whether nothing is said on this line.
    pub(super) alone: bool,
    /// Whether the name is in capitals.
    pub(super) shouted: bool,
}

impl<'a> Cue<'a> {
    /// What a line begins with, if it may be a name.
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let line = line.trim();
        if SLUGS.iter().any(|slug| line.starts_with(slug)) {
            return None;
        }
        let (end, rest, mark) = divided(line)?;
        let name = line[..end].trim_matches([' ', '_', '*', ',', '-']);
        let shouted = is_shouted(name);
        let single = mark == CueMark::Colon && name.chars().count() == 1;
        let fits = if shouted { mark != CueMark::End || !name.contains(',') } else { is_named(name) || single };
        let named = fits && name.len() <= LONGEST_NAME && name.split(' ').count() <= MOST_WORDS && is_clean(name);
        let said = rest.trim_matches([' ', '_', '*', '.', ':', '-', '—', '–']);
        let alone = said.is_empty();
        // "Fig. 3", "Oct. 3, 2019: …"; and who is asked in a page is no speaker of a play.
        let counts = mark == CueMark::Point && said.starts_with(|c: char| c.is_ascii_digit());
        let named = named && !counts && !ASKED.contains(&name) && !is_dated(line);
        named.then_some(Self { name, mark, alone, shouted })
    }
}

/// Whether a line begins with a date.
fn is_dated(line: &str) -> bool {
    dates::at_start(&line[..line.floor_char_boundary(48)]).is_some()
}

/// Where a name ends, what stands behind its mark and its direction, and which mark that is.
fn divided(line: &str) -> Option<(usize, &str, CueMark)> {
    let near = &line[..line.floor_char_boundary(LONGEST_NAME + 8)];
    for (at, sign) in near.char_indices() {
        let behind = &line[at + sign.len_utf8()..];
        match sign {
            ':' if behind.is_empty() || behind.starts_with([' ', '\t', '_', '*']) => {
                return Some((at, behind, CueMark::Colon));
            }
            '：' => return Some((at, behind, CueMark::Colon)),
            '.' if !is_title(&line[..at]) => {
                let ends = behind.is_empty() || behind.starts_with([' ', '\t', '_', '*', '-', '—', '–']);
                return ends.then_some((at, behind, CueMark::Point));
            }
            '—' | '–' => return Some((at, behind, CueMark::Point)),
            '(' | '[' => return directed(line, at, sign),
            '!' | '?' | ';' | '"' | '“' | '=' | '|' | '<' | '>' | '\t' => return None,
            _ => {}
        }
    }
    (near.len() == line.len()).then_some((line.len(), "", CueMark::End))
}

/// What is behind the direction that stands behind a name: `(wet through)`.
fn directed(line: &str, at: usize, open: char) -> Option<(usize, &str, CueMark)> {
    let close = if open == '(' { ')' } else { ']' };
    let near = &line[at..line.floor_char_boundary(at + LONGEST_DIRECTION)];
    let rest = &line[at + near.find(close)? + 1..];
    let rest = rest.trim_start_matches(['_', '*', ',']);
    let mark = match rest.trim_start().chars().next() {
        None => CueMark::End,
        Some(':' | '：') => CueMark::Colon,
        Some(_) => CueMark::Point,
    };
    let rest = if mark == CueMark::Colon { rest.trim_start().trim_start_matches([':', '：']) } else { rest };
    (at > 0).then_some((at, rest, mark))
}

/// Whether a point behind these words is a title's or an initial's, and the name goes on.
fn is_title(before: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default().trim_matches(['_', '*']);
    TITLES.iter().any(|title| last.eq_ignore_ascii_case(title))
}

/// Whether a name is in capitals, with at least two letters.
fn is_shouted(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase)
}

/// Whether each word of a name begins with a capital, or with a letter that has none.
fn is_named(name: &str) -> bool {
    let big = |word: &str| word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    big(name)
        && name.chars().count() >= 2
        && name.split(' ').count() <= 3
        && name.split(' ').all(|word| big(word) || SMALL.contains(&word))
}

/// Whether a name has nothing in it that no name has.
fn is_clean(name: &str) -> bool {
    let sign = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-' | '.' | '&' | ',' | '#' | '/');
    name.chars().all(sign) && name.chars().any(char::is_alphabetic)
}

/// Whether a line is a direction: in brackets as a whole, or one of those that plays set without.
pub(super) fn is_direction(line: &str) -> bool {
    let bare = line.trim_matches([' ', '_', '*']);
    let closed = |open: char, close: char| bare.starts_with(open) && bare.trim_end_matches('.').ends_with(close);
    if closed('(', ')') || closed('[', ']') {
        return true;
    }
    let head = bare[..bare.floor_char_boundary(16)].to_lowercase();
    DIRECTIONS.iter().any(|start| head.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name that a line begins with, and whether it stands alone.
    fn said(line: &str) -> Option<(&str, bool)> {
        Cue::of(line).map(|cue| (cue.name, cue.alone))
    }

    #[test]
    fn names_of_who_speaks() {
        for (line, name, alone) in [
            ("MARTA", "MARTA", true),
            ("KING.", "KING", true),
            ("PETER (O.S.)", "PETER", true),
            ("ROWAN. Who goes across?", "ROWAN", false),
            ("MRS. HOLT. Is it?", "MRS. HOLT", false),
            ("MR. PRYCE (dripping): Good evening.", "MR. PRYCE", false),
            ("ROWAN [Aside] He is.", "ROWAN", false),
            ("DORANTE.- Non.", "DORANTE", false),
            ("HARPAGON — Mon argent!", "HARPAGON", false),
            ("1ST WITCH. When?", "1ST WITCH", false),
            ("_Anna._ Who is there?", "Anna", false),
            ("Anna: Who is there?", "Anna", false),
            ("The Old Man: Nobody.", "The Old Man", false),
            ("A: Nobody.", "A", false),
            ("왕: 소금은 어디 있느냐?", "왕", false),
            ("王：塩はどこだ。", "王", false),
        ] {
            assert_eq!(said(line), Some((name, alone)), "{line}");
        }
    }

    #[test]
    fn what_is_no_name() {
        for line in [
            "Nine is what the sea gives back.",
            "EXT. QUAY - NIGHT",
            "CUT TO:",
            "Oct. 3, 2019: Pyongyang reports.",
            "1843: She wrote.",
            "Fig. 3 shows it.",
            "ART. 5. Of ropes.",
            "Q: When does it go?",
            "OLD KEEPER, a man of seventy",
            "IS IT YOU?",
            "It was late: he went.",
            "http://example.org",
            "12:30 to 14:00",
            "(A silence.)",
            "(x",
            "",
        ] {
            assert_eq!(said(line), None, "{line}");
        }
    }

    #[test]
    fn directions_stand_in_brackets_or_begin_as_one() {
        assert!(["(Pause.)", "[Exit KING.]", "_Enter a SAILOR._", "Exeunt."].iter().all(|line| is_direction(line)));
        assert!(!["She turns.", "(wet) Here.", "Entering, she fell."].iter().any(|line| is_direction(line)));
    }
}
