//! Places that a file points to: pages, destinations with and without a name, and the links and remarks on a page. It
//! knows pages and points on them, and no text.

use super::strings;
use hayro_interpret::TransformExt;
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most named destinations that are kept.
const MOST_NAMES: usize = 100_000;
/// The most nodes of a tree that are visited.
pub const MOST_NODES: usize = 50_000;

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PagePlace {
    /// The page, from 0.
    pub page: usize,
    /// How far down, in points; `None` for the page's beginning.
    pub top: Option<f32>,
    /// How far from the left, in points.
    pub left: Option<f32>,
}

/// What a rectangle on a page is.
#[derive(Clone, Debug)]
pub enum PageMark {
    /// A link to an address.
    Address(String),
    /// A link to a place in the document.
    Jump(PagePlace),
    /// A remark, by its number, and where it stands if it lies on no words.
    Remark(usize, PagePlace),
    /// A part of a remark, by the number of that.
    Rest(usize),
    /// Several of the others at once, by their numbers.
    Several(Vec<u16>),
}

/// Finds places by what the file calls them.
#[derive(Default)]
pub struct PdfPlaces<'a> {
    pages: HashMap<ObjectIdentifier, usize>,
    transforms: Vec<Affine>,
    names: BTreeMap<Vec<u8>, Object<'a>>,
}

/// Turns points of a page's own space into points from its upper left corner as it is looked at.
pub fn transform(page: &hayro_syntax::page::Page<'_>) -> Affine {
    page.initial_transform(true).to_kurbo()
}

impl<'a> PdfPlaces<'a> {
    /// Of a whole file, with its catalogue.
    pub fn of(pdf: &'a Pdf, catalogue: &Dict<'a>, most: usize) -> Self {
        let pages = pdf.pages().iter().take(most);
        let mut places = Self {
            pages: pages.clone().enumerate().filter_map(|(nth, page)| Some((page.raw().obj_id()?, nth))).collect(),
            transforms: pages.map(transform).collect(),
            names: BTreeMap::new(),
        };
        if let Some(old) = catalogue.get::<Dict<'a>>("Dests") {
            for (name, _) in old.entries().take(MOST_NAMES) {
                if let Some(object) = old.get::<Object<'a>>(name.as_ref()) {
                    places.names.insert(name.as_ref().to_vec(), object);
                }
            }
        }
        if let Some(root) = catalogue.get::<Dict<'a>>("Names").and_then(|names| names.get::<Dict<'a>>("Dests")) {
            for_each_leaf(root, "Names", |leaf| places.take_names(leaf));
        }
        places
    }

    /// The pages by their objects.
    pub fn pages(&self) -> &HashMap<ObjectIdentifier, usize> {
        &self.pages
    }

    fn take_names(&mut self, names: &Array<'a>) {
        let mut items = names.iter::<Object<'a>>();
        while let (Some(Object::String(name)), Some(object)) = (items.next(), items.next()) {
            if self.names.len() < MOST_NAMES {
                self.names.insert(name.as_bytes().to_vec(), object);
            }
        }
    }

    /// The place that a destination means.
    pub fn find(&self, destination: &Object<'_>) -> Option<PagePlace> {
        match destination {
            Object::Array(array) => self.explicit(array),
            Object::Dict(dict) => self.explicit(&dict.get::<Array<'_>>("D")?),
            Object::Name(name) => self.named(name.as_ref()),
            Object::String(name) => self.named(name.as_bytes()),
            _ => None,
        }
    }

    fn named(&self, name: &[u8]) -> Option<PagePlace> {
        match self.names.get(name)? {
            Object::Array(array) => self.explicit(array),
            Object::Dict(dict) => self.explicit(&dict.get::<Array<'_>>("D")?),
            _ => None,
        }
    }

    /// `[page /XYZ left top zoom]` and its kin (ISO 32000-1, table 151).
    fn explicit(&self, array: &Array<'_>) -> Option<PagePlace> {
        let page = match array.raw_iter().next()? {
            MaybeRef::Ref(reference) => *self.pages.get(&reference.into())?,
            MaybeRef::NotRef(object) => usize::try_from(object.into_number()?.as_i64()).ok()?,
        };
        let transform = self.transforms.get(page)?;
        let rest: Vec<Object<'_>> = array.raw_iter().skip(1).filter_map(not_ref).take(6).collect();
        let number = |nth: usize| match rest.get(nth) {
            Some(Object::Number(number)) => Some(number.as_f64()),
            _ => None,
        };
        let (left, top) = match rest.first() {
            Some(Object::Name(name)) => match name.as_ref() {
                b"XYZ" => (number(1), number(2)),
                b"FitH" | b"FitBH" => (None, number(1)),
                b"FitR" => (number(1), number(4)),
                _ => (None, None),
            },
            _ => (None, None),
        };
        let point = *transform * Point::new(left.unwrap_or_default(), top.unwrap_or_default());
        Some(PagePlace {
            page,
            top: top.map(|_| point.y as f32),
            left: left.filter(|x| *x > 0.0).map(|_| point.x as f32),
        })
    }

    /// What a link or an entry of the outline leads to.
    pub fn target(&self, dict: &Dict<'_>) -> Option<PageMark> {
        if let Some(destination) = dict.get::<Object<'_>>("Dest") {
            return self.find(&destination).map(PageMark::Jump);
        }
        let action = dict.get::<Dict<'_>>("A")?;
        match action.get::<Name<'_>>("S")?.as_ref() {
            b"URI" => {
                let address = strings::text(action.get::<hayro_syntax::object::String<'_>>("URI")?.as_bytes());
                let address = address.trim().to_owned();
                (!address.is_empty() && address.len() < 4096).then_some(PageMark::Address(address))
            }
            b"GoTo" => self.find(&action.get::<Object<'_>>("D")?).map(PageMark::Jump),
            _ => None,
        }
    }
}

fn not_ref(object: MaybeRef<Object<'_>>) -> Option<Object<'_>> {
    match object {
        MaybeRef::NotRef(object) => Some(object),
        MaybeRef::Ref(_) => None,
    }
}

/// Calls `visit` with the array `key` of each node of a name tree or number tree, in order. Nodes are visited once.
pub fn for_each_leaf<'a>(root: Dict<'a>, key: &str, mut visit: impl FnMut(&Array<'a>)) {
    let (mut stack, mut seen) = (vec![root], HashSet::new());
    let mut visited = 0;
    while let Some(node) = stack.pop() {
        visited += 1;
        if visited > MOST_NODES || node.obj_id().is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        if let Some(leaf) = node.get::<Array<'a>>(key) {
            visit(&leaf);
        }
        if let Some(kids) = node.get::<Array<'a>>("Kids") {
            let kids: Vec<Dict<'a>> = kids.iter::<Dict<'a>>().take(MOST_NODES).collect();
            stack.extend(kids.into_iter().rev());
        }
    }
}

/// A rectangle of a page's own space, as it is looked at.
pub fn rectangle(dict: &Dict<'_>, transform: Affine) -> Option<Rect> {
    let rect = dict.get::<hayro_syntax::object::Rect>("Rect")?;
    Some(transform.transform_rect_bbox(Rect::new(rect.x0, rect.y0, rect.x1, rect.y1)))
}
