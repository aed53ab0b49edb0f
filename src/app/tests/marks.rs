//! Everything that was marked: found, grouped, gone to, and its tags changed at once and taken back at once.

use crate::annotation::{Kind, Record};
use crate::app::test_stage::{Stage, config};
use crate::app::{Effect, FindRequest, ResultLine, status};

const FILES: &[(&str, &str)] =
    &[("a.md", "# Walls\n\nAn old wall. A new wall."), ("b.md", "Moss grows.\n\nOn the old wall too.")];

/// Two marks of one's own on a.md, the second tagged, one on b.md, and Ana's on b.md.
fn stage() -> Stage {
    let mut stage = Stage::with(FILES, config(), (120, 30));
    stage.other("b.md", Kind::Note, "Moss grows.", "Does it?");
    stage.open("a.md");
    stage.keys("} s 2 ) t \"law/sea\" enter");
    stage.open("b.md");
    stage.keys("} t \"law,\" esc");
    stage
}

/// Headings and rows; the current one marked.
fn listed(stage: &Stage) -> Vec<String> {
    let shown = |line: ResultLine<'_>| match line {
        ResultLine::Heading(group) => format!("{} {}", group.title, group.count),
        ResultLine::Frequency(group, current) => {
            format!("{}{} {}", if current { "> " } else { "" }, group.count, group.title)
        }
        ResultLine::Row(row, current) => {
            let label = if row.label.is_empty() { String::new() } else { format!("{}: ", row.label) };
            format!("{}{label}[{}]{}", if current { "> " } else { "" }, row.excerpt.passage(), row.excerpt.beside().1)
        }
    };
    stage.results().list.window(100).into_iter().map(shown).collect()
}

#[test]
fn all_marks_of_all_readers_stand_text_by_text() {
    let mut stage = stage();
    stage.keys("g m");
    assert_eq!(
        listed(&stage),
        [
            "a.md 2",
            "> [An old wall.]",
            "[A new wall.]",
            "b.md 2",
            "ana · note: [Moss grows.] — Does it?",
            "[On the old wall too.]",
        ]
    );
}

#[test]
fn a_concordance_goes_over_texts_ones_own_marks_or_everybodys() {
    let mut stage = stage();
    stage.keys("g c ctrl-u \"old OR moss\"");
    let title = |stage: &Stage| stage.results().title().to_owned();
    assert!(title(&stage).contains("texts") && listed(&stage).len() == 5, "{:?}", listed(&stage));
    stage.keys("ctrl-t");
    assert_eq!(title(&stage), "Concordance of my marks and notes");
    assert_eq!(listed(&stage), ["a.md 1", "> [old] wall. A new wall.", "b.md 1", "[old] wall too."]);
    stage.keys("ctrl-t");
    assert_eq!(listed(&stage)[2..], ["b.md 2", "[Moss] grows. On the old wall too.", "[old] wall too."]);
    stage.keys("ctrl-u \"does\"");
    assert_eq!(listed(&stage), ["b.md 1", "> [Does] it?"], "in the note; what is typed needs no new look");
    stage.keys("enter");
    assert_eq!(stage.doc().opened.path.as_str(), "b.md");
    assert_eq!(stage.marked().find('|'), Some(0), "at the passage of the note");
    stage.keys("g c ctrl-t ctrl-u \"wall tag:law\"");
    assert_eq!(title(&stage), "Concordance of everybody's marks and notes", "texts have no tags");
    assert_eq!((stage.results().fault.is_some(), listed(&stage).len()), (false, 4), "{:?}", listed(&stage));
}

#[test]
fn the_last_order_of_a_concordance_says_how_often_each_text_has_it() {
    let mut stage = stage();
    stage.keys("g c ctrl-u \"wall\" tab tab tab");
    assert_eq!(listed(&stage), ["> 3 a.md", "1 b.md"]);
    stage.keys("down enter");
    assert_eq!(stage.doc().opened.path.as_str(), "b.md");
}

#[test]
fn around_a_mark_paragraphs_are_parted() {
    let mut stage = stage();
    stage.keys("g m");
    let texts: Vec<&str> = stage
        .results()
        .list
        .window(100)
        .iter()
        .filter_map(|line| match line {
            ResultLine::Row(row, _) => row.excerpt.text.split("\n\n").nth(1),
            ResultLine::Heading(_) | ResultLine::Frequency(..) => None,
        })
        .collect();
    assert!(texts.contains(&"…Moss grows. On the old wall too.…"), "{texts:?}");
}

