//! Marks between words: where links, bookmarks, remarks and pages begin. A mark stands at the next word, so it waits until
//! that comes; a bookmark that no word of its paragraph follows stands for the paragraph.

use crate::text::Span;
use std::collections::HashMap;

/// What a link points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkTarget {
    /// An address outside.
    Address(String),
    /// A bookmark of the same text.
    Bookmark(String),
    /// Nothing that can be followed.
    None,
}

#[derive(Debug)]
enum OfficeMark {
    /// The innermost link number, counted from the outermost.
    Link(usize),
    Bookmark(String),
    Remark(String),
    Page(String),
}

/// The marks of a text that is being put together.
#[derive(Debug, Default)]
pub(super) struct Marks {
    waiting: Vec<OfficeMark>,
    links: Vec<(MarkTarget, Option<usize>)>,
    pub(super) linked: Vec<(MarkTarget, Span)>,
    pub(super) bookmarks: HashMap<String, usize>,
    remarks: HashMap<String, usize>,
    pub(super) remarked: HashMap<String, Span>,
    pub(super) pages: Vec<(String, usize)>,
}

/// The most links open in one another: fields in fields.
const MOST_LINKS: usize = 32;

/// The longest target of a link, in bytes.
const MOST_TARGET: usize = 4096;

impl Marks {
    /// A word begins at `at`.
    pub(super) fn word(&mut self, at: usize) {
        for mark in std::mem::take(&mut self.waiting) {
            match mark {
                OfficeMark::Link(number) => {
                    if let Some((_, began)) = self.links.get_mut(number) {
                        *began = Some(at);
                    }
                }
                OfficeMark::Bookmark(name) => self.place(name, at),
                OfficeMark::Remark(id) => {
                    self.remarks.entry(id).or_insert(at);
                }
                OfficeMark::Page(label) => self.pages.push((label, at)),
            }
        }
    }

    /// A paragraph with words ends that began at `start`.
    pub(super) fn paragraph_ends(&mut self, start: usize) {
        for mark in std::mem::take(&mut self.waiting) {
            match mark {
                OfficeMark::Bookmark(name) => self.place(name, start),
                other => self.waiting.push(other),
            }
        }
    }

    fn place(&mut self, name: String, at: usize) {
        self.bookmarks.entry(name).or_insert(at);
    }

    pub(super) fn bookmark(&mut self, name: &str) {
        self.waiting.push(OfficeMark::Bookmark(name.to_owned()));
    }

    pub(super) fn page(&mut self, label: String) {
        self.waiting.push(OfficeMark::Page(label));
    }

    pub(super) fn open_link(&mut self, target: MarkTarget) {
        let fits = match &target {
            MarkTarget::Address(text) | MarkTarget::Bookmark(text) => text.len() <= MOST_TARGET,
            MarkTarget::None => true,
        };
        if fits && self.links.len() < MOST_LINKS {
            self.waiting.push(OfficeMark::Link(self.links.len()));
        }
        self.links.push((if fits { target } else { MarkTarget::None }, None));
    }

    /// Ends the innermost link; its last word ended at `end`.
    pub(super) fn close_link(&mut self, end: usize) {
        let Some((target, began)) = self.links.pop() else { return };
        let open = self.links.len();
        self.waiting.retain(|mark| !matches!(mark, OfficeMark::Link(number) if *number >= open));
        if let Some(start) = began.filter(|_| target != MarkTarget::None) {
            self.linked.push((target, Span::new(start, end)));
        }
    }

    pub(super) fn open_remark(&mut self, id: &str) {
        self.waiting.push(OfficeMark::Remark(id.to_owned()));
    }

    /// Ends what a remark is about; the last word ended at `end`.
    pub(super) fn close_remark(&mut self, id: &str, end: usize) {
        self.waiting.retain(|mark| !matches!(mark, OfficeMark::Remark(waiting) if waiting == id));
        let start = self.remarks.remove(id).unwrap_or(end);
        self.remarked.entry(id.to_owned()).or_insert(Span::new(start.min(end), end));
    }

    /// The text ends at `end`: what was never closed stands where it began.
    pub(super) fn text_ends(&mut self, end: usize) {
        while !self.links.is_empty() {
            self.close_link(end);
        }
        self.word(end);
        for (id, start) in std::mem::take(&mut self.remarks) {
            self.remarked.entry(id).or_insert(Span::new(start, start));
        }
    }
}
