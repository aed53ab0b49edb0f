//! JSON for programs: everything that is known, under the keys of the fields.

use super::{Exporter, Facts};
use crate::study::digest::{DigestSheet, Excerpt, Said};
use crate::study::report::{Citation, Report};
use serde_json::{Value, json};

/// Its row of the table.
pub const EXPORTER: Exporter = Exporter {
    name: "json",
    extension: "json",
    about: "everything, for programs",
    write: |facts, out| match facts {
        Facts::Report(facts) => out.write_all(report(facts).as_bytes()),
        Facts::Digest(facts) => out.write_all(digest(facts).as_bytes()),
    },
};

/// Everything on the sheet. The keys are those of the fields.
fn report(report: &Report) -> String {
    let place = |place: &Citation| json!({ "document": place.document, "source": place.source, "paragraph": place.paragraph, "page": place.page, "quote": place.quote });
    let value = json!({
        "title": report.title,
        "prompts": report.prompts.iter().map(|prompt| json!({
            "text": prompt.text, "document": prompt.document, "id": prompt.id, "answers": prompt.answers,
            "place": prompt.place.as_ref().map(place), "given": prompt.given.iter().map(|given| json!({
                "reader": given.reader, "document": given.document, "text": given.text,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "marked": report.marked.iter().map(|marked| json!({
            "readers": marked.readers, "place": place(&marked.place),
        })).collect::<Vec<_>>(),
        "questions": report.questions.iter().map(|asked| json!({
            "text": asked.text, "reader": asked.reader, "votes": asked.votes, "answers": asked.answers, "place": place(&asked.place),
        })).collect::<Vec<_>>(),
        "settled": report.settled,
        "tags": report.tags.iter().map(|(tag, count)| json!({ "tag": tag, "count": count })).collect::<Vec<_>>(),
        "readers": report.parts.iter().map(|part| json!({
            "reader": part.reader, "texts": part.texts, "marks": part.marks, "notes": part.notes,
            "questions": part.questions, "replies": part.replies,
        })).collect::<Vec<_>>(),
        "untouched": report.untouched.iter().map(|untouched| json!({
            "document": untouched.document, "source": untouched.source, "paragraphs": untouched.paragraphs, "of": untouched.of,
        })).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

/// Everything in the digest. The keys are those of the fields.
fn digest(digest: &DigestSheet) -> String {
    let picks = |said: &Said| -> Vec<Value> {
        said.picks.iter().map(|pick| json!({ "reader": pick.reader, "comment": pick.comment })).collect()
    };
    let said = |said: &Said| {
        json!({
            "kind": said.kind, "reader": (!said.reader.is_empty()).then_some(&said.reader), "text": said.text,
            "tags": said.tags, "picked": picks(said),
        })
    };
    let excerpt = |excerpt: &Excerpt| {
        let place = &excerpt.place;
        json!({
            "place": {
                "document": place.document, "source": place.source, "paragraph": place.paragraph, "page": place.page,
                "quote": place.quote,
            },
            "said": excerpt.said.iter().map(said).collect::<Vec<_>>(),
        })
    };
    let value = json!({
        "title": digest.title,
        "curators": digest.curators,
        "parts": digest.parts.iter().map(|part| json!({
            "title": part.title, "excerpts": part.excerpts.iter().map(excerpt).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_report_reads_back() {
        let value: Value = serde_json::from_str(&report(&samples::report())).unwrap_or_default();
        assert_eq!(value["marked"][0]["place"]["page"], "12");
    }

    #[test]
    fn a_digest_reads_back() {
        let value: Value = serde_json::from_str(&digest(&samples::digest())).unwrap_or_default();
        let first = &value["parts"][0]["excerpts"][0];
        assert_eq!(first["place"]["page"], "12");
        assert_eq!(first["said"][0]["picked"][0]["comment"], "*well* <b>said</b>");
    }
}
