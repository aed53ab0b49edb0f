//! JSON that is only looked at: a tree that borrows its words from the text, for the view of a record.
//!
//! It is built in a fraction of the time of a [`Value`], which owns every word and hashes every key; nothing in it can
//! be changed. It takes exactly the texts that a `Value` takes, with the same bound on depth (128).

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::fmt::{Formatter, Result as Written};

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::annotation) enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`, or a value that nobody asked for.
    Other,
    /// A number.
    Number(Number),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Self>),
    /// An object. Of a key that stands there twice the later value counts.
    Object(Vec<(Cow<'a, str>, Self)>),
}

impl<'a> Json<'a> {
    /// The value of a text; `None` where it is no JSON.
    pub fn parse(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The object of a text: of the keys that are not `wanted` it is known that they are there, and no more. `None` where
    /// the text is no JSON object, wherever in it the fault is.
    pub fn parse_some(text: &'a str, wanted: fn(&str) -> bool) -> Option<Self> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let object = reader.deserialize_any(Members { wanted }).ok()?;
        reader.end().ok().map(|()| object)
    }

    /// A value that can be changed, to look at.
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Other,
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::Text(text.into()),
            Value::Array(items) => Self::Array(items.iter().map(Self::of).collect()),
            Value::Object(object) => Self::of_object(object),
        }
    }

    /// An object that can be changed, to look at.
    pub fn of_object(object: &'a Map<String, Value>) -> Self {
        Self::Object(object.iter().map(|(key, value)| (key.into(), Self::of(value))).collect())
    }

    /// The value of a key; `None` where it is no object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().rfind(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Whether it is an object that has the key.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key as one or many: W3C lets most keys have either.
    pub fn list(&self, key: &str) -> &[Self] {
        match self.get(key) {
            None | Some(Self::Null) => &[],
            Some(Self::Array(items)) => items,
            Some(one) => std::slice::from_ref(one),
        }
    }

    /// The strings of a key that has one value or many.
    pub fn strings(&self, key: &str) -> impl Iterator<Item = &str> {
        self.list(key).iter().filter_map(Self::as_str)
    }

    /// The string that it is.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The string that a key has.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::as_str)
    }

    /// The number that a key has.
    pub fn number(&self, key: &str) -> Option<&Number> {
        if let Some(Self::Number(number)) = self.get(key) { Some(number) } else { None }
    }

    /// The id of a resource: the string itself, or the `id` of the object.
    pub fn id(&self) -> Option<&str> {
        self.as_str().or_else(|| self.str("id"))
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(Whole)
    }
}

/// Reads a whole value.
struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut Formatter) -> Written {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Json<'de>, A::Error> {
        Members { wanted: |_| true }.visit_map(members)
    }
}

/// Reads an object; the values of keys that are not wanted are passed over.
struct Members {
    wanted: fn(&str) -> bool,
}

impl<'de> Visitor<'de> for Members {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut Formatter) -> Written {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        let mut all = Vec::with_capacity(8);
        while let Some(key) = members.next_key_seed(KeyVisitor)? {
            let value = if (self.wanted)(&key) { members.next_value()? } else { members.next_value_seed(Passed)? };
            all.push((key, value));
        }
        Ok(Json::Object(all))
    }
}

/// Reads the key of an object.
struct KeyVisitor;

impl<'de> DeserializeSeed<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Cow<'de, str>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut Formatter) -> Written {
        out.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(text.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(text.to_owned().into())
    }
}

/// Passes over a value, and finds every fault in it that would be found by keeping it. (`serde`'s own way of ignoring a
/// value knows no depth and looks into no string or number.)
struct Passed;

impl<'de> DeserializeSeed<'de> for Passed {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json<'de>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Passed {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut Formatter) -> Written {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Json<'de>, E> {
        Ok(Json::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(Json::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        while members.next_key_seed(Passed)?.is_some() {
            members.next_value_seed(Self)?;
        }
        Ok(Json::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts that are JSON, nearly, or not at all.
    fn any_json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("1e999".to_owned()),
            Just("-0.0".to_owned()),
            Just(r#""\ud800""#.to_owned()),
            Just("{".to_owned()),
            any::<f64>().prop_map(|number| number.to_string()),
            any::<i64>().prop_map(|number| number.to_string()),
            "\\PC{0,6}".prop_map(|words| Value::from(words).to_string()),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
            let member = ("[a-c\\\\n]{1,2}", inner).prop_map(|(key, value)| format!("\"{key}\":{value}"));
            let object = prop::collection::vec(member, 0..4).prop_map(|all| format!("{{{}}}", all.join(", ")));
            prop_oneof![list, object]
        })
    }

    /// The value with what counts of keys that stand there twice.
    fn settled(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Other => Value::Bool(true),
            Json::Number(number) => Value::Number(number.clone()),
            Json::Text(text) => text.as_ref().into(),
            Json::Array(items) => items.iter().map(settled).collect(),
            Json::Object(members) => {
                members.iter().map(|(key, _)| (key.to_string(), json.get(key).map_or(Value::Null, settled))).collect()
            }
        }
    }

    proptest! {
        #[test]
        fn it_takes_the_texts_that_a_value_takes_and_says_the_same(text in any_json()) {
            let value: Option<Value> = serde_json::from_str(&text.replace("false", "true")).ok();
            prop_assert_eq!(Json::parse(&text).as_ref().map(settled), value.clone());
            prop_assert_eq!(value.as_ref().map(Json::of).as_ref().map(settled), value.clone());
            let object = value.filter(Value::is_object);
            prop_assert_eq!(Json::parse_some(&text, |_| true).as_ref().map(settled), object.clone());
            let passed = Json::parse_some(&text, |key| key == "a");
            prop_assert_eq!(passed.is_some(), object.is_some());
            if let (Some(passed), Some(object)) = (passed, object) {
                prop_assert_eq!(passed.get("a").map(settled), object.get("a").cloned());
                prop_assert!(object.as_object().expect("it is one").keys().all(|key| passed.has(key)));
            }
        }
    }

    #[test]
    fn what_is_passed_over_is_bounded_in_depth_too() {
        let nested = |depth: usize| format!(r#"{{"k":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        for depth in [100, 126, 127, 128, 100_000] {
            let value: Option<Value> = serde_json::from_str(&nested(depth)).ok();
            assert_eq!(Json::parse_some(&nested(depth), |_| false).is_some(), value.is_some(), "{depth}");
        }
    }
}
