//! A class made up for measuring: texts of generated words, and what so many readers wrote on them. Nothing in it is
//! anybody's text; the same numbers make the same class.

use jiff::{SignedDuration, Timestamp};
use postil::annotation::person::reader_text;
use postil::annotation::{
    Annotation, Color, DocumentIdentity, Kind, NewIds, Reader, Record, Sidecar, Target, select, sidecar_name,
};
use postil::document::Document;
use postil::store::{Digest, digest};
use postil::text::Span;
use postil::{format, study};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// How large a class is.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Readers.
    pub readers: usize,
    /// Texts.
    pub documents: usize,
    /// Annotations, by all readers on all texts.
    pub annotations: usize,
    /// On how many texts each reader has written: the first three, and others of their choice.
    pub each: usize,
}

/// Texts that everybody reads.
const REQUIRED: usize = 3;
/// Texts of one session.
const READINGS: usize = 5;

/// A text of the class.
struct Text {
    path: String,
    digest: Digest,
    document: Document,
    sentences: Vec<Span>,
    /// The questions that stand on it so far.
    questions: Vec<String>,
}

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

impl Class {
    /// Writes the class into a folder: `corpus` below it, and a `home` for the program.
    pub fn write(self, folder: &Path) {
        let corpus = folder.join("corpus");
        let mut texts: Vec<Text> = (0..self.documents).map(|number| text(&corpus, number)).collect();
        fs::write(corpus.join("syllabus.toml"), syllabus(&texts)).expect("writable");
        for number in 0..self.readers {
            self.write_reader(&corpus, number, &mut texts);
        }
    }

    /// The path of a text.
    pub fn path(number: usize) -> String {
        format!("week-{:02}/text-{number:02}.txt", number / READINGS + 1)
    }

    fn write_reader(self, corpus: &Path, number: usize, texts: &mut [Text]) {
        let (reader, mut dice) = (reader(number), Dice(number as u64 * 7_919 + 17));
        let own = corpus.join("annotations").join(&reader.nickname);
        fs::create_dir_all(&own).expect("writable");
        fs::write(own.join("reader.json"), reader_text(&reader, None)).expect("writable");
        let (each, share) = (self.each.min(self.documents), self.annotations / self.readers);
        // The texts of their choice follow each other from some place on.
        let from = REQUIRED + dice.below(self.documents);
        let chosen = |at: usize| if at < REQUIRED { at } else { REQUIRED + (from + at) % (self.documents - REQUIRED) };
        for at in 0..each {
            let text = &mut texts[if each < self.documents { chosen(at) } else { at }];
            let count = share / each + usize::from(at < share % each);
            let identity =
                DocumentIdentity { title: String::new(), path: text.path.clone(), sha256: text.digest.hex() };
            let ids = NewIds { identity: urn(number, at, 0xFFFF).into(), ..NewIds::default() };
            let mut sidecar = Sidecar::new(&identity, &reader, &ids, Timestamp::UNIX_EPOCH);
            for one in 0..count {
                sidecar.put(annotation(text, &reader, (urn(number, at, one), number + at + one), &mut dice));
            }
            let path = own.join(sidecar_name(&text.path, "ab12"));
            fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
            fs::write(path, sidecar.to_text()).expect("writable");
        }
    }
}

/// A reader of the class.
pub fn reader(number: usize) -> Reader {
    let id = format!("urn:uuid:0190aaaa-0000-7000-8000-{number:012}");
    Reader { id: id.into(), name: format!("Reader {number}"), nickname: format!("reader-{number:05}") }
}

fn urn(reader: usize, text: usize, number: usize) -> String {
    format!("urn:uuid:01930000-{:04x}-7{:03x}-8000-{reader:08}{number:04x}", text, reader % 0xFFF)
}

