//! `postil notes [PATH] [FILTER]…`: every annotation over a corpus, in the order of the texts. It changes none.
//!
//! The keys of `--json`, one object an annotation:
//!
//! | key | value |
//! |---|---|
//! | `id` | `urn:uuid:…` |
//! | `kind` | `highlight`, `note`, `question`, `reply`, `vote`, `bookmark`, `document-note`, `link` or `prompt` |
//! | `document` | relative path of the document |
//! | `reader` | nickname of who made it |
//! | `created`, `modified` | times in UTC; null for a remark of the file that does not say when it was made |
//! | `quote` | the words it is about as they were when it was made; null where it is about no passage |
//! | `note` | what it says, Markdown, or null |
//! | `tags` | array of tags |
//! | `color` | name of its colour, or null |
//! | `start`, `end` | where it stands now, in code points, end exclusive; null for an orphan and where it is about no passage |
//! | `page` | the label of the page on which it begins now, or null |
//! | `state` | `same`, `moved`, `changed`, `uncertain` or `orphan`; null where it is about no passage |
//! | `reply_to` | the id of what it answers, votes for or picks, or null |
//! | `prompt` | the words of the prompt of the syllabus that it answers, or null |
//! | `picked_by` | array of the readers who have picked it for a digest |
//! | `in_file` | whether it is a remark of the document's own file (a comment of a word processor), by its author there |
//! | `quoted_in` | the reader in whose folder it was found, where that is another than who made it; null of all others. Its `reader` is null: nobody can say that it is theirs |

use super::blind::Eyes;
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::search::sound;
use super::setup::{Room, Wanted};
use crate::annotation::record::{shown, time_text};
use crate::annotation::remark::is_dated;
use crate::annotation::{Anchor, AnchorState, AnnotationId, Origin, Target, parse_sidecar_name, prompt_id, threads};
use crate::config::syllabus::{Session, Syllabus};
use crate::document::{DocPath, Document, Metadata};
use crate::format;
use crate::search::query::{Query, QueryContext, Scope, TextFacts, help};
use crate::store::{AnnotationStore, Loaded, StoredAnnotation, anchored};
use crate::text::{Span, wrap};
use jiff::{Timestamp, Zoned};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The widest line of a printed quotation or note, in cells.
const WIDTH: usize = 76;

const EXAMPLES: &str = "\
All that is asked must hold; of several kinds, colours, readers or states one. A minus negates, after `--`:

  postil notes -- kind:question -reader:mei
  postil notes texts/week-1 tag:evidence \"trade war\"";

/// List every annotation of a folder of texts, in the order of the texts.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{}\n{EXAMPLES}", help()))]
pub struct Args {
    /// A folder of texts or one text, if the first word is the name of one; and what to look for.
    #[arg(value_name = "PATH or FILTER")]
    words: Vec<String>,
    /// Only this document: its relative path or any part of path or title that only it has.
    #[arg(long, short, value_name = "DOC")]
    document: Option<String>,
    /// Also what others wrote on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long)]
    unblind: bool,
    /// Print JSON: an array of {id, kind, document, reader, created, modified, quote, note, tags, color, start, end, page, state, reply_to, prompt, picked_by, in_file, quoted_in}.
    #[arg(long)]
    json: bool,
}

/// Lists the annotations. Nothing found: no annotation passes the filter.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (path, words) = args.parts()?;
    let filter = filter(words)?;
    let (room, documents, told) = args.documents(path)?;
    tell_all(&room.library.faults);
    let (shelf, errors) = room.shelf().once();
    let eyes = Eyes::of(&room, &shelf, args.unblind);
    let me = room.state.reader().map_or("", |me| me.nickname.as_str());
    let mut printer = if args.json { NotesPrinter::Json(out.array()?) } else { NotesPrinter::Plain(out, false) };
    let (mut found, mut told) = (false, told.into_iter().collect::<HashSet<String>>());
    errors.iter().map(ToString::to_string).filter(|error| told.insert(error.clone())).for_each(|error| tell(&error));
    for path in documents {
        let mut page = NotesPage::read(&room, (&shelf, &eyes), &path);
        // What is wrong with a folder is met again at each document.
        page.faults.retain(|fault| told.insert(fault.clone()));
        tell_all(&page.faults);
        let shown: Vec<&Entry> = page.passing(&filter, &path, me);
        if !shown.is_empty() {
            found = true;
            printer.print(&page, &path, &shown)?;
        }
    }
    printer.end()?;
    Ok(Outcome::found(found))
}

