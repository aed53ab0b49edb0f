//! JSON Schema, as much of it as the schemas of this project and of the W3C use; a keyword that it does not know is a
//! failure, never passed over.
//!
//! Draft 4 and draft 2020-12 agree on all of it but two: what stands beside a `$ref` counts for nothing in both sets
//! of schemas, and `exclusiveMinimum` is a flag beside `minimum` in the older.

use regex::Regex;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Keywords that say nothing about a value; `$ref ` is a slip of the pen in one W3C schema, which every validator
/// passes over.
const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "$ref ",
    "id",
    "title",
    "description",
    "definitions",
    "expectedResult",
    "errorMessage",
    "assertionType",
    "onUnexpectedResult",
    "exclusiveMinimum",
];

/// How deep schemas and values may nest.
const DEPTH: usize = 200;

/// Schemas by the names they refer to each other with.
pub struct Schemas {
    files: BTreeMap<String, Value>,
    /// Their patterns, each made once.
    patterns: RefCell<BTreeMap<String, Rc<Regex>>>,
}

impl Schemas {
    /// These schemas.
    pub fn of(files: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { files: files.into_iter().collect(), patterns: RefCell::default() }
    }

    /// Checks a value against the schema of a file; what is wrong first, with its place.
    pub fn check(&self, file: &str, value: &Value) -> Result<(), String> {
        let schema = self.files.get(file).ok_or_else(|| format!("there is no schema {file}"))?;
        Check { schemas: self, file, depth: 0 }.value(schema, value, "$")
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let made = || Rc::new(Regex::new(pattern).expect("the schemas hold patterns"));
        let pattern = Rc::clone(self.patterns.borrow_mut().entry(pattern.to_owned()).or_insert_with(made));
        pattern.is_match(text)
    }

    fn referred(&self, from: &str, reference: &str) -> Result<(&str, &Value), String> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { from } else { file };
        let found = self.files.get_key_value(file);
        let found = found.and_then(|(file, schema)| Some((file.as_str(), schema.pointer(pointer)?)));
        found.ok_or_else(|| format!("the schemas name {reference}, which is not there"))
    }
}

#[derive(Clone, Copy)]
struct Check<'a> {
    schemas: &'a Schemas,
    file: &'a str,
    depth: usize,
}

impl Check<'_> {
    fn value(mut self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        self.depth += 1;
        assert!(self.depth < DEPTH, "the schemas go round in a circle at {at}");
        let Some(schema) = schema.as_object() else {
            return if schema == &Value::Bool(false) { Err(format!("{at} may not be there")) } else { Ok(()) };
        };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let (file, schema) = self.schemas.referred(self.file, reference)?;
            return Check { file, ..self }.value(schema, value, at);
        }
        schema.iter().try_for_each(|(keyword, rule)| self.keyword(keyword, rule, schema, value, at))
    }

    fn keyword(
        self,
        keyword: &str,
        rule: &Value,
        whole: &Map<String, Value>,
        value: &Value,
        at: &str,
    ) -> Result<(), String> {
        let holds = match keyword {
            "type" => list(rule).iter().filter_map(Value::as_str).any(|name| is(name, value)),
            "enum" => list(rule).contains(value),
            "const" => rule == value,
            "required" => value.as_object().is_none_or(|object| names(rule).all(|name| object.contains_key(name))),
            "pattern" => {
                value.as_str().is_none_or(|text| self.schemas.matches(rule.as_str().unwrap_or_default(), text))
            }
            "format" => value.as_str().is_none_or(|text| self.schemas.matches(pattern_of(rule), text)),
            "minimum" => value.as_f64().is_none_or(|number| {
                let least = rule.as_f64().unwrap_or(f64::MAX);
                number > least || (number >= least && whole.get("exclusiveMinimum") != Some(&Value::Bool(true)))
            }),
            "minItems" => value.as_array().is_none_or(|all| all.len() as u64 >= count(rule)),
            "maxItems" => value.as_array().is_none_or(|all| all.len() as u64 <= count(rule)),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= count(rule)),
            "not" => self.value(rule, value, at).is_err(),
            "anyOf" => list(rule).iter().any(|schema| self.value(schema, value, at).is_ok()),
            "oneOf" => list(rule).iter().filter(|schema| self.value(schema, value, at).is_ok()).count() == 1,
            "allOf" => return list(rule).iter().try_for_each(|schema| self.value(schema, value, at)),
            "items" => return self.items(rule, value, at),
            "properties" => return self.properties(rule, value, at),
            "patternProperties" => return self.pattern_properties(rule, value, at),
            "additionalProperties" => return self.additional(rule, whole, value, at),
            "dependencies" => return self.dependencies(rule, value, at),
            other => {
                assert!(SILENT.contains(&other), "the keyword {other} is not known here: teach it to this file");
                true
            }
        };
        if holds { Ok(()) } else { Err(format!("{at}: {keyword} {rule} does not hold of {value}")) }
    }

    fn items(self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let mut items = value.as_array().into_iter().flatten().enumerate();
        items.try_for_each(|(n, item)| self.value(rule, item, &format!("{at}[{n}]")))
    }

    fn properties(self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let rules = rule.as_object().into_iter().flatten();
        let mut present = rules.filter_map(|(name, schema)| Some((name, schema, value.as_object()?.get(name)?)));
        present.try_for_each(|(name, schema, value)| self.value(schema, value, &format!("{at}.{name}")))
    }

    fn pattern_properties(self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        for (written, schema) in rule.as_object().into_iter().flatten() {
            let properties = value.as_object().into_iter().flatten();
            let mut matching = properties.filter(|(name, _)| self.schemas.matches(written, name));
            matching.try_for_each(|(name, value)| self.value(schema, value, &format!("{at}.{name}")))?;
        }
        Ok(())
    }

    fn additional(self, rule: &Value, whole: &Map<String, Value>, value: &Value, at: &str) -> Result<(), String> {
        let listed = |name: &str| whole.get("properties").is_some_and(|properties| properties.get(name).is_some());
        let patterns = whole.get("patternProperties").and_then(Value::as_object);
        let matched =
            |name: &str| patterns.into_iter().flatten().any(|(written, _)| self.schemas.matches(written, name));
        let mut others = value.as_object().into_iter().flatten().filter(|(name, _)| !listed(name) && !matched(name));
        others.try_for_each(|(name, value)| self.value(rule, value, &format!("{at}.{name}")))
    }

    fn dependencies(self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        let Some(object) = value.as_object() else { return Ok(()) };
        for (_, needed) in rule.as_object().into_iter().flatten().filter(|(name, _)| object.contains_key(*name)) {
            if needed.is_array() {
                self.keyword("required", needed, &Map::new(), value, at)?;
            } else {
                self.value(needed, value, at)?;
            }
        }
        Ok(())
    }
}

