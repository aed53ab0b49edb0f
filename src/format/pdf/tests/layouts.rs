//! What stands beside the line, over it or before it: initials, numbers of lines, labels of items, accents.

use super::maker::{Maker, line};
use super::{all, one_page, parse};
use crate::document::{BlockKind, InlineStyle, Marker};

const LINES: [&str; 7] = [
    "he mill stood by the river, and the miller, who had been",
    "deaf since the flood, ground his corn without a word in",
    "the dark. Nobody in the valley could say when the first",
    "stone had been laid, but the oldest bill in the chest was",
    "signed by three masters and hung on the wall for all who",
    "came to see, in a frame without any glass, until one day",
    "unexpectedly it was gone.",
];

fn lines(x: impl Fn(usize) -> usize) -> String {
    LINES.iter().enumerate().map(|(nth, text)| line(x(nth), 700 - 14 * nth, "F1", 10, text)).collect()
}

#[test]
fn a_lowered_or_raised_figure_as_large_as_its_line_stays_in_its_word() {
    let (before, rest) = ("The chemist of the valley wrote down H", "O, as always, in");
    let end = 60 + 6 * before.len();
    for (y, figure) in [(696, "2"), (704, "²")] {
        let set = [(60, 700, before), (end, y, "2"), (end + 6, 700, rest), (60, 688, LINES[1]), (60, 676, LINES[2])];
        let content: String = set.iter().map(|(x, y, text)| line(*x, *y, "F1", 10, text)).collect();
        let text = one_page(&content).text().to_owned();
        assert_eq!(text, format!("{before}{figure}{rest} {} {}", LINES[1], LINES[2]), "at {y}");
    }
}

#[test]
fn each_line_of_a_table_of_contents_is_its_own() {
    let led = |title: &str, page: &str| format!("{title} {}{page}", ". ".repeat((56 - title.len() - page.len()) / 2));
    let rows =
        [led("1 The mill", "3"), led("2 The ferry, and what came", "12"), led("Index of all that is said", "xiv")];
    let drawn = |rows: &[&str]| {
        rows.iter().enumerate().map(|(nth, row)| line(60, 700 - 12 * nth, "F1", 10, row)).collect::<String>()
    };
    let document = one_page(&drawn(&rows.each_ref().map(String::as_str)));
    let lines: Vec<&str> = document.text().split('\n').filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, rows);
}

#[test]
fn the_ending_of_a_number_that_begins_a_line_stays_behind_it() {
    let set = [
        (60, 712, 10, "The chest was opened on the"),
        (60, 700, 10, "21"),
        (72, 704, 9, "st"),
        (89, 700, 10, "of June, as always, in"),
        (60, 688, 10, LINES[1]),
    ];
    let content: String = set.iter().map(|(x, y, size, text)| line(*x, *y, "F1", *size, text)).collect();
    let text = one_page(&content).text().to_owned();
    assert_eq!(text, format!("{} 21st {} {}", set[0].3, set[3].3, LINES[1]));
}

#[test]
fn signs_that_are_drawn_first_stand_where_they_are_seen() {
    // The line leaves room for them.
    let sign = line(60 + 6 * 8, 700, "F2", 10, "\"") + &line(60 + 6 * 17, 700, "F2", 10, "\"");
    let words = line(60, 700, "F1", 10, "He said")
        + &line(60 + 6 * 9, 700, "F1", 10, "for ever")
        + &line(60 + 6 * 18, 700, "F1", 10, ".");
    let drawn_as_one = "BT /F1 10 Tf 60 700 Td [(He said) -1200 (for ever) -600 (.)] TJ ET\n";
    for words in [words.as_str(), drawn_as_one] {
        let document = one_page(&(sign.clone() + words));
        assert_eq!(document.text(), "He said \"for ever\".", "{words}");
    }
}

#[test]
fn words_that_are_drawn_last_stand_in_the_room_that_was_left_for_them() {
    // A line ends with a sign of another font, its spaces drawn on the way there; then come the words that stand between.
    let first = "BT /F1 10 Tf 60 700 Td [(Nobody went. ) -1200 ( ) -1800 ( ) -4800 ( ) -3000 ( \")] TJ ET\n";
    let between = line(60 + 6 * 13, 700, "F1", 10, "So the petition says:");
    let next = line(60 + 6 * 36, 700, "F1", 10, "it is ours\"");
    let document = one_page(&(first.to_owned() + &between + &next));
    assert_eq!(document.text(), "Nobody went. So the petition says: \"it is ours\"");
}

#[test]
fn a_line_that_is_taken_for_a_larger_one_goes_on_with_its_text() {
    let content: String =
        (0..7).map(|nth| line(60, 700 - 14 * nth, "F1", if nth == 2 { 11 } else { 10 }, LINES[nth])).collect();
    assert_eq!(all(&one_page(&content), BlockKind::Heading), [""; 0]);
}

