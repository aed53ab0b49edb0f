//! Mails as programs save them (`.eml`) to a [`Document`]: the subject is the title, who sent it the author, and its text is
//! shown once, decoded. The parts are taken apart by `mail-parser`, a reader of RFC 5322 and MIME that forgives what mail
//! programs write; a page in a mail is read by [`super::html`]. What is attached is named and not opened, and nothing is
//! fetched: a mail is not told that it was read.

use super::html::{self, Envelope};
use super::office::composer::{Composer, ParagraphKind};
use super::office::parts;
use super::office::properties::short;
use super::row::first_bytes;
use super::{Beginning, FileParts, Format, InPlace, decode, text};
use crate::document::{Document, Metadata};
use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "mail",
    extensions: &["eml"],
    about: "mails as programs save them: subject, sender, date, text; attachments are named",
    sniff: |_| false,
    parse,
    beginning: Beginning::Of(beginning),
    in_place: InPlace { screen: Some(preview), ..InPlace::NOTHING },
    packed: false,
    most: 64 << 20,
    version: 8,
    picture: |_, _| None,
    marked: None,
};

/// A file up to this many bytes is read as a whole where only its beginning is wanted.
const SMALL: usize = 512 * 1024;

/// The most attachments that are named, and the most texts of one mail.
const MOST_ATTACHED: usize = 100;
const MOST_TEXTS: usize = 100;

/// The most mails in one another; what lies deeper is named.
const DEEPEST: u8 = 4;

/// Parses a whole file. It never fails; a file that is no mail is read as the text that it is.
pub fn parse(bytes: Vec<u8>) -> Document {
    match message(&readable(after_envelope(&bytes))) {
        Some(message) => document(&message),
        None => (text::FORMAT.parse)(bytes),
    }
}

/// The mail that these bytes are; `None` where they are none, or so damaged that the library that reads mails ends in a panic (mail-parser
/// 0.11.9 does).
fn message(bytes: &[u8]) -> Option<Message<'_>> {
    catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(bytes))).ok().flatten().filter(is_mail)
}

fn beginning(bytes: Vec<u8>) -> Document {
    if bytes.len() <= SMALL { parse(bytes) } else { Document::default() }
}

/// How much of a file its first screen is made of, in bytes.
const FIRST_PART: usize = 192 * 1024;

/// The mail up to its first text, as far as the first part of the file has it.
fn preview(mut parts: Box<dyn FileParts>) -> Document {
    let bytes = first_bytes(&mut *parts, FIRST_PART);
    let mail = readable(after_envelope(&bytes));
    message(&mail).as_ref().and_then(first_text).unwrap_or_default()
}

/// A mail up to its first text. What is all there, because another part begins behind it, is the beginning of the whole to the letter.
/// What goes on has its words; how its lines belong together may only show further on.
fn first_text(message: &Message<'_>) -> Option<Document> {
    let text = message.text_bodies().next().filter(|text| !text.is_encoding_problem)?;
    let is_whole = message.parts.iter().any(|part| part.offset_header >= text.offset_end.max(text.offset_body + 1));
    let facts = facts(message);
    let mut composer = Composer::of(facts.clone());
    add_head(facts, 0, &mut composer);
    match &text.body {
        PartType::Text(_) if is_whole => add_text(text, &mut composer),
        PartType::Text(plain) => {
            let lines = whole_lines(plain);
            if lines.is_empty() {
                return None;
            }
            add_plain(&unflowed(lines, text), &mut composer);
        }
        PartType::Html(page) if !has_two_forms(message) => {
            parts::add(&html::first_part(page.as_bytes().to_vec(), PAGE), &mut composer);
        }
        _ => return None,
    }
    Some(composer.finish(Vec::new()))
}

/// Whether there is a choice of forms, so that for a page a plain one may come yet, which is read instead.
fn has_two_forms(message: &Message<'_>) -> bool {
    let is_choice = |part: &MessagePart<'_>| {
        let kind = part.content_type();
        kind.is_some_and(|kind| kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("alternative")))
    };
    message.parts.iter().any(is_choice)
}

/// The lines of a text that goes on, without one that may be cut.
fn whole_lines(text: &str) -> &str {
    &text[..text.rfind('\n').or_else(|| text.rfind(' ')).unwrap_or(0)]
}

/// The mail behind the line that mailboxes put before each (`From ada@example.org Tue …`).
fn after_envelope(bytes: &[u8]) -> &[u8] {
    let end = bytes.starts_with(b"From ").then(|| memchr::memchr(b'\n', bytes)).flatten();
    end.map_or(bytes, |end| &bytes[end + 1..])
}

