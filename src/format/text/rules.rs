//! The rules that name a unit, as two ordered tables: what a line shows by itself, then what its neighbours add.
//! The first rule that holds decides. To change what something becomes, change, add or move one row.

use super::marker::is_numeral;
use super::{TextPiece, captions, divisions, features::Features, layout::TextLayout, units::UnitForm};
use crate::document::BlockKind;
use crate::language::{bylines, dates, phrases};

/// A rule about one unit by itself.
pub(super) struct LineRule {
    /// Why the rule is right, in a sentence.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people; a test asks for it"))]
    pub(super) because: &'static str,
    /// Whether it is asked of pasted pages only.
    pub(super) pasted: bool,
    /// What the unit becomes, with its level.
    pub(super) gives: (BlockKind, u8),
    /// When.
    pub(super) holds: fn(&Features) -> bool,
}

/// What a unit shows by itself, the surest signs first.
pub(super) const LINE_RULES: &[LineRule] = &[
    LineRule {
        because: "What stands between two pages is of the print, not of the text.",
        pasted: false,
        gives: (BlockKind::Boilerplate, 0),
        holds: |f| f.form == UnitForm::PageBreak,
    },
    LineRule {
        because: "What is said on a stage, and done there, is neither heading nor menu, however short.",
        pasted: false,
        gives: (BlockKind::Paragraph, 0),
        holds: |f| matches!(f.form, UnitForm::Spoken | UnitForm::SpokenOn),
    },
    LineRule {
        because: "Lines with tabs among their like are rows.",
        pasted: false,
        gives: (BlockKind::TableRow, 0),
        holds: |f| f.form == UnitForm::Row,
    },
    LineRule {
        because: "A line of one repeated sign separates.",
        pasted: false,
        gives: (BlockKind::Rule, 0),
        holds: is_rule,
    },
    LineRule {
        because: "A page number is of the print, not of the text.",
        pasted: false,
        gives: (BlockKind::Boilerplate, 0),
        holds: is_page_mark,
    },
    LineRule {
        because: "What is drawn or aligned with signs falls apart when it is wrapped.",
        pasted: false,
        gives: (BlockKind::Code, 0),
        holds: |f| f.form == UnitForm::Drawn,
    },
    LineRule {
        because: "Mail marks what it quotes.",
        pasted: false,
        gives: (BlockKind::Quotation, 1),
        holds: |f| f.form == UnitForm::Quoted || (f.text.starts_with("> ") && f.words > 1),
    },
    LineRule {
        because: "Lines that end before the margin are verses.",
        pasted: false,
        gives: (BlockKind::Verse, 0),
        holds: |f| f.form == UnitForm::Verse,
    },
    LineRule {
        because: "Books number their largest parts by name.",
        pasted: false,
        gives: (BlockKind::Heading, 2),
        holds: |f| f.form != UnitForm::Row && divisions::is_part(f.text),
    },
    LineRule {
        because: "Books number their chapters by name.",
        pasted: false,
        gives: (BlockKind::Heading, 2),
        holds: |f| f.form != UnitForm::Row && divisions::is_chapter(f.text),
    },
    LineRule {
        because: "A number in brackets or raised before a text is a note's.",
        pasted: false,
        gives: (BlockKind::Footnote, 0),
        holds: is_note,
    },
    LineRule {
        because: "Credits name the photographer or the agency.",
        pasted: false,
        gives: (BlockKind::Caption, 0),
        holds: |f| captions::is_caption(f),
    },
    LineRule {
        because: "The vocabulary of web pages, see `phrases`.",
        pasted: true,
        gives: (BlockKind::Boilerplate, 0),
        holds: is_habit,
    },
    LineRule {
        because: "A path through the site.",
        pasted: true,
        gives: (BlockKind::Boilerplate, 0),
        holds: |f| f.is_close() && phrases::is_breadcrumb(f.text),
    },
    LineRule {
        because: "Keywords describe the article; they are no heading.",
        pasted: false,
        gives: (BlockKind::Byline, 0),
        holds: |f| {
            ["keywords:", "key words:", "keywords —", "キーワード：", "키워드:", "주제어:"]
                .iter()
                .any(|start| f.lower.starts_with(start))
        },
    },
    LineRule {
        because: "Whoever edits together signs by what they are: it is no heading, and nobody's name.",
        pasted: false,
        gives: (BlockKind::Byline, 0),
        holds: is_signed_by_many,
    },
    LineRule {
        because: "A date, a mark and a text are an entry of a chronology.",
        pasted: false,
        gives: (BlockKind::Entry, 0),
        holds: |f| f.after_date().is_some_and(|rest| rest.len() >= 12),
    },
    LineRule {
        because: "A bullet or a number before a text makes an item.",
        pasted: false,
        gives: (BlockKind::ListItem, 1),
        holds: |f| f.marker > 0 && f.inset < 4,
    },
    LineRule {
        because: "An item set in under another is one level deeper.",
        pasted: false,
        gives: (BlockKind::ListItem, 2),
        holds: |f| f.marker > 0,
    },
    LineRule {
        because: "A paragraph with wider margins is quoted.",
        pasted: false,
        gives: (BlockKind::Quotation, 1),
        holds: |f| f.inset >= 3 && f.form == UnitForm::Wrapped,
    },
    LineRule {
        because: "Sentences are running text.",
        pasted: false,
        gives: (BlockKind::Paragraph, 0),
        holds: |f| f.is_prose(),
    },
];

