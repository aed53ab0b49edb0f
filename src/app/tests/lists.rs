//! The list of texts: order, filter, sessions, many items, what stays chosen while more come in.

use crate::app::test_stage::{Stage, config};
use crate::app::{Effect, ListItem, ListRow, Msg, Overlay, Pane, ReadRequest};
use crate::config::syllabus::{Session, Syllabus};
use crate::document::{DocPath, doc_path};
use std::sync::Arc;

fn item(path: &str, title: &str, author: &str, date: &str, words: usize) -> ListItem {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    ListItem {
        title: said(title),
        authors: said(author).into_iter().collect(),
        date: said(date),
        words: Some(words),
        ..ListItem::of(doc_path(path))
    }
}

fn stage() -> Stage {
    let mut stage = Stage::with(&[("c.md", "c"), ("a.md", "a"), ("b.md", "b"), ("d.md", "d")], config(), (80, 24));
    stage.send(Msg::Listed(vec![
        item("a.md", "Zebra", "Mori", "2019-05-01", 300),
        item("b.md", "apple", "", "2020-01-01", 100),
        item("c.md", "Mango", "Abe", "", 200),
        item("d.md", "", "Kim", "2018", 400),
    ]));
    stage
}

/// What the list shows, the chosen one marked.
fn shown(stage: &Stage) -> Vec<String> {
    let list = &stage.model.list;
    let name = |shown: &ListRow| match shown {
        ListRow::Session(at) => format!("-- {}", list.schedule.groups[*at].title),
        ListRow::Heading(text) => format!("-- {text}"),
        ListRow::Item(index) => list.items[*index].path.to_string(),
    };
    list.shown
        .iter()
        .enumerate()
        .map(|(at, shown)| if at == list.at { format!("> {}", name(shown)) } else { name(shown) })
        .collect()
}

#[test]
fn each_order_sorts_and_the_chosen_text_stays_chosen() {
    let mut stage = stage();
    assert_eq!(shown(&stage), ["> a.md", "b.md", "c.md", "d.md"]);
    stage.keys("j j");
    let orders = [
        ("title", ["b.md", "d.md", "> c.md", "a.md"]),
        ("author", ["> c.md", "d.md", "a.md", "b.md"]),
        ("date", ["b.md", "a.md", "d.md", "> c.md"]),
        ("words", ["b.md", "> c.md", "a.md", "d.md"]),
        ("progress", ["b.md", "d.md", "> c.md", "a.md"]),
        ("notes", ["b.md", "d.md", "> c.md", "a.md"]),
        ("syllabus", ["a.md", "b.md", "> c.md", "d.md"]),
    ];
    for (order, expected) in orders {
        stage.keys("s");
        assert_eq!(stage.said(), format!("sorted by {order}"));
        assert_eq!(shown(&stage), expected, "{order}");
    }
}

#[test]
fn texts_that_come_and_go_leave_the_cursor_where_it_stands() {
    let mut stage = stage();
    stage.keys("j j");
    assert_eq!(shown(&stage), ["a.md", "b.md", "> c.md", "d.md"]);
    let changed = |stage: &mut Stage, gone: &[&str], changed: &[&str]| {
        let paths = |paths: &[&str]| paths.iter().map(|path| doc_path(path)).collect();
        stage.send(Msg::TextsChanged { gone: paths(gone), changed: paths(changed) });
    };
    stage.send(Msg::Listed(vec![item("aa.md", "New", "", "", 5)]));
    changed(&mut stage, &["a.md"], &[]);
    assert_eq!(shown(&stage), ["aa.md", "b.md", "> c.md", "d.md"]);
    changed(&mut stage, &["c.md", "nowhere.md"], &[]);
    assert_eq!(shown(&stage), ["aa.md", "b.md", "> d.md"], "what stood behind it");
    changed(&mut stage, &["d.md", "b.md"], &[]);
    assert_eq!(shown(&stage), ["> aa.md"]);
    changed(&mut stage, &["aa.md"], &[]);
    assert_eq!(shown(&stage), [""; 0]);
    stage.send(Msg::Listed(vec![item("z.md", "Back", "", "", 5)]));
    stage.resize((80, 24));
    assert_eq!(shown(&stage), ["> z.md"]);
}

