//! The end of a text: who is said to have written it, where it is said to have appeared, and the boilerplate below.

use super::{TextPiece, layout::TextLayout, source_line::ends_sentence};
use crate::document::{BlockKind, Metadata};
use crate::language::{bylines, names, phrases};

/// How many units from the end belong to the tail.
const TAIL: usize = 40;

/// How many content units from the end may be a biography.
const LAST: usize = 6;

/// Reads the end of a text whose body begins with the unit `body`.
pub(super) fn read(text: &str, layout: TextLayout, pieces: &mut [TextPiece], body: usize, metadata: &mut Metadata) {
    let from = body.max(pieces.len().saturating_sub(TAIL)).min(pieces.len());
    if layout == TextLayout::Scenes {
        read_origin(text, &mut pieces[from..], metadata);
        return;
    }
    read_author_boxes(text, &mut pieces[from..], metadata);
    read_biographies(text, pieces, from, metadata);
    read_origin(text, &mut pieces[from..], metadata);
    if layout == TextLayout::Lines {
        mark_names(text, &mut pieces[body..], metadata);
        mark_below_text(text, pieces, from);
    }
}

/// "About the Author" and the names under it. Affiliations under a name go with it.
fn read_author_boxes(text: &str, tail: &mut [TextPiece], metadata: &mut Metadata) {
    for at in 0..tail.len() {
        if !is_author_label(tail[at].text(text)) {
            continue;
        }
        tail[at].set(BlockKind::Boilerplate, 0);
        let lines =
            tail[at + 1..].iter().take(6).take_while(|piece| !piece.prose && piece.unit.span.len() <= 80).count();
        let named: Vec<String> = tail[at + 1..=at + lines]
            .iter()
            .map_while(|piece| names::person(piece.text(text)))
            .map(str::to_owned)
            .collect();
        if named.is_empty() {
            continue;
        }
        if metadata.authors.is_empty() {
            metadata.authors = named;
            metadata.authors.dedup();
        }
        let rest = tail[at + 1..=at + lines].iter_mut().filter(|piece| piece.kind.is_none());
        rest.for_each(|piece| piece.set(BlockKind::Byline, 0));
    }
}

fn is_author_label(line: &str) -> bool {
    let lower = if line.len() <= 40 { line.to_lowercase() } else { return false };
    let bare = lower.trim_end_matches([':', '：']);
    ["about ", "the ", ""].iter().any(|start| {
        bare.strip_prefix(start).is_some_and(|rest| {
            let rest = rest.strip_prefix("the ").or_else(|| rest.strip_prefix("our ")).unwrap_or(rest);
            matches!(
                rest,
                "author"
                    | "authors"
                    | "writer"
                    | "writers"
                    | "contributor"
                    | "contributors"
                    | "expert"
                    | "experts"
                    | "researcher"
                    | "researchers"
                    | "scholar"
                    | "scholars"
            )
        })
    }) || matches!(bare, "written by" | "著者" | "著者紹介" | "筆者紹介" | "執筆者" | "저자 소개" | "필자 소개")
}

/// "NAME is a professor at …" near the end, of somebody the article does not speak of.
fn read_biographies(text: &str, pieces: &mut [TextPiece], from: usize, metadata: &mut Metadata) {
    let stated = !metadata.authors.is_empty();
    let last: Vec<usize> = (from..pieces.len()).rev().filter(|at| pieces[*at].is_content()).take(LAST).collect();
    for at in last.into_iter().rev() {
        let piece = pieces[at];
        let people = if piece.unit.span.len() <= 1200 { bylines::biography(piece.text(text)) } else { Vec::new() };
        let known = |name: &String| metadata.authors.iter().any(|author| author.eq_ignore_ascii_case(name));
        if people.is_empty() {
            continue;
        }
        if people.iter().all(known) {
            pieces[at].set(BlockKind::Byline, 0);
        } else if !stated && people.iter().all(|name| is_only_here(text, pieces, at, name)) {
            metadata.authors.extend(people);
            pieces[at].set(BlockKind::Byline, 0);
        }
    }
}

/// Whether the article speaks of a person in no other place than the line `at`: what follows a quoted expert's
/// introduction is what the expert says.
fn is_only_here(text: &str, pieces: &[TextPiece], at: usize, name: &str) -> bool {
    let below: Vec<TextPiece> = pieces[at + 1..].iter().filter(|piece| piece.is_content()).copied().collect();
    is_unmentioned(text, &pieces[..at], name) && is_unmentioned(text, &below, name)
}

