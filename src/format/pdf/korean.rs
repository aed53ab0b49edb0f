//! Korean words at the ends of lines: whether lines end anywhere or between words, and what a word hardly begins or ends with.
//! It knows forms, no dictionary.

use super::letters::is_hangul;
use super::page::Letters;
use super::pieces::PdfPiece;

/// A gap that parts words, in font sizes.
const SPACE: f32 = 0.15;

/// How lines of Korean text end: programs that break them anywhere fill each to the last syllable; those that break them
/// between words leave room for some, at the end of the line or, where they justify it, between its words.
#[derive(Debug, Default)]
pub(super) struct KoreanEnds {
    /// Lines with room for no syllable more.
    pub(super) full: usize,
    /// Lines with more room.
    pub(super) short: usize,
    /// The least that lies between the words of a line, in font sizes: what is more was put in to justify it.
    pub(super) gap: Option<f32>,
}

impl KoreanEnds {
    /// A line has room for no syllable and a space more below this, in font sizes; above, it has.
    const ROOM: f32 = 1.35;
    /// No word is as long, in font sizes: what leaves more room ends for another reason, as verse does.
    const WORD: f32 = 8.0;
    /// So many lines are no chance.
    const FEWEST: usize = 6;

    /// Looks at the lines of a page that go on in another right below them.
    pub(super) fn learn(&mut self, letters: &Letters, pieces: &[PdfPiece]) {
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
        let room = |line: &&KoreanLine| {
            let alike = lines.iter().filter(|other| (other.u0 - line.u0).abs() < line.size * 0.2);
            let edge = alike.fold(line.u1, |right, other| right.max(other.u1));
            let put_in = line.sum - line.count * self.gap.unwrap_or_default();
            (edge - line.u1) / line.size + put_in
        };
        let rooms: Vec<f32> = lines.iter().map(room).filter(|room| *room < Self::WORD).collect();
        // Some programs leave room in every line that they justify.
        let least = rooms.iter().copied().min_by(f32::total_cmp).unwrap_or_default();
        for room in rooms {
            *if room - least < Self::ROOM { &mut self.full } else { &mut self.short } += 1;
        }
    }

