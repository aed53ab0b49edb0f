//! Who may read what one writes: chosen while writing, moved afterwards, one or all that show, and taken back.

use crate::annotation::{Audience, Kind, Reader, ReaderId, Recipients};
use crate::app::test_stage::{PATH, Stage, config, mei, person};
use crate::app::{Msg, Overlay, status};
use crate::config::choices::NewNotes;
use crate::config::syllabus;
use std::sync::Arc;

/// What a reader of the tests is called.
fn nickname(id: &ReaderId) -> String {
    let known = ["ana", "tom", "zoe"].into_iter().map(person).chain([mei()]).find(|reader| reader.id == *id);
    known.map_or_else(|| id.to_string(), |reader| reader.nickname)
}

/// A seminar of Mei, Ana, who leads, Tom and Zoe; all but Zoe have a key, and Mei where `keyed` says so.
fn seminar(keyed: bool) -> Stage {
    let mut stage = Stage::over(TEXT);
    let plan = "leader = 'ana'\n[groups]\nred = ['mei', 'tom']\nblue = ['tom', 'zoe']\n";
    stage.send(Msg::Planned { syllabus: Some(Arc::new(syllabus::parse(plan).0)), faults: Vec::new() });
    let readers: Vec<Reader> = ["ana", "tom", "zoe"].into_iter().map(person).chain([mei()]).collect();
    let reachable = readers.iter().filter(|it| it.nickname != "zoe" && (keyed || it.nickname != "mei"));
    let reachable = reachable.map(|reader| reader.id.clone()).collect();
    stage.send(Msg::Readers(readers));
    stage.send(Msg::Reachable { readers: reachable, with_other_keys: Vec::new(), key_is_gone: false });
    stage
}

/// The choices that are offered, as `label: detail`.
fn offered(stage: &Stage) -> Vec<String> {
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    open.chooser.choices.iter().map(|choice| format!("{}: {}", choice.label, choice.detail)).collect()
}

#[test]
fn who_can_read_a_mark_without_words_changes_and_nothing_else_is_told() {
    let mut stage = seminar(false);
    stage.keys("s 1 a ctrl-t enter esc");
    assert_eq!(stage.said(), "only you can read it now");
}

#[test]
fn where_readers_have_keys_one_chooses_from_a_list_and_what_was_typed_stays() {
    let mut stage = seminar(true);
    stage.keys("a \"ab\" ctrl-t");
    let expected = [
        "everybody: who has the texts",
        "only me: on your devices",
        "ana: leads",
        "blue: zoe has no key here",
        "red: mei, tom",
        "tom: tom",
        "zoe: zoe has no key here",
    ];
    assert_eq!(offered(&stage), expected, "who leads once, and tom though he alone is what red is for mei");
    stage.keys("esc \"c\" ctrl-t \"ana\" enter");
    assert_eq!(stage.said(), "only you and ana will be able to read it");
    assert_eq!(stage.draft.as_ref().map(|draft| draft.audience.words(nickname)), Some("ana".to_owned()));
    stage.keys("\"d\" esc");
    assert_eq!(stage.said(), "written, only you and ana can read it: “abcd”");
    assert_eq!(kept(&stage), ["note “abcd” ana"]);
    stage.keys("e ctrl-t enter esc");
    assert_eq!(kept(&stage), ["note “abcd” only me"], "what enter takes by itself gives it to nobody");
    stage.keys("O enter");
    assert_eq!(kept(&stage), ["note “abcd” only me"]);
    assert_eq!(stage.said(), "as before, only you can read it");
    stage.keys("O \"everybody\" enter O enter");
    assert_eq!(kept(&stage), ["note “abcd” only me"], "what everybody can read it takes back");
}

#[test]
fn a_group_that_was_drawn_for_the_text_is_one_to_write_to() {
    let mut stage = seminar(true);
    let plan = format!("[groups]\nclass = ['ana', 'mei', 'tom']\n[[session]]\nreadings = ['{PATH}']\ngroups_of = 3\n");
    stage.send(Msg::Planned { syllabus: Some(Arc::new(syllabus::parse(&plan).0)), faults: Vec::new() });
    // Mei has no folder yet.
    stage.send(Msg::Readers(["ana", "tom"].map(person).to_vec()));
    stage.keys("a \"ab\" ctrl-t");
    let offered = offered(&stage);
    assert!(offered.iter().any(|offer| offer.starts_with("group 1: ")), "{offered:?}");
    assert!(!offered.iter().any(|offer| offer.contains("mei is not here")), "{offered:?}");
    stage.keys("\"group\" enter esc");
    assert_eq!(kept(&stage), ["note “ab” ana and tom"]);
}

