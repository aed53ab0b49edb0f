//! Who may read an annotation, in words, and whom one can choose. It changes nothing.

use crate::annotation::{AnnotationId, Audience, NO_OWN_KEY, Origin, Purpose, Reader, ReaderId, Recipients};
use crate::app::model::Model;
use crate::app::state::anchored::{AnchoredAnnotation, who};
use crate::app::state::audience::readers_named;
use crate::app::state::chooser::Choice;
use crate::app::state::seminar::{STRANGER, Seminar};
use crate::text::visible;

/// What is said of a reader whose folder makes another key known than the roster has.
const OTHER_KEY: &str = "the roster's key counts, their folder has another";

/// Something that can be chosen, and what it stands for, or why it cannot be taken.
pub type Offer = (Choice, Result<Audience, String>);

/// Who may read an annotation of this id of the open text.
pub fn of(model: &Model, id: &AnnotationId) -> Option<Audience> {
    let doc = model.doc.as_ref()?;
    Some(doc.annotations.anchored_by_id(id)?.record.audience().clone())
}

/// Who is to read what is about to be written: what is said to something private is private, what is said to something for some
/// is for the same.
pub fn of_purpose(model: &Model, purpose: &Purpose) -> Audience {
    match purpose {
        Purpose::Change(id) => of(model, id).unwrap_or_default(),
        Purpose::Reply(id) => bound(model, id).unwrap_or_else(|| model.usual_audience()),
        Purpose::New(_) => model.usual_audience(),
    }
}

/// Who reads whatever answers an annotation, where that is not free to choose.
pub fn bound(model: &Model, parent: &AnnotationId) -> Option<Audience> {
    let parent = model.doc.as_ref()?.annotations.anchored_by_id(parent)?;
    match parent.record.audience() {
        Audience::Everybody => None,
        Audience::OnlyMe => Some(Audience::OnlyMe),
        Audience::For(recipients) => {
            let me = &model.me.reader.id;
            let everybody = recipients.readers().iter().chain([&parent.annotation.creator]);
            let others = Recipients::new(everybody.filter(|id| *id != me).cloned());
            let hides = recipients.hides_place();
            Some(others.map_or(Audience::OnlyMe, |others| Audience::For(others.hiding_place(hides))))
        }
    }
}

/// What is encrypted for these readers, by the settings; none of them is oneself.
pub fn for_readers(model: &Model, readers: impl IntoIterator<Item = ReaderId>) -> Option<Audience> {
    let me = &model.me.reader.id;
    let some = Recipients::new(readers.into_iter().filter(|id| id != me))?;
    Some(Audience::For(some.hiding_place(model.config.settings.tools.hide_place)))
}

/// An audience in words: `everybody`, `only me`, `ada and tom`.
pub fn words(seminar: &Seminar, audience: &Audience) -> String {
    audience.words(|id| visible::line(seminar.nickname(id)).into_owned())
}

/// Who wrote an annotation, and who can read it beside them, where not everybody can: `me`, `only me`, `me, for ada`, `ada, for you`.
pub fn who_for(seminar: &Seminar, me: &str, anchored: &AnchoredAnnotation) -> String {
    for_whom(seminar, me, author(seminar, anchored), anchored.record.audience())
}

/// The name of who wrote something, and of who can read it beside them, where not everybody can; as [`who_for`] says it.
pub fn for_whom(seminar: &Seminar, me: &str, author: String, audience: &Audience) -> String {
    match audience {
        Audience::OnlyMe => "only me".to_owned(),
        Audience::Everybody => author,
        audience @ Audience::For(_) => {
            let name = |id: &ReaderId| match seminar.nickname(id) {
                name if name == me => "you".to_owned(),
                name => visible::line(name).into_owned(),
            };
            format!("{author}, for {}", audience.words(name))
        }
    }
}

/// Who wrote it; a stranger is said to be one, in a word: the first row of a card is short.
fn author(seminar: &Seminar, anchored: &AnchoredAnnotation) -> String {
    let is_reader = !anchored.mine && !matches!(anchored.origin, Origin::File | Origin::Syllabus);
    let is_stranger = is_reader && seminar.is_stranger(&anchored.reader, &anchored.annotation.creator);
    if is_stranger { format!("{} (stranger)", who(anchored)) } else { who(anchored) }
}