#[test]
fn the_open_text_says_that_its_file_changed_and_is_read_anew_where_one_stands() {
    let mut stage = Stage::with(&[("a.md", "One. Two. Three four.\n\nFive.")], config(), (80, 24));
    stage.open("a.md");
    stage.keys(") ) w");
    assert_eq!(stage.marked(), "One. Two. Three |four.\n\nFive.");
    let (text, _) = crate::app::test_stage::document("Before. One. Two and more. Three four.\n\nFive.");
    stage.files.insert("a.md".to_owned(), Arc::new(text));
    stage.send(Msg::TextsChanged { gone: Vec::new(), changed: vec![doc_path("a.md")] });
    assert_eq!(stage.said(), "the file has changed; g r reads it anew");
    let plan = Arc::new(crate::config::syllabus::parse("title = 'Walls'\n").0);
    stage.send(Msg::Planned { syllabus: Some(plan), faults: Vec::new() });
    assert_eq!(stage.said(), "the file has changed; g r reads it anew", "a new plan is not what the reader needs now");
    stage.keys("R");
    assert_eq!(stage.said(), "the file has changed; g r reads it anew", "nothing stands in a text that is gone");
    stage.keys("b");
    assert_eq!(crate::app::status(&stage.model).left, "the file has changed; g r reads it anew", "until it is done");
    stage.keys("w g r");
    assert_eq!(stage.marked(), "Before. One. Two and more. Three |four.\n\nFive.");
    assert!(!stage.doc().opened.outdated);
    stage.send(Msg::TextsChanged { gone: vec![doc_path("a.md")], changed: Vec::new() });
    assert!(stage.said().starts_with("the file of this text is gone"), "{}", stage.said());
    assert_eq!(stage.marked(), "Before. One. Two and more. Three |four.\n\nFive.", "it stays on the screen");
}

#[test]
fn sessions_stand_in_their_order_and_are_stepped_over() {
    let mut stage = stage();
    stage.keys("j k");
    let session = |number, title: &str, readings: &[&str]| Session {
        number,
        title: Some(title.to_owned()),
        readings: readings.iter().map(|path| doc_path(path)).collect(),
        ..Session::default()
    };
    let sessions = vec![session(1, "Fruit", &["c.md", "b.md", "gone.md"]), session(2, "Empty", &["gone.md"])];
    *stage.model.seminar.syllabus = Arc::new(Syllabus { sessions, ..Syllabus::default() });
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: Vec::new() });
    assert_eq!(shown(&stage), ["-- 1 · Fruit", "c.md", "b.md", "-- Other texts", "> a.md", "d.md"]);
    stage.keys("k");
    assert_eq!(stage.model.list.selected().map(|item| item.path.as_str()), Some("b.md"));
    stage.keys("g g");
    assert_eq!(stage.model.list.selected().map(|item| item.path.as_str()), Some("c.md"));
    assert_eq!(stage.model.list.top, 0, "the heading stays in sight");
    stage.keys("k G j");
    assert_eq!(stage.model.list.selected().map(|item| item.path.as_str()), Some("d.md"));
}

#[test]
fn typing_narrows_and_escape_brings_everything_back() {
    let mut stage = stage();
    stage.keys("/ \"mang\"");
    assert_eq!(shown(&stage), ["> c.md"]);
    stage.keys("esc");
    assert_eq!(shown(&stage), ["a.md", "b.md", "> c.md", "d.md"]);
    stage.keys("/ \"md\" down ctrl-n up enter");
    assert_eq!(stage.doc().opened.path, stage.model.list.selected().expect("one").path);
    stage.keys("q");
    assert_eq!(stage.model.list.filter, "md", "the filter stays, as the list says");
    stage.keys("esc");
    assert_eq!((stage.model.list.filter.as_str(), stage.said()), ("", "all texts"));
    stage.keys("/ \"apl\"");
    assert_eq!(shown(&stage), ["> b.md"], "letters in order, where nothing holds them side by side");
    stage.keys("esc / \"ap\"");
    assert_eq!(shown(&stage), ["> b.md"]);
    stage.keys("esc / \"mo\"");
    assert_eq!(shown(&stage), ["> a.md"], "and not Mango, whose letters are further apart");
    stage.keys("esc");
    stage.keys("/ \"qqq\" enter");
    assert!(stage.model.list.shown.is_empty() && stage.model.overlay.is_none());
    stage.keys("j k enter s esc");
    assert_eq!(stage.model.list.shown.len(), 4);
    stage.keys("/ \"a\" ctrl-c");
    assert!(stage.model.overlay.is_none() && stage.model.list.filter.is_empty());
}

