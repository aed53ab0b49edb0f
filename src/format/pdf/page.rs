//! One page's glyphs, as an interpreter of page descriptions hands them over: which letters, where, how large. It puts
//! nothing in order and makes no words.

use super::doubles::{Doubles, DrawnPlace};
use super::fonts::{Fonts, LetterLook};
use super::letters;
use super::structure::Structure;
use crate::format::isolated;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro_syntax::object::{Dict, Name};
use std::panic::resume_unwind;

/// The most glyphs that are taken from one page.
pub const MOST_GLYPHS: usize = 300_000;
/// The most drawing calls of one page: forms that draw forms that draw forms end here.
const MOST_CALLS: usize = 2_000_000;
/// How often a page that draws for long says that it goes on, in calls.
const CALLS_A_TICK: usize = 20_000;
/// The longest text that one glyph, or one marked passage with a text of its own, stands for, in bytes.
const LONGEST_LETTERS: usize = 1000;
/// A cosine above which text runs along an axis of the page.
const ALONG_AXIS: f64 = 0.985;

/// One drawn glyph. Lengths are in points, positions from the upper left corner of the page as it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Its letters: where they begin in [`Letters::text`] …
    pub start: u32,
    /// … and how many bytes they have.
    pub len: u16,
    /// Which way its line runs: an index into [`Letters::directions`].
    pub direction: u16,
    /// Where it begins along its line.
    pub u: f32,
    /// Its base line, growing towards the next line.
    pub v: f32,
    /// How far it reaches along its line.
    pub width: f32,
    /// The font size.
    pub size: f32,
    /// Bold, italic, of fixed width.
    pub look: LetterLook,
    /// The link that it lies in, from 1; 0 for none.
    pub link: u16,
    /// What the file says that it belongs to.
    pub mark: ContentMark,
    /// Whether the file says that it is raised.
    pub raised: bool,
}

/// What the file says that a glyph belongs to (ISO 32000-1, 14.7.4 and 14.8.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentMark {
    /// Nothing.
    #[default]
    None,
    /// No part of the text: a rule, a watermark.
    Artifact,
    /// What is on the page because it is a page: its number, a running head.
    Pagination,
    /// The stretch of content with this number on its page.
    Content(u32),
}

/// All glyphs of one page, in the order in which they are drawn.
#[derive(Debug, Default)]
pub struct Letters {
    /// The letters of all glyphs, one after the other.
    pub text: String,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The directions in which lines run, as unit vectors on the page.
    pub directions: Vec<(f32, f32)>,
    /// How many glyphs no letters are known for.
    pub unknown: usize,
    /// Whether the page draws pictures.
    pub pictures: bool,
    /// Whether the page was too much work to be read to its end.
    pub cut: bool,
}

impl Letters {
    /// The letters of a glyph.
    pub fn of(&self, glyph: &Glyph) -> &str {
        &self.text[glyph.start as usize..glyph.start as usize + usize::from(glyph.len)]
    }
}

/// What stops the interpreter in the middle of a page that is too much work.
pub struct Enough;

/// A stretch of marked content that is open.
enum MarkedContent {
    /// Something that is of no use here.
    Plain,
    /// A form is being drawn, whose fonts bear other names.
    Form,
    /// It says itself what it reads as; the glyphs from this one on are drawn for it.
    Reads(String, usize),
}

/// Collects the glyphs of a page.
pub struct Collector<'p> {
    /// What was found.
    pub found: Letters,
    fonts: &'p Fonts,
    structure: (&'p Structure, usize),
    font: Option<usize>,
    forms: usize,
    marked: Vec<(MarkedContent, ContentMark)>,
    mark: ContentMark,
    raised: bool,
    area: Rect,
    calls: usize,
    doubles: Doubles,
    letters: String,
}

