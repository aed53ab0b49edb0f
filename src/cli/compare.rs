//! `postil compare READER [OTHER]`: one reader's marks beside another's, or the class's. What counts as marked and what the
//! figures mean is said in `study::compare`.
//!
//! The keys of `--json`: `reader`, `other` (null: the class), `texts` (on how many the figures rest), `left_out` (how many
//! only one of the two has marked), `sentences` {`both`, `only_reader`, `only_other`, `neither`}, `share` and `kappa`
//! (null where nothing can be said), `alpha` {`value`, `sentences`}, `in_words` {`share`, `kappa`, `alpha`}, and
//! `marked`: array of {`document`, `paragraph`, `page`, `by`: `both`, `reader` or `other`, `others`: how many besides the
//! reader marked it, `start`, `end` (code points), `quote`}.

use super::blind::Eyes;
use super::out::{Out, tell_all};
use super::outcome::{Failure, Outcome};
use super::report::{ReportPage, session};
use super::setup::{Room, Wanted};
use crate::annotation::{Reader, person};
use crate::config::fault::nearest;
use crate::config::syllabus::{Groups, Syllabus, group_called};
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::store::AnnotationStore;
use crate::study::{Comparison, Figures, Other, Paragraphs, ReaderMark, Side, compare};
use crate::text::{Span, wrap};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The widest line of a printed sentence, in cells.
const WIDTH: usize = 76;
/// So many readers are named to one who asked for somebody else.
const NAMED: usize = 12;

/// Compare what a reader marked with what another did, or with the class: everybody else.
///
/// Sentence by sentence: how much is in common, how much of that is beyond chance (Cohen's kappa), how far their tags agree
/// (Krippendorff's alpha), and which sentences only one or both marked. The class marks what at least a quarter of those who
/// marked anything in a text have marked, and at least two. Texts that only one of the two has marked are left out.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Whose marks: the name of a reader's folder, the full name, or a group of syllabus.toml, which counts as one reader.
    #[arg(value_name = "READER")]
    reader: String,
    /// Beside whose. Default: the class.
    #[arg(value_name = "OTHER")]
    other: Option<String>,
    /// The folder of texts. Default: the one around this folder, else the one read last, else ./documents.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// The folder of texts, where it is not named last.
    #[arg(long, value_name = "PATH", conflicts_with = "path")]
    corpus: Option<PathBuf>,
    /// Only this document: its relative path or any part of path or title that only it has.
    #[arg(long, short, value_name = "DOC", conflicts_with = "session")]
    document: Option<String>,
    /// Only the texts of this session of syllabus.toml.
    #[arg(long, value_name = "N")]
    session: Option<u32>,
    /// Also what others marked on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long)]
    unblind: bool,
    /// Print JSON: {reader, other, texts, left_out, sentences, share, kappa, alpha, in_words, marked}.
    #[arg(long)]
    json: bool,
}

/// Compares. Nothing found: there is no text that both have marked.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (other, folder) = args.named();
    let (room, chosen) = args.room(folder)?;
    tell_all(&room.library.faults);
    let (store, errors) = room.store().once();
    tell_all(&errors);
    let people = people(&store);
    let syllabus = room.library.syllabus();
    let groups = args.groups(&syllabus, chosen.as_ref());
    let first = known(&people, &groups, &args.reader)?;
    let other = match other {
        None => Other::Class,
        Some(other) => Other::Reader(known(&people, &groups, other)?),
    };
    if other == Other::Reader(first.clone()) {
        return Err(Failure::new("one reader agrees with themselves", "Name another, or nobody for the class."));
    }
    let sides = [Some(&first), other.name()].into_iter().flatten();
    let as_one = members(&people, &groups, sides);
    let texts = args.texts(&room, &store, chosen.as_ref(), (&first, &other, &as_one))?;
    let figures = Figures::over(texts.iter().map(|text| &text.found));
    let shown = Shown { first, other, texts, figures };
    if args.json {
        out.json(&shown.json())?;
    } else {
        shown.print(out)?;
    }
    Ok(Outcome::found(shown.figures.texts > 0))
}

impl Args {
    /// Whom beside the reader, and which folder: a folder in the second place is no reader.
    fn named(&self) -> (Option<&str>, Option<&Path>) {
        let folder = self.path.as_deref().or(self.corpus.as_deref());
        let second = self.other.as_deref().map(Path::new).filter(|path| folder.is_none() && path.is_dir());
        (self.other.as_deref().filter(|_| second.is_none()), folder.or(second))
    }

    /// The groups that can be compared: those of the session, or of the document.
    fn groups(&self, syllabus: &Syllabus, chosen: Option<&DocPath>) -> Groups {
        let session = self.session.and_then(|number| syllabus.sessions.iter().find(|one| one.number == number));
        let of = |session| syllabus.groups_of(session).into_owned();
        let here = || chosen.map_or_else(|| syllabus.groups.clone(), |path| syllabus.groups_at(path).into_owned());
        session.map_or_else(here, of)
    }

