//! JSON as far as it can be read: whole, as one value a line, or of a damaged file the records that are whole.
//!
//! A record that breaks off is left out, for half of it would be taken for all of it at the next import. What is left out is
//! told by its line. Nothing is guessed: no comma or quotation mark is put in.

use memchr::memchr_iter;
use serde_json::{Error, Map, Value};

/// The keys of lists of records, and of what holds such a list.
const LISTS: [&str; 9] =
    ["rows", "replies", "annotations", "highlights", "items", "entries", "documents", "@graph", "first"];

/// Behind a fault so many times the bytes of the file are read again at most, to find where the next record begins.
const MOST_AGAIN: usize = 8;

/// What a text says, and in words what of it could not be read.
pub(super) fn read(text: &str) -> (Option<Value>, Vec<String>) {
    match serde_json::from_str(text) {
        Ok(value) => (Some(value), Vec::new()),
        Err(error) => lines(text).or_else(|| salvaged(text, &error)).unwrap_or_else(|| (None, vec![told(&error)])),
    }
}

/// Where a text is no JSON, and why.
fn told(error: &Error) -> String {
    let said = error.to_string();
    let cause = said.rsplit_once(" at line ").map_or(said.as_str(), |(cause, _)| cause);
    if error.is_eof() {
        return format!("it breaks off in line {}: copy or export the file again", error.line());
    }
    format!("line {}, column {}: {cause}", error.line(), error.column())
}

/// One value a line, where the first line is one; what its lines say that are none.
fn lines(text: &str) -> Option<(Option<Value>, Vec<String>)> {
    let mut faults = Vec::new();
    let mut values = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(value) => values.push(value),
            Err(_) if values.is_empty() => return None,
            Err(error) => faults.push(format!("line {number} is left out: column {} is no JSON", error.column())),
        }
    }
    let one = values.len() == 1 && !faults.is_empty();
    Some((if one { values.pop() } else { Some(Value::Array(values)) }, faults))
}

/// A list or an object that is open where the fault is.
struct OpenValue<'a> {
    is_list: bool,
    /// The key under which it stands.
    key: Option<&'a str>,
    /// Where it begins, and behind which byte the last member ends that is whole.
    start: usize,
    whole: usize,
}

/// The records before a fault and behind it, as what holds them.
fn salvaged(text: &str, error: &Error) -> Option<(Option<Value>, Vec<String>)> {
    let at = if error.is_eof() { text.len() } else { byte_of(text, error.line(), error.column()) };
    let open = open_at(text, at);
    let list = records(&open)?;
    let mut whole = text[..open[list].whole].to_owned();
    let (mut faults, mut behind) = (vec![told(error)], at);
    // Behind a fault in a list of lists it cannot be told which of them a record is of.
    let is_alone = open[..list].iter().all(|outer| !outer.is_list);
    for (start, end) in is_alone.then(|| later(text, at, &model(text, &open, list))).into_iter().flatten() {
        faults.extend(left_out(text, behind, start, faults.len() == 1));
        whole.push_str(if whole.ends_with('[') { "" } else { "," });
        whole.push_str(&text[start..end]);
        behind = end;
    }
    faults.extend(left_out(text, behind, text.len(), faults.len() == 1));
    whole.extend(open[..=list].iter().rev().map(|outer| if outer.is_list { ']' } else { '}' }));
    Some((serde_json::from_str(&whole).ok(), faults))
}

/// What stands between two records that are read, where it is more than what parts them.
fn left_out(text: &str, from: usize, to: usize, is_first: bool) -> Option<String> {
    let line = |at: usize| memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1;
    let nothing = text[from..to].bytes().all(|byte| byte.is_ascii_whitespace() || b",]}".contains(&byte));
    (is_first && from < to || !nothing).then(|| format!("what stands there up to line {} is left out", line(to)))
}

/// The byte at a line and a column, both from 1, the column in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let begin = if line < 2 { 0 } else { memchr_iter(b'\n', text.as_bytes()).nth(line - 2).map_or(0, |at| at + 1) };
    text.floor_char_boundary((begin + column.saturating_sub(1)).min(text.len()))
}

/// What is open at a byte up to which the text is JSON.
fn open_at(text: &str, end: usize) -> Vec<OpenValue<'_>> {
    let bytes = &text.as_bytes()[..end];
    let mut open: Vec<OpenValue<'_>> = Vec::new();
    let (mut at, mut last, mut key) = (0, None, None);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let close = string_end(bytes, at);
                last = text.get(at + 1..close);
                at = close;
            }
            b':' => key = last.take(),
            b'{' | b'[' => {
                let is_list = bytes[at] == b'[';
                open.push(OpenValue { is_list, key: key.take(), start: at, whole: at + 1 });
            }
            b'}' | b']' => {
                open.pop();
                open.last_mut().into_iter().for_each(|outer| outer.whole = at + 1);
            }
            b',' => open.last_mut().into_iter().for_each(|outer| outer.whole = at),
            _ => {}
        }
        at += 1;
    }
    open
}