/// "This article first appeared in …", and the paper that a closing advert speaks for.
fn read_origin(text: &str, tail: &mut [TextPiece], metadata: &mut Metadata) {
    for piece in tail.iter_mut().rev() {
        let line = piece.text(text);
        let stated = (line.len() <= 400 && is_about_itself(line)).then(|| bylines::publication(line)).flatten();
        if let Some(publication) = stated {
            piece.set(BlockKind::Byline, 0);
            metadata.publication.get_or_insert(publication);
        }
    }
    let mut adverts = tail.iter().filter(|piece| piece.kind == Some(BlockKind::Boilerplate));
    if metadata.publication.is_none() {
        metadata.publication = adverts.find_map(|piece| bylines::advertised(piece.text(text))).map(str::to_owned);
    }
}

fn is_about_itself(line: &str) -> bool {
    let lower = line[..line.floor_char_boundary(60)].to_lowercase();
    let lower = lower.trim_start_matches(['*', '_', '(', '[', ' ']);
    ["originally ", "first published", "first appeared", "a version of this", "reprinted", "adapted from", "excerpted"]
        .iter()
        .any(|start| lower.starts_with(start))
        || ["this", "the following", "the above"].iter().any(|start| {
            lower.strip_prefix(start).is_some_and(|rest| {
                [
                    "article",
                    "essay",
                    "piece",
                    "post",
                    "paper",
                    "text",
                    "story",
                    "report",
                    "brief",
                    "commentary",
                    "interview",
                    "column",
                    "review",
                    "chapter",
                    "op-ed",
                    "analysis",
                ]
                .iter()
                .any(|work| rest.trim_start().starts_with(work))
            })
        })
}

/// A label for an author box above or in the body, with the names that are known and their affiliations under it; and
/// names of the authors repeated alone on a line.
fn mark_names(text: &str, body: &mut [TextPiece], metadata: &Metadata) {
    let mut seen: Vec<String> = Vec::new();
    for piece in body {
        let line = piece.text(text);
        let author = line.len() <= 60 && metadata.authors.iter().any(|author| author.eq_ignore_ascii_case(line));
        if !author || !matches!(piece.kind, None | Some(BlockKind::Byline)) {
            continue;
        }
        let lower = line.to_lowercase();
        if piece.kind.is_none() || seen.contains(&lower) {
            piece.set(BlockKind::Boilerplate, 0);
        }
        seen.push(lower);
    }
}

/// Short lines after the last text of a page that was copied with what is around it: what is left of menus and boxes. Where nothing else is
/// furniture, or most of them are sentences, they are how the text ends: speeches, verse, a list.
fn mark_below_text(text: &str, pieces: &mut [TextPiece], from: usize) {
    let is_furniture = |piece: &TextPiece| piece.kind == Some(BlockKind::Boilerplate);
    let (is_page, tail) = (pieces.iter().any(is_furniture), &mut pieces[from..]);
    let Some(last) = tail.iter().rposition(|piece| piece.is_text() || piece.kind == Some(BlockKind::Byline)) else {
        return;
    };
    // What goes on in sentences right behind the text is how it ends.
    let ends =
        tail[last + 1..].iter().take_while(|piece| piece.kind.is_none() && ends_sentence(piece.text(text))).count();
    let rest = &mut tail[last + 1 + ends..];
    let sentences = rest.iter().filter(|piece| ends_sentence(piece.text(text))).count();
    if rest.iter().any(is_furniture) || (is_page && rest.len() >= 3 && 2 * sentences < rest.len()) {
        rest.iter_mut().filter(|piece| piece.kind.is_none()).for_each(|piece| piece.set(BlockKind::Boilerplate, 0));
    }
}

/// Whether the units before a biographical line do not speak of the person, lines of nothing but the name aside: then
/// the line is about its writer.
pub(super) fn is_unmentioned(text: &str, before: &[TextPiece], name: &str) -> bool {
    let last = name.split_whitespace().last().unwrap_or(name);
    before.iter().map(|piece| piece.text(text)).all(|line| !line.contains(last) || line.eq_ignore_ascii_case(name))
}

/// Author boxes between title and body: a label that connects to the authors, then their names and where they work.
pub(super) fn mark_author_box(text: &str, pieces: &mut [TextPiece], metadata: &Metadata) {
    let label = pieces.iter().position(|piece| {
        let line = piece.text(text);
        piece.kind == Some(BlockKind::Boilerplate)
            && line.len() <= 48
            && line.to_lowercase().contains("author")
            && phrases::habit(&line.to_lowercase(), 4).is_some()
    });
    let Some(label) = label else { return };
    let under = pieces[label + 1..].iter().take_while(|piece| !piece.prose && piece.unit.span.len() <= 80).count();
    let named = pieces[label + 1..=label + under]
        .iter()
        .any(|piece| metadata.authors.iter().any(|author| author.eq_ignore_ascii_case(piece.text(text))));
    if named {
        pieces[label + 1..=label + under]
            .iter_mut()
            .filter(|piece| piece.kind.is_none())
            .for_each(|piece| piece.set(BlockKind::Boilerplate, 0));
    }
}