    /// The corpus, and the one document of it where one is asked for.
    fn room(&self, folder: Option<&Path>) -> Result<(Room, Option<DocPath>), Failure> {
        let Some(document) = &self.document else { return Ok((Room::open(folder)?, None)) };
        let wanted = Wanted { document: document.clone(), corpus: folder.map(Path::to_path_buf) };
        wanted.find().map(|(room, path)| (room, Some(path)))
    }

    /// The texts that are compared, one after the other: none stays open.
    fn texts(
        &self,
        room: &Room,
        store: &AnnotationStore,
        chosen: Option<&DocPath>,
        (first, other, as_one): (&str, &Other, &SpeaksFor),
    ) -> Result<Vec<Compared>, Failure> {
        let syllabus = room.library.syllabus();
        let session = session(&syllabus, &room.library.faults, self.session)?;
        let compared = |page: &ReportPage| Compared::of(page, (first, other), as_one);
        let mut texts = Vec::new();
        let eyes = Eyes::of(room, store, self.unblind);
        crate::cli::report::each_page(room, (store, &eyes), (session, chosen), &mut |page| texts.push(compared(&page)));
        texts.retain(|text| text.found.begun || text.found.others > 0);
        Ok(texts)
    }
}

/// What a group is called as a side of a sentence: `the group red`.
fn group_side(name: &str) -> String {
    format!("the {}", group_called(name))
}

/// Everybody here, by nickname.
fn people(store: &AnnotationStore) -> Vec<Reader> {
    let mut people: Vec<Reader> = store.readers().0.into_values().collect();
    people.sort_by(|a, b| a.nickname.cmp(&b.nickname));
    people
}

/// For whom a reader speaks: the groups that are compared and have them, and themselves where they are compared too; by nickname. Who
/// is of two groups speaks for both.
fn members<'a>(people: &[Reader], groups: &Groups, sides: impl Iterator<Item = &'a String>) -> SpeaksFor {
    let mut members = SpeaksFor::new();
    for side in sides {
        let group = groups.iter().find(|(name, _)| group_side(name) == *side).map(|(_, members)| members);
        let named = group.into_iter().flatten().filter_map(|name| person::named(people, name));
        let nicknames = named.map(|reader| &reader.nickname);
        for nickname in nicknames.chain(group.is_none().then_some(side)) {
            let speaks_for = members.entry(nickname.clone()).or_default();
            if !speaks_for.contains(side) {
                speaks_for.push(side.clone());
            }
        }
    }
    members
}

/// For which sides a reader speaks, by nickname; one who is not there speaks for nobody else.
type SpeaksFor = HashMap<String, Vec<String>>;

/// The nickname of the reader who is meant, or what a group is called by; who is here, where that is nobody.
fn known(people: &[Reader], groups: &Groups, name: &str) -> Result<String, Failure> {
    if let Some(reader) = person::named(people, name) {
        return Ok(reader.nickname.clone());
    }
    if groups.contains_key(name) {
        return Ok(group_side(name));
    }
    let names = || people.iter().map(|reader| reader.nickname.as_str()).chain(groups.keys().map(String::as_str));
    let named: Vec<&str> = names().take(NAMED).collect();
    let more = if people.len() > NAMED { format!(" and {} more", people.len() - NAMED) } else { String::new() };
    let hint = match (nearest(name, names()), &named[..]) {
        (Some(near), _) => format!("Did you mean {near}? Here are {}{more}.", named.join(", ")),
        (None, []) => "Nobody has written anything in this folder yet.".to_owned(),
        (None, _) => format!("Here are {}{more}.", named.join(", ")),
    };
    Err(Failure::new(format!("no reader is called {name}"), hint))
}

/// One text with what was found in it.
struct Compared {
    path: String,
    title: Option<String>,
    found: Comparison,
    lines: Vec<CompareLine>,
}

/// A sentence as it is printed.
struct CompareLine {
    side: Side,
    others: usize,
    paragraph: usize,
    page: Option<String>,
    place: (usize, usize),
    quote: String,
}

impl Compared {
    fn of(page: &ReportPage, (first, other): (&str, &Other), as_one: &SpeaksFor) -> Self {
        let (text, document) = (page.text(), &page.loaded.document);
        let mut marks = Vec::new();
        for mark in text.tagged_marks() {
            match as_one.get(mark.reader) {
                Some(sides) => marks.extend(sides.iter().map(|side| ReaderMark { reader: side, ..mark })),
                None => marks.push(mark),
            }
        }
        let found = compare(document, marks, first, other);
        let paragraphs = Paragraphs::of(document);
        let line = |sentence: &crate::study::Sentence| CompareLine {
            side: sentence.side,
            others: sentence.others,
            paragraph: paragraphs.at(sentence.span.start),
            page: document.page_at(sentence.span.start).map(|page| page.label.clone()),
            place: document.offsets().to_code_points(document.text(), sentence.span),
            quote: sentence.span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" "),
        };
        // What only one has marked at all is no choice of sentences.
        let lines = found.sentences.iter().filter(|_| found.counts()).map(line).collect();
        Self { path: text.path.to_owned(), title: text.metadata.title.clone(), found, lines }
    }
}

