//! Captions and credits of pictures and tables: what a line shows by itself.

use super::features::Features;

/// How a caption or a credit begins, in lower case.
#[rustfmt::skip]
const BEGINS: &[&str] = &[
    "photo:", "photos:", "photo by", "photos by", "photo credit", "photo courtesy", "photograph:", "photograph by",
    "photography by", "image:", "images:", "image credit", "image by", "image courtesy", "credit:", "credits:",
    "picture:", "picture by", "caption:", "illustration:", "illustration by", "graphic:", "foto:", "(photo",
    "[photo", "file photo", "featured image", "source:", "sources:", "写真：", "写真:", "写真=", "写真＝", "写真 ", "사진=", "사진 =", "사진:", "사진제공", "▲",
    "△",
];

/// Who gives pictures, in lower case, as a credit writes it.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "reuters", "ap", "ap photo", "afp", "epa", "getty", "getty images", "kyodo", "kyodo news", "yonhap", "xinhua",
    "bloomberg", "shutterstock", "alamy", "tass", "dpa", "anadolu", "flickr", "unsplash", "wikimedia commons",
    "wikimedia", "istock", "istockphoto", "pixabay", "jiji", "upi", "zuma", "magnum", "corbis",
];

/// Numbered pictures and tables.
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "figure", "fig.", "table", "chart", "map", "box", "exhibit", "graph", "plate", "abbildung", "abb.", "図", "表",
    "그림", "표",
];

/// A caption is never longer than this, in bytes.
pub(super) const LONGEST: usize = 600;

/// Whether a unit is a caption or a credit: by its beginning, by a number, or by a credit at its end.
pub(super) fn is_caption(f: &Features) -> bool {
    if f.text.len() > LONGEST {
        return false;
    }
    is_credit(f) || (f.is_close() && is_numbered(&f.lower)) || ends_in_credit(f.text)
}

/// Whether a unit is a credit alone, the caption standing before it.
pub(super) fn is_credit(f: &Features) -> bool {
    f.is_close() && f.words <= 30 && BEGINS.iter().any(|begin| f.lower.starts_with(begin))
}

fn is_numbered(lower: &str) -> bool {
    let Some(name) = NUMBERED.iter().find(|name| lower.starts_with(**name)) else { return false };
    let rest = lower[name.len()..].trim_start();
    let number = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let mark = &rest[number..];
    number > 0
        && (rest[..number].ends_with('.') || mark.starts_with([':', '.', '|', '—', '–', '：', '　']) || mark.is_empty())
}

/// "… Photo: Somebody", "… (Photo by Somebody)", "… Agency/Somebody", "… Somebody/Agency". A sentence that only
/// mentions an agency ends with its full stop and has no slash.
fn ends_in_credit(text: &str) -> bool {
    let tail = &text[text.ceil_char_boundary(text.len().saturating_sub(90))..];
    // Nearly all paragraphs end without any of these signs, and are done with here.
    if !tail.contains(['/', ':']) && !tail.contains("hoto") {
        return false;
    }
    let tail = tail.to_lowercase();
    let bare = tail.trim_end_matches([')', ']', '.', ' ']);
    let labelled = ["photo: ", "credit: ", "image: ", "(photo by ", "[photo by ", "photograph: ", "photo by "]
        .iter()
        .any(|label| {
            bare.rsplit_once(label).is_some_and(|(before, name)| {
                (1..=60).contains(&name.len())
                    && !name.contains(". ")
                    && (before.is_empty() || before.ends_with([' ', '(', '[', '.']))
            })
        });
    labelled || slashed(bare)
}

/// Whether the last words are divided by slashes, one part naming an agency: "Reuters/Somebody/Pool".
fn slashed(tail: &str) -> bool {
    let last = tail.rsplit(['.', '|', '(']).next().unwrap_or(tail).trim();
    let Some((before, after)) = last.split_once('/') else { return false };
    let named = |part: &str| {
        let part = part.trim();
        AGENCIES
            .iter()
            .any(|agency| part == *agency || part.strip_suffix(agency).is_some_and(|rest| rest.ends_with([' ', ','])))
    };
    let short = after.split_whitespace().count() <= 5;
    short
        && !tail.contains("://")
        && (named(before) || after.split('/').any(|part| named(part) || part.trim().starts_with("getty")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_at_the_end_makes_a_caption() {
        for text in [
            "A ship leaves the harbour. Photo: Ada Byron",
            "Two men talk, May 1, 1931. REUTERS/Ada Byron/Pool",
            "Rain over Paris (Ada Byron/Getty Images)",
            "The square at night. (Photo by Ada Byron)",
        ] {
            assert!(ends_in_credit(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_that_names_an_agency_is_none() {
        for text in [
            "“We know nothing,” the minister told Reuters.",
            "The and/or question was never settled.",
            "See http://example.org/pool",
        ] {
            assert!(!ends_in_credit(text), "{text}");
        }
        assert!(is_numbered("table 2: prices") && !is_numbered("table manners 2") && !is_numbered("map of 1900"));
    }
}
