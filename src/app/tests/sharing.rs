//! Syncing by a key; leading and following.

use crate::annotation::{Kind, Proof};
use crate::app::test_stage::{PATH, Stage, config, mei};
use crate::app::{Message, Msg, Overlay, Presence, PresentReader, SharedPlace, status};
use crate::config::syllabus::Syllabus;
use crate::document::doc_path;
use std::sync::Arc;

#[test]
fn the_key_begins_a_sync_says_that_it_is_under_way_and_then_stops_it() {
    let mut stage = Stage::over("|A b c.");
    stage.keys("S");
    assert_eq!(stage.synced, ["begun"]);
    stage.send(Msg::SyncStep("fetching".to_owned()));
    assert_eq!(status(&stage.model).right[0], "sync: fetching…");
    stage.keys("S");
    assert_eq!((stage.said(), &stage.synced[..]), ("a sync is under way (fetching); S again stops it", &["begun"][..]));
    stage.keys("l S");
    assert_eq!(stage.synced, ["begun", "stopped"]);
    stage.send(Msg::Synced(Message::failure("sync: it was stopped")));
    assert_eq!((stage.said(), status(&stage.model).right[0].contains("sync")), ("sync: it was stopped", false));
    stage.keys("S");
    assert_eq!(stage.synced, ["begun", "stopped", "begun"]);
}

#[test]
fn what_follows_from_a_sync_stands_behind_what_it_has_said() {
    let mut stage = Stage::over("|A b c.");
    let plan = || Msg::Planned { syllabus: Some(Arc::new(Syllabus::default())), faults: Vec::new() };
    let anew = "the plan has changed: syllabus.toml was read anew";
    stage.keys("S");
    stage.send(Msg::Synced(Message::news("sync: 1 new from ana; your version is kept")));
    stage.send(plan());
    assert_eq!(stage.said(), format!("sync: 1 new from ana; your version is kept; {anew}"));
    stage.send(Msg::Planned { syllabus: None, faults: vec!["line 3: broken".to_owned()] });
    assert!(stage.said().starts_with("sync: 1 new from ana;") && stage.said().contains("line 3: broken"));
    stage.keys("l");
    stage.send(plan());
    assert_eq!(stage.said(), anew, "a key has taken the rest away");
}

#[test]
fn what_could_not_be_saved_is_tried_before_it_is_sent() {
    let mut stage = Stage::over("|A b c.");
    stage.full = true;
    stage.keys("s 1");
    stage.full = false;
    assert!(stage.disk.is_empty());
    stage.keys("S");
    assert!(stage.disk.keys().all(|(path, _)| path == PATH) && stage.disk.len() == 1 && stage.synced == ["begun"]);
}

#[test]
fn a_note_in_the_making_stays_while_a_sync_begins_and_ends() {
    let mut stage = Stage::over("|A b c.");
    stage.keys("S a \"half a\"");
    stage.send(Msg::Synced(Message::news("sync: sent 3 of yours")));
    stage.keys("\" note\" esc");
    assert_eq!(stage.own(), ["note [A b c.] “half a note”"]);
}

const OTHER: &str = "other.md";

fn led(folder: &str, document: &str, offset: usize, quote: &str) -> PresentReader {
    let spot = SharedPlace { document: doc_path(document), offset, quote: quote.to_owned() };
    PresentReader { folder: folder.to_owned(), name: folder.to_owned(), spot }
}

/// Two texts, the first open, and ines who leads at this place.
fn with_ines(document: &str, offset: usize, quote: &str) -> Stage {
    let texts = [(PATH, "One two.\n\nThree four.\n\nFive six."), (OTHER, "Seven eight.\n\nNine ten.")];
    let mut stage = Stage::with(&texts, config(), (80, 24));
    stage.open(PATH);
    stage.leaders = vec![led("ines", document, offset, quote)];
    stage
}

/// The path and the words at the cursor.
fn at(stage: &Stage) -> (&str, &str) {
    let doc = stage.doc();
    (doc.opened.path.as_str(), doc.text()[doc.cursor..].split(['\n', ' ']).next().unwrap_or_default())
}

fn first_right(stage: &Stage) -> String {
    status(&stage.model).right[0].clone()
}

