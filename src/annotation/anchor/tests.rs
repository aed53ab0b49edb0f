//! Passages that stand word for word while text was put in right before or right behind them; they must not be lost.

use super::*;
use crate::annotation::{Quote, select};
use crate::document::{BlockKind, Builder};
use proptest::prelude::*;

/// Marked text without its brackets, and the span between them.
fn parse(marked: &str) -> (String, Span) {
    let (before, rest) = marked.split_once('[').unwrap();
    let (quote, behind) = rest.split_once(']').unwrap();
    ([before, quote, behind].concat(), Span::new(before.len(), before.len() + quote.len()))
}

/// Words of one kind, of which none stands twice, in sentences.
fn words(kind: &str, count: usize) -> String {
    let word = |n: usize| [kind, &n.to_string(), if n % 9 == 8 { ". " } else { " " }].concat();
    (0..count).map(word).collect::<String>().trim_end().to_owned()
}

/// Marks `then`, puts it away, and looks for it in the text of `now`, alone or among other annotations; gives what was
/// found and where it is.
fn look(then: &str, now: &str, among_others: bool) -> (Anchor, Span) {
    let ((then, marked), (now, truth)) = (parse(then), parse(now));
    let offsets = Offsets::of(&then);
    let made = |span| select::passage(&then, &offsets, span, "urn:sha256:then");
    let passage = made(marked);
    let offsets_now = Offsets::of(&now);
    if !among_others {
        return (anchor_one(&now, &offsets_now, "urn:sha256:now", &passage), truth);
    }
    let other = |at: usize| Span::new(at, at + 30);
    let others = (0..then.len().saturating_sub(40)).step_by(170).map(other);
    let mut passages: Vec<Passage> = others.filter(|span| span.intersection(marked).is_none()).map(made).collect();
    passages.push(passage);
    let borrowed: Vec<&Passage> = passages.iter().collect();
    (*anchor_all(&now, &offsets_now, "urn:sha256:now", &borrowed).last().unwrap(), truth)
}

#[test]
fn a_passage_that_stands_once_word_for_word_is_there_though_its_surroundings_are_elsewhere() {
    let quote = "the harbour, which had been loud since the first bell, fell quiet";
    let told = |exact: &str, text: &str| {
        let quote = Quote {
            exact: exact.to_owned(),
            prefix: "At noon ".to_owned(),
            suffix: " and the crews slept.".to_owned(),
        };
        let passage = Passage { quote, ..Passage::default() };
        let anchor = anchor_one(text, &Offsets::of(text), "urn:sha256:now", &passage);
        let words = anchor.span.map_or("", |span| span.of(text));
        if anchor.state == AnchorState::Orphan { "lost" } else { words }.to_owned()
    };
    let (before, behind) = (words("ka", 160), words("mo", 160));
    let text = format!("At noon the harbour was empty and the crews slept. {before}\n\nIn March {quote}. {behind}");
    assert_eq!(told(quote, &text), quote, "it is not cut to where its context is");
    let short = "fell quiet before";
    let text = format!("{before} At noon and the crews slept.\n\n{} {short} dawn {behind}", words("nu", 300));
    assert_eq!(told(short, &text), short);
    let twice = format!("{text} {short} dusk");
    assert_eq!(told(short, &twice), "lost", "which of the two is it?");
}

/// A text with `quote` marked, and the same with `front` and `back` put in beside it.
fn put_in(quote: &str, front: &str, back: &str) -> (String, String) {
    let (before, behind) = (words("ka", 160), words("mo", 160));
    (format!("{before}\n\n[{quote}] {behind}"), format!("{before}\n\n{front}[{quote}]{back} {behind}"))
}