/// What is printed.
struct Shown {
    first: String,
    other: Other,
    texts: Vec<Compared>,
    figures: Figures,
}

impl Shown {
    fn other(&self) -> &str {
        match &self.other {
            Other::Class => "the class",
            Other::Reader(other) => other,
        }
    }

    fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let (figures, texts) = (&self.figures, counted(self.figures.texts, "text"));
        out.line(&format!("{} and {}, {texts}", self.first, self.other()))?;
        out.line(&format!("  {}", figures.share_in_words()))?;
        if figures.texts > 0 {
            out.line(&format!("  beyond chance: {}", figures.kappa_in_words()))?;
            out.line(&format!("  tags: {}", figures.alpha_in_words()))?;
        }
        if figures.left_out > 0 {
            let has = if figures.left_out == 1 { "has" } else { "have" };
            let left_out = counted(figures.left_out, "text");
            out.line(&format!("  {left_out} that only one of the two {has} marked: left out"))?;
        }
        let only = |name: &str| format!("only {name}");
        for (side, heading) in
            [(Side::Both, "both".to_owned()), (Side::First, only(&self.first)), (Side::Second, only(self.other()))]
        {
            self.print_side(out, side, &heading)?;
        }
        Ok(())
    }

    /// One of the three groups; nothing where it is empty.
    fn print_side(&self, out: &mut Out, side: Side, heading: &str) -> Result<(), Failure> {
        let of_side = |line: &&CompareLine| line.side == side;
        let count: usize = self.texts.iter().map(|text| text.lines.iter().filter(of_side).count()).sum();
        if count == 0 {
            return Ok(());
        }
        out.line("")?;
        out.line(&format!("{} {heading}: {}", sign(side), counted(count, "sentence")))?;
        for text in &self.texts {
            let lines: Vec<&CompareLine> = text.lines.iter().filter(of_side).collect();
            if !lines.is_empty() {
                let title = text.title.as_deref().map(|title| format!("  {title}")).unwrap_or_default();
                out.line(&format!("  {}{title}", text.path))?;
            }
            lines.into_iter().try_for_each(|line| self.print_line(out, line, text.found.others))?;
        }
        Ok(())
    }

    fn print_line(&self, out: &mut Out, line: &CompareLine, others: usize) -> Result<(), Failure> {
        let page = line.page.as_ref().map_or_else(String::new, |page| format!(", p. {page}"));
        let of = if self.other == Other::Class && line.others > 0 {
            format!(" ({} of {others} others)", line.others)
        } else {
            String::new()
        };
        let words = format!("¶ {}{page}{of}  {}", line.paragraph, line.quote);
        let width = WIDTH - 6;
        for (number, row) in wrap::wrap(&words, Span::new(0, words.len()), width, width).into_iter().enumerate() {
            out.line(&format!("{}{}", if number == 0 { "    " } else { "      " }, row.of(&words)))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let (figures, counts) = (&self.figures, &self.figures.agreement);
        let marked: Vec<Value> =
            self.texts.iter().flat_map(|text| text.lines.iter().map(|line| line.json(&text.path))).collect();
        let other = match &self.other {
            Other::Class => None,
            Other::Reader(other) => Some(other),
        };
        let counted = figures.texts > 0;
        json!({
            "reader": self.first, "other": other, "texts": figures.texts, "left_out": figures.left_out,
            "sentences": {
                "both": counts.both, "only_reader": counts.only_first, "only_other": counts.only_second,
                "neither": counts.neither,
            },
            "share": counts.share(), "kappa": counts.kappa().filter(|_| counted),
            "alpha": {"value": figures.alpha.value, "sentences": figures.alpha.units},
            "in_words": {
                "share": figures.share_in_words(), "kappa": figures.kappa_in_words(), "alpha": figures.alpha_in_words(),
            },
            "marked": marked,
        })
    }
}

impl CompareLine {
    fn json(&self, document: &str) -> Value {
        let by = match self.side {
            Side::Both => "both",
            Side::First => "reader",
            Side::Second => "other",
        };
        json!({
            "document": document, "paragraph": self.paragraph, "page": self.page, "by": by, "others": self.others,
            "start": self.place.0, "end": self.place.1, "quote": self.quote,
        })
    }
}

fn sign(side: Side) -> &'static str {
    match side {
        Side::Both => "=",
        Side::First => "<",
        Side::Second => ">",
    }
}
