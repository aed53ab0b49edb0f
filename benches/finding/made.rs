//! A corpus out of nothing: made words in sentences, some with a date, as plain text, Markdown and EPUB. The same numbers give
//! the same texts. Which words stand where is known, so that what a search finds can be held against it.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How many bytes of words a text has.
pub const TEXT: usize = 9_800;
/// How many rare words there are.
pub const RARE: usize = 40;
/// Each rare word stands in one of so many texts.
pub const RARE_IN: usize = 2_000;
/// A word that stands [`OFTEN`] times in one text of [`OFTEN_IN`], and nowhere else.
pub const FREQUENT: &str = "basaltine";
/// How often it stands there.
pub const OFTEN: usize = 100;
/// One text of so many has it.
pub const OFTEN_IN: usize = 100;
/// A word that no text has.
pub const ABSENT: &str = "xylographhq";
/// How many words there are to choose from; the first ones come most often.
const WORDS: usize = 30_000;
/// The months, as dates have them.
const MONTHS: [&str; 4] = ["January", "May", "September", "November"];

/// The rare word of that number.
pub fn rare(number: usize) -> String {
    format!("qu{}zz", word(number + 7))
}

/// A word of almost every text.
pub fn common() -> String {
    word(1)
}

/// A word of two syllables or more.
fn word(number: usize) -> String {
    let (consonants, vowels) = (b"bdklmnrstv", b"aeiou");
    let (mut rest, mut word) = (number * 37 + 11, String::new());
    while rest > 0 || word.len() < 4 {
        word.push(char::from(consonants[rest % 10]));
        word.push(char::from(vowels[rest / 10 % 5]));
        rest /= 50;
    }
    word
}

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

/// Makes texts.
pub struct TextMaker {
    words: Vec<String>,
}

impl TextMaker {
    /// With its words.
    pub fn new() -> Self {
        Self { words: (0..WORDS).map(word).collect() }
    }

    /// The paragraphs of the text of that number, of so many bytes together.
    pub fn paragraphs(&self, number: usize, bytes: usize) -> Vec<String> {
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
        let (mut paragraphs, mut made) = (Vec::new(), 0);
        while made < bytes {
            let sentences: Vec<String> = (0..5).map(|_| self.sentence(&mut chance)).collect();
            paragraphs.push(sentences.join(" "));
            made += paragraphs.last().map_or(0, |paragraph| paragraph.len() + 2);
        }
        plant(&mut paragraphs, number);
        paragraphs
    }

    fn sentence(&self, chance: &mut Chance) -> String {
        let mut words: Vec<String> = (0..8 + chance.below(12)).map(|_| self.pick(chance)).collect();
        if chance.below(20) == 0 {
            let (day, month, year) = (1 + chance.below(28), MONTHS[chance.below(4)], 1900 + chance.below(120));
            words.push(format!("on {day} {month} {year}"));
        }
        let mut sentence = words.join(" ");
        sentence[..1].make_ascii_uppercase();
        sentence + "."
    }

    /// As words are used: few often, most seldom.
    fn pick(&self, chance: &mut Chance) -> String {
        let share = chance.below(1 << 20) as f64 / f64::from(1 << 20);
        let at = (WORDS as f64).powf(share) as usize;
        self.words[at.min(WORDS - 1)].clone()
    }

    /// Writes the text of that number into a folder, and gives how many bytes of words it has. Of ten texts one is an EPUB, three
    /// are Markdown, six plain text.
    pub fn write(&self, folder: &Path, number: usize) -> usize {
        let paragraphs = self.paragraphs(number, TEXT);
        let bytes = paragraphs.iter().map(|paragraph| paragraph.len() + 2).sum();
        let (ending, content) = match number % 10 {
            0 => ("epub", book(number, &paragraphs)),
            1..4 => ("md", format!("# Text {number}\n\n{}\n", paragraphs.join("\n\n")).into_bytes()),
            _ => ("txt", (paragraphs.join("\n\n") + "\n").into_bytes()),
        };
        let part = folder.join(format!("part-{:03}", number / 100));
        fs::create_dir_all(&part).expect("writable");
        fs::write(part.join(format!("text-{number:06}.{ending}")), content).expect("writable");
        bytes
    }
}

/// Puts in the words that are looked for.
fn plant(paragraphs: &mut [String], number: usize) {
    let last = paragraphs.len() - 1;
    for at in (0..RARE).filter(|rare| number % RARE_IN == rare * 49) {
        paragraphs[last] += &[" Here is ", &rare(at), " once."].concat();
    }
    if number % OFTEN_IN == 17 {
        let share = OFTEN.div_ceil(paragraphs.len());
        for (at, paragraph) in paragraphs.iter_mut().enumerate() {
            let left = OFTEN.saturating_sub(at * share);
            *paragraph += &[" The ", FREQUENT, " lay so."].concat().repeat(share.min(left));
        }
    }
}

/// An EPUB of one chapter.
fn book(number: usize, paragraphs: &[String]) -> Vec<u8> {
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
        <rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
        <dc:title>Text {number}</dc:title></metadata><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/>\
        </manifest><spine><itemref idref=\"a\"/></spine></package>"
    );
    let body = format!("<p>{}</p>", paragraphs.join("</p>\n<p>"));
    let chapter = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Text {number}</title></head><body><h1>Text {number}</h1>{body}</body></html>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("book.opf", &package),
        ("a.xhtml", &chapter),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a file in it");
        zip.write_all(content.as_bytes()).expect("it is in memory");
    }
    zip.finish().expect("it is in memory").into_inner()
}
