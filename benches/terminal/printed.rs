//! A printed book: pages of a PDF, packed as programs pack them.

use crate::prose::paragraphs;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::fmt::Write as _;
use std::io::Write as _;

/// Lines of a page, and letters of a line.
const LINES: usize = 40;
const LETTERS: usize = 85;

/// A book of so many pages.
pub fn pdf(pages: usize) -> Vec<u8> {
    let text = paragraphs(pages * LINES * LETTERS);
    let lines: Vec<&str> = text.iter().flat_map(|paragraph| lines(paragraph)).take(pages * LINES).collect();
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count {pages}/Kids[{}]>>", kids.join(" ")).into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>".to_vec(),
    ];
    for (number, lines) in lines.chunks(LINES).enumerate() {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * number
        );
        objects.extend([page.into_bytes(), content(lines)]);
    }
    file(&objects)
}

/// The lines of a paragraph.
fn lines(paragraph: &str) -> Vec<&str> {
    let (mut rest, mut lines) = (paragraph, Vec::new());
    while rest.len() > LETTERS {
        let (line, after) = rest.split_at(rest[..LETTERS].rfind(' ').unwrap_or(LETTERS));
        lines.push(line);
        rest = after.trim_start();
    }
    lines.push(rest);
    lines
}

fn content(lines: &[&str]) -> Vec<u8> {
    let mut drawn = "BT /F1 11 Tf 14 TL 72 770 Td".to_owned();
    for line in lines {
        let _ = write!(drawn, " ({line}) Tj T*");
    }
    drawn.push_str(" ET");
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(drawn.as_bytes()).expect("it is in memory");
    let packed = packed.finish().expect("it is in memory");
    let head = format!("<</Filter/FlateDecode/Length {}>>stream\n", packed.len());
    [head.as_bytes(), &packed, b"\nendstream"].concat()
}

/// The objects, numbered from one, as a file.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut out, mut places) = (b"%PDF-1.7\n".to_vec(), String::new());
    for (number, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", out.len());
        out.extend_from_slice(&[format!("{} 0 obj\n", number + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (count, at) = (objects.len() + 1, out.len());
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    );
    out.extend_from_slice(end.as_bytes());
    out
}
