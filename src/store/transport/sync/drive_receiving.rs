//! What is new or changed on a drive is fetched, so many files at a time, and taken in: others' files as `incoming.rs` does it; one's
//! own, which are whole here or are made so; texts. What a drive half has, or shows of an earlier time, changes nothing here.

use super::drive_files::{OwnNames, Role};
use super::drive_memory::digest_text;
use super::drive_texts;
use super::incoming::{TakenIn, take_in};
use super::outcome::{Step, handed_out, namesake_refused};
use super::own_files::{holds_notes, is_whole, put_back, restore};
use super::rclone::{DriveFile, on_disk};
use super::through_rclone::DriveRun;
use crate::annotation::person::parse_reader;
use crate::annotation::{Sidecar, parse_sidecar_name};
use crate::language::counts::counted;
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::{Error, Result};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};
use unicode_normalization::UnicodeNormalization;

/// How many files, and how many bytes, one run of rclone brings.
const BATCH: (usize, u64) = (200, 20 << 20);
/// How many are named whose files have not come whole.
const MOST_NAMED: usize = 3;

/// A file that is wanted, and whose it is.
type WantedFile<'a> = (&'a DriveFile, Role);

impl DriveRun<'_> {
    /// Fetches what is new or changed and takes it in. The inner error is why not all has come.
    pub(super) fn receive(
        &mut self,
        files: &[DriveFile],
        step: &mut dyn FnMut(Step),
    ) -> Result<std::result::Result<(), Error>> {
        let wanted = self.wanted(files)?;
        let withdrawn = drive_texts::withdrawn(&mut self.memory, self.annotations, files);
        let spelled = if wanted.is_empty() { HashMap::new() } else { self.spelled() };
        let (mut half, mut texts, mut told) = (BTreeSet::new(), Vec::new(), Vec::new());
        let mut all = Ok(());
        for batch in batches(&wanted) {
            step(Step::Fetching);
            let passing = self.memory.passing()?;
            let paths: Vec<&str> = batch.iter().map(|(file, _)| file.path.as_str()).collect();
            all = self.rclone.fetch("", &paths, passing.path())?;
            step(Step::Merging);
            for (file, role) in batch {
                let Some(bytes) = came_whole(passing.path(), file) else {
                    half.insert(whose(role));
                    continue;
                };
                if let Role::Text(path) = role {
                    let text = (*file, path.as_str());
                    let is_new = drive_texts::lay_down(&mut self.memory, self.annotations, text, &bytes, &mut told)?;
                    texts.extend(is_new.then(|| path.clone()));
                } else if !self.take(file, role, &bytes, &spelled)? {
                    half.insert(whose(role));
                }
            }
            if all.is_err() {
                break;
            }
        }
        self.tell(told);
        self.tell(handed_out(&texts).into_iter().chain(withdrawn));
        self.tell(not_whole(&half));
        Ok(all)
    }

    /// What has to be fetched. Who one is oneself there comes first: it decides whether anything may be taken in at all.
    fn wanted<'f>(&mut self, files: &'f [DriveFile]) -> Result<Vec<WantedFile<'f>>> {
        let names = self.memory.names_of(self.nickname(), &self.own().0)?;
        let names = OwnNames::new(self.nickname(), self.order.device, &names);
        let mut wanted = Vec::new();
        for file in files {
            match names.role(file) {
                None => {}
                Some(Role::Text(path)) => {
                    let is_wanted = drive_texts::is_wanted(&mut self.memory, self.annotations, (file, &path));
                    wanted.extend(is_wanted.then_some((file, Role::Text(path))));
                }
                Some(role) if self.is_current(file, &role) => self.remember_own(file, &role),
                Some(role) => wanted.push((file, role)),
            }
        }
        wanted.sort_by_key(|(_, role)| (*role != Role::OwnPerson, matches!(role, Role::Text(_))));
        Ok(wanted)
    }

    /// Takes in a file that has come; whether it was whole.
    fn take(&mut self, file: &DriveFile, role: &Role, bytes: &[u8], spelled: &HashMap<String, String>) -> Result<bool> {
        match role {
            Role::OwnPerson => self.take_person(file, bytes)?,
            Role::Own(path) => self.take_own(file, path, bytes)?,
            Role::Others(path) => return Ok(self.take_others(file, spelled.get(path).unwrap_or(path), bytes)),
            Role::Text(_) => {}
        }
        Ok(true)
    }

    /// Whether nothing has to be fetched: it is as it was read, and what came of it is still here.
    fn is_current(&self, file: &DriveFile, role: &Role) -> bool {
        self.memory.is_read(file)
            && match role {
                Role::Own(_) | Role::OwnPerson => self.memory.digest_of(&file.key).is_some(),
                Role::Others(path) => self.annotations.holds(path),
                Role::Text(_) => true,
            }
    }

    fn remember_own(&mut self, file: &DriveFile, role: &Role) {
        if matches!(role, Role::Own(_) | Role::OwnPerson)
            && let Some(digest) = self.memory.digest_of(&file.key)
        {
            self.there.insert(file.key.clone(), digest.to_owned());
        }
    }

    /// Paths of others' files as they are spelled here, by the spelling that a drive's names are brought to.
    fn spelled(&self) -> HashMap<String, String> {
        let (index, _) = self.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let base = self.annotations.written_base();
        let here = index.with_chains().filter(|listed| listed.base == base);
        let path = here.map(|listed| format!("{}/{}", listed.folder, listed.path));
        path.map(|path| (path.nfc().collect::<String>(), path)).filter(|(plain, path)| plain != path).collect()
    }

    /// What the drive says of who one is. Where only the drive has changed it, another device of one's own has.
    fn take_person(&mut self, file: &DriveFile, bytes: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(bytes);
        let Some(there) = parse_reader(&text) else { return Ok(()) };
        if self.is_other(&there) {
            return Err(namesake_refused(self.nickname(), &there));
        }
        let known = self.memory.digest_of(&file.key).map(str::to_owned);
        let here = self.text_of(PERSON)?.map(|text| digest_text(text.as_bytes()));
        if here.is_none() || here == known {
            self.annotations.write_person(&text)?;
        }
        self.is_there(file, bytes);
        Ok(())
    }

    /// What the drive has of this device's own file: it is whole here, or is made so.
    fn take_own(&mut self, file: &DriveFile, path: &str, bytes: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(bytes);
        let Some(me) = self.order.me else { return Ok(()) };
        if !is_whole(&Sidecar::parse(&text)) {
            // A sync was killed while it was sent; it is sent again.
            return Ok(());
        }
        let records = restore(self.annotations, (&me.nickname, &me.id, self.order.former), path, &text)?;
        self.tell(put_back(&records.map(|records| (path.to_owned(), records)).into_iter().collect::<Vec<_>>()));
        self.is_there(file, bytes);
        Ok(())
    }

    fn is_there(&mut self, file: &DriveFile, bytes: &[u8]) {
        let digest = digest_text(bytes);
        self.there.insert(file.key.clone(), digest.clone());
        self.memory.read(file, Some(digest));
    }

    /// Whether what has come of somebody else's was whole.
    fn take_others(&mut self, file: &DriveFile, path: &str, bytes: &[u8]) -> bool {
        match take_in(self.annotations, path, bytes, &self.ids()) {
            Ok(TakenIn::Half) => return false,
            Ok(TakenIn::Known) => {}
            Ok(TakenIn::Brought { new, changed }) => {
                self.synced.received += 1;
                self.synced.new_notes += new;
                self.synced.changed_notes += changed;
                let reader = path.split('/').next().filter(|_| holds_notes(path) && new + changed > 0);
                self.synced.from.extend(reader.map(str::to_owned));
            }
            Err(error) => {
                self.tell([format!("{error}. {}", error.hint())]);
                return true;
            }
        }
        let person = path.ends_with(PERSON).then(|| digest_text(bytes));
        self.memory.read(file, person);
        true
    }
}

