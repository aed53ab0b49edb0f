//! One annotation as its JSON object: the truth that is kept, whatever this program understands of it.
//!
//! The typed view is made in `record/view.rs`, strict writing in `record/write.rs` and `record/style.rs`. Nothing here opens a file, knows
//! a clock or makes an id. A record that cannot be understood is kept as it is.

mod asked;
mod fragment;
pub(in crate::annotation) mod json;
mod recipients;
mod sealed;
mod style;
mod target;
mod time;
mod view;
mod write;

pub use time::{is_utc, next_modified, parse_time, time_text, to_millisecond};

use crate::annotation::{Annotation, AnnotationId, Audience, Kind, Passage, ReaderId, Target};
use jiff::Timestamp;
use json::Json;
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use uuid::Uuid;

/// How much of a note is shown at most, in bytes. What is kept is never cut.
pub const SHOWN: usize = 64 * 1024;

/// The W3C context of every file.
pub const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// The order of the keys of a record; keys that are not named come after, in the order they had.
const KEYS: &[&str] = &[
    "@context",
    "id",
    "type",
    "motivation",
    "creator",
    "created",
    "modified",
    "as:deleted",
    "audience",
    "as:to",
    "via",
    "stylesheet",
    "bodyValue",
    "body",
    "target",
];

/// One W3C annotation or tombstone: a JSON object with an `id`.
///
/// What was read keeps its text, and the few facts that every record is asked for. The object is built when somebody wants
/// to change it or look at every key of it, which is seldom: most of what stands in a file is only shown.
#[derive(Clone, Debug)]
pub struct Record {
    /// Shared among clones: records are handed around far more often than they are changed.
    kept: Arc<Kept>,
}

#[derive(Debug)]
struct Kept {
    brief: Brief,
    form: RecordForm,
    /// Which document its file is about, where it says so.
    identity: Option<Box<DocumentIdentity>>,
    /// What it means, where that was read along with the text: given to the first who asks, so that nobody keeps it twice.
    meaning: Mutex<Option<Box<Annotation>>>,
}

/// Where the JSON is.
#[derive(Debug)]
enum RecordForm {
    /// The text as it was read, and its object once somebody has asked for it.
    Read(Arc<str>, OnceLock<Map<String, Value>>),
    /// An object made here.
    Made(Map<String, Value>),
}

/// What every record is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Brief {
    id: AnnotationId,
    creator: Option<ReaderId>,
    created: Option<Timestamp>,
    /// [`Record::modified`].
    modified: Timestamp,
    is_tombstone: bool,
    is_annotation: bool,
    /// Whether one of its motivations says that it tells which document a file is about.
    identifies: bool,
    audience: Audience,
}

impl Brief {
    /// The keys that it is made of.
    const KEYS: [&str; 10] =
        ["id", "creator", "user", "created", "modified", "updated", "type", "motivation", view::TO, view::HIDES];

    /// `None` where there is no `id` that is a string.
    fn of(object: &Json) -> Option<Self> {
        let id = AnnotationId::new(object.str("id")?);
        let time = |key: &str| object.str(key).and_then(parse_time);
        let written = if object.has("creator") { "creator" } else { "user" };
        let (created, mut types) = (time("created"), object.strings("type").peekable());
        let annotation = |name| matches!(name, "Annotation" | "oa:Annotation" | "http://www.w3.org/ns/oa#Annotation");
        let is_annotation = match types.peek() {
            None => ["target", "motivation", "uri"].iter().any(|key| object.has(key)),
            Some(_) => types.any(annotation),
        };
        let creator = object.list(written).iter().find_map(Json::id).map(ReaderId::new);
        Some(Self {
            id,
            audience: view::audience(object, creator.as_ref()),
            creator,
            created,
            modified: time("modified").or_else(|| time("updated")).or(created).unwrap_or_default(),
            is_tombstone: object.strings("type").any(|name| name == "as:Tombstone" || name == "Tombstone"),
            is_annotation,
            identifies: view::motivations(object).any(|name| name == "identifying"),
        })
    }

