//! A Lua table as KOReader writes it, read as data: nothing of it is ever run.
//!
//! It knows `return`, tables with `["key"] =`, `[1] =` and `name =`, strings, numbers, booleans, `nil` and comments; whatever
//! else stands in the file ends the reading with a fault.

use serde_json::{Map, Number, Value};

/// The deepest tables that are read.
const DEEPEST: usize = 64;

/// Reads the table that a file returns. Tables become objects, their keys texts (a number its digits). Where it is damaged, it is
/// what stands before the fault, without the entry of a list that breaks off; beside it stands what is wrong and in which line.
pub fn table(text: &str) -> (Value, Option<String>) {
    let mut reader = LuaReader { bytes: text.as_bytes(), at: 0, whole: Value::Null };
    reader.blank();
    if !reader.takes(b"return") {
        return (Value::Null, Some(reader.fault("`return`")));
    }
    match reader.value(0) {
        Ok(value) => (value, None),
        Err(fault) => (reader.whole, Some(format!("{fault}; what stands there and behind it is left out"))),
    }
}

struct LuaReader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What was read of the table that breaks off.
    whole: Value,
}

impl LuaReader<'_> {
    fn fault(&self, wanted: &str) -> String {
        let line = memchr::memchr_iter(b'\n', &self.bytes[..self.at.min(self.bytes.len())]).count() + 1;
        format!("line {line}: {wanted} was expected")
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn takes(&mut self, word: &[u8]) -> bool {
        let is_next = self.bytes[self.at..].starts_with(word);
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    fn wants(&mut self, word: &str) -> Result<(), String> {
        self.blank();
        if self.takes(word.as_bytes()) { Ok(()) } else { Err(self.fault(&format!("`{word}`"))) }
    }

    /// Skips white space and comments to the end of their lines.
    fn blank(&mut self) {
        loop {
            while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            if !self.takes(b"--") {
                return;
            }
            while self.peek().is_some_and(|byte| byte != b'\n') {
                self.at += 1;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        self.blank();
        match self.peek() {
            Some(b'{') if depth < DEEPEST => self.object(depth),
            Some(b'"' | b'\'') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.takes(b"true") => Ok(Value::Bool(true)),
            _ if self.takes(b"false") => Ok(Value::Bool(false)),
            _ if self.takes(b"nil") => Ok(Value::Null),
            _ => Err(self.fault("a table, text or number")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, String> {
        self.wants("{")?;
        let mut object = Map::new();
        loop {
            match self.member(&mut object, depth) {
                Ok(true) => {}
                Ok(false) => return Ok(Value::Object(object)),
                Err(fault) => {
                    self.whole = Value::Object(object);
                    return Err(fault);
                }
            }
        }
    }

    /// The next member of a table; whether another may follow. Of a table with a name that breaks off its beginning is kept, of
    /// an entry of a list nothing.
    fn member(&mut self, object: &mut Map<String, Value>, depth: usize) -> Result<bool, String> {
        self.blank();
        if self.takes(b"}") {
            return Ok(false);
        }
        let key = self.key(object.len())?;
        self.whole = Value::Null;
        match self.value(depth + 1) {
            Ok(value) => object.insert(key, value),
            Err(fault) => {
                let begun = std::mem::take(&mut self.whole);
                if begun.is_object() && key.parse::<u64>().is_err() {
                    object.insert(key, begun);
                }
                return Err(fault);
            }
        };
        self.blank();
        if self.takes(b",") || self.takes(b";") {
            return Ok(true);
        }
        self.wants("}")?;
        Ok(false)
    }

    /// A key and its `=`; of a value without one its number, from 1.
    fn key(&mut self, before: usize) -> Result<String, String> {
        if self.takes(b"[") {
            self.blank();
            let key = match self.peek() {
                Some(b'"' | b'\'') => self.string()?,
                _ => self.number()?.to_string(),
            };
            self.wants("]")?;
            self.wants("=")?;
            return Ok(key);
        }
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.at += 1;
        }
        let name = String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned();
        self.blank();
        if !name.is_empty() && self.takes(b"=") {
            return Ok(name);
        }
        self.at = start;
        Ok((before + 1).to_string())
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')) {
            self.at += 1;
        }
        let written = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let whole = written.parse::<i64>().ok().map(Value::from);
        let number = whole.or_else(|| written.parse().ok().and_then(Number::from_f64).map(Value::Number));
        number.ok_or_else(|| self.fault("a number"))
    }

    /// A text in quotation marks. Its bytes are UTF-8 but for where they were cut.
    fn string(&mut self) -> Result<String, String> {
        let end = self.peek();
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let byte = self.peek().ok_or_else(|| self.fault("the end of a text"))?;
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut bytes)?,
                byte if Some(byte) == end => break,
                byte => bytes.push(byte),
            }
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Result<(), String> {
        let byte = self.peek().ok_or_else(|| self.fault("the end of a text"))?;
        if byte.is_ascii_digit() {
            let digits = self.bytes[self.at..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
            let code = self.bytes[self.at..self.at + digits]
                .iter()
                .fold(0_u32, |code, byte| code * 10 + u32::from(byte - b'0'));
            self.at += digits;
            bytes.push(u8::try_from(code).map_err(|_| self.fault("a byte of at most 255"))?);
            return Ok(());
        }
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'a' | b'b' | b'f' | b'v' => {}
            byte => bytes.push(byte),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_is_read_as_data() {
        let text = "-- /a/path\nreturn {\n  [\"a\"] = { [1] = \"x\\\ny \\\"q\\\" \\9\\065 \\\\\", [2] = -1.5, },\n  b = true; c = 1e+15,\n \"no key\", }\n";
        assert_eq!(
            table(text),
            (json!({"a": {"1": "x\ny \"q\" \tA \\", "2": -1.5}, "b": true, "c": 1e15, "4": "no key"}), None)
        );
    }

    #[test]
    fn a_program_is_not_run_and_what_is_wrong_has_its_line() {
        let fault = |text: &str| table(text).1.unwrap_or_default();
        assert_eq!(
            fault("return {\n a = os.exit(1) }"),
            "line 2: a table, text or number was expected; what stands there and behind it is left out"
        );
        assert!(fault("os.execute('x')\nreturn {}").contains("line 1"));
        assert!(fault("return {[\"a\"] = \"open").contains("the end of a text"));
        assert!(fault("return {a = \"\\999\"}").contains("255"));
        assert!(!fault(&format!("return {}", "{a=".repeat(100_000))).is_empty());
    }

    #[test]
    fn a_table_that_breaks_off_has_its_whole_entries() {
        let (whole, fault) = table("return {\n a = { [1] = { t = \"x\", u = { v = 1 } },\n [2] = { t = \"y\", u = { v");
        assert_eq!(whole, json!({"a": {"1": {"t": "x", "u": {"v": 1}}}}));
        assert!(fault.unwrap().starts_with("line 3: "));
    }
}
