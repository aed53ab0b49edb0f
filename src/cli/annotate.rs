//! `postil annotate DOC`: makes one annotation and prints its id. It changes and deletes none.
//!
//! With `--json` it prints the record as it was written: a W3C Web Annotation. Where the passage is and who writes are
//! settled in `annotate/place.rs` and `annotate/writer.rs`.

pub mod links;
pub mod place;
pub mod writer;

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup::{self, Room, Wanted};
use super::sign::sign_written;
use crate::annotation::{
    Annotation, AnnotationId, Audience, Color, Kind, NewIds, Reader, ReaderId, Recipients, Record, Sidecar, Target,
    select,
};
use crate::app::{prompt_of, prompts_of, readers_named, usual_audience};
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::store::{About, AnnotationStore, Loaded};
use clap::builder::PossibleValuesParser;
use jiff::Timestamp;
use place::PlaceArgs;
use serde_json::Value;
use std::io::Read as _;
use uuid::Uuid;

/// What means who wrote what is answered, where readers are named.
const AUTHOR: &str = "author";

/// The longest note that is read from standard input, in bytes.
const MAX_NOTE: u64 = 4 * 1024 * 1024;

const EXAMPLES: &str = "\
Examples:
  postil annotate week-1/brief --quote 'settled completely' --tag 1965 --color blue
  postil annotate brief --quote 'settled completely' --question --note 'Settled for whom?'
  postil annotate brief --reply-to 77dca160 --note 'For both governments.'
  postil annotate brief --document-note --note - < summary.md";

/// Make an annotation: mark a passage, and if you like say something about it.
///
/// The passage is given by its words (--quote) or by its place (--at). Words are looked for as they are, then with any
/// white space, quotation marks, dashes and accents. A note may lead elsewhere: `[[brief:P2]]`, `[[P3]]`, `[[#77dca160]]`. Without --note the passage is only marked; --note makes it a note,
/// --question a question. The id of the new annotation is printed; give it, or its last part, to --reply-to or --vote.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("what").args(["quote", "at", "document_note", "reply_to", "vote", "pick"]).required(false))]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct Args {
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    place: PlaceArgs,
    /// What to say, in Markdown; `-` reads it from standard input.
    #[arg(long, short, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// A tag; may be given several times. A slash makes a tag below another: policy/trade.
    #[arg(long, short, value_name = "TAG")]
    tag: Vec<String>,
    /// The colour. A passage that is only marked gets the usual one of your settings.
    #[arg(long, short, value_name = "COLOR", value_parser = PossibleValuesParser::new(Color::ALL.map(Color::name)))]
    color: Option<String>,
    /// The note is a question: about the passage, or, where there is none, about the whole text.
    #[arg(long, requires = "note", conflicts_with_all = ["bookmark", "document_note", "reply_to", "vote", "pick"])]
    question: bool,
    /// Put a bookmark at the beginning of the passage.
    #[arg(long, conflicts_with_all = ["document_note", "reply_to", "vote", "pick"])]
    bookmark: bool,
    /// The note is about the whole text.
    #[arg(long, requires = "note")]
    document_note: bool,
    /// The note answers the annotation with this id, or the one whose id ends so; or a prompt of the syllabus (`postil report
    /// --json` has their ids).
    #[arg(long, value_name = "ID", requires = "note")]
    reply_to: Option<String>,
    /// Say "me too" to the annotation with this id, or the one whose id ends so.
    #[arg(long, value_name = "ID", conflicts_with = "note")]
    vote: Option<String>,
    /// Pick the annotation with this id, or the one whose id ends so, for the digest (`postil export --curated`); --note says
    /// why.
    #[arg(long, value_name = "ID")]
    pick: Option<String>,
    #[command(flatten)]
    people: People,
    /// Print the record that was written, a W3C Web Annotation, instead of its id.
    #[arg(long)]
    json: bool,
}