/// Prints the annotations of one document after the other.
enum NotesPrinter<'a> {
    /// And whether something was printed already.
    Plain(&'a mut Out, bool),
    Json(crate::cli::out::Array<'a>),
}

impl NotesPrinter<'_> {
    fn print(&mut self, page: &NotesPage, path: &DocPath, shown: &[&Entry]) -> Result<(), Failure> {
        match self {
            Self::Json(array) => shown.iter().try_for_each(|entry| array.push(&entry.json(path.as_str()))),
            Self::Plain(out, begun) => {
                if std::mem::replace(begun, true) {
                    out.line("")?;
                }
                page.lines(path, shown).iter().try_for_each(|line| out.line(line))
            }
        }
    }

    fn end(self) -> Result<(), Failure> {
        match self {
            Self::Json(array) => array.end(),
            Self::Plain(..) => Ok(()),
        }
    }
}

impl Args {
    /// The path, where the first word names a file or folder, and the filter.
    fn parts(&self) -> Result<(Option<PathBuf>, &[String]), Failure> {
        let Some((first, rest)) = self.words.split_first() else { return Ok((None, &[])) };
        let path = Path::new(first);
        if path.exists() {
            return Ok((Some(path.to_path_buf()), rest));
        }
        if first.contains('/') && !first.contains(':') || first.starts_with('.') {
            let hint = "Give the path of a folder or text; to look for these words, put them in quotation marks twice: '\"…\"'.";
            return Err(Failure::new(format!("there is no {first}"), hint));
        }
        Ok((None, &self.words))
    }

    /// The documents that have annotations, those that are gone last; and what was told of faults.
    fn documents(&self, path: Option<PathBuf>) -> Result<(Room, Vec<DocPath>, Vec<String>), Failure> {
        if let Some(document) = &self.document {
            let wanted = Wanted { document: document.clone(), corpus: path };
            return wanted.find().map(|(room, path)| (room, vec![path], Vec::new()));
        }
        let room = Room::open(path.as_deref())?;
        let (index, mut errors) = room.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let (mut documents, more) = room.documents();
        errors.extend(more);
        tell_all(&errors);
        let there: HashSet<String> =
            documents.iter().flat_map(|path| index.of(path)).map(|file| file.document.clone()).collect();
        documents.retain(|path| index.of(path).next().is_some() || may_hold_remarks(path));
        if room.library.corpus.chosen().is_none() {
            let mut gone: Vec<&str> = index.files().iter().map(|file| file.document.as_str()).collect();
            gone.retain(|document| !there.contains(*document));
            gone.sort_unstable();
            gone.dedup();
            documents.extend(gone.into_iter().filter_map(|path| DocPath::new(path).ok()));
        }
        Ok((room, documents, errors.iter().map(ToString::to_string).collect()))
    }
}

/// Whether the file may be one that holds remarks of its own: only reading it tells.
fn may_hold_remarks(path: &DocPath) -> bool {
    format::of(path.file_name(), b"").is_some_and(|format| !format.is_text())
}

fn filter(words: &[String]) -> Result<Query, Failure> {
    // A word of the shell that holds blanks was quoted there.
    let quoted = |word: &String| {
        let plain = word.contains(' ') && !word.contains(['"', ':', '/', '(', ')', '*']) && !has_operator(word);
        if plain { format!("\"{word}\"") } else { word.clone() }
    };
    let written = words.iter().map(quoted).collect::<Vec<_>>().join(" ");
    sound(&written, Scope::Notes)
}

fn has_operator(words: &str) -> bool {
    words.split(' ').any(|word| matches!(word, "AND" | "OR" | "NOT" | "NEAR") || word.starts_with("NEAR/"))
}

/// The annotations on one document, in the order of the text, answers after what they answer.
#[derive(Debug)]
pub struct NotesPage {
    metadata: Metadata,
    entries: Vec<Entry>,
    faults: Vec<String>,
}

/// One annotation on a page.
#[derive(Debug)]
pub struct Entry {
    held: StoredAnnotation,
    /// None where it is about no passage.
    anchor: Option<Anchor>,
    /// Its place in code points.
    place: Option<(usize, usize)>,
    pages: Option<Pages>,
    depth: usize,
    /// The reader in whose folder it was found, who did not make it.
    quoted_in: Option<String>,
    /// The words of the prompt that it answers.
    prompt: Option<String>,
    /// Who has picked it, and why.
    picks: Vec<(String, Option<String>)>,
}

