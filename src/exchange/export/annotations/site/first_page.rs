//! The first page of the web edition: the texts, the tags, and all notes, each with a link to where it stands.

use super::head::{PageHead, foot};
use super::notes::{NoteThread, plain, reader};
use super::page::address;
use crate::exchange::export::annotations::facts::AnnotatedDocument;
use crate::exchange::export::annotations::words::paragraphs;
use crate::exchange::export::escape::html_escaped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is known of the pages so far.
#[derive(Default)]
pub(super) struct FirstPage {
    /// The rows of the table of texts.
    texts: String,
    /// The entries of the list of notes.
    notes: String,
    /// By tag, links to the notes that have it.
    tags: BTreeMap<String, Vec<String>>,
}

impl FirstPage {
    /// Takes in the page of a document.
    pub(super) fn add(&mut self, about: &AnnotatedDocument<'_>, name: &str, threads: &[NoteThread<'_>]) {
        let (address, title) = (address(name), html_escaped(about.title()));
        let said = || threads.iter().flat_map(|thread| &thread.said);
        let readers: BTreeSet<String> = said().map(|exported| reader(exported).1).collect();
        let readers = html_escaped(&readers.into_iter().collect::<Vec<_>>().join(", "));
        let facts = about.metadata;
        let (authors, date) =
            (html_escaped(&facts.authors.join(", ")), html_escaped(facts.date.as_deref().unwrap_or_default()));
        _ = writeln!(
            self.texts,
            "<tr data-entry><td><a href=\"{address}\">{title}</a></td><td>{authors}</td><td>{date}</td><td>{}</td><td>{readers}</td></tr>",
            said().count()
        );
        for thread in threads {
            let to = format!("{address}#n{}", thread.number);
            let quote = paragraphs(thread.said[0].quote().unwrap_or_default()).join(" / ");
            let quote = if quote.is_empty() { title.clone() } else { format!("“{}”", html_escaped(&quote)) };
            for exported in &thread.said {
                let note = html_escaped(exported.annotation.note.as_deref().unwrap_or_default());
                let (name, tags) = (html_escaped(&reader(exported).1), &exported.annotation.tags);
                let hashed =
                    html_escaped(&tags.iter().flat_map(|tag| [" #".to_owned(), plain(tag)]).collect::<String>());
                _ = writeln!(
                    self.notes,
                    "<li data-entry><a href=\"{to}\">{quote}</a> {note} <span class=\"by\">{name}, {title}{hashed}</span></li>"
                );
                for tag in tags {
                    self.tags.entry(plain(tag)).or_default().push(format!(
                        "<li><a href=\"{to}\">{quote}</a> <span class=\"by\">{name}, {title}</span></li>\n"
                    ));
                }
            }
        }
    }

    /// Writes the page.
    pub(super) fn page(&self, head: &PageHead) -> String {
        let mut out = head.with("Texts and notes", None);
        out.push_str("<body>\n<main class=\"plain\">\n<h1>Texts</h1>\n<p><label>Find <input type=\"search\" id=\"find\"></label> in the texts’ titles and all notes</p>\n");
        _ = writeln!(
            out,
            "<table>\n<tr><th>Title</th><th>Authors</th><th>Date</th><th>Notes</th><th>Readers</th></tr>\n{}</table>",
            self.texts
        );
        if !self.tags.is_empty() {
            out.push_str("<h2>Tags</h2>\n");
        }
        for (tag, entries) in &self.tags {
            let (tag, count) = (html_escaped(tag), entries.len());
            _ = writeln!(
                out,
                "<details><summary>#{tag} ({count})</summary>\n<ul>\n{}</ul></details>",
                entries.concat()
            );
        }
        _ = writeln!(out, "<h2>Notes</h2>\n<ul>\n{}</ul>\n</main>", self.notes);
        out + &foot()
    }
}
