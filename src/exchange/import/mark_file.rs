//! The bytes of a file of marks, decoded once for all importers.

use serde_json::Value;

/// A file of marks.
#[derive(Debug)]
pub struct MarkFile<'a> {
    /// Its text, without a byte order mark; bytes that are not UTF-8 are replaced.
    pub text: std::borrow::Cow<'a, str>,
    /// What it says as JSON, or as one JSON value a line, which makes an array; `None` where it is no JSON.
    pub json: Option<Value>,
}

impl<'a> MarkFile<'a> {
    /// Decodes the bytes.
    pub fn of(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let begins = text.trim_start().starts_with(['{', '[']);
        let json = begins.then(|| serde_json::from_str(&text).ok().or_else(|| lines(&text))).flatten();
        Self { text, json }
    }

    /// The objects below the first of these keys that holds an array; of an array the objects in it.
    pub fn objects(&self, keys: &[&str]) -> Option<&[Value]> {
        let json = self.json.as_ref()?;
        let list = json.as_array().or_else(|| keys.iter().find_map(|key| json.get(key)?.as_array()));
        list.map(Vec::as_slice)
    }
}

fn lines(text: &str) -> Option<Value> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).ok()).collect::<Option<Vec<Value>>>().map(Value::Array)
}

/// The text below a key, where there is one.
pub fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// The texts in the array below a key.
pub fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).filter_map(super::mark::trimmed).collect()
}
