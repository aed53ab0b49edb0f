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
    /// Takes the last text of a way off the trail; `None` where there is none.
    pub fn take(&mut self, way: Direction) -> Option<DocPath> {
        self.of(way).pop()
    }

    /// The job opens the text that was taken off the trail that way.
    pub fn goes(&mut self, job: JobId, way: Direction) {
        self.going = Some((job, way));
    }

    /// What a job opened takes the place of the text `from`, which can be gone back to: or forward to, where one went back.
    pub fn left(&mut self, from: DocPath, job: JobId) {
        let way = self.going.take().filter(|(going, _)| *going == job).map(|(_, way)| way);
        let behind = if way == Some(Direction::Backward) { Direction::Forward } else { Direction::Backward };
        if way.is_none() {
            self.forward.clear();
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
}
