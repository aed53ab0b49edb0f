//! One row of the table of formats, and what the readers share: how large a text may be, what a damaged file becomes. It
//! names no reader.

use crate::document::Document;
use crate::format::decode;
use crate::format::remark::MarkedCopy;
use std::fmt::Debug;
use std::io::{Read, Seek};

/// One format: a row of the table.
#[derive(Debug)]
pub struct Format {
    /// Its short name, as printed.
    pub name: &'static str,
    /// File name extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// One line for the reader: what files these are.
    pub about: &'static str,
    /// Whether the first bytes of a file say that it is this format, whatever its name says.
    pub sniff: fn(head: &[u8]) -> bool,
    /// The whole file as a document. Never fails; faults are warnings.
    pub parse: fn(bytes: Vec<u8>) -> Document,
    /// How to get at the beginning of the text without all of it.
    pub beginning: Beginning,
    /// What is made of a large file where it lies.
    pub in_place: InPlace,
    /// Whether its files are no text as they lie there: what reads like text under such a name is a text.
    pub packed: bool,
    /// The largest file that is read, in bytes.
    pub most: u64,
    /// Counts up when the parser makes another text of the same file; 0 where making it is as fast as keeping it.
    pub version: u32,
    /// The bytes of a picture inside the file, by its source in [`Document::images`].
    pub picture: fn(bytes: &[u8], source: &str) -> Option<Vec<u8>>,
    /// A copy of the file with remarks in it, where its own program shows such.
    pub marked: Option<MarkedCopy>,
}

/// How to get at the beginning of a text.
#[derive(Clone, Copy, Debug)]
pub enum Beginning {
    /// The first bytes of the file are the first part of the text.
    Cut,
    /// The whole file is needed; this looks only at its first chapters or pages. What it gives is the beginning of the
    /// whole text, to the letter; a document without blocks where that cannot be had cheaply.
    Of(fn(bytes: Vec<u8>) -> Document),
}

/// A file of which parts can be read.
pub trait FileParts: Read + Seek + Send + Debug {}

impl<T: Read + Seek + Send + Debug> FileParts for T {}

/// Makes a first screen of a large file out of those parts of it that it takes. What it gives is the beginning of the whole text, to the
/// letter but for a web page, whose article is only known when all of it is, and a long letter, whose lines are; a document without
/// blocks where it cannot be had cheaply. Never fails.
pub type Preview = fn(Box<dyn FileParts>) -> Document;

/// Makes a document of a file that stays where it is; `None` where this one has to be read as bytes. Never fails.
pub type PartsReader = fn(Box<dyn FileParts>) -> Option<Document>;

/// What can be made of a large file without holding all of its bytes.
#[derive(Clone, Copy, Debug)]
pub struct InPlace {
    /// A first screen, before it is read; none of a text, whose first bytes are its beginning.
    pub screen: Option<Preview>,
    /// As [`Beginning::Of`].
    pub beginning: Option<PartsReader>,
    /// As [`Format::parse`].
    pub whole: Option<PartsReader>,
}

impl InPlace {
    /// Nothing.
    pub const NOTHING: Self = Self { screen: None, beginning: None, whole: None };
}

/// The first bytes of a file, at most so many; fewer where it cannot be read.
pub(super) fn first_bytes(parts: &mut dyn FileParts, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before a fault shows; reading the whole file will tell the fault.
    let _ = parts.take(most as u64).read_to_end(&mut bytes);
    bytes
}

impl Format {
    /// Whether its files are text, which our own parsers read; others are read on a thread of their own.
    pub fn is_text(&self) -> bool {
        matches!(self.beginning, Beginning::Cut)
    }
}

/// The largest text file, in bytes: what the positions of a text reach.
pub(super) const LARGEST_TEXT: u64 = 2 << 30;

/// What stands for a picture of which nothing is said.
pub(super) const UNSAID: &str = "[image]";

/// How many of the first bytes [`of`](super::of) looks at.
pub(super) const HEAD: usize = 4096;

/// A text format's parser behind the decoding and cleaning that all of them share.
pub(super) fn parse_text(bytes: Vec<u8>, parse: fn(String) -> Document) -> Document {
    if decode::is_binary(&bytes[..bytes.len().min(HEAD)]) {
        return damaged("The file holds binary data, not text. Save or convert it as plain text, and open that.");
    }
    let decoded = decode::text(bytes);
    let mut document = parse(decoded.text);
    document.warnings.splice(0..0, decoded.warning);
    document
}

/// A document without blocks and with one warning.
pub(super) fn damaged(warning: &str) -> Document {
    let mut document = Document::default();
    document.warnings.push(warning.to_owned());
    document
}
