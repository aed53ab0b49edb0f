//! Remarks written into a copy of a PDF as annotations (ISO 32000-1, 12.5): highlights over the words, notes where no words are
//! known, answers. They are what other viewers write: quadrilaterals in the order left to right, top before bottom, an author,
//! dates, the note as the content.

use super::areas::{PageLetters, PassageArea, PassageLetters};
use super::places;
use super::update::{PdfUpdate, reference};
use crate::document::Document;
use crate::format::remark::NewRemark;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
use hayro_syntax::page::Page;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The colour of a mark that has none.
const YELLOW: [u8; 3] = [0xFF, 0xD4, 0x00];
/// The side of the sign of a note without words, and how far it is from the edge of its page, in points.
const SIGN: f64 = 20.0;

/// What reads the glyphs of a page, by its index.
pub type ReadPage<'r> = &'r mut dyn FnMut(usize) -> Option<PageLetters>;

/// The copy; see [`MarkedCopy`](crate::format::remark::MarkedCopy).
pub fn marked(
    (bytes, pdf): (&[u8], &Pdf),
    document: &Document,
    remarks: &[NewRemark],
    read: ReadPage<'_>,
) -> Result<Vec<u8>, String> {
    let mut update = PdfUpdate::of(bytes, pdf.xref().root_id())?;
    let placed = Placing::of(pdf, document, remarks, read).areas;
    let ids: Vec<ObjectIdentifier> = remarks.iter().map(|_| update.number()).collect();
    let mut on_pages: BTreeMap<usize, Vec<ObjectIdentifier>> = BTreeMap::new();
    for (remark, (id, areas)) in remarks.iter().zip(ids.iter().zip(&placed)) {
        // What goes on on the next page is an annotation of its own there, which is a part of the first.
        for (part, area) in areas.iter().enumerate() {
            let Some(page) = pdf.pages().get(area.page) else { continue };
            let own = if part == 0 { *id } else { update.number() };
            let parent = if part > 0 { Some((*id, "Group")) } else { remark.comment.answers.map(|at| (ids[at], "R")) };
            let body = body(remark, (page, &area.lines), parent, part);
            update.object(own, body.as_bytes());
            on_pages.entry(area.page).or_default().push(own);
        }
    }
    for (number, annotations) in on_pages {
        let page = pdf.pages().get(number).ok_or("it is damaged")?;
        let (id, body) = listed(page, &annotations).ok_or("its pages are written in a way that cannot be added to")?;
        update.object(id, &body);
    }
    Ok(update.end())
}

/// Where each remark stands; always on some page.
struct Placing {
    areas: Vec<Vec<PassageArea>>,
}

impl Placing {
    fn of(pdf: &Pdf, document: &Document, remarks: &[NewRemark], read: ReadPage<'_>) -> Self {
        let wanted: Vec<Option<PassageLetters>> = remarks
            .iter()
            .map(|remark| {
                (!remark.comment.span.is_empty()).then(|| PassageLetters::of(document, remark.comment.span))?
            })
            .collect();
        let mut areas: Vec<Vec<PassageArea>> = vec![Vec::new(); remarks.len()];
        let mut by_page: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, wanted) in wanted.iter().enumerate() {
            by_page.entry(wanted.as_ref().map_or(usize::MAX, |wanted| wanted.page)).or_default().push(at);
        }
        by_page.remove(&usize::MAX);
        let mut next: Option<(usize, PageLetters)> = None;
        for (page, these) in by_page {
            let here = next.take().filter(|(number, _)| *number == page).map(|(_, letters)| letters);
            let Some(here) = here.or_else(|| read(page)) else { continue };
            let behind = read(page + 1);
            for at in these {
                let found = wanted[at].as_ref().and_then(|wanted| wanted.find(&here, behind.as_ref()));
                areas[at] = found.unwrap_or_default();
            }
            next = behind.map(|behind| (page + 1, behind));
        }
        let mut placing = Self { areas };
        placing.complete(pdf, document, remarks);
        placing
    }

    /// Answers stand where what they answer stands; what has no words on a page has a sign at the edge of its page.
    fn complete(&mut self, pdf: &Pdf, document: &Document, remarks: &[NewRemark]) {
        for (at, NewRemark { comment, .. }) in remarks.iter().enumerate() {
            let parent = comment.answers.filter(|parent| *parent < at).map(|parent| self.areas[parent][..1].to_vec());
            if let Some(parent) = parent {
                self.areas[at] = parent;
            } else if self.areas[at].is_empty() {
                let page = document.pages().partition_point(|page| page.at <= comment.span.start).saturating_sub(1);
                let page = page.min(pdf.pages().len() - 1);
                let (x, y) = (6.0, 6.0 + (at % 30) as f64 * SIGN);
                self.areas[at] = vec![PassageArea { page, lines: vec![Rect::new(x, y, x + SIGN, y + SIGN)] }];
            }
        }
    }
}