#[test]
fn names_over_a_day_stand_below_a_title_that_the_file_does_not_say() {
    let head = line(60, 740, "F2", 18, "Rope and Water")
        + &line(60, 710, "F1", 12, "Ada North Bo Lind")
        + &line(60, 690, "F1", 10, "14 March 2031");
    let body: String = LINES.iter().enumerate().map(|(nth, text)| line(60, 660 - 14 * nth, "F1", 10, text)).collect();
    let document = one_page(&(head + &body));
    assert_eq!(all(&document, BlockKind::Byline), ["Ada North Bo Lind", "14 March 2031"]);
    assert_eq!(document.metadata.title.as_deref(), Some("Rope and Water"));
}

#[test]
fn an_initial_begins_the_first_of_the_lines_beside_it() {
    for rows in [2, 3] {
        let initial = line(60, 700 - 14 * (rows - 1), "F1", 14 * rows, "T");
        let document = one_page(&(initial + &lines(|nth| if nth < rows { 60 + 9 * rows } else { 60 })));
        assert_eq!(document.text(), format!("T{}", LINES.join(" ")), "over {rows} lines");
        assert_eq!(document.blocks().len(), 1);
    }
}

#[test]
fn numbers_of_lines_are_boilerplate() {
    for step in [1, 3] {
        let number = |nth: usize| line(30, 700 - 14 * nth, "F1", 7, &(nth + 1).to_string());
        let numbers: String = (0..LINES.len()).filter(|nth| step == 1 || nth % step == 0).map(number).collect();
        let document = one_page(&(numbers + &lines(|_| 60)));
        assert_eq!(all(&document, BlockKind::Paragraph), [LINES.join(" ")], "every {step}.");
        assert_eq!(all(&document, BlockKind::Boilerplate).len(), 1);
    }
    let list: String = (0..7)
        .map(|nth| {
            line(30, 700 - 14 * nth, "F1", 10, &(nth + 1).to_string()) + &line(90, 700 - 14 * nth, "F1", 10, "A name")
        })
        .collect();
    assert_eq!(all(&one_page(&list), BlockKind::Boilerplate), [""; 0], "a list of names is counted by its author");
}

#[test]
fn items_lose_their_numbers_and_keep_the_lines_that_hang_under_them() {
    let rows = [
        (60, "1."),
        (90, "Land no stone after noon, whatever the wind that blows."),
        (60, "2."),
        (90, "Keep water and bread for three days above the mark, and"),
        (90, "in a dry place."),
        (60, "3."),
        (90, "Write it down."),
    ];
    let mut y = 712;
    let content: String = rows
        .iter()
        .map(|(x, text)| {
            y -= if *x == 60 || text.starts_with("in a") { 12 } else { 0 };
            line(*x, y, "F1", 10, text)
        })
        .collect();
    let document = one_page(&content);
    assert_eq!(
        all(&document, BlockKind::ListItem),
        [rows[1].1, "Keep water and bread for three days above the mark, and in a dry place.", rows[6].1]
    );
    assert_eq!(document.blocks()[1].marker, Marker::Number(2));
}

#[test]
fn a_narrow_quotation_ends_where_its_lines_do() {
    let rows = [
        (60, 740, LINES[0]),
        (60, 728, LINES[1]),
        (96, 704, "We have burnt the beans and drunk"),
        (96, 692, "the good ones, until the wind"),
        (96, 680, "turned."),
    ];
    let content: String = rows.iter().map(|(x, y, text)| line(*x, *y, "F1", 10, text)).collect();
    let document = one_page(&content);
    assert_eq!(
        document.blocks().last().map(|block| block.span.of(document.text())),
        Some("We have burnt the beans and drunk the good ones, until the wind turned.")
    );
}

#[test]
fn accents_of_capitals_stand_higher_and_belong_to_them() {
    let accent = "BT /F1 10 Tf 60 702.6 Td (\\302) Tj 0 -2.6 Td (Elodie came.) Tj ET\n";
    assert_eq!(one_page(accent).text(), "Élodie came.");
}

#[test]
fn codes_are_letters_where_the_font_says_so_by_a_name() {
    let mut maker = Maker::new();
    let own = maker.object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Quay /DW 600 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Quay /Flags 4 /FontBBox [0 0 600 800] /ItalicAngle 0 /Ascent 800 /Descent 0 /StemV 80 >> >>");
    maker.font(&format!("<< /Type /Font /Subtype /Type0 /BaseFont /Quay /Encoding /Identity-H /DescendantFonts [{own} 0 R] /ToUnicode /Identity-H >>"));
    maker.page("BT /F2 10 Tf 60 700 Td <014100F30064017A> Tj ET", "");
    assert_eq!(parse(maker.bytes()).text(), "Łódź");
}