/// Where a passage stands in the pages of the text.
#[derive(Debug)]
struct Pages {
    /// The label of the page on which it begins.
    first: String,
    /// How they are cited.
    cited: String,
}

impl Pages {
    fn of(document: &Document, span: Span) -> Option<Self> {
        let first = document.page_at(span.start)?.label.clone();
        Some(Self { first, cited: document.cited_pages(span)? })
    }
}

impl NotesPage {
    fn read(room: &Room, (shelf, eyes): (&AnnotationStore, &Eyes), path: &DocPath) -> Self {
        let loaded = room.library.load(path);
        let digest = loaded.as_ref().ok().and_then(|loaded| loaded.digest);
        let mut read = shelf.read_known(path, digest.as_ref());
        let loaded = loaded.map_err(|error| read.faults.push(error.to_string())).ok();
        if let (Some(loaded), Some(digest)) = (&loaded, &digest) {
            read = read.with_remarks(&loaded.document, digest);
        }
        let picks = picks(&read.held);
        let metadata = loaded.as_ref().map(|loaded| loaded.metadata.clone()).unwrap_or_default();
        let left_out = eyes.keep_back(room, path, &mut read);
        read.faults.extend(left_out);
        let mut entries = in_order(read.held, loaded.as_ref());
        for (folder, held) in read.quoted {
            let entry = in_order(vec![held], loaded.as_ref()).into_iter();
            entries.extend(entry.map(|entry| Entry { quoted_in: Some(folder.clone()), ..entry }));
        }
        for entry in &mut entries {
            entry.picks = picks.get(&entry.held.annotation.id).cloned().unwrap_or_default();
            entry.prompt = prompt(&room.library.syllabus, entry);
        }
        Self { metadata, entries, faults: read.faults }
    }

    /// What passes a filter of the reader `me`.
    fn passing(&self, filter: &Query, path: &DocPath, me: &str) -> Vec<&Entry> {
        let (path, said, today) = (path.as_str(), &self.metadata, Some(Zoned::now().date()));
        let (title, date) = (said.title.as_deref().unwrap_or_default(), said.date.as_deref().unwrap_or_default());
        let text = TextFacts { path, title, authors: &said.authors, date };
        let context = QueryContext { me, text, today, ..QueryContext::default() };
        self.entries.iter().filter(|entry| entry.passes(filter, context)).collect()
    }

    fn lines(&self, path: &DocPath, shown: &[&Entry]) -> Vec<String> {
        let title = self.metadata.title.as_deref().map(|title| format!("  {title}")).unwrap_or_default();
        let mut lines = vec![format!("{path}{title}")];
        let mut asked = None;
        for entry in shown.iter().filter(|entry| !entry.held.annotation.is_pick()) {
            if entry.prompt.is_some() && entry.prompt != asked {
                let from = lines.len();
                rows(entry.prompt.as_deref().unwrap_or_default(), "          ", &mut lines);
                if let Some(first) = lines.get_mut(from) {
                    first.replace_range(..8, "  prompt");
                }
            }
            asked.clone_from(&entry.prompt);
            entry.lines(&mut lines);
        }
        lines
    }
}

/// Who has picked what, and why, by the ids of what is picked.
fn picks(held: &[StoredAnnotation]) -> HashMap<AnnotationId, Vec<(String, Option<String>)>> {
    let mut picks: HashMap<AnnotationId, Vec<(String, Option<String>)>> = HashMap::new();
    for pick in held {
        if let Some(id) = pick.annotation.picked() {
            picks.entry(id.clone()).or_default().push((pick.reader.clone(), pick.annotation.note.clone()));
        }
    }
    picks
}

/// The words of the prompt of the syllabus that an annotation answers.
fn prompt(syllabus: &Syllabus, entry: &Entry) -> Option<String> {
    let Target::Annotation(id) = &entry.held.annotation.target else { return None };
    let asks = |session: &Session| {
        let prompt = session.prompts.iter().find(|prompt| prompt_id(session.number, &prompt.text) == *id)?;
        Some(format!("session {}: {}", session.number, prompt.text))
    };
    syllabus.sessions.iter().find_map(asks)
}

