//! The state of a document: the union of all records in all its files, the same in any order, any number of times.
//!
//! It decides which version of a record counts; it changes no record and drops no file.

use super::record::Record;
use super::{AnnotationId, ReaderId};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a document's files say together. Every list is in a fixed order, whatever the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The annotations that count. Where two people have made records with one id, one keeps it (see `decide`) and
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

/// The id under which a record stands in its file: without the `#creator` that [`merge`] adds where ids collide.
pub fn own_id(record: &Record) -> &str {
    let id = record.id();
    let creator = record.creator().map_or("", ReaderId::as_str);
    id.strip_suffix(creator).and_then(|id| id.strip_suffix('#')).filter(|id| !id.is_empty()).unwrap_or(id)
}

/// How many minutes a record was made before or after its id, by the time in the id (UUID version 7, RFC 9562 5.7); none off
/// where the id says no time.
fn minutes_off(id: &str, created: Timestamp) -> u64 {
    let uuid = id.strip_prefix("urn:uuid:").and_then(|uuid| Uuid::try_parse(uuid).ok());
    let told = uuid.filter(|uuid| uuid.get_version_num() == 7).and_then(|uuid| uuid.get_timestamp());
    let since_epoch = u64::try_from(created.as_second()).unwrap_or(0);
    told.map_or(0, |told| told.to_unix().0.abs_diff(since_epoch) / 60)
}

/// One version of a record.
#[derive(Clone, Copy)]
struct Version<'a> {
    /// Its own id and its creator's: what versions of one record have in common.
    of: (&'a str, &'a str),
    record: &'a Record,
    modified: Timestamp,
    deleted: bool,
}

/// Merges the records of all files of a document. `owner` is the `urn:uuid:` of the file's reader; a file of which it
/// is not known may hold records of everybody. A record without a creator is its file's owner's.
pub fn merge<'a, R>(files: impl IntoIterator<Item = (Option<&'a ReaderId>, R)>) -> Merged
where
    R: IntoIterator<Item = &'a Record>,
{
    let mut merged = Merged::default();
    let mut versions = Vec::new();
    let mut quoted = BTreeMap::new();
    for (owner, records) in files {
        let mut newest = None;
        for record in records {
            let creator = record.creator().or(owner).map_or("", ReaderId::as_str);
            let of = (own_id(record), creator);
            let version = Version { of, record, modified: record.modified(), deleted: record.is_tombstone() };
            newest = newest.max(Some(version.modified));
            if owner.is_some_and(|owner| *owner != creator) {
                quoted.insert(record.canonical(), record);
            } else {
                versions.push(version);
            }
        }
        merged.newest.push(newest);
    }
    merged.quoted = quoted.into_values().cloned().collect();
    merged.decide(versions);
    merged
}

impl Merged {
    fn decide(&mut self, mut versions: Vec<Version<'_>>) {
        // Stable, and quick where the files are in order, as they mostly are.
        versions.sort_by_key(|version| version.of);
        for of_one_id in versions.chunk_by(|a, b| a.of.0 == b.of.0) {
            let mut winners = Vec::new();
            for versions in of_one_id.chunk_by(|a, b| a.of == b.of) {
                let Some((winner, losers)) = newest(versions) else { continue };
                self.kept_aside.extend(losers.into_iter().cloned());
                winners.push((versions[0].of, winner));
            }
            // The one made when the id was keeps it, else the one made first: who takes another's id and an older date does
            // not take the answers to it. The order of the creators decides where even that is equal.
            winners
                .sort_by_key(|((id, creator), record)| (minutes_off(id, record.created()), record.created(), *creator));
            for (at, ((id, creator), record)) in winners.into_iter().enumerate() {
                let id = AnnotationId::new(if at == 0 { id.to_owned() } else { format!("{id}#{creator}") });
                self.add(if *record.id() == id { record.clone() } else { record.with_id(&id) });
            }
        }
    }

    fn add(&mut self, record: Record) {
        if record.is_tombstone() {
            self.tombstones.push(record);
        } else if record.is_identity() {
            self.identities.push(record);
        } else {
            self.live.push(record);
        }
    }
}

