//! What a syllabus says of who its readers are: a row a reader, by the short name, with the full name, the public ssh key and the id.
//! Whatever a reader's own folder says, the row goes before it. It knows no folder and encrypts nothing.
//!
//! ```toml
//! [readers]
//! mei = { name = "Mei Tanaka", key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA…", login = "m.tanaka" }
//! tom = { name = "Tom Reed", key = ["ssh-ed25519 AAAA…", "ssh-rsa AAAA…"], id = "urn:uuid:0193f3a0-…" }
//! ```

use super::{SyllabusFile, TomlValue};
use crate::config::fault::{hint, quoted};
use crate::text::fold::is_same_name;
use crate::text::visible::clean;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use uuid::Uuid;

/// What may stand in a row.
const ROW_KEYS: &[&str] = &["name", "key", "id", "login"];

/// What is no key is told. It is not repeated: it may be half of a private one.
const NO_KEY: &str = "this is no public ssh key: the one line of a .pub file is wanted, \"ssh-ed25519 AAAA…\"";

/// The readers of a seminar, as who leads it knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    rows: BTreeMap<String, RosterRow>,
    /// Short names by the ids of the rows that say one.
    ids: BTreeMap<String, String>,
    /// All short and full names.
    names: BTreeSet<String>,
    /// Short names in the order in which they stand there.
    order: Vec<String>,
}

/// What the roster says of one reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// The full name.
    pub name: Option<String>,
    /// Which keys are theirs.
    pub key: RosterKey,
    /// The `urn:uuid:…` under which they write, where it is said: then nobody else is meant by the row.
    pub id: Option<String>,
}

/// What a row says of its reader's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RosterKey {
    /// Nothing: the one that the reader makes known counts.
    #[default]
    Unsaid,
    /// These, each as `TYPE BASE64`, and no other.
    Known(Vec<String>),
    /// Something that is no key, or somebody else's as well: then none counts.
    Unclear,
}

impl Roster {
    /// Whether nobody stands in it: then it says nothing of anybody.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row that means the reader of this short name and id, with the row's own short name: the one of that id, else the one of that
    /// name, unless it is about another id.
    pub fn row(&self, nickname: &str, id: &str) -> Option<(&str, &RosterRow)> {
        let of_id = self.ids.get(id).and_then(|nickname| self.rows.get_key_value(nickname));
        let of_name = || self.rows.get_key_value(nickname).filter(|(_, row)| row.id.is_none());
        of_id.or_else(of_name).map(|(nickname, row)| (nickname.as_str(), row))
    }

    /// The short name of the row that says this id.
    pub fn row_of_id(&self, id: &str) -> Option<&str> {
        self.ids.get(id).map(String::as_str)
    }

    /// Whether there is a row of this short name.
    pub fn has_row(&self, nickname: &str) -> bool {
        self.rows.contains_key(nickname)
    }

    /// Whether the reader of this short name and id stands in no row, where there are rows.
    pub fn is_stranger(&self, nickname: &str, id: &str) -> bool {
        !self.is_empty() && self.row(nickname, id).is_none()
    }

    /// The short names of the rows that somebody of this name stands in, by the short or the full name.
    pub fn short_names_of(&self, name: &str) -> impl Iterator<Item = &str> {
        let is_called = move |nickname: &str, row: &RosterRow| {
            is_same_name(nickname, name) || row.name.as_deref().is_some_and(|full| is_same_name(full, name))
        };
        self.rows().filter(move |(nickname, row)| is_called(nickname, row)).map(|(nickname, _)| nickname)
    }

    /// The place of the row of that short name, from the top.
    pub fn place(&self, nickname: &str) -> Option<usize> {
        self.order.iter().position(|name| name == nickname)
    }

    /// Whether somebody in it has that short or full name.
    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// All rows by their short names.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &RosterRow)> {
        self.rows.iter().map(|(nickname, row)| (nickname.as_str(), row))
    }

    /// Takes from every row the keys that stand in another one too: whose they are is not known.
    fn without_shared_keys(&mut self, shared: &BTreeSet<String>) {
        for row in self.rows.values_mut() {
            if let RosterKey::Known(keys) = &mut row.key {
                keys.retain(|key| !shared.contains(key));
                if keys.is_empty() {
                    row.key = RosterKey::Unclear;
                }
            }
        }
    }
}

/// What was met in the rows above.
#[derive(Default)]
struct RowsAbove {
    /// Short names as they are on a disk that tells no capitals apart.
    folded: BTreeSet<String>,
    /// Whose a key is.
    keys: BTreeMap<String, String>,
    /// Keys of several.
    shared: BTreeSet<String>,
}

impl SyllabusFile {
    /// A leader whom a row calls a little otherwise leads nobody: everybody has the name that the roster gives them. One who stands in
    /// no row is none of the class.
    pub(super) fn fault_of_leader(&mut self, leader: &str, place: Range<usize>, roster: &Roster) {
        let names: Vec<&str> =
            roster.rows().flat_map(|(nickname, row)| [Some(nickname), row.name.as_deref()]).flatten().collect();
        let near = hint(leader, names.iter().copied());
        if !near.is_empty() && !names.iter().any(|name| is_same_name(name, leader)) {
            self.fault(place, format!("the leader {} stands in no row of [readers]{near}", quoted(leader)));
        }
    }

