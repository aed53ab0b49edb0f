//! Remarks written into a copy, read back as the remarks of any other program are.

use super::maker::{Maker, line};
use super::parse;
use crate::document::{Comment, Document};
use crate::format::pdf::marked_copy as marked;
use crate::format::remark::NewRemark;
use crate::text::Span;
use proptest::prelude::*;

fn remark(document: &Document, words: &str, text: &str, answers: Option<usize>) -> NewRemark {
    let start = document.text().find(words).unwrap();
    let span = Span::new(start, start + words.len());
    let comment = Comment {
        span,
        author: "Ada (North) 한".to_owned(),
        date: Some("2030-04-05T06:07:08Z".to_owned()),
        text: text.to_owned(),
        answers,
        color: Some([0x5F, 0xC2, 0x5F]),
        resolved: false,
    };
    NewRemark { id: format!("urn:uuid:{words}"), comment }
}

/// Two pages; the first has annotations of the kind given.
fn file(annotations: &str, content: &str) -> Vec<u8> {
    let mut maker = Maker::new();
    if annotations.ends_with('R') {
        maker.object("[<< /Subtype /Highlight /Rect [60 675 120 690] /Contents (Old) /T (Bo) >>]");
    }
    maker.page(content, annotations);
    maker.page(&line(60, 700, "F1", 10, "and goes on there. The end."), "");
    maker.bytes()
}

fn first_page() -> String {
    let lines = [
        "\"A wall\" is but a wall, and the word at the end of this line is hyphen-",
        "ated, as a wall is a wall, which stands where it has always stood, and",
        "which begins here,",
    ];
    lines.iter().enumerate().map(|(nth, text)| line(60, 700 - 12 * nth, "F1", 10, text)).collect()
}

/// A file of two pages with highlights on the end of the first and the beginning of the second, as programs write them that do
/// not tie them together: `[end, beginning]`, each with what else it says.
fn halves(each: [&str; 2]) -> Vec<u8> {
    let mut maker = Maker::new();
    let mark = |from: usize, words: &str| {
        format!("/Annots [<< /Subtype /Highlight /Rect [60 {from} 400 {}] {words} >>]", from + 14)
    };
    let foot = |number: &str| line(290, 30, "F1", 10, number);
    maker.page(&[first_page(), foot("7")].concat(), &mark(672, each[0]));
    let second = line(60, 700, "F1", 10, "and goes on there. The end.");
    maker.page(&[second, foot("8")].concat(), &mark(696, each[1]));
    maker.bytes()
}

/// What the remarks of a file say, and which words they are on.
fn said(bytes: Vec<u8>) -> Vec<(String, String)> {
    let document = parse(bytes);
    let words = |comment: &Comment| comment.span.of(document.text()).to_owned();
    document.comments().iter().map(|comment| (comment.text.clone(), words(comment))).collect()
}

#[test]
fn marks_stand_on_their_words_and_the_bytes_of_the_file_before_them() {
    for (annotations, old) in [
        ("", 0),
        ("/Annots [<< /Subtype /Highlight /Rect [60 675 120 690] /Contents (Old) /T (Bo) >>]", 1),
        ("/Annots 5 0 R", 1),
    ] {
        let bytes = file(annotations, &first_page());
        let document = parse(bytes.clone());
        let remarks = [
            remark(&document, "", "On the whole", None),
            remark(&document, "hyphenated, as", "Parted\nby a line \\ (so)", None),
            remark(&document, "which begins here, and goes on there.", "Over pages", None),
        ];
        let copy = marked(&bytes, &document, &remarks).unwrap();
        assert!(copy.starts_with(&bytes), "{annotations}");
        assert_eq!(parse(copy.clone()).text(), document.text());
        let said = said(copy);
        let new: Vec<(&str, &str)> = said[old..].iter().map(|(text, words)| (text.as_str(), words.as_str())).collect();
        assert_eq!(new[1], ("Parted\nby a line \\ (so)", "hyphenated, as"), "{annotations}");
        assert_eq!(new[2], ("Over pages", "which begins here, and goes on there."), "{annotations}");
        assert_eq!(new[0].0, "On the whole");
    }
}

#[test]
fn halves_that_only_a_page_parts_are_one_mark() {
    let one = "which begins here, and goes on there. The end.";
    for (first, rest, words) in [
        ("/T (Bo) /M (D:20300405060708Z)", "/T (Bo) /M (D:20300405060709Z)", vec![one]),
        ("/T (Bo) /Contents (So) /M (D:20300405060708Z)", "/T (Bo) /Contents (So) /M (D:20300405060708Z)", vec![one]),
        ("/T (Bo) /Contents (So) /M (D:20300405060708Z)", "/T (Bo) /M (D:20300405060708Z)", vec![one]),
        ("/C [1 1 0]", "/C [1 1 0]", vec![one]),
        ("", "/C [1 0 0]", vec!["which begins here,", "and goes on there. The end."]),
        ("/T (Bo)", "/T (Cy)", vec!["which begins here,", "and goes on there. The end."]),
        ("/Contents (So)", "/Contents (No)", vec!["which begins here,", "and goes on there. The end."]),
        ("/M (D:20300405060708Z)", "/M (D:20300405060808Z)", vec!["which begins here,", "and goes on there. The end."]),
    ] {
        let said = said(halves([first, rest]));
        assert_eq!(said.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(), words, "{first} + {rest}");
    }
}