/// Annotations with their places, in the order of the text. Where the document cannot be read, all are orphans.
fn in_order(held: Vec<StoredAnnotation>, loaded: Option<&Loaded>) -> Vec<Entry> {
    let lost = Anchor { state: AnchorState::Orphan, span: None, score: 0.0 };
    let text = loaded.and_then(|loaded| Some((&loaded.document, loaded.digest?)));
    let anchors = text.map_or_else(|| vec![lost; held.len()], |(document, digest)| anchored(&held, document, &digest));
    let mut pairs: Vec<(StoredAnnotation, Anchor)> = held.into_iter().zip(anchors).collect();
    pairs.sort_by_cached_key(|(held, anchor)| {
        let start = anchor.span.map(|span| span.start);
        // What is about the whole document comes first, what has lost its place last.
        let last = anchor.state == AnchorState::Orphan && matches!(held.annotation.target, Target::Passage(_));
        (last, start, held.annotation.created, held.annotation.id.clone())
    });
    let annotations: Vec<_> = pairs.iter().map(|(held, _)| held.annotation.clone()).collect();
    let mut pairs: Vec<Option<(StoredAnnotation, Anchor)>> = pairs.into_iter().map(Some).collect();
    let order = threads(&annotations).into_iter().flat_map(|thread| thread.entries);
    let entry = |at: crate::annotation::thread::ThreadEntry| {
        let (held, anchor) = pairs.get_mut(at.index)?.take()?;
        let anchor = matches!(held.annotation.target, Target::Passage(_)).then_some(anchor);
        let sure = anchor.filter(|anchor| anchor.state != AnchorState::Orphan).and_then(|anchor| anchor.span);
        let place = sure.and_then(|span| Some(text?.0.offsets().to_code_points(text?.0.text(), span)));
        let pages = sure.and_then(|span| Pages::of(text?.0, span));
        let (quoted_in, prompt, picks) = (None, None, Vec::new());
        Some(Entry { held, anchor, place, pages, depth: at.depth, quoted_in, prompt, picks })
    };
    order.filter_map(entry).collect()
}

impl Entry {
    fn quote(&self) -> Option<&str> {
        match &self.held.annotation.target {
            Target::Passage(passage) => Some(&passage.quote.exact),
            _ => None,
        }
    }

    /// Who made it; nobody where somebody else says so.
    fn reader(&self) -> Option<&str> {
        self.quoted_in.is_none().then_some(self.held.reader.as_str())
    }

    fn passes(&self, filter: &Query, context: QueryContext<'_>) -> bool {
        let state = self.anchor.map(|anchor| anchor.state);
        let (quote, reader) = (self.quote().unwrap_or_default(), self.reader().unwrap_or_default());
        let (mine, picked) = (self.held.mine, !self.picks.is_empty());
        filter.matches(&self.held.annotation, &QueryContext { reader, quote, state, mine, picked, ..context })
    }

    fn json(&self, document: &str) -> Value {
        let annotation = &self.held.annotation;
        let reply_to = match &annotation.target {
            Target::Annotation(id) => Some(id),
            _ => None,
        };
        json!({
            "id": annotation.id, "kind": annotation.kind.name(), "document": document, "reader": self.reader(),
            "created": self.time(annotation.created), "modified": self.time(annotation.modified),
            "quote": self.quote(), "note": annotation.note, "tags": annotation.tags,
            "color": annotation.color.map(crate::annotation::Color::name),
            "start": self.place.map(|(start, _)| start), "end": self.place.map(|(_, end)| end),
            "page": self.pages.as_ref().map(|pages| &pages.first),
            "state": self.anchor.map(|anchor| anchor.state.name()), "reply_to": reply_to,
            "prompt": self.prompt, "picked_by": self.picks.iter().map(|(reader, _)| reader).collect::<Vec<_>>(),
            "in_file": self.is_of_file(), "quoted_in": self.quoted_in,
        })
    }

    fn is_of_file(&self) -> bool {
        self.held.origin == Origin::File
    }

    /// A time of it; some remarks of files have none.
    fn time(&self, time: Timestamp) -> Option<String> {
        (!self.is_of_file() || is_dated(&self.held.annotation)).then(|| time_text(time))
    }

