//! Whether a word that stands over the end of a line is one: hyphens that a program put in against those that an
//! author wrote, and Korean words that are cut without any sign. What the file's own program is known to do and the words
//! within lines decide; where they say nothing, a small list of English and Korean forms does. It changes nothing.

use super::korean::{
    ALL_OF, COMMON, KoreanEnds, NO_BEGINNINGS, begins_inside, begins_word, is_cut_within, is_open, is_tail, stem,
};
use super::letters::is_hangul;
use super::page::Letters;
use super::pieces::PdfPiece;
use crate::text::hyphen::is_compound;
use std::collections::HashSet;

/// The most words that are kept.
const MOST: usize = 400_000;
/// The longest word, in bytes.
const LONGEST: usize = 120;
/// A gap that parts words, in font sizes.
const SPACE: f32 = 0.15;

/// Programs whose own hyphens are other characters than the one that is typed, or that put in none.
const OWN_HYPHENS: [&str; 6] = ["skia/pdf", "weasyprint", "typst", "reportlab", "fpdf", "firefox"];

/// What programs are called that draw a space at the end of a line where there is room for it only.
const LEAVES_SPACES_OUT: [&str; 3] = ["libreoffice", "openoffice", "writer"];

/// What the text has shown so far, and two pages ahead.
#[derive(Debug, Default)]
pub struct Words {
    known: HashSet<u64>,
    /// Whether the hyphens that the program puts in are told from the author's.
    own_hyphens: bool,
    /// Whether the program leaves out the space at the end of a line that has no room for it.
    leaves_spaces_out: bool,
    /// How many lines of Korean text there were, and how many end with a drawn space.
    korean: (usize, usize),
    /// How the lines of Korean text end.
    ends: KoreanEnds,
    /// How many pieces of lines there were, and how many end with a drawn space.
    pieces: (usize, usize),
}

impl Words {
    /// Of a file made by programs of these names.
    pub fn of(programs: &[String]) -> Self {
        let knows = |program: &String| OWN_HYPHENS.iter().any(|name| program.to_lowercase().contains(name));
        let leaves = |program: &String| LEAVES_SPACES_OUT.iter().any(|name| program.to_lowercase().starts_with(name));
        let (own_hyphens, leaves_spaces_out) = (programs.iter().any(knows), programs.iter().any(leaves));
        Self { own_hyphens, leaves_spaces_out, ..Self::default() }
    }

    /// Takes the words of a page that stand within lines.
    pub fn learn(&mut self, letters: &Letters, pieces: &[PdfPiece]) {
        self.ends.learn(letters, pieces);
        let mut row = String::new();
        let mut ended = true;
        for (at, piece) in pieces.iter().enumerate() {
            let last = pieces.get(at + 1).is_none_or(|next| (next.v - piece.v).abs() > piece.size * 0.5);
            let begins = std::mem::replace(&mut ended, self.learn_end(letters, piece, last));
            words_of(letters, piece, &mut row);
            let mut words = row.split_whitespace().filter(|word| word.len() < LONGEST).enumerate().peekable();
            while let Some((nth, word)) = words.next() {
                let last = words.peek().is_none();
                let cut = (last && word.ends_with(HYPHENS))
                    || (((nth == 0 && !begins) || (last && !ended)) && word.contains(is_hangul));
                if !cut && self.known.len() < MOST {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                    self.known.insert(number(word));
                    stem(word).map(|stem| self.known.insert(number(stem)));
                }
            }
        }
    }

    /// Learns from the end of a piece, which may be the last of its line, and says whether a sentence or the like ends there.
    fn learn_end(&mut self, letters: &Letters, piece: &PdfPiece, ends_line: bool) -> bool {
        let text = |index: &u32| letters.of(&letters.glyphs[*index as usize]);
        let mut last = piece.glyphs.iter().rev().map(text);
        let end = last.next().unwrap_or_default();
        self.own_hyphens |= end.ends_with(['\u{AD}', '\u{2010}']);
        self.pieces = (self.pieces.0 + 1, self.pieces.1 + usize::from(end.ends_with(' ')));
        if ends_line && (end.contains(is_hangul) || last.take(20).any(|text| text.contains(is_hangul))) {
            self.korean = (self.korean.0 + 1, self.korean.1 + usize::from(end.ends_with(' ')));
        }
        let shown = piece.glyphs.iter().rev().map(text).find(|text| !text.trim().is_empty()).unwrap_or_default();
        !shown.trim_end().ends_with(char::is_alphanumeric)
    }