impl<'p> Collector<'p> {
    /// For a page whose visible area is `area`, with the fonts of its resources, and the structure of the file that it
    /// is in, as its page of that number.
    pub fn new(fonts: &'p Fonts, area: Rect, structure: (&'p Structure, usize)) -> Self {
        Self {
            found: Letters::default(),
            fonts,
            structure,
            font: None,
            forms: 0,
            marked: Vec::new(),
            mark: ContentMark::None,
            raised: false,
            area,
            calls: 0,
            doubles: Doubles::default(),
            letters: String::new(),
        }
    }

    /// How many drawing calls there were.
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// Forgets the page's own fonts: what follows has others.
    pub fn leave(&mut self) {
        self.font = None;
        self.forms = 0;
        self.marked.clear();
        self.go_on_as(ContentMark::None);
    }

    fn called(&mut self) {
        self.calls += 1;
        if self.calls.is_multiple_of(CALLS_A_TICK) {
            isolated::tick();
        }
        if self.calls > MOST_CALLS || self.found.glyphs.len() > MOST_GLYPHS {
            self.found.cut = true;
            resume_unwind(Box::new(Enough));
        }
    }

    /// Adds one glyph.
    fn add(&mut self, glyph: &PositionedGlyph<'_>, props: Affine, progression: Progression, look: LetterLook) {
        self.letters.clear();
        match self.font.filter(|_| self.forms == 0).and_then(|font| self.fonts.reads(font, glyph.char_code())) {
            Some(text) => letters::push(&mut self.letters, &text),
            None => match glyph.as_unicode() {
                Some(BfString::Char(c)) => letters::push(&mut self.letters, c.encode_utf8(&mut [0; 4])),
                Some(BfString::String(s)) => letters::push(&mut self.letters, &s),
                None => self.found.unknown += 1,
            },
        }
        let Some(placed) = GlyphPlace::of(glyph, props, progression) else { return };
        if self.letters.is_empty() || self.letters.len() > LONGEST_LETTERS || !self.area.contains(placed.origin) {
            return;
        }
        let direction = self.direction(placed.along);
        let (dx, dy) = self.found.directions[usize::from(direction)];
        let (x, y) = (placed.origin.x as f32, placed.origin.y as f32);
        let glyph = Glyph {
            start: self.found.text.len() as u32,
            len: self.letters.len() as u16,
            direction,
            u: x * dx + y * dy,
            v: y * dx - x * dy,
            width: placed.advance,
            size: placed.size,
            look,
            link: 0,
            mark: self.mark,
            raised: self.raised,
        };
        let Glyph { direction, u, v, width, size, .. } = glyph;
        if !self.doubles.has(&self.letters, DrawnPlace { direction, u, v, width, size }) {
            self.found.text.push_str(&self.letters);
            self.found.glyphs.push(glyph);
        }
    }

    /// What follows belongs to this.
    fn go_on_as(&mut self, mark: ContentMark) {
        let (structure, page) = self.structure;
        self.mark = mark;
        self.raised = match mark {
            ContentMark::Content(number) => structure.leaf(page, number).is_some_and(|leaf| leaf.raised),
            _ => false,
        };
    }

    /// The number of a direction, with text nearly along an axis taken as along it.
    fn direction(&mut self, along: Vec2) -> u16 {
        let (x, y) = match (along.x, along.y) {
            (x, _) if x.abs() > ALONG_AXIS => (x.signum(), 0.0),
            (_, y) if y.abs() > ALONG_AXIS => (0.0, y.signum()),
            // Sixteenths: a slanted line's glyphs have one direction, whatever the last digits say.
            (x, y) => {
                let rounded = Vec2::new((x * 16.0).round(), (y * 16.0).round());
                let unit = rounded / rounded.hypot2().sqrt();
                (unit.x, unit.y)
            }
        };
        let wanted = (x as f32, y as f32);
        let known = self.found.directions.iter().position(|known| *known == wanted);
        let index = known.unwrap_or_else(|| {
            self.found.directions.push(wanted);
            self.found.directions.len() - 1
        });
        u16::try_from(index).unwrap_or_default()
    }

    /// What a passage reads as by the element that it belongs to.
    fn element_reads(&self, properties: &Dict<'_>) -> Option<String> {
        let number = properties.get::<u32>("MCID").filter(|_| self.forms == 0)?;
        self.structure.0.leaf(self.structure.1, number)?.reads.clone()
    }

    /// What the glyphs of a marked passage belong to: what it says itself, else what the one around it does.
    fn marked_as(&self, tag: &[u8], properties: Option<&Dict<'_>>) -> ContentMark {
        let pagination = || {
            let kind = properties?.get::<Name<'_>>("Type")?;
            (kind.as_ref() == b"Pagination").then_some(ContentMark::Pagination)
        };
        // In a form numbers are the form's own.
        let number = || properties.filter(|_| self.forms == 0)?.get::<u32>("MCID").map(ContentMark::Content);
        match tag {
            b"Artifact" => pagination().unwrap_or(ContentMark::Artifact),
            _ => number().unwrap_or(self.mark),
        }
    }

    /// The glyphs drawn for a passage that says what it reads as, replaced by one with that text; only where they
    /// stand on one line.
    fn replace(&mut self, reads: &str, from: usize) {
        let Some([first, rest @ ..]) = self.found.glyphs.get(from..) else { return };
        let on_line = |glyph: &Glyph| {
            glyph.direction == first.direction && (glyph.v - first.v).abs() < first.size.max(glyph.size) * 0.6
        };
        if !rest.iter().all(on_line) {
            return;
        }
        let (mut one, mut end) = (*first, first.u + first.width);
        for glyph in rest {
            one.u = one.u.min(glyph.u);
            end = end.max(glyph.u + glyph.width);
        }
        self.letters.clear();
        letters::push(&mut self.letters, reads);
        one.start = self.found.text.len() as u32;
        one.len = self.letters.len() as u16;
        one.width = end - one.u;
        self.found.glyphs.truncate(from);
        if !self.letters.is_empty() {
            self.found.text.push_str(&self.letters);
            self.found.glyphs.push(one);
        }
    }
}