#[test]
fn the_day_under_the_title_is_that_of_the_text() {
    let page =
        |day: &str| one_page(&[line(60, 740, "F2", 18, "Rope"), line(60, 710, "F1", 10, day), lines(|_| 60)].concat());
    assert_eq!(page("14 March 2031").metadata.date.as_deref(), Some("2031-03-14"));
    assert_eq!(page("Of 14 March 2031 and after").metadata.date, None);
}

#[test]
fn marks_without_words_are_remarks_and_states_are_none() {
    let mut maker = Maker::new();
    let annotations = "/Annots [<< /Subtype /Highlight /Rect [60 695 100 712] /C [1 1 0] /M (2030-04-05T06:07:08Z) >> \
        << /Subtype /Text /Rect [300 300 320 320] /Contents (Accepted) /StateModel (Review) /State (Accepted) >> \
        << /Subtype /Highlight /Rect [60 675 120 690] /Contents (Doubtful words) >> \
        << /Subtype /Text /Rect [60 100 80 120] /Contents (At the foot) >>]";
    maker.page(
        &[line(60, 700, "F1", 10, "Follow me."), line(60, 680, "F1", 10, "Doubtful words")].concat(),
        annotations,
    );
    let document = parse(maker.bytes());
    let told: Vec<(&str, &str, Option<[u8; 3]>)> =
        document.comments().iter().map(|it| (it.text.as_str(), it.span.of(document.text()), it.color)).collect();
    assert_eq!(told[0], ("", "Follow", Some([255, 255, 0])));
    assert_eq!(document.comments()[0].date.as_deref(), Some("2030-04-05T06:07:08Z"));
    assert_eq!((told.len(), told[2]), (3, ("At the foot", "Doubtful words", None)));
    assert_eq!(document.comments()[2].span.start, document.text().find("Doubtful").expect("the last line"));
    assert!(document.inlines().iter().all(|run| run.style != InlineStyle::Code || !run.span.is_empty()));
}

#[test]
fn what_a_review_says_last_of_a_remark_is_whether_it_is_done_with() {
    let done = |states: &[&str]| {
        let mut maker = Maker::new();
        let note = maker.object("<< /Type /Annot /Subtype /Text /Rect [60 700 80 720] /Contents (Which year?) >>");
        let states = states.iter().map(|state| {
            format!("<< /Subtype /Text /Rect [60 700 80 720] /IRT {note} 0 R /StateModel (Review) /State ({state}) >> ")
        });
        let annotations = format!("/Annots [{note} 0 R {}]", states.collect::<String>());
        maker.page(&line(60, 700, "F1", 10, "In that year the walk was built."), &annotations);
        let document = parse(maker.bytes());
        assert_eq!(document.comments().len(), 1);
        document.comments()[0].resolved
    };
    assert!(!done(&[]) && !done(&["Accepted"]) && done(&["Completed"]) && done(&["Accepted", "Completed"]));
    assert!(!done(&["Completed", "None"]));
}

#[test]
fn a_head_of_several_bold_lines_is_one_row_over_the_columns_of_its_table() {
    let bold = |v: usize, column: usize, text: &str| line(60 + 60 * column, v, "F2", 10, text);
    let rows = [["1811", "1120", "31"], ["1812", "2045", "29"], ["1813", "95", "44"]];
    let body = |columns: usize| -> String {
        let cell = |nth: usize| (nth / columns, nth % columns);
        let at = |(row, column): (usize, usize)| line(60 + 60 * column, 670 - 14 * row, "F1", 10, rows[row][column]);
        (0..3 * columns).map(|nth| at(cell(nth))).collect()
    };
    let read = |head: String, columns: usize| {
        let mut maker = Maker::set_in("Helvetica");
        maker.page(&(head + &body(columns)), "");
        let document = parse(maker.bytes());
        all(&document, BlockKind::TableRow).join("\n")
    };
    let three = [
        bold(700, 1, "Read-"),
        bold(700, 2, "Cost in"),
        bold(688, 0, "Year"),
        bold(688, 1, "ings"),
        bold(688, 2, "oats"),
    ];
    assert_eq!(read(three.concat(), 3), "Year\tReadings\tCost in oats\n1811\t1120\t31\n1812\t2045\t29\n1813\t95\t44");
    let over = line(60, 712, "F2", 10, "What the miller wrote down of it");
    let two = over + &bold(700, 1, "Cost") + &bold(688, 1, "in oats");
    assert_eq!(read(two, 2), "\tCost in oats\n1811\t1120\n1812\t2045\n1813\t95", "the first column has no head");
    let apart = bold(720, 0, "Year") + &bold(688, 1, "oats");
    assert!(!read(apart, 2).contains("Year"), "it stands too far above");
}
