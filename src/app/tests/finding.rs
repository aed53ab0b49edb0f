//! Searching: hits, wrapping, and answers that come late or over a text that was replaced.

use crate::app::state::job::JobId;
use crate::app::test_stage::{PATH, Stage, check, document, opened};
use crate::app::{Effect, Msg, ReadRequest, ReadingPlace};
use crate::document::DocPath;
use std::sync::Arc;

const TEXT: &str = "|one two one two one";

#[test]
fn a_search_goes_to_the_first_hit_from_the_cursor_and_on_from_there() {
    check(TEXT, "/ \"two\" enter", "one |two one two one");
    check(TEXT, "/ \"one\" enter", "|one two one two one");
    check(TEXT, "/ \"one\" enter n", "one two |one two one");
    check(TEXT, "/ \"one\" enter n n n", "|one two one two one");
    check(TEXT, "/ \"one\" enter N", "one two one two |one");
    check(TEXT, "/ \"two\" enter n N", "one |two one two one");
    check("one two |one", ": \"search back\" enter \"one\" enter", "|one two one");
    check("one two |one", ": \"search back\" enter \"one\" enter n", "one two |one");
    check(TEXT, "/ esc", TEXT);
    check(TEXT, "/ \"two\" enter g g / enter", "one |two one two one");
}

#[test]
fn messages_count_the_hits_and_say_when_they_go_round() {
    let mut stage = Stage::over(TEXT);
    for (keys, said) in [
        ("/ \"one\" enter", "hit 1 of 3"),
        ("n", "hit 2 of 3"),
        ("n n", "hit 1 of 3 (round the end)"),
        ("N", "hit 3 of 3 (round the beginning)"),
        ("/ \"three\" enter", "no hit for three"),
        ("n", "no hit for three"),
    ] {
        stage.keys(keys);
        assert_eq!(stage.said(), said, "{keys}");
    }
}

#[test]
fn where_searches_do_not_wrap_they_stop() {
    let mut stage = Stage::over("one |two one");
    stage.model.config.settings.wrap_search = false;
    stage.keys("/ \"one\" enter n");
    assert_eq!(stage.said(), "no hit after this");
    assert_eq!(stage.marked(), "one two |one");
}

#[test]
fn a_faulty_expression_says_what_is_wrong() {
    let mut stage = Stage::over(TEXT);
    stage.keys("/ \"/(/\" enter");
    assert!(stage.model.status.message.as_ref().is_some_and(crate::app::Message::is_failure), "{}", stage.said());
}

#[test]
fn escape_hides_the_hits_and_the_next_one_shows_them_again() {
    let mut stage = Stage::over(TEXT);
    stage.keys("/ \"one\" enter esc");
    assert!(!stage.doc().found.shown);
    stage.keys("n");
    assert!(stage.doc().found.shown);
    let mut fresh = Stage::over(TEXT);
    fresh.keys("n");
    assert!(fresh.model.overlay.is_some(), "without a search there is one to be made");
}

#[test]
fn a_search_while_selecting_takes_the_selection_along() {
    check("one |two three", "v / \"three\" enter", "one {two t|}hree");
}

#[test]
fn the_answer_to_an_older_search_is_dropped() {
    let mut stage = Stage::over(TEXT);
    stage.hold = true;
    stage.keys("/ \"two\" enter / \"one\" enter");
    let held: Vec<Effect> = stage.held.drain(..).collect();
    let searched = |effect: &Effect| match effect {
        Effect::Read(ReadRequest::Search { job, .. }) => Some(*job),
        _ => None,
    };
    let [Some(old), Some(new)] = held.iter().map(searched).collect::<Vec<_>>()[..] else { panic!("two searches") };
    stage.send(Msg::Found { job: old, hits: vec![crate::text::Span::new(4, 7)], more: false });
    assert!(stage.doc().found.hits.is_empty());
    stage.send(Msg::Found { job: new, hits: vec![crate::text::Span::new(8, 11)], more: true });
    assert_eq!(stage.marked(), "one two |one two one");
    assert_eq!(stage.said(), "hit 1 of 1+");
}