#[test]
fn the_next_text_is_the_one_after_the_open_one_wherever_the_choice_stands() {
    let mut stage = stage();
    stage.keys("enter q G tab ctrl-n");
    assert_eq!(stage.doc().opened.path, "b.md");
    stage.keys("ctrl-n ctrl-n ctrl-n");
    assert_eq!((stage.doc().opened.path.as_str(), stage.said()), ("d.md", "this is the last text"));
    stage.keys("ctrl-p");
    assert_eq!(stage.doc().opened.path, "c.md");
}

#[test]
fn a_text_that_cannot_be_opened_does_not_bar_the_way_to_the_next() {
    let mut stage = stage();
    stage.files.remove("b.md");
    stage.keys("enter ctrl-n");
    assert_eq!((stage.doc().opened.path.as_str(), stage.said()), ("a.md", "b.md cannot be read"));
    stage.keys("ctrl-n");
    assert_eq!(stage.doc().opened.path, "c.md");
    stage.keys("ctrl-p ctrl-p");
    assert_eq!(stage.doc().opened.path, "a.md");
    stage.keys("ctrl-n ctrl-p ctrl-n");
    assert_eq!((stage.doc().opened.path.as_str(), stage.said()), ("a.md", "b.md cannot be read"), "it is tried again");
}

#[test]
fn many_items_arrive_in_batches_and_the_chosen_one_stays_chosen_and_in_sight() {
    let mut stage = Stage::with(&[], config(), (80, 24));
    let batch = |from: usize| {
        (from..from + 64).map(|n| item(&format!("{:05}.md", (n * 7919) % 10_048), "", "", "", n)).collect::<Vec<_>>()
    };
    stage.send(Msg::Listed(batch(0)));
    stage.keys("j j j");
    let chosen = stage.model.list.selected().expect("one").path.clone();
    for n in 1..157 {
        stage.send(Msg::Listed(batch(n * 64)));
        let list = &stage.model.list;
        assert_eq!(list.selected().expect("one").path, chosen);
        assert!((list.top..list.top + 11).contains(&list.at), "{} {}", list.top, list.at);
    }
    assert_eq!(stage.model.list.items.len(), 157 * 64);
    stage.keys("G s / \"09999\"");
    assert_eq!(stage.model.list.selected().expect("one").path, "09999.md");
    assert!(matches!(stage.model.overlay, Some(Overlay::Line(_))));
}

#[test]
fn before_a_key_the_first_text_stays_chosen_whatever_arrives() {
    let mut stage = Stage::with(&[], config(), (80, 24));
    stage.send(Msg::Listed(vec![item("m.md", "", "", "", 1)]));
    stage.send(Msg::Listed(vec![item("a.md", "", "", "", 1)]));
    assert_eq!(shown(&stage), ["> a.md", "m.md"]);
}

#[test]
fn progress_and_notes_of_the_open_text_reach_the_list() {
    let mut stage = stage();
    stage.keys("enter s 1 q");
    let item = stage.model.list.item(&doc_path("a.md")).expect("it is there");
    assert_eq!((item.annotations, item.progress), (1, 1.0));
    stage.send(Msg::Listed(vec![ListItem { title: Some("Zebra".to_owned()), ..ListItem::of(doc_path("a.md")) }]));
    let item = stage.model.list.item(&doc_path("a.md")).expect("it is there");
    assert_eq!((item.annotations, item.progress), (1, 1.0), "what is known better is not forgotten");
}

#[test]
fn leaving_goes_from_notes_to_text_to_list_to_the_end() {
    let mut stage = stage();
    stage.keys("enter tab q");
    assert_eq!(stage.model.view.focus, Pane::Reader);
    stage.keys("q");
    assert_eq!(stage.model.view.focus, Pane::List);
    assert!(!stage.ended && stage.places.contains_key("a.md"));
    stage.keys("q");
    assert!(stage.ended);
}

