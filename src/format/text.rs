//! Plain text to structure: titles, bylines, headings, lists, quotations, verse, captions, chronologies, notes, and the
//! boilerplate that comes along when an article is pasted out of a web page.
//!
//! The canonical text is the source, unchanged; blocks are spans over it. The way through: `layout` tells how the
//! text is set, `pages` what stands between two pages, `scenes` who speaks in a play, `units` joins lines, `rules` names what a unit shows by itself, `runs` finds boilerplate that only
//! its neighbours betray, `head` and `tail` read what the text says of itself, `rules` settles the rest, and `over_pages` joins what goes
//! on behind a page break.
//! Metadata is only what a line states; where the text is silent the field stays empty.

mod captions;
mod cue;
mod divisions;
mod features;
mod fields;
mod head;
mod layout;
mod marker;
mod memo;
mod over_pages;
mod pages;
mod piece;
mod rules;
mod runs;
mod scenes;
mod source_line;
mod tail;
mod units;

use super::{Beginning, Format, InPlace, isolated};
use crate::document::{BlockKind, Builder, Document, Metadata};
use crate::text::Span;
use features::Features;
use layout::TextLayout;
use pages::PageBreak;
use piece::TextPiece;
use rules::{LINE_RULES, LineRule, PLACE_RULES, PieceContext};
use scenes::Speakers;
use units::{Unit, UnitForm};

/// Its row of the table.
pub const FORMAT: Format = Format {
    name: "text",
    extensions: &["txt", "text", "asc", "log", "rfc", "tsv", "nfo"],
    about: "plain text: articles, books, poems, mail",
    sniff: |_| false,
    parse: |bytes| super::parse_text(bytes, parse),
    beginning: Beginning::Cut,
    in_place: InPlace::NOTHING,
    packed: false,
    most: super::LARGEST_TEXT,
    version: 3,
    picture: |_, _| None,
    marked: None,
};

/// No pasted page is larger, in bytes: the vocabulary of pages is not looked for in larger texts.
const LARGEST_PAGE: usize = 8 * 1024 * 1024;

/// A line that is set in by so many columns may be centred.
const CENTRED: u8 = 4;

/// What may lie between two pages of a print in the middle of a paragraph, with the blanks around it: all of which the document
/// says so, and maybe more.
pub fn between_pages(text: &str) -> impl Iterator<Item = Span> + '_ {
    pages::of(text).into_iter().map(|page| {
        let start = text[..page.span.start].trim_end().len();
        let rest = &text[page.span.end..];
        Span::new(start, page.span.end + (rest.len() - rest.trim_start().len()))
    })
}

/// A decoded and cleaned text as a document. Never fails.
pub fn parse(text: String) -> Document {
    let mut metadata = Metadata::default();
    let breaks = pages::of(&text);
    let (pieces, goes_on) = {
        let lines = layout::of(&text);
        let speakers = Speakers::of(&text, lines);
        let mut pieces = describe(&text, lines, &breaks, &speakers);
        let layout = if speakers.is_empty() { lines } else { TextLayout::Scenes };
        runs::mark(&text, layout, &mut pieces);
        read_memo(&text, &mut pieces, &mut metadata);
        fields::read(&text, &mut pieces, &mut metadata);
        let body = head::read(&text, layout, &mut pieces, &mut metadata);
        tail::read(&text, layout, &mut pieces, body, &mut metadata);
        settle(&text, layout, &mut pieces);
        let goes_on = over_pages::join(&text, layout, &mut pieces);
        (pieces, goes_on)
    };
    let mut builder = Builder::over(text);
    builder.metadata = metadata;
    for (index, piece) in pieces.into_iter().enumerate() {
        let (kind, level, span) = (piece.kind.unwrap_or(BlockKind::Paragraph), piece.level, piece.unit.span);
        if goes_on.contains(&index) {
            builder.continued_block(kind, level, span);
        } else {
            builder.block(kind, level, span);
        }
    }
    for (number, at) in pages::numbered(&breaks) {
        builder.page(&number.to_string(), at);
    }
    builder.finish()
}

/// Units with what each shows by itself.
fn describe(text: &str, layout: TextLayout, breaks: &[PageBreak], speakers: &Speakers<'_>) -> Vec<TextPiece> {
    let mut units = units::of(text, layout, breaks, speakers);
    let margin = usual_margin(&units);
    for unit in &mut units {
        unit.margin = unit.margin.saturating_sub(margin);
    }
    let pasted = layout == TextLayout::Lines && text.len() <= LARGEST_PAGE;
    units.into_iter().map(|unit| described(text, unit, pasted)).collect()
}

