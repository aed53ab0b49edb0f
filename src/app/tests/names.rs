//! The names of all texts: listed, narrowed, gone to, and looked up from the word that one reads.

use crate::app::ResultLine;
use crate::app::stage::{Stage, config};

const FILES: &[(&str, &str)] = &[
    ("a.md", "Minister Kita Haruo signed the Herring Pact (HP). Kita left, and the HP held."),
    ("b.md", "Haruo Kita, the late minister, slept.\n\nThe HP ended."),
];

fn stage() -> Stage {
    Stage::with(FILES, config(), (120, 30))
}

fn listed(stage: &Stage) -> Vec<String> {
    let shown = |line: ResultLine<'_>| match line {
        ResultLine::Heading(group) => group.title.clone(),
        ResultLine::Row(row, current) => {
            format!("{}{} [{}] {}", if current { "> " } else { "" }, row.path, row.excerpt.passage(), row.label)
        }
    };
    stage.results().list.window(100).into_iter().map(shown).collect()
}

#[test]
fn names_stand_by_how_often_they_are_and_where_they_are_introduced_first() {
    let mut stage = stage();
    stage.keys("g n");
    assert_eq!(
        listed(&stage),
        [
            "Haruo Kita · person · 2 texts",
            "> a.md [Kita Haruo] introduced",
            "b.md [Haruo Kita] introduced",
            "a.md [Kita] ",
            "Herring Pact (HP) · agreement · 2 texts",
            "a.md [Herring Pact] introduced",
            "b.md [HP] introduced",
            "a.md [HP] ",
        ]
    );
    stage.keys("\"hp\"");
    assert_eq!(listed(&stage)[0], "Herring Pact (HP) · agreement · 2 texts");
    stage.keys("ctrl-u \"zebra\"");
    assert!(listed(&stage).is_empty());
    stage.keys("ctrl-u tab enter");
    assert_eq!(stage.marked().find('|'), FILES[0].1.find("Herring"));
}

#[test]
fn a_word_is_looked_up_in_the_text_that_one_reads_first() {
    let mut stage = stage();
    stage.open("b.md");
    stage.keys("w K");
    assert_eq!(stage.results().field.text(), "Kita");
    assert_eq!(listed(&stage)[1], "> b.md [Haruo Kita] introduced");
    stage.keys("down enter");
    assert_eq!(stage.doc().opened.path.as_str(), "a.md");
    stage.keys("g n");
    assert_eq!(stage.results().field.text(), "Kita", "the view is as it was left");
}

#[test]
fn where_nothing_is_read_there_is_no_word_to_look_up() {
    let mut stage = stage();
    stage.run("look-up");
    assert_eq!(stage.said(), "put the cursor on a name in a text");
}
