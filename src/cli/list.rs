//! `postil list [PATH]`: the documents of a folder. It reads every document whole, because words are counted; one that has
//! not changed since it was read is known.
//!
//! The keys of `--json`, one object a document (also the first keys of `postil text --json`):
//!
//! | key | value |
//! |---|---|
//! | `path` | relative path in the corpus, `/` between folders |
//! | `title` | what the text or the syllabus calls it, or null |
//! | `authors` | array of names |
//! | `date` | ISO 8601 (`2020`, `2020-01` or `2020-01-31`), or null |
//! | `publication` | where it appeared, or null |
//! | `format` | name of the format; null where no format reads it or it could not be read |
//! | `words` | words of the article |
//! | `annotations` | annotations by all readers |
//! | `session` | number of the first session of the syllabus that reads it, or null |
//! | `due` | by when the work of that session is due as the syllabus has it, else its date, or null |
//! | `done` | whether it has been read to the end on this device, but for a last remainder |
//! | `prompts`, `answered` | prompts of the syllabus on it and on that session, and how many of them you have answered |
//! | `progress` | the furthest part read on this device, 0 to 1 |
//! | `warnings` | array of what went wrong while reading, in words |
//! | `damaged` | whether there is no text; the first warning says why |

use super::formats;
use super::out::{Out, cut, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use super::table::{Align, Table};
use crate::annotation::{AnnotationId, PromptIds, Reader, prompt_id};
use crate::app::{AskedWork, DocumentList, ListGroup, ListItem, ListRow, groups, prompt_ids_of};
use crate::config::choices::Sort;
use crate::config::syllabus::{Prompt, Syllabus};
use crate::document::{DocPath, Metadata};
use crate::store::{DocumentEntry, DocumentKey, Error, Fact, Library, Progress};
use crate::study::Summary;
use crate::study::grading::{AskedOf, work_so_far};
use crate::text::shown;
use crate::worker::{kept_summaries, summary};
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// List the documents: title, authors, date, format, words, how much is read, annotations.
///
/// A file that cannot be read is listed as damaged with the reason; the rest is listed all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = formats::table())]
pub struct Args {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// The order: by the syllabus and then by path, or by one column.
    #[arg(long, value_name = "ORDER", default_value = "syllabus", value_parser = PossibleValuesParser::new(Sort::NAMES))]
    sort: String,
    /// Print JSON: an array of {path, title, authors, date, publication, format, words, annotations, session, due, done, prompts, answered, progress, warnings, damaged}.
    #[arg(long)]
    json: bool,
}

/// Lists the documents. Nothing found: there are none.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    tell_all(&room.library.faults);
    // What a plan asks may be answered on any text.
    let asks = room.library.syllabus().sessions.iter().any(|session| !session.prompts.is_empty());
    let mut listing = match room.library.corpus.chosen().filter(|_| !asks) {
        Some(path) => CorpusListing::of_one(&room, path),
        None => CorpusListing::of_all(&room),
    };
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let facts: Vec<ListFacts> =
        entries.iter().map(|entry| listing.facts(&entry.path, fact(&room, entry).as_ref())).collect();
    room.library.keep_facts();
    let sort = Sort::ALL.into_iter().find(|sort| sort.name() == args.sort).unwrap_or_default();
    let facts = in_order(&room, facts, sort);
    if args.json {
        out.json(&facts.iter().map(|facts| Value::Object(facts.json())).collect())?;
    } else if !facts.is_empty() {
        table(&facts).print(out)?;
        sessions(&room, &facts, &listing, out)?;
    }
    if room.library.corpus.chosen().is_none()
        && let Some(told) = room.library.left_out().words()
    {
        tell(&told);
    }
    if facts.is_empty() {
        let corpus = &room.library.corpus;
        let asked =
            corpus.folder().map_or_else(|| corpus.root().to_owned(), |folder| corpus.root().join(folder.as_path()));
        let how = room.library.left_out().words().map_or("", |_| ENDINGS);
        tell(&format!("there are no texts in {}{how}", shown(&asked)));
    }
    Ok(Outcome::found(!facts.is_empty()))
}

/// What can be done where a folder has files, and none that the list shows.
const ENDINGS: &str = "; texts are known by the endings of their names: `postil FILE` opens one without all the same, `postil add FILE` gives it one";

/// What is known of a whole document, or why it cannot be read.
fn fact(room: &Room, entry: &DocumentEntry) -> Result<Fact, Error> {
    if let Some(fact) = room.library.known(entry).filter(|fact| fact.words.is_some()) {
        return Ok(fact);
    }
    let loaded = room.library.load(&entry.path)?;
    Ok(room.library.learn(&entry.path, loaded.seen(), &loaded.document))
}

/// What is said of one document.
#[derive(Debug)]
pub struct ListFacts {
    path: DocPath,
    metadata: Metadata,
    format: Option<String>,
    words: usize,
    annotations: usize,
    plan: Plan,
    progress: f32,
    warnings: Vec<String>,
    damaged: bool,
}

/// What the syllabus says of one document.
#[derive(Debug, Default)]
struct Plan {
    session: Option<u32>,
    due: Option<String>,
    prompts: usize,
    answered: usize,
}