#[test]
fn a_stranger_and_a_key_that_is_not_the_roster_s_are_told_before_something_is_written_for_them() {
    let mut stage = seminar(true);
    let plan = "leader = 'ana'\n[groups]\nred = ['mei', 'tom']\n[readers]\nmei = {}\nana = {}\n";
    stage.send(Msg::Planned { syllabus: Some(Arc::new(syllabus::parse(plan).0)), faults: Vec::new() });
    let readers = ["ana", "tom"].map(|name| person(name).id).into_iter().chain([mei().id]).collect();
    stage.send(Msg::Reachable { readers, with_other_keys: vec![person("ana").id], key_is_gone: false });
    stage.keys("a \"ab\" ctrl-t");
    let offered = offered(&stage);
    let expected = [
        "ana: leads; the roster's key counts, their folder has another",
        "red: mei, tom; not in the roster",
        "tom: tom; not in the roster",
        "zoe: zoe has no key here",
    ];
    assert_eq!(offered[2..], expected);
}

#[test]
fn a_reader_without_a_key_is_told_before_anything_is_written_and_the_list_stays() {
    let mut stage = seminar(true);
    stage.keys("a \"ab\" ctrl-t \"zoe\" enter");
    assert_eq!(stage.said(), "zoe has no key here: `postil reader --key`, once, on their machine makes one known");
    assert_eq!(offered(&stage).len(), 7);
    stage.keys("esc esc");
    assert_eq!(kept(&stage), ["note “ab” everybody"]);
    let mut stage = seminar(false);
    stage.keys("a \"ab\" ctrl-t \"ana\" enter");
    assert!(stage.said().starts_with("no key of yours can be used here"), "{}", stage.said());
}

#[test]
fn who_has_a_key_that_cannot_be_used_is_told_so_where_nobody_is_offered() {
    let mut stage = seminar(true);
    stage.send(Msg::Reachable { readers: Vec::new(), with_other_keys: Vec::new(), key_is_gone: true });
    stage.keys("a \"ab\" ctrl-t");
    assert_eq!(offered(&stage)[2..], ["somebody: no key of yours can be used here, so you could not read it yourself"]);
    stage.keys("\"some\" enter");
    assert!(stage.said().contains("`postil reader --key` makes one known"), "{}", stage.said());
    stage.keys("esc esc tab W");
    assert_eq!(offered(&stage).len(), 3, "the same where all that shows is moved");
}

#[test]
fn what_some_could_read_keeps_its_id_and_so_its_answers_when_everybody_may() {
    let mut stage = seminar(true);
    stage.keys("a \"ab\" ctrl-t \"ana\" enter esc");
    let ids = |stage: &Stage| stage.disk.values().map(|record| record.id().clone()).collect::<Vec<_>>();
    let before = ids(&stage);
    stage.keys("O \"everybody\" enter");
    assert_eq!((kept(&stage), ids(&stage)), (vec!["note “ab” everybody".to_owned()], before.clone()));
    stage.keys("u");
    assert_eq!((kept(&stage), ids(&stage)), (vec!["note “ab” ana".to_owned()], before));
}

#[test]
fn what_is_written_already_is_moved_to_some_as_a_new_record_and_back() {
    let mut stage = seminar(true);
    stage.keys("a \"ab\" esc O \"ana\" enter");
    let told = "only you and ana can read it from here on; whoever has fetched or copied it has it still";
    assert_eq!((stage.said(), kept(&stage)), (told, vec!["note “ab” ana".to_owned()]));
    stage.keys("u");
    assert_eq!(stage.said(), "undone: note “ab” is for everybody; ctrl-r does it again");
    stage.keys("tab W \"red\" enter");
    assert_eq!(kept(&stage), ["note “ab” tom"]);
    stage.keys("/ \"is:addressed\" enter");
    assert_eq!(stage.cards().len(), 1);
}

#[test]
fn an_answer_to_what_is_for_some_is_for_the_same_people() {
    let mut stage = seminar(true);
    let recipients = Recipients::new([mei().id, person("tom").id]).unwrap();
    stage.by_for("ana", PATH, Kind::Note, ("One two three.", "see me"), &Audience::For(recipients));
    stage.open(PATH);
    let heads: Vec<String> = stage.cards().iter().filter_map(|card| Some(card.rows.first()?.text.clone())).collect();
    assert_eq!(heads, ["A ana, for tom and you · note"]);
    stage.keys("r \"yes\" ctrl-t");
    assert_eq!(stage.said(), "this answers something that only you and ana and tom can read, and stays with it");
    stage.keys("esc");
    assert_eq!(kept(&stage), ["reply “yes” ana and tom"]);
    stage.keys("tab g g +");
    assert!(kept(&stage).contains(&"vote “” ana and tom".to_owned()), "{:?}", kept(&stage));
}

