//! What lies over a page beside its description: links, and the remarks of those who read the file elsewhere. Their
//! drawings are not looked at.

use super::assembly::Assembly;
use super::page::Letters;
use super::places::{PageMark, PagePlace, PdfPlaces, rectangle};
use super::strings;
use crate::document::Comment;
use crate::text::Span;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, String as Written};
use hayro_syntax::page::Page;
use std::collections::HashMap;

/// The most annotations of a page that are looked at.
const MOST: usize = 1000;
/// The most annotations that one glyph is said to lie in.
const MOST_OVER: usize = 16;
/// The longest remark, in bytes of the file.
const LONGEST: usize = 64 * 1024;
/// The kinds that are remarks.
const REMARKS: [&[u8]; 9] =
    [b"Text", b"Highlight", b"Underline", b"StrikeOut", b"Squiggly", b"FreeText", b"Caret", b"Note", b"Ink"];

/// The kinds that are marks on words.
const MARKS: [&[u8]; 4] = [b"Highlight", b"Underline", b"StrikeOut", b"Squiggly"];
/// The flags of what is not shown: hidden, and not in view (ISO 32000-1, table 165).
const UNSEEN: u32 = 1 << 1 | 1 << 5;

/// Whether an annotation is a part of another one.
fn is_part(annotation: &Dict<'_>) -> bool {
    annotation.get::<Name<'_>>("RT").is_some_and(|kind| kind.as_ref() == b"Group")
}

/// Whether an annotation is not for reading: hidden, or the state that a review set.
fn is_unseen(annotation: &Dict<'_>) -> bool {
    let flags = annotation.get::<u32>("F").unwrap_or_default();
    flags & UNSEEN != 0 || annotation.contains_key("StateModel") || annotation.contains_key("State")
}

/// Whether a review says of what it answers that it is done with (ISO 32000-1, table 171); `None` where it is no review.
fn review(annotation: &Dict<'_>) -> Option<bool> {
    let said = |key| annotation.get::<Written<'_>>(key).map(|written| strings::text(written.as_bytes()));
    (said("StateModel")? == "Review").then(|| said("State").is_some_and(|state| state == "Completed"))
}

/// The colour of an annotation, which is written as grey, as red, green and blue, or as CMYK.
fn color(annotation: &Dict<'_>) -> Option<[u8; 3]> {
    let parts = annotation.get::<Array<'_>>("C")?;
    let parts: Vec<f64> = parts.iter::<hayro_syntax::object::Number>().take(5).map(|part| part.as_f64()).collect();
    let rgb = match parts[..] {
        [grey] => [grey; 3],
        [red, green, blue] => [red, green, blue],
        [cyan, magenta, yellow, black] => [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black)),
        _ => return None,
    };
    Some(rgb.map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8))
}

/// The remarks found so far, so that an answer finds what it answers.
#[derive(Default)]
pub struct Remarks {
    by_object: HashMap<ObjectIdentifier, usize>,
}

impl Remarks {
    /// Finds the links and remarks of a page and says of each glyph in which it lies.
    pub fn of(&mut self, page: (usize, &Page<'_>), places: &PdfPlaces<'_>, letters: &mut Letters, out: &mut Assembly) {
        let (index, page) = page;
        let transform = super::places::transform(page);
        let Some(all) = page.raw().get::<Array<'_>>("Annots") else { return };
        let mut areas: Vec<(u16, Vec<Rect>)> = Vec::new();
        for annotation in all.iter::<Dict<'_>>().take(MOST) {
            let Some(kind) = annotation.get::<Name<'_>>("Subtype") else { continue };
            let Some(rect) = rectangle(&annotation, transform) else { continue };
            let mark = match kind.as_ref() {
                b"Link" => places.target(&annotation),
                kind if REMARKS.contains(&kind) => self.remark(&annotation, rect, index, out),
                _ => None,
            };
            if let Some(mark) = mark {
                let number = out.mark(mark);
                areas.push((number, quads(&annotation, transform).unwrap_or_else(|| vec![rect])));
            }
        }
        if !areas.is_empty() {
            lay_over(letters, &areas, out);
        }
    }