fn described(text: &str, unit: Unit, pasted: bool) -> TextPiece {
    isolated::tick();
    let features = Features::of(text, &unit);
    // In books and mail "Contents" and "Share" are words like others: only pasted pages bring menus along.
    let asked = |rule: &&LineRule| pasted || !rule.pasted;
    let rule = LINE_RULES.iter().filter(asked).find(|rule| (rule.holds)(&features));
    TextPiece {
        unit,
        kind: rule.map(|rule| rule.gives.0),
        level: rule.map_or(0, |rule| rule.gives.1),
        prose: features.is_prose(),
        heads: features.looks_like_heading() && !unit.form.is_spoken(),
        over_text: false,
    }
}

/// The margin that most units have: some texts are indented as a whole.
fn usual_margin(units: &[Unit]) -> u8 {
    let mut counts = [0_usize; 256];
    for unit in units.iter().take(2000) {
        counts[usize::from(unit.margin)] += unit.span.len().min(400);
    }
    let usual = (0..=255_u8).max_by_key(|margin| (counts[usize::from(*margin)], 255 - margin));
    usual.unwrap_or(0)
}

/// Decides what is still open, by the second table of rules, and turns what stands under a heading "Notes" into notes.
fn settle(text: &str, layout: TextLayout, pieces: &mut [TextPiece]) {
    let mut before: Option<TextPiece> = None;
    let mut in_notes = false;
    let short_lined = is_short_lined(pieces);
    let spaced = pieces.iter().filter(|piece| piece.unit.gap > 0).count() * 4 > pieces.len();
    for index in 0..pieces.len() {
        let piece = pieces[index];
        if matches!(piece.kind, None | Some(BlockKind::ListItem | BlockKind::Entry | BlockKind::Quotation)) {
            let place = place(text, layout, pieces, index, before);
            let place = PieceContext { short_lined, touches: place.touches && spaced, ..place };
            if let Some(rule) = PLACE_RULES.iter().find(|rule| (rule.holds)(&place)) {
                let (kind, level) = (rule.gives)(&place);
                pieces[index].set(kind, level);
            }
        }
        let piece = &mut pieces[index];
        if piece.kind == Some(BlockKind::Heading) {
            in_notes = heads_notes(piece.text(text));
        } else if in_notes && matches!(piece.kind, None | Some(BlockKind::ListItem | BlockKind::Paragraph)) {
            piece.set(BlockKind::Footnote, 0);
        }
        if pieces[index].is_content() {
            before = Some(pieces[index]);
        }
    }
}

/// Whether hardly any unit of running text is long: poems set a line a paragraph, scripts, menus.
fn is_short_lined(pieces: &[TextPiece]) -> bool {
    let open = pieces.iter().filter(|piece| matches!(piece.kind, None | Some(BlockKind::Paragraph)));
    let (all, long) =
        open.fold((0, 0), |(all, long), piece| (all + 1, long + usize::from(piece.unit.span.len() >= 100)));
    all >= 12 && long * 4 < all
}

fn place<'a>(
    text: &'a str,
    layout: TextLayout,
    pieces: &[TextPiece],
    index: usize,
    before: Option<TextPiece>,
) -> PieceContext<'a> {
    let mut content = pieces[index + 1..].iter().filter(|piece| piece.is_content());
    let mut after = content.next().copied();
    if let Some(after) = &mut after
        && after.kind.is_none()
        && after.heads
    {
        after.over_text = content.next().is_some_and(TextPiece::is_text);
    }
    PieceContext {
        features: Features::of(text, &pieces[index].unit),
        kind: pieces[index].kind,
        before,
        after,
        touches: pieces.get(index + 1).is_some_and(|next| next.unit.gap == 0),
        layout,
        short_lined: false,
        listed: is_listed(text, &pieces[index], before, after),
    }
}