#[test]
fn one_key_answers_for_the_author_alone() {
    let mut stage = seminar(true);
    stage.by("tom", PATH, Kind::Note, ("One two three.", "mine"));
    stage.by("zoe", PATH, Kind::Note, ("Six seven.", "hers"));
    stage.open(PATH);
    stage.keys("g g T \"well done\" esc");
    assert_eq!(kept(&stage), ["reply “well done” tom"]);
    stage.keys("G T");
    assert!(stage.said().starts_with("zoe has no key here"), "{}", stage.said());
    assert!(stage.model.overlay.is_none());
}

#[test]
fn what_cannot_be_read_here_says_so_and_is_not_changed() {
    let mut stage = seminar(true);
    let some = Audience::For(Recipients::new([mei().id]).unwrap());
    stage.by_for("ana", PATH, Kind::Note, ("One two three.", "secret"), &some);
    stage.seal_others();
    stage.open(PATH);
    let rows: Vec<String> = stage.cards()[0].rows.iter().map(|row| row.text.clone()).collect();
    assert_eq!(rows[0], "A ana, for you · note");
    assert!(rows.join(" ").contains("(encrypted; cannot be read here)"), "{rows:?}");
    stage.keys("g g");
    assert_eq!(status(&stage.model).left, "ana, for you: encrypted; cannot be read here");
}

#[test]
fn no_words_are_asked_for_that_could_not_be_kept() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"mine\" esc");
    let some = Audience::For(Recipients::new([person("ana").id]).unwrap());
    for record in stage.disk.values_mut() {
        *record = record.clone().for_audience(&some).sealed("-----BEGIN AGE ENCRYPTED FILE-----", "urn:sha256:x");
    }
    stage.open(PATH);
    stage.keys("g g e");
    assert!(stage.said().contains("cannot be changed") && stage.model.overlay.is_none(), "{}", stage.said());
}

const TEXT: &str = "One |two three. Four five.\n\nSix seven.";

/// One's own annotations as they are on the disk: `note “ab” only me`, in the order of their text; what is deleted is left out.
fn kept(stage: &Stage) -> Vec<String> {
    let said = |record: &crate::annotation::Record| {
        let view = record.annotation()?;
        Some(format!("{} “{}” {}", view.kind.name(), view.note.unwrap_or_default(), record.audience().words(nickname)))
    };
    let mut kept: Vec<String> = stage.disk.values().filter_map(said).collect();
    kept.sort();
    kept
}

#[test]
fn what_is_written_is_for_everybody_until_somebody_says_otherwise() {
    for (keys, expected) in [
        ("a \"ab\" esc", "note “ab” everybody"),
        ("a \"ab\" ctrl-t esc", "note “ab” only me"),
        ("a ctrl-t \"ab\" ctrl-t esc", "note “ab” everybody"),
        ("Q ctrl-t \"why\" esc", "question “why” only me"),
        ("A ctrl-t \"all\" esc", "document-note “all” only me"),
        ("s 1 O", "highlight “” only me"),
        ("s 1 O O", "highlight “” everybody"),
        ("a \"ab\" ctrl-t esc e \"c\" esc", "note “abc” only me"),
        ("a \"ab\" ctrl-t esc e \"c\" ctrl-t esc", "note “abc” everybody"),
        ("a \"ab\" esc e ctrl-t esc", "note “ab” only me"),
    ] {
        let mut stage = Stage::over(TEXT);
        stage.keys(keys);
        assert_eq!(kept(&stage), [expected], "{keys}");
    }
}

#[test]
fn the_setting_says_who_reads_what_is_new_but_for_votes_and_picks() {
    let mut config = config();
    config.settings.tools.new_notes = NewNotes::Private;
    let mut stage = Stage::with(&[(PATH, "One two three. Four five.")], config, (80, 24));
    let ana = stage.by("ana", PATH, Kind::Question, ("One two three.", "Why?"));
    stage.open(PATH);
    stage.keys("+");
    assert_eq!(kept(&stage), ["vote “” everybody"], "{ana}");
    stage.keys("G s 1 a \"x\" esc");
    assert!(kept(&stage).contains(&"note “x” only me".to_owned()), "{:?}", kept(&stage));
}

#[test]
fn what_is_said_to_something_private_is_private_and_stays_with_it() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"ab\" ctrl-t esc r \"more\" ctrl-t");
    assert_eq!(stage.said(), "this answers something that only you can read, and stays with it");
    stage.keys("esc");
    assert_eq!(kept(&stage), ["note “ab” only me", "reply “more” only me"]);
    stage.keys("O");
    assert_eq!(stage.said(), "nothing moved: an answer stays with those who can read what it answers");
    stage.keys("tab g g O");
    assert_eq!(kept(&stage), ["note “ab” everybody", "reply “more” only me"], "an answer is shared by itself alone");
    let doc = stage.doc();
    let parent = |kind| doc.annotations.anchored.iter().find(|it| it.annotation.kind == kind).expect("it is there");
    assert_eq!(parent(Kind::Reply).parent(), Some(&parent(Kind::Note).annotation.id), "it answers the new record");
    stage.keys("O");
    assert_eq!(stage.said(), "only you can read it from here on; whoever has fetched or copied it has it still");
}

