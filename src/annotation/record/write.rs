//! Writing records: a new one strictly as the format says, a changed one with only that changed which is.
//!
//! Every key that this program does not know stays, at every depth.

use super::json::Json;
use super::style::set_color;
use super::target::{Object, RESOURCE_KEYS, shown_at, shown_mut, styled};
use super::{KEYS, Record, as_urn, creator_urn, in_order, list, put_in_order, strings, time_text, view};
use crate::annotation::{Annotation, Kind, Link, Passage, Target};
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};

/// The order of the keys of a textual body.
const BODY_KEYS: &[&str] = &["id", "type", "purpose", "format", "language", "value"];

impl Record {
    /// A new record, strictly as the format has it. Ids and sources that are no IRI become one, a creator that is no
    /// `urn:` too; a reversed position is turned round.
    pub fn of(annotation: &Annotation) -> Self {
        let mut object = Object::new();
        object.insert("id".to_owned(), as_urn(&annotation.id).into());
        object.insert("type".to_owned(), "Annotation".into());
        set_motivation(&mut object, annotation.kind);
        set_origin(&mut object, annotation);
        object.insert("target".to_owned(), target_value(&annotation.target));
        let mut bodies = Vec::new();
        bodies.extend(note_text(annotation).map(|note| note_body(annotation.kind, note)));
        bodies.extend(annotation.links.iter().map(link_body));
        bodies.extend(annotation.tags.iter().map(|tag| tag_body(tag)));
        set_bodies(&mut object, bodies, false);
        set_color(&mut object, annotation.color);
        Self::made(in_order(object))
    }

    /// This record with what differs between its view and `to`; everything else, unknown keys too, stays. A tombstone
    /// or a record without a view is written anew, its unknown keys kept.
    pub fn updated(&self, to: &Annotation) -> Self {
        let Some(from) = self.annotation() else { return self.renewed(to) };
        let mut object = self.object().clone();
        if from.kind != to.kind {
            set_motivation(&mut object, to.kind);
        }
        if from.creator != to.creator || from.created != to.created || from.modified != to.modified {
            set_changed_origin(&mut object, &from, to);
        }
        if from.target != to.target {
            change_target(&mut object, &from.target, &to.target);
        }
        if from.note != to.note || from.kind != to.kind {
            change_note(&mut object, &from, to);
        }
        if from.links != to.links {
            change_links(&mut object, &from.links, &to.links);
        }
        if from.tags != to.tags {
            change_tags(&mut object, &to.tags);
        }
        if from.color != to.color {
            set_color(&mut object, to.color);
        }
        Self::made(in_order(object))
    }

    fn renewed(&self, to: &Annotation) -> Self {
        let mut object = Self::of(to).with("id", self.id());
        let unknown = self.object().iter().filter(|(key, _)| !KEYS.contains(&key.as_str()));
        object.extend(unknown.map(|(key, value)| (key.clone(), value.clone())));
        Self::made(in_order(object)).for_audience(self.audience())
    }
}

/// The W3C motivation of a kind.
fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::Highlight => "highlighting",
        Kind::Note => "commenting",
        Kind::Question | Kind::Prompt => "questioning",
        Kind::Reply => "replying",
        Kind::Vote => "moderating",
        Kind::Bookmark => "bookmarking",
        Kind::DocumentNote => "describing",
        Kind::Link => "linking",
        Kind::Identity => "identifying",
    }
}

/// The purpose of the note of a kind: the motivation, but `commenting` where the note is only an addition.
pub(super) fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Highlight | Kind::Link | Kind::Bookmark | Kind::Identity => "commenting",
        kind => motivation(kind),
    }
}

fn set_motivation(object: &mut Object, kind: Kind) {
    object.insert("motivation".to_owned(), motivation(kind).into());
    if kind == Kind::Prompt {
        let audience = json!({"type": "schema:EducationalAudience", "schema:educationalRole": "student"});
        object.entry("audience").or_insert(audience);
    } else if kind == Kind::Question {
        object.shift_remove("audience");
    }
}

