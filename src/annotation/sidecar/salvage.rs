//! Reading a sidecar file, whole or in pieces: header, lines, footer, and what could not be read.
//!
//! Every line of a damaged file ends up as a record or as an unread line; only separators, the marks of a git
//! conflict and repeated headers and footers go.

use super::{FOOTER, PAGE_FOOTER, Sidecar, SidecarLine, header, page_header};
use crate::annotation::record::json::Json;
use crate::annotation::record::{Record, one_line};
use crate::annotation::{AnnotationId, ReaderId};
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// How a record is read from a line: [`Record::read`] or [`Record::read_with_meaning`].
pub(super) type ReadRecord = fn(Arc<str>) -> Result<Record, String>;

/// Reads the text line by line; where lines could not be read and the whole is JSON all the same (another program laid
/// it out anew), as a whole, if that holds all that the lines do.
pub(super) fn parse(text: &str, read: ReadRecord) -> Sidecar {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let by_line = by_line(text, read);
    if by_line.faults.is_empty() {
        return by_line;
    }
    let understood = |sidecar: &Sidecar| (sidecar.records().count(), Reverse(sidecar.unread().count()));
    let holds_all = |whole: &Sidecar| {
        let ids: HashSet<&AnnotationId> = whole.records().map(Record::id).collect();
        by_line.records().all(|record| ids.contains(record.id()))
    };
    let better = |whole: &Sidecar| understood(whole) > understood(&by_line) && holds_all(whole);
    whole(text).filter(better).unwrap_or(by_line)
}

/// What a line is.
enum SalvagedLine {
    /// The line, what closes it, and whose file it says it is.
    Header(String, String, Option<ReaderId>),
    Footer(String),
    Record(Arc<str>, Record),
    /// The marks that git leaves around two versions.
    Conflict,
    /// Brackets and blanks.
    Nothing,
    Unread(String),
}

fn by_line(text: &str, read: ReadRecord) -> Sidecar {
    let mut sidecar = Sidecar::default();
    let mut closing = FOOTER.to_owned();
    let mut conflicts = 0;
    for (at, line) in text.split('\n').enumerate() {
        match piece(line, &closing, read) {
            SalvagedLine::Header(header, end, owner) if sidecar.header.is_none() => {
                sidecar.owner = owner;
                sidecar.header = Some(header);
                closing = end;
            }
            SalvagedLine::Header(header, ..) if sidecar.header.as_ref() == Some(&header) => {}
            SalvagedLine::Header(line, ..) => keep(&mut sidecar, at, &line, "it is a second header"),
            // Of two ends the longer one says more.
            SalvagedLine::Footer(footer)
                if sidecar.footer.as_ref().is_some_and(|known| known.len() >= footer.len()) => {}
            SalvagedLine::Footer(footer) => sidecar.footer = Some(footer),
            SalvagedLine::Record(text, record) => sidecar.add_line(SidecarLine::Record { text, record }),
            SalvagedLine::Conflict => conflicts += 1,
            SalvagedLine::Nothing => {}
            SalvagedLine::Unread(why) => keep(&mut sidecar, at, line.trim_end_matches('\r'), &why),
        }
    }
    if conflicts > 0 {
        sidecar.fault("it holds the marks of a git conflict; both versions were read".to_owned());
    }
    if sidecar.header.is_none() && !sidecar.lines.is_empty() {
        sidecar.fault("its header is missing; a new one is written".to_owned());
        sidecar.header = Some(sidecar.made_header());
    }
    if sidecar.header.is_some() && sidecar.footer.is_none() {
        sidecar.fault("its end is missing: it was cut off".to_owned());
        sidecar.footer = Some(closing);
    }
    sidecar
}

fn keep(sidecar: &mut Sidecar, at: usize, line: &str, why: &str) {
    sidecar.fault(format!("line {}: {why} (kept as it is)", at + 1));
    sidecar.add_line(SidecarLine::Unread(line.to_owned()));
}