#[test]
fn the_answer_to_an_older_open_is_dropped_and_so_is_its_failure() {
    let mut stage = Stage::with(&[("a.md", "a"), ("b.md", "b")], crate::app::test_stage::config(), (80, 24));
    stage.hold = true;
    stage.open("a.md");
    stage.open("b.md");
    let (a, b) = (Arc::clone(&stage.files["a.md"]), Arc::clone(&stage.files["b.md"]));
    let (first, second) = (JobId::NONE.next(), JobId::NONE.next().next());
    stage.send(Msg::Opened(Box::new(opened(second, "b.md", &b, None))));
    stage.send(Msg::Opened(Box::new(opened(first, "a.md", &a, None))));
    stage.send(Msg::NotOpened { job: first, reason: "gone".to_owned() });
    stage.send(Msg::Counted { job: first, words: 99 });
    assert_eq!((stage.doc().opened.path.as_str(), stage.doc().opened.words), ("b.md", None));
    assert_ne!(stage.said(), "gone");
    stage.send(Msg::NotOpened { job: second, reason: "gone".to_owned() });
    assert_eq!(stage.said(), "gone");
}

/// Replaces the open text, as when the rest of a file has come in.
fn replace(stage: &mut Stage, text: &str) {
    let job = stage.doc().opened.job;
    let whole = Arc::new(document(text).0);
    stage.send(Msg::Opened(Box::new(opened(job, PATH, &whole, None))));
}

/// The beginning of a file, its digest not known yet.
fn head(text: &str) -> Stage {
    let mut stage = Stage::over(text);
    stage.model.doc.as_mut().expect("open").opened.source = None;
    stage
}

#[test]
fn the_rest_of_a_file_keeps_cursor_window_and_selection() {
    let long = "A sentence. ".repeat(200);
    let mut stage = head(&long);
    stage.keys("space space v l l");
    let (marked, top) = (stage.doc().selected(), stage.doc().page.top);
    replace(&mut stage, &format!("{long}\n\nMore."));
    assert_eq!((stage.doc().selected(), stage.doc().page.top), (marked, top));
    assert!(stage.doc().opened.source.is_some());
}

#[test]
fn words_that_showed_stay_on_their_row_when_more_stands_before_them() {
    let long = (0..60).map(|number| format!("Paragraph {number} of the tides.")).collect::<Vec<_>>().join("\n\n");
    let mut stage = head(&long);
    stage.keys("space space j j w m a");
    let words = |stage: &Stage| {
        let (doc, top) = (stage.doc(), stage.doc().page.first_offset().unwrap());
        (
            doc.text()[doc.cursor..][..12].to_owned(),
            doc.text()[top..][..12].to_owned(),
            doc.text()[doc.trail.marks[&'a']..][..12].to_owned(),
        )
    };
    let shown = words(&stage);
    replace(&mut stage, &format!("Home\n\nAll of it\n\n{long}\n\nMore."));
    assert_eq!(words(&stage), shown);
    let mut stage = head(&long);
    replace(&mut stage, &format!("Of tides\n\n{long}"));
    assert_eq!(stage.doc().cursor, 0, "who has not begun to read is at the beginning");
}

