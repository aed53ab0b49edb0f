//! Prose out of nothing: paragraphs of made words, the same in every run.

/// The word that every text begins with, to be waited for.
pub const FIRST: &str = "Sternlight";
/// Syllables of the words.
const SYLLABLES: [&str; 20] = [
    "ka", "lo", "mer", "ti", "san", "do", "re", "vil", "no", "pas", "ter", "un", "gra", "bel", "o", "si", "ven", "al",
    "dun", "e",
];

/// Numbers that look like chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }
}

/// Paragraphs of so many bytes together, the first of which begins with [`FIRST`].
pub fn paragraphs(bytes: usize) -> Vec<String> {
    let (mut chance, mut all, mut made) = (Chance(0x9E37_79B9_7F4A_7C15), Vec::new(), 0);
    while made < bytes {
        let mut paragraph = if all.is_empty() { FIRST.to_owned() } else { "The".to_owned() };
        for _ in 0..60 + chance.below(80) {
            paragraph.push(' ');
            for _ in 0..=chance.below(3) {
                paragraph.push_str(SYLLABLES[chance.below(SYLLABLES.len())]);
            }
            if chance.below(12) == 0 {
                paragraph.push_str(". The");
            }
        }
        paragraph.push('.');
        made += paragraph.len() + 2;
        all.push(paragraph);
    }
    all
}

/// Paragraphs in Korean of so many characters together: syllables of three bytes and two cells, in words of two to five.
pub fn korean(characters: usize) -> String {
    let (mut chance, mut text, mut made) = (Chance(0x9E37_79B9_7F4A_7C15), String::new(), 0);
    while made < characters {
        for _ in 0..40 + chance.below(70) {
            for _ in 0..2 + chance.below(4) {
                text.extend(char::from_u32(0xAC00 + chance.below(11_172) as u32));
                made += 1;
            }
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    text
}
