//! The web edition: a folder of static pages that anybody opens in a browser. A page for each text with everybody's marks in it and
//! the notes beside it, and a first page with the list of texts, the index of tags and all notes.
//!
//! Nothing is fetched: style and script stand in each page, and a content security policy forbids all others by their digests. What
//! texts and readers say is text. The text of a page, node after node, is the canonical text, so that the positions of the records,
//! which stand in the page as JSON-LD, count in it as well.

mod first_page;
mod head;
mod marks;
mod notes;
mod page;

use super::exporter::{AnnotationExporter, AnnotationWriter, ExportShape, ExportSink, ExportSubject};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use first_page::FirstPage;
use head::PageHead;
use std::io;

/// Its row of the table.
pub const EXPORTER: AnnotationExporter = AnnotationExporter {
    name: "site",
    extension: "html",
    about: "a folder of web pages: the texts with everybody's marks and notes",
    shape: ExportShape::Folder,
    subject: ExportSubject::Both,
    writer: |_| Box::new(SiteWriter { first: FirstPage::default(), head: PageHead::new() }),
};

struct SiteWriter {
    first: FirstPage,
    head: PageHead,
}

impl AnnotationWriter for SiteWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let threads = notes::threads(annotations);
        let name = format!("texts/{}.html", about.path);
        self.first.add(about, &name, &threads);
        let page = page::page(about, (annotations, &threads), &self.head);
        out.file(&name, page.as_bytes())
    }

    fn end(&mut self, out: &mut dyn ExportSink) -> io::Result<()> {
        out.file("index.html", self.first.page(&self.head).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::exporter::ExportOptions;
    use super::super::samples::{document, kept, kept_of_gone, names};
    use super::*;

    fn pages() -> Vec<(String, String)> {
        let kept = kept(&EXPORTER, ExportOptions::default());
        assert_eq!(names(&kept), ["texts/week 1/stones.md.html", "index.html"]);
        kept.files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
    }

    /// The text of the element with this id, tags left out.
    fn text_of(page: &str, id: &str) -> String {
        let (_, rest) = page.split_once(&format!("id=\"{id}\"")).unwrap();
        let inner = rest.split_once('>').unwrap().1.split_once("</main>").unwrap().0;
        let text = regex::Regex::new("<[^>]*>").unwrap().replace_all(inner, "").into_owned();
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&")
    }

    #[test]
    fn the_text_of_a_page_is_the_canonical_text() {
        assert_eq!(text_of(&pages()[0].1, "text"), document().text());
    }

    #[test]
    fn marks_cover_the_words_and_notes_name_their_readers() {
        let page = &pages()[0].1;
        let mark = "<mark id=\"m1\" class=\"yellow\" data-n=\"1\" style=\"";
        assert!(!page.contains(mark), "no style attribute: the policy forbids it");
        assert!(page.contains(">A wall is a *promise*.</mark>"), "{page}");
        assert!(page.contains("data-reader=\"=mira\"") && page.contains("data-reader=\"tom\""), "{page}");
    }

    #[test]
    fn nothing_that_anybody_wrote_is_markup_and_nothing_is_fetched() {
        for (name, page) in pages() {
            let body = page.split_once("</head>").unwrap().1;
            assert_eq!(body.matches("<script").count(), if name == "index.html" { 1 } else { 2 }, "{name}");
            assert!(!body.contains("<script>alert") && !body.contains("<Stones>"), "{name}");
            assert!(!page.contains("src=") && !page.contains("@import") && !page.contains("url("), "{name}");
        }
    }

    #[test]
    fn the_page_of_a_text_that_is_gone_says_so_and_has_the_notes() {
        let written = String::from_utf8(kept_of_gone(&EXPORTER).files.swap_remove(0).1).unwrap();
        assert!(
            written.contains(" id=\"text\" tabindex=\"-1\"><p>This text is not in the folder any more.</p></main>"),
            "{written}"
        );
        assert!(written.contains("A wall is a *promise*."), "{written}");
    }

    #[test]
    fn the_records_stand_in_the_page_as_they_are() {
        let page = &pages()[0].1;
        let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
        let json: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        assert_eq!(
            (json["items"].as_array().unwrap().len(), &json["items"][0]["target"]["source"]),
            (3, &"urn:sha256:00".into())
        );
    }
}
