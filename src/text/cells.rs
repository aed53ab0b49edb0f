//! Text as terminal cells: what one row shows, grapheme by grapheme, with its width and the span it came from.
//!
//! The one place that knows how wide text is. Wrapping, drawing, the cursor and the mouse all walk the same cells,
//! so they cannot disagree. Widths are those of `ratatui`'s buffer: `unicode-width` of a grapheme cluster, plus
//! one for each halfwidth sound mark. Terminals disagree on some: [`is_disputed`]. Nothing here breaks rows.

use super::Span;
use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use std::cell::Cell as Kept;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

thread_local! {
    /// Whether this thread's terminal gives two cells to ambiguous characters. The one thing here that is not passed in: it is a
    /// fact of the terminal, like its being one, the same for all that is measured, and never changes.
    static AMBIGUOUS_WIDE: Kept<bool> = const { Kept::new(false) };
}

/// Says, before anything is measured, whether the terminal that this thread draws on gives two cells to characters whose East
/// Asian width is ambiguous (UAX #11): “ ” — … · ●, frames, Greek and Cyrillic. Other threads measure nothing.
pub fn set_ambiguous_wide(wide: bool) {
    AMBIGUOUS_WIDE.set(wide);
}

/// Whether the width of the character is ambiguous. (`width_cjk` of `unicode-width` leaves letters narrow, as UAX #11 has it of
/// late; terminals that can be set to wide make Greek, Cyrillic and é wide too.)
fn is_ambiguous(c: char) -> bool {
    CodePointMapData::<EastAsianWidth>::new().get(c) == EastAsianWidth::Ambiguous
}

/// The width of a tab in code. Everywhere else a tab shows as one space.
pub const CODE_TAB: usize = 4;

/// Blank cells, enough for one tab.
const BLANKS: &str = "    ";

const SOFT_HYPHEN: &str = "\u{AD}";

/// One thing on a row that cannot be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The bytes it stands for: a grapheme cluster, or a whole run of white space with a newline in it.
    pub span: Span,
    /// What to draw; empty where nothing is to be drawn.
    pub symbol: &'a str,
    /// Terminal cells it takes: 0, 1, 2, seldom more.
    pub width: usize,
}

/// Cells of `span` of `text`, left to right, each byte in exactly one of them.
///
/// A run of blanks with a newline in it is one space; a tab is `tab` spaces (at most [`CODE_TAB`]); a soft hyphen is
/// nothing, but a hyphen at the very end, where a row was broken at it.
pub fn cells(text: &str, span: Span, tab: usize) -> Cells<'_> {
    let span = span.clamp_to(text);
    Cells { text: &text[..span.end], at: span.start, blanks_until: span.start, tab: tab.min(CODE_TAB) }
}

/// Width of a text in terminal cells, as [`cells`] shows it with tabs as one space.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.len();
    }
    cells(text, Span::new(0, text.len()), 1).map(|cell| cell.width).sum()
}

/// See [`cells`].
#[derive(Clone, Debug)]
pub struct Cells<'a> {
    text: &'a str,
    at: usize,
    /// The blanks from `at` up to here are known to hold no newline, so that a long run is looked at once.
    blanks_until: usize,
    tab: usize,
}

impl<'a> Iterator for Cells<'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let bytes = self.text.as_bytes();
        let byte = *bytes.get(self.at)?;
        if matches!(byte, b' ' | b'\n' | b'\t') {
            return Some(self.blank(byte));
        }
        if byte.is_ascii() && bytes.get(self.at + 1).is_none_or(u8::is_ascii) {
            return Some(self.take(1, &self.text[self.at..=self.at], 1));
        }
        let grapheme = self.text[self.at..].graphemes(true).next()?;
        Some(match grapheme {
            SOFT_HYPHEN if self.at + grapheme.len() == self.text.len() => self.take(grapheme.len(), "-", 1),
            SOFT_HYPHEN => self.take(grapheme.len(), "", 0),
            _ => self.take(grapheme.len(), grapheme, grapheme_width(grapheme)),
        })
    }
}

