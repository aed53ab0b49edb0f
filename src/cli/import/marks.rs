//! Taking in marks of another program: which documents they are about, where they land there, under whose name.
//!
//! The keys of `--json`: `program`, `texts` (array of {`document`, `in_place`, `changed`, `uncertain`, `orphans`, `known`,
//! `by`}), `elsewhere` (array of {`title`, `marks`}: works of which no text is here), `left_out` (marks without words),
//! `faults` (array of strings), `done` (whether they were written).

mod documents;

use super::consent::Consent;
use crate::annotation::record::creator_urn;
use crate::annotation::{AnchorState, AnnotationId, NewIds, Reader};
use crate::cli::annotate::{new_id, writer};
use crate::cli::out::{Out, tell, tell_all};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::setup::Room;
use crate::cli::sign::sign_written;
use crate::document::DocPath;
use crate::exchange::import::landing::{self, ImportOrigin, Landed};
use crate::exchange::import::{Author, Imported, Importer, Mark, Position, WorkMarks};
use crate::format::epub::places::BookPlaces;
use crate::language::counts::counted;
use crate::store::{About, AnnotationStore, Digest, Loaded, slug};
use crate::text::visible;
use documents::DocumentMarks;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What would be written for one reader on one document.
struct Landing {
    path: DocPath,
    /// What the document is called.
    title: String,
    digest: Digest,
    store: AnnotationStore,
    reader: Reader,
    landed: Vec<Landed>,
    /// How many of the marks are here already.
    known: usize,
}

/// What a file of marks comes to here.
struct MarksPlan<'a> {
    importer: &'static Importer,
    landings: Vec<Landing>,
    /// Works of which no text is here.
    elsewhere: Vec<&'a WorkMarks>,
    left_out: usize,
    faults: &'a [String],
}

/// So many faults of a file are told one by one.
const MOST_TOLD: usize = 12;
/// So many readers are named who are new here.
const NAMED: usize = 5;