fn piece(line: &str, closing: &str, read: ReadRecord) -> SalvagedLine {
    let text = line.trim_matches([' ', '\t', '\r']);
    if is_conflict_mark(text) {
        return SalvagedLine::Conflict;
    }
    if text.starts_with(']') && closes(closing, text) {
        return SalvagedLine::Footer(text.to_owned());
    }
    if text.chars().all(|c| matches!(c, '[' | ']' | '}' | ',' | ' ' | '\t')) {
        return SalvagedLine::Nothing;
    }
    if let Some((end, owner)) = opened(text) {
        return SalvagedLine::Header(text.to_owned(), end, owner);
    }
    let item = text.trim_matches([',', ' ', '\t']);
    let item: Arc<str> = item.into();
    match read(item.clone()) {
        Ok(record) if record.is_annotation() => SalvagedLine::Record(item, record),
        Ok(_) => SalvagedLine::Unread("it is no annotation".to_owned()),
        Err(why) => SalvagedLine::Unread(why),
    }
}

/// The lines that git puts around the versions of a conflict: seven signs, then nothing or a blank.
fn is_conflict_mark(text: &str) -> bool {
    let marked = |sign: &str| text.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().any(marked)
}

/// Whether a line closes what the header opened, as `closing` does. It may say more: a later version of the format may.
/// The header itself is not looked at again, which might be long.
fn closes(closing: &str, text: &str) -> bool {
    let open = if closing == FOOTER { "{\"first\":{\"items\":[" } else { "{\"items\":[" };
    serde_json::from_str::<IgnoredAny>(&format!("{open}{text}")).is_ok()
}

/// What closes a header line, and whose file it says it is; `None` where it is no header.
fn opened(text: &str) -> Option<(String, Option<ReaderId>)> {
    if !(text.starts_with('{') && text.ends_with('[')) {
        return None;
    }
    let closed = |end: &str| {
        let whole = format!("{text}{end}");
        let object = Json::parse_some(&whole, |key| matches!(key, "type" | "creator"))?;
        Some((end.to_owned(), is_collection(&object).then(|| owner_of(&object))))
    };
    let (end, owner) = [FOOTER, PAGE_FOOTER].into_iter().find_map(closed)?;
    Some((end, owner?))
}

/// Whether it says that it is a collection or a page of one.
fn is_collection(object: &Json) -> bool {
    object.strings("type").any(|name| name == "AnnotationCollection" || name == "AnnotationPage")
}

/// The creator's id in the object of a header.
fn owner_of(collection: &Json) -> Option<ReaderId> {
    collection.get("creator").and_then(Json::id).map(ReaderId::new)
}

/// Reads a text that is one JSON value, however it is laid out.
fn whole(text: &str) -> Option<Sidecar> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let mut sidecar = Sidecar { owner: owner_of(&Json::of(&value)), ..Sidecar::default() };
    let items = match &mut value {
        Value::Array(items) => std::mem::take(items),
        Value::Object(object) => items_of(object)?,
        _ => return None,
    };
    let page = value.get("first").is_none();
    let known =
        if page && is_collection(&Json::of(&value)) { value.as_object().map(page_header) } else { header(&value) };
    for item in items {
        let text = one_line(item.to_string());
        let record = if let Value::Object(object) = item { Record::from_object(object) } else { None };
        if let Some(record) = record.filter(Record::is_annotation) {
            sidecar.add_line(SidecarLine::Record { text: text.into(), record });
        } else {
            sidecar.fault("an item is no annotation (kept as it is)".to_owned());
            let comma = if sidecar.lines.is_empty() { "" } else { "," };
            sidecar.add_line(SidecarLine::Unread(format!("{comma}{text}")));
        }
    }
    sidecar.footer = Some(if known.is_some() && page { PAGE_FOOTER } else { FOOTER }.to_owned());
    sidecar.header = known.or_else(|| Some(sidecar.made_header()));
    Some(sidecar)
}

/// Takes the items out of a collection or page; an annotation by itself is the one item.
fn items_of(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    let array = |value: Option<Value>| match value {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    };
    if let Some(first) = object.get_mut("first").and_then(Value::as_object_mut) {
        return array(first.shift_remove("items"));
    }
    if object.contains_key("items") {
        return array(object.shift_remove("items"));
    }
    Some(vec![Value::Object(std::mem::take(object))])
}