impl<'a> Cells<'a> {
    fn take(&mut self, len: usize, symbol: &'a str, width: usize) -> Cell<'a> {
        let span = Span { start: self.at, end: self.at + len };
        self.at = span.end;
        Cell { span, symbol, width }
    }

    /// The cell of a blank: of the whole run where it holds a newline.
    fn blank(&mut self, byte: u8) -> Cell<'a> {
        if self.at >= self.blanks_until {
            let rest = &self.text.as_bytes()[self.at..];
            let run = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t')).count();
            if rest[..run].contains(&b'\n') {
                return self.take(run, " ", 1);
            }
            self.blanks_until = self.at + run;
        }
        if byte == b'\t' {
            return self.take(1, &BLANKS[..self.tab], self.tab);
        }
        // A space can carry combining marks: with them it is one grapheme.
        let rest = &self.text[self.at..];
        if rest.as_bytes().get(1).is_none_or(u8::is_ascii) {
            return self.take(1, " ", 1);
        }
        let grapheme = rest.graphemes(true).next().unwrap_or(" ");
        self.take(grapheme.len(), grapheme, grapheme_width(grapheme))
    }
}

/// Width of one grapheme cluster, as `ratatui` counts it: with one more for each halfwidth sound mark (U+FF9E and
/// U+FF9F). Whether or not that is what a terminal does, a screen holds together only if all count alike.
fn grapheme_width(grapheme: &str) -> usize {
    let marks = grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    let width = grapheme.width();
    let widened = AMBIGUOUS_WIDE.get() && width == 1 && grapheme.chars().next().is_some_and(is_ambiguous);
    marks + width + usize::from(widened)
}

/// Whether terminals disagree on how many cells a grapheme cluster takes, so that after it none can be trusted to stand where
/// it is meant to. What is known: single letters of the alphabets, syllables and ideographs of East Asia, and letters with
/// marks that lie on them. What is not: vowel signs that take room, conjoining jamo, variation selectors, what is joined,
/// halfwidth sound marks, emoji, and what Unicode has made wide lately. Found by feeding sixty strings to eleven terminals.
pub fn is_disputed(symbol: &str) -> bool {
    if symbol.len() < 2 {
        return false;
    }
    let mut chars = symbol.chars();
    let Some(first) = chars.next() else { return false };
    // Terminals that make them wide do it by tables of their own.
    if AMBIGUOUS_WIDE.get() && is_ambiguous(first) {
        return true;
    }
    !(is_settled(first) && chars.all(lies_on))
}

/// The most cells that a terminal gives to a grapheme cluster: to each of its characters its own, and one more for a variation
/// selector.
pub fn most(symbol: &str) -> usize {
    symbol.chars().map(|c| if c == '\u{FE0F}' { 1 } else { c.width().unwrap_or(0) }).sum()
}

/// Whether all terminals give the character the same cells.
fn is_settled(c: char) -> bool {
    match c {
        // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic; punctuation, arrows, mathematics, frames; kana, ideographs, syllables.
        '\u{20}'..='\u{2FF}'
        | '\u{370}'..='\u{482}'
        | '\u{48A}'..='\u{590}'
        | '\u{1E00}'..='\u{200A}'
        | '\u{2010}'..='\u{2027}' => c != '\u{AD}',
        '\u{2E80}'..='\u{3029}'
        | '\u{3030}'..='\u{3098}'
        | '\u{309B}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FF9D}'
        | '\u{FFA1}'..='\u{FFFD}'
        | '\u{20000}'..='\u{3FFFD}' => true,
        // Signs that were narrow once and are wide now, and new scripts: only what is plainly one cell and stands alone.
        '\u{302A}'..='\u{302F}'
        | '\u{3099}'
        | '\u{309A}'
        | '\u{1100}'..='\u{11FF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{D7B0}'.. => false,
        _ => {
            let mut buffer = [0; 4];
            let symbol: &str = c.encode_utf8(&mut buffer);
            symbol.width() == 1 && !attaches(c)
        }
    }
}

/// Whether the character is part of the cluster of a letter before it.
fn attaches(c: char) -> bool {
    let mut pair = String::from("a");
    pair.push(c);
    pair.graphemes(true).count() == 1
}

