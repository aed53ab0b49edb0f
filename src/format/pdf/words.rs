//! Whether a word that stands over the end of a line is one: hyphens that a program put in against those that an
//! author wrote, and Korean words that are cut without any sign. What the file's own program is known to do and the words
//! within lines decide; where they say nothing, a small list of English and Korean forms does. It changes nothing.

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

/// What the text has shown so far, and two pages ahead.
#[derive(Debug, Default)]
pub struct Words {
    known: HashSet<u64>,
    /// Whether the hyphens that the program puts in are told from the author's.
    own_hyphens: bool,
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
        Self { own_hyphens: programs.iter().any(knows), ..Self::default() }
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
        if self.draws_spaces() {
            return true;
        }
        let whole = format!("{left}{right}");
        if COMMON.contains(&whole.as_str()) {
            return true;
        }
        if self.knows(&whole) || stem(&whole).is_some_and(|stem| stem.len() > left.len() && self.knows(stem)) {
            return true;
        }
        let apart = self.knows(left) && self.knows(right);
        let open = || self.ends.are_anywhere() && is_open(left) && !begins_word(right) && !self.begins_known(right);
        !apart && (NO_BEGINNINGS.contains(&right) || begins_inside(right) || open())
    }

    /// Whether what a line begins with, of two syllables or more, stands as a word within lines, whatever its particle.
    fn begins_known(&self, right: &str) -> bool {
        // These verbs stand by themselves, and make verbs of nouns.
        let verbal = right.starts_with(['하', '했', '한', '할', '되', '된', '됐', '될']);
        let long = |word: &str| !verbal && word.chars().nth(1).is_some() && self.knows(word);
        long(right) || stem(right).is_some_and(long)
    }
}

/// How lines of Korean text end: programs that break them anywhere fill each to the last syllable; those that break them
/// between words leave room for some, at the end of the line or, where they justify it, between its words.
#[derive(Debug, Default)]
struct KoreanEnds {
    /// Lines with room for no syllable more.
    full: usize,
    /// Lines with more room.
    short: usize,
    /// The least that lies between the words of a line, in font sizes: what is more was put in to justify it.
    gap: Option<f32>,
}

impl KoreanEnds {
    /// A line has room for no syllable and a space more below this, in font sizes; above, it has.
    const ROOM: f32 = 1.35;
    /// So many lines are no chance.
    const FEWEST: usize = 6;

    /// Looks at the lines of a page that go on in another right below them.
    fn learn(&mut self, letters: &Letters, pieces: &[PdfPiece]) {
        let rows: Vec<KoreanLine> = pieces.chunk_by(on_one_line).map(|row| KoreanLine::of(letters, row)).collect();
        let pairs = rows.windows(2).filter(|pair| {
            let below = (pair[1].v - pair[0].v) / pair[0].size;
            let under = (pair[0].u0 - pair[1].u0).abs() < pair[0].size * 0.2 && (0.8..1.7).contains(&below);
            // A heading is no line of the text below it.
            let alike = (pair[0].size - pair[1].size).abs() < pair[0].size * 0.05;
            under && alike && pair[0].goes_on
        });
        let lines: Vec<&KoreanLine> = pairs.map(|pair| &pair[0]).collect();
        let least = lines.iter().filter(|line| line.count > 1.0).map(|line| line.sum / line.count);
        self.gap = least.chain(self.gap).min_by(f32::total_cmp);
        for line in &lines {
            let alike = lines.iter().filter(|other| (other.u0 - line.u0).abs() < line.size * 0.2);
            let edge = alike.fold(line.u1, |right, other| right.max(other.u1));
            let put_in = line.sum - line.count * self.gap.unwrap_or_default();
            let room = (edge - line.u1) / line.size + put_in;
            *if room < Self::ROOM { &mut self.full } else { &mut self.short } += 1;
        }
    }

    /// Whether lines end inside words as well.
    fn are_anywhere(&self) -> bool {
        self.full >= Self::FEWEST && self.short * 10 < self.full
    }
}

/// A line of which it is asked how it ends.
struct KoreanLine {
    u0: f32,
    u1: f32,
    v: f32,
    size: f32,
    /// Whether it ends with a syllable.
    goes_on: bool,
    /// What lies between its words together, in font sizes …
    sum: f32,
    /// … and between how many.
    count: f32,
}

impl KoreanLine {
    /// Of the pieces on it, from left to right.
    fn of(letters: &Letters, row: &[PdfPiece]) -> Self {
        let size = row[0].size;
        let glyphs = row.iter().flat_map(|piece| &piece.glyphs).map(|index| &letters.glyphs[*index as usize]);
        let seen: Vec<_> = glyphs.filter(|glyph| !letters.of(glyph).trim().is_empty()).collect();
        let between = seen.windows(2).map(|pair| (pair[1].u - pair[0].u - pair[0].width) / size);
        let (sum, count) =
            between.filter(|gap| *gap > SPACE).fold((0.0, 0.0), |(sum, count), gap| (sum + gap, count + 1.0));
        let goes_on = seen.last().is_some_and(|glyph| letters.of(glyph).trim_end().ends_with(is_hangul));
        let u1 = row.iter().fold(row[0].u1, |end, piece| end.max(piece.u1));
        Self { u0: row[0].u0, u1, v: row[0].v, size, goes_on, sum, count }
    }
}

