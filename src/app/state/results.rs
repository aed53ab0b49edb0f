//! The views of results from many texts: one table says which there are, and what one holds. The list of results itself is
//! `result_list`; what keys do stands in `library::results`.

use crate::app::state::field::TextField;
use crate::app::state::job::JobId;
use crate::app::state::marks::{ConcordanceSource, MarkedView};
use crate::app::state::named::NamesView;
use crate::app::state::result_list::{ResultGroup, ResultList};
use crate::document::DocPath;
use crate::search::concordance::ConcordanceOrder;
use crate::search::query::QueryFault;
use crate::text::fold;

/// The views that show results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultsKind {
    /// A query in the words of all texts.
    Search,
    /// A query in the words of all texts, a line for each place, in the order of the words beside it.
    Concordance,
    /// When what happened: the dated statements of all texts.
    Timeline,
    /// Everything that was marked and written, on all texts.
    Marks,
    /// Who and what all texts speak of.
    Names,
}

/// How a view shows: a row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultsLook {
    /// Its heading.
    pub title: &'static str,
    /// What one result is called, and several.
    pub counted: (&'static str, &'static str),
    /// Said where nothing was found.
    pub none: &'static str,
    /// Whether the results stand below each other in one column.
    pub aligned: bool,
    /// What one group is called, and several.
    pub grouped: (&'static str, &'static str),
    /// The keys that matter in it, each with a word.
    pub hints: &'static [(&'static str, &'static str)],
}

const SEARCH: ResultsLook = ResultsLook {
    title: "Search all texts",
    counted: ("hit", "hits"),
    none: "Nothing like it in any text.",
    aligned: false,
    grouped: ("text", "texts"),
    hints: &[("enter", "go there"), ("↑ ↓", "choose"), ("esc", "back"), ("tab", "next text"), ("ctrl-u", "anew")],
};

const CONCORDANCE: ResultsLook = ResultsLook {
    title: "Concordance of all texts",
    counted: ("place", "places"),
    none: "Nothing like it in any text.",
    aligned: true,
    grouped: ("text", "texts"),
    hints: &[
        ("enter", "go there"),
        ("tab", "another order"),
        ("ctrl-t", "texts or marks"),
        ("esc", "back"),
        ("↑ ↓", "choose"),
        ("ctrl-u", "anew"),
    ],
};

const TIMELINE: ResultsLook = ResultsLook {
    title: "Timeline of all texts",
    counted: ("dated statement", "dated statements"),
    none: "No text says when anything happened.",
    aligned: false,
    grouped: ("year", "years"),
    hints: &[("enter", "go there"), ("↑ ↓", "choose"), ("esc", "back"), ("tab", "next year"), ("type", "to narrow")],
};

const NAMES: ResultsLook = ResultsLook {
    title: "Names in all texts",
    counted: ("place", "places"),
    none: "No name recurs in these texts.",
    aligned: false,
    grouped: ("name", "names"),
    hints: &[("enter", "go there"), ("↑ ↓", "choose"), ("esc", "back"), ("tab", "next name"), ("type", "to narrow")],
};

const MARKS: ResultsLook = ResultsLook {
    title: "Everything marked",
    counted: ("mark", "marks"),
    none: "Nobody has marked anything here yet.",
    aligned: false,
    grouped: ("text", "texts"),
    hints: &[
        ("enter", "go there"),
        ("tab", "group by"),
        ("ctrl-t", "tags of all these"),
        ("esc", "back"),
        ("ctrl-r", "take tags back"),
    ],
};

impl ResultsKind {
    /// How it shows.
    pub const fn look(self) -> ResultsLook {
        match self {
            Self::Search => SEARCH,
            Self::Concordance => CONCORDANCE,
            Self::Timeline => TIMELINE,
            Self::Names => NAMES,
            Self::Marks => MARKS,
        }
    }

    /// Whether what is typed is a query of the texts; else it narrows what was found.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Search | Self::Concordance)
    }
}

/// How far a search through all texts has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResultsProgress {
    /// Nothing was asked.
    #[default]
    Idle,
    /// Under way: texts looked into, and how many there are to look into.
    Looking(usize, usize),
    /// Ended before all was looked into.
    Stopped,
    /// All was looked into.
    Done,
}

/// What was found meanwhile.
#[derive(Debug)]
pub struct ResultsNews {
    /// Number of the job.
    pub job: JobId,
    /// More groups, behind those told before.
    pub groups: Vec<ResultGroup>,
    /// How far it has come.
    pub progress: ResultsProgress,
    /// How many texts could not be read so far.
    pub unread: usize,
}

/// A view of results.
#[derive(Debug)]
pub struct ResultsView {
    /// Which.
    pub kind: ResultsKind,
    /// What has been typed.
    pub field: TextField,
    /// What was found.
    pub list: ResultList,
    /// In which order a concordance stands.
    pub order: ConcordanceOrder,
    /// Where a concordance looks.
    pub source: ConcordanceSource,
    /// What in the typed query is not understood.
    pub fault: Option<QueryFault>,
    /// Number of the job that looks; an answer with another number is stale.
    pub job: JobId,
    /// Number of the job that found what is listed.
    pub listed: JobId,
    /// How far it has come.
    pub progress: ResultsProgress,
    /// How many texts could not be read.
    pub unread: usize,
    /// Everything that was marked, where that is what shows.
    pub marks: MarkedView,
    /// All names, where they are what shows.
    pub names: NamesView,
}

