//! A sidecar file: a W3C AnnotationCollection written comma-first, one record a line. Text in, text out.
//!
//! Reading is lenient: what is damaged is salvaged line by line, and lines that cannot be read are kept and written
//! back. Writing is strict. Lines that did not change are never written anew. Which of several versions of a
//! record counts is `merge`'s to say; names of files are in `sidecar/names.rs`, other tools' files in `sidecar/foreign.rs`.

mod foreign;
mod hand_over;
mod index;
mod names;
mod restore;
mod salvage;

pub use foreign::read_any;
pub use index::{IndexLookup, SidecarIndex};
pub use names::{parse_sidecar_name, sidecar_name};

use super::merge::own_id;
use super::record::{CONTEXT, DocumentIdentity, Record, as_urn, creator_urn, one_line, time_text};
use super::{AnnotationId, Reader, ReaderId, person::person};
use foldhash::HashMap;
use jiff::Timestamp;
use memchr::memmem;
use serde_json::{Map, Value, json};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;

/// The last line of every file written here.
const FOOTER: &str = "]}}";

/// The last line of a page by itself, as another tool may have written it.
const PAGE_FOOTER: &str = "]}";

/// How many faults are told; there may be as many as lines.
const TOLD: usize = 20;

/// The ids of a new file: of the collection, its page and its first record. Each a `urn:uuid:` never used before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewIds {
    /// The collection's.
    pub collection: String,
    /// The page's.
    pub page: String,
    /// The first record's, which says what document it is.
    pub identity: AnnotationId,
}

/// One sidecar file. Two are equal where they hold the same header, lines and footer.
#[derive(Clone, Debug, Default)]
pub struct Sidecar {
    /// The line before the first record; `None` in an empty file.
    header: Option<String>,
    lines: Vec<SidecarLine>,
    footer: Option<String>,
    owner: Option<ReaderId>,
    /// Lines by the id of their record, in order, once somebody has asked: who only reads does not.
    by_id: OnceLock<HashMap<AnnotationId, Vec<usize>>>,
    faults: Vec<String>,
    untold: usize,
}

/// One line between header and footer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SidecarLine {
    /// A record and the text it was read from, without its comma.
    Record { text: Arc<str>, record: Record },
    /// What could not be read, with whatever stood around it.
    Unread(String),
}

impl PartialEq for Sidecar {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header && self.lines == other.lines && self.footer == other.footer
    }
}

impl Sidecar {
    /// A new file of `reader` about the document of `identity`.
    pub fn new(identity: &DocumentIdentity, reader: &Reader, ids: &NewIds, created: Timestamp) -> Self {
        let label = if identity.title.is_empty() { &identity.path } else { &identity.title };
        let header = header(&json!({
            "@context": CONTEXT, "id": as_urn(&ids.collection), "type": "AnnotationCollection", "label": label,
            "creator": person(&Reader { id: creator_urn(&reader.id), ..reader.clone() }),
            "created": time_text(created), "first": {"id": as_urn(&ids.page), "type": "AnnotationPage"},
        }));
        let owner = Some(creator_urn(&reader.id));
        let mut sidecar = Self { owner, footer: Some(FOOTER.to_owned()), header, ..Self::default() };
        sidecar.append(Record::identifying(identity, &ids.identity, &reader.id, created));
        sidecar
    }

    /// Reads a file, damaged or not. It never fails: see [`Sidecar::faults`] and [`Sidecar::unread`].
    pub fn parse(text: &str) -> Self {
        salvage::parse(text, Record::read)
    }

    /// The same, with what each record means read along with it: for whoever asks all of them for that.
    pub fn parse_with_meaning(text: &str) -> Self {
        salvage::parse(text, Record::read_with_meaning)
    }

    /// Writes a record: over the line that holds the newest version of it, or at the end. The first line of the file,
    /// which says what document it is, never changes: a new version of that record goes to the end.
    pub fn put(&mut self, record: Record) {
        let own = own_id(&record);
        let record = if *record.id() == own { record } else { record.with_id(&AnnotationId::new(own)) };
        match self.newest(record.id()).filter(|line| !self.is_fixed(*line) && self.is_by_maker_of(&record, *line)) {
            Some(at) => self.lines[at] = SidecarLine::Record { text: record.to_line().into(), record },
            None => self.append(record),
        }
    }

