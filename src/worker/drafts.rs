//! The draft of what is being typed, kept while it is typed, and the drafts that dead sessions have left. It decides nothing
//! about them: the app offers, resumes and discards.

use super::failure;
use crate::annotation::Draft;
use crate::app::Msg;
use crate::store::{Dirs, Drafts, FoundDraft, StoredDraft};
use jiff::{SignedDuration, Timestamp};
use std::time::{Duration, Instant};

/// How long a draft may wait for a pause in typing before it is brought to the disk all the same.
const LONGEST_JOTTED: Duration = Duration::from_secs(2);
/// How long what was left on purpose is kept.
const LONGEST_LEFT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What has failed when a draft could not be kept.
const NOT_KEPT: &str = "what you type is not kept against a crash";

/// The drafts of one corpus.
#[derive(Debug)]
pub struct DraftKeeper {
    /// The corpus, as drafts name it.
    corpus: String,
    /// None where the state folder cannot be used.
    drafts: Option<Drafts>,
    /// A draft that is not on the disk for sure, and since when there is one.
    jotted: Option<(StoredDraft, Instant)>,
    found: Vec<FoundDraft>,
}

impl DraftKeeper {
    /// Begins a session that may keep drafts.
    pub fn open(dirs: &Dirs, corpus: String) -> Self {
        Self { corpus, drafts: Drafts::open(dirs).ok(), jotted: None, found: Vec::new() }
    }

    /// Whether a draft waits to be brought to the disk.
    pub fn is_jotted(&self) -> bool {
        self.jotted.is_some()
    }

    /// Keeps what is being typed at `now`; what to say where that failed. It is jotted down at once, which a killed program
    /// survives; waiting for the disk after each key would let the draft fall behind the screen, so that is done in a
    /// pause ([`DraftKeeper::flush`]), or when one is long in coming.
    pub fn keep(&mut self, draft: Option<Draft>, now: Instant) -> Option<Msg> {
        let drafts = self.drafts.as_ref()?;
        let Some(draft) = draft else {
            self.jotted = None;
            return drafts.clear().err().map(|error| failure(NOT_KEPT, &error));
        };
        let draft = StoredDraft { draft, corpus: self.corpus.clone(), written: Timestamp::now().to_string() };
        let since = self.jotted.take().map_or(now, |(_, since)| since);
        let kept = drafts.jot(&draft);
        self.jotted = Some((draft, since));
        let late = now.saturating_duration_since(since) > LONGEST_JOTTED;
        kept.err().map(|error| failure(NOT_KEPT, &error)).or_else(|| late.then(|| self.flush()).flatten())
    }

    /// Keeps what was left on purpose beside what is being typed, for later sessions; what to say where that failed.
    pub fn leave(&mut self, draft: Draft) -> Option<Msg> {
        let draft = StoredDraft { draft, corpus: self.corpus.clone(), written: Timestamp::now().to_string() };
        match self.drafts.as_ref()?.set_aside(draft) {
            Ok(left) => self.found.push(left),
            Err(error) => return Some(failure("what you left is kept for this session only", &error)),
        }
        None
    }

    /// Brings what was jotted down to the disk; what to say where that failed.
    pub fn flush(&mut self) -> Option<Msg> {
        let ((draft, _), drafts) = (self.jotted.take()?, self.drafts.as_ref()?);
        drafts.save(&draft).err().map(|error| failure(NOT_KEPT, &error))
    }

    /// The drafts that dead sessions have left on this corpus, to be offered.
    pub fn look(&mut self) -> Option<Msg> {
        let drafts = self.drafts.as_ref()?;
        let (found, _) = drafts.found().ok()?;
        let here = |found: &FoundDraft| found.draft.corpus == self.corpus && !found.draft.draft.text.trim().is_empty();
        let (old, found) = found.into_iter().filter(here).partition(|found| is_old(&found.draft, Timestamp::now()));
        self.found = found;
        let old: Vec<FoundDraft> = old;
        for old in old {
            drop(drafts.discard(old));
        }
        let drafts: Vec<Draft> = self.found.iter().map(|found| found.draft.draft.clone()).collect();
        (!drafts.is_empty()).then_some(Msg::Drafts(drafts))
    }

    /// Forgets drafts that were found: they are resumed or not wanted.
    pub fn discard(&mut self, gone: &[Draft]) {
        let Some(drafts) = &self.drafts else { return };
        let is_gone = |found: &FoundDraft| gone.contains(&found.draft.draft);
        let (gone, kept) = std::mem::take(&mut self.found).into_iter().partition(is_gone);
        self.found = kept;
        let gone: Vec<FoundDraft> = gone;
        for found in gone {
            // What stays is offered once more.
            let _ = drafts.discard(found);
        }
    }
}

