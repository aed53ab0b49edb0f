//! Everything that is derived follows what it is made from: each source is changed, and what shows afterwards is what would
//! show if it were made from nothing.

use crate::annotation::{Kind, Reader, prompt_id};
use crate::app::dispatch::settle::settle;
use crate::app::messages::Env;
use crate::app::seminar::unread;
use crate::app::state::people::LayerKey;
use crate::app::state::revisions::{SOURCES, ViewSource};
use crate::app::test_stage::{Stage, config, person};
use crate::app::{Comparing, ListItem, Msg, Overlay, Show, update};
use crate::config::syllabus;
use crate::document::doc_path;
use crate::study::{Answer, Summary};
use crate::text::Span;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

const A: &str = "a.md";
const B: &str = "b.md";
const C: &str = "c.md";

const PLAN: &str = r#"
leader = "tom"
[[session]]
readings = ["a.md"]
prompts = ["Who speaks?"]
[[session]]
readings = ["c.md"]
blind = "2026-11-20"
"#;

/// Three texts with questions of others on them, the first of them open, compared with the class under the board of
/// questions; the last is to be read blind for two days more.
fn stage() -> Stage {
    let files = [(A, "One two. Three four. Five."), (B, "Six seven. Eight."), (C, "Nine ten.")];
    let mut stage = Stage::with(&files, config(), (120, 30));
    *stage.model.seminar.syllabus = plan(PLAN);
    stage.send(Msg::Readers(["ana", "tom"].map(person).to_vec()));
    stage.by("ana", A, Kind::Question, ("Three four.", "Why four?"));
    stage.by("tom", A, Kind::Highlight, ("One two.", ""));
    stage.by("ana", B, Kind::Question, ("Eight.", "Why eight?"));
    stage.by("ana", C, Kind::Question, ("Nine", "Why nine?"));
    let mut summaries = [A, B, C].map(|path| (doc_path(path), summary(&stage, path)));
    summaries[1].1.answers = vec![answer(&person("ana"))];
    stage.send(Msg::Surveyed { faults: Vec::new(), left_out: None, summaries: summaries.to_vec() });
    stage.send(Msg::Seen { since: Timestamp::UNIX_EPOCH, keys: Vec::new() });
    stage.open(A);
    stage.keys("s 1 D enter");
    stage.run("board");
    stage
}

fn plan(written: &str) -> Arc<syllabus::Syllabus> {
    let (plan, faults) = syllabus::parse(written);
    assert_eq!(faults, []);
    Arc::new(plan)
}

/// That a reader has answered the prompt.
fn answer(reader: &Reader) -> Answer {
    Answer { to: prompt_id(1, "Who speaks?"), reader: reader.id.clone(), counts: true }
}

fn summary(stage: &Stage, path: &str) -> Summary {
    let all: Vec<_> = stage.others[path].iter().map(|anchored| anchored.annotation.clone()).collect();
    Summary::of(&all)
}

