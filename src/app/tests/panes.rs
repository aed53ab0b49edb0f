//! The notes pane and the other panes: following, filters, long notes, zooming.

use crate::annotation::Kind;
use crate::app::test_stage::{PATH, Stage, config};
use crate::app::{CardRole, Pane};

const TEXT: &str = "One two. Three four. Five six.\n\nSeven eight.";

fn stage() -> Stage {
    let mut stage = Stage::with(&[(PATH, TEXT)], config(), (120, 30));
    stage.other(PATH, Kind::Note, "Five six.", "what ana thinks");
    stage.open(PATH);
    stage.keys("s 1 f s a \"mine\" esc g g");
    stage
}

/// The quotations of the cards, the current one marked.
fn cards(stage: &Stage) -> Vec<String> {
    let notes = &stage.model.notes;
    let quote = |card: &crate::app::Card| {
        card.rows
            .iter()
            .find(|row| matches!(row.role, CardRole::Quote(_)))
            .map_or(String::new(), |row| row.text.clone())
    };
    stage
        .cards()
        .iter()
        .enumerate()
        .map(|(at, card)| if notes.at() == Some(at) { format!("> {}", quote(card)) } else { quote(card) })
        .collect()
}

#[test]
fn the_notes_follow_the_reader() {
    let mut stage = stage();
    assert_eq!(cards(&stage), ["> One two.", "Three four.", "Five six."]);
    stage.keys(")");
    assert_eq!(cards(&stage), ["One two.", "> Three four.", "Five six."]);
    stage.keys("G");
    assert_eq!(cards(&stage), ["One two.", "Three four.", "> Five six."], "the last one before the cursor");
}

#[test]
fn the_reader_follows_the_notes_and_the_way_back_is_kept() {
    let mut stage = stage();
    stage.keys("G tab k");
    assert_eq!(stage.marked(), "One two. |Three four. Five six.\n\nSeven eight.");
    stage.keys("k shift-tab H");
    assert_eq!(stage.marked(), "One two. Three four. Five six.\n\nSeven eight|.");
    stage.keys("tab g g enter");
    assert_eq!(
        (stage.model.view.focus, stage.marked()),
        (Pane::Reader, "|One two. Three four. Five six.\n\nSeven eight.".to_owned())
    );
}

#[test]
fn a_filter_narrows_the_cards_and_escape_takes_it_away() {
    let mut stage = stage();
    stage.keys("tab / \"reader:ana\" enter");
    assert_eq!(cards(&stage), ["> Five six."]);
    stage.keys("esc");
    assert_eq!((cards(&stage).len(), stage.said()), (3, "all annotations"));
    stage.keys("/ \"kind:nonsense\" enter");
    assert!(stage.model.status.message.as_ref().is_some_and(crate::app::Message::is_failure), "{}", stage.said());
    stage.keys("esc / \"zzz\" enter");
    assert!(cards(&stage).is_empty());
    stage.keys("j k enter d s 1 e");
    assert_eq!(stage.doc().annotations.anchored.len(), 3, "without a card nothing is changed");
}

#[test]
fn annotations_in_the_text_are_gone_to_in_order() {
    let mut stage = stage();
    stage.keys("; ;");
    assert_eq!(stage.marked(), "One two. Three four. |Five six.\n\nSeven eight.");
    stage.keys(";");
    assert_eq!(stage.said(), "no annotation after this");
    stage.keys(", , ,");
    assert_eq!(stage.said(), "no annotation before this");
}

#[test]
fn a_note_on_the_whole_text_has_a_card_and_no_place() {
    let mut stage = stage();
    stage.keys("A \"all of it\" esc tab g g");
    assert_eq!(stage.cards()[0].rows[0].text, "* me · on the whole text");
    stage.keys("enter");
    assert_eq!(stage.said(), "it is about the whole text, or has lost its place");
}

