//! Web pages saved as one file (MHTML): a mail whose parts are the page and its pictures. The page is read by
//! [`super::html`]; this finds it, and the bytes of the pictures. Styles, scripts and frames are left where they are.

mod mail;

use super::html::{self, Envelope};
use super::row::first_bytes;
use super::{Beginning, FileParts, Format, InPlace, damaged};
use crate::document::Document;
use mail::MailPart;

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "mhtml",
    extensions: &["mhtml", "mht"],
    about: "web pages saved as one file, with their pictures",
    sniff,
    parse: |bytes| parse(&bytes),
    beginning: Beginning::Of(|bytes| beginning(&bytes)),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: false,
    most: 128 << 20,
    version: 10,
    picture,
    marked: None,
};

/// The largest file, in bytes, that is read at once for its beginning.
const SMALL: usize = 512 * 1024;

/// How much of a file its first screen is made of, in bytes: in the longest encoding, a page takes twice what it takes by itself.
const FIRST_PART: usize = 192 * 1024;

/// Whether a file begins with the header of a saved page, and not of a mail that somebody sent.
fn sniff(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start();
    let header = ["from:", "mime-version:", "content-type:", "subject:", "date:", "snapshot-content-location:"];
    let saved = head.contains("from: <saved by") || head.contains("from: \"saved by");
    let related = head.contains("mime-version:") && head.contains("multipart/related") && !head.contains("\nreceived:");
    header.iter().any(|name| head.starts_with(name)) && (saved || related)
}

fn beginning(bytes: &[u8]) -> Document {
    if bytes.len() > SMALL { Document::default() } else { parse(bytes) }
}

fn parse(bytes: &[u8]) -> Document {
    let whole = MailPart::of(bytes);
    let parts = mail::parts(whole);
    let location = location(whole);
    let Some(page) = page(&parts, location.as_deref()) else {
        return damaged(
            "The file holds no page: none of its parts is HTML. It may be cut off; save the page again in the browser.",
        );
    };
    document(*page, location, html::parse)
}

/// The page as far as the first part of the file has it; nothing where another part stands before it that is so long.
fn preview(mut parts: Box<dyn FileParts>) -> Document {
    let bytes = first_bytes(&mut *parts, FIRST_PART);
    let whole = MailPart::of(&bytes);
    let parts = mail::parts(whole);
    let location = location(whole);
    let page = page(&parts, location.as_deref()).filter(|page| is_page_of(page, location.as_deref()));
    page.map(|page| document(*page, location.clone(), html::first_part)).unwrap_or_default()
}

/// The document that `read` makes of a page, which was saved from `location`.
fn document(page: MailPart<'_>, location: Option<String>, read: fn(Vec<u8>, Envelope<'_>) -> Document) -> Document {
    let (label, address) = (page.parameter("charset"), page.header("content-location"));
    let envelope = Envelope { label: label.as_deref(), address: address.as_deref().or(location.as_deref()) };
    let mut document = read(page.bytes(), envelope);
    let saved_from = location.filter(|url| html::is_address(url));
    document.metadata.url = document.metadata.url.or(saved_from);
    document
}

/// Where the page was saved from.
fn location(whole: MailPart<'_>) -> Option<String> {
    whole.header("snapshot-content-location").or_else(|| whole.header("content-location"))
}

/// The part that is the page itself, not one of its frames.
fn page<'a>(parts: &'a [MailPart<'a>], location: Option<&str>) -> Option<&'a MailPart<'a>> {
    let is_page = |part: &&MailPart<'_>| matches!(part.kind().as_str(), "text/html" | "application/xhtml+xml");
    let pages = || parts.iter().filter(is_page);
    pages().find(|part| location.is_some() && is_page_of(part, location)).or_else(|| pages().next())
}

/// Whether a part is what was saved from there, as whatever part comes first is where that is not said.
fn is_page_of(part: &MailPart<'_>, location: Option<&str>) -> bool {
    location.is_none() || part.header("content-location").as_deref() == location
}