/// Who writes, and who may read it.
#[derive(Debug, clap::Args)]
struct People {
    /// Who writes. A new name makes a new reader. Default: the reader of this device.
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// Keep it for yourself: on this device, in no folder that others read. What answers a private note is private too.
    #[arg(long)]
    private: bool,
    /// Let everybody read it, where the settings or the syllabus make private what is newly written.
    #[arg(long, conflicts_with = "private")]
    shared: bool,
    /// Encrypt it for this reader (a short or a full name), for `leader`, for a group of the syllabus, or, in an answer, for
    /// `author`, who wrote what it answers; may be given several times. Everybody else sees that there is something, and for whom.
    #[arg(long = "for", value_name = "NAME", conflicts_with_all = ["private", "shared", "vote", "pick"])]
    readers: Vec<String>,
    /// Encrypt also which passage it is about.
    #[arg(long, requires = "readers")]
    hide_place: bool,
}

/// What is answered: who may read it, and who wrote it.
#[derive(Debug)]
struct Answered {
    audience: Audience,
    creator: ReaderId,
}

/// Makes the annotation. Nothing found: the words are not in the text, or nobody has made what is answered.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (room, path) = args.wanted.find()?;
    let mut room = room.with_private();
    let loaded = setup::load(&room, &path)?;
    let Some((target, answered)) = args.target(&room, &path, &loaded)? else { return Ok(Outcome::Nothing) };
    let note = args.said()?;
    let writer = writer::choose(args.people.reader.as_deref(), &mut room)?;
    let audience = args.audience((&room, &path), &writer, answered.as_ref())?;
    let (links, missing) = links::look_up(note.as_deref().unwrap_or_default(), &path, &room, &writer.store);
    crate::cli::out::tell_all(&missing);
    let annotation = Annotation { links, ..args.annotation(target, note, &writer) };
    let record = answering(&room.library.syllabus(), &Record::of(&annotation)).for_audience(&audience);
    let written = save(&writer.store, &path, &loaded, &record)?;
    sign_written(&writer.store);
    let alone = told(&audience, &writer.store);
    crate::cli::out::tell(&format!("{}{alone}", writer.told));
    if args.json {
        out.json(&Value::Object(as_others_have_it(&writer.store, &path, &written).object().clone()))?;
    } else {
        out.line(written.id())?;
    }
    Ok(Outcome::Done)
}

/// The record with the words of the prompt that it answers, where it answers one.
fn answering(syllabus: &Syllabus, record: &Record) -> Record {
    let answered = record.annotation().and_then(|annotation| annotation.target.annotation().cloned());
    let prompt = answered.and_then(|id| prompt_of(syllabus, &id));
    prompt.map_or_else(|| record.clone(), |(_, prompt)| record.answering(&prompt.text))
}

/// The record as it stands in its file: what is for somebody is printed encrypted, as everybody has it.
fn as_others_have_it(store: &AnnotationStore, path: &DocPath, written: &Record) -> Record {
    if written.audience().recipients().is_none() {
        return written.clone();
    }
    let text = store.annotations().read_own(path).ok().flatten().unwrap_or_default();
    let there = Sidecar::parse(&text).get(written.id()).filter(|record| record.is_sealed()).cloned();
    // Without it, who, when and for whom is all that may be said.
    there.unwrap_or_else(|| written.tombstone(written.modified()))
}

impl Args {
    /// What it is about, and what it answers; `None`, which has been told, where that is not found.
    fn target(
        &self,
        room: &Room,
        path: &DocPath,
        loaded: &Loaded,
    ) -> Result<Option<(Target, Option<Answered>)>, Failure> {
        let source = loaded.digest.map(|digest| digest.urn()).unwrap_or_default();
        if let Some(id) = self.reply_to.as_ref().or(self.vote.as_ref()).or(self.pick.as_ref()) {
            let mut read = room.store().read_known(path, loaded.digest.as_ref());
            if let Some(digest) = &loaded.digest {
                read = read.with_remarks(&loaded.document, digest);
            }
            let mut known: Vec<AnnotationId> = read.stored.iter().map(|stored| stored.annotation.id.clone()).collect();
            if self.reply_to.is_some() {
                let prompts = prompts_of(&room.library.syllabus(), path, &loaded.document, &source);
                known.extend(prompts.into_iter().map(|prompt| prompt.annotation.id));
            }
            let Some(parent) = parent(&known, id, path)? else { return Ok(None) };
            let stored = read.stored.into_iter().find(|stored| stored.annotation.id == parent);
            let answered = stored.map(|stored| Answered {
                audience: stored.record.audience().clone(),
                creator: stored.annotation.creator,
            });
            return Ok(Some((Target::Annotation(parent), answered)));
        }
        if self.place.is_none() {
            return self.about_the_whole(source).map(|target| Some((target, None)));
        }
        let Some(span) = place::find(&self.place, &loaded.document, path)? else { return Ok(None) };
        let span = if self.bookmark { crate::text::Span::at(span.start) } else { span };
        if span.is_empty() && !self.bookmark {
            return Err(Failure::new(
                "the passage is empty",
                "Give a range with at least one character, or --bookmark.",
            ));
        }
        Ok(Some((Target::Passage(select::passage_in(&loaded.document, span, &source)), None)))
    }

