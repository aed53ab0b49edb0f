//! `reader.json`: who annotates, a W3C Person, to and from text. It makes no ids and opens no file.

use super::record::{CONTEXT, as_urn, one_line};
use super::{Reader, ReaderId};
use crate::text::fold::is_same_name;
use serde_json::{Map, Value, json};

/// Reads a `reader.json`. Lenient: a bare UUID becomes a `urn:uuid:`, a missing name is the nickname and the other way
/// round, unknown keys are passed over. `None` where it is no JSON object or has no id: then nobody can own the folder.
pub fn parse_reader(text: &str) -> Option<Reader> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let said = |key: &str| {
        let value = value.get(key)?;
        let first = value.as_array().and_then(|all| all.first()).unwrap_or(value);
        first.as_str().map(str::trim).filter(|word| !word.is_empty())
    };
    let (name, nickname) = (said("name"), said("nickname").or_else(|| said("nick")));
    Some(Reader {
        id: ReaderId::new(as_urn(said("id")?)),
        name: name.or(nickname).unwrap_or_default().to_owned(),
        nickname: nickname.or(name).unwrap_or_default().to_owned(),
    })
}

/// The Person that stands in a collection's header.
pub fn person(reader: &Reader) -> Value {
    json!({"id": as_urn(&reader.id), "type": "Person", "name": reader.name, "nickname": reader.nickname})
}

/// The text of a `reader.json`; the keys of the `old` text that this program does not know stay.
pub fn reader_text(reader: &Reader, old: Option<&str>) -> String {
    let mut object = Map::new();
    object.insert("@context".to_owned(), CONTEXT.into());
    if let Value::Object(person) = person(reader) {
        object.extend(person);
    }
    let old = old.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok()).unwrap_or_default();
    for (key, value) in old {
        object.entry(key).or_insert(value);
    }
    let text = format!("{:#}", Value::Object(object));
    text.lines().map(|line| one_line(line.to_owned()) + "\n").collect()
}

/// The key of a `reader.json` with the ssh keys that something can be encrypted for, each a line of `TYPE BASE64`.
const PUBLIC_KEY: &str = "publicKey";

/// The most keys of one reader.
const MOST_KEYS: usize = 8;

/// The public keys that a `reader.json` makes known.
pub fn public_keys(text: &str) -> Vec<String> {
    let said = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let said = &said[PUBLIC_KEY];
    let all = said.as_array().map_or_else(|| std::slice::from_ref(said), Vec::as_slice);
    all.iter().filter_map(Value::as_str).map(str::to_owned).take(MOST_KEYS).collect()
}

/// The text of a `reader.json` that makes one more public key known, the newest first; as it is where it does already, or is none.
pub fn with_public_key(text: &str, key: &str) -> String {
    let before = public_keys(text);
    let others = before.iter().map(String::as_str).filter(|it| *it != key);
    let keys: Vec<&str> = std::iter::once(key).chain(others).take(MOST_KEYS).collect();
    if before.first().is_some_and(|first| first == key) { text.to_owned() } else { with_public_keys(text, &keys) }
}

/// The text of a `reader.json` that no longer makes the public keys known that `is_gone` means; as it is where there are none.
pub fn without_public_keys(text: &str, is_gone: impl Fn(&str) -> bool) -> String {
    let before = public_keys(text);
    let keys: Vec<&str> = before.iter().map(String::as_str).filter(|key| !is_gone(key)).collect();
    if keys.len() == before.len() { text.to_owned() } else { with_public_keys(text, &keys) }
}

fn with_public_keys(text: &str, keys: &[&str]) -> String {
    let Ok(mut object) = serde_json::from_str::<Map<String, Value>>(text) else { return text.to_owned() };
    if keys.is_empty() {
        object.shift_remove(PUBLIC_KEY);
    } else {
        object.insert(PUBLIC_KEY.to_owned(), keys.iter().copied().map(Value::from).collect());
    }
    let text = format!("{:#}", Value::Object(object));
    text.lines().map(|line| one_line(line.to_owned()) + "\n").collect()
}

