//! Books and word processors' texts: mark-up in archives.

use crate::prose::paragraphs;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// How many bytes of words a chapter has.
const CHAPTER: usize = 40_000;

fn archive(entries: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let stored = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name.as_str(), SimpleFileOptions::default().compression_method(stored)).expect("an entry");
        zip.write_all(content.as_bytes()).expect("it is in memory");
    }
    zip.finish().expect("it is in memory").into_inner()
}

fn entry(name: &str, content: impl Into<String>) -> (String, String) {
    (name.to_owned(), content.into())
}

/// A book of so many bytes of words.
pub fn epub(bytes: usize) -> Vec<u8> {
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\"><rootfiles>\
        <rootfile full-path=\"book.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let (mut items, mut spine, mut links) = (String::new(), String::new(), String::new());
    let mut entries = vec![entry("mimetype", "application/epub+zip"), entry("META-INF/container.xml", container)];
    let all = paragraphs(bytes);
    let each = all.len().div_ceil(bytes.div_ceil(CHAPTER));
    for (number, chapter) in all.chunks(each).enumerate() {
        let name = format!("c{number}.xhtml");
        let _ = write!(items, "<item id=\"c{number}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>");
        let _ = write!(spine, "<itemref idref=\"c{number}\"/>");
        let _ = write!(links, "<li><a href=\"{name}\">Chapter {number}</a></li>");
        let body = chapter.join("</p>\n<p>");
        let page = format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Chapter {number}</title></head><body>\
             <h2>Chapter {number}</h2>\n<p>{body}</p></body></html>"
        );
        entries.push((name, page));
    }
    let nav = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><body>\
         <nav epub:type=\"toc\"><ol>{links}</ol></nav></body></html>"
    );
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>The Moorings</dc:title></metadata><manifest><item id=\"nav\" properties=\"nav\" href=\"nav.xhtml\" \
         media-type=\"application/xhtml+xml\"/>{items}</manifest><spine>{spine}</spine></package>"
    );
    entries.extend([entry("nav.xhtml", nav), entry("book.opf", package)]);
    archive(&entries)
}

/// A Word document of so many bytes of words.
pub fn docx(bytes: usize) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let types = format!(
        "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let rels = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>"
    );
    let run = "</w:t></w:r></w:p><w:p w:rsidR=\"00A77B3E\" w:rsidRDefault=\"00A77B3E\"><w:pPr><w:spacing w:after=\"160\"/>\
               </w:pPr><w:r><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">";
    let body = paragraphs(bytes).join(run);
    let document = format!(
        "<w:document xmlns:w=\"{word}\"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p><w:sectPr/></w:body></w:document>"
    );
    archive(&[entry("[Content_Types].xml", types), entry("_rels/.rels", rels), entry("word/document.xml", document)])
}

/// An OpenDocument text of so many bytes of words.
pub fn odt(bytes: usize) -> Vec<u8> {
    let names = "urn:oasis:names:tc:opendocument:xmlns";
    let body = paragraphs(bytes).join("</text:p><text:p text:style-name=\"P1\">");
    let content = format!(
        "<office:document-content xmlns:office=\"{names}:office:1.0\" xmlns:text=\"{names}:text:1.0\" \
         xmlns:style=\"{names}:style:1.0\" office:version=\"1.3\"><office:automatic-styles><style:style style:name=\"P1\" \
         style:family=\"paragraph\"/></office:automatic-styles><office:body><office:text><text:p text:style-name=\"P1\">\
         {body}</text:p></office:text></office:body></office:document-content>"
    );
    let manifest = format!("<manifest:manifest xmlns:manifest=\"{names}:manifest:1.0\"/>");
    archive(&[
        entry("mimetype", "application/vnd.oasis.opendocument.text"),
        entry("content.xml", content),
        entry("META-INF/manifest.xml", manifest),
    ])
}