impl Plan {
    fn of(syllabus: &Syllabus, path: &DocPath, answered: &BTreeSet<AnnotationId>) -> Self {
        let first = syllabus.order_of(path).map(|(at, _)| &syllabus.sessions[at]);
        let here = |session: u32, prompt: &Prompt| match &prompt.document {
            Some(document) => document == path,
            None => first.is_some_and(|first| first.number == session),
        };
        let all = syllabus.sessions.iter().flat_map(|session| {
            let of = move |prompt: &&Prompt| here(session.number, prompt);
            session.prompts.iter().filter(of).map(|prompt| prompt_id(session.number, &prompt.text))
        });
        let all: BTreeSet<AnnotationId> = all.collect();
        Self {
            session: first.map(|session| session.number),
            due: first.and_then(|session| session.due.map(|due| due.words()).or_else(|| session.date.clone())),
            answered: all.intersection(answered).count(),
            prompts: all.len(),
        }
    }
}

impl ListFacts {
    /// The keys of the table above.
    pub fn json(&self) -> Map<String, Value> {
        let value = json!({
            "path": self.path, "title": self.metadata.title, "authors": self.metadata.authors,
            "date": self.metadata.date, "publication": self.metadata.publication, "format": self.format,
            "words": self.words, "annotations": self.annotations, "session": self.plan.session,
            "due": self.plan.due, "done": self.is_done(), "prompts": self.plan.prompts, "answered": self.plan.answered,
            "progress": (f64::from(self.progress) * 1000.0).round() / 1000.0, "warnings": self.warnings,
            "damaged": self.damaged,
        });
        if let Value::Object(object) = value { object } else { Map::new() }
    }

    fn is_done(&self) -> bool {
        self.progress >= crate::app::due::DONE
    }

    fn row(&self) -> Vec<String> {
        let title = match self.warnings.first() {
            Some(reason) if self.damaged => format!("damaged: {reason}"),
            _ => self.metadata.title.clone().unwrap_or_default(),
        };
        vec![
            self.path.as_str().to_owned(),
            self.words.to_string(),
            format!("{}{}%", if self.is_done() { "✓ " } else { "" }, (self.progress * 100.0).round()),
            self.annotations.to_string(),
            self.metadata.date.clone().unwrap_or_default(),
            self.format.clone().unwrap_or_else(|| "?".to_owned()),
            cut(&self.metadata.authors.join(", "), 30),
            title,
        ]
    }
}

/// What is needed to say something of the documents of a corpus.
#[derive(Debug)]
pub struct CorpusListing<'a> {
    library: &'a Library,
    progress: Progress,
    /// How many annotations all readers have made on each document, where there are any.
    annotations: HashMap<DocPath, usize>,
    /// Which prompt an answer belongs to.
    prompt_ids: PromptIds,
    /// The ids of what the reader has answered.
    answered: BTreeSet<AnnotationId>,
    /// What the reader has done on each document.
    own: HashMap<DocPath, Summary>,
}

impl<'a> CorpusListing<'a> {
    /// Looks through what was written on all documents, by what is kept of it where nothing has changed, and where the reader was;
    /// what could not be read is left to `check`.
    pub fn of_all(room: &'a Room) -> Self {
        let (mut listing, me) = (Self::without_annotations(room), room.state.reader());
        let texts = room.library.known_texts(&room.library.entries().0);
        let looking = (texts.as_slice(), room.library.summary_cache());
        kept_summaries::survey(&room.store().once().0, looking, &mut |path, summary| {
            listing.take_summary(path, &summary, me);
        });
        listing
    }

    /// As [`CorpusListing::of_all()`], of what was written on one document alone.
    pub fn of_one(room: &'a Room, path: &DocPath) -> Self {
        let mut listing = Self::without_annotations(room);
        let summary = summary::summary(&room.store().once().0.read_found(path).stored);
        listing.take_summary(path.clone(), &summary, room.state.reader());
        listing
    }

    fn without_annotations(room: &'a Room) -> Self {
        let (progress, _) = Progress::open(&room.dirs, room.library.corpus.root());
        let (annotations, answered, own) = (HashMap::new(), BTreeSet::new(), HashMap::new());
        let prompt_ids = prompt_ids_of(&room.library.syllabus());
        Self { library: &room.library, progress, annotations, prompt_ids, answered, own }
    }

    fn take_summary(&mut self, path: DocPath, summary: &Summary, me: Option<&Reader>) {
        self.annotations.insert(path.clone(), summary.annotations);
        let Some(me) = me else { return };
        let own = summary.work_by(&me.id);
        let meant = |to| self.prompt_ids.meant(to, &path).unwrap_or(to).clone();
        self.answered.extend(own.answers.iter().map(|answer| meant(&answer.to)));
        self.own.insert(path, own);
    }

    /// What a session asks of the reader and how much of it is done, in words.
    fn asked(&self, group: &ListGroup, room: &Room) -> String {
        let Some(asked) = group.asked else { return String::new() };
        let of = AskedOf { readings: &group.readings, prompts: &group.prompts, ids: &self.prompt_ids };
        let done = room.state.reader().map(|me| work_so_far(of, &self.own, &me.id)).unwrap_or_default();
        AskedWork { done, ..asked }.words()
    }

