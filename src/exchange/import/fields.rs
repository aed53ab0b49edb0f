//! What the fields of a record hold: what holds something else is told, so that nothing of a mark is lost in silence.

use super::mark::{Imported, Mark, MarkedWork};
use super::times;
use serde_json::Value;

/// What a field may hold. Any may hold nothing (`null`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldShape {
    /// A text.
    Text,
    /// A text or a number.
    Label,
    /// A time, ISO 8601.
    Time,
    /// A whole number that is not negative.
    Count,
    /// A list.
    List,
    /// A list of texts.
    Texts,
    /// A text, or several in a list.
    Words,
    /// A list of objects.
    Objects,
    /// An object.
    Object,
    /// An object, or a text that names one.
    Named,
    /// Objects, or texts that name them: one or a list.
    Several,
}

/// RecordFields by their names; a dot leads into an object, or into each of a list.
pub(super) type RecordFields = &'static [(&'static str, FieldShape)];

impl FieldShape {
    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Label => value.is_string() || value.is_number(),
            Self::Time => value.as_str().is_some_and(|time| time.trim().is_empty() || times::iso(time).is_some()),
            Self::Count => value.is_u64(),
            Self::List => value.is_array(),
            Self::Texts => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
            Self::Words => value.is_string() || Self::Texts.takes(value) && value.get(0).is_some(),
            Self::Objects => value.as_array().is_some_and(|all| all.iter().all(Value::is_object)),
            Self::Object => value.is_object(),
            Self::Named => value.is_object() || value.is_string(),
            Self::Several => {
                let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                !all.is_empty() && all.iter().all(|one| Self::Named.takes(one))
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Label | Self::Words => "a text",
            Self::Time => "a time",
            Self::Count => "a whole number",
            Self::List => "a list",
            Self::Texts => "a list of texts",
            Self::Objects => "a list of objects",
            Self::Object | Self::Named | Self::Several => "an object",
        }
    }
}

impl Imported {
    /// Takes in one record, `what` with its number from 1: its mark, what of its fields is not what it should be, or why it
    /// is left out.
    pub(super) fn take(
        &mut self,
        what: &str,
        record: &Value,
        fields: RecordFields,
        read: Result<(MarkedWork, Mark), String>,
    ) {
        match read {
            Ok((work, mark)) => {
                self.tell_misfits(what, record, fields);
                self.add(work, mark);
            }
            Err(fault) => self.faults.push(format!("{what} is left out: {fault}")),
        }
    }

    /// Tells what of a record's fields is not what it should be.
    pub(super) fn tell_misfits(&mut self, what: &str, record: &Value, fields: RecordFields) {
        self.faults.extend(misfits(record, fields).map(|fault| format!("{what}: {fault}")));
    }
}

/// The fields of a record that hold something else, in words.
fn misfits(record: &Value, fields: RecordFields) -> Option<String> {
    let misfit = |(name, shape): &(&str, FieldShape)| {
        let mut found = Vec::new();
        gather(record, name, &mut found);
        let other = found.into_iter().find(|value| !value.is_null() && !shape.takes(value))?;
        Some(format!("`{name}` is {} instead of {}", kind(other), shape.name()))
    };
    let all: Vec<String> = fields.iter().filter_map(misfit).collect();
    (!all.is_empty()).then(|| format!("{}, and was not read", all.join(", ")))
}

/// What stands under a name with dots; of a list what stands there in each.
fn gather<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v Value>) {
    let (key, rest) = name.split_once('.').map_or((name, None), |(key, rest)| (key, Some(rest)));
    let here = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    for inner in here.iter().filter_map(|one| one.get(key)) {
        match rest {
            Some(rest) => gather(inner, rest, found),
            None => found.push(inner),
        }
    }
}

/// Why a record without this field is none.
pub(super) fn missing(record: &Value, name: &str) -> String {
    match record.get(name) {
        _ if !record.is_object() => format!("it is {}", kind(record)),
        None | Some(Value::Null) => format!("it has no `{name}`"),
        Some(other) => format!("its `{name}` is {}", kind(other)),
    }
}

/// What a value is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const FIELDS: RecordFields = &[
        ("note", FieldShape::Text),
        ("tags", FieldShape::Texts),
        ("made", FieldShape::Time),
        ("page", FieldShape::Count),
        ("target.selector.exact", FieldShape::Text),
        ("creator", FieldShape::Named),
    ];

    fn told(record: &Value) -> String {
        misfits(record, FIELDS).unwrap_or_default()
    }

    #[test]
    fn a_record_that_is_as_it_should_be_has_no_misfits() {
        let record = json!({"note": "a", "tags": [], "made": "2026-03-01", "page": 3, "creator": "x", "other": 1,
            "target": [{"selector": {"exact": "b"}}, {"selector": [{"exact": "c"}, {"type": "x"}]}, "d"]});
        assert_eq!((told(&record), told(&json!({"note": null})), told(&json!({}))), Default::default());
    }

    #[test]
    fn a_field_that_holds_something_else_is_told_with_both() {
        let record = json!({"note": 5, "tags": ["a", {}], "made": "soon", "page": -1, "creator": [],
            "target": [{"selector": [{"exact": [[]]}]}]});
        assert_eq!(
            told(&record),
            "`note` is a number instead of a text, `tags` is a list instead of a list of texts, `made` is a text instead of a time, \
             `page` is a number instead of a whole number, `target.selector.exact` is a list instead of a text, \
             `creator` is a list instead of an object, and was not read"
        );
    }
}