#[test]
fn a_query_of_notes_narrows_them_and_a_fault_is_told_in_its_place() {
    let mut stage = stage();
    stage.keys("g m \"tag:law\"");
    assert_eq!(listed(&stage), ["a.md 1", "> [A new wall.]", "b.md 1", "[On the old wall too.]"]);
    stage.keys("ctrl-u \"by:ana\"");
    assert_eq!(listed(&stage), ["b.md 1", "> ana · note: [Moss grows.] — Does it?"]);
    stage.keys("ctrl-u \"kind:sonnet wall\"");
    assert!(stage.results().fault.is_some() && stage.results().list.len() == 3);
    stage.keys("ctrl-u \"zebra\"");
    assert!(listed(&stage).is_empty());
}

#[test]
fn one_key_turns_the_grouping_and_the_mark_stays() {
    let mut stage = stage();
    stage.keys("g m down tab");
    assert_eq!(
        listed(&stage),
        [
            "law 2",
            "b.md: [On the old wall too.]",
            "  sea 1",
            "> a.md: [A new wall.]",
            "no tag 2",
            "a.md: [An old wall.]",
            "b.md · ana · note: [Moss grows.] — Does it?",
        ]
    );
    stage.keys("tab");
    let headings = |stage: &Stage| {
        let groups = stage.results().list.groups().iter();
        groups.map(|group| format!("{} {}", group.title, group.count)).collect::<Vec<_>>()
    };
    assert_eq!(headings(&stage), ["yellow 2", "green 1", "no colour 1"]);
    stage.keys("tab");
    assert_eq!(headings(&stage), ["me 3", "ana 1"]);
    stage.keys("tab");
    assert_eq!(headings(&stage), ["2026-11-18 4"]);
    stage.keys("tab");
    assert_eq!(headings(&stage), ["a.md 2", "b.md 2"]);
}

#[test]
fn enter_goes_to_the_mark_in_its_text_and_the_key_comes_back_to_it() {
    let mut stage = stage();
    stage.keys("g m down enter");
    assert_eq!(stage.doc().opened.path.as_str(), "a.md");
    assert_eq!(stage.marked(), "Walls\n\nAn old wall. |A new wall.");
    stage.keys("g m");
    assert_eq!(stage.results().list.at, 1);
}

#[test]
fn the_tags_of_all_that_show_are_changed_at_once_and_others_stay() {
    let mut stage = stage();
    stage.keys("g m \"wall OR moss\" ctrl-t \"law=right, seen\" enter");
    assert!(stage.said().starts_with("seen added, law → right: 3 of yours in 2 texts"), "{}", stage.said());
    assert!(stage.said().ends_with("1 of another reader stays as it is"), "{}", stage.said());
    stage.keys("tab");
    let headings: Vec<&str> = stage.results().list.groups().iter().map(|group| group.title.as_str()).collect();
    assert_eq!(headings, ["right", "  sea", "seen", "no tag"]);
    let on_disk = |stage: &Stage| {
        let tags = stage.disk.values().filter_map(Record::annotation).map(|it| it.tags.join(" "));
        tags.collect::<std::collections::BTreeSet<String>>()
    };
    assert_eq!(on_disk(&stage), ["right seen", "right/sea seen", "seen"].map(str::to_owned).into());
    stage.keys("ctrl-r");
    assert_eq!(on_disk(&stage), ["", "law", "law/sea"].map(str::to_owned).into());
    assert_eq!(stage.said(), "taken back: the tags of 3 annotations");
    stage.keys("ctrl-r esc u");
    assert_eq!(on_disk(&stage), ["", "law", "law/sea"].map(str::to_owned).into());
    stage.keys("ctrl-r");
    assert_eq!(on_disk(&stage), ["right seen", "right/sea seen", "seen"].map(str::to_owned).into());
}

#[test]
fn tags_stand_as_a_tree_with_those_above_them_though_nothing_has_these_alone() {
    let mut stage = stage();
    stage.keys("g m ctrl-t \"law=right/court\" enter tab");
    let headings = stage.results().list.groups().iter().map(|group| format!("{} {}", group.title, group.count));
    assert_eq!(headings.collect::<Vec<_>>(), ["right 2", "  court 2", "    sea 1", "no tag 2"]);
}