    /// Who may read it; votes and picks are for the others. What answers something that not everybody can read is for the same
    /// readers.
    fn audience(
        &self,
        (room, path): (&Room, &DocPath),
        writer: &writer::Writer,
        answered: Option<&Answered>,
    ) -> Result<Audience, Failure> {
        let settings = || setup::config(&room.dirs).0.settings;
        if let Some(bound) = answered.and_then(|answered| answered.bound(&writer.reader.id)) {
            return Ok(bound);
        }
        Ok(match (self.people.private, self.people.shared) {
            _ if !self.people.readers.is_empty() => self.some((room, path), writer, answered)?,
            (true, _) => Audience::OnlyMe,
            (_, true) => Audience::Everybody,
            _ if self.vote.is_some() || self.pick.is_some() => Audience::Everybody,
            _ => usual_audience(&settings(), &room.library.syllabus()),
        })
    }

    /// The readers that are named.
    fn some(
        &self,
        (room, path): (&Room, &DocPath),
        writer: &writer::Writer,
        answered: Option<&Answered>,
    ) -> Result<Audience, Failure> {
        let (readers, syllabus) = (here(&writer.store), room.library.syllabus());
        let mut all = Vec::new();
        for name in &self.people.readers {
            if let Some(answered) = answered.filter(|_| name == AUTHOR) {
                all.push(answered.creator.clone());
                continue;
            }
            let named = readers_named(name, &readers, &syllabus, Some(path)).map_err(|why| nobody(name, why))?;
            if let Some(absence) = named.absence() {
                crate::cli::out::tell(&format!("{name}: {absence} and cannot read it"));
            }
            all.extend(named.ids);
        }
        let hides = self.people.hide_place || setup::config(&room.dirs).0.settings.tools.hide_place;
        let some = Recipients::new(all.into_iter().filter(|id| *id != writer.reader.id));
        let some = some.ok_or_else(|| Failure::new("that is you alone", "--private keeps it for yourself."))?;
        Ok(Audience::For(some.hiding_place(hides)))
    }

    fn about_the_whole(&self, source: String) -> Result<Target, Failure> {
        if self.document_note || self.question {
            return Ok(Target::Document(source));
        }
        let hint =
            "Give the passage with --quote WORDS or --at START:END, or --document-note for a note on the whole text.";
        Err(Failure::new("nothing says what the annotation is about", hint))
    }

    /// The note, read from standard input where that is asked for.
    fn said(&self) -> Result<Option<String>, Failure> {
        let Some(note) = &self.note else { return Ok(None) };
        let mut said = note.clone();
        if note == "-" {
            said.clear();
            let mut input = std::io::stdin().lock().take(MAX_NOTE);
            let not_text = |_| Failure::new("the note on standard input is not UTF-8 text", "Convert it to UTF-8.");
            input.read_to_string(&mut said).map_err(not_text)?;
        }
        let said = said.trim_end();
        let hint = "Say something, or leave --note out to mark the passage only.";
        if said.trim().is_empty() { Err(Failure::new("the note is empty", hint)) } else { Ok(Some(said.to_owned())) }
    }

    fn kind(&self) -> Kind {
        match self {
            Self { vote: Some(_), .. } => Kind::Vote,
            Self { reply_to: Some(_), .. } => Kind::Reply,
            Self { pick: Some(_), .. } => Kind::Bookmark,
            Self { document_note: true, .. } => Kind::DocumentNote,
            Self { bookmark: true, .. } => Kind::Bookmark,
            Self { question: true, .. } => Kind::Question,
            Self { note: Some(_), .. } => Kind::Note,
            _ => Kind::Highlight,
        }
    }