/// How the glyphs of a run follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progression {
    /// From top to bottom.
    Down,
    /// Along the line.
    Across,
    /// Along the line, where the horizontal scale is each glyph's own and not that of the text.
    Squeezed,
}

/// Where a glyph stands.
struct GlyphPlace {
    origin: Point,
    along: Vec2,
    advance: f32,
    size: f32,
}

impl GlyphPlace {
    fn of(glyph: &PositionedGlyph<'_>, props: Affine, progression: Progression) -> Option<Self> {
        let transform = props * glyph.transform();
        let [a, b, c, d, _, _] = transform.as_coeffs();
        let (along, up) = (Vec2::new(a, b), Vec2::new(c, d));
        let (wide, size) = (along.hypot2().sqrt(), up.hypot2().sqrt() * 1000.0);
        let advance = f64::from(advance_of(glyph));
        let finite = wide.is_finite() && size.is_finite() && advance.is_finite() && size > 0.0 && wide > 0.0;
        if !finite || size > 1e5 {
            return None;
        }
        let across = |scale: f64| (transform * Point::ORIGIN, along / wide, advance * scale);
        let (origin, along, advance) = match progression {
            // The middle of the upper edge, from the origin that a horizontal line would have.
            Progression::Down => (transform * Point::new(advance / 2.0, 880.0), -up * (1000.0 / size), size),
            Progression::Across => across(wide),
            Progression::Squeezed => across(size / 1000.0),
        };
        (origin.x.is_finite() && origin.y.is_finite()).then_some(Self {
            origin,
            along,
            advance: advance as f32,
            size: size as f32,
        })
    }
}

/// How far a glyph moves the pen, in thousandths of the font size.
fn advance_of(glyph: &PositionedGlyph<'_>) -> f32 {
    match &**glyph {
        Drawn::Outline(outline) => outline.advance_width().unwrap_or(500.0),
        Drawn::Type3(drawn) => drawn.advance_width().unwrap_or(500.0),
    }
}

/// Whether glyphs of one run have different scales: each is stretched to the width that a font which is not at hand
/// would have, so the scale says nothing about the text.
fn is_squeezed(glyphs: &[PositionedGlyph<'_>]) -> bool {
    let scale = |glyph: &PositionedGlyph<'_>| {
        let [a, b, ..] = glyph.transform().as_coeffs();
        a.abs() + b.abs()
    };
    let Some((first, rest)) = glyphs.split_first() else { return false };
    rest.iter().any(|glyph| (scale(glyph) - scale(first)).abs() > scale(first) * 0.001)
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.called();
        let progression = match run.writing_mode() {
            WritingMode::Vertical => Progression::Down,
            _ if is_squeezed(run.glyphs()) => Progression::Squeezed,
            WritingMode::Horizontal => Progression::Across,
        };
        let look = match self.font.filter(|_| self.forms == 0) {
            Some(font) => self.fonts.look(font),
            None => run.glyphs().first().map_or_else(LetterLook::default, LetterLook::of_glyph),
        };
        for glyph in run.glyphs() {
            if self.found.glyphs.len() <= MOST_GLYPHS {
                self.add(glyph, props.transform, progression, look);
            }
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.called();
        if let Some(name) = tag.strip_prefix(super::fonts::FONT_TAG) {
            self.font = self.fonts.find(name);
        }
        let reads = properties.and_then(|properties| properties.get::<hayro_syntax::object::String<'_>>("ActualText"));
        let marked = match reads {
            _ if tag == super::fonts::FORM_TAG => {
                self.forms += 1;
                MarkedContent::Form
            }
            Some(reads) if reads.len() <= LONGEST_LETTERS => {
                MarkedContent::Reads(super::strings::text(&reads), self.found.glyphs.len())
            }
            _ => match properties.and_then(|properties| self.element_reads(properties)) {
                Some(reads) => MarkedContent::Reads(reads, self.found.glyphs.len()),
                None => MarkedContent::Plain,
            },
        };
        if self.marked.len() < 10_000 {
            self.marked.push((marked, self.mark));
            self.go_on_as(self.marked_as(tag, properties));
        }
    }

    fn end_marked_content(&mut self) {
        let ended = self.marked.pop();
        self.go_on_as(ended.as_ref().map_or(ContentMark::None, |(_, before)| *before));
        match ended.map(|(marked, _)| marked) {
            Some(MarkedContent::Form) => self.forms = self.forms.saturating_sub(1),
            Some(MarkedContent::Reads(reads, from)) => self.replace(&reads, from),
            Some(MarkedContent::Plain) | None => {}
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.called();
    }
    fn push_clip_path(&mut self, _: &ClipPath) {
        self.called();
    }
    fn push_clip_rect(&mut self, _: &Rect) {
        self.called();
    }
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.called();
    }
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.called();
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.called();
        self.found.pictures = true;
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