fn list(rule: &Value) -> &[Value] {
    rule.as_array().map_or(std::slice::from_ref(rule), Vec::as_slice)
}

fn names(rule: &Value) -> impl Iterator<Item = &str> {
    list(rule).iter().filter_map(Value::as_str)
}

fn count(rule: &Value) -> u64 {
    rule.as_u64().expect("a schema counts in whole numbers")
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => {
            assert!(other.is_empty(), "there is no type {other}");
            false
        }
    }
}

/// The pattern of a format.
fn pattern_of(format: &Value) -> &'static str {
    let pattern = match format.as_str() {
        Some("uri") => r#"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$"#,
        Some("date-time") => r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$",
        _ => "",
    };
    assert!(!pattern.is_empty(), "the format {format} is not known here: teach it to this file");
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(schema: &Value, value: &Value) -> bool {
        Schemas::of([("a.json".to_owned(), schema.clone())]).check("a.json", value).is_ok()
    }

    #[test]
    fn each_keyword_takes_what_it_should_and_refuses_the_rest() {
        for (schema, good, bad) in [
            (json!({"type": ["string", "null"]}), json!(null), json!(1)),
            (json!({"type": "integer", "minimum": 0}), json!(0), json!(-1)),
            (json!({"minimum": 0, "exclusiveMinimum": true}), json!(1), json!(0)),
            (json!({"enum": ["a", 1]}), json!(1), json!("b")),
            (json!({"const": "a"}), json!("a"), json!("b")),
            (json!({"required": ["a"]}), json!({"a": 1}), json!({})),
            (json!({"properties": {"a": {"type": "null"}}}), json!({"a": null}), json!({"a": 1})),
            (json!({"patternProperties": {"^b": false}}), json!({"a": 1}), json!({"b": 1})),
            (json!({"properties": {"a": {}}, "additionalProperties": false}), json!({"a": 1}), json!({"b": 1})),
            (json!({"dependencies": {"a": ["b"]}}), json!({"b": 1}), json!({"a": 1})),
            (json!({"items": {"type": "string"}, "minItems": 1, "maxItems": 1}), json!(["a"]), json!([1])),
            (json!({"minLength": 2}), json!("日本"), json!("日")),
            (json!({"pattern": "^a+$"}), json!("aa"), json!("ab")),
            (json!({"format": "uri"}), json!("urn:uuid:1"), json!("a b.txt")),
            (json!({"format": "date-time"}), json!("2026-11-22T09:00:00.000Z"), json!("yesterday")),
            (json!({"not": {"type": "string"}}), json!(1), json!("a")),
            (json!({"anyOf": [{"type": "string"}, {"minimum": 3}]}), json!(3), json!(2)),
            (json!({"oneOf": [{"minimum": 1}, {"minimum": 2}]}), json!(1), json!(2)),
            (json!({"allOf": [{"minimum": 1}, {"type": "integer"}]}), json!(1), json!(1.5)),
            (json!({"$ref": "#/$defs/b", "$defs": {"b": {"const": 1}}}), json!(1), json!(2)),
        ] {
            assert!(holds(&schema, &good), "{schema} takes {good}");
            assert!(!holds(&schema, &bad), "{schema} refuses {bad}");
        }
    }

    #[test]
    #[should_panic(expected = "the keyword contains is not known here")]
    fn a_keyword_that_is_not_known_is_no_success() {
        holds(&json!({"contains": {}}), &json!([]));
    }
}