#[test]
fn with_what_is_made_private_go_ones_own_answers_to_it() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"ab\" esc r \"more\" esc tab g g O");
    assert_eq!(kept(&stage), ["note “ab” only me", "reply “more” only me"]);
    stage.keys("u");
    assert_eq!(kept(&stage), ["note “ab” everybody", "reply “more” everybody"]);
}

#[test]
fn what_becomes_shared_is_a_new_record_that_tells_nothing_of_before() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"first thought\" ctrl-t esc e ctrl-a ctrl-k \"second\" esc");
    let before: Vec<_> = stage.disk.values().map(|record| record.id().clone()).collect();
    stage.keys("O");
    let shared: Vec<_> = stage.disk.values().filter(|record| !record.is_private()).collect();
    assert_eq!(shared.len(), 1);
    assert!(!before.contains(shared[0].id()) && !shared[0].to_line().contains("first"));
    let private: Vec<_> = stage.disk.values().filter(|record| record.is_private()).collect();
    assert!(
        private.iter().all(|record| record.created() < shared[0].created()),
        "not when it was first written either"
    );
    assert!(private.iter().all(|record| record.is_tombstone()), "it is gone from where it was");
}

#[test]
fn a_move_is_undone_and_done_again_in_one_step() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"ab\" esc O u");
    assert_eq!(stage.said(), "undone: note “ab” is for everybody; ctrl-r does it again");
    assert_eq!(kept(&stage), ["note “ab” everybody"]);
    stage.keys("ctrl-r");
    assert_eq!(kept(&stage), ["note “ab” only me"]);
}

#[test]
fn all_of_mine_that_show_are_moved_at_once_and_taken_back_at_once() {
    let mut stage = Stage::over(TEXT);
    stage.by("ana", PATH, Kind::Note, ("Six seven.", "hers #x"));
    stage.open(PATH);
    stage.keys("a \"one\" esc ) a \"two\" esc ) ) Q \"three\" esc");
    stage.keys("tab / \"kind:note\" enter W");
    let Some(Overlay::Choose(open)) = &stage.model.overlay else { panic!("{}", stage.said()) };
    let offered: Vec<String> =
        open.chooser.choices.iter().map(|choice| format!("{}: {}", choice.label, choice.detail)).collect();
    assert_eq!(offered, ["only me: moves 2 of yours", "everybody: all are so"]);
    stage.keys("enter");
    assert_eq!(kept(&stage), ["note “one” only me", "note “two” only me", "question “three” everybody"]);
    stage.keys("u");
    assert_eq!(stage.said(), "undone: 2 annotations are for everybody; ctrl-r does it again");
    assert_eq!(kept(&stage), ["note “one” everybody", "note “two” everybody", "question “three” everybody"]);
}

#[test]
fn others_annotations_are_theirs_to_share() {
    let mut stage = Stage::over(TEXT);
    stage.by("ana", PATH, Kind::Note, ("One two three.", "hers"));
    stage.open(PATH);
    stage.keys("O");
    assert_eq!(stage.said(), "this is ana's; only its author can say who reads it");
    assert!(stage.disk.is_empty());
}

#[test]
fn the_card_the_row_and_the_filter_say_that_only_one_s_own_eyes_see_it() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"ab\" ctrl-t esc ) a \"cd\" esc");
    let heads: Vec<String> = stage.cards().iter().filter_map(|card| Some(card.rows.first()?.text.clone())).collect();
    assert_eq!(heads, ["only me · note", "me · note"]);
    stage.keys("g g");
    assert_eq!(status(&stage.model).left, "only me: ab");
    stage.keys("tab / \"is:private\" enter");
    assert_eq!(stage.cards().len(), 1);
    stage.keys("/ ctrl-u \"is:shared\" enter");
    assert_eq!(stage.cards().len(), 1);
}

#[test]
fn a_draft_remembers_who_is_to_read_it() {
    let mut stage = Stage::over(TEXT);
    stage.keys("a \"half\" ctrl-t");
    assert_eq!(stage.draft.as_ref().map(|draft| draft.audience.clone()), Some(Audience::OnlyMe));
    stage.keys("ctrl-g").run("resume").keys("esc");
    assert_eq!(kept(&stage), ["note “half” only me"]);
}