#[test]
fn a_file_whose_name_is_no_text_is_opened_by_its_bytes_wherever_its_path_was_read() {
    use std::os::unix::ffi::OsStringExt;
    let bytes = std::ffi::OsString::from_vec(b"caf\xE9.md".to_vec());
    let listed = DocPath::new(bytes.clone()).expect("a path");
    let mut stage = stage();
    stage.send(Msg::Listed(vec![ListItem::of(listed)]));
    let asked = crate::app::open(&mut stage.model, &doc_path("caf\u{FFFD}E9.md"));
    let opens = |effect: &Effect| match effect {
        Effect::Read(ReadRequest::Open { path, .. }) => path.as_path().as_os_str() == bytes,
        _ => false,
    };
    assert!(asked.iter().any(opens), "{asked:?}");
}

#[test]
fn a_plan_that_changes_while_the_list_shows_is_followed_and_a_broken_one_is_told_and_waited_for() {
    let mut stage = stage();
    let plan = |text: &str| Arc::new(crate::config::syllabus::parse(text).0);
    let first = plan("title = 'Walls'\n[[session]]\ntitle = 'Stones'\nreadings = ['c.md']\n");
    stage.send(Msg::Planned { syllabus: Some(Arc::clone(&first)), faults: Vec::new() });
    assert_eq!(stage.said(), "the plan has changed: syllabus.toml was read anew");
    let titles =
        |stage: &Stage| stage.model.list.schedule.groups.iter().map(|group| group.title.clone()).collect::<Vec<_>>();
    assert_eq!((stage.model.list.name.as_str(), titles(&stage).len()), ("Walls", 1));
    let fault = || vec!["syllabus.toml:3: a quotation mark is missing".to_owned()];
    stage.send(Msg::Planned { syllabus: None, faults: fault() });
    assert_eq!(
        stage.said(),
        "syllabus.toml:3: a quotation mark is missing; the plan of before holds until it can be read"
    );
    assert!(Arc::ptr_eq(&stage.model.seminar.syllabus, &first) && titles(&stage).len() == 1);
    stage.send(Msg::Planned { syllabus: Some(plan("")), faults: Vec::new() });
    assert!(titles(&stage).is_empty());
}

#[test]
fn the_folder_is_looked_at_again_where_one_comes_back_to_the_list_or_paints_anew() {
    let mut stage = stage();
    stage.open("a.md");
    stage.terminal.clear();
    stage.keys("j q");
    assert_eq!(stage.terminal, ["look again"]);
    stage.keys("ctrl-l");
    assert_eq!(stage.terminal, ["look again", "redraw", "look again"]);
}

#[test]
fn a_list_that_a_text_stood_over_comes_back_as_it_was() {
    let files: Vec<(String, String)> = (10..50).map(|at| (format!("{at}.md"), "words".to_owned())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut stage = Stage::with(&files, config(), (80, 24));
    stage.send(Msg::Listed(files.iter().map(|(path, _)| ListItem::of(doc_path(path))).collect()));
    stage.keys("j j j");
    let before = (stage.model.list.top, stage.model.list.at);
    stage.keys("enter space q");
    assert_eq!((stage.model.list.top, stage.model.list.at), before);
}

#[test]
fn the_list_begins_in_the_folder_that_was_asked_for() {
    let mut stage = Stage::with(&[], config(), (80, 24));
    stage.model.list.schedule.folder = Some(doc_path("b"));
    stage.send(Msg::Listed(["a/1.md", "b/2.md", "b/3.md", "bb/4.md"].map(|path| ListItem::of(doc_path(path))).into()));
    assert_eq!(shown(&stage), ["a/1.md", "> b/2.md", "b/3.md", "bb/4.md"]);
    stage.keys("j");
    stage.send(Msg::Listed(vec![ListItem::of(doc_path("b/0.md"))]));
    assert_eq!(shown(&stage), ["a/1.md", "b/0.md", "b/2.md", "> b/3.md", "bb/4.md"], "what was chosen stays so");
}
