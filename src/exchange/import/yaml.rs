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

/// The first document of a text; what is wrong with it where it cannot be read.
pub(super) fn value(text: &str) -> Result<Value, String> {
    let mut open: Vec<YamlNode> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|fault| fault.info().replace('\n', " "))?;
        let whole = match event {
            Event::SequenceStart(..) => opened(&mut open, YamlNode::List(Vec::new()))?,
            Event::MappingStart(..) => opened(&mut open, YamlNode::Pairs(Map::new(), None))?,
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(closed),
            Event::Scalar(text, style, ..) => Some(scalar(&text, style == ScalarStyle::Plain)),
            Event::Alias(_) => Some(Value::Null),
            _ => None,
        };
        match (whole, open.last_mut()) {
            (Some(whole), None) => return Ok(whole),
            (Some(whole), Some(node)) => take(node, whole),
            (None, _) => {}
        }
    }
    Err("it ends before it began".to_owned())
}

fn opened(open: &mut Vec<YamlNode>, node: YamlNode) -> Result<Option<Value>, String> {
    if open.len() == MAX_DEPTH {
        return Err("it is nested too deep".to_owned());
    }
    open.push(node);
    Ok(None)
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
        assert_eq!(value(text), Ok(wanted));
        assert_eq!(value("a: &x 1\nb: *x\n"), Ok(json!({"a": 1, "b": null})));
        assert!(value(&"[".repeat(100)).is_err());
        assert!(value("").is_err());
    }
}