impl ResultsView {
    /// The view before anything is asked.
    pub fn new(kind: ResultsKind) -> Self {
        Self {
            kind,
            field: TextField::line(""),
            list: ResultList::default(),
            order: ConcordanceOrder::Text,
            source: ConcordanceSource::Texts,
            fault: None,
            job: JobId::NONE,
            listed: JobId::NONE,
            progress: ResultsProgress::Idle,
            unread: 0,
            marks: MarkedView::default(),
            names: NamesView::default(),
        }
    }

    /// Whether the search is under way.
    pub fn is_looking(&self) -> bool {
        matches!(self.progress, ResultsProgress::Looking(..))
    }

    /// Takes in what was found; says whether it was for what is asked now.
    pub fn take(&mut self, news: ResultsNews) -> bool {
        if news.job != self.job || self.job == JobId::NONE {
            return false;
        }
        if self.listed != self.job {
            (self.list, self.listed) = (ResultList::default(), self.job);
            self.names.all.clear();
        }
        if self.kind == ResultsKind::Names {
            self.names.all.extend(news.groups);
        } else {
            for group in news.groups {
                self.list.push(group);
            }
        }
        match self.kind {
            ResultsKind::Search | ResultsKind::Marks => {}
            ResultsKind::Names => self.narrow_names(None),
            ResultsKind::Concordance => self.list.arrange(self.order),
            ResultsKind::Timeline => self.list.narrow(&self.field.text()),
        }
        (self.progress, self.unread) = (news.progress, news.unread);
        true
    }

    /// Lists the names that say all words typed, in any letters; of each what the text `here` says first; below them what
    /// dictionaries say of the word that was looked up.
    pub fn narrow_names(&mut self, here: Option<&DocPath>) {
        let typed = self.field.text();
        let words: Vec<String> = typed.split_whitespace().map(fold::typed).collect();
        // What is typed may be the beginning of a name; a word that was looked up is one of its words.
        let looked_up = self.names.defined(&typed).is_some();
        let entries = self.names.defined(&typed).map_or(&[][..], |defined| &defined.groups);
        let mut list = ResultList::default();
        for group in &self.names.all {
            let title = fold::typed(&group.title);
            let holds = |word: &String| if looked_up { has_word(&title, word) } else { title.contains(word.as_str()) };
            if words.iter().all(holds) {
                let mut group = group.clone();
                // An entry would stand far below hundreds of places.
                group.rows.retain(|row| entries.is_empty() || !row.label.is_empty());
                group.rows.sort_by_key(|row| (row.label.is_empty(), row.path.as_ref() != here));
                list.push(group);
            }
        }
        for group in entries {
            list.push(group.clone());
        }
        list.at = self.list.at.min(list.len().saturating_sub(1));
        self.list = list;
    }

    /// Its heading.
    pub fn title(&self) -> &'static str {
        if self.kind == ResultsKind::Concordance { self.source.title() } else { self.kind.look().title }
    }

    /// What one group is called, and several.
    pub fn grouped(&self) -> (&'static str, &'static str) {
        if self.kind == ResultsKind::Marks { self.marks.grouping.counted() } else { self.kind.look().grouped }
    }

    /// The current row in words: `hit 3 of 57`.
    pub fn place(&self) -> String {
        let (one, _) = self.kind.look().counted;
        let all = self.progress == ResultsProgress::Done && self.list.count == self.list.len();
        let more = if all { "" } else { "+" };
        format!("{one} {} of {}{more}", self.list.at + 1, self.list.len())
    }
}

/// Whether a title has these letters as a word of its own. In a script without capitals there may be no sign between two words.
fn has_word(title: &str, word: &str) -> bool {
    let parts = |c: Option<char>| !c.is_some_and(|c| c.is_lowercase() || c.is_uppercase() || c.is_ascii_digit());
    title
        .match_indices(word)
        .any(|(at, found)| parts(title[..at].chars().next_back()) && parts(title[at + found.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    #[test]
    fn a_word_that_is_looked_up_is_a_word_of_a_name() {
        for (title, word, has) in [
            ("ji-young lee", "you", false),
            ("ji-young lee", "young", true),
            ("lee", "lee", true),
            ("leeds", "lee", false),
            ("東京大学", "東京", true),
        ] {
            assert_eq!(has_word(title, word), has, "{title} {word}");
        }
    }
    use crate::text::Span;

    #[test]
    fn an_answer_to_an_older_question_changes_nothing() {
        let mut view = ResultsView::new(ResultsKind::Search);
        view.job = JobId::NONE.next().next();
        let news = |job: JobId, count: usize| ResultsNews {
            job,
            groups: vec![ResultGroup::of_hits(&doc_path("a"), "", &"w ".repeat(count), &vec![Span::new(0, 1); count])],
            progress: ResultsProgress::Done,
            unread: 0,
        };
        assert!(!view.take(news(JobId::NONE.next(), 1)) && view.list.is_empty());
        assert!(view.take(news(view.job, 3)) && view.take(news(view.job, 1)));
        assert_eq!(view.list.len(), 4);
        view.job = view.job.next();
        assert!(view.take(news(view.job, 1)));
        assert_eq!(view.list.len(), 1, "what was found before goes with the first answer");
    }
}