fn set_origin(object: &mut Object, annotation: &Annotation) {
    object.insert("creator".to_owned(), creator_urn(&annotation.creator).as_str().into());
    object.insert("created".to_owned(), time_text(annotation.created).into());
    object.insert("modified".to_owned(), time_text(annotation.modified).into());
}

/// Creator and times, each only where it changed.
fn set_changed_origin(object: &mut Object, from: &Annotation, to: &Annotation) {
    let mut fresh = Object::new();
    set_origin(&mut fresh, to);
    for (key, changed) in [
        ("creator", from.creator != to.creator),
        ("created", from.created != to.created),
        ("modified", from.modified != to.modified),
    ] {
        if let Some(value) = fresh.shift_remove(key).filter(|_| changed) {
            object.insert(key.to_owned(), value);
        }
    }
}

/// The words of the note body; a vote always has some.
fn note_text(annotation: &Annotation) -> Option<&str> {
    let vote = (annotation.kind == Kind::Vote).then_some("+1");
    annotation.note.as_deref().filter(|note| !note.is_empty()).or(vote)
}

fn note_body(kind: Kind, note: &str) -> Value {
    json!({"type": "TextualBody", "purpose": purpose(kind), "format": "text/markdown", "value": note})
}

fn tag_body(tag: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "tagging", "value": tag})
}

fn link_body(link: &Link) -> Value {
    let mut body = json!({"type": "SpecificResource", "purpose": "linking"});
    if !link.label.is_empty() {
        body["label"] = link.label.as_str().into();
    }
    body["source"] = as_urn(&link.passage.source).into();
    if let Some(selectors) = selectors(&link.passage) {
        body["selector"] = selectors;
    }
    body
}

pub(super) fn target_value(target: &Target) -> Value {
    match target {
        Target::Document(iri) => as_urn(iri).into(),
        Target::Annotation(id) => as_urn(id).into(),
        Target::Passage(passage) => {
            let source = as_urn(&passage.source);
            // A specific resource must select something; one that does not is its source.
            let Some(selectors) = selectors(passage) else { return source.into() };
            json!({"type": "SpecificResource", "source": source, "selector": selectors})
        }
    }
}

/// The selectors of a passage; `None` where it has neither words nor a position.
fn selectors(passage: &Passage) -> Option<Value> {
    let mut all = Vec::new();
    let quote = &passage.quote;
    if !(quote.exact.is_empty() && quote.prefix.is_empty() && quote.suffix.is_empty()) {
        all.push(json!({
            "type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix,
        }));
    }
    if let Some((a, b)) = passage.position {
        all.push(json!({"type": "TextPositionSelector", "start": a.min(b), "end": a.max(b)}));
    }
    (!all.is_empty()).then_some(Value::Array(all))
}

/// The bodies as values of their own; a `bodyValue`, and the `text` of other tools, as a body.
fn take_bodies(object: &mut Object) -> (Vec<Value>, bool) {
    let several = object.get("body").is_some_and(Value::is_array);
    let bodies = list(object.get("body")).to_vec();
    object.shift_remove("body");
    (bodies, several)
}

/// One body as itself, several as an array, none as no key at all.
fn set_bodies(object: &mut Object, mut bodies: Vec<Value>, several: bool) {
    match bodies.len() {
        0 => object.shift_remove("body"),
        1 if !several => object.insert("body".to_owned(), bodies.remove(0)),
        _ => object.insert("body".to_owned(), Value::Array(bodies)),
    };
}

