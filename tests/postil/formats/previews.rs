//! First screens of files that are not read whole yet: their text is the beginning of the whole text, to the letter but for web
//! pages, and no file, however cut or damaged, gives more than that or none.

use postil::document::Document;
use postil::format::{self, FileParts, Format};
use proptest::prelude::*;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// How much of a file is looked at for its format.
const HEAD: usize = 64 * 1024;

fn preview(name: &str, bytes: &[u8]) -> Option<Document> {
    let parts: Box<dyn FileParts> = Box::new(Cursor::new(bytes.to_vec()));
    format::preview(name, bytes[..bytes.len().min(HEAD)].to_vec(), parts)
}

/// Whether the text of a preview is the beginning of another; white space at its end may be followed by more.
fn begins(whole: &Document, preview: &Document) -> bool {
    whole.text().starts_with(preview.text().trim_end())
}

/// Whether a format's article is only known when all of a page is.
fn is_page(format: &str) -> bool {
    matches!(format, "html" | "mhtml")
}

/// All files below a folder.
fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() { files(&entry, all) } else { all.push(entry) }
    }
}

#[test]
fn the_first_screen_of_every_sample_is_the_beginning_of_its_text() {
    let mut all = Vec::new();
    for folder in ["documents", "tests/data"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    let mut seen = std::collections::BTreeSet::new();
    for path in all {
        let (name, bytes) = (path.to_string_lossy().into_owned(), fs::read(&path).expect("readable"));
        let Some(document) = preview(&name, &bytes) else { continue };
        let format = format::of(&name, &bytes).map_or("", |format| format.name);
        if !is_page(format) && !format::of(&name, &bytes).is_some_and(Format::is_text) {
            assert!(begins(&format::parse(&name, bytes), &document), "{name}");
        }
        assert!(document.warnings.is_empty(), "{name}");
        seen.insert(format);
    }
    let all = ["epub", "html", "pdf"];
    assert!(all.iter().all(|format| cfg!(not(feature = "pdf")) || seen.contains(format)), "{seen:?}");
}

#[test]
fn a_large_file_is_read_where_it_lies_as_its_bytes_are_read() {
    let mut all = Vec::new();
    for folder in ["documents", "tests/data"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    }
    let mut seen = 0;
    for path in all {
        let (name, bytes) = (path.to_string_lossy().into_owned(), fs::read(&path).expect("readable"));
        let Some(format) = format::of(&name, &bytes) else { continue };
        let whole = |bytes: Vec<u8>| format!("{:?}", format::parse(&name, bytes));
        let parts = |bytes: &[u8]| Box::new(Cursor::new(bytes.to_vec())) as Box<dyn FileParts>;
        let Some(read) = format.in_place.whole else { continue };
        let there = |bytes: &[u8]| format::parse_in_place(format, read, parts(bytes)).map(|made| format!("{made:?}"));
        assert_eq!(there(&bytes).as_ref(), Some(&whole(bytes.clone())), "{name}");
        let beginning = format.in_place.beginning.and_then(|read| format::parse_in_place(format, read, parts(&bytes)));
        let text = beginning.expect("whatever can be read whole there begins there").text().to_owned();
        assert_eq!(text, format::parse_head(&name, bytes.clone()).text(), "{name}");
        // What is cut off or damaged is read as its bytes are, or left to be.
        for cut in [bytes.len() / 2, bytes.len() - 30] {
            let damaged = [&bytes[..cut], &[0xFF; 8], &bytes[cut..]].concat();
            for bytes in [&bytes[..cut], &damaged] {
                assert!(there(bytes).is_none_or(|made| made == whole(bytes.to_vec())), "{name}");
            }
        }
        seen += 1;
    }
    assert!(seen > 0);
}

/// A paragraph: how it is set, and how many words it has.
type Paragraph = (u8, usize);

/// Paragraphs, again and again, until there is more of them than a first screen is made of.
fn long(paragraphs: &[Paragraph], set: impl Fn(usize, u8, &str) -> String) -> String {
    let (mut out, mut number) = (String::new(), 0);
    while out.len() < 250_000 {
        let (kind, count) = paragraphs[number % paragraphs.len()];
        let words: Vec<String> = (0..count).map(|word| format!("w{number}x{word}")).collect();
        out += &set(number, kind, &words.join(" "));
        number += 1;
    }
    out
}

fn archive(entries: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new entry");
        zip.write_all(content.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("a whole archive").into_inner()
}

fn docx(paragraphs: &[Paragraph]) -> Vec<u8> {
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let set = |number: usize, kind: u8, words: &str| {
        let run = format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
        match kind {
            0 => format!("<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>{run}</w:p>"),
            1 => format!("<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"),
            2 => format!("<w:p>{run}<w:r><w:footnoteReference w:id=\"{}\"/></w:r>{run}</w:p>", number % 7 + 1),
            3 => {
                format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{run}</w:p>")
            }
            _ => format!("<w:p>{run}</w:p>"),
        }
    };
    let note = |id| format!("<w:footnote w:id=\"{id}\"><w:p><w:r><w:t>Note {id}</w:t></w:r></w:p></w:footnote>");
    let notes: Vec<String> = (1..8).map(note).collect();
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let listed = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{relations}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    archive(&[
        ("_rels/.rels", listed("word/document.xml", "officeDocument")),
        ("word/_rels/document.xml.rels", listed("footnotes.xml", "footnotes")),
        ("word/footnotes.xml", format!("<w:footnotes {word}>{}</w:footnotes>", notes.concat())),
        ("word/document.xml", format!("<w:document {word}><w:body>{}</w:body></w:document>", long(paragraphs, set))),
    ])
}

fn odt(paragraphs: &[Paragraph]) -> Vec<u8> {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let set = |number: usize, kind: u8, words: &str| match kind {
        0 => format!("<text:h text:outline-level=\"1\">{words}</text:h>"),
        1 => format!(
            "<table:table><table:table-row><table:table-cell><text:p>{words}</text:p></table:table-cell>\
             <table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row></table:table>"
        ),
        2 => format!(
            "<text:p>{words}<text:note text:id=\"n{number}\" text:note-class=\"footnote\"><text:note-citation>1</text:note-citation>\
             <text:note-body><text:p>Note {number}</text:p></text:note-body></text:note> {words}</text:p>"
        ),
        3 => format!("<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>"),
        _ => format!("<text:p>{words}</text:p>"),
    };
    let content = format!(
        "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:text=\"{names}:text:1.0\" xmlns:table=\"{names}:table:1.0\">\
         <office:body><office:text>{}</office:text></office:body></office:document-content>",
        long(paragraphs, set)
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.text".to_owned()), ("content.xml", content)])
}

fn html(paragraphs: &[Paragraph]) -> Vec<u8> {
    let set = |_, kind: u8, words: &str| match kind {
        0 => format!("<h2>{words}</h2>"),
        1 => format!("<table><tr><td>{words}</td><td>{words}</td></tr></table>"),
        2 => format!("<blockquote>{words}</blockquote>"),
        3 => format!("<ul><li>{words}</li></ul>"),
        _ => format!("<p>{words}, and so on, and on.</p>"),
    };
    format!("<!DOCTYPE html><title>Words</title><body><article>{}</article>", long(paragraphs, set)).into_bytes()
}

/// What makes a file of paragraphs.
type Maker = fn(&[Paragraph]) -> Vec<u8>;

const MADE: [(&str, Maker); 6] =
    [("a.docx", docx), ("a.odt", odt), ("a.rtf", rtf), ("a.html", html), ("a.mht", mhtml), ("a.eml", mail)];

/// The page in a file, with a picture behind it, as browsers save them.
fn mhtml(paragraphs: &[Paragraph]) -> Vec<u8> {
    let page = String::from_utf8(html(paragraphs)).expect("it is written so");
    let lines: Vec<&str> = page.split_inclusive(' ').collect();
    let lines: Vec<String> = lines.chunks(9).map(<[&str]>::concat).collect();
    let (page, picture) = (lines.join("=\r\n"), "QUJD".repeat(40_000));
    format!(
        "From: <Saved by Mill>\r\nSnapshot-Content-Location: https://example.org/w\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"XX\"\r\n\r\n--XX\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/w\r\n\r\n{page}\r\n\
         --XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n{picture}\r\n--XX--\r\n"
    )
    .into_bytes()
}

/// A letter in both forms, with something attached.
fn mail(paragraphs: &[Paragraph]) -> Vec<u8> {
    let set = |_, kind: u8, words: &str| match kind {
        0 => format!("{}\r\n\r\n", words.to_uppercase()),
        1 => format!("> {words}\r\n"),
        2 => format!("- {words}\r\n"),
        3 => format!("{words}\r\n"),
        _ => format!("{words}\r\n\r\n"),
    };
    let (text, attached) = (long(paragraphs, set), "QUJD".repeat(40_000));
    let text = &text[..40_000];
    format!(
        "From: Ada <ada@example.org>\r\nSubject: Words\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=XX\r\n\r\n\
         --XX\r\nContent-Type: multipart/alternative; boundary=YY\r\n\r\n--YY\r\nContent-Type: text/plain\r\n\r\n{text}\r\n\
         --YY\r\nContent-Type: text/html\r\n\r\n<p>Words</p>\r\n--YY--\r\n--XX\r\nContent-Type: application/pdf; name=a.pdf\r\n\
         Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{attached}\r\n--XX--\r\n"
    )
    .into_bytes()
}

fn rtf(paragraphs: &[Paragraph]) -> Vec<u8> {
    let set = |number: usize, kind: u8, words: &str| match kind {
        0 => format!("\\pard\\s1 {words}\\par\n"),
        1 => format!("\\trowd\\cellx1\\cellx2\\pard\\intbl {words}\\cell {words}\\cell\\row\n"),
        2 => {
            format!("\\pard {words}{{\\super\\chftn}}{{\\footnote\\pard Note {number}\\par}} {words}\\par\n")
        }
        3 => format!("{{\\pard\\fi-360\\li720 1.\\tab {words}\\par}}\n"),
        _ => format!("\\pard {{\\b {words}}}\\u8212\\'97\\par\n"),
    };
    let styles = "{\\fonttbl{\\f0 Serif;}}{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}{\\info{\\author Ada North}}";
    format!("{{\\rtf1\\ansi{styles}\n{}}}", long(paragraphs, set)).into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn a_first_screen_is_the_beginning_of_what_is_read_in_the_end(
        mut paragraphs in prop::collection::vec((0u8..6, 1usize..60), 1..12), cut in 0usize..250_000, damage in any::<u8>(),
    ) {
        paragraphs.push((5, 40));
        for (name, make) in MADE {
            let bytes = make(&paragraphs);
            let is_exact = !is_page(format::of(name, &bytes).map_or("", |format| format.name));
            let Some(document) = preview(name, &bytes) else {
                prop_assert!(!is_exact, "where an article is may only show in the whole page: {}", name);
                continue;
            };
            let whole = format::parse(name, bytes.clone());
            // A page is cut in the middle of a paragraph, so its last words are not those of a whole one.
            let shown = if is_exact { document.text().trim_end() } else { &document.text()[..document.text().len() / 2] };
            prop_assert!(document.text().len() > 15_000, "{}", name);
            prop_assert!(whole.text().starts_with(shown), "{}", name);
            if is_exact {
                let known = document.blocks().len().saturating_sub(1);
                prop_assert_eq!(&document.blocks()[..known], &whole.blocks()[..known], "{}", name);
            }
            // Cut off or damaged anywhere, it gives a text or none.
            let cut = cut % bytes.len();
            let of_part = preview(name, &bytes[..cut]);
            prop_assert!(!is_exact || of_part.is_none_or(|document| begins(&whole, &document)), "{} cut at {}", name, cut);
            let mut damaged = bytes;
            damaged[cut] = damage;
            preview(name, &damaged);
        }
    }
}
