//! What is seen on the command line of what was read: what others wrote on a reading that one is to read with one's own eyes first
//! is left out, and that is told; answers are seen with the prompts that they belong to. The rules are `study::blind` and
//! `annotation::prompt`; nothing on the disk is hidden or changed.

use super::setup::Room;
use crate::annotation::{Origin, PromptIds, Reader, ReaderId, person};
use crate::app::prompt_ids_of;
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;
use crate::store::{AnnotationStore, Read, StoredAnnotation};
use crate::study::blind::{Case, Need, Rule, is_kept_back, is_mark};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Who looks, and when.
#[derive(Debug)]
pub struct Eyes {
    leads: bool,
    today: Date,
    unblind: bool,
    /// Which prompt an answer belongs to.
    prompt_ids: PromptIds,
    /// Everybody's annotations with what only this reader can read: that counts as read, too.
    own: Option<AnnotationStore>,
}

impl Eyes {
    /// The eyes of this device's reader today; with `unblind` they see all.
    pub fn of(room: &Room, store: &AnnotationStore, unblind: bool) -> Self {
        let syllabus = room.library.syllabus();
        let wanted = syllabus.leader.as_deref();
        let leads = wanted.is_some_and(|leader| leads(room, store, leader));
        let annotations = room.annotations.clone().with_private(&room.dirs);
        let me = room.state.reader().filter(|_| !leads && !unblind);
        let own = me.and_then(|me| AnnotationStore::new(annotations).for_reader(me, room.state.device()).ok());
        Self { leads, today: jiff::Zoned::now().date(), unblind, prompt_ids: prompt_ids_of(&syllabus), own }
    }

    /// Lets answers on a document name the prompts that they belong to, and takes out what is kept back of it: says what and until when.
    pub fn see(&self, room: &Room, path: &DocPath, read: &mut Read) -> Option<String> {
        for stored in read.stored.iter_mut().chain(read.quoted.iter_mut().map(|(_, stored)| stored)) {
            self.prompt_ids.settle(&mut stored.annotation, path);
        }
        self.keep_back(room, path, read)
    }

    fn keep_back(&self, room: &Room, path: &DocPath, read: &mut Read) -> Option<String> {
        if self.unblind {
            return None;
        }
        let syllabus = room.library.syllabus();
        let said = syllabus.blind_of(path).unwrap_or_default();
        let rule = Rule { marks: said.marks, until: said.until };
        let needs = |own| rule.needs(&Case { own, today: Some(self.today), leads: self.leads });
        let alone = needs(0).and_then(|_| needs(self.own_marks(path)));
        let case = Case { own: 0, today: Some(self.today), leads: self.leads };
        let apart = Rule { marks: None, until: syllabus.apart_at(path) }.needs(&case);
        let need = alone.or(apart)?;
        let group = if alone.is_none() { own_group(room, &syllabus, path) } else { BTreeSet::new() };
        let (mut count, mut readers) = (0, BTreeSet::new());
        let mut is_shown = |stored: &StoredAnnotation, mine: bool| {
            let annotation = &stored.annotation;
            let waits = is_kept_back(annotation, stored.record.audience()) && stored.origin != Origin::File;
            let shown = mine || !waits || group.contains(&annotation.creator);
            count += usize::from(!shown);
            if !shown {
                readers.insert(annotation.creator.clone());
            }
            shown
        };
        read.stored.retain(|stored| is_shown(stored, stored.mine));
        read.quoted.retain(|(_, stored)| is_shown(stored, false));
        let is_here = room.library.corpus.root().join(path.as_path()).symlink_metadata().is_ok();
        // Nobody marks a passage in a text that is gone.
        let need = if is_here { need } else { Need { marks: None, ..need } };
        let words = need.words(Some(self.today));
        (count > 0).then(|| told(path, (count, readers.len()), &words))
    }

    /// How many marks and notes of one's own there are on a document, as the screen counts them.
    fn own_marks(&self, path: &DocPath) -> usize {
        let stored = self.own.as_ref().map(|store| store.read(path).stored).unwrap_or_default();
        stored.iter().filter(|stored| stored.mine && is_mark(&stored.annotation)).count()
    }
}

/// Everybody here who reads a document in one group with this device's reader.
fn own_group(room: &Room, syllabus: &Syllabus, path: &DocPath) -> BTreeSet<ReaderId> {
    let Some(me) = room.state.reader() else { return BTreeSet::new() };
    let groups = syllabus.groups_at(path);
    let is_in = |names: &[String], reader: &Reader| names.contains(&reader.nickname) || names.contains(&reader.name);
    let mine: Vec<&Vec<String>> = groups.values().filter(|names| is_in(names, me)).collect();
    let readers = room.store().readers().0.into_values();
    readers.filter(|reader| mine.iter().any(|names| is_in(names, reader))).map(|reader| reader.id).collect()
}

fn told(path: &DocPath, (count, readers): (usize, usize), words: &str) -> String {
    let annotations = if count == 1 { "1 annotation".to_owned() } else { format!("{count} annotations") };
    let (others, are, they) = (
        if readers == 1 { "1 other" } else { &format!("{readers} others") },
        if count == 1 { "is" } else { "are" },
        if count == 1 { "it shows" } else { "they show" },
    );
    let when = if words.is_empty() { String::new() } else { format!("{words}, and ") };
    format!("{path}: {annotations} by {others} {are} left out; {they} {when}with --unblind")
}

/// Whether this device's reader is the one whom the syllabus names; while nobody of that name has a folder, who writes
/// under it.
fn leads(room: &Room, store: &AnnotationStore, leader: &str) -> bool {
    let Some(me) = room.state.reader() else { return false };
    let readers: Vec<Reader> = store.readers().0.into_values().collect();
    person::leads(leader, me, &readers)
}
