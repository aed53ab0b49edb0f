//! The state of a document: the union of all records in all its files, the same in any order, any number of times.
//!
//! It decides which version of a record counts; it changes no record and drops no file.

use super::record::{Record, to_millisecond};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// What a document's files say together. Every list is in a fixed order, whatever the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The annotations that count. Where two people have made records with one id, the one made first keeps it and
    /// the others stand here under `id#creator`; see [`own_id`].
    pub live: Vec<Record>,
    /// What was deleted.
    pub tombstones: Vec<Record>,
    /// The records that say which document a file is about.
    pub identities: Vec<Record>,
    /// Versions that lost to another of the same instant: conflict copies, to be shown and never thrown away silently.
    pub kept_aside: Vec<Record>,
    /// Records found in a file whose reader is not their creator: shown as quoted, without any say.
    pub quoted: Vec<Record>,
    /// The newest change in each file, in the order the files came. See [`Merged::future`].
    pub newest: Vec<Option<Timestamp>>,
}

impl Merged {
    /// The files (by the order they came in) that hold a change more than a day after `now`: a wrong clock.
    pub fn future(&self, now: Timestamp) -> Vec<usize> {
        let limit = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        let late = |(_, newest): &(usize, &Option<Timestamp>)| newest.is_some_and(|newest| newest > limit);
        self.newest.iter().enumerate().filter(late).map(|(file, _)| file).collect()
    }
}

/// The time to write into a record that is changed at `now`, of which the newest version seen is from `newest_seen`:
/// later than both, so that a clock in the future swallows no edit. In whole milliseconds.
pub fn next_modified(now: Timestamp, newest_seen: Timestamp) -> Timestamp {
    let after = newest_seen.checked_add(SignedDuration::from_millis(1)).unwrap_or(newest_seen);
    to_millisecond(now.max(after))
}

/// The id under which a record stands in its file: without the `#creator` that [`merge`] adds where ids collide.
pub fn own_id(record: &Record) -> &str {
    let id = record.id();
    let creator = record.creator().unwrap_or_default();
    id.strip_suffix(creator).and_then(|id| id.strip_suffix('#')).filter(|id| !id.is_empty()).unwrap_or(id)
}

/// One version of a record.
#[derive(Clone, Copy)]
struct Version<'a> {
    record: &'a Record,
    modified: Timestamp,
    deleted: bool,
}

/// All versions, by id and creator.
type Versions<'a> = BTreeMap<(&'a str, &'a str), Vec<Version<'a>>>;

/// Merges the records of all files of a document. `owner` is the `urn:uuid:` of the file's reader; a file of which it
/// is not known may hold records of everybody. A record without a creator is its file's owner's.
pub fn merge<'a>(files: impl IntoIterator<Item = (Option<&'a str>, &'a [Record])>) -> Merged {
    let mut merged = Merged::default();
    let mut versions = Versions::new();
    let mut quoted = BTreeMap::new();
    for (owner, records) in files {
        merged.newest.push(records.iter().map(Record::modified).max());
        for record in records {
            let creator = record.creator().or(owner).unwrap_or_default();
            if owner.is_some_and(|owner| owner != creator) {
                quoted.insert(record.canonical(), record);
            } else {
                let version = Version { record, modified: record.modified(), deleted: record.is_tombstone() };
                versions.entry((own_id(record), creator)).or_default().push(version);
            }
        }
    }
    merged.quoted = quoted.into_values().cloned().collect();
    merged.decide(versions);
    merged
}

impl Merged {
    fn decide(&mut self, versions: Versions<'_>) {
        let mut winners: BTreeMap<&str, Vec<(&str, &Record)>> = BTreeMap::new();
        for ((id, creator), versions) in versions {
            let Some((winner, losers)) = newest(versions) else { continue };
            self.kept_aside.extend(losers.into_iter().cloned());
            winners.entry(id).or_default().push((creator, winner));
        }
        for (id, mut records) in winners {
            // The one made first keeps the id; the order of the creators decides where even that is equal.
            records.sort_by_key(|(creator, record)| (record.created(), *creator));
            for (at, (creator, record)) in records.into_iter().enumerate() {
                let id = if at == 0 { id.to_owned() } else { format!("{id}#{creator}") };
                self.add(if record.id() == id { record.clone() } else { record.with_id(&id) });
            }
        }
    }

    fn add(&mut self, record: Record) {
        if record.is_tombstone() {
            self.tombstones.push(record);
        } else if record.identity().is_some() {
            self.identities.push(record);
        } else {
            self.live.push(record);
        }
    }
}

/// The version that counts and those it beat only by the order of their texts. At one instant a deletion wins, and
/// what it deleted is not kept aside.
fn newest(versions: Vec<Version<'_>>) -> Option<(&Record, Vec<&Record>)> {
    let top = versions.iter().map(|version| (version.modified, version.deleted)).max()?;
    let mut tied: Vec<&Record> = versions
        .into_iter()
        .filter(|version| (version.modified, version.deleted) == top)
        .map(|version| version.record)
        .collect();
    if tied.len() == 1 {
        return Some((tied.pop()?, Vec::new()));
    }
    let by_text: BTreeMap<String, &Record> = tied.into_iter().map(|record| (text(record), record)).collect();
    let (_, winner) = by_text.last_key_value()?;
    // Two spellings of one instant make no conflict copy.
    let content = |record: &Record| text(&record.with_modified(top.0));
    let mut others: BTreeMap<String, &Record> = by_text.values().map(|record| (content(record), *record)).collect();
    others.remove(&content(winner));
    Some((winner, if top.1 { Vec::new() } else { others.into_values().collect() }))
}

/// The canonical text of a record under its own id.
fn text(record: &Record) -> String {
    let id = own_id(record);
    if record.id() == id { record.canonical() } else { record.with_id(id).canonical() }
}
