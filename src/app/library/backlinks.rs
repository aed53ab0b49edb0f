//! What leads to the open document from notes on others, or on itself. Others' words on a text that is read blind stay away.

use crate::annotation::Origin;
use crate::app::annotating::telling;
use crate::app::commands::Command;
use crate::app::library::navigation;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::blind::HiddenByDocument;
use crate::app::query::keys::key_of;
use crate::app::query::revisions::revisions;
use crate::app::state::chooser::{Choice, Chooser};
use crate::app::state::choosing::Targets;
use crate::app::state::document::OpenDocument;
use crate::app::state::links::Backlink;
use crate::app::state::list::named;
use crate::app::state::navigation_target::NavigationTarget;
use crate::app::state::overlay::Overlay;
use crate::app::state::revisions::ViewSource;
use crate::document::DocPath;
use crate::study::NamedPlace;
use crate::study::summary::{LinkMade, links_made};
use crate::text::visible;

const RESTS_ON: &[ViewSource] = &[
    ViewSource::Document,
    ViewSource::Annotations,
    ViewSource::Me,
    ViewSource::Readers,
    ViewSource::Plan,
    ViewSource::Today,
    ViewSource::Summaries,
    ViewSource::Documents,
];

/// Makes true again what leads here.
pub fn settle(model: &mut Model) {
    let now = revisions(model, RESTS_ON);
    if !model.navigation.backlinks.made.renew(now) {
        return;
    }
    let all = collect(model);
    let (count, key) = (all.len(), key_of(model, Command::Backlinks));
    let many = if count == 1 { "1 note leads".to_owned() } else { format!("{count} notes lead") };
    model.navigation.backlinks.notice = (count > 0).then(|| format!("{many} here: {key}"));
    model.navigation.backlinks.all = all;
}

fn collect(model: &Model) -> Vec<Backlink> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let (here, me) = (&doc.opened.path, &model.me.reader.id);
    let (mut found, hidden) = (Vec::new(), HiddenByDocument::of(model));
    for (path, summary) in model.seminar.summaries.iter().filter(|(path, _)| !doc.annotations.read || *path != here) {
        let shown = |made: &&LinkMade| made.reader == *me || !hidden.hides(path, &made.reader);
        let leading = summary.links.iter().filter(shown).filter(|made| leads_here(model, doc, path, made));
        found.extend(leading.map(|made| backlink(model, path, made)));
    }
    // Of the open text what is here counts, not what was known of it.
    let linking = doc.annotations.anchored.linking().filter(|anchored| anchored.shows());
    let own = linking.filter(|anchored| doc.annotations.read && anchored.origin == Origin::Here);
    let made = own.flat_map(|anchored| links_made(&anchored.annotation));
    found.extend(made.filter(|made| leads_here(model, doc, here, made)).map(|made| backlink(model, here, &made)));
    found.dedup_by(|one, other| one.id == other.id);
    found
}

fn leads_here(model: &Model, doc: &OpenDocument, from: &DocPath, made: &LinkMade) -> bool {
    if let Some(id) = made.link.annotation() {
        return doc.annotations.visible_by_id(&id).is_some();
    }
    if doc.opened.source.as_ref() == Some(&made.link.passage.source) {
        return true;
    }
    // The file has changed since: what the link calls it is left.
    match NamedPlace::parse(&made.link.label).document {
        "" => !made.link.label.is_empty() && *from == doc.opened.path,
        name => matches!(named(&model.list.items, name)[..], [one] if one.path == doc.opened.path),
    }
}

fn backlink(model: &Model, path: &DocPath, made: &LinkMade) -> Backlink {
    let by = model.seminar.readers.iter().find(|reader| reader.id == made.reader);
    let who = match by {
        _ if made.reader == model.me.reader.id => "me",
        Some(reader) => &reader.nickname,
        None => "somebody",
    };
    let title = model.list.item(path).map_or_else(|| path.file_name(), |item| item.name());
    Backlink {
        path: path.clone(),
        id: made.id.clone(),
        words: format!("{}: “{}”", visible::line(who), telling::few(&made.note)),
        title: visible::line(title).into_owned(),
    }
}

/// Lists what leads here, to go there.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let all = model.navigation.backlinks.all.clone();
    if all.is_empty() {
        model.say("no note leads here; [[ in a note begins a link");
        return Vec::new();
    }
    let choice = |link: &Backlink| Choice { label: link.words.clone(), detail: link.title.clone(), indent: 0 };
    let choices = all.iter().map(choice).collect();
    model.overlay = Some(Overlay::choose(Chooser::new("What leads here", choices, 0), Targets::Backlinks(all)));
    Vec::new()
}

/// Goes to a note that leads here.
pub fn go(model: &mut Model, link: &Backlink) -> Vec<Effect> {
    navigation::send(model, &link.path, NavigationTarget::Annotation(link.id.clone()))
}