/// The title and the date of a memo, where a text begins with the head of one. Each line of its columns is one of its own.
fn read_memo(text: &str, pieces: &mut Vec<TextPiece>, metadata: &mut Metadata) {
    let [head, title, ..] = pieces.as_mut_slice() else { return };
    let set = head.unit.form == UnitForm::Drawn && title.unit.margin >= CENTRED;
    let Some(memo) = memo::read(head.text(text), title.text(text)).filter(|_| set) else { return };
    (metadata.title, metadata.date) = (Some(memo.title), memo.date);
    head.set(BlockKind::Byline, 0);
    title.set(BlockKind::Heading, 1);
    let head = *head;
    let starts = head.text(text).split_inclusive('\n').scan(head.unit.span.start, |at, line| {
        let start = std::mem::replace(at, *at + line.len());
        Some(Span::new(start, start + line.trim_end().len()))
    });
    let lines = starts.filter(|line| !line.is_empty()).enumerate().map(|(nth, span)| {
        let gap = if nth == 0 { head.unit.gap } else { 0 };
        TextPiece { unit: Unit { span, gap, ..head.unit }, ..head }
    });
    pieces.splice(..1, lines.collect::<Vec<TextPiece>>());
}

/// Whether an item beside a numbered line goes on counting, or is counted on by it: then the line is an item too.
fn is_listed(text: &str, piece: &TextPiece, before: Option<TextPiece>, after: Option<TextPiece>) -> bool {
    let number = |piece: &TextPiece| -> Option<u32> {
        let line = piece.text(text);
        line[..line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len())].parse().ok()
    };
    let counts = |one: &TextPiece, next: &TextPiece| match (number(one), number(next)) {
        (Some(one), Some(next)) => next == one || next == one.saturating_add(1),
        _ => true,
    };
    let item = |piece: &TextPiece| piece.kind == Some(BlockKind::ListItem);
    before.filter(item).is_some_and(|before| counts(&before, piece))
        || after.filter(item).is_some_and(|after| counts(piece, &after))
}

