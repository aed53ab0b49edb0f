//! Where to go in a document that is being opened, what leads to the open one, and the results that one walks through.

use crate::app::state::job::JobId;
use crate::app::state::links::Backlinks;
use crate::app::state::marks::ListedMark;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::results::ResultsView;
use crate::document::DocPath;
use crate::text::Direction;

/// How many texts are remembered.
const MOST: usize = 200;

/// What leads from one document into another.
#[derive(Debug, Default)]
pub struct Navigation {
    /// Where to go in a document that is being opened.
    pub pending: Option<PendingNavigation>,
    /// The texts that were open before.
    pub trail: TextTrail,
    /// The results that were shown last, to go on in them.
    pub results: Option<Box<ResultsView>>,
    /// What leads to the open document from elsewhere.
    pub backlinks: Backlinks,
    /// What of all texts can be gone to.
    pub places: CollectedPlaces,
    /// How many hundredths of the index of all texts are made, while it is being made.
    pub indexing: Option<usize>,
    /// Number of the last job.
    pub job: JobId,
    /// Number of the job that opens the document wanted now; the answer to an older one is stale.
    pub wanted: JobId,
    /// The document being opened, or the last that could not be: from here the next one in the list is counted.
    pub tried: Option<DocPath>,
}

/// The texts that were open before this one, to go back to, each at the place where it was left.
#[derive(Debug, Default)]
pub struct TextTrail {
    back: Vec<DocPath>,
    forward: Vec<DocPath>,
    /// The job that opens one of them, and which way it leads.
    going: Option<(JobId, Direction)>,
}

impl TextTrail {
    /// The text that a way leads to; `None` where it ends.
    pub fn next(&self, way: Direction) -> Option<&DocPath> {
        match way {
            Direction::Backward => self.back.last(),
            Direction::Forward => self.forward.last(),
        }
    }

    /// Whether a job opens a text of the trail, and has not done so yet.
    pub fn is_going(&self, job: JobId) -> bool {
        self.going.is_some_and(|(going, _)| going == job)
    }

    /// The job opens nothing: where it was to open a text of the trail, that is none any more.
    pub fn failed(&mut self, job: JobId) {
        if let Some((_, way)) = self.going.take_if(|(going, _)| *going == job) {
            self.of(way).pop();
        }
    }

    /// The job opens the next text of a way.
    pub fn goes(&mut self, job: JobId, way: Direction) {
        self.going = Some((job, way));
    }

    /// What a job opened takes the place of the text `from`, which can be gone back to: or forward to, where one went back.
    pub fn left(&mut self, from: DocPath, job: JobId) {
        let way = self.going.take().filter(|(going, _)| *going == job).map(|(_, way)| way);
        let behind = if way == Some(Direction::Backward) { Direction::Forward } else { Direction::Backward };
        match way {
            Some(way) => drop(self.of(way).pop()),
            None => self.forward.clear(),
        }
        let texts = self.of(behind);
        texts.push(from);
        let more = texts.len().saturating_sub(MOST);
        texts.drain(..more);
    }

    fn of(&mut self, way: Direction) -> &mut Vec<DocPath> {
        match way {
            Direction::Backward => &mut self.back,
            Direction::Forward => &mut self.forward,
        }
    }
}

/// What of all texts can be gone to, as it was collected last.
#[derive(Debug, Default)]
pub struct CollectedPlaces {
    /// Number of the job that collects it.
    pub job: JobId,
    /// Everything that was marked.
    pub marks: Vec<ListedMark>,
    /// The names, each with what it is of; `None` until they are collected, and where texts have changed since.
    pub names: Option<Vec<String>>,
}

/// Where to go in a document that is being opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingNavigation {
    /// Number of the job that opens it: of another document it is not wanted any more.
    pub job: JobId,
    /// Where to.
    pub to: NavigationTarget,
    /// Whether the document is opened for it.
    pub opens: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn a_text_stays_on_the_trail_until_it_is_open_and_goes_where_it_cannot_be() {
        let (job, mut trail) = (JobId::default(), TextTrail::default());
        let next = |trail: &TextTrail, way| trail.next(way).map(|path| path.as_str().to_owned());
        trail.left(doc_path("a.md"), job);
        trail.left(doc_path("b.md"), job);
        trail.goes(job, Direction::Backward);
        assert!(trail.is_going(job) && next(&trail, Direction::Backward).as_deref() == Some("b.md"));
        trail.left(doc_path("c.md"), job);
        let ways = [next(&trail, Direction::Backward), next(&trail, Direction::Forward)];
        assert_eq!(ways, [Some("a.md".to_owned()), Some("c.md".to_owned())]);
        trail.goes(job, Direction::Backward);
        trail.failed(job);
        assert!(!trail.is_going(job) && next(&trail, Direction::Backward).is_none());
        assert_eq!(next(&trail, Direction::Forward).as_deref(), Some("c.md"));
    }
}
