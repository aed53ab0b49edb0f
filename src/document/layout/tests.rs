//! Blocks drawn as plain text, and what must hold for the rows of any document.

use super::*;
use crate::document::{Builder, Marker};
use crate::text::cells::cells;
use proptest::prelude::*;

/// Blocks of a kind, level, marker and text, a blank line between each two.
fn document(blocks: &[(BlockKind, u8, Marker, &str)]) -> Document {
    let mut builder = Builder::default();
    for (kind, level, marker, text) in blocks {
        let span = builder.push(text);
        builder.push("\n\n");
        builder.marked_block(*kind, *level, span, *marker);
    }
    builder.finish()
}

fn drawn(document: &Document, look: LayoutOptions) -> Vec<String> {
    let all = (0..document.blocks().len()).flat_map(|block| rows(document, block, &look));
    all.map(|row| draw(&row, document.text())).collect()
}

fn draw(row: &Row, text: &str) -> String {
    let mut placed: Vec<(u16, String)> = row
        .pieces
        .iter()
        .filter_map(|(column, piece)| match piece {
            Piece::Ornament(ornament) => Some((*column, ornament.clone())),
            Piece::Content(_) => None,
        })
        .collect();
    placed.extend(row.cells(text).map(|(column, cell)| (column, cell.symbol.to_owned())));
    placed.sort_by_key(|(column, _)| *column);
    let mut line = String::new();
    for (column, symbol) in placed {
        while width(&line) < usize::from(column) {
            line.push(' ');
        }
        line.push_str(&symbol);
    }
    line.trim_end().to_owned()
}

fn check(blocks: &[(BlockKind, u8, Marker, &str)], width: u16, expected: &str) {
    let look = LayoutOptions { width, fold_boilerplate: true, ..LayoutOptions::default() };
    let lines = drawn(&document(blocks), look);
    let expected: Vec<&str> = expected.strip_prefix('\n').unwrap_or(expected).split('\n').collect();
    assert_eq!(lines, expected);
}

use BlockKind::{
    Boilerplate, Byline, Caption, Code, Entry, Footnote, Heading, ListItem, Paragraph, Quotation, Rule, TableRow, Verse,
};
const NO: Marker = Marker::None;

#[test]
fn headings_stand_apart_and_bylines_stay_with_them() {
    check(
        &[
            (Heading, 1, NO, "A Title"),
            (Byline, 0, NO, "By Nobody"),
            (Paragraph, 0, NO, "Some words\nin a text."),
            (Heading, 2, NO, "Part"),
            (Heading, 3, NO, "Section"),
            (Paragraph, 0, NO, "End."),
        ],
        12,
        "
A Title
By Nobody

Some words
in a text.


Part

Section

End.",
    );
}

#[test]
fn a_word_that_a_line_of_the_source_divides_is_whole_on_the_screen() {
    check(
        &[
            (Paragraph, 0, NO, "It is mor-\nning at forty-\n  one. Self-\nmade"),
            (ListItem, 1, Marker::Bullet, "a long mor-\nning"),
            (Verse, 0, NO, "mor-\nning"),
        ],
        14,
        "
It is morning
at forty-one.
Self-made

• a long
  morning

mor-
ning",
    );
}

#[test]
fn items_hang_by_their_markers() {
    check(
        &[
            (ListItem, 1, Marker::Bullet, "one two three"),
            (ListItem, 2, Marker::Number(3), "four five six"),
            (ListItem, 1, Marker::Task(false), "seven"),
            (ListItem, 1, Marker::Task(true), "eight"),
            (ListItem, 1, NO, "1. nine ten eleven"),
            (ListItem, 1, NO, "- twelve thirteen"),
            (ListItem, 1, NO, "its next paragraph"),
        ],
        14,
        "
• one two
  three
  3. four five
     six
☐ seven
☑ eight
1. nine ten
   eleven
- twelve
  thirteen
  its next
  paragraph",
    );
}

