//! The names of all texts: listed, narrowed, gone to, and looked up from the word that one reads.

use crate::app::ResultLine;
use crate::app::test_stage::{Stage, config};
use crate::document::DocPath;

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
        ResultLine::Frequency(group, _) => format!("{} {}", group.count, group.title),
        ResultLine::Row(row, current) => {
            let path = row.path.as_ref().map_or("", DocPath::as_str);
            format!("{}{path} [{}] {}", if current { "> " } else { "" }, row.excerpt.passage(), row.label)
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
    stage.keys("esc g n");
    assert_eq!(
        (stage.results().field.text().as_str(), listed(&stage).len() > 2),
        ("", true),
        "who leaves it has all names again"
    );
}

#[test]
fn where_nothing_is_read_there_is_no_word_to_look_up() {
    let mut stage = stage();
    stage.run("look-up");
    assert_eq!(stage.said(), "open a text first");
}

#[test]
fn what_a_dictionary_says_stands_below_the_introductions_and_leads_nowhere() {
    let mut stage = stage();
    stage.model.config.settings.dictionary_folder = "Words".to_owned();
    stage.dictionary = vec![("Kita", "Kita, n.\n1. A name.\n\n2. The north."), ("slept", "See sleep.")];
    stage.open("b.md");
    stage.keys("w K");
    assert_eq!(
        listed(&stage)[1..],
        [
            "> b.md [Haruo Kita] introduced",
            "a.md [Kita Haruo] introduced",
            "Kita · Words",
            " [Kita, n.] ",
            " [1. A name.] ",
            " [2. The north.] "
        ],
        "{:?}",
        listed(&stage)
    );
    stage.keys("down down enter");
    assert_eq!(stage.doc().opened.path.as_str(), "b.md");
    assert!(stage.said().contains("esc leads back"), "{}", stage.said());
    stage.keys("\"x\"");
    assert_eq!(listed(&stage), Vec::<String>::new(), "it was looked up for another word");
    stage.keys("esc w w w w K");
    assert_eq!(listed(&stage), ["slept · Words", ">  [See sleep.] "], "a word that is no name");
    assert_eq!(stage.results().list.count, 0);
}

#[test]
fn an_entry_that_comes_late_leaves_the_current_row_where_it_is() {
    let mut stage = stage();
    stage.model.config.settings.dictionary_folder = "Words".to_owned();
    stage.dictionary = vec![("Kita", "A name.")];
    stage.open("b.md");
    stage.hold = true;
    stage.keys("w K");
    let word = stage.held.pop_back().expect("the word is looked up");
    stage.release();
    stage.keys("down");
    stage.held.push_back(word);
    stage.release();
    assert_eq!((stage.results().list.at, listed(&stage).len()), (1, 5));
}