/// Whether two pieces stand on one line, as where a line of few words is justified, and not in two columns.
fn on_one_line(left: &PdfPiece, right: &PdfPiece) -> bool {
    const WIDEST: f32 = 2.5;
    let level = (left.v - right.v).abs() < left.size * 0.2;
    level && right.u0 > left.u1 && right.u0 - left.u1 < left.size * WIDEST
}

/// Whether a Korean word hardly ends so: with no particle or ending, and as no word of one syllable. Of lines that end
/// anywhere, three in four end inside a word; of those that end so, nine in ten.
fn is_open(left: &str) -> bool {
    const SHORT: [&str; 44] = [
        "이", "그", "저", "한", "두", "세", "네", "새", "첫", "더", "못", "안", "잘", "수", "것", "때", "등", "및",
        "또", "꼭", "다", "곧", "왜", "내", "제", "큰", "온", "할", "된", "될", "전", "후", "번", "개", "명", "년",
        "월", "일", "달", "해", "밤", "날", "몇", "줄",
    ];
    // Words of two syllables whose last ends no other.
    const WHOLE: [&str; 18] = [
        "그런",
        "이런",
        "저런",
        "어떤",
        "다른",
        "모든",
        "여러",
        "어느",
        "매우",
        "아주",
        "다시",
        "먼저",
        "가운데",
        "그러나",
        "그리고",
        "하지만",
        "다만",
        "대개",
    ];
    const ENDINGS: &str = "은는이가을를에의와과도로만서고며면게히던한된할될진온간인";
    if WHOLE.contains(&left) {
        return false;
    }
    let mut syllables = left.chars().filter(|c| is_hangul(*c));
    match (syllables.next(), syllables.next_back()) {
        (Some(_), None) => !SHORT.contains(&left),
        // Behind its last consonant `n`, a verb leads to a noun.
        (Some(_), Some(last)) => !ENDINGS.contains(last) && (u32::from(last) - 0xAC00) % 28 != 4,
        _ => false,
    }
}

/// Whether a Korean word begins so: negations, and words that lean on what stands before them with a space between.
fn begins_word(right: &str) -> bool {
    const BEGINNINGS: [&str; 7] = ["않", "때문", "아니", "없", "있", "못하", "못했"];
    BEGINNINGS.iter().any(|beginning| right.starts_with(beginning))
}

/// A Korean word without the particle at its end, where two syllables or more are left.
fn stem(word: &str) -> Option<&str> {
    if !word.ends_with(is_hangul) {
        return None;
    }
    let long = |stem: &&str| stem.chars().count() > 1;
    PARTICLES.iter().find_map(|particle| word.strip_suffix(particle).filter(long))
}

/// Whether no Korean word begins so: with a particle's syllable, or with `r` before the ending of a verb (there are no
/// verbs that begin with it).
fn begins_inside(word: &str) -> bool {
    const FIRST: [char; 12] = ['는', '를', '랐', '렀', '렸', '았', '었', '였', '겠', '습', '릅', '름'];
    const VERBAL: [&str; 9] = ["지만", "았다", "었다", "렀다", "렸다", "면서", "는", "던", "며"];
    let Some(first) = word.chars().next() else { return false };
    // Syllables stand in the order of their first consonants, 588 to each; `r` is the sixth.
    let liquid = is_hangul(first) && (u32::from(first) - 0xAC00) / 588 == 5;
    FIRST.contains(&first) || (liquid && word.chars().count() > 1 && VERBAL.iter().any(|ending| word.ends_with(ending)))
}

/// The characters at a line's end that part a word.
pub const HYPHENS: [char; 3] = ['-', '\u{AD}', '\u{2010}'];

/// Particles that follow a noun, the longer first.
const PARTICLES: [&str; 20] = [
    "에서", "에게", "으로", "부터", "까지", "처럼", "들은", "들이", "은", "는", "이", "가", "을", "를", "에", "의",
    "와", "과", "도", "로",
];

/// Words that any text has, and that are cut behind a syllable which is a word too.
const COMMON: [&str; 24] = [
    "그러나",
    "그리고",
    "그래서",
    "그러면",
    "그런데",
    "그러므로",
    "그래도",
    "그러한",
    "그러지",
    "그렇게",
    "이러한",
    "이렇게",
    "이리하여",
    "첫째",
    "둘째",
    "셋째",
    "넷째",
    "다만",
    "다른",
    "다시",
    "한때",
    "한번",
    "때문에",
    "가운데",
];

/// Particles and endings that no word of Korean is, or is called by alone.
const NO_BEGINNINGS: [&str; 55] = [
    "는",
    "를",
    "을",
    "에",
    "의",
    "은",
    "가",
    "와",
    "과",
    "로",
    "으로",
    "에서",
    "에게",
    "에는",
    "에도",
    "에만",
    "께서",
    "한테",
    "부터",
    "까지",
    "처럼",
    "들은",
    "들이",
    "들을",
    "들의",
    "들도",
    "들과",
    "들에게",
    "이라는",
    "라는",
    "지만",
    "큼",
    "큼은",
    "큼도",
    "다는",
    "다고",
    "라고",
    "다면",
    "며",
    "으며",
    "면서",
    "고",
    "던",
    "다",
    "니다",
    "습니다",
    "었다",
    "았다",
    "였다",
    "겠다",
    "았던",
    "었던",
    "였던",
    "므로",
    "으므로",
];

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
        let whole = KoreanEnds { full: 12, short: 4, gap: None };
        assert!(!Words { ends: whole, ..Words::default() }.is_cut("되풀", "이되는"), "lines end with words");
    }
}