#[test]
fn the_leader_is_seen_from_the_key_on_wherever_the_cursor_goes_and_until_the_key() {
    let mut stage = with_ines(PATH, 0, "");
    stage.leaders.clear();
    let syllabus = Syllabus { leader: Some("mei".to_owned()), ..Syllabus::default() };
    *stage.model.seminar.syllabus = Arc::new(syllabus);
    stage.send(Msg::Readers(vec![mei()]));
    stage.keys("j k");
    assert!(stage.led.is_empty(), "nothing is shown before the key");
    stage.keys("F");
    assert_eq!(first_right(&stage), "leading: ¶ 1");
    stage.keys("} }");
    stage.open(OTHER);
    stage.keys("F j");
    let shown: Vec<Option<(&str, usize, &str)>> = stage
        .led
        .iter()
        .map(|spot| spot.as_ref().map(|spot| (spot.document.as_str(), spot.offset, spot.quote.as_str())))
        .collect();
    let expected = [
        Some((PATH, 0, "One two.")),
        Some((PATH, 10, "Three four.")),
        Some((PATH, 23, "Five six.")),
        Some((OTHER, 0, "Seven eight.")),
        None,
    ];
    assert_eq!((shown, stage.said()), (expected.to_vec(), ""));
    assert_eq!(stage.model.peers.presence, Presence::Off);
}

#[test]
fn who_follows_goes_along_until_a_key_moves_and_takes_it_up_with_the_key() {
    let mut stage = with_ines(PATH, 10, "Three four.");
    stage.keys("F");
    assert_eq!((at(&stage), first_right(&stage)), ((PATH, "Three"), "following ines".to_owned()));
    stage.send(Msg::Led(Some(led("ines", PATH, 23, "Five six."))));
    assert_eq!(at(&stage), (PATH, "Five"));
    stage.keys("? esc tab tab tab");
    assert_eq!(first_right(&stage), "following ines", "looking at something is not moving");
    stage.keys("k");
    assert_eq!((stage.said(), stage.following.as_deref()), ("left ines; F follows again", None));
    let here = at(&stage).1.to_owned();
    stage.send(Msg::Led(Some(led("ines", PATH, 0, ""))));
    assert_eq!(at(&stage), (PATH, here.as_str()), "nobody is taken along who has left");
    stage.keys("F");
    assert_eq!(at(&stage), (PATH, "Three"));
    stage.keys("F");
    assert_eq!((stage.model.peers.presence.clone(), stage.following.as_deref()), (Presence::Off, None));
    for keys in ["v", "ctrl-e", "G", "f s", "H"] {
        let mut stage = with_ines(PATH, 10, "Three four.");
        stage.resize((80, 6)).keys("F").keys(keys);
        assert_eq!(stage.model.peers.presence, Presence::Off, "{keys}");
    }
}

#[test]
fn another_text_is_opened_and_one_that_is_not_here_is_only_named() {
    let mut stage = with_ines(OTHER, 14, "Nine ten.");
    stage.keys("F");
    assert_eq!((at(&stage), stage.said()), ((OTHER, "Nine"), "following ines; any key that moves leaves"));
    stage.send(Msg::Led(Some(led("ines", "gone\u{1b}[2J.md", 3, ""))));
    assert_eq!((at(&stage), stage.said()), ((OTHER, "Nine"), "ines reads gone␛[2J.md, which is not in this folder"));
    stage.send(Msg::Led(Some(led("ines", PATH, 10, "Three"))));
    assert_eq!(at(&stage), (PATH, "Three"));
    stage.send(Msg::Led(None));
    assert_eq!((stage.said(), &stage.model.peers.presence), ("ines leads no more", &Presence::Off));
}

#[test]
fn a_place_is_where_its_words_are_and_never_beyond_the_text() {
    for (offset, quote, there) in [
        (0, "Five six.", "Five"),
        (10, "gone", "Three"),
        (usize::MAX, "Three", "Three"),
        (usize::MAX, "nowhere", ""),
        (11, "", "hree"),
    ] {
        let mut stage = with_ines(PATH, offset, quote);
        stage.keys("F");
        assert_eq!(at(&stage), (PATH, there), "{offset} {quote:?}");
    }
}