    /// The readers, and by what a platform knows those whose rows say it.
    pub(super) fn roster(&mut self, value: &TomlValue<'_>) -> (Roster, BTreeMap<String, String>) {
        let (mut roster, mut logins, mut above) = (Roster::default(), BTreeMap::new(), RowsAbove::default());
        let mut rows: Vec<_> = self.table(value).into_iter().flatten().collect();
        rows.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in rows {
            let nickname = clean(key.get_ref().as_ref().to_owned());
            if nickname.trim().is_empty() {
                self.fault(key.span(), "a reader without a short name is left out");
            } else if !above.folded.insert(nickname.to_lowercase()) {
                self.fault(key.span(), "this short name stands above, but for its capitals, and is left out");
            } else {
                let (row, login) = self.row(value, &nickname, (&mut roster, &mut above));
                logins.extend(login.map(|login| (nickname.clone(), login)));
                roster.names.extend(row.name.iter().cloned().chain([nickname.clone()]));
                roster.order.push(nickname.clone());
                roster.rows.insert(nickname, row);
            }
        }
        roster.without_shared_keys(&above.shared);
        (roster, logins)
    }

    fn row(
        &mut self,
        value: &TomlValue<'_>,
        nickname: &str,
        (roster, above): (&mut Roster, &mut RowsAbove),
    ) -> (RosterRow, Option<String>) {
        let (mut row, mut login) = (RosterRow::default(), None);
        for (key, value) in self.table(value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "name" => row.name = self.string(value),
                "key" => row.key = self.keys(value, nickname, above),
                "id" => row.id = self.id(value, nickname, &mut roster.ids),
                "login" => login = self.string(value),
                _ => self.unknown(key, ROW_KEYS),
            }
        }
        (row, login)
    }

    fn keys(&mut self, value: &TomlValue<'_>, nickname: &str, above: &mut RowsAbove) -> RosterKey {
        let (told, written) = (self.faults.len(), self.strings(value));
        let keys: Vec<String> = written.iter().filter_map(|written| public_key(written)).collect();
        if self.faults.len() == told && (keys.is_empty() || keys.len() < written.len()) {
            self.fault(value.span(), NO_KEY);
        }
        for key in &keys {
            let owner = above.keys.entry(key.clone()).or_insert_with(|| nickname.to_owned());
            if owner != nickname && above.shared.insert(key.clone()) {
                self.fault(value.span(), format!("this key stands for {owner}, too: it counts for neither"));
            }
        }
        if keys.is_empty() { RosterKey::Unclear } else { RosterKey::Known(keys) }
    }

    fn id(&mut self, value: &TomlValue<'_>, nickname: &str, ids: &mut BTreeMap<String, String>) -> Option<String> {
        let written = self.string(value)?;
        let bare = written.strip_prefix("urn:uuid:").unwrap_or(&written);
        let Ok(id) = Uuid::try_parse(bare).map(|id| format!("urn:uuid:{id}")) else {
            self.fault(value.span(), "an id is what `postil reader` prints, \"urn:uuid:…\"");
            return None;
        };
        if let Some(owner) = ids.get(&id) {
            self.fault(value.span(), format!("this id stands for {owner} above, and counts there"));
            return None;
        }
        ids.insert(id.clone(), nickname.to_owned());
        Some(id)
    }
}

/// The key on a line `TYPE BASE64 [COMMENT]`, without the comment: fields behind their lengths, the first of which is the type again
/// (RFC 4253, 6.6).
fn public_key(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (kind, data) = (words.next()?, words.next()?);
    let bytes = STANDARD.decode(data).ok()?;
    let (first, mut rest) = field(&bytes)?;
    if first != kind.as_bytes() || rest.is_empty() || !["ssh-", "ecdsa-", "sk-"].iter().any(|it| kind.starts_with(it)) {
        return None;
    }
    while !rest.is_empty() {
        rest = field(rest)?.1;
    }
    Some(format!("{kind} {data}"))
}

