//! Blind first reading: others' annotations stay out of every pane, prompt and offer until the condition is met, and come
//! the moment it is.

use crate::annotation::{Audience, Kind, Recipients};
use crate::app::test_stage::{PATH, Stage, config, mei, person};
use crate::app::{Me, Msg, Overlay, status};
use crate::config::syllabus;
use crate::document::doc_path;
use crate::study::Summary;
use std::sync::Arc;

const TEXT: &str = "One two. Three four.\n\nFive six. Seven.\n\nEight nine.\n\nTen.";

/// Two of mia's and one of tom's on a reading of session 1, whose syllabus has this `blind`. It is 18 November 2026.
fn stage(blind: &str) -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT), ("other.md", "Else.")], config(), (120, 30));
    let written = format!("leader = 'tom'\n[[session]]\nreadings = ['{PATH}']\nblind = {blind}\n");
    let (plan, faults) = syllabus::parse(&written);
    assert_eq!(faults, []);
    *stage.model.seminar.syllabus = Arc::new(plan);
    stage.send(Msg::Readers(["mia", "tom"].map(person).to_vec()));
    stage.by("mia", PATH, Kind::Note, ("Three four.", "Secret four"));
    stage.by("tom", PATH, Kind::Highlight, ("Three", ""));
    stage.by("mia", PATH, Kind::Question, ("Five six.", "Secret six?"));
    tagged(&mut stage, "secret");
    let all: Vec<_> = stage.others[PATH].iter().map(|anchored| anchored.annotation.clone()).collect();
    stage.send(Msg::Surveyed {
        faults: Vec::new(),
        left_out: None,
        summaries: vec![(doc_path(PATH), Summary::of(&all))],
    });
    stage.open(PATH);
    stage
}

/// Tags the first of the others' annotations.
fn tagged(stage: &mut Stage, tag: &str) {
    let first = &mut stage.others.get_mut(PATH).expect("others")[0];
    first.annotation.tags = vec![tag.to_owned()];
    first.record = crate::annotation::Record::of(&first.annotation);
}

fn visible(stage: &Stage) -> usize {
    stage.doc().annotations.visible().filter(|anchored| !anchored.mine).count()
}

#[test]
fn others_come_the_moment_there_are_marks_enough_and_it_is_said() {
    let mut stage = stage("2");
    assert_eq!(visible(&stage), 0);
    assert_eq!(
        stage.model.peers.layers.notice(200),
        ["Read with your own eyes first: 3 annotations by 2 others show when you have marked 2 more passages."]
    );
    stage.keys("j");
    assert_eq!(status(&stage.model).left, "blind: 3 by 2 others after 2 more marks");
    stage.keys("g g s 1");
    assert_eq!(visible(&stage), 0);
    stage.keys("M G");
    assert!(
        stage.model.peers.layers.notice(200)[0].ends_with("when you have marked 1 more passage."),
        "a bookmark is no mark"
    );
    stage.keys("g g");
    assert_eq!((visible(&stage), status(&stage.model).right[0].as_str()), (0, "3 hidden"));
    stage.keys("G");
    stage.keys("a \"mine\" esc");
    assert_eq!(visible(&stage), 3);
    assert!(stage.said().starts_with("3 annotations by 2 others show now · "), "{}", stage.said());
    assert!(stage.model.peers.layers.notice(200).is_empty());
}

#[test]
fn what_was_seen_stays_seen_while_another_text_is_open() {
    let mut stage = stage("1");
    stage.open("other.md");
    assert!(stage.model.reads_blind(&doc_path(PATH)));
    stage.open(PATH);
    stage.keys("s 1");
    stage.open("other.md");
    assert!(!stage.model.reads_blind(&doc_path(PATH)));
}

#[test]
fn the_day_shows_them_too() {
    assert_eq!(visible(&stage("'2026-11-18'")), 3, "it is that day");
    let mut stage = stage("{ marks = 9, until = '2026-11-19' }");
    assert_eq!(visible(&stage), 0);
    assert!(stage.model.peers.layers.notice(200)[0].ends_with("9 more passages, or on 19 Nov."));
    let given = crate::app::Env {
        now: jiff::Timestamp::UNIX_EPOCH,
        today: jiff::civil::date(2026, 11, 19),
        id: uuid::Uuid::nil(),
    };
    crate::app::update(&mut stage.model, Msg::Resize(120, 30), &given);
    assert_eq!((visible(&stage), stage.said()), (3, "3 annotations by 2 others show now"));
}

