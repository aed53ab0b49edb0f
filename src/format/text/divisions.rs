//! How books and plays number their parts by name: "CHAPTER IV", "Part One: The Sea", "Erster Auftritt", "第三章 海". It sees one line.

use super::marker::is_count;
use super::source_line::ends_sentence;

/// No longer line names a part, in bytes, and none of more words.
const LONGEST: usize = 240;
const MOST_WORDS: usize = 12;

/// The largest parts, and parts of those.
const PARTS: &[&str] =
    &["book", "part", "volume", "act", "canto", "livre", "teil", "partie", "acte", "akt", "aufzug", "atto", "acto"];
const CHAPTERS: &[&str] = &[
    "chapter",
    "scene",
    "stave",
    "letter",
    "section",
    "appendix",
    "kapitel",
    "chapitre",
    "capítulo",
    "capitolo",
    "szene",
    "auftritt",
    "scène",
    "scena",
    "escena",
];

/// Parts of plays: what follows their number says where they play, in as many sentences as that takes.
const STAGED: &[&str] =
    &["act", "scene", "acte", "akt", "aufzug", "atto", "acto", "szene", "auftritt", "scène", "scena", "escena"];

/// Numbers in words that stand before the part of a play.
const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "last",
    "erster",
    "erste",
    "zweiter",
    "zweite",
    "dritter",
    "dritte",
    "vierter",
    "vierte",
    "fünfter",
    "fünfte",
    "letzter",
    "letzte",
    "premier",
    "première",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "dernière",
];

/// Parts of plays that have no number.
const ALONE: &[&str] = &[
    "prologue",
    "epilogue",
    "interlude",
    "prolog",
    "epilog",
    "vorspiel",
    "zwischenspiel",
    "nachspiel",
    "characters",
    "dramatis personae",
    "personen",
    "personnages",
    "persons of the play",
    "the persons of the play",
    "cast of characters",
];

/// Whether a line names one of the largest parts of a book.
pub(super) fn is_part(line: &str) -> bool {
    is_numbered(line, PARTS)
}

/// Whether a line names a chapter or a scene.
pub(super) fn is_chapter(line: &str) -> bool {
    is_numbered(line, CHAPTERS) || east_asian_chapter(line)
}

/// Whether a line names a part of a play with its number behind words or none: "Erster Auftritt", "EPILOGUE".
pub(super) fn is_staged(line: &str) -> bool {
    let bare = if line.len() <= 40 { line.trim_end_matches(['.', ':']).to_lowercase() } else { return false };
    let words = bare.split_once(' ');
    let ordered = |(before, part): (&str, &str)| {
        let of_plays = STAGED.contains(&part) && ORDINALS.contains(&before);
        of_plays || STAGED.contains(&before) && ORDINALS.contains(&part)
    };
    line.starts_with(char::is_uppercase) && (ALONE.contains(&&*bare) || words.is_some_and(ordered))
}

/// Whether a line names any of them.
pub(super) fn divides(line: &str) -> bool {
    is_part(line) || is_chapter(line) || is_staged(line)
}

/// "CHAPTER IV", "Part One: The Sea", with at most ten words after the number.
fn is_numbered(line: &str, names: &[&str]) -> bool {
    if line.len() > LONGEST || !line.starts_with(char::is_uppercase) {
        return false;
    }
    let lower = line.to_lowercase();
    let mut words = lower.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let number = second.trim_end_matches(['.', ':', ',', '—', '-']);
    let count = 2 + words.count();
    let staged = STAGED.contains(&first) && second.len() > number.len();
    let stops = line.ends_with([',', ';']) || (ends_sentence(line) && count > 6 && !staged);
    names.contains(&first) && is_count(number) && !stops && count <= MOST_WORDS
}

/// "第三章 海".
fn east_asian_chapter(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['第', '제']) else { return false };
    let number =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || "一二三四五六七八九十百〇".contains(c));
    number.len() < rest.len()
        && number.starts_with(['章', '節', '部', '回', '話', '장', '절', '부'])
        && text.len() <= 90
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_numbered_by_name() {
        for line in [
            "ACT I",
            "SCENE I. Elsinore. A platform before the Castle.",
            "Scene 2: The Quay",
            "CHAPTER IV",
            "Erster Auftritt",
            "SCÈNE PREMIÈRE",
            "Zweite Szene.",
            "EPILOGUE",
            "Act the First",
            "第三章 海",
        ] {
            assert!(divides(line), "{line}");
        }
        for line in
            ["Act now!", "Scene two was a triumph of lighting and music.", "The act was over.", "part one", "First aid"]
        {
            assert!(!divides(line), "{line}");
        }
    }
}