#[test]
fn line_spacing_puts_empty_rows_between_rows_and_parts_paragraphs_more() {
    let blocks = [
        (Paragraph, 0, NO, "one two three four"),
        (ListItem, 1, Marker::Bullet, "five six"),
        (ListItem, 1, Marker::Bullet, "seven"),
        (Code, 0, NO, "a\nb"),
        (Quotation, 1, NO, "eight nine"),
    ];
    let look = LayoutOptions { width: 10, row_gap: 1, ..LayoutOptions::default() };
    let expected = [
        "one two",
        "",
        "three four",
        "",
        "",
        "• five six",
        "",
        "• seven",
        "",
        "",
        "  a",
        "  b",
        "",
        "",
        "│ eight",
        "│",
        "│ nine",
    ];
    assert_eq!(drawn(&document(&blocks), look), expected);
}

#[test]
fn korean_is_broken_between_words_where_the_reader_wants_it() {
    use crate::text::breaks::KoreanBreaks;
    let document = document(&[(Paragraph, 0, NO, "바람이 부는 언덕"), (TableRow, 0, NO, "바람이 부는\t언덕")]);
    let rows = |korean| drawn(&document, LayoutOptions { width: 9, korean, ..LayoutOptions::default() });
    assert_eq!(rows(KoreanBreaks::Syllables)[..2], ["바람이 부", "는 언덕"]);
    assert_eq!(rows(KoreanBreaks::Words)[..2], ["바람이", "부는 언덕"]);
}

#[test]
fn quotations_have_a_bar_that_goes_on_between_them() {
    check(
        &[(Quotation, 1, NO, "one two three"), (Quotation, 2, NO, "four"), (Paragraph, 0, NO, "five")],
        12,
        "
│ one two
│ three
│
│ │ four

five",
    );
}