/// A `bodyValue` (which may not stand beside a body) or `text` becomes a body of its own, so that it can be changed.
fn unfold_note(object: &mut Object, kind: Kind) {
    let plain = strings(object.get("bodyValue")).chain(strings(object.get("text"))).next().map(str::to_owned);
    object.shift_remove("bodyValue");
    object.shift_remove("text");
    if let Some(note) = plain.filter(|note| !note.is_empty() && view::note_at(&Json::of_object(object)).is_none()) {
        let (mut bodies, several) = take_bodies(object);
        bodies.insert(0, note_body(kind, &note));
        set_bodies(object, bodies, several);
    }
}

fn change_note(object: &mut Object, from: &Annotation, to: &Annotation) {
    let (old, new) = (note_text(from), note_text(to));
    if old.is_none() && new.is_none() {
        return;
    }
    unfold_note(object, from.kind);
    let at = view::note_at(&Json::of_object(object));
    let (mut bodies, several) = take_bodies(object);
    match (at, new) {
        (Some(at), Some(note)) => rewrite_note(&mut bodies[at], from.kind, to.kind, note),
        (None, Some(note)) => bodies.insert(0, note_body(to.kind, note)),
        (Some(at), None) => drop(bodies.remove(at)),
        (None, None) => {}
    }
    set_bodies(object, bodies, several);
}

fn rewrite_note(body: &mut Value, from: Kind, to: Kind, note: &str) {
    let Value::Object(object) = body else {
        *body = note_body(to, note);
        return;
    };
    let key = if object.contains_key("value") || !object.contains_key("chars") { "value" } else { "chars" };
    object.insert(key.to_owned(), note.into());
    if from != to && strings(object.get("purpose")).eq([purpose(from)]) {
        object.insert("purpose".to_owned(), purpose(to).into());
    }
    put_in_order(object, BODY_KEYS);
}

/// The links as they are to be: one that stays keeps its body, one with the same label its unknown keys.
fn change_links(object: &mut Object, from: &[Link], to: &[Link]) {
    unfold_note(object, Kind::Link);
    let at = view::links_at(&Json::of_object(object));
    let (mut bodies, several) = take_bodies(object);
    let mut wanted: Vec<&Link> = to.iter().collect();
    let mut gone = Vec::new();
    for (at, old) in at.into_iter().zip(from) {
        let stays = wanted.iter().position(|link| *link == old);
        let Some(index) = stays.or_else(|| wanted.iter().position(|link| link.label == old.label)) else {
            gone.push(at);
            continue;
        };
        let link = wanted.remove(index);
        if link != old {
            change_passage(&mut bodies[at], &link.passage);
        }
    }
    gone.into_iter().rev().for_each(|at| drop(bodies.remove(at)));
    bodies.extend(wanted.into_iter().map(link_body));
    set_bodies(object, bodies, several);
}

/// The tags in their new order after the other bodies; a tag that stays keeps its body.
fn change_tags(object: &mut Object, tags: &[String]) {
    unfold_note(object, Kind::Note);
    object.shift_remove("tags");
    let (bodies, several) = take_bodies(object);
    let (old, mut bodies): (Vec<Value>, Vec<Value>) =
        bodies.into_iter().partition(|body| view::is_tag(&Json::of(body)));
    // The same tag may stand there twice, each time with keys of its own.
    let mut known: HashMap<String, VecDeque<Value>> = HashMap::new();
    for tag in old {
        let words = view::text_of(&Json::of(&tag)).unwrap_or_default().to_owned();
        known.entry(words).or_default().push_back(tag);
    }
    let kept = |tag: &String| known.get_mut(tag).and_then(VecDeque::pop_front).unwrap_or_else(|| tag_body(tag));
    bodies.extend(tags.iter().map(kept));
    set_bodies(object, bodies, several);
}

