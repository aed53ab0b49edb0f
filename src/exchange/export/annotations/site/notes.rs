//! The notes of a page: threads in the order of the text, each thing said with who said it, and what it can be filtered by.

use crate::annotation::Color;
use crate::exchange::export::annotations::facts::ExportedAnnotation;
use crate::exchange::export::annotations::html::paragraphs_of_note;
use crate::exchange::export::annotations::json::time;
use crate::exchange::export::annotations::words::{cited, paragraphs};
use crate::exchange::export::escape::html_escaped;
use std::fmt::Write as _;

/// What was said on one passage.
pub(super) struct NoteThread<'a> {
    /// Its number in the page, from 1.
    pub(super) number: usize,
    /// What begins it, and the answers.
    pub(super) said: Vec<&'a ExportedAnnotation>,
}

/// The threads of a document, in the order of the text. Votes and picks are none.
pub(super) fn threads(annotations: &[ExportedAnnotation]) -> Vec<NoteThread<'_>> {
    let mut threads: Vec<NoteThread<'_>> = Vec::new();
    for exported in annotations.iter().filter(|it| it.says_something()) {
        match threads.last_mut() {
            Some(thread) if exported.depth > 0 => thread.said.push(exported),
            _ => threads.push(NoteThread { number: threads.len() + 1, said: vec![exported] }),
        }
    }
    threads
}

/// Writes the threads.
pub(super) fn notes(threads: &[NoteThread<'_>]) -> String {
    let mut out = String::new();
    for thread in threads {
        let color = thread.said[0].annotation.color.map_or("grey", Color::name);
        let n = thread.number;
        _ = writeln!(out, "<article class=\"thread {color}\" id=\"n{n}\" data-n=\"{n}\" tabindex=\"-1\">");
        quote(thread, &mut out);
        thread.said.iter().for_each(|exported| said(exported, &mut out));
        out.push_str("</article>\n");
    }
    out
}

fn quote(thread: &NoteThread<'_>, out: &mut String) {
    let (first, n) = (thread.said[0], thread.number);
    let quote = paragraphs(first.quote().unwrap_or_default()).join(" / ");
    let place = html_escaped(&cited(first));
    let (quote, has_words) = (html_escaped(&quote), !quote.is_empty());
    let line = match first.place.is_some() {
        _ if !has_words => place,
        false => format!("“{quote}” ({place})"),
        true => format!("<a href=\"#m{n}\" data-to=\"{n}\">“{quote}”</a> ({place})"),
    };
    _ = writeln!(out, "<p class=\"quote\">{line}</p>");
}

fn said(exported: &ExportedAnnotation, out: &mut String) {
    let annotation = &exported.annotation;
    let (nickname, name) = reader(exported);
    let tags: Vec<String> = annotation.tags.iter().map(|tag| plain(tag)).collect();
    let answer = if exported.depth > 0 { " answer" } else { "" };
    let color = annotation.color.map_or("", Color::name);
    let (nick, tags) = (html_escaped(&nickname), html_escaped(&tags.join(" ")));
    _ = writeln!(
        out,
        "<div class=\"said{answer}\" data-reader=\"{nick}\" data-tags=\"{tags}\" data-color=\"{color}\">"
    );
    for words in paragraphs_of_note(annotation.note.as_deref().unwrap_or_default()) {
        _ = writeln!(out, "<p>{words}</p>");
    }
    let tags = annotation.tags.iter().map(|tag| format!("#{}", plain(tag))).collect::<Vec<_>>().join(" ");
    let day = time(exported, annotation.created).map(|time| time[..10].to_owned()).unwrap_or_default();
    let day = if day.is_empty() { day } else { format!("<time datetime=\"{day}\">{day}</time>") };
    let by = [html_escaped(&name), annotation.kind.name().to_owned(), day, html_escaped(&tags)];
    let by: Vec<String> = by.into_iter().filter(|part| !part.is_empty()).collect();
    _ = writeln!(out, "<p class=\"by\">{}</p>\n</div>", by.join(" · "));
}

/// The nickname and the name of who said it.
pub(super) fn reader(exported: &ExportedAnnotation) -> (String, String) {
    let nobody = || {
        let folder = exported.quoted_in.as_deref().unwrap_or_default();
        (String::new(), format!("quoted in {folder}’s folder"))
    };
    exported.maker.as_ref().map_or_else(nobody, |maker| (maker.nickname.clone(), maker.name.clone()))
}

/// A tag in one word.
pub(super) fn plain(tag: &str) -> String {
    tag.split_whitespace().collect::<Vec<_>>().join("-")
}
