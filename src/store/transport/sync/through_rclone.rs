//! A sync over a drive, from its beginning to its end. On the drive lies what lies in the folder of texts: `annotations/` with a
//! folder for each reader, and the texts, where the leader has put them there.
//!
//! Each file there has one writer, a reader's device; this one sends its own and fetches all others, into a folder that they
//! only pass through, so that nothing half is ever read. It deletes nothing there, and changes nothing that is another's.

use super::drive_memory::DriveMemory;
use super::order::Order;
use super::outcome::{Namesake, Sent, Step, Synced};
use super::own_copies;
use super::own_files::{is_sent, is_whole, put_back, restore};
use super::rclone::Rclone;
use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, ReaderId, Sidecar, parse_sidecar_name};
use crate::store::corpus::names::{ANNOTATIONS, PERSON};
use crate::store::fs::error::{Error, Result};
use crate::store::sidecar::annotations::Annotations;
use std::{collections::HashMap, fs};

/// Sends and fetches; `unknown` says why nothing is sent where nobody knows who sends.
pub(super) fn sync(
    annotations: &Annotations,
    memory: DriveMemory,
    order: &Order<'_>,
    unknown: Option<String>,
    step: &mut dyn FnMut(Step),
) -> Result<Synced> {
    let mut run = DriveRun::new(annotations, memory, order);
    step(Step::Keeping);
    if let Some(me) = order.me {
        annotations.take_over(order.former, me)?;
    }
    run.synced.kept = run.keep()?;
    step(Step::Fetching);
    let exchanged = run.exchange(step);
    // What has come is not fetched again, whatever came between.
    run.memory.save()?;
    if let Err(reason) = exchanged? {
        run.synced.sent = Sent::from(&reason);
    }
    if let Some(unknown) = unknown.filter(|_| run.synced.sent == Sent::Nothing) {
        run.synced.sent = Sent::Waiting(unknown);
    }
    Ok(run.synced)
}

/// Who goes by the reader's own name on the drive.
pub(super) fn namesake(annotations: &Annotations, memory: DriveMemory, order: &Order<'_>) -> Result<Option<Namesake>> {
    let run = DriveRun::new(annotations, memory, order);
    let Some(me) = order.me else { return Ok(None) };
    let own = format!("{ANNOTATIONS}/{}", me.nickname);
    let Some(files) = run.rclone.list(&own)?? else { return Ok(None) };
    let Some(person) = files.iter().find(|file| file.key == PERSON) else { return Ok(None) };
    let passing = run.memory.passing()?;
    run.rclone.fetch(&own, &[&person.path], passing.path())??;
    let text = fs::read_to_string(passing.path().join(PERSON)).unwrap_or_default();
    let Some(reader) = parse_reader(&text).filter(|reader| run.is_other(reader)) else { return Ok(None) };
    let sidecars = files.iter().filter(|file| parse_sidecar_name(&file.key).is_some());
    let last =
        sidecars.clone().map(|file| file.time.get(..10).unwrap_or_default()).max().unwrap_or_default().to_owned();
    Ok(Some(Namesake { reader, person: text, files: sidecars.map(|file| file.key.clone()).collect(), last }))
}

/// A run that is under way.
#[derive(Debug)]
pub(super) struct DriveRun<'a> {
    pub(super) annotations: &'a Annotations,
    pub(super) order: &'a Order<'a>,
    pub(super) rclone: Rclone<'a>,
    pub(super) memory: DriveMemory,
    pub(super) synced: Synced,
    /// What the files of one's own say on the drive, as digests, by their paths there.
    pub(super) there: HashMap<String, String>,
}

impl<'a> DriveRun<'a> {
    fn new(annotations: &'a Annotations, memory: DriveMemory, order: &'a Order<'a>) -> Self {
        let rclone = Rclone::at(&memory.drive.address, order.ask, order.stop);
        Self { annotations, order, rclone, memory, synced: Synced::default(), there: HashMap::new() }
    }

    pub(super) fn is_other(&self, reader: &Reader) -> bool {
        self.order.me.is_some_and(|me| reader.id != me.id && !self.order.former.contains(&reader.id))
    }

    /// The reader's ids, this one and those before it.
    pub(super) fn ids(&self) -> Vec<ReaderId> {
        self.order.me.map(|me| &me.id).into_iter().chain(self.order.former).cloned().collect()
    }