#[test]
fn what_cannot_be_taken_back_of_the_tags_of_many_is_said() {
    let mut stage = stage();
    stage.keys("g m \"wall\" ctrl-t \"seen\" enter ctrl-u \"quote:too\" enter t backspace \"mine\" enter");
    stage.keys("g m ctrl-u \"quote:new\" enter d g m ctrl-r");
    let said = stage.said();
    assert!(said.starts_with("taken back: the tags of 2 annotations"), "{said}");
    assert!(said.contains("1 tagged otherwise since") && said.contains("1 deleted since"), "{said}");
    assert!(!stage.own().concat().contains("seen"), "{:?}", stage.own());
}

#[test]
fn states_and_picks_of_marks_on_texts_that_are_not_open_are_asked_for() {
    let mut stage = stage();
    stage.keys("g m \"state:same\"");
    assert_eq!(listed(&stage).len(), 6, "{:?}", listed(&stage));
    stage.hold = true;
    stage.keys("ctrl-u \"state:orphan\"");
    assert!(stage.held.is_empty(), "they came with the first");
    stage.keys("esc g m");
    assert!(matches!(stage.held.back(), Some(Effect::Find(FindRequest::Marks { states: true, .. }))));
    stage.keys("ctrl-u");
    stage.release();
    stage.keys("\"quote:moss\" enter * g m ctrl-u \"is:picked\"");
    assert_eq!(listed(&stage).len(), 2, "{:?}", listed(&stage));
}

#[test]
fn what_was_changed_since_is_undone_before_the_tags_of_many() {
    let mut stage = stage();
    stage.keys("g m ctrl-t \"seen\" enter esc");
    stage.keys("t \"later\" enter u");
    assert!(!stage.own().concat().contains("later") && stage.own().concat().contains("seen"), "{:?}", stage.own());
    stage.keys("g m ctrl-r esc");
    assert!(!stage.own().concat().contains("seen"), "{:?}", stage.own());
}

#[test]
fn nothing_of_one_s_own_is_nothing_to_tag_and_what_is_no_edit_is_asked_again() {
    let mut stage = stage();
    stage.keys("g m \"by:ana\" ctrl-t");
    assert_eq!(stage.said(), "none of these is yours; others' tags stay");
    stage.keys("ctrl-u ctrl-t \"=\" enter");
    assert!(stage.said().contains("names no tag"), "{}", stage.said());
    stage.keys("esc");
    assert_eq!(stage.results().list.len(), 4);
    stage.keys("ctrl-t \"-nothing\" enter");
    assert!(stage.said().contains("changes nothing of yours"), "{}", stage.said());
}

#[test]
fn others_words_on_a_text_that_is_read_blind_wait() {
    let mut stage = stage();
    let plan = "[[session]]\nnumber = 1\nblind = 9\nreadings = [\"b.md\"]\n";
    let (syllabus, faults) = crate::config::syllabus::parse(plan);
    assert!(faults.is_empty(), "{faults:?}");
    *stage.model.seminar.syllabus = std::sync::Arc::new(syllabus);
    stage.keys("g m");
    assert!(!listed(&stage).concat().contains("Does it?"), "{:?}", listed(&stage));
    stage.send(crate::app::Msg::Readers(vec![crate::app::test_stage::person("ana"), crate::app::test_stage::mei()]));
    // Those of one's own group do not where the groups stay apart.
    for (members, shows) in [("'mei', 'ana'", true), ("'mei'", false)] {
        let plan = format!(
            "[groups]\nred = [{members}]\nblue = ['tom']\n[[session]]\nnumber = 1\napart = 2999-01-01\nreadings = ['b.md']\n"
        );
        *stage.model.seminar.syllabus = std::sync::Arc::new(crate::config::syllabus::parse(&plan).0);
        stage.keys("esc");
        stage.open("b.md");
        stage.keys("g m");
        assert_eq!(listed(&stage).concat().contains("Moss grows."), shows, "{members}: {:?}", listed(&stage));
    }
}

#[test]
fn the_keys_that_matter_stand_in_the_status_row() {
    let mut stage = stage();
    stage.keys("g m");
    let hints: Vec<String> = status(&stage.model).hints.into_iter().map(|hint| hint.about).collect();
    assert!(hints.iter().any(|about| about == "group by"), "{hints:?}");
}