#[test]
fn code_and_verse_keep_their_lines() {
    check(
        &[
            (Code, 0, NO, "if a {\n\n    b(\"long\")\n}"),
            (Verse, 0, NO, "a first long line\nsecond"),
            (Caption, 0, NO, "A picture."),
            (Rule, 0, NO, "* * *"),
        ],
        16,
        "
  if a {

      b(\"long\")
  }

a first long
  line
second

  A picture.

     * * *",
    );
}

#[test]
fn entries_and_footnotes_hang() {
    check(
        &[
            (Entry, 0, NO, "1990 A thing happened"),
            (Entry, 0, NO, "1991 Nothing"),
            (Footnote, 0, NO, "[1] See the source"),
            (Footnote, 0, NO, "12 See another one"),
        ],
        14,
        "
1990 A thing
  happened
1991 Nothing

[1] See the
    source
12 See another
   one",
    );
}

#[test]
fn columns_have_room_for_their_words_and_figures_or_the_table_is_running_text() {
    let rows = [
        (TableRow, 1, NO, "Year\tPotatoes\tOf it that was sold"),
        (TableRow, 0, NO, "1901\t1,204,000\tnone of it at all"),
    ];
    check(
        &rows,
        30,
        "
Year  Potatoes   Of it that
                 was sold
────  ─────────  ─────────────
1901  1,204,000  none of it at
                 all",
    );
    check(
        &rows,
        18,
        "
Year│Potatoes│Of
  it that was sold
1901│1,204,000│
  none of it at
  all",
    );
}

#[test]
fn a_table_shares_its_columns_and_wraps_inside_them() {
    check(
        &[
            (TableRow, 1, NO, "Name\tWhat it is"),
            (TableRow, 0, NO, "a\tthe first letter"),
            (TableRow, 0, NO, "longer\tb"),
            (TableRow, 0, NO, "日本\t\tc"),
        ],
        24,
        "
Name    What it is
──────  ─────────────  ─
a       the first
        letter
longer  b
日本                   c",
    );
}

#[test]
fn an_empty_first_cell_keeps_its_column() {
    check(&[(TableRow, 1, NO, "\tOne"), (TableRow, 0, NO, "a row\t1")], 20, "\n       One\n─────  ───\na row  1");
}

#[test]
fn a_table_too_wide_for_the_screen_is_running_text() {
    check(&[(TableRow, 0, NO, "one\ttwo\tthree\t\tfive")], 15, "one│two│three││\n  five");
}

#[test]
fn a_picture_has_its_sign_before_its_words_where_there_is_room() {
    let mut builder = Builder::default();
    for (kind, text) in [(Caption, "A wall in the north"), (ListItem, "A stone wall"), (Paragraph, "See a wall")] {
        let span = builder.push(text);
        builder.push("\n");
        builder.marked_block(kind, 1, span, if kind == ListItem { Marker::Bullet } else { NO });
        let image = builder.image("wall.png");
        let start = text.find("wall").filter(|_| kind == Paragraph).unwrap_or(0);
        builder.inline(image, Span::new(span.start + start, span.end));
    }
    let document = builder.finish();
    let look = |width| LayoutOptions { width, fold_boilerplate: true, ..LayoutOptions::default() };
    assert_eq!(
        drawn(&document, look(16)),
        ["  ▣ A wall in", "    the north", "", "• ▣ A stone wall", "", "See a wall"]
    );
    assert_eq!(drawn(&document, look(9))[0], " A wall");
}

#[test]
fn boilerplate_folds_to_one_row() {
    let blocks = [
        (Boilerplate, 0, NO, "Menu"),
        (Boilerplate, 0, NO, "Home"),
        (Paragraph, 0, NO, "Text."),
        (Boilerplate, 0, NO, "Share"),
    ];
    check(&blocks, 40, "┄ 2 lines of page furniture ┄\n\nText.\n\n┄ 1 line of page furniture ┄");
    check(&blocks, 5, "┄┄┄\n\nText.\n\n┄┄┄");
    let open =
        drawn(&document(&blocks), LayoutOptions { width: 40, fold_boilerplate: false, ..LayoutOptions::default() });
    assert_eq!(open, ["Menu", "Home", "", "Text.", "", "Share"]);
}

#[test]
fn a_long_paragraph_goes_on_without_a_gap() {
    let text = "A sentence of words. ".repeat(2000);
    let document = document(&[(Paragraph, 0, NO, &text)]);
    let look = LayoutOptions { width: 60, fold_boilerplate: false, ..LayoutOptions::default() };
    assert!(document.blocks().len() > 1);
    assert!((0..document.blocks().len()).all(|block| rows(&document, block, &look)[0].kind != RowKind::Gap));
}

#[test]
fn long_tables_and_runs_of_boilerplate_are_looked_at_in_part() {
    let mut builder = Builder::default();
    for kind in [TableRow, Boilerplate] {
        for n in 0..5000 {
            let span = builder.push(&format!("{n}\tcell"));
            builder.push("\n");
            builder.block(kind, 0, span);
        }
    }
    let document = builder.finish();
    let look = LayoutOptions { width: 60, fold_boilerplate: true, ..LayoutOptions::default() };
    assert_eq!(draw(&rows(&document, 4321, &look)[0], document.text()), "4321  cell");
    let fold = rows(&document, 5000, &look);
    assert_eq!(draw(&fold[1], document.text()), "┄ more than 1000 lines of page furniture ┄");
    assert!(rows(&document, 9000, &look).is_empty());
}

#[test]
fn the_columns_of_a_long_table_do_not_depend_on_where_it_was_opened() {
    let mut builder = Builder::default();
    for n in 0..1700usize {
        let span = builder.push(&format!("{n}\t{}", "x".repeat(n * 7 % 40 + n / 200 + 1)));
        builder.push("\n");
        builder.block(if n < 57 { Paragraph } else { TableRow }, 0, span);
    }
    let document = builder.finish();
    let look = LayoutOptions { width: 60, fold_boilerplate: true, ..LayoutOptions::default() };
    for stride in [1, 7, 193, 1699] {
        let mut tables = Tables::default();
        for block in (0..1700).map(|n| n * stride % 1700) {
            assert_eq!(rows_with(&document, block, look, &mut tables), rows(&document, block, &look));
        }
    }
}

pub(in crate::document) fn any_document() -> impl Strategy<Value = Document> {
    let kinds = [
        Heading,
        Byline,
        Paragraph,
        Verse,
        ListItem,
        Quotation,
        Code,
        TableRow,
        TableRow,
        Caption,
        Footnote,
        Entry,
        Rule,
        Boilerplate,
        Boilerplate,
    ];
    let marker = prop_oneof![Just(NO), Just(Marker::Bullet), (0u32..9999).prop_map(Marker::Number)];
    let text = prop_oneof![
        3 => "[a-zA-Z ,.\n-]{1,80}", 2 => "([a-z日本。é ]{1,12}\t){0,4}[a-z]{1,9}", 1 => "(\\PC|[ \n\t\u{AD}]){1,30}",
    ];
    prop::collection::vec((prop::sample::select(kinds.to_vec()), 0u8..4, marker, text), 0..12).prop_map(|blocks| {
        let blocks: Vec<_> = blocks.iter().map(|(kind, level, mark, text)| (*kind, *level, *mark, &**text)).collect();
        document(&blocks)
    })
}

/// The content of a block's rows, in text order.
fn content(document: &Document, block: usize, look: LayoutOptions) -> Vec<Span> {
    let mut spans: Vec<Span> = rows(document, block, &look)
        .iter()
        .flat_map(|row| row.content().map(|(_, span)| span).collect::<Vec<_>>())
        .collect();
    spans.sort_unstable();
    spans
}

proptest! {
    #[test]
    fn every_word_is_on_exactly_one_row(document in any_document(), width in 0u16..50) {
        let look = LayoutOptions { width, fold_boilerplate: false, row_gap: width % 2, ..LayoutOptions::default() };
        for (n, block) in document.blocks().iter().enumerate() {
            let mut at = block.span.start;
            for span in content(&document, n, look) {
                prop_assert!(span.start >= at && block.span.covers(span));
                let left_out = Span::new(at, span.start);
                let blank = left_out.of(document.text()).chars().all(char::is_whitespace);
                prop_assert!(blank || document.unseen().contains(&left_out));
                at = span.end;
            }
            prop_assert!(document.text()[at..block.span.end].chars().all(char::is_whitespace));
        }
    }

    #[test]
    fn nothing_stands_outside_the_column_or_on_top_of_another(document in any_document(), width in 1u16..50) {
        prop_assert_eq!(misplaced(&document, width), None);
    }
}

/// The first row of which something stands outside the column, but a letter that is wider than it, or on top of another.
fn misplaced(document: &Document, width: u16) -> Option<Row> {
    let look = LayoutOptions { width, fold_boilerplate: true, ..LayoutOptions::default() };
    let stands = |row: &Row| {
        let mut free = 0;
        row.pieces.iter().all(|(column, piece)| {
            let (cells, single) = match piece {
                Piece::Ornament(ornament) => (crate::text::wrap::width(ornament), false),
                Piece::Content(span) => {
                    let cells = cells(document.text(), *span, row.tab()).map(|cell| cell.width).filter(|n| *n > 0);
                    (cells.clone().sum(), cells.count() == 1)
                }
            };
            let apart = *column >= free;
            free = column + cells as u16;
            apart && (free <= width || single)
        })
    };
    (0..document.blocks().len()).flat_map(|block| rows(document, block, &look)).find(|row| !stands(row))
}

#[test]
fn bars_between_cells_stay_inside_the_narrowest_column() {
    let found = "\"aA\u{A1}\u{ABD}\u{830}0\t\n\u{7C0}\u{11305}\n\n";
    for text in [found, "abcd\t\ne\n", "ab\t\tc\td", "\u{11305}\t\u{11305}", "0\t \n1\t"] {
        for width in 1..12 {
            assert_eq!(misplaced(&document(&[(TableRow, 0, NO, text)]), width), None, "{text:?} {width}");
        }
    }
}
