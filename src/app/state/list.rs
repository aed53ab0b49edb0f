//! The list of documents: groups, rows, narrowing, sorting. It opens nothing.

use crate::annotation::AnnotationId;
use crate::app::state::asked_work::AskedWork;
use crate::app::state::due;
use crate::app::state::due::DONE;
use crate::app::state::revisions::{MadeFrom, Revisions, Tracked};
use crate::app::state::titles;
use crate::config::choices::Sort;
#[cfg(doc)]
use crate::config::syllabus::Due;
use crate::document::DocPath;
use crate::search::fuzzy;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Rows that one document takes in the list.
pub const ITEM_ROWS: u16 = 2;

/// One document of the corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Relative path, with `/`.
    pub path: DocPath,
    /// Its title, where the text or the syllabus says one.
    pub title: Option<String>,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its date, ISO 8601.
    pub date: Option<String>,
    /// Journal, site or series.
    pub publication: Option<String>,
    /// Words of the article, once counted.
    pub words: Option<usize>,
    /// Annotations by all readers.
    pub annotations: usize,
    /// How many of them do not stand where they stood, as far as is known.
    pub astray: usize,
    /// The furthest part read, 0 to 1.
    pub progress: f32,
    /// Why it cannot be read, where it cannot.
    pub damaged: Option<String>,
}

impl ListItem {
    /// A document that nothing is known of but where it is.
    pub fn of(path: DocPath) -> Self {
        let (title, date, publication, words, damaged) = (None, None, None, None, None);
        let (authors, annotations, astray, progress) = (Vec::new(), 0, 0, 0.0);
        Self { path, title, authors, date, publication, words, annotations, astray, progress, damaged }
    }

    /// What to call it: the title, else the file name.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or_else(|| self.path.file_name())
    }

    /// What letters that are typed are looked for in: all that its rows may say.
    fn searched(&self) -> String {
        let said = [&self.date, &self.publication].map(|said| said.as_deref().unwrap_or_default());
        format!("{} {} {} {} {}", self.name(), self.authors.join(" "), said[0], said[1], self.path)
    }

    /// Whether it has been read, but for a last remainder.
    pub fn is_done(&self) -> bool {
        self.progress >= DONE
    }
}

/// How far a corpus has been looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SurveyStage {
    /// There may be more texts.
    #[default]
    Looking,
    /// All texts are listed.
    Listed,
    /// And what they say of themselves.
    Described,
}

/// The documents that a name may mean: the one with that path, file name or title, else all that have it as a part of path
/// or title.
pub fn named<'a>(items: &'a [ListItem], name: &str) -> Vec<&'a ListItem> {
    let whole = |item: &&ListItem| [item.path.as_str(), item.path.file_name(), item.name()].contains(&name);
    let folded = name.to_lowercase();
    let part =
        |item: &&ListItem| [item.path.as_str(), item.name()].iter().any(|told| told.to_lowercase().contains(&folded));
    match items.iter().filter(whole).collect::<Vec<_>>() {
        whole if whole.len() == 1 => whole,
        _ => items.iter().filter(part).collect(),
    }
}

/// A session of the syllabus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListGroup {
    /// Number and title.
    pub title: String,
    /// Its date, ISO 8601: a day, a month or a year.
    pub date: Option<String>,
    /// By when its work is due: a day, or a day and a time, as [`Due::words()`] has it.
    pub due: Option<String>,
    /// What is asked of each reader, and how much of it is done.
    pub asked: Option<AskedWork>,
    /// Its documents, in order.
    pub readings: Vec<DocPath>,
    /// The ids of its prompts, each once.
    pub prompts: Vec<AnnotationId>,
}

impl ListGroup {
    /// The day that it is for, ISO 8601: that of its meeting, else the one by which its work is due.
    pub fn day(&self) -> Option<&str> {
        self.date.as_deref().or_else(|| self.due_day())
    }

