//! Paging, scrolling, sizes: what shows, whatever is typed and however the screen changes.

use crate::app::test_stage::{PATH, Stage, config};
use crate::document::layout::Row;
use crate::text::{Direction, Span};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SIZES: &[(u16, u16)] = &[(1, 1), (10, 3), (40, 12), (80, 24), (120, 40), (300, 100)];

/// A document with everything in it: headings, tables, wide characters, code with empty lines, boilerplate.
fn long() -> String {
    let mut parts = vec!["# A title".to_owned(), "~ menu".to_owned(), "~ search".to_owned()];
    for n in 0..30 {
        parts.push(format!("## Part {n}"));
        parts.push(format!(
            "Sentence one of part {n}. {}It ends here.",
            "A sentence that is long enough to be wrapped. ".repeat(n % 5)
        ));
        parts.push(match n % 5 {
            0 => "= a\tb\tc".to_owned(),
            1 => "日本と韓国と中国の関係について。".repeat(6),
            2 => "$ code {\n\n\n\n\n  more\n}".replace(['{', '}'], ""),
            3 => "~ an advert".to_owned(),
            _ => "- an item of a list".to_owned(),
        });
        parts.push("= one cell\tanother cell with many words in it that are wrapped inside\t3".to_owned());
    }
    parts.join("\n\n")
}

/// Every row of the open document that has text, laid out the plain way.
fn all_spans(stage: &Stage) -> BTreeSet<Span> {
    let (document, look) = (stage.doc().document(), *stage.doc().page.flow.look());
    let rows = (0..document.blocks().len()).flat_map(|block| crate::document::layout::rows(document, block, &look));
    rows.map(|row: Row| row.span).filter(|span| !span.is_empty()).collect()
}

fn shown(stage: &Stage) -> impl Iterator<Item = Span> + '_ {
    stage.doc().page.rows.iter().map(|(_, row)| row.span).filter(|span| !span.is_empty())
}

/// What must hold whatever has happened.
fn holds(stage: &Stage) {
    let (doc, panes) = (stage.doc(), stage.model.panes());
    assert!(doc.text().is_char_boundary(doc.cursor));
    if panes.reader.is_some() && panes.text.height > 0 {
        assert!(!doc.page.rows.is_empty(), "something shows");
        assert!(doc.page.rows.len() <= usize::from(panes.text.height));
        let here = doc.page.rows.iter().find(|(at, _)| *at == doc.page.cursor);
        let (_, row) = here.unwrap_or_else(|| panic!("the cursor shows: {:?} in {:?}", doc.page.cursor, doc.page.rows));
        assert!(row.span.start <= doc.cursor || row.span.is_empty(), "the row of the cursor holds it");
        assert!(!doc.folded || !doc.is_boilerplate(doc.cursor), "the cursor stands on what shows");
    }
}

#[test]
fn paging_shows_every_row_at_least_once_on_the_way_down_and_up() {
    for size in [(40, 5), (40, 12), (80, 24), (120, 40), (30, 3), (20, 2), (60, 7)] {
        let mut stage = Stage::sized(&long(), size);
        let all = all_spans(&stage);
        for (key, turns) in [("space", 0), ("pageup", 1)] {
            let mut seen: BTreeSet<Span> = shown(&stage).collect();
            let (mut at, mut pages) = (None, 0);
            while at != Some((stage.doc().page.top, stage.doc().cursor)) {
                at = Some((stage.doc().page.top, stage.doc().cursor));
                stage.keys(key);
                holds(&stage);
                seen.extend(shown(&stage));
                pages += 1;
                assert!(pages < 2000, "paging ends");
            }
            let missed: Vec<&str> = all.difference(&seen).map(|span| span.of(stage.doc().text())).collect();
            assert!(missed.is_empty(), "{size:?}, turn {turns}: never shown: {missed:?}");
        }
    }
}

#[test]
fn paging_ends_on_the_last_text_and_on_the_first() {
    let mut stage = Stage::sized(&long(), (80, 24));
    stage.keys(&"space ".repeat(100));
    let last = all_spans(&stage).last().copied().expect("there are rows");
    assert!(stage.doc().cursor >= last.start);
    stage.keys(&"ctrl-b ".repeat(100));
    assert_eq!(stage.doc().cursor, 0);
    assert_eq!(stage.doc().page.top, crate::document::flow::RowAt::default());
}

