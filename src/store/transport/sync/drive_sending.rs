//! What is sent to a drive: the files of this device, where the drive has them not or other; from a copy, so that nothing is sent
//! while it is written. What another device of one's own has there is never written over by what this one knows of it.

use super::drive_memory::digest_text;
use super::outcome::Sent;
use super::own_files::{holds_notes, is_whole};
use super::rclone::{DriveFile, on_disk};
use super::through_rclone::DriveRun;
use crate::annotation::{Record, Sidecar};
use crate::store::corpus::names::{ANNOTATIONS, PERSON};
use crate::store::fs::error::{Error, Result};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
};
use unicode_normalization::UnicodeNormalization;

/// A file that is to be sent.
#[derive(Debug)]
struct GoingFile {
    /// Its path from the top of the drive, spelled as it is there.
    path: String,
    /// The same, as it is known by here.
    key: String,
    text: String,
}

impl DriveRun<'_> {
    /// Sends what the drive has not, or other; and of one's own other devices what it has not at all.
    pub(super) fn send(&mut self, files: &[DriveFile]) -> Result<std::result::Result<(), Error>> {
        let Some(me) = self.order.me else { return Ok(Ok(())) };
        let (own, others) = self.own();
        let names = self.memory.names_of(&me.nickname, &own)?;
        let by_key: HashMap<&str, &DriveFile> = files.iter().map(|file| (file.key.as_str(), file)).collect();
        let (mut going, mut gone_there) = (Vec::new(), 0);
        let person = (PERSON.to_owned(), PERSON.to_owned());
        for (path, name) in names.into_iter().chain([person]) {
            let Some(text) = self.sound(&path)? else { continue };
            let key = format!("{ANNOTATIONS}/{}/{name}", me.nickname);
            let digest = digest_text(text.as_bytes());
            if self.there.get(&key) == Some(&digest) {
                continue;
            }
            let listed = by_key.get(key.as_str());
            let is_as_sent = self.memory.sent(&key).as_deref() == Some(text.as_bytes());
            gone_there += usize::from(is_as_sent && (listed.is_none() || self.there.contains_key(&key)));
            self.synced.sent_notes += self.news(&key, &text);
            going.push(GoingFile { path: listed.map_or_else(|| key.clone(), |file| file.path.clone()), key, text });
        }
        self.tell(sent_again(gone_there));
        let strays = self.strays(&others, &by_key)?;
        self.synced.sent_notes += strays.iter().map(|file| self.news(&file.key, &file.text)).sum::<usize>();
        self.synced.sent_files = going.len() + strays.len();
        for (some, over) in [(&going, true), (&strays, false)] {
            if some.is_empty() {
                continue;
            }
            if let Err(reason) = self.send_all(some, over)? {
                self.synced.sent_notes = 0;
                return Ok(Err(reason));
            }
            self.synced.sent = Sent::Sent;
        }
        if !going.is_empty() {
            self.confirm(&me.nickname, &going)?;
        }
        Ok(Ok(()))
    }

    /// Files in one's own folder that are not this device's, and that the drive has not: the device that wrote them may be gone.
    /// One that the drive has is for that device to change.
    fn strays(&self, others: &[String], there: &HashMap<&str, &DriveFile>) -> Result<Vec<GoingFile>> {
        let mut strays = Vec::new();
        for path in others {
            let key: String = format!("{ANNOTATIONS}/{}/{path}", self.nickname()).nfc().collect();
            if there.contains_key(key.as_str()) {
                continue;
            }
            strays.extend(self.sound(path)?.map(|text| GoingFile { path: key.clone(), key, text }));
        }
        Ok(strays)
    }

    /// The text of a file of one's own that others can read.
    fn sound(&self, path: &str) -> Result<Option<String>> {
        Ok(self.text_of(path)?.filter(|text| path == PERSON || is_whole(&Sidecar::parse(text))))
    }

    /// How many records of a file the drive has not.
    fn news(&self, key: &str, text: &str) -> usize {
        // What was taken back before it was ever sent is nobody's news.
        let is_news = |record: &&Record| !record.is_identity() && !record.is_tombstone();
        let path = key.strip_prefix(ANNOTATIONS).and_then(|path| path.strip_prefix('/'));
        if !path.is_some_and(holds_notes) {
            return 0;
        }
        self.memory.sent(key).map_or_else(
            || Sidecar::parse(text).records().filter(is_news).count(),
            |sent| {
                let sent = String::from_utf8_lossy(&sent).into_owned();
                let known: BTreeSet<&str> = sent.lines().map(|line| line.trim_start_matches(',')).collect();
                let taken_back = |line: &str| {
                    let record = Record::parse(line).ok().filter(Record::is_tombstone);
                    record.is_some_and(|record| !sent.contains(record.id().as_str()))
                };
                let lines = text.lines().map(|line| line.trim_start_matches(','));
                lines.filter(|line| !known.contains(line) && !taken_back(line)).count()
            },
        )
    }

    fn send_all(&self, going: &[GoingFile], over: bool) -> Result<std::result::Result<(), Error>> {
        let passing = self.memory.passing()?;
        for GoingFile { path, text, .. } in going {
            let place = passing.path().join(on_disk(path));
            let fault = |error| Error::io("write", &place, error);
            fs::create_dir_all(place.parent().unwrap_or(passing.path())).map_err(fault)?;
            fs::write(&place, text).map_err(fault)?;
        }
        self.rclone.send(passing.path(), "", over)
    }

    /// Looks at what was sent as the drive has it now, so that the next sync need not.
    fn confirm(&mut self, nickname: &str, going: &[GoingFile]) -> Result<()> {
        let below = format!("{ANNOTATIONS}/{nickname}");
        let Ok(Some(files)) = self.rclone.list(&below)? else { return Ok(()) };
        let files: BTreeMap<String, DriveFile> =
            files.into_iter().map(|file| file.below_top(&below)).map(|file| (file.key.clone(), file)).collect();
        for GoingFile { key, text, .. } in going {
            self.memory.keep_sent(key, text.as_bytes())?;
            if let Some(file) = files.get(key).filter(|file| file.size.is_none_or(|size| size == text.len() as u64)) {
                self.memory.read(file, Some(digest_text(text.as_bytes())));
            }
        }
        Ok(())
    }
}

/// What is to be said of files that were sent before and had to be sent again as they were.
fn sent_again(count: usize) -> Option<String> {
    let told = format!(
        "others had removed or changed {}: all is as you left it, and sent again",
        format_args!("{count} of your files")
    );
    (count > 0).then_some(told)
}