/// Changes the target that is shown; other targets stay.
fn change_target(object: &mut Object, from: &Target, to: &Target) {
    object.shift_remove("references");
    let Some(at) = shown_at(object) else {
        object.insert("target".to_owned(), target_value(to));
        return;
    };
    let target = shown_mut(object, at);
    match to {
        Target::Passage(passage) if matches!(from, Target::Passage(_)) => change_passage(target, passage),
        _ => {
            let style = target.get("styleClass").cloned();
            *target = target_value(to);
            if let Some(style) = style {
                styled(target).insert("styleClass".to_owned(), style);
            }
        }
    }
}

/// Rewrites source and selectors of a specific resource. Selectors of other kinds stay as long as the words do: they
/// may still be right.
fn change_passage(resource: &mut Value, passage: &Passage) {
    let old = view::passage(&Json::of(resource));
    if selectors(passage).is_none() && !resource.is_object() {
        *resource = as_urn(&passage.source).into();
        return;
    }
    let object = styled(resource);
    if old.source != passage.source {
        object.insert("source".to_owned(), as_urn(&passage.source).into());
    }
    let before = list(object.get("selector")).to_vec();
    let fresh = selectors(passage).map_or_else(Vec::new, |new| list(Some(&new)).to_vec());
    let mut all: Vec<Value> = fresh.into_iter().map(|new| with_unknown_keys(new, &before)).collect();
    if old.quote.exact == passage.quote.exact {
        let ours = ["TextQuoteSelector", "TextPositionSelector"];
        all.extend(before.into_iter().filter(|s| !s["type"].as_str().is_some_and(|name| ours.contains(&name))));
    }
    object.shift_remove("selector");
    if !all.is_empty() {
        object.insert("selector".to_owned(), Value::Array(all));
    }
    put_in_order(object, RESOURCE_KEYS);
}