/// What is to be known of readers before something is written for them: that one is a stranger, or may not have the key that counts.
fn doubt(seminar: &Seminar, ids: &[ReaderId]) -> Option<String> {
    let of = |id: &ReaderId| {
        let stranger = seminar.is_stranger(seminar.nickname(id), id).then_some(STRANGER);
        stranger.or_else(|| seminar.with_other_keys.contains(id).then_some(OTHER_KEY))
    };
    let (id, what) = ids.iter().find_map(|id| Some((id, of(id)?)))?;
    Some(if ids.len() == 1 { what.to_owned() } else { format!("{}: {what}", seminar.nickname(id)) })
}

/// Everybody, only oneself, and whoever something can be encrypted for: the leader, the author of what is answered, groups, readers.
/// Where nothing can be encrypted for anybody else, there are only the first two.
pub fn offers(model: &Model, answered: Option<&AnnotationId>) -> Vec<Offer> {
    let plain = |audience: Audience, detail: &str| (choice(&words(&model.seminar, &audience), detail), Ok(audience));
    let mut offers = vec![plain(Audience::Everybody, "who has the texts"), plain(Audience::OnlyMe, "on your devices")];
    let (seminar, me) = (&model.seminar, &model.me.reader.id);
    if seminar.reachable.iter().all(|id| id == me) {
        // Who has a key and cannot use it is to know why nobody else is named.
        let has_others = seminar.readers.iter().any(|reader| reader.id != *me);
        if seminar.key_is_gone && has_others {
            offers.push((choice("somebody", NO_OWN_KEY[0]), Err(NO_OWN_KEY.join(": "))));
        }
        return offers;
    }
    let author = answered.and_then(|id| model.doc.as_ref()?.annotations.anchored_by_id(id));
    let is_reader =
        |author: &&AnchoredAnnotation| !author.mine && !matches!(author.origin, Origin::File | Origin::Syllabus);
    let author = author.filter(is_reader).map(|author| author.annotation.creator.clone());
    let leader = seminar.leader().map(|leader| leader.id.clone());
    let first = [(leader, "leads"), (author, "wrote what you answer")];
    let mut some: Vec<(Vec<ReaderId>, String, String)> = Vec::new();
    let named = |id: &ReaderId| seminar.nickname(id).to_owned();
    some.extend(
        first.into_iter().filter_map(|(id, what)| id.map(|id| (vec![id.clone()], named(&id), what.to_owned()))),
    );
    let path = model.doc.as_ref().map(|doc| &doc.opened.path);
    // Before the first note one has no folder, and is here all the same.
    let here: Vec<Reader> = seminar.readers.iter().chain([&model.me.reader]).cloned().collect();
    for (name, names) in &seminar.syllabus.groups_to_write_to(path) {
        let named = readers_named(name, &here, &seminar.syllabus, path).unwrap_or_default();
        let detail = [Some(names.join(", ")), named.absence()].into_iter().flatten().collect::<Vec<_>>().join("; ");
        some.push((named.ids, name.clone(), detail));
    }
    some.extend(seminar.readers.iter().map(|it| (vec![it.id.clone()], it.nickname.clone(), it.name.clone())));
    for (mut ids, label, detail) in some.into_iter().filter(|(ids, ..)| *ids != [me.clone()]) {
        ids.retain(|id| id != me);
        let audience = encrypted_for(model, ids.clone());
        // Who leads is a reader too; a group of oneself and one more is not that reader.
        if !offers.iter().any(|(choice, known)| choice.label == label && *known == audience) {
            let detail = match (&audience, doubt(seminar, &ids)) {
                (Err(why), _) => why.split(':').next().unwrap_or_default().to_owned(),
                (Ok(_), Some(doubt)) => format!("{detail}; {doubt}"),
                (Ok(_), None) => detail,
            };
            offers.push((choice(&label, &detail), audience));
        }
    }
    offers
}

/// What is encrypted for these readers, or why it cannot be.
pub fn encrypted_for(model: &Model, ids: Vec<ReaderId>) -> Result<Audience, String> {
    let (seminar, me) = (&model.seminar, &model.me.reader.id);
    if !seminar.reachable.contains(me) {
        return Err(NO_OWN_KEY.join(": "));
    }
    let missing = ids.iter().find(|id| *id != me && !seminar.reachable.contains(*id));
    if let Some(id) = missing {
        let name = visible::line(seminar.nickname(id)).into_owned();
        return Err(format!("{name} has no key here: `postil reader --key`, once, on their machine makes one known"));
    }
    for_readers(model, ids).ok_or_else(|| "nobody of this group is here yet".to_owned())
}

fn choice(label: &str, detail: &str) -> Choice {
    let [label, detail] = [label, detail].map(|words| visible::line(words).into_owned());
    Choice { label, detail, indent: 0 }
}