/// The version that counts and those it beat only by the order of their texts. At one instant a deletion wins, and
/// what it deleted is not kept aside.
fn newest<'a>(versions: &[Version<'a>]) -> Option<(&'a Record, Vec<&'a Record>)> {
    if let [only] = versions {
        return Some((only.record, Vec::new()));
    }
    let top = versions.iter().map(|version| (version.modified, version.deleted)).max()?;
    let at_top = versions.iter().filter(|version| (version.modified, version.deleted) == top);
    let mut tied: Vec<&Record> = at_top.map(|version| version.record).collect();
    // Copies of one file are the usual case; only versions that differ need their texts compared.
    if tied.iter().all(|record| *record == tied[0]) {
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
    if record.id() == id { record.canonical() } else { record.with_id(&AnnotationId::new(id)).canonical() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::record::{next_modified, to_millisecond};
    use crate::annotation::samples::{any_record, at, reader, record, urn};
    use proptest::prelude::*;

    /// What counts of these files, without what depends on their order.
    fn merged(files: &[(Option<&ReaderId>, &[Record])]) -> Merged {
        Merged { newest: Vec::new(), ..merge(files.iter().copied()) }
    }

    /// Everything that merging has kept of a file's records, as a file again.
    fn kept(merged: Merged) -> Vec<Record> {
        let mut all = merged.live;
        all.extend(merged.tombstones);
        all.extend(merged.kept_aside);
        all
    }

    /// `1a 2-`: the ids and words of what is live, deletions with a dash, conflict copies with a question mark.
    fn drawn(files: &[(Option<&ReaderId>, &[Record])]) -> String {
        let merged = merged(files);
        let words = |record: &Record, mark: &str| {
            let note = record.annotation().and_then(|view| view.note).unwrap_or_default();
            let id = record.id().replace("urn:uuid:0193f3a0-0000-7000-8000-00000000", "");
            format!("{}{note}{mark}", id.trim_start_matches('0'))
        };
        let live = merged.live.iter().map(|record| words(record, ""));
        let dead = merged.tombstones.iter().map(|record| words(record, "-"));
        let aside = merged.kept_aside.iter().map(|record| words(record, "?"));
        live.chain(dead).chain(aside).collect::<Vec<_>>().join(" ")
    }

    fn both_ways(a: &[Record], b: &[Record], expected: &str) {
        assert_eq!(drawn(&[(None, a), (None, b)]), expected);
        assert_eq!(drawn(&[(None, b), (None, a)]), expected);
    }

    #[test]
    fn the_newer_version_counts_whichever_file_it_is_in() {
        both_ways(&[record(1, 1, "old")], &[record(1, 5, "new")], "1new");
        both_ways(&[record(1, 1, "x"), record(2, 1, "y")], &[record(2, 1, "y")], "1x 2y");
    }

    #[test]
    fn at_one_instant_a_deletion_wins_then_the_larger_text_and_the_other_is_kept_aside() {
        both_ways(&[record(1, 5, "apples")], &[record(1, 5, "pears")], "1pears 1apples?");
        both_ways(&[record(1, 5, "apples")], &[record(1, 5, "")], "1-");
        both_ways(&[record(1, 5, "same")], &[record(1, 5, "same")], "1same");
    }

    #[test]
    fn two_spellings_of_one_instant_are_no_conflict() {
        let other = record(1, 5, "same").to_line().replace("09:00:05.000Z", "18:00:05+09:00");
        both_ways(&[record(1, 5, "same")], &[Record::parse(&other).expect("a record")], "1same");
    }

    #[test]
    fn an_edit_after_a_deletion_revives_and_an_old_copy_does_not() {
        both_ways(&[record(1, 4, "")], &[record(1, 6, "back")], "1back");
        both_ways(&[record(1, 8, "")], &[record(1, 2, "x")], "1-");
        both_ways(&[], &[record(9, 4, "")], "9-");
    }

    #[test]
    fn a_record_in_somebody_elses_file_is_quoted_and_never_wins() {
        let (mei, ken) = (reader(900), reader(901));
        let (forged, genuine) = ([record(1, 9, "forged")], [record(1, 2, "genuine")]);
        let files: [(Option<&ReaderId>, &[Record]); 2] = [(Some(&ken), &forged), (Some(&mei), &genuine)];
        assert_eq!(drawn(&files), "1genuine");
        assert_eq!(merged(&files).quoted, forged);
    }

    #[test]
    fn one_id_of_two_people_gives_two_records_and_the_first_made_keeps_it() {
        let (mei, ken) = (reader(900), reader(901));
        let mine = [record(1, 1, "mine")];
        let line = record(1, 2, "hers").to_line().replace(&*mei, &ken).replace("09:00:00.000Z", "08:00:00.000Z");
        let hers = [Record::parse(&line).expect("a record")];
        let both = merged(&[(Some(&mei), &mine), (Some(&ken), &hers)]);
        let ids: Vec<&str> = both.live.iter().map(|record| record.id().as_str()).collect();
        assert_eq!(ids, [urn(1).as_str(), &format!("{}#{mei}", urn(1))]);
        assert_eq!(own_id(&both.live[1]), urn(1).as_str());
        // Merging the result again changes nothing.
        assert_eq!(merged(&[(None, &both.live)]), both);
    }

    #[test]
    fn who_takes_anothers_id_with_an_older_date_does_not_take_the_answers_to_it() {
        let (mei, ken) = (reader(900), reader(901));
        let made_at = at(0).as_millisecond();
        let id = format!("urn:uuid:{:08x}-{:04x}-7000-8000-000000000001", made_at >> 16, made_at & 0xffff);
        let genuine = record(1, 40, "genuine").to_line().replace(urn(1).as_str(), &id);
        let taken = |date: &str| {
            let line = genuine.replace(&*mei, &ken).replace("genuine", "taken");
            Record::parse(&line.replace("2026-11-22T09:00:00.000Z", date)).expect("a record")
        };
        let genuine = [Record::parse(&genuine).expect("a record")];
        for date in ["2026-11-21T09:00:00.000Z", "2026-11-22T08:58:00.000Z", "2026-11-23T09:00:00.000Z"] {
            let taken = [taken(date)];
            let both = merged(&[(Some(&ken), &taken), (Some(&mei), &genuine)]);
            let ids: Vec<(&str, &str)> = both
                .live
                .iter()
                .map(|record| (record.id().as_str(), record.creator().map_or("", ReaderId::as_str)))
                .collect();
            assert_eq!(ids, [(id.as_str(), &*mei), (&format!("{id}#{ken}"), &*ken)], "{date}");
        }
    }

    #[test]
    fn the_next_time_is_after_now_and_after_all_that_was_seen() {
        let ms = SignedDuration::from_millis(1);
        assert_eq!(next_modified(at(5), at(1)), at(5));
        assert_eq!(next_modified(at(5), at(5)), at(5) + ms);
        assert_eq!(next_modified(at(5), at(9)), at(9) + ms);
        assert_eq!(next_modified(at(5), Timestamp::MAX), to_millisecond(Timestamp::MAX));
        let fine = at(5) + SignedDuration::from_nanos(700_001);
        assert!(next_modified(at(5), fine) > fine);
    }

    #[test]
    fn a_file_more_than_a_day_ahead_is_told() {
        let (soon, late) = ([record(1, 86_400, "soon")], [record(1, 86_401, "late")]);
        let files: [(Option<&ReaderId>, &[Record]); 3] = [(None, &soon), (None, &late), (None, &[])];
        assert_eq!(merge(files).future(at(0)), [1]);
    }

    proptest! {
        #[test]
        fn order_grouping_and_repetition_do_not_matter(
            a in prop::collection::vec(any_record(), 0..6),
            b in prop::collection::vec(any_record(), 0..6),
            c in prop::collection::vec(any_record(), 0..6),
        ) {
            let all = merged(&[(None, &a), (None, &b), (None, &c)]);
            prop_assert_eq!(&merged(&[(None, &c), (None, &a), (None, &b)]), &all);
            prop_assert_eq!(&merged(&[(None, &a), (None, &a), (None, &b), (None, &c), (None, &b)]), &all);
            let left = kept(merged(&[(None, &a), (None, &b)]));
            let right = kept(merged(&[(None, &b), (None, &c)]));
            prop_assert_eq!(&merged(&[(None, &left), (None, &c)]), &all);
            prop_assert_eq!(&merged(&[(None, &a), (None, &right)]), &all);
        }

        #[test]
        fn every_id_is_there_once_with_its_newest_version(a in prop::collection::vec(any_record(), 0..9)) {
            let all = merged(&[(None, &a)]);
            for one in &a {
                let same = |other: &&Record| other.id() == one.id();
                let found: Vec<&Record> = all.live.iter().chain(&all.tombstones).filter(same).collect();
                prop_assert_eq!(found.len(), 1);
                prop_assert!(a.contains(found[0]), "a record is taken as it is, with all its keys");
                prop_assert_eq!(Some(found[0].modified()), a.iter().filter(same).map(Record::modified).max());
                // What is as new as a live one and differs is kept aside.
                let beaten = one.modified() == found[0].modified() && one != found[0] && !found[0].is_tombstone();
                prop_assert_eq!(beaten, all.kept_aside.contains(one));
            }
        }
    }
}
