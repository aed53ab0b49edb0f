//! What every format for people says of an annotation in the same words. It escapes nothing.

use super::facts::{AnnotatedDocument, ExportedAnnotation};
use crate::annotation::{AnchorState, Kind};

/// The words that an annotation is about, in paragraphs of lines: verse and code have the lines of their author, other words one.
pub(super) fn quotation(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> Vec<Vec<String>> {
    let quote = exported.quote().unwrap_or_default();
    let span = exported.place.as_ref().map(|place| place.span);
    let keeps_lines = about.document.zip(span).is_some_and(|(document, span)| document.keeps_lines(span));
    if !keeps_lines {
        return paragraphs(quote).into_iter().map(|paragraph| vec![paragraph]).collect();
    }
    let lines: Vec<&str> = quote.lines().map(str::trim_end).collect();
    let stanzas = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    stanzas.map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()).collect()
}

/// The paragraphs of a quotation, each on one line; its words are all there.
pub(super) fn paragraphs(quote: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in quote.lines() {
        match (line.trim(), paragraphs.last_mut()) {
            ("", _) => paragraphs.push(String::new()),
            (words, Some(last)) => {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                last.push_str(if last.is_empty() { "" } else { " " });
                last.push_str(&words);
            }
            (_, None) => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Where an annotation stands, as it is cited below the name of its work.
pub(super) fn cited(exported: &ExportedAnnotation) -> String {
    match (&exported.place, exported.state) {
        (Some(place), _) if place.cited().is_empty() => "before the first paragraph".to_owned(),
        (Some(place), _) => place.cited(),
        (None, Some(_)) => "words that are not in the text any more".to_owned(),
        (None, None) => "the whole text".to_owned(),
    }
}

/// Where an annotation stands, cited with its work.
pub(super) fn cited_with_work(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> String {
    let lost = exported.place.is_none() && exported.state.is_some();
    let citation = about.citation(exported);
    if lost { format!("{citation}; {}", cited(exported)) } else { citation }
}

/// Who wrote it, where that is not who exports; what it is, where its words do not say so; how sure its place is.
pub(super) fn credit(exported: &ExportedAnnotation) -> String {
    let quoted = || exported.quoted_in.as_ref().map(|folder| format!("quoted in {folder}’s folder"));
    let maker = exported.maker.as_ref().filter(|_| !exported.mine).map(|maker| maker.name.clone());
    let kind = match exported.annotation.kind {
        Kind::Question | Kind::Bookmark | Kind::Link | Kind::Prompt => Some(exported.annotation.kind.name().to_owned()),
        _ => None,
    };
    let state = match exported.state {
        Some(AnchorState::Changed) => Some("words changed since".to_owned()),
        Some(AnchorState::Uncertain) => Some("place uncertain".to_owned()),
        _ => None,
    };
    [maker.or_else(quoted), kind, state].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_keeps_its_words_and_its_paragraphs() {
        assert_eq!(paragraphs("one\ntwo  three\n\n\n  four\n"), ["one two three", "four"]);
        assert_eq!(paragraphs(" \n"), Vec::<String>::new());
    }
}
