//! Searching all texts: results as one types, the way to each and on from there, and back to where one was.

use crate::app::test_stage::{Stage, config};
use crate::app::{Effect, FindRequest, ResultLine, status};
use crate::document::DocPath;

const FILES: &[(&str, &str)] = &[
    ("a.md", "# Walls\n\nAn old wall. A new wall."),
    ("b.md", "Moss grows.\n\nOn the old wall too."),
    ("c.md", "Nothing of the kind."),
];

fn stage() -> Stage {
    Stage::with(FILES, config(), (120, 30))
}

/// The list: paths, and below each the hits with the words before and after them; the current one marked.
fn listed(stage: &Stage) -> Vec<String> {
    let shown = |line: ResultLine<'_>| match line {
        ResultLine::Frequency(..) => String::new(),
        ResultLine::Heading(group) => format!("{} {}", group.title, group.count),
        ResultLine::Row(row, current) => {
            let (before, after) = row.excerpt.beside();
            format!("{}{before}[{}]{after}", if current { "> " } else { "" }, row.excerpt.passage())
        }
    };
    stage.results().list.window(100).into_iter().map(shown).collect()
}

/// Where one is: the document, the text with the cursor.
fn place(stage: &Stage) -> String {
    format!("{}: {}", stage.doc().opened.path, stage.marked().replace('\n', " "))
}

#[test]
fn results_come_as_one_types_text_by_text() {
    let mut stage = stage();
    stage.keys("g / \"old\"");
    let old = ["a.md 1", "> An [old] wall. A new wall.", "b.md 1", "On the [old] wall too."];
    assert_eq!(listed(&stage), old);
    stage.keys("down ctrl-u \"moss OR new\"");
    assert_eq!(listed(&stage), ["a.md 1", "> An old wall. A [new] wall.", "b.md 1", "[Moss] grows."]);
    stage.keys("ctrl-u \"zebra\"");
    assert!(listed(&stage).is_empty() && !stage.results().is_looking());
}

#[test]
fn enter_goes_there_and_the_next_hit_goes_on_across_the_texts() {
    let mut stage = stage();
    stage.keys("g / \"wall\" tab enter");
    assert_eq!(place(&stage), "b.md: Moss grows.  On the old |wall too.");
    assert_eq!(stage.said(), "hit 4 of 4; n goes on, g / shows all");
    assert!(stage.doc().found.shown && stage.doc().found.hits.len() == 1);
    for (key, expected) in [
        ("N", "a.md: Walls  An old wall. A new |wall."),
        ("N", "a.md: Walls  An old |wall. A new wall."),
        ("n", "a.md: Walls  An old wall. A new |wall."),
        ("n", "b.md: Moss grows.  On the old |wall too."),
        ("n", "a.md: |Walls  An old wall. A new wall."),
        ("G N", "a.md: Walls  An old wall. A new |wall."),
        ("g g n", "a.md: Walls  An old |wall. A new wall."),
    ] {
        stage.keys(key);
        assert_eq!(place(&stage), expected, "{key}, said {}", stage.said());
    }
}

#[test]
fn where_searches_do_not_wrap_the_walk_stops_at_the_last_hit() {
    let mut stage = stage();
    stage.model.config.settings.wrap_search = false;
    stage.keys("g / \"moss\" enter n");
    assert_eq!((stage.said(), stage.doc().cursor), ("no result after this", 0));
}

#[test]
fn escape_leads_back_to_where_one_was_and_the_key_to_what_was_found() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("w");
    let before = place(&stage);
    stage.keys("g / \"wall\" down esc");
    assert_eq!(place(&stage), before);
    assert!(stage.model.overlay.is_none() && stage.doc().found.hits.is_empty());
    stage.keys("g /");
    assert_eq!((listed(&stage).len(), stage.results().list.at), (6, 1));
}

#[test]
fn a_search_in_the_text_goes_before_the_walk() {
    let mut stage = stage();
    stage.keys("g / \"wall\" enter / \"new\" enter n");
    assert_eq!(place(&stage), "a.md: Walls  An old wall. A |new wall.");
}

#[test]
fn back_from_a_hit_in_a_text_that_was_opened_for_it_is_the_text_before() {
    let mut stage = stage();
    stage.open("c.md");
    stage.keys("g / \"wall\" tab enter");
    assert_eq!(place(&stage), "b.md: Moss grows.  On the old |wall too.");
    stage.keys("H");
    assert_eq!(stage.doc().opened.path, "c.md", "nobody has seen b.md at its beginning");
    // Where one had been reading in it is a place to go back to.
    stage.open("b.md");
    stage.keys("w");
    stage.open("c.md");
    stage.keys("g / ctrl-u \"wall\" tab enter H");
    assert_eq!(place(&stage), "b.md: Moss grows.  On the old wall |too.");
}

#[test]
fn the_next_hit_goes_on_while_the_text_of_the_last_one_is_being_opened() {
    let mut stage = stage();
    stage.keys("g / \"old\" enter");
    stage.hold = true;
    stage.keys("n n");
    stage.release();
    assert_eq!(place(&stage), "a.md: Walls  An |old wall. A new wall.");
}