    /// What the record of this object means; see [`Record::annotation`].
    fn meaning(&self, object: &Json) -> Option<Annotation> {
        if self.is_tombstone || !self.is_annotation {
            return None;
        }
        let target = view::target(object);
        let note = view::note(object);
        let kind = view::kind(object, &target, note.is_some());
        Some(Annotation {
            id: self.id.clone(),
            kind,
            creator: self.creator.clone().unwrap_or_default(),
            created: self.created.unwrap_or(self.modified),
            modified: self.modified,
            note: note.filter(|note| kind != Kind::Vote || *note != "+1").map(str::to_owned),
            tags: view::tags(object),
            color: view::color(object),
            target,
            links: view::links(object),
        })
    }

    /// Which document its file is about, where the record of this object says so.
    fn identity(&self, object: &Json) -> Option<DocumentIdentity> {
        if self.is_tombstone || !self.identifies {
            return None;
        }
        let target = object.list("target").first()?;
        let said = |key: &str| target.str(key).unwrap_or_default().to_owned();
        let sha256 = target.id()?.strip_prefix("urn:sha256:").unwrap_or_default().to_owned();
        Some(DocumentIdentity { title: said("dc:title"), path: said("dc:identifier"), sha256 })
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        let same_text = || self.text().is_some_and(|text| Some(text) == other.text());
        let same = || self.kept.brief == other.kept.brief && self.object() == other.object();
        Arc::ptr_eq(&self.kept, &other.kept) || same_text() || same()
    }
}

impl Eq for Record {}

/// Which document a sidecar is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentIdentity {
    /// The document's title; empty where it has none.
    pub title: String,
    /// Its path relative to the corpus, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
}

impl Record {
    /// What the record means; `None` for a tombstone and for what is no annotation. A `+1` as the only words of a
    /// vote is no note; a position that is reversed or no whole number is no position.
    pub fn annotation(&self) -> Option<Annotation> {
        if self.is_tombstone() || !self.is_annotation() {
            return None;
        }
        let read = self.kept.meaning.lock().unwrap_or_else(PoisonError::into_inner).take();
        read.map(|read| *read).or_else(|| self.kept.brief.meaning(&self.json()))
    }

    /// All passages that it is about, in the order of its targets; of which [`Record::annotation`] shows the first.
    pub fn passages(&self) -> Vec<Passage> {
        match self.annotation().map(|annotation| annotation.target) {
            Some(Target::Passage(_)) => view::passages(&self.json()),
            _ => Vec::new(),
        }
    }

    /// Reads one JSON object. The error says in words why it is no record.
    pub fn parse(json: &str) -> Result<Self, String> {
        Self::read(json.into())
    }

    /// Reads one JSON object and keeps its text without a copy. The error says in words why it is no record.
    pub fn read(json: Arc<str>) -> Result<Self, String> {
        let some = Json::parse_some(&json, |key| Brief::KEYS.contains(&key));
        let Some(brief) = some.as_ref().and_then(Brief::of) else { return Err(why_not(&json)) };
        drop(some);
        let identity = brief.identifies.then(|| brief.identity(&Json::parse(&json)?)).flatten();
        Ok(Self::keeping(brief, RecordForm::Read(json, OnceLock::new()), identity, None))
    }

    /// The same, and what it means is read with it: for whoever asks each of many records for its [`Record::annotation`], once.
    pub fn read_with_meaning(json: Arc<str>) -> Result<Self, String> {
        let whole = Json::parse(&json).and_then(|object| Some((Brief::of(&object)?, object)));
        let Some((brief, object)) = whole else { return Err(why_not(&json)) };
        let (identity, meaning) = (brief.identity(&object), brief.meaning(&object));
        drop(object);
        Ok(Self::keeping(brief, RecordForm::Read(json, OnceLock::new()), identity, meaning))
    }

