//! A document as Word packs it: comments in five parts, of which each says something that the others do not. It is built here, part by
//! part, with the names and types of parts that Word writes.

use postil::document::Document;
use postil::format;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MICROSOFT: &str = "http://schemas.microsoft.com/office";

/// The names that Word declares in every part, whether they are used there or not.
const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
    xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" \
    xmlns:w16cex=\"http://schemas.microsoft.com/office/word/2018/wordml/cex\" \
    xmlns:w16cid=\"http://schemas.microsoft.com/office/word/2016/wordml/cid\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"w14 w15 w16cex w16cid\"";

/// Each part of the comments: its name, the type of its relation, and its content.
fn parts() -> [(&'static str, String, String); 5] {
    let part = |root: &str, content: &str| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<{root} {NAMES}>{content}</{root}>")
    };
    let comment = |id: u8, author: &str, date: &str, paragraphs: &[(&str, &str)]| {
        let paragraph = |(id, text): &(&str, &str)| {
            format!(
                "<w:p w14:paraId=\"{id}\" w14:textId=\"77777777\"><w:pPr><w:pStyle w:val=\"CommentText\"/></w:pPr>\
                 <w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p>"
            )
        };
        let text: String = paragraphs.iter().map(paragraph).collect();
        format!("<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"{date}\" w:initials=\"X\">{text}</w:comment>")
    };
    let comments =
        comment(0, "Hana Lee", "2024-02-04T00:15:00Z", &[("1A2B3C40", "Which year?"), ("1A2B3C41", "I ask twice.")])
            + &comment(1, "Tom Berg", "2024-02-03T17:30:00Z", &[("1A2B3C42", "1869.")])
            + &comment(2, "Tom Berg", "2024-02-03T18:00:00Z", &[("1A2B3C43", "An old one.")]);
    let extended = "<w15:commentEx w15:paraId=\"1A2B3C41\" w15:done=\"1\"/>\
        <w15:commentEx w15:paraId=\"1A2B3C42\" w15:paraIdParent=\"1A2B3C41\" w15:done=\"1\"/>\
        <w15:commentEx w15:paraId=\"1A2B3C43\" w15:done=\"0\"/>";
    let ids = "<w16cid:commentId w16cid:paraId=\"1A2B3C41\" w16cid:durableId=\"2968CE5B\"/>\
        <w16cid:commentId w16cid:paraId=\"1A2B3C42\" w16cid:durableId=\"2968CE5C\"/>\
        <w16cid:commentId w16cid:paraId=\"1A2B3C43\" w16cid:durableId=\"2968CE5D\"/>";
    let extensible = "<w16cex:commentExtensible w16cex:durableId=\"2968CE5B\" w16cex:dateUtc=\"2024-02-03T15:15:00Z\"/>\
        <w16cex:commentExtensible w16cex:durableId=\"2968CE5C\" w16cex:dateUtc=\"2024-02-03T16:30:00Z\"/>";
    let people = "<w15:person w15:author=\"Hana Lee\"><w15:presenceInfo w15:providerId=\"None\" w15:userId=\"Hana Lee\"/></w15:person>";
    [
        ("comments", format!("{OFFICE}/comments"), part("w:comments", &comments)),
        (
            "commentsExtended",
            format!("{MICROSOFT}/2011/relationships/commentsExtended"),
            part("w15:commentsEx", extended),
        ),
        ("commentsIds", format!("{MICROSOFT}/2016/09/relationships/commentsIds"), part("w16cid:commentsIds", ids)),
        (
            "commentsExtensible",
            format!("{MICROSOFT}/2018/08/relationships/commentsExtensible"),
            part("w16cex:commentsExtensible", extensible),
        ),
        ("people", format!("{MICROSOFT}/2011/relationships/people"), part("w15:people", people)),
    ]
}

/// The text, with a range for each comment of these ids.
fn body() -> String {
    let starts = "<w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"1\"/>";
    let end = |id: u8| {
        format!(
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
             <w:commentReference w:id=\"{id}\"/></w:r>"
        )
    };
    let paragraph =
        |inside: &str| format!("<w:p w14:paraId=\"5F00D001\" w14:textId=\"77777777\" w:rsidR=\"00A1\">{inside}</w:p>");
    let run = |text: &str| format!("<w:r w:rsidRPr=\"00A2\"><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let first =
        run("The ferry ran from ") + starts + &run("the spring of that year") + &end(0) + &end(1) + &run(" on.");
    let second = "<w:commentRangeStart w:id=\"2\"/>".to_owned() + &run("Nobody counted.") + &end(2);
    format!("<w:document {NAMES}><w:body>{}{}<w:sectPr/></w:body></w:document>", paragraph(&first), paragraph(&second))
}

fn document(without: &str) -> Document {
    let parts = parts().into_iter().filter(|(name, ..)| *name != without).collect::<Vec<_>>();
    let relation = |(at, (name, kind, _)): (usize, &(&str, String, String))| {
        format!("<Relationship Id=\"rId{at}\" Type=\"{kind}\" Target=\"{name}.xml\"/>")
    };
    let relations: String = parts.iter().enumerate().map(relation).collect();
    let list = |relations: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
        )
    };
    let main = format!("<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>");
    let mut files = vec![
        (
            "[Content_Types].xml".to_owned(),
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        ("_rels/.rels".to_owned(), list(&main)),
        ("word/document.xml".to_owned(), body()),
        ("word/_rels/document.xml.rels".to_owned(), list(&relations)),
    ];
    files.extend(parts.into_iter().map(|(name, _, content)| (format!("word/{name}.xml"), content)));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(content.as_bytes()).expect("memory takes it");
    }
    format::parse("essay.docx", writer.finish().expect("a whole archive").into_inner())
}

#[test]
fn a_comment_of_word_has_its_instant_and_not_the_time_of_its_authors_clock() {
    let document = document("");
    assert_eq!(document.warnings, [""; 0]);
    let comments = document.comments();
    let said = |n: usize| (comments[n].author.as_str(), comments[n].date.as_deref(), comments[n].text.as_str());
    assert_eq!(said(0), ("Hana Lee", Some("2024-02-03T15:15:00Z"), "Which year?\n\nI ask twice."));
    assert_eq!(said(1), ("Tom Berg", Some("2024-02-03T16:30:00Z"), "1869."));
    // Nothing is known of its instant: the clock's time is the best that there is.
    assert_eq!(said(2), ("Tom Berg", Some("2024-02-03T18:00:00Z"), "An old one."));
    let (answers, resolved): (Vec<_>, Vec<_>) = comments.iter().map(|it| (it.answers, it.resolved)).unzip();
    assert_eq!((answers, resolved), (vec![None, Some(0), None], vec![true, true, false]));
    let places: Vec<&str> = comments.iter().map(|it| it.span.of(document.text())).collect();
    assert_eq!(places, ["the spring of that year", "the spring of that year", "Nobody counted."]);
}

#[test]
fn what_a_missing_part_of_the_comments_says_is_all_that_is_missing() {
    for without in ["commentsExtended", "commentsIds", "commentsExtensible", "people"] {
        let document = document(without);
        let comments = document.comments();
        assert_eq!(comments.len(), 3, "{without}");
        let instant = comments[0].date.as_deref() == Some("2024-02-03T15:15:00Z");
        assert_eq!(instant, !matches!(without, "commentsIds" | "commentsExtensible"), "{without}");
        assert_eq!(comments[0].resolved, without != "commentsExtended", "{without}");
    }
}