    /// What is printed of it.
    fn lines(&self, lines: &mut Vec<String>) {
        let annotation = &self.held.annotation;
        let indent = "  ".repeat(1 + self.depth.min(8));
        let state = self.anchor.map(|anchor| anchor.state).filter(|state| *state != AnchorState::Same);
        let quoted = || format!("quoted in {}’s folder", self.quoted_in.as_deref().unwrap_or_default());
        let mut words = vec![annotation.kind.name().to_owned(), self.reader().map_or_else(quoted, str::to_owned)];
        words.extend(self.time(annotation.modified).map(|time| time[..10].to_owned()));
        words.extend(self.is_of_file().then(|| "in the file".to_owned()));
        words.extend(annotation.color.map(|color| color.name().to_owned()));
        words.extend(annotation.tags.iter().map(|tag| format!("#{tag}")));
        words.extend(self.pages.as_ref().map(|pages| pages.cited.clone()));
        words.extend(state.map(|state| state.name().to_uppercase()));
        words.push(format!("[{}]", tail(&annotation.id)));
        lines.push(format!("{indent}{}", words.join("  ")));
        rows(self.quote().unwrap_or_default(), &format!("{indent}  > "), lines);
        for line in shown(annotation.note.as_deref().unwrap_or_default()).lines() {
            rows(line, &format!("{indent}  "), lines);
        }
        for (reader, why) in &self.picks {
            let why = why.as_deref().map_or_else(String::new, |why| format!(": {}", shown(why)));
            rows(&format!("* picked by {reader}{why}"), &format!("{indent}  "), lines);
        }
    }
}

/// Enough of an id to answer it by.
fn tail(id: &AnnotationId) -> &str {
    let at = id.len().saturating_sub(8);
    &id[id.ceil_char_boundary(at)..]
}

/// A line of text in rows, each with `indent` before it.
fn rows(text: &str, indent: &str, lines: &mut Vec<String>) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let width = WIDTH.saturating_sub(indent.len());
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    lines.extend(rows.into_iter().map(|row| format!("{indent}{}", row.of(&text))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Kind, Record};
    use crate::document::{BlockKind, Builder, Comment};
    use crate::store::{Digest, Read, digest};

    /// A letter a page, and a remark over the last two that is answered.
    fn loaded() -> (Loaded, Digest) {
        let mut builder = Builder::default();
        for label in ["i", "1", "2"] {
            let span = builder.push("x ");
            builder.page(label, span.start);
            builder.block(BlockKind::Paragraph, 0, span);
        }
        let comment = |author: &str, date: Option<&str>, answers| Comment {
            span: Span::new(2, 5),
            author: author.to_owned(),
            date: date.map(str::to_owned),
            text: format!("So says {author}."),
            answers,
            color: None,
            resolved: false,
        };
        builder.comment(comment("Ada North", Some("2031-03-01"), None));
        builder.comment(comment("", None, Some(0)));
        let digest = digest(b"x");
        let document = builder.finish();
        let metadata = document.metadata.clone();
        (Loaded { document, metadata, digest: Some(digest), format: "test", whole: true, stamp: None }, digest)
    }

    #[test]
    fn remarks_of_the_file_are_printed_with_author_day_page_and_answers() {
        let (loaded, digest) = loaded();
        let mut held = Read::default().with_remarks(&loaded.document, &digest).held;
        let mine = Annotation {
            id: "urn:uuid:0193f3a0-0000-7000-8000-000000000001".into(),
            note: Some("Does she?".to_owned()),
            created: "2032-01-01T00:00:00Z".parse().expect("a time"),
            modified: "2032-01-01T00:00:00Z".parse().expect("a time"),
            kind: Kind::Reply,
            target: Target::Annotation(held[0].annotation.id.clone()),
            ..held[0].annotation.clone()
        };
        let record = Record::of(&mine);
        held.push(StoredAnnotation {
            annotation: mine,
            record,
            reader: "mei".to_owned(),
            mine: true,
            origin: Origin::Here,
        });
        let entries = in_order(held, Some(&loaded));
        let mut lines = Vec::new();
        for entry in &entries {
            entry.lines(&mut lines);
        }
        let lines: Vec<&str> = lines.iter().map(|line| line.split("  [").next().unwrap_or_default()).collect();
        let expected = [
            "  note  Ada North  2031-03-01  in the file  pp. 1–2",
            "    > x x",
            "    So says Ada North.",
            "    reply  somebody  in the file",
            "      So says .",
            "    reply  mei  2032-01-01",
            "      Does she?",
        ];
        assert_eq!(lines, expected);
        let json = entries[0].json("a.docx");
        assert_eq!((&json["page"], &json["in_file"], &json["start"]), (&"1".into(), &true.into(), &2.into()));
        let json = entries[1].json("a.docx");
        assert!(
            json["created"].is_null()
                && json["page"].is_null()
                && json["reply_to"] == entries[0].held.annotation.id.as_str()
        );
    }
}