    fn keeping(
        brief: Brief,
        form: RecordForm,
        identity: Option<DocumentIdentity>,
        meaning: Option<Annotation>,
    ) -> Self {
        let (identity, meaning) = (identity.map(Box::new), Mutex::new(meaning.map(Box::new)));
        Self { kept: Arc::new(Kept { brief, form, identity, meaning }) }
    }

    /// The record of a JSON object; `None` where it has no `id` that is a string.
    pub fn from_object(object: Map<String, Value>) -> Option<Self> {
        let (brief, identity) = {
            let object = Json::of_object(&object);
            let brief = Brief::of(&object)?;
            let identity = brief.identity(&object);
            (brief, identity)
        };
        Some(Self::keeping(brief, RecordForm::Made(object), identity, None))
    }

    /// The record that says which document a sidecar is about: a W3C annotation whose target carries `dc:title` and
    /// the relative path as `dc:identifier`.
    pub fn identifying(identity: &DocumentIdentity, id: &AnnotationId, creator: &ReaderId, created: Timestamp) -> Self {
        let time = time_text(created);
        let object = json!({
            "id": as_urn(id), "type": "Annotation", "motivation": "identifying", "creator": creator_urn(creator),
            "created": time, "modified": time,
            "target": {
                "id": as_urn(&identity.sha256), "dc:title": identity.title, "dc:identifier": identity.path,
            },
        });
        Self::of_value(object)
    }

    /// The record of an object made here, with its `id`.
    fn of_value(value: Value) -> Self {
        let Value::Object(object) = value else { return Self::made(Map::new()) };
        Self::made(object)
    }

    /// The record of an object made here; one without an `id` gets an empty one.
    fn made(mut object: Map<String, Value>) -> Self {
        if !object.get("id").is_some_and(Value::is_string) {
            object.insert("id".to_owned(), Value::from(""));
        }
        Self::from_object(object).expect("it has an id")
    }

    /// The JSON object, unknown keys and all.
    pub fn object(&self) -> &Map<String, Value> {
        match &self.kept.form {
            RecordForm::Made(object) => object,
            // It was read as an object before, by the same rules.
            RecordForm::Read(text, object) => object.get_or_init(|| serde_json::from_str(text).unwrap_or_default()),
        }
    }

    /// The text that it was read from, where it was.
    pub fn text(&self) -> Option<&Arc<str>> {
        if let RecordForm::Read(text, _) = &self.kept.form { Some(text) } else { None }
    }