/// Whether the character is a mark that lies on the one before it everywhere: accents, the points of Hebrew and Arabic, the
/// vowels and tones of Thai that stand above and below.
fn lies_on(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}' | '\u{20D0}'..='\u{20DC}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn families_flags_and_combining_marks_are_one_cell_group() {
        assert_eq!(width("👩‍👩‍👧‍👦"), 2);
        assert_eq!(width("🇯🇵🇰🇷"), 4);
        assert_eq!(width("e\u{301}e\u{301}"), 2);
        assert_eq!(width("日本語"), 6);
        assert_eq!(width("\u{AD}ab\u{200B}c"), 3);
    }

    #[test]
    fn halfwidth_kana_with_its_sound_mark_takes_the_two_cells_that_every_terminal_gives_it() {
        assert_eq!(width("ｶﾞ"), 2);
        assert_eq!(width("ﾃﾞﾝﾎﾟｳ"), 6);
    }

    #[test]
    fn what_terminals_dispute_is_told_from_what_they_agree_on() {
        let settled = "aé漢かガ한（）｡ｶ“”—…·●▌│→абגع".graphemes(true).chain([
            "e\u{301}",
            "א\u{5B8}",
            "ب\u{651}",
            "น\u{E49}",
            "क",
            "த",
            "ক",
        ]);
        for symbol in settled {
            assert!(!is_disputed(symbol), "{symbol}");
        }
        for symbol in [
            "ｶﾞ",
            "か\u{3099}",
            "\u{1112}\u{1161}\u{11AB}",
            "\u{1100}",
            "❤\u{FE0F}",
            "⌚",
            "⌚\u{FE0E}",
            "👩\u{200D}👧",
            "👍🏽",
            "🙂",
            "🇰🇷",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}",
            "กำ",
            "\u{E33}",
            "कि",
            "को",
            "\u{940}",
            "হে",
            "\u{9CB}",
            "டை",
            "\u{BCA}",
            "가\u{302E}",
            "䷀",
        ] {
            assert!(is_disputed(symbol), "{symbol}");
        }
    }

    #[test]
    fn ambiguous_characters_take_two_cells_where_the_terminal_gives_them_two() {
        let words = "“a” — б…";
        assert_eq!((width(words), is_disputed("“")), (8, false));
        set_ambiguous_wide(true);
        let wide = (width(words), is_disputed("“"), is_disputed("é"), width("한ｶﾞ漢"), width("ab"));
        set_ambiguous_wide(false);
        assert_eq!(wide, (13, true, true, 6, 2), "and where each ends is not left to the terminal");
        assert_eq!(width(words), 8);
    }

    #[test]
    fn a_newline_with_its_blanks_is_one_space() {
        let shown: String = cells("a \n  b\tc", Span::new(0, 8), 1).map(|cell| cell.symbol).collect();
        assert_eq!(shown, "a b c");
    }

    #[test]
    fn a_soft_hyphen_shows_only_where_it_ends_the_row() {
        let shown = |span| cells("co\u{AD}op", span, 1).map(|cell| cell.symbol).collect::<String>();
        assert_eq!(shown(Span::new(0, 6)), "coop");
        assert_eq!(shown(Span::new(0, 4)), "co-");
    }

    proptest! {
        #[test]
        fn widths_are_those_of_the_screen_buffer(text in "(\\PC|[ae\u{301}ｶﾞ🇯👩\u{200D}\u{FE0F}한ᄒ]){0,40}") {
            let text = text.replace('\u{AD}', "");
            let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 500, 1));
            let (end, _) = buffer.set_stringn(0, 0, &text, usize::MAX, ratatui::style::Style::new());
            prop_assert_eq!(width(&text), usize::from(end));
        }

        #[test]
        fn every_byte_is_in_exactly_one_cell(text in "(\\PC|[ \n\te\u{301}\u{AD}🇯👩\u{200D}]){0,60}") {
            let mut at = 0;
            for cell in cells(&text, Span::new(0, text.len()), 4) {
                prop_assert_eq!(cell.span.start, at);
                prop_assert!(!cell.span.is_empty());
                prop_assert!(!cell.symbol.contains(char::is_control));
                at = cell.span.end;
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