/// A mail whose head is UTF-8. Old programs wrote names and subjects in the encoding of the text, or of their country.
fn readable(mail: &[u8]) -> Cow<'_, [u8]> {
    let end = [&b"\r\n\r\n"[..], b"\n\n"].iter().filter_map(|end| memchr::memmem::find(mail, end)).min();
    let (head, rest) = mail.split_at(end.unwrap_or(mail.len()).min(MOST_HEAD));
    if std::str::from_utf8(head).is_ok() {
        return Cow::Borrowed(mail);
    }
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = lower.split_once("charset=").map(|(_, label)| label.trim_start_matches(['"', '\'']));
    let label =
        label.and_then(|label| label.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';')).next());
    Cow::Owned([decode::declared(head.to_vec(), label).text.as_bytes(), rest].concat())
}

/// A longer head of a mail is not decoded, in bytes.
const MOST_HEAD: usize = 64 * 1024;

/// Whether it has what every mail has: a sender, or a subject with a date.
fn is_mail(message: &Message<'_>) -> bool {
    message.from().is_some() || (message.subject().is_some() && message.date().is_some())
}

fn document(message: &Message<'_>) -> Document {
    let mut composer = Composer::of(facts(message));
    add_mail(message, 0, &mut composer);
    composer.finish(Vec::new())
}

/// Adds a mail under its subject, with those that are forwarded in it. `depth`: how many mails it is in.
fn add_mail(message: &Message<'_>, depth: u8, composer: &mut Composer) {
    add_head(facts(message), depth, composer);
    message.text_bodies().take(MOST_TEXTS).for_each(|part| add_text(part, composer));
    for attached in message.attachments().take(MOST_ATTACHED) {
        if let Some(forwarded) = attached.message().filter(|_| depth < DEEPEST) {
            add_mail(forwarded, depth + 1, composer);
            continue;
        }
        let name = attached.attachment_name().map(short).filter(|name| !name.is_empty());
        composer.paragraph(ParagraphKind::Caption);
        composer.text(&name.map_or_else(|| "[attachment]".to_owned(), |name| format!("[attachment: {name}]")));
    }
}

/// Adds what stands over a mail: its subject, its senders and its day.
fn add_head(facts: Metadata, depth: u8, composer: &mut Composer) {
    if let Some(title) = &facts.title {
        composer.paragraph(if depth == 0 { ParagraphKind::Title } else { ParagraphKind::Heading(depth) });
        composer.text(title);
    }
    let line = facts.authors.into_iter().chain(facts.date).collect::<Vec<_>>().join(" · ");
    if !line.is_empty() {
        composer.paragraph(ParagraphKind::Byline);
        composer.text(&line);
    }
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

/// What is known of a page in a mail: it was decoded.
const PAGE: Envelope<'static> = Envelope { label: Some("utf-8"), address: None };

/// Adds a text of a mail, which has the plain form where there is one.
fn add_text(part: &MessagePart<'_>, composer: &mut Composer) {
    match &part.body {
        PartType::Text(plain) => add_plain(&unflowed(plain, part), composer),
        PartType::Html(page) => {
            parts::add(&html::parse(page.as_bytes().to_vec(), PAGE), composer);
        }
        _ => {}
    }
}

/// Adds a plain text. What it quotes stands behind `>` in every line, as mail programs answer.
fn add_plain(text: &str, composer: &mut Composer) {
    let lines: Vec<(usize, &str)> = text.lines().map(quoted).collect();
    if lines.iter().all(|(depth, _)| *depth == 0) {
        return parts::add(&(text::FORMAT.parse)(text.as_bytes().to_vec()), composer);
    }
    for paragraph in lines.chunk_by(|a, b| a.0 == b.0 && a.1.is_empty() == b.1.is_empty()) {
        let words: Vec<&str> = paragraph.iter().map(|(_, line)| *line).collect();
        let is_quoted = paragraph[0].0 > 0;
        composer.paragraph(if is_quoted { ParagraphKind::Quotation } else { ParagraphKind::Body });
        let width = words.iter().map(|line| line.len()).max().unwrap_or(0);
        for (index, line) in words.iter().enumerate() {
            match index.checked_sub(1).map(|before| words[before]) {
                Some(before) if is_quoted && goes_on(before, line, width) => composer.text(" "),
                // Lines of a quotation are no lines of a paragraph: each is one of its own.
                Some(_) if is_quoted => composer.paragraph(ParagraphKind::Quotation),
                Some(_) => composer.line_break(),
                None => {}
            }
            composer.text(line.trim_start());
        }
    }
}

/// Whether a line that is quoted was cut off from the one before it, that is no item, row or code of its own and would not have had room
/// there. `width` is that of the longest line beside it.
fn goes_on(before: &str, line: &str, width: usize) -> bool {
    let is_apart = line.starts_with("    ") || line.starts_with(['|', '\t']) || begins_item(line.trim_start());
    let first = line.split_whitespace().next().map_or(0, str::len);
    !is_apart && before.len() + 1 + first + width / 8 > width
}

/// Whether a line begins an item of a list: with a bullet, or a number or letter and its sign.
fn begins_item(line: &str) -> bool {
    let (sign, rest) = line.split_once(' ').unwrap_or_default();
    let is_bullet = matches!(sign, "-" | "*" | "+" | "•" | "–");
    let number = sign.trim_start_matches('(').strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_lowercase());
    !rest.is_empty() && (is_bullet || is_number || is_letter)
}