/// A unit among its neighbours.
pub(super) struct PieceContext<'a> {
    /// The unit's features.
    pub(super) features: Features<'a>,
    /// What the first table made of it.
    pub(super) kind: Option<BlockKind>,
    /// The unit before it and the one after it, boilerplate and captions left out.
    pub(super) before: Option<TextPiece>,
    /// The one after it.
    pub(super) after: Option<TextPiece>,
    /// Whether it touches the unit after it without a blank line.
    pub(super) touches: bool,
    /// Whether an item beside it goes on counting.
    pub(super) listed: bool,
    /// How the text is set.
    pub(super) layout: TextLayout,
    /// Whether hardly any paragraph of the text is long, so that a short line is nothing special.
    pub(super) short_lined: bool,
}

/// A rule about a unit among its neighbours.
pub(super) struct PlaceRule {
    /// Why the rule is right, in a sentence.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people; a test asks for it"))]
    pub(super) because: &'static str,
    /// What the unit becomes.
    pub(super) gives: fn(&PieceContext) -> (BlockKind, u8),
    /// When.
    pub(super) holds: fn(&PieceContext) -> bool,
}

/// What the neighbours add. Units that none of these names keep what they have; those without a kind are paragraphs.
pub(super) const PLACE_RULES: &[PlaceRule] = &[
    PlaceRule {
        because: "A numbered line without a sentence, with text below and no number beside it, heads a section.",
        gives: |place| (BlockKind::Heading, 2 + depth(place.features.text).saturating_sub(1)),
        holds: |place| is_numbered_heading(place),
    },
    PlaceRule {
        because: "One dated line alone is no chronology: it is a heading or a paragraph.",
        gives: |place| {
            if place.features.ends_sentence() || place.features.words > 14 {
                (BlockKind::Paragraph, 0)
            } else {
                (BlockKind::Heading, 2)
            }
        },
        holds: |place| place.kind == Some(BlockKind::Entry) && !place.beside(BlockKind::Entry),
    },
    PlaceRule {
        because: "A period alone on a line says when, of the heading above it.",
        gives: |_| (BlockKind::Byline, 0),
        holds: |place| place.kind.is_none() && dates::is_period(place.features.text),
    },
    PlaceRule {
        because: "A date alone on a line says when.",
        gives: |_| (BlockKind::Byline, 0),
        holds: |place| place.kind.is_none() && place.features.words <= 10 && bylines::is_date_line(place.features.text),
    },
    PlaceRule {
        because: "A numeral alone above a stanza heads a part of the poem.",
        gives: |_| (BlockKind::Heading, 2),
        holds: |place| {
            let under = place.after.is_some_and(|piece| piece.kind == Some(BlockKind::Verse));
            place.kind.is_none() && under && is_numeral(place.features.text)
        },
    },
    PlaceRule {
        because: "Parts of plays have their number in words, or none.",
        gives: |_| (BlockKind::Heading, 2),
        holds: |place| {
            place.kind.is_none() && place.layout == TextLayout::Scenes && divisions::is_staged(place.features.text)
        },
    },
    PlaceRule {
        because: "In a poem a line alone is a stanza of one line, unless it is set in capitals or numbered.",
        gives: |_| (BlockKind::Verse, 0),
        holds: |place| {
            place.kind.is_none()
                && place.layout == TextLayout::Verse
                && !is_shouted(&place.features)
                && !is_numeral(place.features.text)
        },
    },
    PlaceRule {
        because: "A short line that does not stop, with text under it, heads that text.",
        gives: |_| (BlockKind::Heading, 2),
        holds: is_section_heading,
    },
    PlaceRule {
        because: "A short line in capitals heads what follows, even another heading.",
        gives: |_| (BlockKind::Heading, 2),
        holds: |place| {
            place.kind.is_none()
                && is_shouted(&place.features)
                && place.features.looks_like_heading()
                && place.after.is_some()
                && !place.touches
        },
    },
];

impl PieceContext<'_> {
    fn beside(&self, kind: BlockKind) -> bool {
        [self.before, self.after].iter().flatten().any(|piece| piece.kind == Some(kind))
    }
}

/// "By the seminar editors", "By our staff".
fn is_signed_by_many(f: &Features) -> bool {
    const MANY: [&str; 8] = ["editors", "editor", "staff", "team", "desk", "board", "reporters", "correspondents"];
    let signed = ["by the ", "by our "].iter().any(|start| f.lower.starts_with(start));
    signed && f.words <= 8 && f.lower.split_whitespace().next_back().is_some_and(|last| MANY.contains(&last))
}