/// The picture that a source names: a part, by where it was or by its id (`cid:`), or one written into the page.
fn picture(bytes: &[u8], source: &str) -> Option<Vec<u8>> {
    let whole = MailPart::of(bytes);
    let parts = mail::parts(whole);
    if let Some(part) = part_of(&parts, source) {
        return part.kind().starts_with("image/").then(|| part.bytes());
    }
    let page = page(&parts, location(whole).as_deref())?;
    (html::FORMAT.picture)(&page.bytes(), source)
}

fn part_of<'a>(parts: &'a [MailPart<'a>], source: &str) -> Option<&'a MailPart<'a>> {
    if let Some(id) = source.strip_prefix("cid:") {
        let id = format!("<{id}>");
        return parts.iter().find(|part| part.header("content-id").as_deref() == Some(&id));
    }
    let relative = format!("/{}", source.trim_start_matches("./").trim_start_matches('/'));
    let at =
        |part: &&MailPart<'_>, is: &dyn Fn(&str) -> bool| part.header("content-location").is_some_and(|at| is(&at));
    let exact = parts.iter().find(|part| at(part, &|at| at == source));
    exact.or_else(|| parts.iter().find(|part| at(part, &|at| at.ends_with(&relative))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: <Saved by Mill>\r\nSnapshot-Content-Location: https://example.org/wheel\r\nSubject: The Wheel\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n\r\n\
        ----x--\r\nContent-Type: text/css\r\nContent-Location: https://example.org/a.css\r\n\r\np { }\r\n\
        ----x--\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://example.org/wheel\r\n\r\n<html><title>The Wheel</title><body><p>It turns =\r\nin the caf=E9.</p>\
        <img src=3D'cid:p@x' alt=3DWheel></body></html>\r\n\
        ----x--\r\nContent-Type: image/png\r\nContent-ID: <p@x>\r\nContent-Location: https://example.org/i/wheel.png\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nTWFu\r\n----x----\r\n";

    #[test]
    fn the_page_is_read_with_its_encoding_and_address() {
        assert!(sniff(MAIL.as_bytes()));
        let document = parse(MAIL.as_bytes());
        assert!(document.text().contains("It turns in the café."), "{}", document.text());
        assert_eq!(document.metadata.title.as_deref(), Some("The Wheel"));
        assert_eq!(document.metadata.url.as_deref(), Some("https://example.org/wheel"));
    }

    #[test]
    fn pictures_are_found_by_id_and_by_place() {
        let of = |source| picture(MAIL.as_bytes(), source);
        for source in ["cid:p@x", "https://example.org/i/wheel.png", "i/wheel.png", "./i/wheel.png"] {
            assert_eq!(of(source), Some(b"Man".to_vec()), "{source}");
        }
        for source in ["cid:q", "https://example.org/a.css", "other.png"] {
            assert_eq!(of(source), None, "{source}");
        }
    }

    #[test]
    fn a_file_cut_off_before_its_page_says_so() {
        let document = parse(&MAIL.as_bytes()[..300]);
        assert!(document.blocks().is_empty());
        assert_eq!(document.warnings.len(), 1);
    }

    #[test]
    fn the_first_screen_is_of_the_page_and_of_no_part_that_only_comes_before_it() {
        let first = |mail: &str| preview(Box::new(std::io::Cursor::new(mail.as_bytes().to_vec()))).text().to_owned();
        let whole = parse(MAIL.as_bytes());
        assert_eq!(first(MAIL), whole.text());
        let frame = "----x--\r\nContent-Type: text/html\r\nContent-Location: https://example.org/frame\r\n\r\n<p>A frame beside it.</p>\r\n";
        let framed = MAIL.replacen("----x--\r\n", &[frame, "----x--\r\n"].concat(), 1);
        assert_eq!(first(&framed), whole.text());
        assert_eq!(first(&framed[..framed.find("text/css").unwrap()]), "", "which part is the page is not known yet");
    }

    #[test]
    fn a_mail_that_was_sent_is_no_page() {
        assert!(!sniff(b"Received: by x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"));
        assert!(!sniff(b"A text about MIME-Version: and multipart/related"));
    }
}