/// Everything that is made from something else, in words.
fn views(stage: &Stage) -> [(&'static str, String); 6] {
    let (model, doc) = (&stage.model, stage.doc());
    let hidden: Vec<bool> = doc.annotations.anchored.iter().map(|anchored| anchored.hidden).collect();
    let layers = (&model.peers.layers.people.all, model.peers.layers.count(), model.peers.layers.notice(80), hidden);
    let here: BTreeSet<_> = model.peers.unread.here.iter().collect();
    let unread = ([A, B, C].map(|path| model.peers.unread.count(&doc_path(path))), here);
    let board = match &model.overlay {
        Some(Overlay::Board(board)) => format!("{:?} {:?} {}", board.rows, board.counts, board.blind),
        _ => String::new(),
    };
    let compared = model.peers.comparing.as_ref().map(Comparing::words);
    [
        ("layers", format!("{layers:?}")),
        ("cards", format!("{:?}", stage.cards())),
        ("answers", format!("{:?}", *model.seminar.answered)),
        ("unread", format!("{unread:?}")),
        ("board", board),
        ("comparison", format!("{compared:?}")),
    ]
}

/// Makes everything anew from nothing.
fn make_anew(stage: &mut Stage) {
    let model = &mut stage.model;
    model.peers.layers.made.forget();
    model.navigation.backlinks.made.forget();
    model.notes.made.forget();
    model.seminar.answering.made.forget();
    model.peers.unread.counted.forget();
    model.peers.unread.counted_here.forget();
    if let Some(comparing) = &mut model.peers.comparing {
        comparing.made.forget();
    }
    if let Some(Overlay::Board(board)) = &mut model.overlay {
        board.made.forget();
    }
    settle(model);
    unread::settle(model);
}

fn change(stage: &mut Stage, source: ViewSource) {
    match source {
        ViewSource::Document => stage.open(B),
        ViewSource::Annotations => {
            stage.keys("esc G s 2");
        }
        ViewSource::Threads => {
            stage.keys("esc r \"so\" esc");
        }
        ViewSource::Others => {
            stage.by("tom", A, Kind::Question, ("Five.", "Why five?"));
            let (path, anchored) = (doc_path(A), stage.others[A].clone());
            let (own, faults, formerly) = (Vec::new(), Vec::new(), Vec::new());
            stage.send(Msg::Annotations { path, anchored, own, faults, formerly });
        }
        ViewSource::Layers => stage.model.peers.layers.show = Show::Mine,
        ViewSource::Me => stage.model.me.reader = person("ana"),
        ViewSource::Readers => {
            let ana = Reader { nickname: "anna".to_owned(), ..person("ana") };
            stage.send(Msg::Readers(vec![ana, person("tom"), person("zoe")]));
        }
        ViewSource::Plan => *stage.model.seminar.syllabus = plan("[[session]]\nreadings = ['a.md']\nblind = 9\n"),
        ViewSource::Today => {}
        ViewSource::Summaries => {
            let known = summary(stage, A);
            stage
                .send(Msg::SummedUp(vec![(doc_path(B), Summary { questions: known.questions, ..Summary::default() })]));
        }
        ViewSource::Answers => {
            let answers = vec![answer(&stage.model.me.reader)];
            stage.send(Msg::SummedUp(vec![(doc_path(B), Summary { answers, ..Summary::default() })]));
        }
        ViewSource::Documents => {
            let named = ListItem { title: Some("Eight".to_owned()), ..ListItem::of(doc_path(B)) };
            stage.send(Msg::Listed(vec![named]));
        }
    }
}

/// The views in which the change of a source shows.
fn follow(source: ViewSource) -> &'static [&'static str] {
    match source {
        ViewSource::Document | ViewSource::Others | ViewSource::Plan => {
            &["layers", "cards", "unread", "board", "comparison"]
        }
        ViewSource::Annotations => &["layers", "cards", "board", "comparison"],
        ViewSource::Threads => &["layers", "cards", "board"],
        ViewSource::Layers => &["layers", "cards", "unread", "comparison"],
        ViewSource::Readers => &["layers", "board"],
        ViewSource::Today | ViewSource::Summaries => &["unread", "board"],
        ViewSource::Me | ViewSource::Answers => &["cards", "answers", "unread", "board"],
        ViewSource::Documents => &["board"],
    }
}

#[test]
fn every_view_follows_every_source() {
    for source in SOURCES {
        let mut stage = stage();
        let before = views(&stage);
        change(&mut stage, source);
        let today = if source == ViewSource::Today { date(2026, 11, 21) } else { date(2026, 11, 18) };
        let now = Timestamp::from_second(1_796_000_000).expect("a day of ours");
        update(&mut stage.model, Msg::Resize(120, 30), &Env { now, today, id: uuid::Uuid::from_u128(9_999) });
        let after = views(&stage);
        let followed = before.iter().zip(&after).filter(|(before, after)| before != after).map(|((name, _), _)| *name);
        assert_eq!(followed.collect::<Vec<_>>(), follow(source), "{source:?}");
        make_anew(&mut stage);
        assert_eq!(after, views(&stage), "{source:?}");
    }
}

/// What one does to one's own annotations: marks, notes, answers, takes back, deletes, each at some place.
const ACTS: &[&str] = &[
    "s 1",
    "( a \"n\" esc",
    ") ) s 2",
    "s q \"why\" esc",
    "r \"so\" esc",
    "u",
    "ctrl-r",
    "d",
    ") t \"x\" enter",
    "a \"see [[P1]]\" esc",
    "j",
    "k",
];

/// What happens beside one's own acts: others write, the filter and the layers are chosen, who reads is asked blind.
const HAPPENS: &[&str] = &["marks", "asks", "answers", "filters", "mine", "everything", "one", "blind"];

