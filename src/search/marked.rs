//! The places of a query's words in an annotation: in the words that it is about and in its note, with what stands around them.
//! It reads no file and does not know where the annotation stands now.

use super::TextExcerpt;
use super::query::{Query, QueryContext};
use crate::annotation::{Annotation, Target};
use crate::text::{Span, hyphen};

/// How much stands around a place on either side, in bytes.
const AROUND: usize = 900;

/// The places of the words of a query in an annotation for which it holds; none where it does not, or asks for no words. The
/// words beside a quotation come from its record, but a place is found in the quotation and in the note alone.
pub fn places_in_mark(query: &Query, annotation: &Annotation, context: &QueryContext) -> Vec<TextExcerpt> {
    let (before, quote, after) = quotation(annotation);
    let note = hyphen::one_line(annotation.note.as_deref().unwrap_or_default());
    let words = [&quote, "\n\n", note.trim()].concat();
    let hits = query.hits_in_words(&words, annotation, context).unwrap_or_default();
    let quoted = [before.as_str(), &quote, &after].concat();
    let excerpt = |hit: Span| {
        if hit.end <= quote.len() {
            let hit = Span::new(hit.start + before.len(), hit.end + before.len());
            return Some(TextExcerpt::around(&quoted, hit, AROUND, AROUND));
        }
        let start = hit.start.checked_sub(quote.len() + 2)?;
        Some(TextExcerpt::around(note.trim(), Span::new(start, start + hit.len()), AROUND, AROUND))
    };
    hits.into_iter().filter(|hit| !hit.is_empty()).filter_map(excerpt).collect()
}

/// The words before what an annotation is about, these, and the words after, each on one line.
fn quotation(annotation: &Annotation) -> (String, String, String) {
    let Target::Passage(passage) = &annotation.target else { return Default::default() };
    let quote = &passage.quote;
    let [mut before, exact, mut after] =
        [&quote.prefix, &quote.exact, &quote.suffix].map(|words| hyphen::one_line(words));
    if quote.prefix.ends_with(char::is_whitespace) && !before.is_empty() {
        before.push(' ');
    }
    if quote.suffix.starts_with(char::is_whitespace) && !after.is_empty() {
        after.insert(0, ' ');
    }
    (before, exact, after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Kind, Passage, Quote};
    use crate::search::query::Scope;

    fn annotation() -> Annotation {
        let quote = Quote {
            prefix: "wall before ".to_owned(),
            exact: "an old\nwall and moss".to_owned(),
            suffix: " on a wall".to_owned(),
        };
        Annotation {
            id: "urn:uuid:1".into(),
            kind: Kind::Note,
            creator: "urn:uuid:mei".into(),
            created: jiff::Timestamp::UNIX_EPOCH,
            modified: jiff::Timestamp::UNIX_EPOCH,
            note: Some("Which wall?\nThe walls of moss.".to_owned()),
            tags: vec!["law".to_owned()],
            color: None,
            target: Target::Passage(Passage { quote, ..Passage::default() }),
            links: Vec::new(),
        }
    }

    /// The places with braces around them, in what stands beside them.
    fn places(written: &str) -> Vec<String> {
        let context = QueryContext { reader: "mei", mine: true, ..QueryContext::default() };
        let found = places_in_mark(&Query::parse(written, Scope::Texts).0, &annotation(), &context);
        let shown = |it: TextExcerpt| {
            let (before, after) = it.beside();
            format!("{before}{{{}}}{after}", it.passage())
        };
        found.into_iter().map(shown).collect()
    }

    #[test]
    fn words_are_found_in_the_quotation_and_the_note_and_not_in_what_stands_beside_it() {
        let quoted = "wall before an old {wall} and moss on a wall";
        let note = "Which {wall}? The walls of moss.";
        assert_eq!(places("wall tag:law"), [quoted, note, "Which wall? The {wall}s of moss."]);
        assert_eq!(places("\"which wall\" moss").len(), 3);
        assert_eq!(places("wall by:tom"), Vec::<String>::new());
        assert_eq!(places("before"), Vec::<String>::new());
        assert_eq!(places("is:mine"), Vec::<String>::new(), "no words are asked for");
    }
}
