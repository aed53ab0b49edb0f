//! YAML as data: mappings, lists and scalars as the JSON that they say. Aliases are nothing, so that no file costs more than its
//! length; scalars without quotes that look like numbers are numbers.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// Nothing is read that is nested deeper.
const MAX_DEPTH: usize = 32;

/// A list or a mapping that is open, with the key that waits for its value.
enum YamlNode {
    List(Vec<Value>),
    Pairs(Map<String, Value>, Option<String>),
}

/// The first document of a text; of a list that cannot be read to its end what stands before the fault. Beside it what is wrong,
/// with its line.
pub(super) fn value(text: &str) -> (Value, Option<String>) {
    let mut open: Vec<YamlNode> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, at) = match event {
            Ok(event) => event,
            Err(fault) => return broken(open, fault.marker().line(), &fault.info().replace('\n', " ")),
        };
        let whole = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() == MAX_DEPTH => {
                return broken(open, at.start.line(), "it is nested too deep");
            }
            Event::SequenceStart(..) => opened(&mut open, YamlNode::List(Vec::new())),
            Event::MappingStart(..) => opened(&mut open, YamlNode::Pairs(Map::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(closed),
            Event::Scalar(text, style, ..) => Some(scalar(&text, style == ScalarStyle::Plain)),
            Event::Alias(_) => Some(Value::Null),
            _ => None,
        };
        match (whole, open.last_mut()) {
            (Some(whole), None) => return (whole, None),
            (Some(whole), Some(node)) => take(node, whole),
            (None, _) => {}
        }
    }
    (Value::Null, Some("it ends before it began".to_owned()))
}

fn opened(open: &mut Vec<YamlNode>, node: YamlNode) -> Option<Value> {
    open.push(node);
    None
}

/// The entries of the list that are whole, without the one that breaks off.
fn broken(open: Vec<YamlNode>, line: usize, cause: &str) -> (Value, Option<String>) {
    let whole = match open.into_iter().next() {
        Some(list @ YamlNode::List(_)) => closed(list),
        _ => Value::Null,
    };
    (whole, Some(format!("line {line}: {cause}; what stands there and behind it is left out")))
}

fn closed(node: YamlNode) -> Value {
    match node {
        YamlNode::List(list) => Value::Array(list),
        YamlNode::Pairs(pairs, _) => Value::Object(pairs),
    }
}

fn take(node: &mut YamlNode, value: Value) {
    match node {
        YamlNode::List(list) => list.push(value),
        YamlNode::Pairs(pairs, waiting) => match waiting.take() {
            Some(key) => {
                pairs.insert(key, value);
            }
            None => *waiting = Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        },
    }
}

fn scalar(text: &str, plain: bool) -> Value {
    match text {
        "null" | "~" | "" if plain => Value::Null,
        "true" if plain => Value::Bool(true),
        "false" if plain => Value::Bool(false),
        text if plain => text.parse::<i64>().map_or_else(|_| text.into(), Into::into),
        text => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn mappings_lists_and_scalars_are_what_they_say() {
        let text = "- id: 12\n  word: [1, two]\n  note: |-\n    A line.\n\n    Another.\n  empty:\n- \"12\"\n";
        let wanted = json!([{"id": 12, "word": [1, "two"], "note": "A line.\n\nAnother.", "empty": null}, "12"]);
        assert_eq!(value(text), (wanted, None));
        assert_eq!(value("a: &x 1\nb: *x\n"), (json!({"a": 1, "b": null}), None));
        assert!(value(&"[".repeat(100)).1.is_some());
        assert!(value("").1.is_some());
    }

    #[test]
    fn a_list_that_breaks_off_has_its_whole_entries() {
        let (whole, fault) = value("- id: a\n- id: b\n  note: \"open\n- id: c\n");
        assert_eq!(whole, json!([{"id": "a"}]));
        assert!(fault.as_ref().is_some_and(|fault| fault.starts_with("line ")), "{fault:?}");
    }
}