    fn append(&mut self, record: Record) {
        let text = record.to_line().into();
        self.add_line(SidecarLine::Record { text, record });
    }

    fn add_line(&mut self, line: SidecarLine) {
        if let (SidecarLine::Record { record, .. }, Some(by_id)) = (&line, self.by_id.get_mut()) {
            by_id.entry(record.id().clone()).or_default().push(self.lines.len());
        }
        self.lines.push(line);
    }

    /// The lines with the records of that id.
    fn lines_of(&self, id: &str) -> &[usize] {
        let by_id = self.by_id.get_or_init(|| {
            let mut by_id: HashMap<AnnotationId, Vec<usize>> = HashMap::default();
            for at in 0..self.lines.len() {
                if let Some(record) = self.record_at(at) {
                    by_id.entry(record.id().clone()).or_default().push(at);
                }
            }
            by_id
        });
        by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether the line is the one that says what document it is.
    fn is_fixed(&self, line: usize) -> bool {
        line == 0 && matches!(&self.lines[0], SidecarLine::Record { record, .. } if record.is_identity())
    }

    /// Whether a line's record is by the creator of `record`; nobody's counts as anybody's.
    fn is_by_maker_of(&self, record: &Record, line: usize) -> bool {
        let creator = self.record_at(line).and_then(Record::creator);
        creator.is_none() || record.creator().is_none() || creator == record.creator()
    }

    /// The line with the version of a record that counts in this file: the owner's before any other's.
    fn newest(&self, id: &AnnotationId) -> Option<usize> {
        let lines = self.lines_of(id);
        if let [only] = lines {
            return Some(*only);
        }
        let owned = |record: &Record| record.creator().or(self.owner.as_ref()) == self.owner.as_ref();
        let order = |record: &Record| (owned(record), record.modified(), record.is_tombstone(), record.canonical());
        lines.iter().max_by_key(|line| self.record_at(**line).map(order)).copied()
    }

    fn record_at(&self, line: usize) -> Option<&Record> {
        match self.lines.get(line)? {
            SidecarLine::Record { record, .. } => Some(record),
            SidecarLine::Unread(_) => None,
        }
    }

    /// The newest version of a record.
    pub fn get(&self, id: &AnnotationId) -> Option<&Record> {
        self.newest(id).and_then(|line| self.record_at(line))
    }

    /// Whether there is nothing in it at all, as in an empty file: then [`Sidecar::new`] should take its place.
    pub fn is_empty(&self) -> bool {
        self.header.is_none() && self.lines.is_empty()
    }

    /// All records, older versions, tombstones and the one about the document too, in the order of the file.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        (0..self.lines.len()).filter_map(|line| self.record_at(line))
    }

    /// The same file with those records alone of which `wanted` says so, for reading: it must not be written.
    pub fn only(&self, wanted: impl Fn(&Record) -> bool) -> Self {
        let mut part = Self { header: self.header.clone(), owner: self.owner().cloned(), ..Self::default() };
        for line in &self.lines {
            if matches!(line, SidecarLine::Record { record, .. } if wanted(record)) {
                part.add_line(line.clone());
            }
        }
        part.faults.clone_from(&self.faults);
        part
    }

