//! Everything that was marked and written on all texts, as results: grouped by text, tag, colour, reader or day. It reads no
//! file and asks no query: which annotations show is said from outside.

use crate::annotation::{AnchorState, Annotation, AnnotationId, Color, Kind, Record, Target};
use crate::app::state::anchored::AnchoredAnnotation;
use crate::app::state::job::JobId;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::result_list::{ResultGroup, ResultRow};
use crate::document::DocPath;
use crate::search::TextExcerpt;
use crate::text::{Span, hyphen};
use jiff::tz::TimeZone;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One annotation of somebody on some text.
#[derive(Clone, Debug)]
pub struct ListedMark {
    /// The text.
    pub path: DocPath,
    /// What it says.
    pub annotation: Annotation,
    /// The record it comes from.
    pub record: Record,
    /// The nickname of its reader.
    pub reader: String,
    /// Whether it is one's own.
    pub mine: bool,
    /// How sure its place is now, where that was asked for.
    pub state: Option<AnchorState>,
    /// Whether somebody has picked it for a digest.
    pub picked: bool,
}

/// Everything that was marked.
#[derive(Debug)]
pub struct MarkedNews {
    /// Number of the job.
    pub job: JobId,
    /// All of it, text by text.
    pub marks: Vec<ListedMark>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

/// By what the marks are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkGrouping {
    /// Text by text.
    #[default]
    Document,
    /// Tag by tag, as a tree; a mark with two tags stands under both.
    Tag,
    /// Colour by colour.
    Color,
    /// Reader by reader.
    Reader,
    /// By the day of the last change, the newest first.
    Day,
}

impl MarkGrouping {
    /// The one that follows, round and round.
    pub const fn next(self) -> Self {
        match self {
            Self::Document => Self::Tag,
            Self::Tag => Self::Color,
            Self::Color => Self::Reader,
            Self::Reader => Self::Day,
            Self::Day => Self::Document,
        }
    }

    /// What one group is called, and several.
    pub const fn counted(self) -> (&'static str, &'static str) {
        match self {
            Self::Document => ("text", "texts"),
            Self::Tag => ("tag", "tags"),
            Self::Color => ("colour", "colours"),
            Self::Reader => ("reader", "readers"),
            Self::Day => ("day", "days"),
        }
    }
}

/// Where a concordance looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConcordanceSource {
    /// In all texts.
    #[default]
    Texts,
    /// In what one has marked and written oneself.
    OwnMarks,
    /// In what everybody has.
    AllMarks,
}

impl ConcordanceSource {
    /// The one that follows, round and round.
    pub const fn next(self) -> Self {
        match self {
            Self::Texts => Self::OwnMarks,
            Self::OwnMarks => Self::AllMarks,
            Self::AllMarks => Self::Texts,
        }
    }

    /// The heading of a concordance of it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Texts => "Concordance of all texts",
            Self::OwnMarks => "Concordance of my marks and notes",
            Self::AllMarks => "Concordance of everybody's marks and notes",
        }
    }
}

/// All marks, which of them show, and how.
#[derive(Debug, Default)]
pub struct MarkedView {
    /// All of them.
    pub all: Vec<ListedMark>,
    /// The numbers of those that show.
    pub shown: Vec<usize>,
    /// By what they are grouped.
    pub grouping: MarkGrouping,
    /// Whether they have come in.
    pub read: bool,
    /// Whether they come with the states of their places.
    pub with_states: bool,
}

impl MarkedView {
    /// Those that show.
    pub fn showing(&self) -> impl Iterator<Item = &ListedMark> {
        self.shown.iter().filter_map(|number| self.all.get(*number))
    }

    /// Those that show as groups of results; `title` knows what a text is called.
    pub fn groups(&self, title: &dyn Fn(&DocPath) -> String) -> Vec<ResultGroup> {
        let mut groups: BTreeMap<GroupKey, ResultGroup> = BTreeMap::new();
        for mark in self.showing() {
            let row = row(mark, &label(mark, self.grouping, title));
            for (key, heading) in keys(mark, self.grouping, title) {
                let group =
                    groups.entry(key).or_insert_with(|| ResultGroup { title: heading, count: 0, rows: Vec::new() });
                group.count += 1;
                group.rows.push(row.clone());
            }
        }
        match self.grouping {
            MarkGrouping::Tag => as_tree(groups),
            _ => groups.into_values().collect(),
        }
    }
}

/// Tags as a tree: a tag above others has a heading of its own that counts what is below it, and each is called by its last part.
fn as_tree(groups: BTreeMap<GroupKey, ResultGroup>) -> Vec<ResultGroup> {
    let id = |row: &ResultRow| if let NavigationTarget::Annotation(id) = &row.to { Some(id.clone()) } else { None };
    let mut ids: BTreeMap<GroupKey, BTreeSet<AnnotationId>> = BTreeMap::new();
    for ((last, order, parts), group) in &groups {
        for depth in 1..=parts.len() {
            let above = (*last, *order, parts[..depth].to_vec());
            ids.entry(above).or_default().extend(group.rows.iter().filter_map(id));
        }
    }
    let counts: Vec<(GroupKey, usize)> = ids.into_iter().map(|(key, ids)| (key, ids.len())).collect();
    let mut groups = groups;
    let mut tree = Vec::new();
    for (key, count) in counts {
        let rows = groups.remove(&key).map(|group| group.rows).unwrap_or_default();
        let (_, _, parts) = key;
        let name = parts.last().cloned().unwrap_or_default();
        let title = format!("{}{name}", "  ".repeat(parts.len().saturating_sub(1)));
        tree.push(ResultGroup { title, count, rows });
    }
    tree.extend(groups.into_values());
    tree
}