#[test]
fn from_the_leader_and_in_other_texts_nothing_is_hidden() {
    let mut stage = stage("9");
    stage.send(Msg::IsReader(Me { reader: person("tom"), confirmed: true, elsewhere: None }));
    assert_eq!(visible(&stage), 3);
    stage.send(Msg::IsReader(Me { reader: mei(), confirmed: true, elsewhere: None }));
    assert_eq!(visible(&stage), 0);
    assert!(stage.model.reads_blind(&doc_path(PATH)) && !stage.model.reads_blind(&doc_path("other.md")));
    assert_eq!(visible(&crate::app::tests::blind::stage("false")), 3);
}

#[test]
fn nothing_of_theirs_is_shown_offered_gone_to_or_found() {
    let mut stage = stage("9");
    stage.keys("g g ;");
    assert_eq!(stage.said(), "no annotation after this");
    stage.keys("t");
    let Some(Overlay::Tags(prompt)) = &stage.model.overlay else { panic!("tags") };
    assert!(prompt.chooser.choices.is_empty(), "{:?}", prompt.chooser.choices);
    stage.keys("esc / \"Three\" enter d");
    assert_eq!(stage.said(), "no annotation here");
    stage.keys("V");
    assert_eq!(stage.said(), "no annotation here, and nothing was deleted in this text");
    stage.keys("tab / \"secret\" enter");
    assert!(stage.model.notes.cards.is_empty());
    stage.keys("/");
    stage.keys("ctrl-u enter C \"mia\" enter");
    assert_eq!(visible(&stage), 0, "a layer that is chosen is kept back all the same");
    stage.keys("R");
    assert_eq!(stage.said(), "every annotation that shows stands where it stood");
    assert_eq!(stage.model.peers.layers.density, crate::study::Density::default());
    stage.keys("c U");
    let Some(Overlay::Choose(list)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    assert_eq!(list.chooser.title, "Not marked by you; the others' are hidden yet: 4 of 4 paragraphs");
}

#[test]
fn one_s_own_tags_are_offered_in_blind_texts_too_and_all_once_they_show() {
    let mut stage = stage("1");
    let offered = |stage: &mut Stage| -> Vec<String> {
        stage.keys("t");
        let Some(Overlay::Tags(prompt)) = &stage.model.overlay else { panic!("tags") };
        let labels = prompt.chooser.choices.iter().map(|choice| choice.label.clone()).collect();
        stage.keys("esc");
        labels
    };
    let mut mine = stage.others[PATH][0].annotation.clone();
    (mine.creator, mine.tags, mine.kind) = (mei().id, vec!["own".to_owned()], Kind::Bookmark);
    let both = [mine, stage.others[PATH][0].annotation.clone()];
    let summaries = vec![(doc_path(PATH), Summary::of(&both))];
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries });
    assert_eq!(offered(&mut stage), ["own"]);
    stage.keys("s 1");
    assert_eq!(offered(&mut stage), ["secret", "own"]);
}

#[test]
fn a_letter_is_unread_on_a_closed_text_that_is_read_blind() {
    let mut stage = stage("9");
    stage.send(Msg::Seen { since: jiff::Timestamp::UNIX_EPOCH, keys: Vec::new() });
    let unread = |stage: &Stage| stage.model.peers.unread.count(&doc_path(PATH));
    stage.open("other.md");
    assert_eq!(unread(&stage), 0, "what others wrote waits");
    let me = Audience::For(Recipients::new([mei().id]).expect("one"));
    stage.by_for("mia", PATH, Kind::Note, ("Ten.", "For you"), &me);
    stage.open(PATH);
    stage.open("other.md");
    assert_eq!(unread(&stage), 1);
}

#[test]
fn remarks_of_the_file_and_prompts_are_not_hidden_and_news_say_no_words() {
    let mut stage = stage("9");
    stage.by("tom", PATH, Kind::Prompt, ("Seven.", "What is seven?"));
    stage.open(PATH);
    assert_eq!(visible(&stage), 1);
    assert_eq!(stage.model.peers.layers.density, crate::study::Density::default(), "a prompt is nobody's mark");
    stage.by("mia", PATH, Kind::Note, ("Ten.", "Secret ten"));
    let anchored = stage.others[PATH].clone();
    stage.send(Msg::Annotations {
        path: doc_path(PATH),
        anchored,
        own: Vec::new(),
        faults: Vec::new(),
        formerly: Vec::new(),
    });
    assert_eq!((visible(&stage), stage.said()), (1, "1 new note by mia"));
}