/// Takes marks in. Nothing found: there is nothing new among them, or the answer was no.
pub fn take_in(
    (name, importer, imported): (&str, &'static Importer, Imported),
    mut room: Room,
    (consent, mine): (&Consent, &[String]),
    out: &mut Out,
) -> Result<Outcome, Failure> {
    let me = writer::choose(None, &mut room)?;
    let plan = MarksPlan::of(importer, &imported, &room, (&me.reader, mine))?;
    let new: usize = plan.landings.iter().map(|landing| landing.landed.len()).sum();
    if consent.json {
        let done = consent.yes && new > 0;
        if done {
            plan.carry_out()?;
        }
        out.json(&plan.as_json(done))?;
        return Ok(Outcome::found(done));
    }
    plan.show(name, &me.reader, out)?;
    if new == 0 {
        out.line("Nothing in it is new here.")?;
        return Ok(Outcome::Nothing);
    }
    if !consent.given(out)? {
        out.line("Nothing was taken in.")?;
        return Ok(Outcome::Nothing);
    }
    plan.carry_out()?;
    tell(&me.told);
    out.line(&format!("Taken in: {}.", counted(new, "annotation")))?;
    Ok(Outcome::Done)
}

impl<'a> MarksPlan<'a> {
    fn of(
        importer: &'static Importer,
        imported: &'a Imported,
        room: &Room,
        (me, mine): (&Reader, &[String]),
    ) -> Result<Self, Failure> {
        let all = || imported.works.iter().flat_map(|work| &work.marks);
        let makers: HashMap<&str, &str> = all().map(|mark| (mark.id.as_str(), maker(mark, me))).collect();
        let (found, elsewhere) = documents::find(&imported.works, room);
        let mut landings = Vec::new();
        for DocumentMarks { path, loaded, marks } in found {
            for (reader, marks) in by_reader(&marks, room, importer, (me, mine)) {
                landings.push(Landing::of((&path, &loaded), (reader, &marks), room, (importer, &makers))?);
            }
        }
        let left_out = all().filter(|mark| !mark.says_something()).count();
        Ok(Self { importer, landings, elsewhere, left_out, faults: &imported.faults })
    }

    /// Writes what is new, document by document: what was written stays when one fails.
    fn carry_out(&self) -> Result<(), Failure> {
        for landing in self.landings.iter().filter(|landing| !landing.landed.is_empty()) {
            landing.write()?;
        }
        if let Some(own) = self.landings.iter().find(|landing| landing.store.annotations().has_to_sign()) {
            sign_written(&own.store);
        }
        Ok(())
    }

    fn show(&self, name: &str, me: &Reader, out: &mut Out) -> Result<(), Failure> {
        out.line(&format!("{name}, {}:", self.importer.about))?;
        for landing in &self.landings {
            out.line(&format!("  {}", landing.line(me)))?;
        }
        if let Some(told) = self.newcomers(me) {
            out.line(&told)?;
        }
        for WorkMarks { work, marks } in &self.elsewhere {
            let title = work.title.as_deref().or(work.file.as_deref()).unwrap_or("a work without a title");
            out.line(&format!("  no text here: {} ({})", visible::line(title), counted(marks.len(), "mark")))?;
        }
        if self.left_out > 0 {
            out.line(&format!("  left out: {} without any words", counted(self.left_out, "mark")))?;
        }
        let (told, more) = self.faults.split_at(self.faults.len().min(MOST_TOLD));
        tell_all(told);
        if !more.is_empty() {
            tell(&format!("and {} like these; `--json` has them all", counted(more.len(), "more fault")));
        }
        Ok(())
    }

    /// Who would be a reader of their own from now on, and what to say where it is oneself under another name.
    fn newcomers(&self, me: &Reader) -> Option<String> {
        let is_new = |landing: &&Landing| {
            landing.reader.id != me.id
                && !landing.landed.is_empty()
                && landing.store.known(&landing.reader.nickname).is_none()
        };
        let names: BTreeSet<&str> =
            self.landings.iter().filter(is_new).map(|landing| landing.reader.name.as_str()).collect();
        let told: Vec<_> = names.iter().take(NAMED).map(|name| visible::line(name)).collect();
        let more = names.len() - told.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let says = || format!("  new readers here: {}{more}; a name that is you: --mine NAME", told.join(", "));
        (!names.is_empty()).then(says)
    }

    fn as_json(&self, done: bool) -> Value {
        let elsewhere = self.elsewhere.iter().map(|it| json!({"title": it.work.title, "marks": it.marks.len()}));
        json!({
            "program": self.importer.name,
            "texts": self.landings.iter().map(Landing::as_json).collect::<Vec<_>>(),
            "elsewhere": elsewhere.collect::<Vec<_>>(), "left_out": self.left_out, "faults": self.faults, "done": done,
        })
    }
}

/// Who made a mark, as its file has it; the reader, where it does not say.
fn maker<'m>(mark: &'m Mark, me: &'m Reader) -> &'m str {
    mark.author.as_ref().map_or(me.id.as_str(), |author| &author.id)
}

/// The marks of each reader. What has no author is the reader's own, and what is by a name that `mine` has.
fn by_reader<'m>(
    marks: &[&'m Mark],
    room: &Room,
    importer: &Importer,
    (me, mine): (&Reader, &[String]),
) -> Vec<(Reader, Vec<&'m Mark>)> {
    let own = format!("reader {}", me.nickname);
    let is_me =
        |author: &Author| author.id == own || mine.iter().any(|name| *name == author.id || *name == author.name);
    let store = room.store();
    let mut readers: Vec<(Reader, Vec<&Mark>)> = Vec::new();
    let mut places: HashMap<Option<&Author>, usize> = HashMap::new();
    for mark in marks {
        let other = mark.author.as_ref().filter(|author| !is_me(author));
        let at = *places.entry(other).or_insert_with(|| {
            let reader = other.map_or_else(|| me.clone(), |author| reader_of(author, &store, importer));
            readers.iter().position(|(there, _)| there.id == reader.id).unwrap_or_else(|| {
                readers.push((reader, Vec::new()));
                readers.len() - 1
            })
        });
        readers[at].1.push(mark);
    }
    readers
}

/// Somebody else, under a nickname that nobody else has here.
fn reader_of(author: &Author, store: &AnnotationStore, importer: &Importer) -> Reader {
    let id = creator_urn(&author.id);
    let plain = slug(&author.name);
    let is_free = |nickname: &String| store.known(nickname).is_none_or(|there| there.id == id);
    let numbered = (2..).map(|number| format!("{plain}-{}-{number}", importer.name));
    let mut nicknames = [plain.clone(), format!("{plain}-{}", importer.name)].into_iter().chain(numbered);
    let nickname = nicknames.find(is_free).unwrap_or_default();
    Reader { id, name: author.name.clone(), nickname }
}

/// The marks with what stands at their places, where the document is a book; without those that say nothing then.
fn completed(marks: &[&Mark], loaded: &Loaded, (path, room): (&DocPath, &Room)) -> Vec<Mark> {
    let mut marks: Vec<Mark> = marks.iter().map(|mark| (*mark).clone()).collect();
    let places =
        marks.iter().any(|mark| mark.place.positions.iter().any(|position| matches!(position, Position::InBook(_))));
    let book = || BookPlaces::open(room.library.bytes(path).ok()??);
    if let Some(book) = (places && loaded.format == "epub").then(book).flatten() {
        for mark in &mut marks {
            mark.complete(&book);
        }
    }
    marks.retain(|mark| !mark.passages.is_empty() || mark.note.is_some());
    marks
}

impl Landing {
    fn of(
        (path, loaded): (&DocPath, &Loaded),
        (reader, marks): (Reader, &[&Mark]),
        room: &Room,
        (importer, makers): (&'static Importer, &HashMap<&str, &str>),
    ) -> Result<Self, Failure> {
        let store = room.store_for(&reader)?;
        let Some(digest) = loaded.digest else {
            return Err(Failure::new(format!("{path} could not be read whole"), "Try again."));
        };
        let title = loaded.metadata.title.clone().unwrap_or_else(|| path.file_name().to_owned());
        let marks = completed(marks, loaded, (path, room));
        let marks: Vec<&Mark> = marks.iter().collect();
        let zone = TimeZone::system();
        let read = store.read_known(path, loaded.digest.as_ref());
        let own = read.own.iter().map(|record| record.id().clone());
        let here: HashSet<AnnotationId> =
            read.stored.iter().map(|stored| stored.annotation.id.clone()).chain(own).collect();
        let now = Timestamp::now();
        let origin = ImportOrigin { importer, creator: &reader.id, makers, here: &here, zone: &zone, now };
        let mut landed = landing::land(&marks, &loaded.document, &digest.urn(), origin);
        let all = landed.len();
        landed.retain(|it| !here.contains(it.record.id()));
        let known = all - landed.len();
        Ok(Self { path: path.clone(), title, digest, store, reader, landed, known })
    }

    fn write(&self) -> Result<(), Failure> {
        let ids = NewIds { collection: new_id(), page: new_id(), identity: AnnotationId::new(new_id()) };
        let records: Vec<_> = self.landed.iter().map(|landed| landed.record.clone()).collect();
        self.store.save_all(
            &About { path: &self.path, digest: self.digest, title: self.title.clone() },
            &records,
            Timestamp::now(),
            &ids,
        )?;
        Ok(())
    }

    fn count(&self, state: AnchorState) -> usize {
        self.landed.iter().filter(|landed| landed.state == state).count()
    }

    fn line(&self, me: &Reader) -> String {
        let whose =
            if self.reader.id == me.id { String::new() } else { format!(" by {}", visible::line(&self.reader.name)) };
        let states = [
            (self.count(AnchorState::Same) + self.count(AnchorState::Moved), "in place"),
            (self.count(AnchorState::Changed), "with changed words"),
            (self.count(AnchorState::Uncertain), "uncertain"),
            (self.count(AnchorState::Orphan), "whose words are not in it"),
            (self.known, "here already"),
        ];
        let said: Vec<String> =
            states.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        format!("{}{whose}: {}", self.path, said.join(", "))
    }

    fn as_json(&self) -> Value {
        json!({
            "document": self.path.as_str(), "by": self.reader.nickname,
            "in_place": self.count(AnchorState::Same) + self.count(AnchorState::Moved),
            "changed": self.count(AnchorState::Changed), "uncertain": self.count(AnchorState::Uncertain),
            "orphans": self.count(AnchorState::Orphan), "known": self.known,
        })
    }
}