    /// All of it, to look at.
    fn json(&self) -> Json<'_> {
        match &self.kept.form {
            RecordForm::Made(object) => Json::of_object(object),
            RecordForm::Read(text, _) => Json::parse(text).unwrap_or(Json::Null),
        }
    }

    /// The `id`, as written.
    pub fn id(&self) -> &AnnotationId {
        &self.kept.brief.id
    }

    /// Makes the JSON with another value for a key, its keys in the order they had.
    fn with(&self, key: &str, value: &str) -> Map<String, Value> {
        let mut object = self.object().clone();
        object.insert(key.to_owned(), Value::from(value));
        object
    }

    /// Makes a copy under another id.
    pub fn with_id(&self, id: &AnnotationId) -> Self {
        Self::made(self.with("id", id))
    }

    /// The creator's id: of a string, an object with an `id`, or the first of an array; `user` where another tool
    /// writes that.
    pub fn creator(&self) -> Option<&ReaderId> {
        self.kept.brief.creator.as_ref()
    }

    /// Makes a copy by another creator: who made it is known under another id now.
    pub fn with_creator(&self, creator: &ReaderId) -> Self {
        let other = Self::made(self.with("creator", creator));
        other.for_audience(self.audience())
    }

    /// When it was last changed, as an instant; when it was made where it does not say; 1970 where it says neither.
    pub fn modified(&self) -> Timestamp {
        self.kept.brief.modified
    }

    /// When it was made, as an instant; [`Record::modified`] where it does not say.
    pub fn created(&self) -> Timestamp {
        self.kept.brief.created.unwrap_or_else(|| self.modified())
    }

    /// Makes a copy that says it was changed at `modified` (see [`next_modified`]).
    pub fn with_modified(&self, modified: Timestamp) -> Self {
        Self::made(in_order(self.with("modified", &time_text(modified))))
    }

    /// Whether it marks a deletion.
    pub fn is_tombstone(&self) -> bool {
        self.kept.brief.is_tombstone
    }

    /// Whether it looks like an annotation (or its tombstone) at all: it says so, or says nothing and has a target.
    pub fn is_annotation(&self) -> bool {
        self.kept.brief.is_annotation
    }

    /// Whether it is the record that says which document its file is about; see [`Record::identity`].
    pub fn is_identity(&self) -> bool {
        self.kept.identity.is_some()
    }

    /// Which document its file is about, where it is the record that says so.
    pub fn identity(&self) -> Option<DocumentIdentity> {
        self.kept.identity.as_deref().cloned()
    }

    /// What remains after a deletion: who, when and on which document or annotation. Body, quote and selectors are
    /// dropped; so are keys this program does not know, which may hold the same words. It is newer than the record.
    pub fn tombstone(&self, now: Timestamp) -> Self {
        let time = time_text(next_modified(now, self.modified()));
        let written = self.json();
        let target = view::first_source(&written).or_else(|| written.str("uri"));
        let mut object = json!({
            "id": as_urn(self.id()), "type": ["Annotation", "as:Tombstone"],
            "creator": creator_urn(self.creator().map_or("", ReaderId::as_str)), "created": time_text(self.created()),
            "modified": time, "as:deleted": time,
        });
        if let Some(via) = self.object().get("via") {
            object["via"] = via.clone();
        }
        object["target"] = Value::from(as_urn(target.unwrap_or_else(|| self.id())));
        let gone = Self::of_value(object);
        if self.is_private() { gone.kept_private() } else { gone }
    }

    /// One line of compact JSON. Letters stay as they are; whatever a program could take for the end of a line, and
    /// every control character, is escaped.
    pub fn to_line(&self) -> String {
        let object = self.object();
        one_line(serde_json::to_string(object).unwrap_or_else(|_| Value::Object(object.clone()).to_string()))
    }

    /// The JSON with sorted keys at every depth: equal for equal records, however they were written.
    pub fn canonical(&self) -> String {
        sorted(&Value::Object(self.object().clone())).to_string()
    }

    /// What the W3C schemas let pass and this program does not: a start past its end, times that are not in UTC, a
    /// creator that is no `urn:`.
    pub fn faults(&self) -> Vec<String> {
        let (mut faults, object) = (Vec::new(), self.json());
        for key in ["created", "modified", "as:deleted"] {
            if object.get(key).is_some_and(|time| !time.as_str().is_some_and(is_utc)) {
                faults.push(format!("{key} is not a time in UTC"));
            }
        }
        if !self.creator().is_some_and(|creator| creator.starts_with("urn:")) {
            faults.push("the creator is not a urn".to_owned());
        }
        if ["target", "body"].iter().any(|key| object.list(key).iter().any(view::is_reversed)) {
            faults.push("a position starts after its end".to_owned());
        }
        if let Some(more) = view::passages(&object).len().checked_sub(2) {
            faults.push(format!("it has {} passages, and the first is shown", more + 2));
        }
        faults
    }
}

/// Why a text is no record, in words.
fn why_not(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(Value::Object(_)) => "it has no id".to_owned(),
        Ok(_) => "it is no JSON object".to_owned(),
        Err(error) => {
            let told = error.to_string();
            let what = told.split(" at line ").next().unwrap_or_default();
            format!("{what} at character {}", error.column())
        }
    }
}