/// So many of them as one run of rclone brings.
fn batches<'w, 'f>(wanted: &'w [WantedFile<'f>]) -> Vec<&'w [WantedFile<'f>]> {
    let (mut batches, mut rest) = (Vec::new(), wanted);
    while !rest.is_empty() {
        let mut bytes = 0_u64;
        let fits = rest.iter().take(BATCH.0).take_while(|(file, _)| {
            bytes = bytes.saturating_add(file.size.unwrap_or(0));
            bytes <= BATCH.1
        });
        let (batch, later) = rest.split_at(fits.count().max(1));
        batches.push(batch);
        rest = later;
    }
    batches
}

/// The bytes of a file that has come, where it is as long as it is listed.
fn came_whole(passing: &Path, file: &DriveFile) -> Option<Vec<u8>> {
    let bytes = fs::read(passing.join(on_disk(&file.path))).ok()?;
    file.size.is_none_or(|size| size == bytes.len() as u64).then_some(bytes)
}

/// Whose a file is, in words.
fn whose(role: &Role) -> String {
    match role {
        Role::OwnPerson | Role::Own(_) => "yours".to_owned(),
        Role::Others(path) | Role::Text(path) => path.split('/').next().unwrap_or_default().to_owned(),
    }
}

/// What is to be said of files that have not come whole.
fn not_whole(half: &BTreeSet<String>) -> Option<String> {
    let named: Vec<_> = half.iter().take(MOST_NAMED).map(|name| crate::text::visible::line(name)).collect();
    let more = half.len().saturating_sub(MOST_NAMED);
    let rest = if more > 0 { format!(" and {}", counted(more, "other")) } else { String::new() };
    let told = format!("not all of {}{rest} is whole on the drive yet: it comes with a later sync", named.join(", "));
    (!half.is_empty()).then_some(told)
}
