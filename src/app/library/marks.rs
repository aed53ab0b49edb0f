//! The view of everything that was marked: taken in, narrowed by a query of annotations, grouped, and the tags of what shows
//! changed at once; and concordances of marks. Only one's own records are written.

use crate::annotation::edit::{Edit, HistoryStep};
use crate::annotation::{AnnotationId, Origin, Record};
use crate::app::annotating::edits;
use crate::app::library::summaries;
use crate::app::messages::{Effect, Env, WriteRequest};
use crate::app::model::Model;
use crate::app::query::blind::HiddenByDocument;
use crate::app::state::line_input::LinePurpose;
use crate::app::state::marks::{
    ConcordanceSource, ListedMark, MarkedNews, MarkedView, is_listed, marked, place_rows, quote,
};
use crate::app::state::overlay::Overlay;
use crate::app::state::result_list::{ResultGroup, ResultList};
use crate::app::state::results::{ResultsKind, ResultsProgress, ResultsView};
use crate::app::state::written::Retagging;
use crate::document::DocPath;
use crate::language::counts::counted;
use crate::search::places_in_mark;
use crate::search::query::{Query, QueryContext, Scope, TextFacts};
use crate::study::TagEdit;
use crate::study::blind::is_kept_back;
use std::collections::BTreeSet;

/// Everything that was marked has come in, for the view that is open or for the one that was gone on from.
pub fn arrived(model: &mut Model, news: MarkedNews) {
    let Some((mut view, was_open)) = taken(model, &news) else { return };
    view.marks.all = listed(model, news.marks);
    view.progress = ResultsProgress::Done;
    view.unread = news.faults.len();
    view.listed = view.job;
    view.marks.read = true;
    match view.kind {
        ResultsKind::Concordance => concordance(model, &mut view),
        _ => refresh(model, &mut view),
    }
    put_back(model, view, was_open);
}

/// What was collected as it is listed: whose it is, what was picked, and the open text as it is on the screen.
pub fn listed(model: &Model, marks: Vec<ListedMark>) -> Vec<ListedMark> {
    let open = model.doc.iter().flat_map(|doc| doc.annotations.anchored.iter().map(|anchored| &anchored.annotation));
    let picks = marks.iter().map(|mark| &mark.annotation).chain(open);
    let picked: BTreeSet<AnnotationId> = picks.filter_map(|annotation| annotation.picked().cloned()).collect();
    let marks = marks.into_iter().map(|mark| owned(model, mark));
    let mut all = with_open(model, marks.filter(|mark| is_listed(&mark.annotation)).collect());
    for mark in &mut all {
        mark.picked = picked.contains(&mark.annotation.id);
    }
    all
}

/// The view that asked for it, and whether it is the open one.
fn taken(model: &mut Model, news: &MarkedNews) -> Option<(Box<ResultsView>, bool)> {
    let is_asked =
        |view: &ResultsView| matches!(view.kind, ResultsKind::Marks | ResultsKind::Concordance) && view.job == news.job;
    if let Some(Overlay::Results(view)) =
        model.overlay.take_if(|over| matches!(over, Overlay::Results(view) if is_asked(view)))
    {
        return Some((view, true));
    }
    model.navigation.results.take_if(|view| is_asked(view)).map(|view| (view, false))
}

fn put_back(model: &mut Model, view: Box<ResultsView>, open: bool) {
    if open {
        model.overlay = Some(Overlay::Results(view));
    } else {
        model.navigation.results = Some(view);
    }
}

/// The thread that looks knows no reader: whose it is is said here.
fn owned(model: &Model, mark: ListedMark) -> ListedMark {
    let me = &model.me.reader.id;
    ListedMark { mine: !me.is_empty() && mark.annotation.creator == *me, ..mark }
}

/// With the annotations of the open text as they are on the screen: what is being saved may not be on the disk yet.
fn with_open(model: &Model, mut all: Vec<ListedMark>) -> Vec<ListedMark> {
    let Some(doc) = model.doc.as_ref().filter(|doc| doc.annotations.read) else { return all };
    let path = &doc.opened.path;
    let at = all.iter().position(|mark| mark.path >= *path).unwrap_or(all.len());
    all.retain(|mark| mark.path != *path);
    let mut here: Vec<_> = doc.annotations.anchored.iter().filter(|anchored| anchored.origin == Origin::Here).collect();
    here.sort_by_key(|anchored| anchored.anchor.span.map(|span| (span.start, span.end)));
    let here =
        here.into_iter().filter(|anchored| is_listed(&anchored.annotation)).map(|anchored| marked(path, anchored));
    let at = at.min(all.len());
    all.splice(at..at, here);
    all
}