/// How often a line says that it is quoted, and what it says besides.
fn quoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inside) = rest.strip_prefix('>') {
        (depth, rest) = (depth + 1, inside.strip_prefix(' ').unwrap_or(inside));
    }
    (depth, rest.trim_end())
}

/// A text whose lines were cut to be sent (RFC 3676), with them joined again.
fn unflowed(text: &str, part: &MessagePart<'_>) -> String {
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
    fn the_first_screen_is_the_first_text_as_far_as_it_is_there() {
        let first = |mail: &str| preview(Box::new(std::io::Cursor::new(mail.as_bytes().to_vec()))).text().to_owned();
        let (both, whole) = (format!("{HEAD}{BOTH}"), mail(BOTH));
        assert_eq!(first(&both), whole.text());
        for (cut, shown) in [("<p>Dear", true), ("--XX\r\nContent-Type: text/html", false), ("noon", false)] {
            let first = first(&both[..both.find(cut).unwrap()]);
            assert_eq!(first, if shown { whole.text() } else { "" }, "{cut}");
        }
        let page_first = "Content-Type: multipart/alternative; boundary=XX\r\n\r\n--XX\r\nContent-Type: text/html\r\n\r\n<p>The other form.</p>\r\n\
            --XX\r\nContent-Type: text/plain\r\n\r\nDear Bo\r\n--XX--\r\n";
        let page_first = format!("{HEAD}{page_first}");
        assert_eq!(first(&page_first[..page_first.find("text/plain").unwrap()]), "", "a plain form may come yet");
        let plain = format!("{HEAD}Content-Type: text/plain\r\n\r\nDear Bo,\r\n\r\nthe ferry le");
        assert!(first(&plain).ends_with("Dear Bo,"), "the last line may be cut: {}", first(&plain));
        assert_eq!(first(&plain[..plain.find(" Bo,").unwrap() + 3]).as_str().lines().last(), Some("Dear"));
        let page = format!("{HEAD}Content-Type: text/html\r\n\r\n<p>The ferry left at noon.</p><p>It");
        assert!(first(&page).contains("The ferry left at noon."), "a page by itself: {}", first(&page));
        let attached = "Content-Type: multipart/mixed; boundary=XX\r\n\r\n--XX\r\nContent-Type: text/plain; name=a.txt\r\n\
            Content-Disposition: attachment; filename=a.txt\r\n\r\nA list.\r\n--XX\r\nContent-Type: text/plain\r\n\r\nDear Bo\r\n--XX\r\n\
            Content-Type: text/plain\r\n\r\nAda\r\n--XX--\r\n";
        let whole = mail(attached);
        let first = first(&format!("{HEAD}{attached}"));
        assert!(first.ends_with("Dear Bo") && whole.text().starts_with(&first), "{first}");
    }

    /// A long letter: paragraphs of one kind after the other, until it is longer than what a first screen is made of.
    fn long(paragraphs: &[(u8, usize)]) -> String {
        let (mut out, mut number) = (String::new(), 0);
        while out.len() < FIRST_PART * 5 / 4 {
            let (kind, count) = paragraphs[number % paragraphs.len()];
            let words: Vec<String> = (0..count).map(|word| format!("w{number}x{word}")).collect();
            let lines: Vec<String> = words.chunks(if kind == 1 { 3 } else { 9 }).map(|line| line.join(" ")).collect();
            let paragraph = match kind {
                // What is quoted comes behind the first part: from there on the whole is known to have quotations.
                0 if out.len() > FIRST_PART => format!("> {}\r\n\r\n", lines.join("\r\n> ")),
                2 => format!("- {}\r\n", lines.join("\r\n  ")),
                3 => format!("{}\r\n\r\n", words.join(" ").to_uppercase()),
                _ => format!("{}\r\n\r\n", lines.join("\r\n")),
            };
            out += &paragraph;
            number += 1;
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6))]

        #[test]
        fn the_first_screen_of_a_long_letter_has_its_first_words(
            paragraphs in prop::collection::vec((0u8..5, 1usize..60), 1..12), flowed in any::<bool>(),
        ) {
            let format = if flowed { "; format=flowed" } else { "" };
            let mail = format!("{HEAD}Content-Type: text/plain; charset=utf-8{format}\r\n\r\n{}", long(&paragraphs));
            let first = preview(Box::new(std::io::Cursor::new(mail.clone().into_bytes())));
            prop_assert!(first.text().len() > FIRST_PART / 2);
            let whole = parse(mail.into_bytes());
            prop_assert!(first.text().split_whitespace().zip(whole.text().split_whitespace()).all(|(one, two)| one == two));
            prop_assert_eq!(&first.blocks()[..2], &whole.blocks()[..2]);
        }
    }

    #[test]
    fn lines_that_were_cut_to_be_sent_are_joined() {
        let flowed =
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nThe ferry left \r\nat noon.\r\n\r\nAda\r\n";
        assert_eq!(text(&mail(flowed)), "The ferry left at noon.\n\nAda");
    }

    #[test]
    fn what_a_mail_quotes_is_a_quotation_and_what_it_forwards_is_read() {
        let answer = mail(
            "Content-Type: text/plain\r\n\r\nOn 3 May Bo wrote:\r\n> The ferry left\r\n> at noon.\r\n>> Who says so?\r\n\r\nNo.\r\n",
        );
        let kinds: Vec<(BlockKind, &str)> =
            answer.blocks()[2..].iter().map(|block| (block.kind, block.span.of(answer.text()))).collect();
        let expected = [
            (BlockKind::Paragraph, "On 3 May Bo wrote:"),
            (BlockKind::Quotation, "The ferry left at noon."),
            (BlockKind::Quotation, "Who says so?"),
            (BlockKind::Paragraph, "No."),
        ];
        assert_eq!(kinds, expected);
        let listed = mail(
            "Content-Type: text/plain\r\n\r\n> 1. Holt, The Year\r\n> 2. Calder and Reed,\r\n>    On Footnotes\r\n>\r\n>> - all of it? (b) or\r\n>> - which edition?\r\n>     let a = 1;\r\n> | a | b |\r\n> Ada\r\n> Harbour Street 5, Port Ellen\r\n",
        );
        let lines = [
            "1. Holt, The Year",
            "2. Calder and Reed, On Footnotes",
            "- all of it? (b) or",
            "- which edition?",
            "let a = 1;",
            "| a | b |",
            "Ada",
            "Harbour Street 5, Port Ellen",
        ];
        assert_eq!(text(&listed), lines.join("\n\n"));
        let inner = "From: Cy <cy@example.org>\r\nSubject: Tolls\r\n\r\nTwo pence.\r\n";
        let forwarded = mail(&format!(
            "Content-Type: multipart/mixed; boundary=YY\r\n\r\n--YY\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n--YY\r\nContent-Type: message/rfc822\r\n\r\n{inner}--YY--\r\n"
        ));
        assert_eq!(text(&forwarded), "See there.\n\nTolls\n\nCy\n\nTwo pence.");
        assert_eq!(forwarded.metadata.authors, ["Ada Nürth"]);
    }

    #[test]
    fn a_head_in_an_old_encoding_is_read() {
        let text = "From: Ада <ada@example.org>\r\nSubject: Паром\r\nContent-Type: text/plain; charset=\"koi8-r\"\r\n\r\nПаром отошёл.\r\n";
        let document = parse(encoding_rs::KOI8_R.encode(text).0.into_owned());
        assert_eq!(
            (document.metadata.title.as_deref(), &document.metadata.authors[..]),
            (Some("Паром"), &["Ада".to_owned()][..])
        );
        assert!(document.text().ends_with("Паром отошёл."), "{}", document.text());
        let korean = "From: a@example.org\nSubject: 등대의 불빛과 바다\n\n등대의 불빛은 바다 위에 길을 만든다.\n";
        let document = parse(encoding_rs::EUC_KR.encode(korean).0.into_owned());
        assert_eq!(document.metadata.title.as_deref(), Some("등대의 불빛과 바다"));
    }

    #[test]
    fn bodies_and_subjects_in_east_asian_encodings_are_read() {
        let head = "From: a@example.org\nSubject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=";
        let said = "本日は晴天なり。";
        for (name, encoding) in [
            ("shift_jis", encoding_rs::SHIFT_JIS),
            ("iso-2022-jp", encoding_rs::ISO_2022_JP),
            ("euc-jp", encoding_rs::EUC_JP),
            ("gb18030", encoding_rs::GB18030),
        ] {
            let mut bytes = format!("{head}{name}\n\n").into_bytes();
            bytes.extend_from_slice(&encoding.encode(&format!("{said}\n")).0);
            let document = parse(bytes);
            assert_eq!(document.metadata.title.as_deref(), Some("日本"), "{name}");
            assert!(document.text().ends_with(said), "{name}: {}", document.text());
        }
    }

    #[test]
    fn mails_in_mails_come_to_an_end() {
        let part = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\nSubject: again\r\n";
        let deep = mail(&format!("{}\r\nend", part.repeat(500)));
        assert!(deep.blocks().len() < 20, "{}", deep.text());
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