/// A page whose second font draws Hebrew letters, `a` for the first of them; `line` is drawn in it as it is looked at, behind and
/// before English words.
fn both_ways(before: &str, line_of_hebrew: &str, behind: &str) -> Vec<u8> {
    let mut maker = Maker::new();
    let letters: Vec<String> = (0..26u32).map(|nth| format!("<{:02X}> <{:04X}>\n", 0x61 + nth, 0x05D0 + nth)).collect();
    let letters = letters.concat();
    let map = format!(
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /Own def /CMapType 2 def\n\
         1 begincodespacerange <00> <FF> endcodespacerange\n26 beginbfchar\n{letters}endbfchar\nendcmap end"
    );
    let map = maker.stream("", &map);
    maker.font(&format!("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode {map} 0 R >>"));
    let (second, third) = (60 + before.len() * 6, 60 + (before.len() + line_of_hebrew.len()) * 6);
    let lines = [
        line(60, 700, "F1", 10, before),
        line(second, 700, "F2", 10, line_of_hebrew),
        line(third, 700, "F1", 10, behind),
    ];
    maker.page(&lines.concat(), "");
    maker.bytes()
}

/// Words with Hebrew letters for those in brackets.
fn hebrew(words: &str) -> String {
    let letter = |c: char| char::from_u32(0x05D0 + u32::from(c) - 0x61).filter(|_| c.is_ascii_lowercase()).unwrap_or(c);
    let parts = words.split(['[', ']']).enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { part.chars().map(letter).collect() } else { part.to_owned() }).collect()
}

#[test]
fn marks_lie_on_words_that_run_from_right_to_left() {
    for (file, marked_words, rectangles) in [
        (both_ways("", "cba fed ih", ""), "[hi def]", 1),
        (both_ways("", "cba fed ih", ""), "[abc]", 1),
        (both_ways("One ", "cba fed", " two and three."), "One [def]", 2),
        (both_ways("One ", "cba fed", " two and three."), "[abc] two", 2),
        (both_ways("One ", "cba fed", " two and three."), "One [def abc] two", 1),
    ] {
        let document = parse(file.clone());
        let words = hebrew(marked_words);
        assert!(document.text().contains(&words), "{words} in {}", document.text());
        let copy = marked(&file, &document, &[remark(&document, &words, "So", None)]).unwrap();
        let quads = String::from_utf8_lossy(&copy).split_once("/QuadPoints [").unwrap().1.to_owned();
        let numbers = quads.split(']').next().unwrap().split(' ').count();
        assert_eq!((numbers, said(copy)), (8 * rectangles, vec![("So".to_owned(), words)]));
    }
}

#[test]
fn of_words_that_stand_twice_the_right_ones_are_marked_and_an_answer_answers() {
    let bytes = file("", &first_page());
    let document = parse(bytes.clone());
    let mut third = remark(&document, "a wall, which", "Which?", None);
    third.comment.span.end = third.comment.span.start + "a wall".len();
    let answer = remark(&document, "a wall", "This.", Some(0));
    let copy = marked(&bytes, &document, &[third, answer]).unwrap();
    let read = parse(copy);
    let comments = read.comments();
    assert_eq!(comments[0].span.start, document.text().find("a wall, which").unwrap());
    assert_eq!((comments[1].text.as_str(), comments[1].answers), ("This.", Some(0)));
    assert_eq!(
        (comments[0].author.as_str(), comments[0].date.as_deref()),
        ("Ada (North) 한", Some("2030-04-05T06:07:08Z"))
    );
    assert_eq!(comments[0].color, Some([0x5F, 0xC2, 0x5F]));
}

#[test]
fn a_second_copy_adds_to_the_first() {
    let bytes = file("", &first_page());
    let document = parse(bytes.clone());
    let one = marked(&bytes, &document, &[remark(&document, "always", "One", None)]).unwrap_or_default();
    let two = marked(&one, &document, &[remark(&document, "The end", "Two", None)]).unwrap();
    assert_eq!(said(two).into_iter().map(|(text, _)| text).collect::<Vec<_>>(), ["One", "Two"]);
}

#[test]
fn remarks_that_lie_over_each_other_each_have_their_words() {
    let bytes = file("", &first_page());
    let document = parse(bytes.clone());
    let all = ["wall is a wall", "a wall, which", "as a wall is a wall, which stands"];
    let remarks = all.map(|words| remark(&document, words, &format!("On {words}"), None));
    let copy = marked(&bytes, &document, &remarks).unwrap();
    assert_eq!(said(copy), all.map(|words| (format!("On {words}"), words.to_owned())));
}

#[test]
fn what_is_encrypted_or_damaged_says_so() {
    let bytes = file("", &first_page());
    let document = parse(bytes.clone());
    let remarks = [remark(&document, "begins", "x", None)];
    assert!(marked(&bytes[..bytes.len() - 30], &document, &remarks).unwrap_err().contains("damaged"));
    let text = String::from_utf8_lossy(&bytes).replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R");
    assert!(marked(text.as_bytes(), &document, &remarks).is_err());
}

proptest! {
    #[test]
    fn no_file_breaks_the_writer(flips in prop::collection::vec((0usize..4000, any::<u8>()), 1..20)) {
        let mut bytes = file("/Annots 5 0 R", &first_page());
        let document = parse(bytes.clone());
        let remarks = [remark(&document, "begins", "x", None)];
        for (at, byte) in flips {
            let len = bytes.len();
            bytes[at % len] = byte;
        }
        let copy = crate::format::marked_copy("a.pdf", bytes.clone(), &document, remarks.to_vec());
        prop_assert!(copy.is_none_or(|copy| copy.is_err() || copy.unwrap().starts_with(&bytes)));
    }
}