/// The object of a record with its keys in the fixed order.
fn in_order(mut object: Map<String, Value>) -> Map<String, Value> {
    put_in_order(&mut object, KEYS);
    object
}

/// The part of a note that is shown: at most [`SHOWN`] bytes, on a character boundary.
pub fn shown(note: &str) -> &str {
    &note[..note.floor_char_boundary(SHOWN)]
}

/// A JSON text with nothing in it that could end a line or steer a terminal. Such characters stand in strings only,
/// where an escape means the same.
pub fn one_line(json: String) -> String {
    let escaped = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !json.contains(escaped) {
        return json;
    }
    let mut line = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if escaped(c) {
            // Writing into a string cannot fail.
            let _ = write!(line, "\\u{:04x}", u32::from(c));
        } else {
            line.push(c);
        }
    }
    line
}

/// The absolute IRI of what was written: itself where it is one, `urn:uuid:` for a bare UUID, `urn:sha256:` for 64
/// hexadecimal digits, else a `urn:uuid:` (version 5) made from the words, the same each time.
pub fn as_urn(written: &str) -> String {
    if is_iri(written) {
        return written.to_owned();
    }
    if let Ok(uuid) = Uuid::try_parse(written) {
        return format!("urn:uuid:{uuid}");
    }
    if written.len() == 64 && written.bytes().all(|b| b.is_ascii_hexdigit()) {
        return format!("urn:sha256:{}", written.to_ascii_lowercase());
    }
    format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, written.as_bytes()))
}

/// As [`as_urn`], and always a `urn:`: a name, a mail address or a page becomes a `urn:uuid:` of version 5.
pub fn creator_urn(written: &str) -> ReaderId {
    let urn = as_urn(written);
    if urn.starts_with("urn:") {
        return ReaderId::new(urn);
    }
    ReaderId::new(format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, written.as_bytes())))
}