/// A new selector with the unknown keys of the old one of its type. What refined the old one is about the old words.
fn with_unknown_keys(mut new: Value, before: &[Value]) -> Value {
    let old = before.iter().find(|old| old["type"] == new["type"]).and_then(Value::as_object);
    if let (Some(old), Some(object)) = (old, new.as_object_mut()) {
        for (key, value) in old.iter().filter(|(key, _)| *key != "refinedBy") {
            object.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Color;
    use crate::annotation::samples::{any_annotation, at, urn};
    use proptest::prelude::*;

    /// Keys this program does not know, put wherever an object stands in a record.
    fn with_unknown_keys(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.values_mut().for_each(with_unknown_keys);
                object.insert("x:future".to_owned(), json!({"k": [1, 2.5, {"deep": null}]}));
            }
            Value::Array(items) => items.iter_mut().for_each(with_unknown_keys),
            _ => {}
        }
    }

    fn known_of_another(record: &Record) -> Record {
        let mut value = Value::Object(record.object().clone());
        with_unknown_keys(&mut value);
        Record::parse(&value.to_string()).expect("it kept its id")
    }

    fn marks(record: &Record) -> usize {
        record.to_line().matches("x:future").count()
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_was_meant(annotation in any_annotation()) {
            let record = Record::of(&annotation);
            prop_assert_eq!(record.annotation(), Some(annotation));
            prop_assert_eq!(record.faults(), Vec::<String>::new());
            let line = record.to_line();
            let ends_a_line = |c: char| c.is_control() || matches!(u32::from(c), 0x2028 | 0x2029);
            prop_assert!(!line.contains(ends_a_line));
            prop_assert!(!line.contains(":[]"));
            let read = Record::parse(&line);
            prop_assert_eq!(read.as_ref(), Ok(&record));
            prop_assert_eq!(read.map(|read| read.to_line()), Ok(line));
        }

        #[test]
        fn updating_gives_the_new_meaning_and_nothing_else(a in any_annotation(), b in any_annotation()) {
            let record = known_of_another(&Record::of(&a));
            prop_assert_eq!(record.annotation(), Some(a.clone()));
            prop_assert_eq!(&record.updated(&a), &record);
            prop_assert_eq!(record.updated(&b).annotation(), Some(b));
        }

        #[test]
        fn unknown_keys_survive_at_every_depth(a in any_annotation(), words in "[a-z]{1,9}", n in 101i64..200) {
            prop_assume!(a.note.is_some());
            let record = known_of_another(&Record::of(&a));
            let mut b = Annotation { note: Some(words), modified: at(n), ..a.clone() };
            b.tags.push("one more".to_owned());
            if let Target::Passage(passage) = &mut b.target {
                passage.quote.exact.push('!');
                passage.position = passage.position.map(|(start, end)| (start, end + 1));
            }
            prop_assert_eq!(marks(&record.updated(&b)), marks(&record));
        }
    }

    fn view(json: &str) -> Annotation {
        Record::parse(json).expect("a record").annotation().expect("an annotation")
    }

    #[test]
    fn keys_stand_in_the_fixed_order_and_unknown_ones_after() {
        let foreign = r#"{"zeta":1,"target":"urn:sha256:d","body":{"x:k":1,"value":"old","type":"TextualBody"},
            "alpha":2,"type":"Annotation","motivation":"describing","id":"urn:x:1"}"#;
        let mut changed = view(foreign);
        changed.note = Some("new".to_owned());
        let line = Record::parse(foreign).expect("a record").updated(&changed).to_line();
        let body = r#"{"type":"TextualBody","value":"new","x:k":1}"#;
        let head = r#"{"id":"urn:x:1","type":"Annotation","motivation":"describing""#;
        assert_eq!(line, format!(r#"{head},"body":{body},"target":"urn:sha256:d","zeta":1,"alpha":2}}"#));
    }

    #[test]
    fn a_body_value_becomes_a_body_when_it_is_changed() {
        let old = r#"{"id":"urn:x:1","type":"Annotation","bodyValue":"x","target":"urn:sha256:d"}"#;
        let record = Record::parse(old).expect("a record");
        let mut changed = view(old);
        changed.note = Some("y".to_owned());
        let line = record.updated(&changed).to_line();
        assert!(!line.contains("bodyValue") && line.contains(r#""value":"y""#), "{line}");
        changed.note = None;
        assert!(!record.updated(&changed).to_line().contains("body"));
        changed.note = Some("x".to_owned());
        changed.tags.push("t".to_owned());
        assert_eq!(record.updated(&changed).annotation(), Some(changed));
    }

    #[test]
    fn an_unknown_colour_keeps_its_name_until_another_is_chosen() {
        let old = r#"{"id":"urn:x:1","type":"Annotation","motivation":"highlighting","stylesheet":"https://example.org/s.css",
            "target":{"type":"SpecificResource","source":"urn:sha256:d","styleClass":["mauve","underline"],
            "selector":{"type":"TextQuoteSelector","exact":"words"}}}"#;
        let record = Record::parse(old).expect("a record");
        let mut changed = view(old);
        assert_eq!(changed.color, Some(Color::Other));
        changed.tags.push("t".to_owned());
        assert!(record.updated(&changed).to_line().contains("mauve"));
        changed.color = Some(Color::Green);
        let line = record.updated(&changed).to_line();
        assert!(line.contains(r#""styleClass":"green underline""#) && line.contains("s.css"), "{line}");
    }

    #[test]
    fn a_reversed_position_is_turned_round_and_a_bare_name_becomes_a_urn() {
        let mut odd = view(r#"{"id":"0193f3a0-0000-7000-8000-000000000001","target":"week-2/brief.pdf"}"#);
        odd.creator = "Mei Tanaka".into();
        let source = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned();
        odd.target = Target::Passage(Passage { source, position: Some((9, 4)), ..Passage::default() });
        let record = Record::of(&odd);
        assert_eq!(record.faults(), Vec::<String>::new());
        assert_eq!(*record.id(), urn(1));
        let line = record.to_line();
        assert!(line.contains(r#""start":4,"end":9"#) && line.contains("urn:sha256:e3b0"), "{line}");
    }
}