#[test]
fn words_that_moved_since_they_were_found_are_found_again() {
    let mut stage = stage();
    stage.keys("g / \"old\" esc");
    let changed = crate::app::test_stage::document("# Walls\n\nIt is said: an old wall.").0;
    stage.files.insert("a.md".to_owned(), std::sync::Arc::new(changed));
    stage.keys("g / enter");
    assert_eq!(place(&stage), "a.md: Walls  It is said: an |old wall.");
    stage.files.insert("b.md".to_owned(), std::sync::Arc::new(crate::app::test_stage::document("Gone.").0));
    stage.keys("n");
    assert!(stage.said().contains("stand here no more"), "{}", stage.said());
}

#[test]
fn what_is_not_understood_is_told_with_its_place_and_the_rest_is_looked_for() {
    let mut stage = stage();
    stage.keys("g / \"old (wall\"");
    let fault = stage.results().fault.clone().expect("a fault");
    assert_eq!(fault.span.of(&stage.results().field.text()), "(");
    stage.keys("ctrl-u \"tag:law\"");
    assert!(
        stage.results().fault.as_ref().is_some_and(|fault| fault.message.contains("notes")),
        "{:?}",
        stage.results().fault
    );
}

#[test]
fn an_empty_line_looks_for_nothing_and_enter_stays() {
    let mut stage = stage();
    stage.keys("g / enter \"x\" backspace enter");
    assert!(listed(&stage).is_empty());
    let hints: Vec<String> = status(&stage.model).hints.into_iter().map(|hint| hint.about).collect();
    assert_eq!(hints[0], "go there");
}

#[test]
fn closing_the_view_ends_a_search_that_is_under_way_and_opening_it_begins_it_anew() {
    let mut stage = stage();
    stage.hold = true;
    stage.keys("g / \"old\" esc");
    assert!(matches!(stage.held.back(), Some(Effect::Find(FindRequest::Stop))), "{:?}", stage.held);
    stage.held.clear();
    stage.hold = false;
    stage.keys("g /");
    assert_eq!(listed(&stage).len(), 4);
}

#[test]
fn while_an_index_is_made_the_status_row_says_how_far_it_is() {
    let mut stage = stage();
    let told = |stage: &Stage| status(&stage.model).right.join(" · ");
    stage.send(crate::app::Msg::Indexing(Some(45)));
    assert_eq!(told(&stage), "index 45 % · mei");
    stage.send(crate::app::Msg::Indexing(None));
    assert_eq!(told(&stage), "mei");
}

#[test]
fn a_concordance_begins_with_the_word_that_one_reads_and_goes_by_the_words_beside_it() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("G tab shift-tab g c");
    assert_eq!(stage.results().field.text(), "too");
    stage.keys("esc b b g c");
    assert_eq!((stage.results().field.text().as_str(), listed(&stage)[0].as_str()), ("wall", "a.md 3"));
    stage.keys("tab");
    let right = ["> An old wall. A new [wall].", "An old [wall]. A new wall.", "[Wall]s", "On the old [wall] too."];
    assert_eq!(listed(&stage), right);
    stage.keys("tab tab tab enter");
    assert_eq!(place(&stage), "a.md: |Walls  An old wall. A new wall.");
    stage.keys("n");
    assert_eq!(place(&stage), "a.md: Walls  An old |wall. A new wall.");
}

#[test]
fn a_pasted_query_is_looked_for() {
    let mut stage = stage();
    stage.keys("g /");
    stage.send(crate::app::Msg::Paste("old\nwall".to_owned()));
    assert_eq!(listed(&stage).len(), 4);
}

#[test]
fn a_timeline_has_the_statements_of_all_texts_in_order_and_typing_narrows_it() {
    let files =
        [("b.md", "It broke in May 2020.\n\nIn November it froze again."), ("a.md", "Ice came on Dec. 3, 2019.")];
    let mut stage = Stage::with(&files, config(), (120, 30));
    stage.keys("g t");
    let labels = |stage: &Stage| -> Vec<String> {
        let of = |line: ResultLine<'_>| match line {
            ResultLine::Heading(group) => format!("{} {}", group.title, group.count),
            ResultLine::Frequency(..) => String::new(),
            ResultLine::Row(row, _) => format!("{} {}", row.label, row.path.as_ref().map_or("", DocPath::as_str)),
        };
        stage.results().list.window(100).into_iter().map(of).collect()
    };
    let all = ["2019 1", "2019-12-03 a.md", "2020 2", "2020-05 b.md", "2020-11~ b.md"];
    assert_eq!(labels(&stage), all);
    stage.keys("\"Froze\"");
    assert_eq!(labels(&stage), ["2020-11~ b.md"]);
    stage.keys("enter");
    assert_eq!(place(&stage), "b.md: It broke in May 2020.  In |November it froze again.");
    stage.keys("n");
    assert_eq!(stage.doc().cursor, 26, "round the end of one");
    stage.keys("g t ctrl-u");
    assert_eq!(labels(&stage), all);
    stage.keys("tab tab up up up enter n");
    assert_eq!(place(&stage), "b.md: It broke in |May 2020.  In November it froze again.");
}