/// An annotation, as an object.
fn body(
    remark: &NewRemark,
    (page, lines): (&Page<'_>, &[Rect]),
    parent: Option<(ObjectIdentifier, &str)>,
    part: usize,
) -> String {
    let comment = &remark.comment;
    let back = places::transform(page).inverse();
    let whole = lines.iter().copied().reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    let rect = back.transform_rect_bbox(whole);
    let is_mark = !comment.span.is_empty() && comment.answers.is_none();
    let mut body = String::from("<< /Type /Annot ");
    _ = write!(body, "/Subtype /{} ", if is_mark { "Highlight" } else { "Text" });
    _ = write!(body, "/Rect [{:.2} {:.2} {:.2} {:.2}] ", rect.x0, rect.y0, rect.x1, rect.y1);
    if is_mark {
        _ = write!(body, "/QuadPoints [{}] ", lines.iter().map(|line| quad(*line, back)).collect::<Vec<_>>().join(" "));
    } else {
        body.push_str("/Name /Comment ");
    }
    let [red, green, blue] = comment.color.unwrap_or(YELLOW).map(|part| f64::from(part) / 255.0);
    _ = write!(body, "/C [{red:.3} {green:.3} {blue:.3}] /F 4 /T {} ", string(&comment.author));
    if part == 0 {
        _ = write!(body, "/Contents {} ", string(&comment.text));
    }
    if let Some(date) = comment.date.as_deref().and_then(date) {
        _ = write!(body, "/M ({date}) /CreationDate ({date}) ");
    }
    if let Some((id, kind)) = parent {
        _ = write!(body, "/IRT {} /RT /{kind} ", reference(id));
    }
    if let Some(id) = page.raw().obj_id() {
        _ = write!(body, "/P {} ", reference(id));
    }
    let name = if part == 0 { remark.id.clone() } else { format!("{}-{part}", remark.id) };
    _ = write!(body, "/NM {} >>", string(&name));
    body
}

/// The corners of a line as viewers expect them: upper left, upper right, lower left, lower right as it is looked at.
fn quad(line: Rect, back: Affine) -> String {
    let corners = [(line.x0, line.y0), (line.x1, line.y0), (line.x0, line.y1), (line.x1, line.y1)];
    let corners = corners.map(|(x, y)| back * Point::new(x, y));
    corners.map(|at| format!("{:.2} {:.2}", at.x, at.y)).join(" ")
}

/// A text string: as it is where it is plain ASCII, else UTF-16 in hexadecimal digits.
fn string(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_graphic() || c == ' ' || c == '\n';
    if text.chars().all(is_plain) {
        let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        return format!("({})", text.replace('\n', "\\n"));
    }
    text.encode_utf16().fold("<FEFF".to_owned(), |hex, unit| hex + &format!("{unit:04X}")) + ">"
}

/// A time in UTC as PDF writes it, of one in ISO 8601 with its zone.
fn date(iso: &str) -> Option<String> {
    let time: jiff::Timestamp = iso.parse().ok()?;
    Some(time.strftime("D:%Y%m%d%H%M%SZ").to_string())
}

/// The object that lists the annotations of a page, with more of them: the list itself where it is an object, else the page.
fn listed(page: &Page<'_>, more: &[ObjectIdentifier]) -> Option<(ObjectIdentifier, Vec<u8>)> {
    let more = more.iter().map(|id| reference(*id)).collect::<Vec<_>>().join(" ");
    let raw = page.raw();
    let list = raw.get::<Array<'_>>("Annots");
    if let (Some(id), Some(list)) = (raw.get_ref("Annots"), &list) {
        return Some((id.into(), [b"[", list.data(), b" ", more.as_bytes(), b"]"].concat()));
    }
    let id = raw.obj_id()?;
    let written = raw.data();
    let (at, added) = match &list {
        Some(list) => (end_of(list, raw)?, format!(" {more}")),
        None if raw.contains_key("Annots") => return None,
        None => (memchr::memmem::rfind(written, b">>")?, format!(" /Annots [{more}] ")),
    };
    Some((id, [&written[..at], added.as_bytes(), &written[at..]].concat()))
}

/// Where in the bytes of a dictionary an array ends that stands in it.
fn end_of(list: &Array<'_>, raw: &Dict<'_>) -> Option<usize> {
    let (inner, outer) = (list.data(), raw.data());
    let from = (inner.as_ptr() as usize).checked_sub(outer.as_ptr() as usize)?;
    (outer.get(from..from + inner.len())? == inner).then_some(from + inner.len())
}