/// The places of words in a mark as rows.
pub fn place_rows(mark: &ListedMark, places: Vec<TextExcerpt>) -> Vec<ResultRow> {
    let row = |excerpt| ResultRow {
        path: Some(mark.path.clone()),
        label: String::new(),
        excerpt,
        to: NavigationTarget::Annotation(mark.annotation.id.clone()),
    };
    places.into_iter().map(row).collect()
}

/// An annotation of the open text, as it is now.
pub fn marked(path: &DocPath, anchored: &AnchoredAnnotation) -> ListedMark {
    ListedMark {
        path: path.clone(),
        annotation: anchored.annotation.clone(),
        record: anchored.record.clone(),
        reader: anchored.reader.clone(),
        mine: anchored.mine,
        state: Some(anchored.anchor.state),
        picked: false,
    }
}

/// Whether an annotation is a mark of its own: a vote and a pick belong to another, what says which text it is to none.
pub fn is_listed(annotation: &Annotation) -> bool {
    !matches!(annotation.kind, Kind::Vote | Kind::Identity | Kind::Prompt) && !annotation.is_pick()
}

/// The words that an annotation is about; empty where it is about none.
pub fn quote(annotation: &Annotation) -> &str {
    match &annotation.target {
        Target::Passage(passage) => &passage.quote.exact,
        Target::Document(_) | Target::Annotation(_) => "",
    }
}

/// What groups are sorted by; what belongs to none of a kind stands last.
type GroupKey = (bool, Reverse<i64>, Vec<String>);

fn keys(mark: &ListedMark, by: MarkGrouping, title: &dyn Fn(&DocPath) -> String) -> Vec<(GroupKey, String)> {
    let named = |name: String| ((false, Reverse(0), vec![name.clone()]), name);
    match by {
        MarkGrouping::Document => vec![((false, Reverse(0), vec![mark.path.as_str().to_owned()]), title(&mark.path))],
        MarkGrouping::Tag if mark.annotation.tags.is_empty() => vec![without("no tag")],
        MarkGrouping::Tag => {
            let parts = |tag: &String| tag.split('/').map(str::to_owned).collect();
            mark.annotation.tags.iter().map(|tag| ((false, Reverse(0), parts(tag)), tag.clone())).collect()
        }
        MarkGrouping::Color => match mark.annotation.color {
            None => vec![without("no colour")],
            Some(color) => {
                let place = Color::ALL.iter().position(|known| *known == color).unwrap_or(Color::ALL.len());
                vec![((false, Reverse(-(place as i64)), Vec::new()), color.name().to_owned())]
            }
        },
        MarkGrouping::Reader => {
            let name = if mark.mine { "me".to_owned() } else { mark.reader.clone() };
            vec![((!mark.mine, Reverse(0), vec![name.clone()]), name)]
        }
        MarkGrouping::Day => {
            let day = mark.annotation.modified.to_zoned(TimeZone::system()).date();
            let before = i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
            let (_, heading) = named(day.to_string());
            vec![((false, Reverse(before), Vec::new()), heading)]
        }
    }
}

fn without(what: &str) -> (GroupKey, String) {
    ((true, Reverse(0), Vec::new()), what.to_owned())
}

/// What stands before a row: what its heading does not say of whose it is and where.
fn label(mark: &ListedMark, by: MarkGrouping, title: &dyn Fn(&DocPath) -> String) -> String {
    let reader = (!mark.mine && by != MarkGrouping::Reader).then(|| mark.reader.clone());
    let text = (by != MarkGrouping::Document).then(|| title(&mark.path));
    let kind = Some(mark.annotation.kind).filter(|kind| *kind != Kind::Highlight).map(|kind| kind.name().to_owned());
    let parts: Vec<String> = [text, reader, kind].into_iter().flatten().collect();
    parts.join(" · ")
}

/// A mark as a row: its words and its note; in the text around them the words that stand beside it, and what else is known.
fn row(mark: &ListedMark, label: &str) -> ResultRow {
    let (text, hit) = words(mark);
    ResultRow {
        path: Some(mark.path.clone()),
        label: label.to_owned(),
        excerpt: TextExcerpt { text, hit, ..TextExcerpt::default() },
        to: NavigationTarget::Annotation(mark.annotation.id.clone()),
    }
}

fn words(mark: &ListedMark) -> (String, Span) {
    let it = &mark.annotation;
    let (quote, note) = (hyphen::one_line(quote(it)), it.note.as_deref().unwrap_or_default().trim());
    let mut text = quote.clone();
    if !note.is_empty() {
        text.push_str(if quote.is_empty() { "" } else { " — " });
        text.push_str(note);
    }
    if text.is_empty() {
        it.kind.name().clone_into(&mut text);
    }
    let hit = Span::new(0, quote.len());
    if let Target::Passage(passage) = &it.target
        && !(passage.quote.prefix.trim().is_empty() && passage.quote.suffix.trim().is_empty())
    {
        let beside = &passage.quote;
        let around = hyphen::one_line(&[&*beside.prefix, &*beside.exact, &*beside.suffix].concat());
        text.push_str(&["\n\n…", &around, "…"].concat());
    }
    let whose = if mark.mine { "me" } else { &mark.reader };
    let day = it.modified.to_zoned(TimeZone::system()).date().to_string();
    let mut known = vec![it.kind.name().to_owned(), whose.to_owned(), day];
    known.extend(it.color.map(|color| color.name().to_owned()));
    known.extend(it.tags.iter().map(|tag| format!("#{tag}")));
    text.push_str("\n\n");
    text.push_str(&known.join(" · "));
    (text, hit)
}