#[test]
fn half_pages_and_single_rows_of_scrolling_keep_the_place_of_the_cursor_in_the_window() {
    let mut stage = Stage::sized(&long(), (80, 24));
    stage.keys("space space");
    let row = |stage: &Stage| {
        stage.doc().page.rows.iter().position(|(at, _)| *at == stage.doc().page.cursor).expect("it shows")
    };
    let (before, top) = (row(&stage), stage.doc().page.top);
    stage.keys("ctrl-d ctrl-u");
    assert!(row(&stage).abs_diff(before) <= 3);
    assert_eq!(stage.doc().page.top, top);
    let second = stage.doc().page.rows[1].0;
    stage.keys("ctrl-e");
    assert_eq!(stage.doc().page.top, second);
    stage.keys("ctrl-y");
    assert_eq!(stage.doc().page.top, top);
    holds(&stage);
}

#[test]
fn the_margin_keeps_rows_above_and_below_the_cursor() {
    let mut stage = Stage::sized(&long(), (80, 24));
    for _ in 0..60 {
        stage.keys("j");
        let rows = &stage.doc().page.rows;
        let at = rows.iter().position(|(at, _)| *at == stage.doc().page.cursor).expect("it shows");
        let margin = usize::from(stage.model.config.settings.place.scroll_margin);
        assert!(
            at + margin < rows.len()
                && (at >= margin || stage.doc().page.top == crate::document::flow::RowAt::default())
        );
    }
}

#[test]
fn a_width_tried_and_taken_back_leads_back_to_the_same_rows() {
    let mut stage = Stage::sized(&long(), (80, 24));
    stage.keys("space space space ctrl-e j");
    for _ in 0..5 {
        let before = stage.doc().page.rows.clone();
        stage.resize((50, 24)).resize((80, 24));
        assert_eq!(stage.doc().page.rows, before);
        stage.keys("Z Z");
        assert_eq!(stage.doc().page.rows, before);
    }
}

#[test]
fn a_reader_put_out_of_sight_comes_back_as_it_was() {
    let mut stage = Stage::sized(&long(), (60, 20));
    stage.keys("space space");
    for _ in 0..5 {
        let before = stage.doc().page.rows.clone();
        stage.keys("tab");
        assert!(stage.model.panes().reader.is_none());
        stage.keys("shift-tab");
        assert_eq!(stage.doc().page.rows, before);
    }
}

#[test]
fn an_empty_text_can_be_looked_at_in_any_size() {
    for &size in SIZES {
        let mut stage = Stage::with(&[(PATH, "")], config(), size);
        stage.open(PATH);
        stage.keys("j k space G g g w f esc a esc s 1 t esc / \"x\" enter n v s p W y enter x d u z o");
        assert!(stage.own().is_empty());
    }
}

/// Keys that do something in a text, one thing after another between bars.
const KEYS: &str = "j|k|space|pageup|ctrl-d|ctrl-u|ctrl-e|ctrl-y|G|g g|w|b|)|(|}|{|]|[|z|v|s|p|W|esc|f a|f s d|1|enter|u|ctrl-r|tab|Z|\\\
    |.|,|H|L|m a|' a|/ \"of\" enter|n|N|x|d|o enter|M|t \"x\" enter|a \"note\" esc|y|g f|? j esc|: esc|e esc|l|h";

fn any_step() -> impl Strategy<Value = (Option<usize>, &'static str)> {
    (prop::option::of(0..SIZES.len()), prop::sample::select(KEYS.split('|').collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_keys_and_sizes_keep_the_cursor_in_sight_and_its_place_through_a_resize(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut stage = Stage::sized(&long(), (80, 24));
        for (size, keys) in steps {
            stage.keys(keys);
            holds(&stage);
            if let Some(size) = size {
                let before = stage.doc().cursor;
                stage.resize(SIZES[size]);
                prop_assert_eq!(stage.doc().cursor, before);
                holds(&stage);
            }
        }
    }

    #[test]
    fn any_mouse_keeps_the_cursor_in_sight(acts in prop::collection::vec((0usize..6, 0u16..130, 0u16..45, 0..SIZES.len()), 1..40)) {
        use crate::app::MouseAct;
        let all = [MouseAct::Press(1), MouseAct::Press(2), MouseAct::Press(3), MouseAct::Drag, MouseAct::Release, MouseAct::Wheel(Direction::Forward)];
        let mut stage = Stage::sized(&long(), (80, 24));
        for (act, column, row, size) in acts {
            stage.mouse(all[act], column, row);
            if (column + row) % 7 == 0 {
                stage.resize(SIZES[size]);
            }
            holds(&stage);
        }
    }
}