/// Whether it has a scheme and only the characters an URI may have (RFC 3986, section 2).
fn is_iri(written: &str) -> bool {
    let Some((scheme, rest)) = written.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let escapes = rest.split('%').skip(1).all(|tail| tail.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    named && !rest.is_empty() && rest.chars().all(allowed) && rest.matches('#').count() < 2 && escapes
}

/// The known keys first, in their order, then the others in theirs.
fn put_in_order(object: &mut Map<String, Value>, keys: &[&str]) {
    let mut rest = std::mem::take(object);
    for key in keys {
        if let Some((key, value)) = rest.shift_remove_entry(*key) {
            object.insert(key, value);
        }
    }
    object.extend(rest);
}

/// The value with sorted keys. Its depth is bounded by the parser (128), so that this may recurse.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<_> = object.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            keys.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

/// One value or many: W3C lets most keys have either.
fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The strings of one value or many.
pub(super) fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    list(value).iter().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::samples::{DOCUMENT, any_annotation, at, reader, record, urn};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_tombstone_says_who_when_and_where_but_nothing_that_was_written(annotation in any_annotation()) {
            let record = Record::of(&annotation);
            let dead = record.tombstone(at(0));
            prop_assert!(dead.is_tombstone() && dead.annotation().is_none());
            prop_assert!(dead.modified() > record.modified());
            prop_assert_eq!((dead.id(), dead.creator(), dead.created()), (record.id(), record.creator(), record.created()));
            prop_assert_eq!(dead.faults(), Vec::<String>::new());
            let keys: Vec<&str> = dead.object().keys().map(String::as_str).collect();
            prop_assert_eq!(keys, ["id", "type", "creator", "created", "modified", "as:deleted", "target"]);
            prop_assert_eq!(Record::parse(&dead.to_line()), Ok(dead));
        }

        #[test]
        fn canonical_texts_are_equal_just_where_records_are(a in any_annotation(), b in any_annotation()) {
            let (a, b) = (Record::of(&a), Record::of(&b));
            prop_assert_eq!(a == b, a.canonical() == b.canonical());
            let reversed = Record::made(a.object().clone().into_iter().rev().collect());
            prop_assert_eq!(reversed.canonical(), a.canonical());
        }

        #[test]
        fn a_record_says_the_same_by_its_text_and_by_its_object(annotation in any_annotation(), odd in odd_members()) {
            let line = Record::of(&annotation).to_line();
            // The later of two values counts, as in any JSON object.
            let line = format!("{},{odd}}}", line.strip_suffix('}').expect("an object"));
            let object: Map<String, Value> = serde_json::from_str(&line).expect("it is JSON");
            match (Record::parse(&line), Record::from_object(object)) {
                (Ok(read), Some(made)) => {
                    prop_assert_eq!(&read.kept.brief, &made.kept.brief);
                    prop_assert_eq!(read.annotation(), made.annotation());
                    prop_assert_eq!((read.identity(), read.faults()), (made.identity(), made.faults()));
                    prop_assert_eq!((read.to_line(), read.canonical()), (made.to_line(), made.canonical()));
                    prop_assert_eq!(read, made);
                }
                (read, made) => prop_assert!(read.is_err() && made.is_none(), "{:?} {:?}", read, made),
            }
        }

        #[test]
        fn any_json_is_read_without_a_panic(json in r#"[\[\]{}:,"idbotyaregv0-9.]{0,40}|\PC{0,40}"#) {
            if let Ok(record) = Record::parse(&json) {
                let _ = (record.annotation(), record.tombstone(at(0)), record.faults(), record.identity());
            }
        }
    }

    /// Keys that the view looks at, with values of any kind.
    fn odd_members() -> impl Strategy<Value = String> {
        let keys = ["type", "motivation", "creator", "user", "created", "updated", "modified", "body", "target", "id"];
        let values = [
            r#""urn:x:1""#,
            r#"["as:Tombstone",{"id":"urn:x:2"}]"#,
            r#"{"id":"urn:x:3","source":"urn:x:d","selector":[{"type":"TextPositionSelector","start":9,"end":4.0}]}"#,
            r#"["identifying","linking",null,7]"#,
            r#""2026-11-22T18:00:10+09:00""#,
            r#"[{"value":"t","purpose":"tagging"},"é",{"source":"urn:x:e","color":"mauve"}]"#,
            "null",
            "{}",
        ];
        let member = (prop::sample::select(keys.to_vec()), prop::sample::select(values.to_vec()));
        let members = prop::collection::vec(member.prop_map(|(key, value)| format!("\"{key}\": {value}")), 1..5);
        members.prop_map(|members| members.join(", "))
    }

    #[test]
    fn the_record_about_the_document_says_which_it_is() {
        let sha256 = DOCUMENT.trim_start_matches("urn:sha256:").to_owned();
        let identity =
            DocumentIdentity {
                title: "Thaws “and” tremors".to_owned(), path: "week-2/brief.pdf".to_owned(), sha256
            };
        let record = Record::identifying(&identity, &urn(1), &reader(900), at(0));
        assert_eq!(record.identity(), Some(identity));
        assert_eq!(record.faults(), Vec::<String>::new());
        assert!(record.annotation().is_some_and(|view| view.kind == Kind::Identity));
    }

    #[test]
    fn a_line_holds_no_character_that_ends_it_or_steers_a_terminal() {
        let words = "日本 é\u{2028}\u{2029}\u{85}\u{1b}\u{7f}\r\n";
        let line = record(1, 1, words).to_line();
        assert!(line.contains("日本 é\\u2028\\u2029\\u0085\\u001b\\u007f\\r\\n"), "{line}");
    }

    proptest! {
        #[test]
        fn numbers_of_unknown_keys_are_written_as_they_were_read(number in any::<f64>()) {
            prop_assume!(number.is_finite());
            let line = format!(r#"{{"id":"urn:x:1","x:k":{}}}"#, Value::from(number));
            prop_assert_eq!(Record::parse(&line).map(|record| record.to_line()), Ok(line));
        }
    }

    proptest! {
        #[test]
        fn what_is_read_along_with_a_record_is_what_it_means(annotation in any_annotation(), kept in "[a-c]{0,3}") {
            let line = Record::of(&annotation).to_line().replacen('{', &format!(r#"{{"x:kept":"{kept}","#), 1);
            let alone = Record::parse(&line).expect("a record");
            let along = Record::read_with_meaning(line.as_str().into()).expect("a record");
            prop_assert_eq!(&alone.kept.brief, &along.kept.brief);
            prop_assert_eq!((along.annotation(), along.annotation()), (alone.annotation(), alone.annotation()));
            prop_assert_eq!(along.to_line(), line);
        }
    }

    #[test]
    fn what_is_read_along_with_it_is_given_away_and_read_anew_for_the_next() {
        let json = record(1, 1, "hm").to_line();
        let along = Record::read_with_meaning(json.as_str().into()).expect("a record");
        let is_held = || along.kept.meaning.lock().expect("nobody has it").is_some();
        assert!(is_held() && along.clone().annotation() == Record::parse(&json).expect("a record").annotation());
        assert!(!is_held() && along.annotation().is_some());
        let gone = record(1, 1, "").to_line();
        assert_eq!(Record::read_with_meaning(gone.as_str().into()).expect("a record").annotation(), None);
        for text in ["", "[]", "7", "{}", r#"{"id":7}"#, r#"{"id":"urn:x:1"} x"#, r#"{"id":"urn:x:1","a":[1e999]}"#] {
            let (alone, along) = (Record::read(text.into()), Record::read_with_meaning(text.into()));
            assert!(alone.is_err() && alone.unwrap_err() == along.unwrap_err(), "{text}");
        }
        let identity = DocumentIdentity { path: "a.txt".to_owned(), ..DocumentIdentity::default() };
        let said = Record::identifying(&identity, &urn(2), &reader(900), at(0));
        let read = [Record::read(said.to_line().into()), Record::read_with_meaning(said.to_line().into())];
        assert!(read.iter().all(|read| read.as_ref().expect("a record").identity() == Some(identity.clone())));
    }

    #[test]
    fn what_the_schemas_do_not_catch_is_told() {
        let odd = r#"{"id":"urn:x:1","creator":"Mei","created":"2026-11-22T18:00:10+09:00","modified":"2026-11-22T09:00:10Z",
            "target":{"source":"urn:x:d","selector":[{"type":"TextPositionSelector","start":9,"end":4}]}}"#;
        assert_eq!(Record::parse(odd).expect("a record").faults().len(), 3);
    }

    #[test]
    fn a_note_is_cut_only_where_it_is_shown() {
        let long = "é".repeat(SHOWN);
        assert_eq!(shown(&long).len(), SHOWN);
        let note = record(1, 1, &long).annotation().and_then(|view| view.note);
        assert_eq!(note.map(|note| note.len()), Some(2 * SHOWN));
        assert_eq!(shown("é"), "é");
    }

    #[test]
    fn only_absolute_iris_are_taken_as_they_are() {
        for iri in ["urn:uuid:1", "https://example.org/a?b=%20#c", "acct:mei@example.org"] {
            assert_eq!(as_urn(iri), iri);
        }
        for words in ["", "Mei", "a b:c", "https://example.org/ü", "urn:", "x:%2", "1a:b", "a:b#c#d"] {
            assert!(as_urn(words).starts_with("urn:uuid:") && as_urn(words).len() == 45, "{words}");
        }
        assert_ne!(as_urn("Mei"), as_urn("Ken"));
        assert!(creator_urn("acct:mei@example.org").starts_with("urn:uuid:"));
    }
}
