//! What whoever leads has written to single readers alone, for their line in the gradebook: read with the leader's own key, on the
//! leader's own device, and printed where it is asked for. Nothing that others have written is read here.

use crate::annotation::{Kind, Reader, ReaderId, Target};
use crate::cli::out::cut;
use crate::cli::outcome::Failure;
use crate::cli::setup::Room;
use crate::config::syllabus::Session;
use crate::store::{AnnotationStore, StoredAnnotation};
use crate::text::visible;
use std::collections::HashMap;

/// How many words of a passage stand before what was written on it, in code points.
const QUOTED: usize = 40;

/// The leader's words, by the ids of those for whom they are, in the order in which they were written.
#[derive(Debug, Default)]
pub struct Feedback(HashMap<ReaderId, Vec<String>>);

impl Feedback {
    /// What is asked for in a session: its texts' notes and replies that who is here has encrypted for others.
    ///
    /// # Errors
    /// Where nobody is here, or somebody else than who leads.
    pub fn of(room: &Room, (session, leader): (&Session, Option<&ReaderId>)) -> Result<Self, Failure> {
        let private =
            Room::at(room.dirs.clone(), crate::store::Library::open(room.library.corpus.root())?).with_private();
        let store = private.store();
        let me = store.me().filter(|me| leader == Some(&me.id));
        let Some(me) = me.cloned() else {
            return Err(Failure::new(
                "only who leads has feedback to put into a gradebook",
                "Leave --private away; or name yourself as `leader` in syllabus.toml.",
            ));
        };
        let mut feedback = Self::default();
        for path in &session.readings {
            feedback.take(&store, &me, path);
        }
        Ok(feedback)
    }

    fn take(&mut self, store: &AnnotationStore, me: &Reader, path: &crate::document::DocPath) {
        let read = store.read(path);
        let quotes: HashMap<&str, &str> = read.stored.iter().filter_map(quote).collect();
        for stored in read.stored.iter().filter(|stored| stored.mine) {
            let annotation = &stored.annotation;
            let (Some(recipients), Some(note)) = (stored.record.audience().recipients(), &annotation.note) else {
                continue;
            };
            if annotation.kind == Kind::Vote || annotation.is_pick() || stored.record.is_sealed() {
                continue;
            }
            // What a group was told is no feedback to one of it.
            let mut others = recipients.readers().iter().filter(|id| **id != me.id);
            let (Some(reader), None) = (others.next(), others.next()) else { continue };
            let about = match &annotation.target {
                Target::Annotation(id) => quotes.get(id.as_str()).copied(),
                _ => quote(stored).map(|(_, words)| words),
            };
            self.0.entry(reader.clone()).or_default().push(said(about, note));
        }
    }

    /// What is for one of these ids, in one line; empty where nothing is.
    pub fn to(&self, id: Option<&ReaderId>) -> String {
        id.and_then(|id| self.0.get(id)).map(|words| words.join(" / ")).unwrap_or_default()
    }
}

/// The words that an annotation is on, by its id.
fn quote(stored: &StoredAnnotation) -> Option<(&str, &str)> {
    match &stored.annotation.target {
        Target::Passage(passage) => Some((stored.annotation.id.as_str(), passage.quote.exact.as_str())),
        _ => None,
    }
}

fn said(about: Option<&str>, note: &str) -> String {
    let line = |text: &str| visible::line(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    match about {
        Some(words) => format!("On “{}”: {}", cut(&line(words), QUOTED), line(note)),
        None => line(note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_one_line_with_what_they_are_about() {
        assert_eq!(said(Some("the north\nwall"), "Well\n\nargued."), "On “the north wall”: Well argued.");
        assert_eq!(said(None, "\u{1b}[31m=1+1"), "␛[31m=1+1");
    }
}