/// Where the quotation marks close that open at a byte; the end where they do not.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// Which of what is open is the list of records.
fn records(open: &[OpenValue<'_>]) -> Option<usize> {
    let holds = |it: &OpenValue<'_>| it.key.is_none_or(|key| LISTS.contains(&key));
    let holders = open.iter().position(|it| !holds(it)).unwrap_or(open.len());
    open[..holders].iter().rposition(|it| it.is_list)
}

/// A record of a list: the last whole one, else the beginning of the one that breaks off.
fn model(text: &str, open: &[OpenValue<'_>], list: usize) -> Map<String, Value> {
    let before = serde_json::from_str::<Vec<Value>>(&format!("{}]", &text[open[list].start..open[list].whole]));
    let last = before.ok().and_then(|mut all| all.pop());
    let begun = || {
        let broken = open.get(list + 1)?;
        serde_json::from_str(&format!("{}}}", &text[broken.start..broken.whole])).ok()
    };
    match last.or_else(begun) {
        Some(Value::Object(record)) => record,
        _ => Map::new(),
    }
}

/// Where the records stand behind a fault: objects with the first key of the model and more than half of its keys.
fn later(text: &str, from: usize, model: &Map<String, Value>) -> Vec<(usize, usize)> {
    let alike = |object: &Map<String, Value>| {
        let first = model.keys().next().is_some_and(|key| object.contains_key(key));
        first && model.keys().filter(|key| object.contains_key(*key)).count() * 2 > model.len()
    };
    let (mut found, mut at, mut left) = (Vec::new(), from, text.len().saturating_mul(MOST_AGAIN));
    while let Some(start) = memchr::memchr(b'{', &text.as_bytes()[at..]).map(|more| at + more) {
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Map<String, Value>>();
        at = start + 1;
        match values.next() {
            Some(Ok(object)) if alike(&object) => {
                at = start + values.byte_offset();
                found.push((start, at));
            }
            Some(Ok(_)) => left = left.saturating_sub(values.byte_offset()),
            Some(Err(error)) => left = left.saturating_sub(byte_of(&text[start..], error.line(), error.column())),
            None => {}
        }
        if left == 0 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What is read of a text, and what is told.
    fn of(text: &str) -> (String, String) {
        let (value, faults) = read(text);
        (value.map_or_else(|| "-".to_owned(), |value| value.to_string()), faults.join("; "))
    }

    #[test]
    fn a_file_that_breaks_off_has_its_whole_records() {
        let text = "{\"total\": 3, \"rows\": [\n {\"id\": \"a\", \"tags\": [\"x\"]},\n {\"id\": \"b\"},\n {\"id\": \"c\", \"te";
        assert_eq!(
            of(text),
            (
                json!({"total": 3, "rows": [{"id": "a", "tags": ["x"]}, {"id": "b"}]}).to_string(),
                "it breaks off in line 4: copy or export the file again".to_owned()
            )
        );
        assert_eq!(of("[{\"id\": 1}, {\"id\"").0, "[{\"id\":1}]");
        assert_eq!(
            of("{\"documents\":[{\"entries\":[{\"a\":1},{\"b\"").0,
            "{\"documents\":[{\"entries\":[{\"a\":1}]}]}"
        );
        assert_eq!(of("{\"about\": {\"title\": \"x").0, "-");
    }

    #[test]
    fn behind_a_damaged_record_the_next_is_read() {
        let text = "[{\"id\": 1, \"note\": \"a\"},\n {\"id\": 2, \"note\": \"b\" \"c\", \"target\": {\"id\": 9}},\n {\"id\": 3, \"note\": \"d\"},\n \
            {\"id\": 4, \"note\": nothing}, {\"id\": 5, \"note\": \"e\"}]\n";
        let wanted = json!([{"id": 1, "note": "a"}, {"id": 3, "note": "d"}, {"id": 5, "note": "e"}]);
        assert_eq!(
            of(text),
            (
                wanted.to_string(),
                "line 2, column 24: expected `,` or `}`; what stands there up to line 3 is left out; \
                 what stands there up to line 4 is left out"
                    .to_owned()
            )
        );
        assert_eq!(of("[{\"id\": 1}\n {\"id\": 2}]").0, "[{\"id\":1},{\"id\":2}]", "a comma is missing");
        assert_eq!(
            of("[{\"id\": 1, \"x\": 2, oh},\n {\"id\": 2, \"x\": 1}]").0,
            "[{\"id\":2,\"x\":1}]",
            "the first is damaged"
        );
    }

    #[test]
    fn a_line_that_is_no_json_is_left_out_by_its_number() {
        assert_eq!(
            of("{\"id\": 1}\n{\"id\": \n\n{\"id\": 3}\n"),
            ("[{\"id\":1},{\"id\":3}]".to_owned(), "line 2 is left out: column 7 is no JSON".to_owned())
        );
        assert_eq!(of("{\"rows\": []}\nthe end\n").0, "{\"rows\":[]}");
    }

    #[test]
    fn what_is_nested_without_end_is_told_and_costs_little() {
        for text in ["[".repeat(1_000_000), "[{\"a\":".repeat(200_000), "{\"rows\":[{\"a\":[{".repeat(60_000)] {
            assert!(!read(&text).1.is_empty());
        }
        let deep = format!("[{{\"id\":1}},{{\"id\":{}1{}}},{{\"id\":3}}]", "[".repeat(200), "]".repeat(200));
        assert_eq!(of(&deep).0, "[{\"id\":1},{\"id\":3}]");
    }
}