    /// The day by which its work is due.
    pub fn due_day(&self) -> Option<&str> {
        self.due.as_deref().map(|due| due.split(' ').next().unwrap_or(due))
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListRow {
    /// A session, by its index in `Schedule::groups`.
    Session(usize),
    /// What stands above the texts that no session names.
    Heading(String),
    /// A document, by its index in [`DocumentList::items`].
    Item(usize),
}

impl ListRow {
    /// Whether it is no document.
    pub fn is_heading(&self) -> bool {
        !matches!(self, Self::Item(_))
    }

    /// Rows it takes.
    pub fn rows(&self) -> u16 {
        match self {
            Self::Heading(_) => 1,
            Self::Session(_) | Self::Item(_) => ITEM_ROWS,
        }
    }
}

/// The sessions of the syllabus as groups of the list.
#[derive(Debug, Default)]
pub struct Schedule {
    /// In the order of the plan.
    pub groups: Vec<ListGroup>,
    /// Which of the groups is the next that is due.
    pub next: Option<usize>,
    /// The folder that was asked for: who has chosen nothing begins there, whatever is next.
    pub folder: Option<DocPath>,
    /// What it was counted from how much of each group's work is done.
    pub(in crate::app) counted: MadeFrom<Revisions>,
}

impl Schedule {
    /// Takes another plan, of whose work nothing is counted yet.
    fn plan(&mut self, groups: Vec<ListGroup>) {
        self.groups = groups;
        self.counted.forget();
    }

    /// The group that is the next that is due.
    fn next_due(&self) -> Option<&ListGroup> {
        self.groups.get(self.next?)
    }

    /// Which group is the next that is due on a day; `finished` says which have been read.
    fn next_at(&self, today: jiff::civil::Date, finished: impl Fn(&ListGroup) -> bool) -> Option<usize> {
        due::next(self.groups.iter().map(|group| (group.day(), finished(group))), today)
    }
}

/// The corpus as shown.
#[derive(Debug, Default)]
pub struct DocumentList {
    /// What the corpus is called.
    pub name: String,
    /// Everything found so far.
    pub items: Tracked<Vec<ListItem>>,
    /// The sessions of the syllabus.
    pub schedule: Schedule,
    /// The order.
    pub sort: Sort,
    /// Words typed to narrow it.
    pub filter: String,
    /// What shows, in order.
    pub shown: Vec<ListRow>,
    /// Which of `shown` is selected; an item unless nothing shows.
    pub at: usize,
    /// The first of `shown` that is on the screen.
    pub top: usize,
    /// How far the corpus has been looked through.
    pub survey: SurveyStage,
    known: KnownItems,
    /// Whether the reader has chosen something: until then the selected text is the one to be read next, else the first,
    /// whatever comes in.
    chosen: bool,
    pub(in crate::app) stale: bool,
}

/// What is known of the items beside themselves.
#[derive(Debug, Default)]
struct KnownItems {
    by_path: HashMap<DocPath, usize>,
    /// One that was asked for before it was found.
    awaited: Option<DocPath>,
    /// Those whose annotations have been counted since the survey began.
    counted: HashSet<usize>,
    /// Those of which it was said since then how far they are read.
    read: HashSet<usize>,
    /// What tells those apart whose titles are the same, and of which revision of the items that is.
    apart: (HashMap<usize, String>, u64),
}

impl KnownItems {
    /// Items have moved to other places.
    fn follow(&mut self, moved: &HashMap<usize, usize>, items: &[ListItem]) {
        let places = |known: &HashSet<usize>| known.iter().filter_map(|at| moved.get(at).copied()).collect();
        (self.counted, self.read) = (places(&self.counted), places(&self.read));
        self.by_path = items.iter().enumerate().map(|(at, item)| (item.path.clone(), at)).collect();
    }
}

/// Where in what shows the folder begins that was asked for.
fn first_in_folder(list: &DocumentList) -> Option<usize> {
    let folder = list.schedule.folder.as_ref()?;
    let is_inside = |item: &ListItem| item.path.as_path().starts_with(folder.as_path());
    list.shown.iter().position(|row| matches!(row, ListRow::Item(at) if is_inside(&list.items[*at])))
}

/// The texts of which something holds every word that is typed; where nothing does, those that have its letters in order.
fn narrowed(items: &[ListItem], typed: &str) -> Vec<ListRow> {
    let said: Vec<String> = items.iter().map(ListItem::searched).collect();
    let whole = fuzzy::rank_words(typed, said.iter().map(String::as_str));
    let whole: Vec<ListRow> = whole.into_iter().map(|(index, _)| ListRow::Item(index)).collect();
    let scattered = || fuzzy::rank(typed, said.iter()).into_iter().map(|(index, _)| ListRow::Item(index));
    if whole.is_empty() { scattered().collect() } else { whole }
}

impl DocumentList {
    /// An empty list in an order.
    pub fn new(sort: Sort) -> Self {
        Self { sort, ..Self::default() }
    }

    /// Whether the corpus holds a document of that path.
    pub fn has(&self, path: &DocPath) -> bool {
        self.known.by_path.contains_key(path)
    }

    /// The document of that path.
    pub fn item(&self, path: &DocPath) -> Option<&ListItem> {
        self.items.get(*self.known.by_path.get(path)?)
    }

    /// What tells an item apart, by its place in `items`, where others have the same title.
    pub fn told_apart(&self, at: usize) -> Option<&str> {
        self.known.apart.0.get(&at).map(String::as_str)
    }

    /// The selected document.
    pub fn selected(&self) -> Option<&ListItem> {
        match self.shown.get(self.at)? {
            ListRow::Item(index) => self.items.get(*index),
            ListRow::Session(_) | ListRow::Heading(_) => None,
        }
    }

    /// Takes documents in, new or known better.
    pub fn take(&mut self, items: Vec<ListItem>) {
        for item in items {
            if let Some(&at) = self.known.by_path.get(&item.path) {
                // What this session has done is newer than what the survey saw.
                let old = &self.items[at];
                let annotations = if self.known.counted.contains(&at) { old.annotations } else { item.annotations };
                let progress = if self.known.read.contains(&at) { old.progress } else { item.progress };
                self.items[at] = ListItem { annotations, progress, astray: old.astray, ..item };
            } else {
                self.known.by_path.insert(item.path.clone(), self.items.len());
                self.items.push(item);
            }
        }
        self.stale = true;
    }

    /// Documents of these paths are not there any more. What is selected stays selected; where that is gone, what stood
    /// behind it is, or before it at the end of a group.
    pub fn forget(&mut self, gone: &[DocPath]) {
        let gone: HashSet<DocPath> = gone.iter().filter(|path| self.has(path)).cloned().collect();
        if gone.is_empty() {
            return;
        }
        let left = self.items.iter().enumerate().filter(|(_, item)| !gone.contains(&item.path));
        let moved: HashMap<usize, usize> = left.enumerate().map(|(to, (from, _))| (from, to)).collect();
        self.items.retain(|item| !gone.contains(&item.path));
        self.known.follow(&moved, &self.items);
        let rows = std::mem::take(&mut self.shown).into_iter().enumerate();
        let before = self.at;
        for (at, row) in rows {
            match row {
                ListRow::Item(index) => match moved.get(&index) {
                    Some(to) => self.shown.push(ListRow::Item(*to)),
                    None => self.at -= usize::from(at < before),
                },
                heading => self.shown.push(heading),
            }
        }
        self.at = self.at.min(self.shown.len().saturating_sub(1));
        while self.at > 0 && self.shown[self.at].is_heading() {
            self.at -= 1;
        }
        self.stale = true;
    }

    /// The corpus has been read to its end.
    pub fn surveyed(&mut self, groups: Vec<ListGroup>) {
        self.schedule.plan(groups);
        self.survey = self.survey.max(SurveyStage::Listed);
        self.stale = true;
    }

    /// How many readings of a group are done, of how many that are here.
    pub fn read_of(&self, group: &ListGroup) -> (usize, usize) {
        let here: Vec<&ListItem> = group.readings.iter().filter_map(|path| self.item(path)).collect();
        (here.iter().filter(|item| item.is_done()).count(), here.len())
    }

    /// Looks which group is the next that is due.
    pub fn look_ahead(&mut self, today: jiff::civil::Date) {
        let next = self.schedule.next_at(today, |group| {
            let (read, all) = self.read_of(group);
            read == all
        });
        self.stale |= next != self.schedule.next && !self.chosen;
        self.schedule.next = next;
    }

    /// Where in `shown` one begins who has chosen nothing: at the first reading of the next session that is not done; if
    /// all are, at its first. Who has opened nothing yet begins at the top.
    fn beginning(&self) -> Option<usize> {
        if self.items.iter().all(|item| item.progress == 0.0) {
            return None;
        }
        let group = self.schedule.next_due().filter(|_| self.filter.is_empty() && self.sort == Sort::Syllabus)?;
        let at = |path: &DocPath| {
            let index = *self.known.by_path.get(path)?;
            let at = self.shown.iter().position(|shown| *shown == ListRow::Item(index))?;
            Some((at, self.items[index].is_done()))
        };
        let here = || group.readings.iter().filter_map(at);
        here().find(|(_, done)| !done).or_else(|| here().next()).map(|(at, _)| at)
    }

    /// So much of a document is read now, from 0 to 1.
    pub fn progressed(&mut self, path: &DocPath, furthest: f32) {
        if let Some(&at) = self.known.by_path.get(path) {
            self.items[at].progress = furthest;
            self.known.read.insert(at);
        }
    }

    /// A document's annotations have been counted.
    pub fn counted(&mut self, path: &DocPath, annotations: usize) {
        if let Some(&at) = self.known.by_path.get(path) {
            self.items[at].annotations = annotations;
            self.known.counted.insert(at);
        }
    }

    /// Passages of a document that do not stand where they stood have been counted.
    pub fn astray(&mut self, path: &DocPath, count: usize) {
        if let Some(&at) = self.known.by_path.get(path) {
            self.items[at].astray = count;
        }
    }

    /// Selects the document of that path, if it shows.
    pub fn select_path(&mut self, path: &DocPath) {
        self.refresh();
        let wanted = self.known.by_path.get(path).copied();
        if let Some(at) =
            self.shown.iter().position(|shown| matches!(shown, ListRow::Item(index) if Some(*index) == wanted))
        {
            self.choose(at);
        } else if wanted.is_none() {
            self.known.awaited = Some(path.clone());
        }
    }

    /// Selects the line `at` of what shows.
    pub fn choose(&mut self, at: usize) {
        self.at = at;
        self.chosen = true;
    }

    /// Narrows the list.
    pub fn narrow(&mut self, filter: &str) {
        filter.clone_into(&mut self.filter);
        self.stale = true;
        self.refresh();
        if !self.filter.is_empty() {
            self.choose(0);
            self.step_over_headings(1);
        }
    }

    /// Moves the selection by documents.
    pub fn step(&mut self, by: isize) {
        self.chosen = true;
        for _ in 0..by.unsigned_abs() {
            let from = self.at;
            self.at = self.at.saturating_add_signed(by.signum()).min(self.shown.len().saturating_sub(1));
            self.step_over_headings(by.signum());
            if !matches!(self.shown.get(self.at), Some(ListRow::Item(_))) {
                self.at = from;
                return;
            }
        }
    }

    /// From a heading on to the next document.
    fn step_over_headings(&mut self, direction: isize) {
        while self.shown.get(self.at).is_some_and(ListRow::is_heading) {
            let next = self.at.saturating_add_signed(direction);
            if next == self.at || next >= self.shown.len() {
                return;
            }
            self.at = next;
        }
    }

    /// Makes what shows true again, for a pane of this height.
    pub fn settle(&mut self, height: u16) {
        self.refresh();
        self.top = self.top.min(self.at);
        // A session's heading stays above its first document.
        if self.top == self.at && self.at > 0 && self.shown[self.at - 1].is_heading() {
            self.top -= 1;
        }
        let mut rows = 0;
        let above = self.shown[self.top.min(self.shown.len())..(self.at + 1).min(self.shown.len())].iter().rev();
        let fitting = above.take_while(|shown| {
            rows += shown.rows();
            // A list that does not show keeps its rows, so that it comes back as it was.
            rows <= height || height == 0
        });
        self.top = self.top.max(self.at.saturating_sub(fitting.count().saturating_sub(1)));
    }

    /// Which of `shown` stands at a row of the pane.
    pub fn at_row(&self, row: u16) -> Option<usize> {
        let mut bottom = 0;
        self.shown.iter().enumerate().skip(self.top).find_map(|(at, shown)| {
            bottom += shown.rows();
            (row < bottom).then_some(at)
        })
    }

    /// Sorts and filters anew where something has changed, keeping the selected document.
    fn refresh(&mut self) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        if self.known.apart.1 != self.items.revision() {
            let named: Vec<(&str, &DocPath)> = self.items.iter().map(|item| (item.name(), &item.path)).collect();
            self.known.apart = (titles::told_apart(&named), self.items.revision());
        }
        let awaited = self.known.awaited.take_if(|path| self.known.by_path.contains_key(path)).filter(|_| !self.chosen);
        let selected = self.selected().filter(|_| self.chosen).map(|item| item.path.clone()).or(awaited.clone());
        self.chosen |= awaited.is_some();
        self.shown = if self.filter.is_empty() { self.ordered() } else { narrowed(&self.items, &self.filter) };
        let index = selected.and_then(|path| self.known.by_path.get(&path).copied());
        let kept = index.and_then(|index| self.shown.iter().position(|shown| *shown == ListRow::Item(index)));
        let begin = || first_in_folder(self).or_else(|| self.beginning()).filter(|_| !self.chosen);
        self.at = kept.or_else(begin).unwrap_or(0).min(self.shown.len().saturating_sub(1));
        self.step_over_headings(1);
    }

    fn ordered(&self) -> Vec<ListRow> {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        if self.sort == Sort::Syllabus {
            order.sort_by(|a, b| self.items[*a].path.cmp(&self.items[*b].path));
            return self.grouped(&order);
        }
        let names: Vec<String> = self.items.iter().map(|item| item.name().to_lowercase()).collect();
        order.sort_by(|a, b| self.compare(&self.items[*a], &self.items[*b]).then_with(|| names[*a].cmp(&names[*b])));
        order.into_iter().map(ListRow::Item).collect()
    }

    /// By the order of the list; what is the same in it goes by name.
    fn compare(&self, a: &ListItem, b: &ListItem) -> Ordering {
        // What says nothing comes last.
        let known = |a: Option<&str>, b: Option<&str>| a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b));
        match self.sort {
            Sort::Syllabus => a.path.cmp(&b.path),
            Sort::Title => Ordering::Equal,
            Sort::Author => known(a.authors.first().map(String::as_str), b.authors.first().map(String::as_str)),
            Sort::Date => a.date.is_none().cmp(&b.date.is_none()).then_with(|| b.date.cmp(&a.date)),
            Sort::Words => a.words.cmp(&b.words),
            Sort::Progress => a.progress.total_cmp(&b.progress),
            Sort::Notes => b.annotations.cmp(&a.annotations),
        }
    }

    /// The sessions with their readings, then what no session names.
    fn grouped(&self, order: &[usize]) -> Vec<ListRow> {
        let mut shown = Vec::with_capacity(order.len() + self.schedule.groups.len() + 1);
        let mut taken = vec![false; self.items.len()];
        for (at, group) in self.schedule.groups.iter().enumerate() {
            let readings: Vec<usize> = group
                .readings
                .iter()
                .filter_map(|path| self.known.by_path.get(path).copied())
                .filter(|index| !taken[*index])
                .collect();
            if readings.is_empty() {
                continue;
            }
            shown.push(ListRow::Session(at));
            for index in readings {
                taken[index] = true;
                shown.push(ListRow::Item(index));
            }
        }
        let rest: Vec<ListRow> =
            order.iter().filter(|index| !taken[**index]).map(|index| ListRow::Item(*index)).collect();
        if !shown.is_empty() && !rest.is_empty() {
            shown.push(ListRow::Heading("Other texts".to_owned()));
        }
        shown.extend(rest);
        shown
    }
}