/// "* * *", "-----", "⁂": at least three of the same sign and nothing else, or one sign that stands for three.
fn is_rule(f: &Features) -> bool {
    let first = f.first();
    let words = matches!(first, '"' | '“' | '\'' | '?' | '!' | '.' | ',' | '…' | '(' | '[' | '|');
    if first.is_alphanumeric() || words || f.text.len() > 400 {
        return false;
    }
    let only = f.text.chars().all(|c| c == first || c == ' ' || c == '\u{a0}');
    let count = f.text.chars().filter(|c| *c == first).count();
    only && (count >= 3 || matches!(first, '⁂' | '❦' | '※' | '❧'))
}

/// "[Page 12]" at the end of a line, "Page 3 of 9".
fn is_page_mark(f: &Features) -> bool {
    if !f.is_close() || !(f.text.ends_with(']') || f.lower.starts_with("page ")) {
        return false;
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace());
    let bracketed = f.lower.rsplit_once("[page ").is_some_and(|(_, rest)| rest.strip_suffix(']').is_some_and(number));
    let counted =
        f.lower.strip_prefix("page ").is_some_and(|rest| number(&rest.replace(" of ", " ").replace('/', " ")));
    bracketed || counted
}

/// "[3] Text", "³ Text".
fn is_note(f: &Features) -> bool {
    let raised = matches!(f.first(), '¹' | '²' | '³' | '⁰'..='⁹' | '†' | '‡');
    let inside = f.text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let bracketed = inside.is_some_and(|(number, rest)| {
        number.len() <= 3
            && number.bytes().all(|b| b.is_ascii_digit() || b == b'*')
            && !number.is_empty()
            && rest.len() > 3
    });
    (raised && f.words > 1) || bracketed
}

fn is_habit(f: &Features) -> bool {
    let lines = matches!(f.form, UnitForm::Line | UnitForm::Wrapped);
    lines && f.is_close() && phrases::habit(&f.lower, f.words).is_some()
}

/// The depth of a section number: "2." is 1, "2.3" is 2. Zero without one.
fn depth(text: &str) -> u8 {
    let number = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ')']);
    let parts: Vec<&str> = number.split('.').collect();
    let fits = parts.len() <= 4
        && parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    if fits && text.len() > number.len() + 1 { parts.len() as u8 } else { 0 }
}

fn is_numbered_heading(place: &PieceContext) -> bool {
    let f = &place.features;
    let open = matches!(place.kind, None | Some(BlockKind::ListItem | BlockKind::Quotation));
    let numbered = f.form == UnitForm::Line && open && depth(f.text) > 0 && f.is_close();
    if !numbered || f.words > 12 || f.ends_sentence() || f.text.ends_with([',', ';', ':']) {
        return false;
    }
    let title = f.text.split_whitespace().nth(1).and_then(|word| word.chars().next());
    // "8.1 MB" is a measure.
    let letters = f.text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 && f.text.is_ascii() {
        return false;
    }
    let under =
        place.after.is_some_and(|piece| piece.is_text() || depth_of(piece) || piece.kind == Some(BlockKind::Code));
    title.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
        && !place.touches
        && under
        && !place.listed
}

fn depth_of(piece: TextPiece) -> bool {
    piece.kind.is_none() && piece.heads
}

fn is_section_heading(place: &PieceContext) -> bool {
    let f = &place.features;
    let marked = |piece: &TextPiece| !matches!(piece.kind, None | Some(BlockKind::Paragraph));
    let shows = |piece: &TextPiece| !place.short_lined || marked(piece) || piece.unit.span.len() >= 100;
    let under = place.after.filter(shows).is_some_and(|piece| piece.is_text() || (piece.heads && piece.over_text));
    // Around speeches a short line says what is done, or what kind of play it is.
    let said = place.layout == TextLayout::Scenes && !is_shouted(f);
    place.kind.is_none() && f.looks_like_heading() && f.words <= 16 && under && !said
}

/// Whether a line is set in capitals.
fn is_shouted(f: &Features) -> bool {
    let letters = f.text.chars().filter(|c| c.is_alphabetic()).count();
    f.is_close() && letters >= 3 && f.text.chars().all(|c| !c.is_lowercase()) && f.text.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_gives_its_reason() {
        let reasons = LINE_RULES.iter().map(|rule| rule.because).chain(PLACE_RULES.iter().map(|rule| rule.because));
        for because in reasons {
            assert!(because.ends_with('.') && because.len() > 20, "{because}");
        }
    }

    #[test]
    fn editors_sign_and_head_nothing() {
        let body = "A sentence of some length that tells what the text is about. ".repeat(4);
        let document =
            super::super::parse(format!("The Title of a Brief\n\nBy the seminar editors\n\n{body}\n\n{body}\n"));
        let kinds: Vec<BlockKind> = document.blocks().iter().take(2).map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Heading, BlockKind::Byline]);
        assert!(document.metadata.authors.is_empty());
    }

    #[test]
    fn section_numbers_have_a_depth() {
        assert_eq!((depth("2. Aims"), depth("2.3 Aims"), depth("1965 Aims"), depth("Aims")), (1, 2, 0, 0));
    }
}