    fn remark(&mut self, annotation: &Dict<'_>, rect: Rect, page: usize, out: &mut Assembly) -> Option<PageMark> {
        let string = |key: &str| {
            let written = annotation.get::<Written<'_>>(key)?;
            (written.len() <= LONGEST).then(|| strings::text(written.as_bytes()).trim().to_owned())
        };
        let answered = annotation.get_ref("IRT").and_then(|id| self.by_object.get(&id.into()).copied());
        if let (Some(remark), Some(done)) = (answered, review(annotation)) {
            out.resolve(remark, done);
        }
        if is_unseen(annotation) {
            return None;
        }
        let marks = annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| MARKS.contains(&kind.as_ref()));
        let answered = annotation.get_ref("IRT").and_then(|id| self.by_object.get(&id.into()).copied());
        if is_part(annotation) {
            return answered.filter(|_| marks).map(PageMark::Rest);
        }
        // A mark on words says enough without any.
        let text = string("Contents").map(|text| text.replace("\r\n", "\n").replace('\r', "\n"));
        let text = text.filter(|text| !text.is_empty()).or_else(|| marks.then(String::new))?;
        let date = string("M").or_else(|| string("CreationDate")).and_then(|date| strings::date(&date, false));
        let number = out.remark(Comment {
            span: Span::default(),
            author: string("T").unwrap_or_default(),
            date,
            text,
            answers: answered,
            color: color(annotation),
            resolved: false,
        });
        if let Some(id) = annotation.obj_id() {
            self.by_object.insert(id, number);
        }
        let top = Some((rect.y0 + rect.height().min(12.0)) as f32);
        Some(PageMark::Remark(number, PagePlace { page, top, left: None }))
    }
}

/// The rectangles around the words that an annotation lies on, where it lists them.
fn quads(annotation: &Dict<'_>, transform: Affine) -> Option<Vec<Rect>> {
    let points: Vec<f64> = annotation
        .get::<Array<'_>>("QuadPoints")?
        .iter::<hayro_syntax::object::Number>()
        .take(8 * MOST)
        .map(|n| n.as_f64())
        .collect();
    let quad = |quad: &[f64]| {
        let corners = quad.chunks_exact(2).map(|pair| transform * Point::new(pair[0], pair[1]));
        corners.map(|at| Rect::from_points(at, at)).reduce(|a, b| a.union(b))
    };
    let found: Vec<Rect> = points.chunks_exact(8).filter_map(quad).collect();
    (!found.is_empty()).then_some(found)
}

/// Says of each glyph in which areas its middle lies.
fn lay_over(letters: &mut Letters, areas: &[(u16, Vec<Rect>)], out: &mut Assembly) {
    let directions = &letters.directions;
    let mut several: HashMap<Vec<u16>, u16> = HashMap::new();
    for glyph in &mut letters.glyphs {
        let (dx, dy) = directions[usize::from(glyph.direction)];
        let (u, v) = (glyph.u + glyph.width / 2.0, glyph.v - glyph.size * 0.3);
        let middle = Point::new(f64::from(u * dx - v * dy), f64::from(u * dy + v * dx));
        let over = areas.iter().filter(|(_, rects)| rects.iter().any(|rect| rect.contains(middle)));
        let over: Vec<u16> = over.map(|(number, _)| *number).filter(|number| *number > 0).take(MOST_OVER).collect();
        glyph.link = match over[..] {
            [] => 0,
            [one] => one,
            [first, ..] if several.len() == MOST => several.get(&over).copied().unwrap_or(first),
            _ => *several.entry(over).or_insert_with_key(|over| out.mark(PageMark::Several(over.clone()))),
        };
    }
}