/// The first field, and what is behind it.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use super::*;
    use crate::config::syllabus::parse;

    /// A key of that number, well-formed.
    fn key(number: u8) -> String {
        let kind = b"ssh-ed25519";
        let bytes = [&[0, 0, 0, 11], &kind[..], &[0, 0, 0, 32], &[number; 32]].concat();
        format!("ssh-ed25519 {}", STANDARD.encode(bytes))
    }

    fn known(number: u8) -> RosterKey {
        RosterKey::Known(vec![key(number)])
    }

    const ID: &str = "urn:uuid:0193f3a0-0000-7000-8000-000000000001";

    #[test]
    fn a_row_says_who_a_reader_is_and_by_what_a_platform_knows_them() {
        let (one, two) = (key(1), key(2));
        let text = format!(
            "[logins]\nann = \"a\"\nmei = \"old\"\n[readers]\nmei = {{ name = \"Mei Tanaka\", key = \"{one} mei@home\", login = \"m.t\" }}\n\
             [readers.tom]\nkey = [\"{two}\", \"{two}\"]\nid = \"0193F3A0-0000-7000-8000-000000000001\"\n"
        );
        let (plan, faults) = parse(&text);
        let told: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(told, [2, 3], "of nobody in it, and of somebody whose row says another: {faults:?}");
        assert_eq!((plan.logins["mei"].as_str(), plan.logins["ann"].as_str()), ("m.t", "a"));
        let row = |nickname, id| plan.readers.row(nickname, id).map(|(nickname, row)| (nickname, row.key.clone()));
        assert_eq!(row("mei", "urn:uuid:any"), Some(("mei", known(1))));
        assert_eq!(
            row("thomas", ID),
            Some(("tom", RosterKey::Known(vec![key(2), key(2)]))),
            "the id goes before the name"
        );
        assert_eq!(row("mei", ID).map(|row| row.0), Some("tom"));
        assert_eq!(row("tom", "urn:uuid:any"), None, "the row is about another");
        assert!(plan.readers.is_stranger("ann", "urn:x") && !plan.readers.is_stranger("mei", "urn:x"));
        assert!(plan.readers.has_name("Mei Tanaka") && plan.readers.has_name("tom") && !plan.readers.has_name("Tom"));
        assert!(!Roster::default().is_stranger("ann", "urn:x"), "nobody is a stranger where there is no roster");
    }

    #[test]
    fn what_is_wrong_in_a_row_is_told_with_its_line_and_all_else_counts() {
        let text = format!(
            r#"
[readers]
mei = {{ name = "Mei", key = "{one}", id = "{ID}" }}
tom = {{ name = "Tom", key = "{one} tom@home" }} # stands for mei, too
ann = {{ name = "Ann", key = "ssh-ed25519 AAAA" }} # is no public ssh key
bo = {{ key = "-----BEGIN OPENSSH PRIVATE KEY-----" }} # is no public ssh key
ken = {{ key = [] }} # is no public ssh key
lea = {{ key = 3 }} # wanted here, not a value of type
eve = {{ keys = "x" }} # did you mean `key`
Mei = {{ name = "Mei" }} # stands above
una = {{ id = "{ID}" }} # stands for mei above
ivo = {{ id = "ivo" }} # an id is what
zoe = "Zoe" # a table of keys
" " = {{ name = "No" }} # without a short name
kim = {{ key = ["{two}", "half"] }} # is no public ssh key
"#,
            one = key(1),
            two = key(2)
        );
        let plan = check_faults(&text);
        let said = |nickname: &str| plan.readers.row(nickname, "urn:x").map(|(_, row)| row.key.clone());
        assert_eq!(plan.readers.row("x", ID).map(|(_, row)| row.key.clone()), Some(RosterKey::Unclear));
        for nickname in ["tom", "ann", "bo", "ken", "lea"] {
            assert_eq!(said(nickname), Some(RosterKey::Unclear), "{nickname}");
        }
        for nickname in ["eve", "una", "ivo", "zoe"] {
            assert_eq!(said(nickname), Some(RosterKey::Unsaid), "{nickname}");
        }
        assert_eq!([said("kim"), said("Mei")], [Some(known(2)), None]);
    }

    #[test]
    fn a_leader_whom_a_row_calls_a_little_otherwise_is_told_and_one_in_no_row_is_not() {
        let faults =
            |leader: &str| parse(&format!("leader = \"{leader}\"\n[readers]\nada = {{ name = \"Dr Ada North\" }}\n")).1;
        let told = faults("Ada North");
        assert_eq!((told.len(), told[0].line), (1, 1), "{told:?}");
        assert!(told[0].message.contains("did you mean `Dr Ada North`?"), "{told:?}");
        for leader in ["ada", "Ada", "dr ada north", "Somebody Else"] {
            assert_eq!(faults(leader), [], "{leader}");
        }
    }

    #[test]
    fn a_short_name_twice_is_told_and_the_first_counts() {
        let (plan, faults) = parse("title = \"T\"\n[readers]\nmei = { name = \"Mei\" }\nmei = { name = \"Other\" }\n");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [4]);
        assert_eq!(plan.readers.row("mei", "").and_then(|(_, row)| row.name.as_deref()), Some("Mei"));
        assert!(plan.title.is_some());
    }

    #[test]
    fn half_a_key_or_one_with_something_behind_it_is_none() {
        let whole = key(1);
        assert_eq!(public_key(&format!("  {whole}  a comment")), Some(whole.clone()));
        let bytes = STANDARD.decode(whole.split_once(' ').unwrap().1).unwrap();
        for length in 0..bytes.len() {
            let half = format!("ssh-ed25519 {}", STANDARD.encode(&bytes[..length]));
            assert_eq!(public_key(&half), None, "{length}");
        }
        let more = STANDARD.encode([&bytes[..], &[0]].concat());
        for odd in [format!("ssh-ed25519 {more}"), whole.replace("ssh-ed25519", "ssh-rsa"), "ssh-ed25519".into()] {
            assert_eq!(public_key(&odd), None, "{odd}");
        }
    }
}