/// Makes the list anew: what the typed query lets through, grouped. The current mark stays current.
pub fn refresh(model: &Model, view: &mut ResultsView) {
    let current = view.list.current().map(|(_, row)| row.to.clone());
    let (query, mut faults) = Query::parse(&view.field.text(), Scope::Notes);
    faults.truncate(1);
    view.fault = faults.pop();
    let sight = Sight::of(model);
    let shows = |mark: &ListedMark| sight.shows(mark) && query.matches(&mark.annotation, &context(model, mark));
    view.marks.shown = (0..view.marks.all.len()).filter(|number| shows(&view.marks.all[*number])).collect();
    let mut list = ResultList::default();
    for group in view.marks.groups(&|path| title(model, path)) {
        list.push(group);
    }
    list.count = view.marks.shown.len();
    if let Some(to) = current {
        list.go_to(&to);
    }
    view.list = list;
}

fn title(model: &Model, path: &DocPath) -> String {
    model.list.item(path).map_or_else(|| path.as_str().to_owned(), |item| item.name().to_owned())
}

/// Makes a concordance of marks anew: the places of what is typed in the marks that it looks in. The current place stays where it is.
pub fn concordance(model: &Model, view: &mut ResultsView) {
    let (query, own) = (Query::parse(&view.field.text(), Scope::Texts).0, view.source == ConcordanceSource::OwnMarks);
    let mut groups: Vec<(&DocPath, ResultGroup)> = Vec::new();
    let sight = Sight::of(model);
    for mark in view.marks.all.iter().filter(|mark| (mark.mine || !own) && sight.shows(mark)) {
        let rows = place_rows(mark, places_in_mark(&query, &mark.annotation, &context(model, mark)));
        if groups.last().is_none_or(|(path, _)| *path != &mark.path) {
            groups.push((&mark.path, ResultGroup { title: title(model, &mark.path), count: 0, rows: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.count += rows.len();
            group.rows.extend(rows);
        }
    }
    let mut list = ResultList::default();
    for (_, group) in groups.into_iter().filter(|(_, group)| group.count > 0) {
        list.push(group);
    }
    list.arrange(view.order);
    list.at = view.list.at.min(list.len().saturating_sub(1));
    (view.list, view.progress) = (list, ResultsProgress::Done);
}

/// Which marks may be shown: others' words on a text that is read blind wait.
#[derive(Debug)]
pub struct Sight<'a>(HiddenByDocument<'a>);

impl<'a> Sight<'a> {
    /// What may be shown now.
    pub fn of(model: &'a Model) -> Self {
        Self(HiddenByDocument::of(model))
    }

    /// Whether a mark may be.
    pub fn shows(&self, mark: &ListedMark) -> bool {
        let waits = || is_kept_back(&mark.annotation, mark.record.audience());
        mark.mine || !waits() || !self.0.hides(&mark.path, &mark.annotation.creator)
    }
}

/// What a query asks of a mark that it does not say itself.
fn context<'a>(model: &'a Model, mark: &'a ListedMark) -> QueryContext<'a> {
    let item = model.list.item(&mark.path);
    let text = TextFacts {
        path: mark.path.as_str(),
        title: item.and_then(|item| item.title.as_deref()).unwrap_or_default(),
        authors: item.map(|item| item.authors.as_slice()).unwrap_or_default(),
        date: item.and_then(|item| item.date.as_deref()).unwrap_or_default(),
    };
    let open = model.doc.as_ref().filter(|doc| doc.opened.path == mark.path);
    let anchored = open.and_then(|doc| doc.annotations.anchored_by_id(&mark.annotation.id));
    QueryContext {
        reader: &mark.reader,
        quote: quote(&mark.annotation),
        state: anchored.map(|anchored| anchored.anchor.state).or(mark.state),
        mine: mark.mine,
        me: &model.me.reader.nickname,
        picked: mark.picked,
        audience: mark.record.audience(),
        text,
        today: *model.seminar.today,
    }
}

/// Groups by something else.
pub fn regroup(model: &Model, view: &mut ResultsView) {
    view.marks.grouping = view.marks.grouping.next();
    refresh(model, view);
}

/// Asks what is to become of the tags of all that shows. The view waits meanwhile.
pub fn ask_tags(model: &mut Model, view: Box<ResultsView>) -> Vec<Effect> {
    let (own, all) = (view.marks.showing().filter(|mark| mark.mine).count(), view.marks.shown.len());
    if own == 0 {
        model.say(if all == 0 { "nothing shows here to tag" } else { "none of these is yours; others' tags stay" });
        model.overlay = Some(Overlay::Results(view));
        return Vec::new();
    }
    model.say(format!("the tags of {own} of yours that show: law adds one, -law takes it off, law=right renames it"));
    model.navigation.results = Some(view);
    model.overlay = Some(Overlay::line(LinePurpose::Retag, ""));
    Vec::new()
}

/// Shows the view again that waits.
pub fn back(model: &mut Model) {
    if let Some(view) = model.navigation.results.take() {
        model.overlay = Some(Overlay::Results(view));
    }
}

/// Changes the tags of all one's own marks that show; what of others would have changed is counted and stays.
pub fn retag(model: &mut Model, typed: &str, given: &Env) -> Vec<Effect> {
    let edit = match TagEdit::parse(typed) {
        Ok(edit) => edit,
        Err(why) => {
            model.complain(why);
            model.overlay = Some(Overlay::line(LinePurpose::Retag, typed));
            return Vec::new();
        }
    };
    let Some(view) = model.navigation.results.as_ref() else { return Vec::new() };
    let (edits, others) = planned(&view.marks, &edit, given);
    let told = told(&edit, &edits, others);
    if edits.is_empty() {
        model.say(told);
        back(model);
        return Vec::new();
    }
    let effects = carry_out(model, &edits, given);
    model.written.retagged = Some(Retagging { edits, undone: false, is_last: true });
    model.say(told);
    back(model);
    effects
}

fn planned(marks: &MarkedView, edit: &TagEdit, given: &Env) -> (Vec<(DocPath, Edit)>, usize) {
    let (mut edits, mut others) = (Vec::new(), 0);
    for mark in marks.showing() {
        let Some(tags) = edit.apply(&mark.annotation.tags) else { continue };
        if !mark.mine {
            others += 1;
            continue;
        }
        let mut annotation = mark.annotation.clone();
        (annotation.tags, annotation.modified) = (tags, given.now);
        let after = mark.record.updated(&annotation);
        let edit = Edit { id: annotation.id, before: Some(mark.record.clone()), after: Some(after) };
        edits.push((mark.path.clone(), edit));
    }
    (edits, others)
}

/// What was done: `law → right: 5 of yours in 2 texts; 3 of others stay as they are`.
fn told(edit: &TagEdit, edits: &[(DocPath, Edit)], others: usize) -> String {
    let mut texts: Vec<&DocPath> = edits.iter().map(|(path, _)| path).collect();
    texts.dedup();
    let done = match edits.len() {
        0 => "changes nothing of yours that shows".to_owned(),
        own => format!("{own} of yours in {}; ctrl-r takes it back", counted(texts.len(), "text")),
    };
    let stay = match others {
        0 => String::new(),
        1 => "; 1 of another reader stays as it is".to_owned(),
        more => format!("; {more} of other readers stay as they are"),
    };
    format!("{}: {done}{stay}", edit.words())
}

/// Takes the last change of many tags back, or does it again; `None` where there is none, or something was changed since and
/// `step` asks for what was last.
pub fn step(model: &mut Model, given: &Env, step: Option<HistoryStep>) -> Option<Vec<Effect>> {
    let last = model.written.retagged.as_ref()?;
    let fits = step.is_none_or(|step| last.is_last && last.undone == (step == HistoryStep::Redo));
    let mut last = model.written.retagged.take_if(|_| fits)?;
    let inverse = |(path, edit): &(DocPath, Edit)| (path.clone(), edit.inverse());
    let edits = if last.undone { last.edits.clone() } else { last.edits.iter().map(inverse).collect() };
    let all = edits.len();
    let (edits, gone): (Vec<_>, Vec<_>) =
        edits.into_iter().partition(|(path, edit)| tags_now(model, path, edit).is_some());
    let other = |(path, edit): &&(DocPath, Edit)| tags_now(model, path, edit) != tags_of(edit.before.as_ref());
    let mixed = edits.iter().filter(other).count();
    let effects = carry_out(model, &edits, given);
    last.undone = !last.undone;
    last.is_last = true;
    let done = if last.undone { "taken back:" } else { "done again:" };
    model.say(format!("{done} {}{}", changes(all - gone.len()), exceptions(gone.len(), mixed)));
    model.written.retagged = Some(last);
    Some(effects)
}

/// What could not be taken back as it was.
fn exceptions(gone: usize, mixed: usize) -> String {
    let mixed = (mixed > 0).then(|| format!("; {mixed} tagged otherwise since: what was changed there later stays"));
    let gone = (gone > 0).then(|| format!("; {gone} deleted since: left as it is"));
    [mixed, gone].into_iter().flatten().collect()
}

/// The tags of an annotation of one's own as they are now; `None` where it is not there any more.
fn tags_now(model: &Model, path: &DocPath, edit: &Edit) -> Option<Vec<String>> {
    if let Some(doc) = model.doc.as_ref().filter(|doc| doc.opened.path == *path) {
        return doc.annotations.anchored_by_id(&edit.id).map(|anchored| anchored.annotation.tags.clone());
    }
    let view = model.navigation.results.as_deref().filter(|view| view.kind == ResultsKind::Marks && view.marks.read);
    // Without the view nothing else is known of other texts than what was written.
    let Some(view) = view else { return tags_of(edit.before.as_ref()) };
    view.marks.all.iter().find(|mark| mark.annotation.id == edit.id).map(|mark| mark.annotation.tags.clone())
}

fn tags_of(record: Option<&Record>) -> Option<Vec<String>> {
    record.and_then(Record::annotation).map(|annotation| annotation.tags)
}

fn changes(count: usize) -> String {
    format!("the tags of {}", counted(count, "annotation"))
}

/// Makes edits true: on the screen for the open text, in the view, and on the disk for all.
fn carry_out(model: &mut Model, edits: &[(DocPath, Edit)], given: &Env) -> Vec<Effect> {
    let open = model.doc.as_ref().map(|doc| doc.opened.path.clone());
    let mut effects = Vec::new();
    for (path, edit) in edits {
        if open.as_ref() == Some(path) {
            effects.extend(edits::apply(model, given, edit));
            continue;
        }
        let known =
            waiting(model).and_then(|view| view.marks.all.iter_mut().find(|mark| mark.annotation.id == edit.id));
        let record = edit.record_to_write(known.as_ref().map(|mark| &mark.record), given.now);
        let before = tags_of(edit.before.as_ref());
        if let (Some(mark), Some(annotation)) = (known, record.annotation()) {
            (mark.record, mark.annotation) = (record.clone(), annotation);
        }
        count(model, path, &before.unwrap_or_default(), &record);
        effects.push(Effect::Write(WriteRequest::Save { path: path.clone(), record: Box::new(record) }));
    }
    summaries::offer_tags(model);
    renew(model);
    effects
}

/// The view of marks that waits below a line, or that was gone on from.
fn waiting(model: &mut Model) -> Option<&mut ResultsView> {
    model.navigation.results.as_deref_mut().filter(|view| view.kind == ResultsKind::Marks)
}

/// What is known of the tags on a text that is not open.
fn count(model: &mut Model, path: &DocPath, before: &[String], record: &Record) {
    let after = record.annotation().map(|annotation| annotation.tags).unwrap_or_default();
    let me = model.me.reader.id.clone();
    model.seminar.know(path, |summary| {
        for counts in [&mut summary.tags, &mut summary.by.entry(me).or_default().tags] {
            for tag in before {
                if let Some(count) = counts.get_mut(tag) {
                    *count = count.saturating_sub(1);
                }
            }
            for tag in &after {
                *counts.entry(tag.clone()).or_default() += 1;
            }
            counts.retain(|_, count| *count > 0);
        }
    });
}

/// Lists the marks as they are now.
fn renew(model: &mut Model) {
    let Some(mut view) = model.navigation.results.take_if(|view| view.kind == ResultsKind::Marks) else { return };
    view.marks.all = with_open(model, std::mem::take(&mut view.marks.all));
    refresh(model, &mut view);
    model.navigation.results = Some(view);
}
