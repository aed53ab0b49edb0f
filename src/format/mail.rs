//! Mails as programs save them (`.eml`) to a [`Document`]: the subject is the title, who sent it the author, and its text is
//! shown once, decoded. The parts are taken apart by `mail-parser`, a reader of RFC 5322 and MIME that forgives what mail
//! programs write; a page in a mail is read by [`super::html`]. What is attached is named and not opened, and nothing is
//! fetched: a mail is not told that it was read.

use super::html::{self, Envelope};
use super::office::composer::{Composer, ParagraphKind};
use super::office::parts;
use super::office::properties::short;
use super::{Beginning, Format, text};
use crate::document::{Document, Metadata};
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "mail",
    extensions: &["eml"],
    about: "mails as programs save them: subject, sender, date, text; attachments are named",
    sniff: |_| false,
    parse,
    beginning: Beginning::Of(beginning),
    packed: false,
    most: 64 << 20,
    version: 1,
    picture: |_, _| None,
};

/// A file up to this many bytes is read as a whole where only its beginning is wanted.
const SMALL: usize = 512 * 1024;

/// The most attachments that are named, and the most texts of one mail.
const MOST_ATTACHED: usize = 100;
const MOST_TEXTS: usize = 100;

/// Parses a whole file. It never fails; a file that is no mail is read as the text that it is.
pub fn parse(bytes: Vec<u8>) -> Document {
    match MessageParser::default().parse(after_envelope(&bytes)).filter(is_mail) {
        Some(message) => document(&message),
        None => (text::FORMAT.parse)(bytes),
    }
}

fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() <= SMALL { parse(bytes) } else { Document::default() }
}

/// The mail behind the line that mailboxes put before each (`From ada@example.org Tue …`).
fn after_envelope(bytes: &[u8]) -> &[u8] {
    let end = bytes.starts_with(b"From ").then(|| memchr::memchr(b'\n', bytes)).flatten();
    end.map_or(bytes, |end| &bytes[end + 1..])
}

/// Whether it has what every mail has: a sender, or a subject with a date.
fn is_mail(message: &Message<'_>) -> bool {
    message.from().is_some() || (message.subject().is_some() && message.date().is_some())
}

fn document(message: &Message<'_>) -> Document {
    let mut composer = Composer::of(facts(message));
    if let Some(title) = composer.metadata.title.clone() {
        composer.paragraph(ParagraphKind::Title);
        composer.text(&title);
    }
    let facts = &composer.metadata;
    let line = facts.authors.iter().cloned().chain(facts.date.clone()).collect::<Vec<_>>().join(" · ");
    if !line.is_empty() {
        composer.paragraph(ParagraphKind::Byline);
        composer.text(&line);
    }
    for text in texts(message) {
        parts::add(&text, &mut composer);
    }
    for attachment in message.attachments().take(MOST_ATTACHED) {
        let name = attachment.attachment_name().map(short).filter(|name| !name.is_empty());
        composer.paragraph(ParagraphKind::Caption);
        composer.text(&name.map_or_else(|| "[attachment]".to_owned(), |name| format!("[attachment: {name}]")));
    }
    composer.finish(Vec::new())
}

fn facts(message: &Message<'_>) -> Metadata {
    let date = message.date().filter(|date| date.is_valid());
    Metadata {
        title: message.subject().map(short).filter(|title| !title.is_empty()),
        authors: message.from().map(names).unwrap_or_default(),
        date: date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        ..Metadata::default()
    }
}

/// The names in an address field; the address of whom no name is given.
fn names(addresses: &Address<'_>) -> Vec<String> {
    let named = addresses.iter().filter_map(|one| one.name().or_else(|| one.address()));
    named.map(short).filter(|name| !name.is_empty()).take(MOST_ATTACHED).collect()
}

/// The texts of a mail, of each the plain form where there is one.
fn texts(message: &Message<'_>) -> Vec<Document> {
    let read = |part: &mail_parser::MessagePart<'_>| match &part.body {
        PartType::Text(plain) => Some((text::FORMAT.parse)(unflowed(plain, part).into_bytes())),
        PartType::Html(page) => {
            let envelope = Envelope { label: Some("utf-8"), ..Envelope::default() };
            Some(html::parse(page.as_bytes().to_vec(), envelope))
        }
        _ => None,
    };
    message.text_bodies().take(MOST_TEXTS).filter_map(read).collect()
}