fn happen(stage: &mut Stage, what: &str) {
    let own = stage.doc().annotations.anchored.own().last().map(|(_, own)| own.annotation.id.clone());
    let before = stage.others[A].len();
    match what {
        "marks" => drop(stage.by("tom", A, Kind::Highlight, ("two. Three", ""))),
        "asks" => drop(stage.by("zoe", A, Kind::Question, ("Three", "Why three?"))),
        "answers" => drop(own.map(|own| stage.answer_by(A, "tom", &own, "Yes."))),
        "filters" => stage.model.notes.filter = "kind:highlight".to_owned(),
        "mine" => stage.model.peers.layers.show = Show::Mine,
        "one" => stage.model.peers.layers.show = Show::One(LayerKey::Reader(person("ana").id)),
        "blind" => *stage.model.seminar.syllabus = plan("[[session]]\nreadings = ['a.md']\nblind = 2\n"),
        _ => (stage.model.notes.filter, stage.model.peers.layers.show) = (String::new(), Show::All),
    }
    let new = stage.others[A][before..].to_vec();
    if new.is_empty() {
        stage.resize((120, 30));
        return;
    }
    let anchored = stage.doc().annotations.anchored.iter().cloned().chain(new).collect();
    let (path, own, faults, formerly) = (doc_path(A), Vec::new(), Vec::new(), Vec::new());
    stage.send(Msg::Annotations { path, anchored, own, faults, formerly });
}

/// What is found from each place of the text, and where readers marked.
fn found(stage: &Stage) -> String {
    let (model, doc) = (&stage.model, stage.doc());
    let of = |at: usize| {
        let window = Span::new(at, at + 1);
        let near = model.notes.cards.nearest(at).map(|near| &model.notes.cards[near].id);
        let shown: Vec<_> = doc.annotations.visible_in(window).map(|it| &it.annotation.id).collect();
        format!("{near:?} {shown:?} {}", model.peers.layers.density.readers_in(window, 9))
    };
    let places: Vec<String> = (0..doc.text().len()).map(of).collect();
    let all: Vec<_> = doc.annotations.anchored.iter().map(|it| (&it.annotation.id, it.anchor.span)).collect();
    let leading = &model.navigation.backlinks.all;
    format!("{places:?} {:?} {all:?} {} {leading:?}", model.peers.layers.counts, doc.annotations.anchored.made_here())
}

/// The nearest card, looked for among all.
fn nearest_of_all(stage: &Stage, cursor: usize) -> Option<usize> {
    let spans = stage.model.notes.cards.iter().enumerate().filter_map(|(at, card)| Some((at, card.span?)));
    let inside = spans.clone().filter(|(_, span)| span.touches(Span::new(cursor, cursor + 1)));
    let before = || spans.filter(|(_, span)| span.start <= cursor).max_by_key(|(at, span)| (span.start, *at));
    let near = inside.min_by_key(|(at, span)| (span.len(), *at)).or_else(before).map(|(at, _)| at);
    near.or((!stage.model.notes.cards.is_empty()).then_some(0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_happens_what_followed_is_what_would_be_made_anew(
        steps in prop::collection::vec(0..ACTS.len() + HAPPENS.len(), 1..16),
    ) {
        let mut stage = stage();
        stage.keys("esc esc");
        for step in &steps {
            match ACTS.get(*step) {
                Some(act) => {
                    stage.keys(act).keys("esc");
                }
                None => happen(&mut stage, HAPPENS[step - ACTS.len()]),
            }
        }
        for at in 0..stage.doc().text().len() {
            prop_assert_eq!(stage.model.notes.cards.nearest(at), nearest_of_all(&stage, at));
        }
        let (followed, there) = (views(&stage), found(&stage));
        make_anew(&mut stage);
        prop_assert_eq!(followed, views(&stage));
        prop_assert_eq!(&there, &found(&stage));
        stage.model.doc.as_mut().expect("a text").annotations.rearrange(|_| ());
        make_anew(&mut stage);
        prop_assert_eq!(&there, &found(&stage));
    }

    #[test]
    fn each_act_leaves_them_in_the_order_of_all(acts in proptest::collection::vec(0..ACTS.len(), 1..14), asked in any::<bool>()) {
        let mut stage = stage();
        stage.keys("esc esc");
        if !asked {
            *stage.model.seminar.syllabus = plan("leader = 'tom'");
            stage.open(B);
            stage.open(A);
        }
        for act in acts {
            stage.keys(ACTS[act]);
            let order = |stage: &Stage| stage.doc().annotations.anchored.iter().map(|it| (it.annotation.id.clone(), it.anchor.span)).collect::<Vec<_>>();
            let before = order(&stage);
            let annotations = &mut stage.model.doc.as_mut().expect("a text").annotations;
            annotations.rearrange(|_| ());
            prop_assert_eq!(before, order(&stage), "{}", ACTS[act]);
            stage.keys("esc");
        }
    }
}
