//! `postil notes [PATH] [FILTER]…`: every annotation over a corpus, in the order of the texts. It changes none.
//!
//! The keys of `--json`, one object an annotation (`exchange::export::annotations::json`):
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
//! | `private` | whether only its maker can read it; listed with `--private` alone |
//! | `quoted_in` | the reader in whose folder it was found, where that is another than who made it; null of all others. Its `reader` is null: nobody can say that it is theirs |

use super::annotated::{self, AnnotatedPage, AnnotationReading, filter, path_and_words};
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::{Room, Wanted};
use crate::annotation::record::shown;
use crate::annotation::{AnchorState, AnnotationId, Audience, ReaderId};
use crate::document::DocPath;
use crate::exchange::export::annotations::{ExportedAnnotation, PassagePlace, json};
use crate::search::query::help;
use crate::text::{Span, hyphen, visible, wrap};
use std::collections::HashSet;
use std::path::PathBuf;

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
    /// Your private notes too, which nothing prints otherwise.
    #[arg(long)]
    private: bool,
    /// Print JSON: an array of {id, kind, document, reader, created, modified, quote, note, tags, color, start, end, page, state, reply_to, prompt, picked_by, in_file, private, quoted_in}.
    #[arg(long)]
    json: bool,
}

/// Lists the annotations. Nothing found: no annotation passes the filter.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (path, words) = path_and_words(&args.words)?;
    let filter = filter(words)?;
    let (room, only) = args.room(path.clone())?;
    let (reading, errors) = AnnotationReading::begin(&room, args.unblind);
    let (documents, unseen) = only.map_or_else(|| reading.documents(), |only| (vec![only], Vec::new()));
    tell_all(&unseen);
    tell_all(&room.library.faults);
    if !args.private && annotated::has_private(&room) {
        tell("your private notes are not listed; --private lists them too");
    }
    let names = reading.nicknames();
    let name = |id: &ReaderId| visible::line(names.get(id).map_or("somebody", String::as_str)).into_owned();
    let mut printer = if args.json { NotesPrinter::Json(out.array()?) } else { NotesPrinter::Plain(out, false) };
    let (mut found, mut told) = (false, unseen.iter().map(ToString::to_string).collect::<HashSet<String>>());
    errors.iter().map(ToString::to_string).filter(|error| told.insert(error.clone())).for_each(|error| tell(&error));
    for path in documents {
        let mut page = reading.page(&path);
        // What is wrong with a folder is met again at each document.
        page.faults.retain(|fault| told.insert(fault.clone()));
        tell_all(&page.faults);
        reading.passing(&mut page, &filter);
        if !page.entries.is_empty() {
            found = true;
            printer.print(&page, &name)?;
        }
    }
    printer.end()?;
    if !found {
        tell_all(&Vec::from_iter(annotated::nothing_found("notes", path.as_deref(), words)));
    }
    Ok(Outcome::found(found))
}

/// Says what a reader is called.
type NicknameOf<'a> = &'a dyn Fn(&ReaderId) -> String;

/// Prints the annotations of one document after the other.
enum NotesPrinter<'a> {
    /// And whether something was printed already.
    Plain(&'a mut Out, bool),
    Json(crate::cli::out::Array<'a>),
}

impl NotesPrinter<'_> {
    fn print(&mut self, page: &AnnotatedPage, name: NicknameOf<'_>) -> Result<(), Failure> {
        match self {
            Self::Json(array) => {
                page.entries.iter().try_for_each(|entry| array.push(&json::object(page.path.as_str(), entry)))
            }
            Self::Plain(out, begun) => {
                if std::mem::replace(begun, true) {
                    out.line("")?;
                }
                lines(page, name).iter().try_for_each(|line| out.line(line))
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
    /// The texts, and the one that is asked for where it is only one.
    fn room(&self, path: Option<PathBuf>) -> Result<(Room, Option<DocPath>), Failure> {
        let Some(document) = &self.document else {
            return Ok((Room::open(path.as_deref())?.with_private_if(self.private), None));
        };
        let wanted = Wanted { document: document.clone(), corpus: path };
        let (room, path) = wanted.find()?;
        Ok((room.with_private_if(self.private), Some(path)))
    }
}

fn lines(page: &AnnotatedPage, name: NicknameOf<'_>) -> Vec<String> {
    let title = page.metadata.title.as_deref().map(|title| format!("  {title}")).unwrap_or_default();
    let mut lines = vec![format!("{}{title}", page.path)];
    let mut asked = None;
    for entry in page.entries.iter().filter(|entry| !entry.annotation.is_pick()) {
        if entry.prompt.is_some() && entry.prompt != asked {
            let from = lines.len();
            rows(entry.prompt.as_deref().unwrap_or_default(), "          ", &mut lines);
            if let Some(first) = lines.get_mut(from) {
                first.replace_range(..8, "  prompt");
            }
        }
        asked.clone_from(&entry.prompt);
        entry_lines(entry, name, &mut lines);
    }
    lines
}

/// What is printed of an annotation.
fn entry_lines(entry: &ExportedAnnotation, name: NicknameOf<'_>, lines: &mut Vec<String>) {
    let annotation = &entry.annotation;
    let indent = "  ".repeat(1 + entry.depth.min(8));
    let state = entry.state.filter(|state| *state != AnchorState::Same);
    let quoted = || format!("quoted in {}’s folder", entry.quoted_in.as_deref().unwrap_or_default());
    let mut words = vec![annotation.kind.name().to_owned(), entry.reader().map_or_else(quoted, str::to_owned)];
    words.extend(json::time(entry, annotation.modified).map(|time| time[..10].to_owned()));
    words.extend(entry.in_file.then(|| "in the file".to_owned()));
    words.extend(match entry.record.audience() {
        Audience::Everybody => None,
        Audience::OnlyMe => Some("only me".to_owned()),
        audience @ Audience::For(_) => Some(format!("for {}", audience.words(name))),
    });
    words.extend(annotation.color.map(|color| color.name().to_owned()));
    words.extend(annotation.tags.iter().map(|tag| format!("#{tag}")));
    words.extend(entry.place.as_ref().and_then(PassagePlace::cited_pages));
    words.extend(state.map(|state| state.name().to_uppercase()));
    words.push(format!("[{}]", tail(&annotation.id)));
    lines.push(format!("{indent}{}", words.join("  ")));
    rows(entry.quote().unwrap_or_default(), &format!("{indent}  > "), lines);
    let mut ended = false;
    for line in shown(annotation.note.as_deref().unwrap_or_default()).trim().lines() {
        // Between two paragraphs stands one empty line, however many there are in the note.
        if std::mem::replace(&mut ended, line.trim().is_empty()) && !ended {
            lines.push(String::new());
        }
        rows(line, &format!("{indent}  "), lines);
    }
    for (reader, why) in &entry.picks {
        let why = why.as_deref().map_or_else(String::new, |why| format!(": {}", shown(why)));
        rows(&format!("* picked by {reader}{why}"), &format!("{indent}  "), lines);
    }
}

/// Enough of an id to answer it by.
fn tail(id: &AnnotationId) -> &str {
    let at = id.len().saturating_sub(8);
    &id[id.ceil_char_boundary(at)..]
}

/// A line of text in rows, each with `indent` before it.
fn rows(text: &str, indent: &str, lines: &mut Vec<String>) {
    let text = hyphen::one_line(text);
    let width = WIDTH.saturating_sub(indent.len());
    let rows = wrap::wrap(&text, Span::new(0, text.len()), width, width);
    lines.extend(rows.into_iter().map(|row| format!("{indent}{}", row.of(&text))));
}