    /// The facts of a document that was read, or could not be.
    pub fn facts(&mut self, path: &DocPath, fact: Result<&Fact, &Error>) -> ListFacts {
        let mut facts = ListFacts {
            path: path.clone(),
            metadata: Metadata::default(),
            format: None,
            words: 0,
            annotations: self.annotations.get(path).copied().unwrap_or_default(),
            plan: Plan::of(&self.library.syllabus(), path, &self.answered),
            progress: 0.0,
            warnings: Vec::new(),
            damaged: true,
        };
        match fact {
            Ok(fact) => self.take_in(&mut facts, path, fact),
            Err(error) => facts.warnings.push(format!("{error}. {}", error.hint())),
        }
        facts
    }

    fn take_in(&mut self, facts: &mut ListFacts, path: &DocPath, fact: &Fact) {
        facts.metadata = self.library.corrected(path, &fact.metadata);
        facts.format.clone_from(&fact.format);
        facts.words = fact.words.unwrap_or_default();
        facts.warnings.clone_from(&fact.warnings);
        facts.damaged = fact.damaged;
        let place = fact.digest().and_then(|digest| self.progress.place(DocumentKey { digest, path }));
        facts.progress = place.map_or(0.0, |place| place.furthest);
    }
}

/// The documents in the order in which the screen lists them.
fn in_order(room: &Room, facts: Vec<ListFacts>, sort: Sort) -> Vec<ListFacts> {
    if sort == Sort::Syllabus {
        return facts;
    }
    let mut list = DocumentList::new(sort);
    list.take(facts.iter().map(item).collect());
    list.surveyed(groups(&room.library.syllabus()));
    list.settle(0);
    let mut by_path: HashMap<DocPath, ListFacts> = facts.into_iter().map(|facts| (facts.path.clone(), facts)).collect();
    let path = |shown: &ListRow| match shown {
        ListRow::Item(index) => list.items.get(*index).map(|item| &item.path),
        ListRow::Session(_) | ListRow::Heading(_) => None,
    };
    list.shown.iter().filter_map(path).filter_map(|path| by_path.remove(path)).collect()
}

fn item(facts: &ListFacts) -> ListItem {
    ListItem {
        title: facts.metadata.title.clone(),
        authors: facts.metadata.authors.clone(),
        date: facts.metadata.date.clone(),
        words: Some(facts.words),
        annotations: facts.annotations,
        progress: facts.progress,
        ..ListItem::of(facts.path.clone())
    }
}

fn table(facts: &[ListFacts]) -> Table {
    let mut table = Table::new(&[
        ("PATH", Align::Left),
        ("WORDS", Align::Right),
        ("READ", Align::Right),
        ("NOTES", Align::Right),
        ("DATE", Align::Left),
        ("KIND", Align::Left),
        ("AUTHORS", Align::Left),
        ("TITLE", Align::Left),
    ]);
    for facts in facts {
        table.push(facts.row());
    }
    table
}

/// The sessions of the syllabus: when each is due, what of it is read and answered; the next one has a sign.
fn sessions(room: &Room, facts: &[ListFacts], listing: &CorpusListing<'_>, out: &mut Out) -> Result<(), Failure> {
    let mut list = DocumentList::new(Sort::Syllabus);
    list.take(facts.iter().map(item).collect());
    list.surveyed(groups(&room.library.syllabus()));
    let today = jiff::Zoned::now().date();
    list.look_ahead(today);
    let whole = room.library.corpus.chosen().is_none();
    let asks = |group: &ListGroup| whole && (group.asked.is_some() || !group.prompts.is_empty());
    let here = list.schedule.groups.iter().enumerate().filter(|(_, group)| list.read_of(group).1 > 0 || asks(group));
    let mut table = Table::new(&[
        ("", Align::Left),
        ("DATE", Align::Left),
        ("WHEN", Align::Left),
        ("DUE", Align::Left),
        ("READ", Align::Left),
        ("ANSWERED", Align::Left),
        ("ASKED", Align::Left),
        ("SESSION", Align::Left),
    ]);
    let mut any = false;
    for (at, group) in here {
        any = true;
        let (read, all) = list.read_of(group);
        let done = group.prompts.iter().filter(|id| listing.answered.contains(*id)).count();
        let when = group.day().and_then(|day| crate::app::due::when(day, today));
        table.push([
            if list.schedule.next == Some(at) { "»" } else { "" }.to_owned(),
            group.date.clone().unwrap_or_default(),
            when.map_or_else(String::new, |when| when.words),
            group.due.clone().unwrap_or_default(),
            if all > 0 { format!("{read} of {all}") } else { "no text here".to_owned() },
            if group.prompts.is_empty() { String::new() } else { format!("{done} of {}", group.prompts.len()) },
            listing.asked(group, room),
            group.title.clone(),
        ]);
    }
    if any {
        out.line("")?;
        table.print(out)?;
    }
    Ok(())
}
