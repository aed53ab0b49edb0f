//! What stands on a card is made when the card comes to show: no sooner, never other than if all were made, and anew when
//! its annotation changes.

use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{Card, CardRole};
use proptest::prelude::*;

const COUNT: usize = 150;

/// A text of many sentences, with a note of ana's on each; an answer to every tenth.
fn many() -> Stage {
    let sentences: Vec<String> = (0..COUNT).map(|n| format!("Sentence {n:03} says a thing.")).collect();
    let mut stage = Stage::with(&[(PATH, &sentences.join(" "))], config(), (120, 30));
    for (n, sentence) in sentences.iter().enumerate() {
        stage.other(PATH, Kind::Note, sentence, &format!("note {n} {}", "and more ".repeat(n % 30)));
    }
    let asked: Vec<_> = stage.others[PATH].iter().step_by(10).map(|other| other.annotation.id.clone()).collect();
    for id in asked {
        stage.answer_by(PATH, "tom", &id, "So it is.");
    }
    stage.open(PATH);
    stage
}

fn height(stage: &Stage) -> usize {
    usize::from(stage.model.panes().notes.expect("the notes show").height)
}

/// How many cards have their rows.
fn made(stage: &Stage) -> usize {
    stage.model.notes.cards.iter().filter(|card| !card.rows.is_empty()).count()
}

/// The cards of the window, the last of them perhaps in part.
fn shown(stage: &Stage, all: &[Card]) -> Vec<Card> {
    let mut rows = 0;
    let cards = all.iter().skip(stage.model.notes.top);
    let before = |card: &&Card| {
        let room = rows < height(stage);
        rows += card.rows.len();
        room
    };
    cards.take_while(before).cloned().collect()
}

#[test]
fn no_more_cards_are_made_than_show() {
    let mut stage = many();
    assert_eq!(stage.model.notes.cards.len(), COUNT + COUNT / 10);
    let most = height(&stage) / 2;
    assert!((1..=most).contains(&made(&stage)), "{} of at most {most}", made(&stage));
    for keys in ["s 1", "tab G", "/ \"reader:ana\" enter", "esc shift-tab g g s 2"] {
        stage.keys(keys);
        assert!((1..=2 * most).contains(&made(&stage)), "{} of at most {most} after {keys}", made(&stage));
    }
}

#[test]
fn a_changed_annotation_has_a_new_card() {
    let mut stage = many();
    let words = |stage: &Stage| {
        let card = &stage.model.notes.cards[stage.model.notes.at().expect("a card")];
        let notes = card.rows.iter().filter(|row| row.role == CardRole::Note);
        notes.map(|row| row.text.clone()).collect::<Vec<_>>().join(" ")
    };
    stage.keys("g g a \"Mine\" esc");
    assert_eq!(words(&stage), "Mine");
    stage.keys("e \" now\" esc");
    assert_eq!(words(&stage), "Mine now");
    stage.keys("u");
    assert_eq!(words(&stage), "Mine");
}

#[test]
fn after_a_deletion_the_next_card_is_the_current_one() {
    let mut stage = many();
    stage.keys("tab g g j j j j r \"Mine.\" esc j j r \"Mine, too.\" esc");
    let place = stage.model.notes.at().expect("a card");
    stage.keys("d");
    assert_eq!(stage.model.notes.at(), Some(place));
    stage.keys("G r \"The last.\" esc d");
    assert_eq!(stage.model.notes.at(), Some(stage.model.notes.cards.len() - 1), "where there is none, the one before");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn the_window_shows_what_it_would_if_all_cards_were_made(steps in prop::collection::vec(0usize..9, 1..25)) {
        let mut stage = many();
        stage.keys("tab");
        for step in steps {
            let keys = ["j", "k", "j j j j j", "k k k k", "G", "g g", "shift-tab ) ) tab", "r \"yes\" esc", "u"][step];
            stage.keys(keys);
            let all = stage.cards();
            let window = shown(&stage, &all);
            prop_assert_eq!(&shown(&stage, &stage.model.notes.cards), &window, "after {}", keys);
            let at = stage.model.notes.at().expect("a current card");
            let place = all[at].id.as_str();
            let shows = window.iter().any(|card| card.id == place);
            prop_assert!(shows, "the current card shows after {}", keys);
            let last = stage.model.notes.at_row(u16::try_from(height(&stage) - 1).expect("few"));
            let last = last.map(|card| card.id.clone());
            prop_assert!(last.is_none() || last == window.last().map(|card| card.id.clone()), "after {}", keys);
        }
    }
}

#[test]
fn paragraphs_of_a_note_stay_paragraphs_on_its_card() {
    let mut stage = Stage::with(&[(PATH, "One two.")], config(), (120, 30));
    stage.other(PATH, Kind::Note, "One two.", "\nFirst.\n\n\nSecond,\nstill second.\n");
    stage.open(PATH);
    let cards = stage.cards();
    let rows = cards[0].rows.iter().filter(|row| row.role == CardRole::Note).map(|row| row.text.as_str());
    assert_eq!(rows.collect::<Vec<_>>(), ["First.", "", "Second,", "still second."]);
}

#[test]
fn rows_of_a_note_in_korean_end_as_those_of_the_text_do() {
    let note = "한국어로 쓴 메모는 본문처럼 어절에서 나뉜다고 설정에 적혀 있다";
    let mut stage = Stage::with(&[(PATH, "One.")], config(), (120, 30));
    stage.other(PATH, Kind::Note, "One.", note);
    stage.open(PATH);
    let rows = |stage: &Stage| -> Vec<String> {
        let of_note = |row: &&crate::app::CardRow| row.role == CardRole::Note;
        stage.model.notes.cards[0].rows.iter().filter(of_note).map(|row| row.text.clone()).collect()
    };
    let ends_in_words = |rows: &[String]| rows.iter().all(|row| note.split(' ').any(|word| row.ends_with(word)));
    assert!(!ends_in_words(&rows(&stage)), "between syllables at first: {:?}", rows(&stage));
    stage.model.config.settings.page.korean_breaks = crate::text::breaks::KoreanBreaks::Words;
    stage.keys("j");
    assert!(rows(&stage).len() > 1 && ends_in_words(&rows(&stage)), "{:?}", rows(&stage));
}