#[test]
fn long_notes_are_cut_and_the_current_card_shows_whole_where_it_can() {
    let mut stage = Stage::with(&[(PATH, &"A sentence. ".repeat(100))], config(), (120, 20));
    stage.open(PATH);
    let long = "word ".repeat(400);
    for n in 0..20 {
        stage.keys(&format!("{} a", if n > 0 { ")" } else { "" }));
        stage.send(crate::app::Msg::Paste(long.clone()));
        stage.keys("esc");
    }
    let height = usize::from(stage.model.panes().notes.expect("it shows").height);
    stage.keys("tab g g");
    for n in 0..20 {
        let notes = &stage.model.notes;
        assert_eq!(notes.at(), Some(n));
        let rows: usize = notes.cards[notes.top..=n].iter().map(|card| card.rows.len()).sum();
        assert!(rows <= height, "card {n} shows whole: {rows} of {height} rows");
        assert!(notes.cards[n].rows.iter().any(|row| row.text.ends_with('…')), "it says that there is more");
        stage.keys("j");
    }
    stage.keys("G g g G");
    assert_eq!(stage.model.notes.at(), Some(19));
}

#[test]
fn panes_come_and_go_with_the_width() {
    let mut stage = stage();
    let shown = |stage: &Stage| {
        let panes = stage.model.panes();
        [panes.list.is_some(), panes.reader.is_some(), panes.notes.is_some()]
    };
    assert_eq!(shown(&stage), [true, true, true]);
    stage.keys("Z");
    assert_eq!(shown(&stage), [false, true, false]);
    stage.keys("Z \\");
    assert_eq!(shown(&stage), [false, true, false]);
    stage.keys("\\").resize((100, 30));
    assert_eq!(shown(&stage), [false, true, true]);
    stage.keys("shift-tab");
    assert_eq!(shown(&stage), [true, true, false]);
    stage.keys("tab").resize((60, 30));
    assert_eq!(shown(&stage), [false, true, false]);
    stage.keys("tab");
    assert_eq!(shown(&stage), [false, false, true]);
    stage.keys("Z q q");
    assert_eq!(stage.model.view.focus, Pane::Reader);
}

#[test]
fn links_and_footnotes_are_followed_and_come_back_from() {
    use crate::document::{BlockKind, Builder, InlineStyle};
    let mut builder = Builder::default();
    let word = builder.push("See");
    builder.push(" ");
    let note = builder.push("1");
    builder.push(" ");
    let out = builder.push("web");
    builder.block(BlockKind::Paragraph, 0, crate::text::Span::new(word.start, out.end));
    builder.push("\n\n");
    let foot = builder.push("The note.");
    builder.block(BlockKind::Footnote, 0, foot);
    let (inside, outside) = (builder.link("../b/other.md#part"), builder.link("https://example.org/\u{1b}[2J"));
    builder.inline(inside, word);
    builder.inline(InlineStyle::NoteRef(Some(foot.start)), note);
    builder.inline(outside, out);
    let mut stage = Stage::with(&[("a/text.md", ""), ("b/other.md", "Other.")], config(), (80, 24));
    stage.files.insert("a/text.md".to_owned(), std::sync::Arc::new(builder.finish()));
    stage.open("a/text.md");
    stage.keys("w g f");
    assert_eq!(stage.marked(), "See 1 web\n\n|The note.");
    stage.keys("g f");
    assert_eq!(stage.marked(), "See |1 web\n\nThe note.");
    stage.keys("w g f");
    assert_eq!(stage.said(), "copied https://example.org/␛[2J");
    stage.keys("g g g f");
    assert_eq!(stage.doc().opened.path, "b/other.md");
}

#[test]
fn the_cards_are_those_that_would_be_made_anew() {
    let mut stage = stage();
    let steps = [
        "s 1",
        "f d 2",
        "t \"x\" enter",
        "a \"words\" esc",
        "u",
        "ctrl-r",
        "d",
        "u",
        "tab / \"tag:x\" enter",
        "esc shift-tab",
        "A \"all\" esc",
    ];
    for keys in steps {
        stage.keys(keys);
        let kept = stage.cards();
        stage.model.doc.as_mut().expect("open").annotations.changed();
        stage.resize((120, 30));
        assert_eq!(stage.cards(), kept, "after {keys}");
    }
    stage.resize((200, 30));
    stage.full = true;
    stage.keys("M");
    let heads = stage.cards().into_iter().filter(|card| card.rows[0].text.contains("not saved yet"));
    assert_eq!(heads.count(), 1);
}