/// The one of these readers whom a name means: the name of their folder before the full one; where nobody is called exactly so, the one
/// who alone is, but for capitals, blanks and how letters are composed.
pub fn named<'a>(readers: impl IntoIterator<Item = &'a Reader> + Clone, name: &str) -> Option<&'a Reader> {
    let nick = readers.clone().into_iter().find(|reader| reader.nickname == name);
    let exact = nick.or_else(|| readers.clone().into_iter().find(|reader| reader.name == name));
    exact.or_else(|| {
        let mut alike = readers
            .into_iter()
            .filter(|reader| is_same_name(&reader.nickname, name) || is_same_name(&reader.name, name));
        let first = alike.next()?;
        alike.all(|other| other.id == first.id).then_some(first)
    })
}

/// Whether a name that is nobody's may have been meant for a reader: they share a word.
pub fn may_mean(name: &str, reader: &Reader) -> bool {
    let words = |of: &str| -> Vec<String> {
        let words = of.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some());
        words.map(str::to_lowercase).collect()
    };
    let theirs = [words(&reader.name), words(&reader.nickname)].concat();
    words(name).iter().any(|word| theirs.contains(word))
}

/// Whether `me` is the reader whom the syllabus names as its leader: by the id of the one of `readers`, all who have a folder
/// here, whom that name means; while nobody of that name has one, by writing under it.
pub fn leads<'a>(leader: &str, me: &Reader, readers: impl IntoIterator<Item = &'a Reader> + Clone) -> bool {
    match named(readers, leader) {
        Some(named) => !me.id.is_empty() && named.id == me.id,
        None => is_same_name(leader, &me.name) || is_same_name(leader, &me.nickname),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mei() -> Reader {
        let id = "urn:uuid:0193f3a0-0000-7000-8000-000000000001".to_owned();
        Reader { id: id.into(), name: "Mei Tanaka".to_owned(), nickname: "mei".to_owned() }
    }

    #[test]
    fn a_name_means_who_is_called_exactly_so_else_who_alone_is_but_for_capitals() {
        let reader = |nickname: &str, name: &str| Reader {
            id: ReaderId::new(nickname),
            name: name.to_owned(),
            nickname: nickname.to_owned(),
        };
        let all = [reader("mei", "Mei Tanaka"), reader("tom", "Tom  North"), reader("tom-2", "TOM NORTH")];
        let whom = |name: &str| named(&all, name).map_or("nobody", |reader| reader.nickname.as_str());
        assert_eq!([whom("mei"), whom("MEI"), whom("mei tanaka"), whom("Tanaka")], ["mei", "mei", "mei", "nobody"]);
        assert_eq!([whom("TOM NORTH"), whom("Tom North"), whom("")], ["tom-2", "nobody", "nobody"], "two may be meant");
        assert!(leads("mei tanaka", &all[0], &all) && leads("ada north", &reader("ada", "Ada North"), &all));
        assert!(leads("Jo\u{308}rg", &reader("x", "J\u{f6}rg"), &all), "however its letters are composed");
        assert!(!leads("mei tanaka", &reader("x", "mei tanaka"), &all), "who is here goes before whoever says so");
    }

    #[test]
    fn a_public_key_is_made_known_once_the_newest_first_and_all_else_stays() {
        let text = reader_text(&mei(), Some(r#"{"x:k":1}"#));
        assert_eq!(public_keys(&text), [""; 0]);
        let one = with_public_key(&text, "ssh-ed25519 AAAA");
        assert_eq!(with_public_key(&one, "ssh-ed25519 AAAA"), one);
        let both = with_public_key(&one, "ssh-rsa BBBB");
        assert_eq!(public_keys(&both), ["ssh-rsa BBBB", "ssh-ed25519 AAAA"]);
        assert_eq!(public_keys(&with_public_key(&both, "ssh-ed25519 AAAA")), ["ssh-ed25519 AAAA", "ssh-rsa BBBB"]);
        assert!(both.contains("x:k") && parse_reader(&both) == Some(mei()));
        assert_eq!(public_keys(&reader_text(&mei(), Some(&both))).len(), 2, "a new name keeps them");
        assert_eq!(public_keys(r#"{"publicKey":"ssh-rsa A"}"#), ["ssh-rsa A"]);
        for odd in ["", "[", "[]", r#"{"publicKey":{"a":1}}"#, r#"{"publicKey":[1,null]}"#] {
            assert_eq!(public_keys(odd), [""; 0], "{odd}");
        }
        assert_eq!(with_public_key("[1]", "ssh-rsa A"), "[1]");
        let without = |gone: &str| without_public_keys(&both, |key| key.starts_with(gone));
        assert_eq!(public_keys(&without("ssh-rsa")), ["ssh-ed25519 AAAA"]);
        assert_eq!((without("none"), without("ssh")), (both.clone(), text), "all or nothing");
    }

    #[test]
    fn a_nickname_goes_before_a_name() {
        let reader =
            |nickname: &str, name: &str| Reader { name: name.to_owned(), nickname: nickname.to_owned(), ..mei() };
        let all = [reader("tom", "ann"), reader("ann", "Ann Lee")];
        let found = |name| named(&all, name).map(|reader| reader.nickname.as_str());
        assert_eq!([found("ann"), found("Ann Lee"), found("bo")], [Some("ann"), Some("ann"), None]);
    }

    #[test]
    fn a_leader_is_who_has_the_folder_and_before_that_who_has_the_name() {
        let impostor = Reader { id: "urn:x:other".into(), ..mei() };
        let nameless = Reader { id: ReaderId::default(), ..mei() };
        assert!(leads("mei", &mei(), &[mei()]) && leads("Mei Tanaka", &mei(), &[mei()]));
        assert!(!leads("mei", &impostor, &[mei()]) && !leads("mei", &nameless, std::slice::from_ref(&nameless)));
        assert!(leads("Mei Tanaka", &nameless, &[]) && !leads("Bo", &mei(), &[]));
    }

    #[test]
    fn a_name_may_mean_who_shares_a_word_with_it() {
        for name in ["Tanaka", "mei t.", "MEI", "Dr. Mei-Lin"] {
            assert!(may_mean(name, &mei()), "{name}");
        }
        for name in ["", "m", "nobody", "Meier"] {
            assert!(!may_mean(name, &mei()), "{name}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(parse_reader(&reader_text(&mei(), None)), Some(mei()));
    }

    #[test]
    fn unknown_keys_stay_when_a_name_changes() {
        let old = reader_text(&mei(), None).replace("\n}", ",\n  \"email\": \"mailto:mei@example.org\"\n}");
        let new = reader_text(&Reader { name: "Mei T.".to_owned(), ..mei() }, Some(&old));
        assert!(new.contains("mailto:mei@example.org") && new.contains("Mei T.") && !new.contains("Tanaka"));
    }

    #[test]
    fn a_bare_uuid_and_a_missing_nickname_are_understood() {
        let reader = parse_reader(r#"{"id":"0193f3a0-0000-7000-8000-000000000001","name":["Mei Tanaka"]}"#);
        let reader = reader.expect("it has an id");
        assert_eq!((reader.id, reader.nickname), (mei().id, "Mei Tanaka".to_owned()));
    }

    #[test]
    fn a_person_without_an_id_or_a_broken_file_is_nobody() {
        for text in ["", "{", "[]", "null", r#"{"name":"Mei"}"#, r#"{"id":7}"#] {
            assert_eq!(parse_reader(text), None, "{text}");
        }
    }
}