    /// The lines that could not be read, as they stand in the file.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match line {
            SidecarLine::Unread(text) => Some(text.as_str()),
            SidecarLine::Record { .. } => None,
        })
    }

    /// The `urn:uuid:` of the reader whose file it is: the header's creator, else that of the record about the document.
    pub fn owner(&self) -> Option<&ReaderId> {
        let first = || self.records().find(|record| record.identity().is_some());
        self.owner.as_ref().or_else(|| first().and_then(Record::creator))
    }

    /// Which document it is about, by its newest record that says so.
    pub fn identity(&self) -> Option<DocumentIdentity> {
        let said = self.records().filter_map(|record| Some((record.modified(), record.identity()?)));
        said.max_by_key(|(modified, _)| *modified).map(|(_, identity)| identity)
    }

    /// The records of a file's text that say which document it is about, without reading the others where it is laid out as
    /// here: a line each.
    pub fn identities_in(text: &str) -> Vec<DocumentIdentity> {
        let word = memmem::Finder::new("identifying");
        let line =
            |line: &str| Record::read_with_meaning(line.trim_matches([',', ' ', '\t', '\r']).into()).ok()?.identity();
        let lines = text.split('\n').filter(|line| word.find(line.as_bytes()).is_some());
        let found: Vec<DocumentIdentity> = lines.filter_map(line).collect();
        if found.is_empty() { Self::parse(text).records().filter_map(Record::identity).collect() } else { found }
    }

    /// What is wrong with the file, in words, at most twenty; empty for a file that was read whole.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Remembers a fault, up to a number of them.
    fn fault(&mut self, fault: String) {
        if self.faults.len() < TOLD {
            self.faults.push(fault);
            return;
        }
        self.untold += 1;
        self.faults.truncate(TOLD);
        self.faults.push(format!("and {} more", self.untold));
    }

    /// The text of the file. Lines that did not change are as they were read. Empty where there is nothing at all.
    pub fn to_text(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let header = self.header.clone().unwrap_or_else(|| self.made_header());
        let mut text = String::with_capacity(header.len() + 8 + self.lines.iter().map(SidecarLine::len).sum::<usize>());
        text.push_str(&header);
        text.push('\n');
        for (at, line) in self.lines.iter().enumerate() {
            match line {
                SidecarLine::Record { text: record, .. } => {
                    text.push_str(if at == 0 { "" } else { "," });
                    text.push_str(record);
                }
                SidecarLine::Unread(line) => text.push_str(line),
            }
            text.push('\n');
        }
        text.push_str(self.footer.as_deref().unwrap_or(FOOTER));
        text.push('\n');
        text
    }

    /// A header in place of a lost one. Its ids follow from the first line, so that it is the same each time.
    fn made_header(&self) -> String {
        let first = self.records().next().map(|record| record.id().as_str());
        let seed = first.or_else(|| self.unread().next()).unwrap_or_default();
        let id = |part: &str| {
            format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{seed}#{part}").as_bytes()))
        };
        let identity = self.identity().unwrap_or_default();
        let mut object = json!({"@context": CONTEXT, "id": id("collection"), "type": "AnnotationCollection"});
        object["label"] = if identity.title.is_empty() { identity.path } else { identity.title }.into();
        if let Some(owner) = self.owner() {
            object["creator"] = json!({"id": creator_urn(owner), "type": "Person"});
        }
        object["first"] = json!({"id": id("page"), "type": "AnnotationPage"});
        header(&object).expect("it has a first page")
    }
}

impl SidecarLine {
    /// Its length in the file, at most.
    fn len(&self) -> usize {
        match self {
            Self::Record { text, .. } => text.len() + 2,
            Self::Unread(text) => text.len() + 2,
        }
    }
}

/// The header line of a collection: its object, `first` last, that one's `items` last and open. `None` where it has no
/// first page that is an object.
fn header(collection: &Value) -> Option<String> {
    let mut object = collection.as_object()?.clone();
    let page = object.shift_remove("first")?;
    Some(format!("{}{}", opened_at(object, "first"), page_header(page.as_object()?)))
}

/// The header line of a page: its object, `items` last and open.
fn page_header(page: &Map<String, Value>) -> String {
    let mut page = page.clone();
    page.shift_remove("items");
    opened_at(page, "items") + "["
}

/// An object's text that goes on with the value of `key`.
fn opened_at(object: Map<String, Value>, key: &str) -> String {
    let comma = if object.is_empty() { "" } else { "," };
    let text = one_line(Value::Object(object).to_string());
    format!("{}{comma}\"{key}\":", text.strip_suffix('}').unwrap_or(&text))
}

#[cfg(test)]
mod tests;