    fn annotation(&self, target: Target, note: Option<String>, writer: &writer::Writer) -> Annotation {
        let (kind, now) = (self.kind(), Timestamp::now());
        let usual = (kind == Kind::Highlight).then_some(writer.usual_color);
        Annotation {
            id: AnnotationId::new(new_id()),
            kind,
            creator: writer.reader.id.clone(),
            created: now,
            modified: now,
            note,
            tags: self.tags(),
            color: self.color.as_deref().map(Color::named).or(usual),
            target,
            links: Vec::new(),
        }
    }

    /// The tags without `#` and blanks around them, each once.
    fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tag.iter().map(|tag| tag.trim().trim_start_matches('#').trim()) {
            if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
        tags
    }
}

impl Answered {
    /// Who reads whatever answers it, where that is not free to choose.
    fn bound(&self, me: &ReaderId) -> Option<Audience> {
        let recipients = match &self.audience {
            Audience::Everybody => return None,
            Audience::OnlyMe => return Some(Audience::OnlyMe),
            Audience::For(recipients) => recipients,
        };
        let everybody = recipients.readers().iter().chain([&self.creator]).filter(|id| *id != me);
        let others = Recipients::new(everybody.cloned())?.hiding_place(recipients.hides_place());
        Some(Audience::For(others))
    }
}

/// Why a name means no reader.
fn nobody(name: &str, why: String) -> Failure {
    if name == AUTHOR {
        let why = "`--for author` is for whoever wrote what you answer, and you answer nothing";
        return Failure::new(
            why,
            "Say what you answer: --reply-to ID (`postil notes --json` has the ids); or name the reader.",
        );
    }
    Failure::new(why, "`postil report` names who is here: a reader's short name, `leader`, a group of the syllabus.")
}

/// Everybody who has a folder here and who writes, in the order of their short names.
fn here(store: &AnnotationStore) -> Vec<Reader> {
    // Who writes here for the first time has no folder yet.
    let mut readers: Vec<Reader> = store.readers().0.into_values().chain(store.me().cloned()).collect();
    readers.sort_by(|a, b| (&a.nickname, &a.id).cmp(&(&b.nickname, &b.id)));
    readers.dedup_by(|a, b| a.id == b.id);
    readers
}

/// Who can read it, behind what was written, where not everybody can.
fn told(audience: &Audience, store: &AnnotationStore) -> String {
    let readers = here(store);
    let name = |id: &ReaderId| readers.iter().find(|it| it.id == *id).map_or("somebody", |it| &it.nickname).to_owned();
    match audience {
        Audience::Everybody => String::new(),
        Audience::OnlyMe => "; only you can read it".to_owned(),
        Audience::For(to) => {
            let doubt = store.key_doubt(to.readers()).map(|doubt| format!("; {doubt}")).unwrap_or_default();
            format!("; only you and {} can read it{doubt}", audience.words(name))
        }
    }
}

pub use writer::{joined, new as new_reader};

/// A new id.
pub fn new_id() -> String {
    Uuid::now_v7().urn().to_string()
}

/// The id of the annotation that is answered.
fn parent(ids: &[AnnotationId], id: &str, path: &DocPath) -> Result<Option<AnnotationId>, Failure> {
    let tail = id.trim().trim_start_matches("urn:uuid:");
    let found: Vec<&AnnotationId> =
        ids.iter().filter(|known| **known == *id || (!tail.is_empty() && known.ends_with(tail))).collect();
    match found[..] {
        [one] => Ok(Some(one.clone())),
        [] => {
            crate::cli::out::tell_failure(
                &format!("no annotation of {path} has an id that ends with `{id}`"),
                "`postil notes --document DOC` shows them; an answer needs the document of what it answers.",
            );
            Ok(None)
        }
        _ => Err(Failure::new(format!("`{id}` ends several ids"), "Give more of the id.")),
    }
}

fn save(store: &AnnotationStore, path: &DocPath, loaded: &Loaded, record: &Record) -> Result<Record, Failure> {
    let Some(digest) = loaded.digest else {
        return Err(Failure::new(format!("{path} could not be read whole"), "Try again."));
    };
    let title = loaded.metadata.title.clone().unwrap_or_else(|| path.file_name().to_owned());
    let ids = NewIds { collection: new_id(), page: new_id(), identity: AnnotationId::new(new_id()) };
    Ok(store.save(&About { path, digest, title }, record, Timestamp::now(), &ids)?)
}