fn heads_notes(heading: &str) -> bool {
    const NOTES: &[&str] = &[
        "notes",
        "note",
        "footnotes",
        "endnotes",
        "references",
        "bibliography",
        "works cited",
        "sources",
        "further reading",
        "注",
        "註",
        "脚注",
        "参考文献",
        "주",
        "각주",
        "참고문헌",
    ];
    let bare = heading
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '))
        .trim_end_matches(':')
        .to_lowercase();
    NOTES.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_kept_whole_and_only_white_space_lies_between_its_blocks(text in "[A-Za-zé日。:|>*#\\[\\]0-9., \\t\\n-]{0,500}") {
            let document = parse(text.clone());
            prop_assert_eq!(document.text(), text.as_str());
            let mut from = 0;
            for block in document.blocks() {
                prop_assert!(text[from..block.span.start].trim().is_empty());
                from = block.span.end;
            }
            prop_assert!(text[from..].trim().is_empty());
        }

        #[test]
        fn words_of_pasted_pages_in_any_order_do_no_harm(
            lines in prop::collection::vec(prop::sample::select(vec![
                "More on:", "By Ada Byron", "May 3, 1843", "A Title of Words", "Share", "Japan", "", "Photo: Ada Byron", "1. One",
                "About the Author", "Ada Byron", "Ada Byron is a professor at a college.", "© 1843", "*** END OF IT ***", "Title: A", "Author: B C",
                "A paragraph that goes on for a while, so that it reads as running text. It has a second sentence, which makes it long enough to count as prose, whatever stands around it in the page that it came from, and one more clause.",
            ]), 0..40),
        ) {
            let text = lines.join("\n");
            let document = parse(text.clone());
            prop_assert_eq!(document.text(), text.as_str());
        }
    }

    /// A memo of two pages, as the RFC series sets them.
    const MEMO: &str = "\n\nRopes Working Group                                             B. Lind\nRequest for Comments: 7777                                Rope Office\nCategory: Informational                                      May 1990\n\n\n                   How Ropes Are Spliced (HRS)\n\nAbstract\n\n   A rope that has parted is spliced before noon.  This memo says who does\n   it, with what, and how it is paid for in winter.\n\nTable of Contents\n\n   1.  Introduction  . . . . . . . . . . . . . . . . . . . . . . . .  1\n   2.  Tar . . . . . . . . . . . . . . . . . . . . . . . . . . . . .  2\n\n1.  Introduction\n\n   The rope walk, which had been there since the old wall, was quiet while\n   the men waited for tar.  Nobody on the quay could say how long a rope\n   would last, but the longest of them, which three men could lift, was\n\n\n\nLind                         Informational                      [Page 1]\n\u{240C}\nRFC 7777               How Ropes Are Spliced                    May 1990\n\n\n   kept under a roof.\n\n2.  Tar\n\n   Tar is bought by the barrel, and the barrel is kept until the office\n   has paid for it, which takes a month, or two when there is ice.\n";

    #[test]
    fn a_memo_has_its_title_and_date_and_its_page_breaks_are_of_the_print() {
        let document = parse(MEMO.to_owned());
        let facts = &document.metadata;
        assert_eq!(
            (facts.title.as_deref(), facts.date.as_deref()),
            (Some("How Ropes Are Spliced (HRS)"), Some("1990-05"))
        );
        let of = |kind: BlockKind| -> Vec<&str> {
            let blocks = document.blocks().iter().filter(|block| block.kind == kind);
            blocks.map(|block| block.span.of(document.text()).split_whitespace().next().unwrap_or_default()).collect()
        };
        assert_eq!(of(BlockKind::Boilerplate), ["Lind"]);
        assert_eq!(of(BlockKind::Heading), ["How", "Abstract", "Table", "1.", "2."]);
        assert_eq!((of(BlockKind::Code), of(BlockKind::Byline)), (vec![], vec!["Ropes", "Request", "Category:"]));
        let pages: Vec<(&str, usize)> = document.pages().iter().map(|page| (page.label.as_str(), page.at)).collect();
        assert_eq!((pages.len(), pages[0], pages[1].0), (2, ("1", 0), "2"));
        assert!(MEMO[pages[1].1..].trim_start().starts_with("kept under"));
    }

    /// What of a text in lines is furniture: long paragraphs, numbered, and these lines between and below them.
    fn furniture(lines: &[&str]) -> Vec<String> {
        let long = "went up the stairs again that night, as on every night for thirty years, and counted them, though nobody had asked, and lit the lamp, which was slow to burn, and looked out on the boats that lay in the bay without a light.";
        let lines = lines.iter().enumerate();
        let lines: Vec<String> = lines.map(|(at, line)| line.replace('*', &format!("Keeper {at} {long}"))).collect();
        let document = parse(lines.join("\n\n"));
        let folded = document.blocks().iter().filter(|block| block.kind == BlockKind::Boilerplate);
        folded.map(|block| block.span.of(document.text()).to_owned()).collect()
    }

    #[test]
    fn how_a_text_ends_is_no_furniture_and_the_menus_of_a_pasted_page_are() {
        let none: [&str; 0] = [];
        let story = [
            "The Last Night",
            "By Ana Bird",
            "*",
            "*",
            "*",
            "*",
            "“Come down.”",
            "“Not yet.”",
            "She waited.",
            "Nobody came.",
        ];
        assert_eq!(furniture(&story), none);
        let copied = [&story[..], &["Share this article"]].concat();
        assert_eq!(furniture(&copied), ["Share this article"]);
        let poem = [
            "The Last Night",
            "*",
            "*",
            "*",
            "O mole, the sea is deep",
            "The stones are old",
            "And no one walks on thee",
            "Nor sings",
        ];
        assert_eq!(furniture(&poem), none);
        let refrain = [
            "The Last Night",
            "*",
            "And nobody came to the light.",
            "*",
            "And nobody came to the light.",
            "*",
            "And nobody came to the light.",
        ];
        assert_eq!(furniture(&refrain), none);
        let page = [
            "The Last Night",
            "By Ana Bird",
            "Share this article",
            "*",
            "*",
            "*",
            "Weather",
            "Sports",
            "Cars and boats",
            "Jobs",
        ];
        assert_eq!(furniture(&page), ["Share this article", "Weather", "Sports", "Cars and boats", "Jobs"]);
    }

    #[test]
    fn words_beside_a_form_feed_stay_in_their_blocks() {
        let text = "The first part.\u{240C}PART TWO\n\nIt began.";
        let document = parse(text.to_owned());
        let blocks: Vec<&str> = document.blocks().iter().map(|block| block.span.of(text)).collect();
        assert_eq!(blocks, ["The first part.", "\u{240C}", "PART TWO", "It began."]);
    }

    #[test]
    fn the_text_is_taken_without_a_copy() {
        let text = String::from("A title\n\nA paragraph with a few words in it.\n");
        let at = text.as_ptr();
        assert_eq!(parse(text).text().as_ptr(), at);
    }
}