    /// Whether a space is drawn at the end of nearly every line, whatever stands there, as after all words that were
    /// recognised on pictures: it says nothing then.
    pub fn end_in_spaces(&self) -> bool {
        const FEWEST: usize = 8;
        self.pieces.0 >= FEWEST && self.pieces.1 * 10 >= self.pieces.0 * 9
    }

    /// Whether a space at the end of a line of Korean text is drawn, so that none is where none is drawn. A program that draws none
    /// there may still draw one before a change of font.
    fn draws_spaces(&self) -> bool {
        self.korean.1 * 12 > self.korean.0
    }

    fn knows(&self, word: &str) -> bool {
        self.known.contains(&number(word))
    }

    /// Whether the hyphen between two halves of a word is the author's.
    pub fn is_written(&self, hyphen: char, left: &str, right: &str) -> bool {
        match hyphen {
            '\u{AD}' => false,
            '\u{2010}' if self.own_hyphens => false,
            _ if self.own_hyphens => true,
            _ => {
                let (left, right) = (left.to_lowercase(), right.to_lowercase());
                let either = |hyphen: char| self.knows(&format!("{left}{hyphen}{right}"));
                either('-')
                    || either('\u{2010}')
                    || (!self.knows(&format!("{left}{right}")) && is_compound(&left, &right))
            }
        }
    }

    /// Whether two parts of Korean text are one word, cut at the end of a line.
    pub fn is_cut(&self, left: &str, right: &str) -> bool {
        let whole = format!("{left}{right}");
        if COMMON.contains(&whole.as_str()) || is_cut_within(left, &whole) {
            return true;
        }
        if self.draws_spaces() {
            return !(self.leaves_spaces_out && self.hardly_goes_on(left, right));
        }
        if self.knows(&whole) || stem(&whole).is_some_and(|stem| stem.len() > left.len() && self.knows(stem)) {
            return true;
        }
        if self.ends.are_anywhere() && is_tail(left, right) {
            return true;
        }
        let apart = (self.knows(left) && self.knows(right)) || (right == "다" && ALL_OF.contains(&left));
        let open = || self.ends.are_anywhere() && is_open(left) && !begins_word(right) && !self.begins_known(right);
        !apart && (NO_BEGINNINGS.contains(&right) || begins_inside(right) || open())
    }

    /// Whether two parts are hardly one word where a space at the end of a line may have found no room.
    fn hardly_goes_on(&self, left: &str, right: &str) -> bool {
        let apart = || self.knows(left) && self.knows(right) && !NO_BEGINNINGS.contains(&right);
        begins_word(right) || left.ends_with('를') || apart() || (!is_open(left) && self.begins_known(right))
    }

    /// Whether what a line begins with, of two syllables or more, stands as a word within lines, whatever its particle.
    fn begins_known(&self, right: &str) -> bool {
        // These verbs stand by themselves, and make verbs of nouns.
        let verbal = right.starts_with(['하', '했', '한', '할', '되', '된', '됐', '될']);
        let long = |word: &str| !verbal && word.chars().nth(1).is_some() && self.knows(word);
        long(right) || stem(right).is_some_and(long)
    }
}

/// The characters at a line's end that part a word.
pub const HYPHENS: [char; 3] = ['-', '\u{AD}', '\u{2010}'];

/// The words of a piece, in lower case, with a space between two.
fn words_of(letters: &Letters, piece: &PdfPiece, out: &mut String) {
    out.clear();
    let mut end: Option<f32> = None;
    for index in &piece.glyphs {
        let glyph = &letters.glyphs[*index as usize];
        if end.is_some_and(|end| glyph.u - end > SPACE * glyph.size) {
            out.push(' ');
        }
        out.extend(letters.of(glyph).chars().flat_map(char::to_lowercase));
        end = Some(glyph.u + glyph.width);
    }
}

