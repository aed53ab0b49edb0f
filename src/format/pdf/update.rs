//! An incremental update of a PDF (ISO 32000-1, 7.5.6): new objects, and new versions of old ones, behind the bytes of the file,
//! with a table of its own in the form that the file has. The bytes before stay as they are, and a signature over them good.

use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::{FromBytes, ObjectIdentifier};
use memchr::memmem;
use std::fmt::Write as _;

/// The update as far as it has been written.
pub struct PdfUpdate {
    out: Vec<u8>,
    /// Where `%PDF-` stands, from which positions count.
    base: usize,
    /// What the trailer says: the number of objects, and what is said again.
    next: u32,
    said: String,
    /// Where the table before stands, and whether it is a stream.
    previous: usize,
    is_stream: bool,
    written: Vec<(ObjectIdentifier, usize)>,
}

/// What stands in the way, and what to do.
const BROKEN: &str = "its table of objects is damaged; save it anew in a PDF viewer";
const LOCKED: &str = "it is encrypted, and what is written into it would be, too; save a copy without encryption";

impl PdfUpdate {
    /// Begins behind these bytes; `root` is the catalogue. What stands in the way, in words.
    pub fn of(bytes: &[u8], root: ObjectIdentifier) -> Result<Self, String> {
        let base = memmem::find(bytes, b"%PDF-").ok_or(BROKEN)?;
        let previous = last_table(bytes).ok_or(BROKEN)?;
        let at = [previous, previous + base].into_iter().find_map(|at| Some((at, trailer(bytes, at)?)));
        let (at, (is_stream, trailer)) = at.ok_or(BROKEN)?;
        if trailer.contains_key("Encrypt") {
            return Err(LOCKED.to_owned());
        }
        let size = trailer.get::<u32>("Size").filter(|size| *size < 1 << 24).ok_or(BROKEN)?;
        let mut said = format!("/Root {}", reference(root));
        if let Some(info) = trailer.get_ref("Info") {
            _ = write!(said, " /Info {}", reference(info.into()));
        }
        if let Some(id) = trailer.get::<hayro_syntax::object::Array<'_>>("ID") {
            let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02X}"));
            let ids =
                id.iter::<hayro_syntax::object::String<'_>>().take(2).map(|id| format!("<{}>", hex(id.as_bytes())));
            _ = write!(said, " /ID [{}]", ids.collect::<Vec<_>>().join(" "));
        }
        let mut out = bytes.to_vec();
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        let base = at - previous;
        Ok(Self { out, base, next: size.max(root.obj_number + 1), said, previous, is_stream, written: Vec::new() })
    }

    /// The number of a new object.
    pub fn number(&mut self) -> ObjectIdentifier {
        self.next += 1;
        ObjectIdentifier::new(self.next - 1, 0)
    }

    /// Writes an object: a new one, or an old one anew.
    pub fn object(&mut self, id: ObjectIdentifier, body: &[u8]) {
        self.next = self.next.max(id.obj_number + 1);
        self.written.push((id, self.out.len() - self.base));
        self.out.extend_from_slice(format!("{} {} obj\n", id.obj_number, id.gen_number).as_bytes());
        self.out.extend_from_slice(body);
        self.out.extend_from_slice(b"\nendobj\n");
    }

    /// Writes the table, and hands over the whole file.
    pub fn end(mut self) -> Vec<u8> {
        let table = self.out.len() - self.base;
        if self.is_stream {
            let own = self.number();
            self.written.push((own, table));
            self.stream_table(own);
        } else {
            self.plain_table();
        }
        self.out.extend_from_slice(format!("startxref\n{table}\n%%EOF\n").as_bytes());
        self.out
    }

    /// The objects in the order of their numbers, in runs without gaps.
    fn sections(&mut self) -> Vec<Vec<(ObjectIdentifier, usize)>> {
        self.written.sort_unstable_by_key(|(id, _)| id.obj_number);
        let mut sections: Vec<Vec<(ObjectIdentifier, usize)>> = Vec::new();
        for entry in &self.written {
            let last = sections
                .last_mut()
                .filter(|run| run.last().is_some_and(|(id, _)| id.obj_number + 1 == entry.0.obj_number));
            match last {
                Some(run) => run.push(*entry),
                None => sections.push(vec![*entry]),
            }
        }
        sections
    }

    fn plain_table(&mut self) {
        let mut table = "xref\n".to_owned();
        for run in self.sections() {
            _ = writeln!(table, "{} {}", run[0].0.obj_number, run.len());
            for (id, at) in run {
                _ = write!(table, "{at:010} {:05} n\r\n", id.gen_number);
            }
        }
        _ = writeln!(table, "trailer\n<< /Size {} {} /Prev {} >>", self.next, self.said, self.previous);
        self.out.extend_from_slice(table.as_bytes());
    }

    fn stream_table(&mut self, own: ObjectIdentifier) {
        let (mut index, mut rows) = (String::new(), Vec::new());
        for run in self.sections() {
            _ = write!(index, "{} {} ", run[0].0.obj_number, run.len());
            for (id, at) in run {
                rows.push(1);
                rows.extend_from_slice(&(at as u64).to_be_bytes());
                rows.extend_from_slice(&(id.gen_number as u16).to_be_bytes());
            }
        }
        let (next, said, previous) = (self.next, &self.said, self.previous);
        let head = format!(
            "{} 0 obj\n<< /Type /XRef /Size {next} {said} /Prev {previous} /W [1 8 2] /Index [{}] /Length {} >>\nstream\n",
            own.obj_number,
            index.trim_end(),
            rows.len()
        );
        self.out.extend_from_slice(head.as_bytes());
        self.out.extend_from_slice(&rows);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }
}

/// `5 0 R`.
pub fn reference(id: ObjectIdentifier) -> String {
    format!("{} {} R", id.obj_number, id.gen_number)
}

/// Where the last table of objects is said to stand.
fn last_table(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"startxref";
    let behind = &bytes[memmem::rfind(bytes, MARK)? + MARK.len()..];
    let digits: String =
        behind.trim_ascii_start().iter().take_while(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
    digits.parse().ok()
}

/// The trailer of the table at a place, and whether the table is a stream.
fn trailer(bytes: &[u8], at: usize) -> Option<(bool, Dict<'_>)> {
    let table = bytes.get(at..)?.trim_ascii_start();
    if table.starts_with(b"xref") {
        let from = memmem::find(table, b"trailer")? + b"trailer".len();
        return Some((false, Dict::from_bytes(table[from..].trim_ascii_start())?));
    }
    let head = &table[..table.len().min(64)];
    let from = memmem::find(head, b"obj")? + b"obj".len();
    let dict = Dict::from_bytes(table[from..].trim_ascii_start())?;
    dict.contains_key("W").then_some((true, dict))
}