#[test]
fn who_has_not_moved_is_where_they_left_the_whole_text() {
    let long = (0..60).map(|number| format!("Paragraph {number} of the tides.")).collect::<Vec<_>>().join("\n\n");
    let whole = format!("Home\n\n{long}");
    let at = whole.find("Paragraph 30").unwrap();
    let marks = [('a', whole.find("Paragraph 40").unwrap())].into();
    let left = ReadingPlace { offset: at, top: at, marks, ..ReadingPlace::beginning(DocPath::new(PATH).unwrap()) };
    for (keys, shows) in [("", "Paragraph 30"), ("j j", "aph 32 of th")] {
        let mut stage = head(&long);
        let job = stage.doc().opened.job;
        let doc = stage.model.doc.as_mut().expect("open");
        (doc.opened.place, doc.cursor) = (Some(left.clone()), at);
        stage.keys(keys);
        stage.send(Msg::Opened(Box::new(opened(job, PATH, &Arc::new(document(&whole).0), Some(left.clone())))));
        let shown = |at: usize| stage.doc().text()[at..].chars().take(12).collect::<String>();
        assert_eq!(shown(stage.doc().cursor), shows, "{keys}");
        assert_eq!(shown(stage.doc().trail.marks[&'a']), "Paragraph 40", "a mark behind what was read is there");
    }
    // Where it was read under another name, that is known with the whole text.
    let read = ReadingPlace { furthest: 0.5, ..left };
    for (keys, shows) in [("", "Paragraph 30"), ("j j", "Paragraph 2 ")] {
        let mut stage = head(&long);
        stage.keys(keys);
        let job = stage.doc().opened.job;
        stage.send(Msg::Opened(Box::new(opened(job, PATH, &Arc::new(document(&whole).0), Some(read.clone())))));
        let shown: String = stage.doc().text()[stage.doc().cursor..].chars().take(12).collect();
        assert_eq!((shown.as_str(), stage.doc().trail.marks.len()), (shows, 1), "{keys}");
        assert!(stage.doc().reading.furthest >= 0.5);
    }
}

#[test]
fn what_is_wrong_with_a_text_is_said_when_all_of_it_is_read() {
    let mut stage = head("one two three");
    let job = stage.doc().opened.job;
    let mut whole = document("one two three four").0;
    whole.warnings.push("The end is damaged.".to_owned());
    stage.send(Msg::Opened(Box::new(opened(job, PATH, &Arc::new(whole), None))));
    assert_eq!(stage.said(), "The end is damaged.");
}

#[test]
fn a_shorter_text_draws_cursor_selection_and_trail_in() {
    let mut stage = head("one two three four");
    stage.keys("w v G m a H");
    stage.keys("G");
    replace(&mut stage, "on日");
    assert_eq!(stage.marked(), "on{日|}");
    stage.keys("esc ' a H H L k j s 1");
    assert_eq!(stage.own(), ["highlight yellow [on日]"]);
    let mut stage = head("one two");
    replace(&mut stage, "");
    stage.keys("j k w s 1 f v G");
    assert_eq!(stage.doc().cursor, 0);
}

#[test]
fn hits_are_looked_for_again_in_a_longer_text_and_the_cursor_stays() {
    let mut stage = head("one |two one");
    stage.keys("/ \"one\" enter h");
    replace(&mut stage, "one two one\n\none more");
    assert_eq!(stage.doc().found.hits.len(), 3);
    assert_eq!(stage.marked(), "one two| one\n\none more");
    stage.keys("n n");
    assert_eq!(stage.said(), "hit 3 of 3");
}

#[test]
fn a_word_that_stands_only_in_the_rest_is_gone_to_when_it_arrives() {
    let mut stage = head("|one two");
    stage.keys("/ \"more\" enter");
    assert_eq!(stage.said(), "no hit in what has been read of the file; still reading");
    replace(&mut stage, "one two\n\nand more");
    assert_eq!(stage.marked(), "one two\n\nand |more");
}

#[test]
fn who_went_to_the_end_of_what_was_read_goes_on_when_the_rest_is_there() {
    let (begun, whole) = ("|one two", "one two\n\nthree\n\nfour\n\nfive");
    for (keys, expected) in [
        ("G", "one two\n\nthree\n\nfour\n\nfiv|e"),
        ("5 0 %", "one two\n\nthr|ee\n\nfour\n\nfive"),
        ("G h", "one t|wo\n\nthree\n\nfour\n\nfive"),
        ("G H", "|one two\n\nthree\n\nfour\n\nfive"),
        ("v G", "{one two\n\nthree\n\nfour\n\nfive|}"),
    ] {
        let mut stage = head(begun);
        stage.keys(keys);
        replace(&mut stage, whole);
        assert_eq!(stage.marked(), expected, "{keys}");
        stage.keys("esc H");
        assert_eq!(stage.doc().cursor, 0, "{keys}: back is where one went from");
    }
    let mut stage = head(begun);
    stage.keys("G");
    assert_eq!(stage.said(), "the rest of the text is still being read; this goes on there");
}
