//! Where a row may end: the Unicode line breaking rules (UAX #14) with the strict set for Japanese, words of a dictionary where a
//! script has no spaces (Thai, Lao, Khmer, Burmese), hyphens, and Korean as the reader wants it. It knows no widths.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

/// Where a row of Korean may end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KoreanBreaks {
    /// Between any two syllables, as in print.
    #[default]
    Syllables,
    /// Between words alone, as most pages on the web are set.
    Words,
}

/// Byte offsets where a row may begin, in order, the end of the text among them. After a hyphen only where it parts two words, and
/// after a soft hyphen.
pub fn break_places(text: &str, korean: KoreanBreaks) -> Vec<usize> {
    let mut places = Vec::with_capacity(text.len() / 5 + 1);
    let mut from = 0;
    // The first place is the beginning of the text.
    for at in LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text).skip(1) {
        let last = text.as_bytes()[at - 1];
        let hyphened = last == b'-' || text[..at].ends_with('\u{AD}');
        if at < text.len() && (hyphened || (korean == KoreanBreaks::Words && parts_korean(text, at))) {
            continue;
        }
        let word = &text[from..at];
        if word.bytes().any(|byte| byte == b'-' || byte == 0xAD) {
            places.extend(hyphens(word).map(|place| from + place));
        }
        places.push(at);
        from = at;
    }
    places
}

/// Whether a place lies inside of a Korean word: beside Hangul, and behind no space. A particle belongs to what stands before it,
/// be that a bracket.
fn parts_korean(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let (Some(before), Some(after)) = (before, after) else { return false };
    !before.is_whitespace() && before != '\u{200B}' && (is_hangul(before) || is_hangul(after))
}

/// Whether a character is a syllable or a letter of Hangul.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// Places inside a word after which a hyphen lets the row end: `well-|known`, `and--|then`, soft hyphens.
fn hyphens(word: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    let mut dashes = 0;
    word.trim_end().char_indices().filter_map(move |(at, c)| {
        let soft = before == '\u{AD}' && c != '\u{AD}';
        let hard = (dashes == 1 && c.is_alphabetic()) || (dashes > 1 && c != '-');
        dashes = match c {
            '-' if dashes > 0 || before.is_alphanumeric() => dashes + 1,
            _ => 0,
        };
        before = c;
        (at > 0 && (soft || hard)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a bar wherever a row may end.
    fn barred(text: &str, korean: KoreanBreaks) -> String {
        let mut from = 0;
        let pieces = break_places(text, korean).into_iter().map(|at| &text[std::mem::replace(&mut from, at)..at]);
        pieces.collect::<Vec<&str>>().join("|")
    }

    fn check(barred_text: &str) {
        assert_eq!(barred(&barred_text.replace('|', ""), KoreanBreaks::Syllables), barred_text);
    }

    #[test]
    fn spaces_and_hyphens_let_a_row_end() {
        check("The |well-|known |pre-1990 |x--|y |e-|mail");
        check("typo\u{AD}|graphic");
        check("US$ |100, |3.14 |and/|or |10:30");
    }

    #[test]
    fn no_row_of_japanese_begins_with_what_may_not_nor_ends_so() {
        check("彼|は|「行っ|て|な|い」|と|言っ|た。|雨|が");
        check("コー|ヒー|を|ちょっ|と、|人々|は|待|つ……|何？！|と");
        check("（注）|第|１|章|『門』");
    }

    #[test]
    fn korean_ends_rows_between_syllables_or_between_words() {
        let text = "2019년에 지소미아(GSOMIA)를 ‘종료’했다.";
        assert_eq!(barred(text, KoreanBreaks::Words), "2019년에 |지소미아(GSOMIA)를 |‘종료’했다.");
        assert_eq!(barred("한국어를 읽는다", KoreanBreaks::Syllables), "한|국|어|를 |읽|는|다");
        assert_eq!(barred("彼は行く", KoreanBreaks::Words), "彼|は|行|く", "Japanese is none of it");
    }

    #[test]
    fn scripts_without_spaces_break_between_the_words_of_a_dictionary() {
        check("เขา|อ่าน|หนังสือ|ใน|ห้อง|สมุด");
        check("ខ្ញុំ|អាន|សៀវភៅ");
        check("ຂ້ອຍ|ອ່ານ|ຫນັງສື");
    }

    #[test]
    fn a_run_without_an_end_is_no_trouble() {
        for unit in ["ก", "កា", "က", "ກ", "日", "한", "-", "\u{AD}", "—"] {
            let text = unit.repeat(16 * 1024 / unit.len());
            for korean in [KoreanBreaks::Syllables, KoreanBreaks::Words] {
                let places = break_places(&text, korean);
                assert!(places.is_sorted() && places.last() == Some(&text.len()), "{unit}");
            }
        }
    }
}