    /// The files in one's own folder here: those of this device and who one is; those that came here another way.
    pub(super) fn own(&self) -> (Vec<String>, Vec<String>) {
        let Some(me) = self.order.me else { return (Vec::new(), Vec::new()) };
        let (index, _) = self.annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let base = self.annotations.written_base();
        let mine = index.with_chains().filter(|listed| listed.base == base && listed.folder == me.nickname);
        let ending = format!("@{}.json", self.order.device);
        let paths = mine.map(|listed| listed.path.clone()).filter(|path| is_sent(path));
        let (mut own, others): (Vec<String>, Vec<String>) = paths.partition(|path| path.ends_with(&ending));
        own.sort();
        (own, others)
    }

    pub(super) fn nickname(&self) -> &'a str {
        self.order.me.map_or("", |me| me.nickname.as_str())
    }

    pub(super) fn text_of(&self, path: &str) -> Result<Option<String>> {
        self.annotations.text_in(self.nickname(), path)
    }

    /// Makes the files of this device whole by their last kept state, and keeps the state they are in now; how many are new or
    /// changed.
    pub(super) fn keep(&mut self) -> Result<usize> {
        let Some(me) = self.order.me else { return Ok(0) };
        let copies = own_copies::take_in(
            self.annotations,
            (&me.nickname, &me.id, self.order.former),
            self.order.device,
            &self.own().1,
        )?;
        self.tell(copies);
        let mut back = Vec::new();
        for path in self.memory.all_kept(&me.nickname) {
            let earlier = self.memory.kept(&me.nickname, &path).unwrap_or_default();
            let earlier = String::from_utf8_lossy(&earlier);
            let records = restore(self.annotations, (&me.nickname, &me.id, self.order.former), &path, &earlier)?;
            back.extend(records.map(|records| (path, records)));
        }
        self.tell(put_back(&back));
        let mut changed = 0;
        for path in self.own().0.into_iter().chain([PERSON.to_owned()]) {
            let Some(text) = self.text_of(&path)? else { continue };
            if path != PERSON && !is_whole(&Sidecar::parse(&text)) {
                let path = crate::text::visible::line(&path);
                self.tell([format!("{path} is damaged and was not sent: postil check --repair mends it")]);
            } else if self.memory.kept(&me.nickname, &path).as_deref() != Some(text.as_bytes()) {
                self.memory.keep(&me.nickname, &path, text.as_bytes())?;
                changed += 1;
            }
        }
        Ok(changed)
    }

    /// Says something once.
    pub(super) fn tell(&mut self, notes: impl IntoIterator<Item = String>) {
        for note in notes {
            if !self.synced.notes.contains(&note) {
                self.synced.notes.push(note);
            }
        }
    }

    /// Fetches and sends. The inner error is why one's own is not sent, and perhaps not all has come.
    fn exchange(&mut self, step: &mut dyn FnMut(Step)) -> Result<std::result::Result<(), Error>> {
        let below = if self.memory.drive.texts { "" } else { ANNOTATIONS };
        let listed = match self.rclone.list(below)? {
            Ok(listed) => listed,
            Err(reason) => return Ok(Err(reason)),
        };
        if listed.is_none() && self.memory.drive.answered {
            return Ok(Err(self.gone(below)));
        }
        let is_new = listed.is_none();
        let files = listed.unwrap_or_default().into_iter().map(|file| file.below_top(below)).collect::<Vec<_>>();
        if !is_new {
            self.memory.answered()?;
        }
        if let Err(reason) = self.receive(&files, step)? {
            return Ok(Err(reason));
        }
        // What came back into one's own folder is kept too.
        self.keep()?;
        step(Step::Sending);
        if let Err(reason) = self.send(&files)? {
            return Ok(Err(reason));
        }
        if is_new && self.synced.sent == Sent::Sent {
            self.memory.answered()?;
            let address = crate::text::visible::line(&self.memory.drive.address).into_owned();
            self.tell([format!("nobody had been at {address} before you")]);
        }
        Ok(Ok(()))
    }

    fn gone(&self, below: &str) -> Error {
        let address = crate::text::visible::line(&self.memory.drive.address).into_owned();
        let what = if below.is_empty() { address } else { format!("{address}/{below}") };
        Error::git(
            format!("{what} is not there any more"),
            format!(
                "Connect the drive, or ask whoever looks after it. If it has another address now: remove {} and name it anew with \
                 --remote.",
                crate::text::shown(&self.memory.place())
            ),
        )
    }
}