#[test]
fn while_one_writes_the_leader_goes_alone_and_neither_note_nor_place_is_lost() {
    let mut stage = with_ines(PATH, 10, "Three four.");
    stage.keys("F a \"a note\"");
    stage.send(Msg::Led(Some(led("ines", OTHER, 0, "Seven"))));
    assert_eq!(at(&stage), (PATH, "Three"));
    stage.keys("esc");
    assert_eq!(stage.kept().into_iter().collect::<Vec<_>>(), ["note [Three four.] “a note”"]);
    assert_eq!((at(&stage), first_right(&stage)), ((OTHER, "Seven"), "following ines".to_owned()));
}

#[test]
fn where_several_lead_or_nobody_one_chooses() {
    let mut stage = with_ines(PATH, 10, "Three");
    stage.leaders.push(led("tom", OTHER, 0, "Seven"));
    stage.keys("F down enter");
    assert_eq!((at(&stage), stage.following.as_deref()), ((OTHER, "Seven"), Some("tom")));
    let mut stage = with_ines(PATH, 0, "");
    stage.leaders.clear();
    stage.keys("F");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Choose(_))), "it is asked before anything is shown");
    stage.keys("esc");
    assert_eq!((stage.led.len(), &stage.model.peers.presence), (0, &Presence::Off));
    stage.keys("F enter");
    assert_eq!((stage.led.len(), first_right(&stage)), (1, "leading: ¶ 1".to_owned()));
    stage.send(Msg::NotLeading("the disk is full".to_owned()));
    assert_eq!((stage.said(), &stage.model.peers.presence), ("the disk is full", &Presence::Off));
}

#[test]
fn who_has_no_name_is_asked_for_it_before_leading() {
    let mut stage = with_ines(PATH, 0, "");
    stage.leaders.clear();
    stage.model.me.confirmed = false;
    stage.keys("F enter");
    assert!(stage.led.is_empty() && matches!(&stage.model.overlay, Some(Overlay::Name(_))));
}

#[test]
fn a_note_from_another_account_says_so_on_its_card_and_wherever_it_is_shown() {
    let mut stage = Stage::over("|A b c.");
    stage.other(PATH, Kind::Note, "A b", "forged");
    stage.open(PATH);
    let head = |stage: &Stage| stage.cards()[0].rows[0].text.clone();
    assert_eq!(head(&stage), "A ana · note");
    let ids = vec![stage.cards()[0].id.clone()];
    stage.send(Msg::Doubted { path: doc_path(PATH), ids });
    assert_eq!(head(&stage), "A not from ana's account · ana · note");
    stage.send(Msg::Doubted { path: doc_path(PATH), ids: Vec::new() });
    assert_eq!(head(&stage), "A ana · note");
}

#[test]
fn a_card_says_how_its_note_stands_to_the_signatures_of_its_reader_and_first_what_is_wrong() {
    let mut stage = Stage::over("|A b c.");
    stage.other(PATH, Kind::Note, "A b", "said");
    stage.open(PATH);
    let id = stage.cards()[0].id.clone();
    let at = jiff::Timestamp::UNIX_EPOCH;
    for (proof, head) in [
        (Proof::Signed(at), "A ana · note · signed"),
        (Proof::Altered, "A does not verify · ana · note"),
        (Proof::OtherKey, "A signed with another key · ana · note"),
        (Proof::Elsewhere, "A signed for another text · ana · note"),
    ] {
        stage.send(Msg::Proofs { path: doc_path(PATH), proofs: [(id.clone(), proof)].into() });
        assert_eq!(stage.cards()[0].rows[0].text, head);
    }
    // What the first row has no room for stands below what was said.
    for proof in [Proof::Unsigned, Proof::Changed, Proof::NoKey] {
        stage.send(Msg::Proofs { path: doc_path(PATH), proofs: [(id.clone(), proof)].into() });
        let rows: Vec<String> = stage.cards()[0].rows.iter().map(|row| row.text.clone()).collect();
        assert!(rows.join(" ").contains(proof.words()), "{rows:?}");
    }
    stage.resize((80, 24));
    stage.send(Msg::Proofs { path: doc_path(PATH), proofs: [(id.clone(), Proof::Changed)].into() });
    let rows: Vec<String> = stage.cards()[0].rows.iter().map(|row| row.text.clone()).collect();
    assert_eq!(rows[0], "A ana · note");
    assert!(rows.join(" ").contains("changed since it was signed"), "{rows:?}");
    stage.send(Msg::Saved { path: doc_path(PATH), id });
    assert_eq!(stage.cards()[0].rows[0].text, "A ana · note", "what was known was about the version before");
}