#[test]
fn a_leader_whom_the_syllabus_calls_otherwise_is_told_as_long_as_nobody_answers_to_it() {
    let mut stage = stage("3");
    let mut plan = (**stage.model.seminar.syllabus).clone();
    plan.leader = Some("mei".to_owned());
    *stage.model.seminar.syllabus = Arc::new(plan);
    stage.model.me.reader.name = "Mei Tanaka".to_owned();
    stage.model.me.reader.nickname = "mei-tanaka".to_owned();
    stage.model.status.message = None;
    let told = status(&stage.model).left;
    assert!(told.starts_with("“mei” leads here, and you are “mei-tanaka”: :rename, if"), "{told}");
    stage.send(Msg::Readers(vec![person("mei")]));
    assert!(!status(&stage.model).left.contains("syllabus.toml"), "somebody has the name");
}

#[test]
fn layers_do_not_promise_what_is_kept_back() {
    let mut stage = stage("3");
    stage.keys("c");
    assert_eq!(stage.said(), "only your own (0 of 3); the others' are kept back for now");
    stage.keys("c");
    assert_eq!(stage.said(), "only the others' (0 of 3), kept back for now; c shows none");
}

#[test]
fn whoever_has_no_name_yet_is_told_how_the_leader_says_so() {
    let mut stage = stage("3");
    let mut plan = (**stage.model.seminar.syllabus).clone();
    plan.leader = Some("mei".to_owned());
    *stage.model.seminar.syllabus = Arc::new(plan);
    let told = |stage: &mut Stage, name: &str, confirmed: bool| {
        stage.send(Msg::IsReader(Me { reader: person(name), confirmed, elsewhere: None }));
        stage.model.peers.layers.notice(400).concat()
    };
    assert!(
        told(&mut stage, "lab-account", false)
            .ends_with("If you are mei, who leads: :rename says so, and you see all.")
    );
    assert!(told(&mut stage, "tom", true).ends_with("3 more passages."));
    assert_eq!(told(&mut stage, "mei", false), "", "settings may say the name beforehand");
}

#[test]
fn what_the_chosen_layer_puts_away_is_not_said_to_show() {
    let mut stage = stage("1");
    stage.keys("c s 1");
    let said = stage.said().to_owned();
    assert!(said.starts_with("3 annotations by 2 others may be read now, C enter show all layers · "), "{said}");
    assert_eq!(visible(&stage), 0);
}

#[test]
fn what_somebody_wrote_for_one_alone_waits_for_nothing() {
    let mut stage = stage("9");
    let letter = &mut stage.others.get_mut(PATH).expect("others")[2];
    let for_mei = Recipients::new([mei().id]).map(Audience::For).expect("one");
    letter.record = letter.record.for_audience(&for_mei);
    stage.open(PATH);
    assert_eq!(visible(&stage), 1, "{:?}", stage.model.peers.layers.notice(200));
}

#[test]
fn a_group_sees_its_own_layer_first_and_the_class_from_the_day_on() {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 30));
    let written = format!(
        "leader = 'ann'\n[groups]\nred = ['mei', 'mia']\nblue = ['tom']\n[[session]]\nreadings = ['{PATH}']\napart = 2026-12-01\n"
    );
    let (plan, faults) = syllabus::parse(&written);
    assert_eq!(faults, []);
    *stage.model.seminar.syllabus = Arc::new(plan);
    stage.send(Msg::Readers(["mia", "tom", "ann"].map(person).to_vec()));
    stage.by("mia", PATH, Kind::Note, ("Three four.", "of one's own group"));
    stage.by("tom", PATH, Kind::Note, ("Five six.", "of the other"));
    stage.open(PATH);
    assert_eq!(visible(&stage), 1);
    assert_eq!(stage.model.peers.layers.notice(200), ["Your group first: 1 annotation by 1 other shows on 1 Dec."]);
    assert!(stage.model.reads_blind(&doc_path(PATH)), "nor are the other group's words said elsewhere");
    for (who, words) in [("mia", "asked in one's own group"), ("tom", "asked in the other")] {
        stage.by(who, PATH, Kind::Question, ("Five six.", words));
    }
    stage.open(PATH);
    stage.keys(": \"question\" enter \"asked by me\" esc B");
    let Some(Overlay::Board(board)) = &stage.model.overlay else { panic!("no board") };
    let mut asked: Vec<&str> = board.rows.iter().map(|row| row.note.as_str()).collect();
    asked.sort_unstable();
    assert_eq!((asked, board.blind), (vec!["asked by me", "asked in one's own group"], 1));
    stage.keys("esc");
    let given = crate::app::Env {
        now: jiff::Timestamp::UNIX_EPOCH,
        today: jiff::civil::date(2026, 12, 1),
        id: uuid::Uuid::nil(),
    };
    crate::app::update(&mut stage.model, Msg::Resize(120, 30), &given);
    assert_eq!(visible(&stage), 4);
    assert!(!stage.model.reads_blind(&doc_path(PATH)));
}
