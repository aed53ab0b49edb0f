//! The page of one text: filters, the text with its marks, the notes, the records.

use super::head::{PageHead, escaped_path, foot};
use super::marks::marked_text;
use super::notes::{NoteThread, notes, plain, reader};
use crate::annotation::Color;
use crate::annotation::record::CONTEXT;
use crate::document::BlockKind;
use crate::exchange::export::annotations::facts::{AnnotatedDocument, ExportedAnnotation};
use crate::exchange::export::annotations::json::harmless;
use crate::exchange::export::escape::html_escaped;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Writes the page.
pub(super) fn page(
    about: &AnnotatedDocument<'_>,
    (annotations, threads): (&[ExportedAnnotation], &[NoteThread<'_>]),
    head: &PageHead,
) -> String {
    let up = "../".repeat(1 + about.path.matches('/').count());
    let mut out = head.with(about.title(), about.metadata.language.as_deref());
    out.push_str("<body>\n<a class=\"skip\" href=\"#text\">To the text</a>\n<header>\n");
    _ = writeln!(out, "<nav><a href=\"{up}index.html\">All texts</a></nav>");
    _ = writeln!(out, "<p class=\"work\">{}</p>", html_escaped(&about.citer.reference()));
    out.push_str(&filters(about, threads));
    out.push_str("</header>\n<div class=\"columns\">\n");
    let gone = || "<p>This text is not in the folder any more.</p>".to_owned();
    let text = about.document.map_or_else(gone, |document| marked_text(document, threads));
    _ = writeln!(out, "<main id=\"text\" tabindex=\"-1\">{text}</main>");
    _ = writeln!(out, "<aside id=\"notes\" aria-label=\"Notes\">\n{}</aside>\n</div>", notes(threads));
    _ = writeln!(out, "<script type=\"application/ld+json\">{}</script>", records(annotations));
    out + &foot()
}

/// What the notes and the text can be looked through by.
fn filters(about: &AnnotatedDocument<'_>, threads: &[NoteThread<'_>]) -> String {
    let said = || threads.iter().flat_map(|thread| &thread.said);
    let readers: BTreeMap<String, String> = said().map(|exported| reader(exported)).collect();
    let tags: BTreeSet<String> = said().flat_map(|it| &it.annotation.tags).map(|tag| plain(tag)).collect();
    let colors: BTreeSet<&str> = said().filter_map(|it| it.annotation.color).map(Color::name).collect();
    let mut out = String::from(
        "<form id=\"filters\" role=\"search\">\n<label>Search <input type=\"search\" name=\"words\"></label> <output id=\"hits\" aria-live=\"polite\"></output>\n",
    );
    out.push_str("<fieldset><legend>Readers</legend>\n");
    for (nickname, name) in &readers {
        let (nickname, name) = (html_escaped(nickname), html_escaped(name));
        _ = writeln!(
            out,
            "<label><input type=\"checkbox\" name=\"reader\" value=\"{nickname}\" checked> {name}</label>"
        );
    }
    out.push_str("</fieldset>\n");
    select(&mut out, ("Tag", "tag"), tags.iter().map(String::as_str));
    select(&mut out, ("Colour", "color"), colors.into_iter());
    out.push_str("<label><input type=\"checkbox\" name=\"heat\"> by number of readers</label>\n");
    let is_furniture = |block: &crate::document::Block| block.kind == BlockKind::Boilerplate;
    if about.document.is_some_and(|document| document.blocks().iter().any(is_furniture)) {
        out.push_str("<label><input type=\"checkbox\" name=\"all\"> what stands around the text</label>\n");
    }
    out + "<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n"
}

fn select<'a>(out: &mut String, (label, name): (&str, &str), values: impl Iterator<Item = &'a str>) {
    let options: String = values.map(|value| ["<option>", &html_escaped(value), "</option>"].concat()).collect();
    if !options.is_empty() {
        _ = writeln!(
            out,
            "<label>{label} <select name=\"{name}\"><option value=\"\">all</option>{options}</select></label>"
        );
    }
}

/// The records as they are stored; nothing in them ends the element that they stand in.
fn records(annotations: &[ExportedAnnotation]) -> String {
    let items: Vec<Value> = annotations.iter().map(|it| Value::Object(it.record.object().clone())).collect();
    let page = json!({ "@context": CONTEXT, "type": "AnnotationPage", "items": items });
    harmless(&page.to_string()).replace('<', "\\u003c")
}

/// The address of a page from the first one.
pub(super) fn address(name: &str) -> String {
    html_escaped(&escaped_path(name))
}
