//! Picks: bookmarks on annotations, by which somebody chooses them for a digest. A pick is a record like any other, so that it
//! is synchronised, merged and undone like one; it marks no passage and is no card.

use super::{Annotation, AnnotationId, Kind, Target};

impl Annotation {
    /// The id of the annotation that this one picks, where it is a pick.
    pub fn picked(&self) -> Option<&AnnotationId> {
        match &self.target {
            Target::Annotation(id) if self.kind == Kind::Bookmark => Some(id),
            _ => None,
        }
    }

    /// Whether it is a pick.
    pub fn is_pick(&self) -> bool {
        self.picked().is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::annotation::Record;

    #[test]
    fn a_bookmark_on_an_annotation_is_a_pick_and_comes_back_from_its_record_as_one() {
        let picked = |target: &str| {
            let json = format!(
                r#"{{"id":"urn:uuid:0193f3a0-0000-7000-8000-000000000001","type":"Annotation","motivation":"bookmarking","creator":"urn:x:mei","created":"2031-03-01T10:00:00.000Z","modified":"2031-03-01T10:00:00.000Z","body":{{"type":"TextualBody","purpose":"commenting","format":"text/markdown","value":"see this"}},"target":{target}}}"#
            );
            let annotation = Record::parse(&json).ok()?.annotation()?;
            let again = Record::of(&annotation);
            assert_eq!((again.annotation().as_ref(), again.faults()), (Some(&annotation), Vec::new()));
            assert_eq!(annotation.note.as_deref(), Some("see this"));
            annotation.picked().cloned()
        };
        let id = "urn:uuid:0193f3a0-0000-7000-8000-000000000002";
        assert_eq!(picked(&format!("\"{id}\"")).as_deref(), Some(id));
        assert_eq!(
            picked(r#"{"source":"urn:sha256:00","selector":{"type":"TextPositionSelector","start":1,"end":1}}"#),
            None
        );
    }
}