/// A text whose lines were cut to be sent (RFC 3676), with them joined again.
fn unflowed(text: &str, part: &mail_parser::MessagePart<'_>) -> String {
    let says = |name: &str, value: &str| {
        part.content_type().and_then(|kind| kind.attribute(name)).is_some_and(|said| said.eq_ignore_ascii_case(value))
    };
    if !says("format", "flowed") {
        return text.to_owned();
    }
    let (mut out, glued) = (String::with_capacity(text.len()), says("delsp", "yes"));
    for line in text.lines() {
        let goes_on = line.ends_with(' ') && line != "-- " && !line.starts_with('>');
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(if goes_on && glued { line.trim_end_matches(' ') } else { line });
        if !goes_on {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use proptest::prelude::*;

    const HEAD: &str = "From: =?utf-8?B?QWRhIE7DvHJ0aA==?= <ada@example.org>\r\nTo: Bo <bo@example.org>\r\n\
        Subject: =?UTF-8?Q?Die_letzte_F=C3=A4hre?=\r\nDate: Fri, 3 May 2024 10:20:00 +0200\r\nMIME-Version: 1.0\r\n";

    fn mail(body: &str) -> Document {
        parse(format!("{HEAD}{body}").into_bytes())
    }

    /// The text without the title and the line under it.
    fn text(document: &Document) -> &str {
        document.text().split_once("\n\n").and_then(|(_, rest)| rest.split_once("\n\n")).map_or("", |(_, text)| text)
    }

    const BOTH: &str = "Content-Type: multipart/alternative; boundary=XX\r\n\r\n--XX\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nDear Bo,\r\n\r\nthe ferry left =\r\nat noon. It costs =E2=82=AC5.\r\n--XX\r\n\
        Content-Type: text/html; charset=utf-8\r\n\r\n<p>Dear Bo,</p><p>the other form</p>\r\n--XX--\r\n";

    #[test]
    fn a_mail_has_its_subject_its_sender_its_day_and_its_text_once() {
        let document = mail(BOTH);
        let facts = &document.metadata;
        assert_eq!((facts.title.as_deref(), facts.date.as_deref()), (Some("Die letzte Fähre"), Some("2024-05-03")));
        assert_eq!(facts.authors, ["Ada Nürth"]);
        assert_eq!(document.blocks()[0].kind, BlockKind::Heading);
        assert_eq!(text(&document), "Dear Bo,\n\nthe ferry left at noon. It costs €5.");
    }

    #[test]
    fn parts_in_other_encodings_pages_and_attachments_are_told() {
        let coded =
            "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\nY2Fm6Q==\r\n";
        assert_eq!(text(&mail(coded)), "café");
        let page = "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Only <b>a page</b> of words that is shown.</p></body></html>\r\n";
        assert!(text(&mail(page)).contains("Only a page of words"), "{}", mail(page).text());
        let mixed = "Content-Type: multipart/mixed; boundary=YY\r\n\r\n--YY\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n--YY\r\n\
            Content-Type: application/pdf; name=plan.pdf\r\nContent-Disposition: attachment; filename=plan.pdf\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--YY--\r\n";
        assert_eq!(text(&mail(mixed)), "See there.\n\n[attachment: plan.pdf]");
    }

    #[test]
    fn lines_that_were_cut_to_be_sent_are_joined() {
        let flowed =
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nThe ferry left \r\nat noon.\r\n\r\nAda\r\n";
        assert_eq!(text(&mail(flowed)), "The ferry left at noon.\n\nAda");
    }

    #[test]
    fn what_is_no_mail_is_the_text_that_it_is() {
        assert_eq!(parse(b"A text about mails.\n".to_vec()).text().trim(), "A text about mails.");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(body in prop::collection::vec(any::<u8>(), 0..400), boundary in "[a-z-]{1,3}") {
            let mut bytes = format!("{HEAD}Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n--{boundary}\r\n").into_bytes();
            bytes.extend(body);
            parse(bytes);
        }
    }
}