#[test]
fn text_put_in_beside_a_passage_does_not_make_an_orphan_of_it() {
    for length in [1, 2, 3, 5, 8, 9, 14, 30] {
        for count in [1, 2, 5, 12, 30, 80, 200] {
            let (quote, new) = (words("quote", length), words("new", count));
            let (front, back) = (format!("{new}\n\n"), format!("\n\n{}", words("late", count)));
            for (front, back) in [(&*front, ""), ("", &*back), (&*front, &*back)] {
                let (then, now) = put_in(&quote, front, back);
                for among_others in [false, true] {
                    let (found, truth) = look(&then, &now, among_others);
                    let told = format!("{length} words, {count} new, {front:.4}|{back:.6}, {among_others}: {found:?}");
                    assert_eq!(found.span, Some(truth), "{told}");
                    assert!(
                        matches!(found.state, AnchorState::Same | AnchorState::Moved | AnchorState::Uncertain),
                        "{told}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_passage_at_either_end_of_the_text_may_be_pushed_away_too() {
    let (text, new) = (words("ka", 90), words("new", 60));
    for quote in ["one rare word", "the last line", "word"] {
        let ends = [
            (format!("{text}\n\n[{quote}]"), format!("{text}\n\n{new}\n\n[{quote}]\n\n{new}")),
            (format!("[{quote}]\n\n{text}"), format!("{new}\n\n[{quote}]\n\n{new}\n\n{text}")),
        ];
        for (then, now) in &ends {
            let (found, truth) = look(then, now, false);
            assert_eq!(found.span, Some(truth), "{found:?}");
            assert_ne!(found.state, AnchorState::Orphan);
        }
    }
}

#[test]
fn a_look_alike_is_not_the_passage_whose_surroundings_stayed_with_words_that_are_new() {
    let then =
        "In spring the first team said that [all of the nets were torn by ice] last night. The second team slept.";
    let now = "In spring the first team said that nobody had gone out at all last night. The second team slept. \
               Later a third team said that [all of the nets were torn by ice] again.";
    assert_eq!(look(then, now, false).0.state, AnchorState::Orphan);
}

#[test]
fn what_stands_near_word_for_word_was_moved_where_nothing_came_for_it() {
    let then = "The team went out. The frost of March 1711 held. [All nets were torn by ice.] The second team slept.";
    let now = "[All nets were torn by ice.] The team went out. The frost of March 1711 held. The second team slept.";
    let (found, truth) = look(then, now, false);
    assert_eq!((found.state, found.span), (AnchorState::Uncertain, Some(truth)));
}

#[test]
fn the_numbers_of_notes_are_no_words() {
    let (then, now) = ("The ferry left [at noon.[2]] Nobody paid.", "So. The ferry left [at noon.[11]] Nobody paid.");
    let (found, truth) = look(then, now, true);
    assert_eq!((found.state, found.span), (AnchorState::Moved, Some(truth)));
}

#[test]
fn a_long_passage_that_stands_elsewhere_word_for_word_was_moved_though_its_surroundings_closed_up() {
    let note = "the first leaf was torn out in April and the last one ends in the middle of a word that nobody knows";
    let (one, two) = (words("ka", 200), words("mo", 200));
    let then = format!("{one} {two} The account is open. [{note}] The toll registers give the carts.");
    let now = format!("{one} [{note}] {two} The account is open. The toll registers give the carts.");
    let (found, truth) = look(&then, &now, true);
    assert_ne!(found.state, AnchorState::Orphan);
    assert_eq!(found.span, Some(truth));
}

#[test]
fn a_passage_that_text_was_put_into_is_found_from_its_first_word_to_its_last() {
    let (before, behind) = (words("ka", 160), words("mo", 160));
    for (first, second, count) in [(30, 20, 60), (20, 30, 60), (12, 12, 100), (6, 40, 40), (40, 6, 40)] {
        let (one, other, new) = (words("quote", first), words("rest", second), words("new", count));
        let then = format!("{before} [{one} {other}] {behind}");
        let now = format!("{before} [{one} {new} {other}] {behind}");
        let (found, truth) = look(&then, &now, true);
        assert_eq!((found.state, found.span), (AnchorState::Changed, Some(truth)), "{first} {second} {count}");
    }
}

#[test]
fn a_passage_edited_in_its_place_is_not_taken_for_the_copy_that_stands_elsewhere() {
    let (before, middle, behind) = (words("ka", 200), words("mo", 200), words("ze", 200));
    let paragraph = words("quote", 60);
    let edited = paragraph.replace("quote10 ", "").replace("quote20 quote21", "other").replace("quote40 ", "");
    let marked = |text: &str, from: &str, to: &str| {
        let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap() + to.len());
        format!("{}[{}]{}", &text[..start], &text[start..end], &text[end..])
    };
    for (from, to) in [("quote5", "quote18"), ("quote15", "quote30"), ("quote2 ", "quote55")] {
        let then = format!("{before}\n\n{}\n\n{middle}\n\n{behind}", marked(&paragraph, from, to));
        let now = format!("{before}\n\n{}\n\n{middle}\n\n{paragraph}\n\n{behind}", marked(&edited, from, to));
        let (found, truth) = look(&then, &now, true);
        assert_eq!(found.span, Some(truth), "{from}: {found:?}");
    }
}

#[test]
fn the_same_bytes_read_as_another_text_are_searched_like_a_changed_one() {
    let (then, _) = parse("One frost. Two frosts. [One frost] again. Three frosts.");
    let passage = select::passage(&then, &Offsets::of(&then), Span::new(23, 32), "urn:sha256:same");
    let find = |now: &str| anchor_one(now, &Offsets::of(now), "urn:sha256:same", &passage);
    assert_eq!((find(&then).state, find(&then).span), (AnchorState::Same, Some(Span::new(23, 32))));
    // A better extractor finds a headline that was lost before: the same words now stand where others did.
    let now = format!("A headline of 23 chars{then}");
    let now = now.replacen("chars", "", 1);
    let found = find(&now);
    assert_eq!(found.span.map(|span| span.start), now.rfind("One frost"), "{found:?}");
    assert_ne!(found.state, AnchorState::Same);
    // The quote stands at its place in the same bytes, and nothing else is as it was: kept, and said to be uncertain.
    let odd = Passage {
        quote: Quote { prefix: "q ".repeat(16), suffix: " z".repeat(16), ..passage.quote.clone() },
        ..passage.clone()
    };
    let odd = anchor_one(&then, &Offsets::of(&then), "urn:sha256:same", &odd);
    assert_eq!((odd.state, odd.span), (AnchorState::Uncertain, Some(Span::new(23, 32))));
}

/// What becomes of `quote`, marked in `then`, in the text `now`.
fn looked(then: &str, now: &str) -> (AnchorState, Option<String>) {
    let (text, span) = parse(then);
    let passage = select::passage(&text, &Offsets::of(&text), span, "urn:sha256:then");
    let found = anchor_one(now, &Offsets::of(now), "urn:sha256:now", &passage);
    (found.state, found.span.map(|span| span.of(now).to_owned()))
}

#[test]
fn the_note_of_a_deleted_clause_is_lost_where_its_neighbour_stood_in_the_old_text() {
    let [tenant, landlord] = [
        "The tenant shall pay the water rates within thirty days of the bill.",
        "The landlord shall pay the land tax within thirty days of the bill.",
    ];
    let then = format!("Article 5. [{tenant}]\n\nArticle 6. {landlord}\n\nArticle 7. Nothing else.");
    let now = format!("Article 6. {landlord}\n\nArticle 7. Nothing else.");
    assert_eq!(looked(&then, &now).0, AnchorState::Orphan);
    let then = format!("Article 5. {tenant}\n\nArticle 6. [{landlord}]\n\nArticle 7. Nothing else.");
    let now = format!("Article 5. {tenant}\n\nArticle 7. Nothing else.");
    assert_ne!(looked(&then, &now).0, AnchorState::Changed);
}

#[test]
fn another_number_another_name_and_a_denial_are_never_only_changed() {
    for (then, now) in [
        ("A. [Berth one is kept for the Aurora.] B.", "Berth two is kept for the Ceres. C."),
        (
            "[In 1901 the council did not support the quay.] It rained.",
            "In 1902 the council did support the quay. It rained.",
        ),
        (
            "It rained. [The council did not support the quay.] It rained.",
            "It rained. The council did support the quay. It rained.",
        ),
        (
            "雨が降った。[評議会は岸壁の建設を支持しなかった。]晴れた。",
            "雨が降った。評議会は岸壁の建設を支持した。晴れた。",
        ),
        (
            "비가 왔다. [의회는 부두를 짓는 계획을 지지하지 않았다.] 갰다.",
            "비가 왔다. 의회는 부두를 짓는 계획을 지지하였다. 갰다.",
        ),
    ] {
        let (state, there) = looked(then, now);
        assert!(matches!(state, AnchorState::Orphan | AnchorState::Uncertain), "{then}: {state:?} {there:?}");
    }
}

#[test]
fn a_word_corrected_in_its_place_is_a_change() {
    for (then, now) in [
        (
            "It was late, and [the keeper climbed the narrow stairs] before noon.",
            "It was late, and the keeper climbed the steep stairs before noon.",
        ),
        (
            "It was late, and [the dues rose by twelve crowns a year] before noon.",
            "It was late, and the dues rose by eleven crowns a year before noon.",
        ),
    ] {
        assert_eq!(looked(then, now).0, AnchorState::Changed, "{then}");
    }
}

#[test]
fn a_quote_that_stands_once_is_whole_though_its_contexts_are_another_places() {
    let text = "The tower is closed on holidays. Two cousins shared a boat with no name. Letters took nine days. A clerk kept \
                the keys under glass.";
    let quote = Quote {
        exact: "cousins shared a boat with no name".into(),
        prefix: "days. A clerk ".into(),
        suffix: " kept the keys".into(),
    };
    for position in [None, Some((0, 34))] {
        let passage = Passage { quote: quote.clone(), position, ..Passage::default() };
        let found = anchor_one(text, &Offsets::of(text), "urn:sha256:now", &passage);
        let there = found.span.map(|span| span.of(text));
        assert!(
            there == Some(&*quote.exact) || (found.state == AnchorState::Orphan && position.is_some()),
            "{found:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn other_words_beside_a_passage_leave_it_where_its_own_words_are(
        length in 3usize..30,
        new in "[A-Z][a-z]{1,8}( [a-z]{1,9}){0,200}[.]",
        sides in prop::sample::select(vec![(true, false), (false, true), (true, true)]),
        among_others: bool,
    ) {
        let front = if sides.0 { format!("{new}\n\n") } else { String::new() };
        let back = if sides.1 { format!("\n\n{new}") } else { String::new() };
        let (then, now) = put_in(&words("quote", length), &front, &back);
        let (found, truth) = look(&then, &now, among_others);
        prop_assert_eq!(found.span, Some(truth), "{:?}", found);
        prop_assert_ne!(found.state, AnchorState::Orphan);
    }
}

/// Blocks parted by blank lines: `~ ` begins what lies between two pages, `+ ` what goes on behind it.
fn paged(text: &str) -> Document {
    let mut builder = Builder::over(text.replace("+ ", ""));
    let mut at = 0;
    for part in text.split("\n\n") {
        let (goes_on, part) = part.strip_prefix("+ ").map_or((false, part), |rest| (true, rest));
        let kind = if part.starts_with("~ ") { BlockKind::Boilerplate } else { BlockKind::Paragraph };
        let span = Span::new(at, at + part.len());
        if goes_on {
            builder.continued_block(kind, 0, span);
        } else {
            builder.block(kind, 0, span);
        }
        at = span.end + 2;
    }
    builder.finish()
}

const ON_PAGES: &str = "Nobody on the quay knew when the walk was built.\n\nHe said that the ropes of the long walk\n\n~ Lind 12\n\n~ Ropes of Today\n\n+ were for the men of the har-\n\n~ Lind 13\n\n+ bour and for nobody else.\n\nThe clerk wrote nothing.";
const ON_ONE: &str = "Nobody on the quay knew when the walk was built.\n\nHe said that the ropes of the long walk were for the men of the harbour and for nobody else.\n\nThe clerk wrote nothing.";

#[test]
fn a_passage_over_pages_is_quoted_as_one_reads_on() {
    let document = paged(ON_PAGES);
    let (start, end) = (document.text().find("the long").unwrap(), document.text().find(" else").unwrap());
    let passage = select::passage_in(&document, Span::new(start, end), "urn:sha256:0");
    let quote = &passage.quote;
    assert_eq!(quote.exact, "the long walk\nwere for the men of the har-\nbour and for nobody");
    let short = select::passage_in(&document, Span::new(start, start + 13), "urn:sha256:0");
    assert!(short.quote.suffix.starts_with("\nwere for the men"), "{}", short.quote.suffix);
    for passage in [&passage, &short] {
        let found = anchor_in(&document, "urn:sha256:0", &[passage])[0];
        assert_eq!((found.state, found.span.map(|span| span.start)), (AnchorState::Same, Some(start)));
    }
    assert_eq!(anchor_in(&document, "", &[&passage])[0].span, Some(Span::new(start, end)));
    let foot = document.text().find("12").unwrap();
    let foot = select::passage_in(&document, Span::new(foot, foot + 2), "urn:sha256:0");
    assert_eq!(anchor_in(&document, "urn:sha256:0", &[&foot])[0].state, AnchorState::Same, "{foot:?}");
}

#[test]
fn a_passage_lands_on_the_same_words_with_and_without_pages() {
    let (pages, one) = (paged(ON_PAGES), paged(ON_ONE));
    for (from, to, words) in
        [(&one, &pages, "the long walk were for the men of the harbour"), (&pages, &one, "The long")]
    {
        let start = from.text().find(&words.to_lowercase()[..8]).unwrap();
        let end = from.text()[start..].find("bour").unwrap() + start + 4;
        let passage = select::passage_in(from, Span::new(start, end), "urn:sha256:0");
        let found = anchor_in(to, "urn:sha256:1", &[&passage])[0];
        let read = to.line(found.span.unwrap());
        assert_eq!((found.state, read.as_str()), (AnchorState::Moved, "the long walk were for the men of the harbour"));
    }
    // What was quoted before pages were passed over still stands.
    let text = pages.text();
    let (start, end) = (text.find("the long").unwrap(), text.find(" else").unwrap());
    let passage = select::passage(text, pages.offsets(), Span::new(start, end), "urn:sha256:0");
    assert_eq!(anchor_in(&pages, "urn:sha256:0", &[&passage])[0].state, AnchorState::Same);
}

#[test]
fn what_was_only_quoted_stands_at_its_first_place_or_nowhere() {
    let text = "Nobody paid the men who did it. In autumn the council met and forgot what the men were owed. \
        In winter the council met and forgot it again.";
    let document = paged(text);
    let found = |exact: &str| {
        let passage = Passage { quote: Quote { exact: exact.to_owned(), ..Quote::default() }, ..Passage::default() };
        let guessed = anchor_one_in(&document, "", &passage).state;
        let anchor = anchor_quotations(&document, "", &[&passage])[0];
        (guessed, anchor.state, anchor.span.map(|span| span.start))
    };
    let (uncertain, same, lost) = (AnchorState::Uncertain, AnchorState::Same, AnchorState::Orphan);
    assert_eq!(found("the  men"), (uncertain, same, text.find("the men")));
    assert_eq!(found("the council gathered and forgot"), (uncertain, lost, None));
    assert_eq!(found("the harbour in the north"), (lost, lost, None));
}