fn number(word: &str) -> u64 {
    // FNV-1a: what is kept are words of a text, and a wrong guess costs a hyphen.
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowing(words: &[&str]) -> Words {
        Words { known: words.iter().map(|word| number(word)).collect(), ..Words::default() }
    }

    #[test]
    fn a_hyphen_stays_where_the_word_has_it_elsewhere() {
        let words = knowing(&["lamp-oil", "midnight"]);
        assert!(words.is_written('-', "Lamp", "oil"));
        assert!(!words.is_written('-', "mid", "night"));
        assert!(!words.is_written('-', "har", "bour"));
    }

    #[test]
    fn numbers_and_first_halves_keep_their_hyphen() {
        let words = Words::default();
        for (left, right) in [("forty", "one"), ("self", "taught"), ("well", "fed"), ("two", "thirds"), ("20", "year")]
        {
            assert!(words.is_written('-', left, right), "{left}-{right}");
        }
        for (left, right) in [("self", "ish"), ("mid", "dle"), ("far", "ther"), ("forty", "fied"), ("al", "one")] {
            assert!(!words.is_written('-', left, right), "{left}-{right}");
        }
    }

    #[test]
    fn programs_with_hyphens_of_their_own_leave_the_author_his() {
        let words = Words::of(&["Skia/PDF m999".to_owned()]);
        assert!(words.is_written('-', "quarry", "worker"));
        assert!(!words.is_written('\u{2010}', "quar", "ry") && !words.is_written('\u{AD}', "quar", "ry"));
    }

    #[test]
    fn korean_words_are_joined_by_what_the_text_says() {
        let words = knowing(&["기다리는", "기다리", "사람"]);
        assert!(words.is_cut("기다", "리는"), "it stands elsewhere");
        assert!(words.is_cut("바다", "에서"), "no word begins so");
        assert!(words.is_cut("사", "라지지만") && words.is_cut("기", "다리의"), "by its form; by its stem");
        assert!(!words.is_cut("바다", "위에"), "nothing is known");
        assert!(
            words.is_cut("그", "러나") && words.is_cut("다", "른") && words.is_cut("가", "운데"),
            "any text has it"
        );
        assert!(!words.is_cut("그", "나무를") && !words.is_cut("가운데", "한"));
        assert!(Words { korean: (9, 3), ..Words::default() }.is_cut("바다", "위에"));
    }

    #[test]
    fn a_space_that_had_no_room_is_put_in_where_words_say_so() {
        let writer = Words { korean: (9, 3), ..Words::of(&["Writer".to_owned(), "LibreOffice 7.4".to_owned()]) };
        assert!(writer.is_cut("쳤는", "데도") && writer.is_cut("그", "것을") && writer.is_cut("나머", "지"));
        assert!(!writer.is_cut("마일", "밖의") && !writer.is_cut("시계를", "맞춘"));
    }

    #[test]
    fn one_space_drawn_at_a_line_end_says_nothing() {
        let draws = |korean| Words { korean, ..Words::default() }.draws_spaces();
        assert!(draws((10, 3)) && draws((4, 4)) && !draws((40, 1)) && !draws((40, 0)));
    }

    #[test]
    fn where_lines_end_anywhere_a_word_without_ending_goes_on() {
        let words = Words { ends: KoreanEnds { full: 12, short: 1, gap: None }, ..knowing(&["바다", "위에"]) };
        assert!(words.is_cut("되풀", "이되는") && words.is_cut("지", "키던") && words.is_cut("사람", "이"));
        assert!(!words.is_cut("술도", "마시러") && !words.is_cut("두", "번째"), "with an ending; a word by itself");
        assert!(!words.is_cut("조용히", "앉아"), "an adverb");
        assert!(!words.is_cut("바다", "위에"), "both stand elsewhere");
        assert!(!words.is_cut("하지", "않았다") && !words.is_cut("그런", "섬을") && !words.is_cut("번", "바람의"));
        for (left, right) in
            [("새로", "운"), ("난", "다"), ("때", "문이다"), ("이백열", "두"), ("열", "여덟"), ("보", "라")]
        {
            assert!(words.is_cut(left, right), "{left}{right}");
        }
        for (left, right) in [
            ("”고", "적었다"),
            ("위에", "팔"),
            ("그", "값"),
            ("때부터", "바닷가에는"),
            ("이백열두", "집이"),
            ("마일", "밖의"),
            ("둘", "다"),
        ] {
            assert!(!words.is_cut(left, right), "{left} {right}");
        }
        let whole = KoreanEnds { full: 12, short: 4, gap: None };
        assert!(!Words { ends: whole, ..Words::default() }.is_cut("되풀", "이되는"), "lines end with words");
    }
}
