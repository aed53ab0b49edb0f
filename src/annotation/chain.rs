//! A link of the chain in which a reader's device signs: the digests of records that were written since the link before, as a W3C
//! record of its own (`docs/sidecar.md`, Signatures). Here it is made and read; nothing is signed, verified or digested.

use super::record::{as_urn, creator_urn};
use super::record::{parse_time, time_text};
use super::{AnnotationId, DocumentIdentity, ReaderId, Record};
use crate::document::DocPath;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The document that the files of links are about, as far as their names go: none that there can be, for no text lies among annotations.
pub const CHAINED: &str = "annotations/signed";

/// The version of what is signed. 1 were lists of digests of whole files.
pub const VERSION: u64 = 2;

/// The keys of a record that is a link.
const CHAIN: &str = "postil:chain";
const SIGNATURE: &str = "postil:signature";

/// What one signature says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainLink {
    /// Who signs.
    pub reader: ReaderId,
    /// The reader's short name at that time.
    pub nickname: String,
    /// On which device.
    pub device: String,
    /// The place in the chain, from 1.
    pub number: u64,
    /// The digest of the link before; `None` in the first.
    pub previous: Option<String>,
    /// When, by the signer's clock.
    pub signed: Timestamp,
    /// SHA-256, in hexadecimal digits, of each record as JSON with sorted keys ([`Record::canonical`]), as it lies in the file.
    pub records: BTreeMap<AnnotationId, String>,
    /// When these records say that they were changed last, as far as it was kept: so that an older version of one is known as such to whoever has
    /// only this link.
    pub changed: BTreeMap<AnnotationId, Timestamp>,
    /// On which documents these records were written, by the names that these had, as far as it was kept: so that a file of annotations
    /// under another document's name is known as such.
    pub about: BTreeMap<AnnotationId, String>,
}

/// The document of [`CHAINED`].
///
/// # Panics
/// Never: it is a path inside the folder.
pub fn chained() -> DocPath {
    DocPath::new(CHAINED).expect("it is a path inside the folder")
}

/// What the file of links says it is about; `sha256` is a digest of nothing that can be a text.
pub fn chain_identity(sha256: String) -> DocumentIdentity {
    DocumentIdentity { title: "signatures".to_owned(), path: CHAINED.to_owned(), sha256 }
}

impl ChainLink {
    /// The link as a record that is still to be signed. Its id follows from what it says.
    ///
    /// # Panics
    /// Never: the record has an id.
    pub fn record(&self) -> Record {
        let time = time_text(self.signed);
        let records: Map<String, Value> =
            self.records.iter().map(|(id, digest)| (id.to_string(), Value::from(digest.as_str()))).collect();
        let mut chain = json!({
            "version": VERSION, "nickname": self.nickname, "device": self.device, "number": self.number,
            "previous": self.previous, "records": records,
        });
        if !self.changed.is_empty() {
            let changed = self.changed.iter().map(|(id, time)| (id.to_string(), Value::from(time_text(*time))));
            chain["changed"] = Value::Object(changed.collect());
        }
        if !self.about.is_empty() {
            let about = self.about.iter().map(|(id, path)| (id.to_string(), Value::from(path.as_str())));
            chain["about"] = Value::Object(about.collect());
        }
        let seed = format!("{}\n{time}\n{chain}", self.reader);
        let id = format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes()));
        let object = json!({
            "id": id, "type": "Annotation", "motivation": "assessing", "creator": creator_urn(&self.reader),
            "created": time, "modified": time, "target": as_urn(&self.reader), CHAIN: chain,
        });
        let object = object.as_object().cloned().unwrap_or_default();
        Record::from_object(object).expect("it has an id")
    }

    /// The link that a record is, and its signature; `None` where it is none, or one of another version.
    pub fn read(record: &Record) -> Option<(Self, String)> {
        let object = record.object();
        let (chain, signature) = (object.get(CHAIN)?, object.get(SIGNATURE)?.as_str()?);
        if chain["version"] != VERSION || record.is_tombstone() {
            return None;
        }
        let said = |key: &str| chain[key].as_str().map(str::to_owned);
        let digest =
            |(id, digest): (&String, &Value)| Some((AnnotationId::new(id.as_str()), digest.as_str()?.to_owned()));
        let time = |(id, time): (&String, &Value)| Some((AnnotationId::new(id.as_str()), parse_time(time.as_str()?)?));
        let link = Self {
            reader: record.creator()?.clone(),
            nickname: said("nickname")?,
            device: said("device")?,
            number: chain["number"].as_u64()?,
            previous: said("previous"),
            signed: parse_time(object.get("created")?.as_str()?)?,
            records: chain["records"].as_object()?.iter().filter_map(digest).collect(),
            changed: chain["changed"].as_object().into_iter().flatten().filter_map(time).collect(),
            about: chain["about"].as_object().into_iter().flatten().filter_map(digest).collect(),
        };
        Some((link, signature.to_owned()))
    }
}

/// The bytes of a link that are signed: its record as JSON with sorted keys, without the signature.
pub fn signed_text(record: &Record) -> String {
    let mut object = record.object().clone();
    object.shift_remove(SIGNATURE);
    Record::from_object(object).map_or_else(String::new, |record| record.canonical())
}

/// A link with its signature, an armored one of ssh.
pub fn with_signature(record: &Record, signature: &str) -> Record {
    let mut object = record.object().clone();
    object.insert(SIGNATURE.to_owned(), signature.into());
    Record::from_object(object).unwrap_or_else(|| record.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> ChainLink {
        ChainLink {
            reader: "urn:uuid:0193f3a0-0000-7000-8000-000000000001".into(),
            nickname: "mei".into(),
            device: "ab12".into(),
            number: 2,
            previous: Some("ab".repeat(32)),
            signed: "2026-11-22T09:00:01Z".parse().unwrap(),
            records: BTreeMap::from([("urn:uuid:1".into(), "cd".repeat(32))]),
            changed: BTreeMap::from([("urn:uuid:1".into(), "2026-11-22T08:59:00Z".parse().unwrap())]),
            about: BTreeMap::from([("urn:uuid:1".into(), "week 1/moss.txt".to_owned())]),
        }
    }

    #[test]
    fn a_link_is_read_as_it_was_written_and_the_signature_is_about_all_else() {
        let record = with_signature(&link().record(), "-----BEGIN SSH SIGNATURE-----\nAAAA\n");
        let line = Record::parse(&record.to_line()).unwrap();
        assert_eq!(ChainLink::read(&line), Some((link(), "-----BEGIN SSH SIGNATURE-----\nAAAA\n".to_owned())));
        assert_eq!(signed_text(&line), signed_text(&link().record()));
        let other = ChainLink { number: 3, ..link() };
        assert!(signed_text(&other.record()) != signed_text(&line) && other.record().id() != line.id());
        assert_eq!(line.faults(), [""; 0]);
    }

    #[test]
    fn what_is_no_link_of_this_version_is_none() {
        let line = with_signature(&link().record(), "x").to_line();
        for other in [
            line.replace("\"version\":2", "\"version\":3"),
            line.replace("\"number\":2", "\"number\":-2"),
            line.replace(SIGNATURE, "postil:other"),
            line.replace("\"records\":{", "\"records\":[{").replace("}}", "}]}"),
            line.replace("\"creator\"", "\"maker\""),
            r#"{"id":"urn:uuid:1","type":"Annotation"}"#.to_owned(),
        ] {
            let read = Record::parse(&other).ok().and_then(|record| ChainLink::read(&record));
            assert_eq!(read, None, "{other}");
        }
    }
}