/// Half are highlights, the rest what a class writes: notes, questions, answers, votes, here and there a tag.
fn annotation(text: &mut Text, reader: &Reader, (id, number): (String, usize), dice: &mut Dice) -> Record {
    let made = Timestamp::UNIX_EPOCH
        + SignedDuration::from_hours(24 * 365 * 56)
        + SignedDuration::from_secs(dice.below(9_000_000) as i64);
    let asked = (!text.questions.is_empty()).then(|| text.questions[dice.below(text.questions.len())].clone());
    let roll = dice.below(100);
    let (kind, target) = match (roll, asked) {
        (85..92, Some(asked)) => (Kind::Reply, Target::Annotation(asked.into())),
        (92.., Some(asked)) => (Kind::Vote, Target::Annotation(asked.into())),
        (0..55, _) => (Kind::Highlight, Target::Passage(passage(text, dice))),
        (55..77, _) => (Kind::Note, Target::Passage(passage(text, dice))),
        _ => (Kind::Question, Target::Passage(passage(text, dice))),
    };
    if kind == Kind::Question {
        text.questions.push(id.clone());
    }
    let words = !matches!(kind, Kind::Highlight | Kind::Vote);
    let tag = ["claim", "evidence", "doubt", "method", "term"][dice.below(5)];
    Record::of(&Annotation {
        id: id.into(),
        kind,
        creator: reader.id.clone(),
        created: made,
        modified: made,
        note: words.then(|| format!("{}, as number {number} of mine", words_of(dice, 14))),
        tags: if dice.below(5) == 0 { vec![tag.to_owned()] } else { Vec::new() },
        color: (kind == Kind::Highlight).then(|| Color::ALL[dice.below(6)]),
        target,
        links: Vec::new(),
    })
}

/// A sentence or two; half of all are among the twenty that everybody finds important.
fn passage(text: &Text, dice: &mut Dice) -> postil::annotation::Passage {
    let all = text.sentences.len();
    let popular = dice.below(2) == 0;
    let at = if popular { dice.below(20) * all / 20 } else { dice.below(all) };
    let end = text.sentences[(at + dice.below(2)).min(all - 1)].end;
    let span = Span::new(text.sentences[at].start, end);
    select::passage(text.document.text(), text.document.offsets(), span, &text.digest.urn())
}

/// Writes a text of 20 to 60 KB; the third is ten times as long.
fn text(corpus: &Path, number: usize) -> Text {
    let mut dice = Dice(number as u64 + 1_000_003);
    let bytes = (20_000 + dice.below(40_000)) * if number == 2 { 10 } else { 1 };
    let mut words = format!("Title: {}\nAuthor: {}\n\n", words_of(&mut dice, 4), words_of(&mut dice, 2));
    while words.len() < bytes {
        for _ in 0..4 + dice.below(4) {
            let count = 8 + dice.below(15);
            let _ = write!(words, "{}. ", words_of(&mut dice, count));
        }
        words.push_str("\n\n");
    }
    let path = Class::path(number);
    let file = corpus.join(&path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
    fs::write(&file, &words).expect("writable");
    let digest = digest(words.as_bytes());
    let document = format::parse(&path, words.into_bytes());
    let sentences = study::sentences(&document);
    Text { path, digest, document, sentences, questions: Vec::new() }
}

/// So many words of generated syllables, the first with a capital.
fn words_of(dice: &mut Dice, count: usize) -> String {
    const FIRST: [&str; 16] = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
    const THEN: [&str; 10] = ["a", "e", "i", "o", "u", "an", "er", "il", "on", "us"];
    let mut words = String::new();
    for _ in 0..count {
        for _ in 0..=dice.below(3) {
            words.push_str(FIRST[dice.below(FIRST.len())]);
            words.push_str(THEN[dice.below(THEN.len())]);
        }
        words.push(' ');
    }
    words.pop();
    words[..1].to_uppercase() + &words[1..]
}

fn syllabus(texts: &[Text]) -> String {
    let mut written = "title = \"A class made up\"\n".to_owned();
    for (number, readings) in texts.chunks(READINGS).enumerate() {
        let paths: Vec<String> = readings.iter().map(|text| format!("\"{}\"", text.path)).collect();
        let _ = write!(written, "\n[[session]]\nnumber = {}\nreadings = [{}]\n", number + 1, paths.join(", "));
    }
    written
}
