//! A text file that Anki imports as it is (`File > Import`): a card a passage, the quotation in front, what was said of it behind,
//! with its source. The id of the annotation is the note's GUID, so that a second import changes cards and doubles none.
//!
//! Format: "Text Files" in the manual of Anki, headers since 2.1.54. Every field is quoted, for a `#`, blanks and line breaks.

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::words::{cited_with_work, paragraphs};
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "anki",
    extension: "csv",
    about: "cards for Anki, to be imported as they are",
    shape: ExportShape::Stream,
    subject: ExportSubject::Annotations,
    writer: |_| Box::new(AnkiWriter { begun: false }),
};

const HEAD: &str = "#separator:Comma\n#html:false\n#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:5\n";

struct AnkiWriter {
    begun: bool,
}

/// One card.
struct AnkiCard {
    guid: String,
    front: String,
    said: Vec<String>,
    source: String,
    tags: Vec<String>,
}

impl AnnotationWriter for AnkiWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            out.write(HEAD)?;
        }
        let deck = format!("postil::{}", about.title().replace("::", ": "));
        for card in cards(about, annotations) {
            let behind = card.said.into_iter().chain([format!("({})", card.source)]).collect::<Vec<_>>().join("\n\n");
            let fields = [card.guid, deck.clone(), card.front, behind, card.tags.join(" ")];
            out.write(&(fields.map(|field| quoted(&field)).join(",") + "\n"))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        if self.begun { Ok(()) } else { out.write(HEAD) }
    }
}

/// The cards of a document: one for each passage, and for each question on the whole; answers stand behind what they answer.
fn cards(about: &AnnotatedDocument<'_>, annotations: &[ExportedAnnotation]) -> Vec<AnkiCard> {
    let mut cards: Vec<AnkiCard> = Vec::new();
    let mut open = false;
    for exported in annotations.iter().filter(|it| it.says_something()) {
        let note = exported.annotation.note.as_deref().unwrap_or_default().trim();
        if exported.depth > 0 {
            let name = exported.maker.as_ref().map_or("", |maker| &maker.name);
            if let Some(card) = cards.last_mut().filter(|_| open) {
                card.said.push(format!("{name}: {note}"));
            }
            continue;
        }
        let quote = paragraphs(exported.quote().unwrap_or_default()).join("\n\n");
        let (front, said) = if quote.is_empty() { (note, "") } else { (quote.as_str(), note) };
        open = !front.is_empty();
        cards.extend(open.then(|| AnkiCard {
            guid: exported.annotation.id.to_string(),
            front: front.to_owned(),
            said: Some(said.to_owned()).filter(|said| !said.is_empty()).into_iter().collect(),
            source: cited_with_work(about, exported),
            tags: exported.annotation.tags.iter().map(|tag| spelled(tag)).chain(["postil".to_owned()]).collect(),
        }));
    }
    cards
}

/// A tag as Anki has them: without blanks, `::` between its levels.
fn spelled(tag: &str) -> String {
    tag.split_whitespace().collect::<Vec<_>>().join("_").replace('/', "::")
}

/// A field in quotation marks in which nothing is a sound or a formula: a zero width space keeps such a bracket open.
fn quoted(field: &str) -> String {
    let plain = ["[sound:", "[latex]", "[$]", "[$$]", "[anki:"]
        .iter()
        .fold(field.to_owned(), |field, sign| field.replace(sign, &format!("[\u{200b}{}", &sign[1..])));
    format!("\"{}\"", plain.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::exported;
    use super::*;

    #[test]
    fn a_card_has_the_words_in_front_and_everything_said_behind() {
        let written = exported(&EXPORTER, ExportOptions::default());
        let expected = format!(
            "{HEAD}\"urn:uuid:0193f3a0-0000-7000-8000-000000000001\",\"postil::<Stones>\",\"A wall is a *promise*.\",\"Why? 🙂\n\n- not\n\
            <script>alert(1)</script>\n\nTom: Because.\n\n(North, “<Stones>”, 2020, p. 12)\",\"law policy::trade postil\"\n\
            \"urn:uuid:0193f3a0-0000-7000-8000-000000000003\",\"postil::<Stones>\",\"gone words\",\"(North, “<Stones>”, 2020; words \
            that are not in the text any more)\",\"postil\"\n"
        );
        assert_eq!(written, expected);
    }

    #[test]
    fn no_field_plays_a_sound() {
        assert_eq!(quoted("a [sound:x.mp3] \"b\""), "\"a [\u{200b}sound:x.mp3] \"\"b\"\"\"");
    }
}