    /// Whether lines end inside words as well.
    pub(super) fn are_anywhere(&self) -> bool {
        // Of lines that end with words a third leaves no room, and of those that end anywhere a stop may have gone to the next.
        self.full >= Self::FEWEST && self.short * 5 < self.full
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

/// Words of one syllable that stand by themselves.
const SHORT: &str = "이그저한두세네새첫더못안잘수것때등및또꼭다곧왜내제큰온할된될전후번개명년월일달해밤날몇줄집둘값말팔불물종길곳눈손발\
                     몸돈밥책글힘뜻점법시분초끝앞뒤옆위밖속곁산강꽃나너좀막참늘꽤즉뿐셋넷열백천만";
/// Syllables that end a word, whatever stands before them in it.
const TAILS: &str = "운라는게며고면니던든함음임기지데서도록러려자요까히";
/// Figures in words.
const NUMERALS: &str = "일이삼사오육칠팔구십백천만억열두세네한";

/// Words behind which `다` is a word of its own.
pub(super) const ALL_OF: [&str; 4] = ["둘", "셋", "넷", "모두"];

/// Whether a text is one word of one syllable.
fn is_short(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| SHORT.contains(c)) && chars.next().is_none()
}

/// Whether one of the words that any text has, with any ending, goes over the end of the line.
pub(super) fn is_cut_within(left: &str, whole: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["때문", "그것", "이것", "저것"];
    BEGINNINGS.iter().any(|word| whole.starts_with(word) && left.len() < word.len())
}

/// Whether what stands in the next line can only be the end of a word where lines end anywhere: one syllable that is no word, the
/// ending of a sentence, or a numeral that goes on.
pub(super) fn is_tail(left: &str, right: &str) -> bool {
    let numerals = |text: &str| text.chars().all(|c| NUMERALS.contains(c));
    let mut syllables = right.chars();
    match (syllables.next(), syllables.next()) {
        _ if left.starts_with(BEHIND_QUOTATION) => false,
        (Some('다'), None) => !ALL_OF.contains(&left),
        (Some(last), None) if numerals(left) && NUMERALS.contains(last) => true,
        (Some(last), None) => TAILS.contains(last) || (is_hangul(last) && is_open(left) && !is_short(right)),
        (Some('백' | '천' | '십'), Some(_)) => numerals(left),
        (Some('다' | '여' | '일' | '아'), Some('섯' | '덟' | '곱' | '홉')) => left.ends_with('열'),
        _ => false,
    }
}

/// Whether a Korean word hardly ends so: with no particle or ending, and as no word of one syllable. Of lines that end
/// anywhere, three in four end inside a word; of those that end so, nine in ten.
pub(super) fn is_open(left: &str) -> bool {
    const ENDINGS: &str = "은는이가을를에의와과도로만서고며면게히던한된할될진온간인월";
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
    if PARTICLES.iter().any(|particle| particle.len() > 3 && left.ends_with(particle)) {
        return false;
    }
    let number = left.chars().nth(1).is_some() && left.chars().all(|c| NUMERALS.contains(c));
    if number || left.starts_with(BEHIND_QUOTATION) || WHOLE.contains(&left) {
        return false;
    }
    let mut syllables = left.chars().filter(|c| is_hangul(*c));
    match (syllables.next(), syllables.next_back()) {
        (Some(_), None) => !is_short(left),
        // Behind its last consonant `n`, a verb leads to a noun.
        (Some(_), Some(last)) => !ENDINGS.contains(last) && (u32::from(last) - 0xAC00) % 28 != 4,
        _ => false,
    }
}

/// Whether a Korean word begins so: negations, and words that lean on what stands before them with a space between.
pub(super) fn begins_word(right: &str) -> bool {
    const BEGINNINGS: [&str; 15] = [
        "않",
        "때문",
        "아니",
        "없",
        "있",
        "못하",
        "못했",
        "밖에",
        "밖의",
        "밖으로",
        "위에",
        "앞에",
        "뒤에",
        "아래",
        "사이",
    ];
    BEGINNINGS.iter().any(|beginning| right.starts_with(beginning))
}

/// A Korean word without the particle at its end, where two syllables or more are left.
pub(super) fn stem(word: &str) -> Option<&str> {
    if !word.ends_with(is_hangul) {
        return None;
    }
    let long = |stem: &&str| stem.chars().count() > 1;
    PARTICLES.iter().find_map(|particle| word.strip_suffix(particle).filter(long))
}

/// Whether no Korean word begins so: with a particle's syllable, or with `r` before the ending of a verb (there are no
/// verbs that begin with it).
pub(super) fn begins_inside(word: &str) -> bool {
    const PARTICLE: [&str; 5] = ["에서", "에게", "으로", "까지", "처럼"];
    const FIRST: [char; 12] = ['는', '를', '랐', '렀', '렸', '았', '었', '였', '겠', '습', '릅', '름'];
    const VERBAL: [&str; 9] = ["지만", "았다", "었다", "렀다", "렸다", "면서", "는", "던", "며"];
    let Some(first) = word.chars().next() else { return false };
    // Syllables stand in the order of their first consonants, 588 to each; `r` is the sixth.
    let liquid = is_hangul(first) && (u32::from(first) - 0xAC00) / 588 == 5;
    let particle = PARTICLE.iter().any(|particle| word.starts_with(particle));
    particle
        || FIRST.contains(&first)
        || (liquid && word.chars().count() > 1 && VERBAL.iter().any(|ending| word.ends_with(ending)))
}

/// Particles that follow a noun, the longer first.
const PARTICLES: [&str; 20] = [
    "에서", "에게", "으로", "부터", "까지", "처럼", "들은", "들이", "은", "는", "이", "가", "을", "를", "에", "의",
    "와", "과", "도", "로",
];

/// What stands before a word that begins right behind a quotation: it is a particle.
pub const BEHIND_QUOTATION: char = '”';

/// Words that any text has, and that are cut behind a syllable which is a word too.
pub(super) const COMMON: [&str; 24] = [
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
pub(super) const NO_BEGINNINGS: [&str; 55] = [
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