/// Whether something was left on purpose so long ago that nobody will ask for it.
fn is_old(draft: &StoredDraft, now: Timestamp) -> bool {
    let since = draft.written.parse().map_or(SignedDuration::ZERO, |written: Timestamp| now.duration_since(written));
    draft.draft.left && since > LONGEST_LEFT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Purpose;
    use crate::document::doc_path;

    fn typed(text: &str) -> Draft {
        Draft {
            document: doc_path("a.md"),
            purpose: Purpose::default(),
            span: None,
            text: text.to_owned(),
            audience: crate::annotation::Audience::Everybody,
            left: false,
        }
    }

    fn offered(msg: Option<Msg>) -> Vec<String> {
        match msg {
            Some(Msg::Drafts(drafts)) => drafts.into_iter().map(|draft| draft.text).collect(),
            None => Vec::new(),
            other => panic!("no drafts but {other:?}"),
        }
    }

    #[test]
    fn what_a_dead_session_has_typed_is_offered_until_it_is_discarded() {
        let temp = tempfile::tempdir().unwrap();
        let open = |corpus: &str| DraftKeeper::open(&Dirs::under(temp.path()), corpus.to_owned());
        let (mut dead, mut other, mut blank) = (open("/texts"), open("/elsewhere"), open("/texts"));
        let now = Instant::now();
        for (keeper, text) in [(&mut dead, "half a tho"), (&mut other, "not here"), (&mut blank, "  ")] {
            assert!(keeper.keep(Some(typed(text)), now).is_none());
        }
        let mut live = open("/texts");
        assert_eq!(offered(live.look()), Vec::<String>::new(), "their sessions live");
        drop((dead, other, blank));
        assert_eq!(offered(live.look()), ["half a tho"]);
        live.discard(&[typed("another")]);
        live.discard(&[typed("half a tho")]);
        drop(live);
        assert_eq!(offered(open("/texts").look()), Vec::<String>::new());
    }

    #[test]
    fn what_was_left_on_purpose_is_there_in_later_sessions_until_it_is_discarded_or_old() {
        let temp = tempfile::tempdir().unwrap();
        let open = || DraftKeeper::open(&Dirs::under(temp.path()), "/texts".to_owned());
        let (mut keeper, now) = (open(), Instant::now());
        let left = |text: &str| Draft { left: true, ..typed(text) };
        keeper.keep(Some(typed("one")), now);
        assert!(keeper.leave(left("one")).is_none() && keeper.leave(left("two")).is_none());
        keeper.keep(Some(typed("three")), now);
        assert_eq!(offered(open().look()), Vec::<String>::new(), "the session lives");
        keeper.keep(None, now);
        keeper.discard(&[left("two")]);
        drop(keeper);
        let mut next = open();
        assert_eq!(offered(next.look()), ["one"]);
        drop(next);
        let (drafts, written) = (Drafts::open(&Dirs::under(temp.path())).unwrap(), Timestamp::now() - LONGEST_LEFT * 2);
        let old = |draft| StoredDraft { draft, corpus: "/texts".to_owned(), written: written.to_string() };
        drop((drafts.set_aside(old(left("old"))).unwrap(), drafts.set_aside(old(typed("never finished"))).unwrap()));
        let mut found = offered(open().look());
        found.sort();
        assert_eq!((found, offered(open().look()).len()), (vec!["never finished".to_owned(), "one".to_owned()], 2));
    }

    #[test]
    fn a_draft_waits_for_a_pause_but_not_for_ever() {
        let temp = tempfile::tempdir().unwrap();
        let mut keeper = DraftKeeper::open(&Dirs::under(temp.path()), String::new());
        let begun = Instant::now();
        keeper.keep(Some(typed("a")), begun);
        keeper.keep(Some(typed("ab")), begun + LONGEST_JOTTED);
        assert!(keeper.is_jotted());
        keeper.keep(Some(typed("abc")), begun + LONGEST_JOTTED + Duration::from_millis(1));
        assert!(!keeper.is_jotted(), "typing without a pause");
        keeper.keep(Some(typed("abcd")), begun);
        assert!(keeper.flush().is_none() && !keeper.is_jotted());
        keeper.keep(None, begun);
        drop(keeper);
        let mut next = DraftKeeper::open(&Dirs::under(temp.path()), String::new());
        assert_eq!(offered(next.look()), Vec::<String>::new(), "it was saved or given up");
    }

    #[test]
    fn a_draft_that_cannot_be_kept_is_told() {
        let temp = tempfile::tempdir().unwrap();
        let mut keeper = DraftKeeper::open(&Dirs::under(temp.path()), String::new());
        let folder = keeper.drafts.as_ref().unwrap().path().to_path_buf();
        std::fs::remove_dir_all(&folder).unwrap();
        let told = keeper.keep(Some(typed("a")), Instant::now());
        assert!(
            matches!(&told, Some(Msg::Say(message)) if message.is_failure() && message.text.contains(NOT_KEPT)),
            "{told:?}"
        );
    }
}
