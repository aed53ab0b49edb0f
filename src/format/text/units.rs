//! Lines to units: which line breaks are soft, which are the author's. A unit is a paragraph, a single line, a stanza,
//! a drawing or a table row; what it means is decided in `rules`. One pass over the text, one group of lines at a time.

use super::layout::TextLayout;
use super::marker::marker_len;
use super::pages::PageBreak;
use super::scenes::{ScenePart, Speakers};
use super::source_line::{LONG, SourceLine, ends_firmly, line_of};
use crate::language::dates;
use crate::text::Span;

/// More units than this are not made: the rest of such a text becomes large verse units, so that memory stays bounded.
const MOST_UNITS: usize = 1_000_000;

/// A group of lines is cut after this many, so that work on one is bounded.
const MOST_LINES: usize = 4096;

/// Size of the verse units that hold the rest of a text with too many lines, in bytes.
const REST: usize = 8 * 1024;

/// The longest verse among one-line paragraphs, in columns with what it is set in by; the shortest of a stanza that is not set in; and how far
/// one is that is.
const WIDEST_VERSE: usize = 72;
const LEAST_VERSE: usize = 12;
const SET_IN: usize = 4;

/// The most lines that a play begins with as a title.
const MOST_TITLED: usize = 4;

/// How a unit is set in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitForm {
    /// One line.
    Line,
    /// Several lines with soft breaks.
    Wrapped,
    /// Several lines whose breaks are the author's.
    Verse,
    /// Lines drawn with characters, or aligned by spaces.
    Drawn,
    /// One line with tabs among its like.
    Row,
    /// Lines that begin with `>`.
    Quoted,
    /// What stands between two pages.
    PageBreak,
    /// A speech of a play whose lines are joined, the name of who speaks, or a direction.
    Spoken,
    /// What goes on with the name above it.
    SpokenOn,
}

impl UnitForm {
    /// Whether it is of a play.
    pub(super) fn is_spoken(self) -> bool {
        matches!(self, Self::Spoken | Self::SpokenOn)
    }
}

/// A unit of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// Where it stands, without surrounding white space.
    pub(super) span: Span,
    /// How it is set.
    pub(super) form: UnitForm,
    /// Blank lines before it, up to 255.
    pub(super) gap: u8,
    /// Columns of indentation that all its lines have, up to 255.
    pub(super) margin: u8,
}

/// Cuts a text into units; what stands between two pages is one, and what one of these speakers says.
pub(super) fn of(text: &str, layout: TextLayout, breaks: &[PageBreak], speakers: &Speakers<'_>) -> Vec<Unit> {
    let mut units = Units { text, layout, speakers, all: Vec::new(), gap: 0, running: false, spoken: false };
    let mut group: Vec<SourceLine> = Vec::new();
    let (mut at, mut blank) = (0, 0);
    let mut breaks = breaks.iter().map(|page| page.span).peekable();
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let mut from = std::mem::replace(&mut at, end + 1);
        while let Some(span) = breaks.peek().copied().filter(|span| span.start < end) {
            group.extend(line_of(text, from.min(span.start), span.start));
            units.take_up(&mut group);
            from = span.end.min(end);
            if span.end > end {
                break;
            }
            units.gap = 1;
            units.push(span, UnitForm::PageBreak, 0);
            (blank, _) = (1, breaks.next());
        }
        let line = line_of(text, from, end);
        if let Some(line) = line {
            if group.is_empty() {
                units.gap = blank;
            }
            blank = 0;
            group.push(line);
        } else {
            blank += 1;
        }
        if (line.is_none() || group.len() >= MOST_LINES) && !group.is_empty() {
            units.take_up(&mut group);
            if units.all.len() >= MOST_UNITS {
                units.take_rest(at.min(text.len()));
                return units.all;
            }
        }
    }
    if !group.is_empty() {
        units.take(&group);
    }
    units.all
}

struct Units<'a> {
    text: &'a str,
    layout: TextLayout,
    speakers: &'a Speakers<'a>,
    all: Vec<Unit>,
    gap: usize,
    /// Whether running text has been seen: before it lie title pages.
    running: bool,
    /// Whether somebody has spoken: before that lie the title of a play and who is in it.
    spoken: bool,
}

impl Units<'_> {
    /// Takes a group of lines that is complete.
    fn take_up(&mut self, group: &mut Vec<SourceLine>) {
        if !group.is_empty() {
            self.take(group);
            group.clear();
        }
    }

    fn take(&mut self, group: &[SourceLine]) {
        if self.speakers.is_empty() { self.take_lines(group) } else { self.take_scene(group) }
    }

    fn take_lines(&mut self, group: &[SourceLine]) {
        let (form, split) = if group.len() == 1 { (UnitForm::Line, true) } else { self.set(group) };
        match form {
            UnitForm::Wrapped => self.take_paragraphs(group),
            form if split => group.iter().for_each(|line| self.add(std::slice::from_ref(line), form)),
            form => self.add(group, form),
        }
    }

    /// Takes a group of lines of a play.
    fn take_scene(&mut self, group: &[SourceLine]) {
        let text = self.text;
        let lines: Vec<&str> = group.iter().map(|line| &text[line.start..line.end]).collect();
        let mut rest = group;
        // A play begins with its title, in capitals as a name may be.
        let titles = self.all.is_empty() && group.len() <= MOST_TITLED && !self.speakers.knows(lines[0]);
        let parts = if titles { vec![(group.len(), ScenePart::Other)] } else { self.speakers.parts(&lines) };
        for (count, part) in parts {
            let (here, behind) = rest.split_at(count.min(rest.len()));
            rest = behind;
            match part {
                ScenePart::Direction => self.add(here, UnitForm::Spoken),
                ScenePart::Cast => self.add(here, if here.len() > 1 { UnitForm::Verse } else { UnitForm::Line }),
                ScenePart::Speech { named_apart } => self.take_speech(here, named_apart),
                ScenePart::Other if titles => {
                    for line in here {
                        self.add(std::slice::from_ref(line), UnitForm::Line);
                    }
                }
                ScenePart::Other if self.spoken && here.len() > 1 && self.set(here).0 == UnitForm::Line => {
                    self.add(here, UnitForm::Verse);
                }
                ScenePart::Other => self.take_lines(here),
            }
            self.spoken |= matches!(part, ScenePart::Speech { .. });
        }
    }

    /// A speech whose lines are joined, or else with its lines; with the name on the first.
    fn take_speech(&mut self, lines: &[SourceLine], named_apart: bool) {
        let said = if named_apart { &lines[1..] } else { lines };
        let prose = match said {
            [] => false,
            [line] => named_apart && line.columns > WIDEST_VERSE,
            said => self.wrap_width(said).is_some_and(|width| !self.is_ragged(said, width)),
        };
        if named_apart && prose {
            self.add(&lines[..1], UnitForm::Spoken);
            self.add(said, UnitForm::SpokenOn);
        } else {
            self.add(lines, if prose || lines.len() == 1 { UnitForm::Spoken } else { UnitForm::Verse });
        }
    }

    /// How a group of at least two lines is set, and whether each line is a unit of its own.
    fn set(&self, group: &[SourceLine]) -> (UnitForm, bool) {
        let inside = |line: &SourceLine| &self.text[line.start..line.end];
        let many = |count: usize| count * 5 >= group.len() * 4;
        if group.iter().all(|line| inside(line).starts_with('>')) {
            return (UnitForm::Quoted, false);
        }
        let tabbed = |line: &SourceLine| line.columns <= LONG && inside(line).contains('\t');
        if tabbed(&group[0]) && many(group.iter().filter(|line| tabbed(line)).count()) {
            return (UnitForm::Row, true);
        }
        // Two plain lines to begin with are enough to see that a group is no drawing.
        let may_be_drawn = group[..2].iter().any(|line| is_drawn(inside(line)));
        let drawn = || group.iter().filter(|line| is_drawn(inside(line))).count();
        if may_be_drawn && drawn() * 5 >= group.len() * 3 {
            return (UnitForm::Drawn, false);
        }
        match self.wrap_width(group) {
            Some(width) if self.is_ragged(group, width) => (self.ragged_form(group), self.lines_stand_alone(group)),
            Some(_) => (UnitForm::Wrapped, false),
            None => (self.ragged_form(group), self.lines_stand_alone(group)),
        }
    }

    fn ragged_form(&self, group: &[SourceLine]) -> UnitForm {
        if self.lines_stand_alone(group) { UnitForm::Line } else { UnitForm::Verse }
    }

    /// In a text of one-line paragraphs, and among list items and on a title page, lines are no verses.
    fn lines_stand_alone(&self, group: &[SourceLine]) -> bool {
        let opens = |line: &&SourceLine| {
            let line = &self.text[line.start..line.end];
            marker_len(line) > 0 || opens_entry(line)
        };
        let opens_item = group.iter().filter(opens).count();
        let early = self.all.len() < 3 && self.layout != TextLayout::Verse && !self.running;
        let by = group.iter().any(|line| self.text[line.start..line.end].to_lowercase_starts("by "));
        let labelled = group.iter().filter(|line| is_labelled(&self.text[line.start..line.end])).count();
        let fields = self.all.len() < 3 && labelled * 2 > group.len();
        fields
            || opens_item * 2 >= group.len()
            || (by && self.all.len() < 3)
            || ((early || self.layout == TextLayout::Lines) && !self.is_stanza(group))
    }

    /// Whether lines among one-line paragraphs are verses: set in together, or short and pointed as sentences are over their ends.
    fn is_stanza(&self, group: &[SourceLine]) -> bool {
        let line = |line: &SourceLine| &self.text[line.start..line.end];
        if self.all.is_empty() || group.iter().any(|line| line.columns > WIDEST_VERSE) {
            return false;
        }
        if group.iter().all(|line| line.indent >= SET_IN) {
            return true;
        }
        let ends = |signs: &[char]| group.iter().filter(|at| line(at).ends_with(signs)).count();
        let begins = |at: &&SourceLine| line(at).starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric());
        group.len() >= 3
            && group.iter().all(|line| line.columns - line.indent >= LEAST_VERSE)
            && ends(&[',', ';']) > 0
            && ends(&[',', ';', ':', '.', '!', '?', '—', '–']) * 2 >= group.len()
            && group.iter().filter(begins).count() * 4 >= group.len() * 3
    }

    /// The width at which this group may have been wrapped.
    fn wrap_width(&self, group: &[SourceLine]) -> Option<usize> {
        let longest = group.iter().map(|line| line.columns).max().unwrap_or(0);
        let lower = group[1..].iter().filter(|line| self.begins_lower(line)).count();
        match self.layout {
            _ if longest > super::layout::WIDEST => None,
            TextLayout::Wrapped(width) if lower * 3 >= group.len() - 1 => Some(width.min(longest.max(width / 2))),
            TextLayout::Wrapped(width) => Some(width),
            _ if group.len() == 2 => {
                let next = &self.text[group[1].start..group[1].end];
                let cut = !ends_firmly(&self.text[group[0].start..group[0].end])
                    && !next.starts_with("doi")
                    && !next.contains("://");
                (group[0].columns >= 50 && lower == 1 && cut).then_some(longest)
            }
            _ => (longest >= 45 && lower * 2 >= group.len()).then_some(longest),
        }
    }

    fn begins_lower(&self, line: &SourceLine) -> bool {
        self.text[line.start..line.end].chars().next().is_some_and(|c| !c.is_uppercase())
    }

    /// Whether most line breaks are the author's: the next word would still have fitted.
    fn is_ragged(&self, group: &[SourceLine], width: usize) -> bool {
        let breaks = group.len() - 1;
        let items = group.iter().filter(|line| marker_len(&self.text[line.start..line.end]) > 0).count();
        let hard = group.windows(2).filter(|pair| !self.is_soft(&pair[0], &pair[1], width)).count();
        hard.saturating_sub(items) * 2 > breaks || (breaks == 1 && hard == 1)
    }

    fn is_soft(&self, line: &SourceLine, next: &SourceLine, width: usize) -> bool {
        let word = &self.text[next.start..next.end];
        let first = word.find(char::is_whitespace).map_or(word.len(), |at| at).min(24);
        line.columns + 1 + first + width / 8 > width
    }

    /// Splits a wrapped group where an item begins, where an indented line opens a paragraph, and after a short line
    /// that ends a sentence.
    fn take_paragraphs(&mut self, group: &[SourceLine]) {
        let width = self.wrap_width(group).unwrap_or(0);
        let margin = group.iter().map(|line| line.indent).min().unwrap_or(0);
        let indented = group.iter().filter(|line| line.indent > margin).count();
        let mut from = 0;
        for index in 1..group.len() {
            let (line, next) = (&group[index - 1], &group[index]);
            let before = &self.text[line.start..line.end];
            let here = &self.text[next.start..next.end];
            let item = marker_len(here) > 0
                && (marker_len(&self.text[group[from].start..]) > 0
                    || ends_firmly(before)
                    || !self.is_soft(line, next, width));
            let opens = next.indent >= margin + 2
                && line.indent == margin
                && indented * 3 <= group.len()
                && ends_firmly(before);
            let closes = !self.is_soft(line, next, width) && ends_firmly(before);
            if item || opens || closes {
                self.add(&group[from..index], UnitForm::Wrapped);
                from = index;
            }
        }
        self.add(&group[from..], UnitForm::Wrapped);
    }

    fn add(&mut self, lines: &[SourceLine], form: UnitForm) {
        let [first, .., last] = lines else {
            let Some(line) = lines.first() else { return };
            self.push(
                Span::new(line.start, line.end),
                if form == UnitForm::Wrapped { UnitForm::Line } else { form },
                line.indent,
            );
            return;
        };
        let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
        let keeps_indent = matches!(form, UnitForm::Drawn | UnitForm::Verse);
        let start = if keeps_indent { first.start - first.indent.min(first.start) } else { first.start };
        // A drawing and verse keep the indentation of their first line: without it the columns would not meet.
        let start = if self.text.get(start..first.start).is_some_and(|s| s.bytes().all(|b| b == b' ')) {
            start
        } else {
            first.start
        };
        self.push(Span::new(start, last.end), form, margin);
    }

    fn push(&mut self, span: Span, form: UnitForm, margin: usize) {
        self.running |= form == UnitForm::Wrapped;
        let byte = |value: usize| value.min(255) as u8;
        self.all.push(Unit { span, form, gap: byte(self.gap), margin: byte(margin) });
        self.gap = 0;
    }

    /// The rest of a text with too many lines, in large verse units cut at line ends.
    fn take_rest(&mut self, mut at: usize) {
        let text = self.text;
        while at < text.len() {
            let reach = text.floor_char_boundary(at + REST);
            let end = memchr::memchr(b'\n', &text.as_bytes()[reach..]).map_or(text.len(), |more| reach + more);
            let kept = text[at..end].trim();
            if !kept.is_empty() {
                let start = at + text[at..end].len() - text[at..end].trim_start().len();
                self.push(Span::new(start, start + kept.len()), UnitForm::Verse, 0);
            }
            at = end + 1;
        }
    }
}

/// A date and a mark: the beginning of a chronology's entry.
fn opens_entry(line: &str) -> bool {
    let head = &line[..line.floor_char_boundary(48)];
    dates::at_start(head).is_some_and(|(_, len)| head[len..].trim_start().starts_with([':', '—', '–', '-', '：']))
}

/// "Label: value", as the headers of mail are written.
fn is_labelled(line: &str) -> bool {
    let label = line.split_once(": ").map_or("", |(label, _)| label);
    (2..=24).contains(&label.len()) && !label.contains(' ') && label.starts_with(char::is_uppercase)
}

/// Whether a line is drawn or aligned: box characters, dot leaders, or several wide gaps between words.
fn is_drawn(line: &str) -> bool {
    if line.len() > LONG {
        return false;
    }
    let box_signs = line.bytes().filter(|byte| matches!(byte, b'|' | b'+' | b'\\' | b'=' | b'{' | b'}' | b';')).count();
    let edges = line.starts_with(['|', '+', '/', '\\']) && line.len() > 1;
    let wide_gaps = line.split("   ").filter(|part| !part.trim().is_empty()).count();
    (edges && box_signs >= 2)
        || line.starts_with(['─', '│', '┌', '└', '├'])
        || wide_gaps >= 3
        || line.contains("        ")
        || line.contains("-->")
        || (box_signs >= 1 && line.ends_with([';', '{', '}']) && marker_len(line) == 0)
}

/// Comparing the beginning of a line without making a copy of it.
trait StartsLower {
    fn to_lowercase_starts(&self, start: &str) -> bool;
}

impl StartsLower for str {
    fn to_lowercase_starts(&self, start: &str) -> bool {
        self.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{layout, pages};
    use super::*;
    use proptest::prelude::*;

    fn units(text: &str) -> Vec<(UnitForm, String)> {
        of(text, layout::of(text), &[], &Speakers::default())
            .iter()
            .map(|unit| (unit.form, unit.span.of(text).replace('\n', "/")))
            .collect()
    }

    #[test]
    fn verses_among_one_line_paragraphs_are_one_stanza_and_menus_are_lines() {
        let line = "The river was wide there and nobody crossed it who did not have to, and those who had to were glad of anybody who would row them over.";
        let forms = |group: &str| {
            let text = format!("On Rowing\n\n{line}\n\n{group}\n\n{line}\n\n{line}\n");
            units(&text).iter().skip(2).map(|unit| unit.0).collect::<Vec<_>>()
        };
        let verse =
            |group: &str| assert_eq!(forms(group), [UnitForm::Verse, UnitForm::Line, UnitForm::Line], "{group}");
        verse(
            "When I was young I rowed for anyone\nWho stood upon the bank and called my name;\nNow I have learned that it is done,\nThe bank that I have come to is the same.",
        );
        verse("    When I was young I rowed\n      who stood upon the bank");
        for menu in [
            "Home\nNews, all\nSports",
            "Fed holds the rates for now\nA storm comes over the lake\nThe mayor says no",
            "  one\n  two",
        ] {
            assert!(forms(menu).iter().all(|form| *form == UnitForm::Line), "{menu}: {:?}", forms(menu));
        }
        let early =
            format!("On Rowing\n\n    When I was young I rowed\n    for anyone who asked\n\n{line}\n\n{line}\n");
        assert_eq!(units(&early)[1].0, UnitForm::Verse, "under the title");
    }

    #[test]
    fn statements_are_a_program_and_items_that_end_in_a_semicolon_are_not() {
        assert_eq!(units("let a = 1;\nlet b = a + 1;\n")[0].0, UnitForm::Drawn);
        assert!(
            units("- the first of them;\n- the second;\n- and the last.\n")
                .iter()
                .all(|unit| unit.0 != UnitForm::Drawn)
        );
    }

    #[test]
    fn hard_wrapped_lines_are_joined_and_verses_are_not() {
        let text = "It was a long and weary road that led from the village\nto the top of the hill, and nobody who went up there in\nwinter came back the same day.\n\nAnother paragraph stands here and it is wrapped as well\nat about the same width, as one would expect of it.\n\nRoses are red\nViolets are blue\nSugar is sweet\n";
        let forms: Vec<_> = units(text).iter().map(|(form, _)| *form).collect();
        assert_eq!(forms, [UnitForm::Wrapped, UnitForm::Wrapped, UnitForm::Verse]);
    }

    #[test]
    fn verse_that_is_set_in_keeps_the_indentation_of_its_first_line() {
        let prose = "The keeper wrote a song about the mole, which was printed in the paper of the\ntown and which everybody who grew up there knows by heart, since the school\ntaught it.";
        let text = format!(
            "{prose}\n\n    O mole, the sea is deep,\n    The stones are steep,\n      And no one walks on thee;\n"
        );
        let verse = (
            UnitForm::Verse,
            "    O mole, the sea is deep,/    The stones are steep,/      And no one walks on thee;".to_owned(),
        );
        assert_eq!(units(&text)[1], verse);
    }

    #[test]
    fn one_line_paragraphs_stay_apart_even_without_blank_lines() {
        let line = "A paragraph on one line goes on and on, as pasted from a page, until it is much longer than any screen would ever be wide. ".repeat(2);
        let text = format!("{line}\n{line}\n{line}\nShort\nLines\n");
        assert_eq!(units(&text).len(), 5);
    }

    #[test]
    fn hanging_items_of_a_wrapped_list_are_units() {
        let text = "Some words that are wrapped at a width to show what the\nlayout of this text is, so that the list below is read.\n\n- the first item is long enough to be wrapped and goes on\n  in a second line\n- the second item\n";
        assert_eq!(units(text).len(), 3);
    }

    #[test]
    fn markers_are_bullets_and_numbers_with_a_space() {
        assert_eq!(marker_len("- a"), 2);
        assert_eq!(marker_len("12. a"), 4);
        assert_eq!(marker_len("(iv) a"), 5);
        assert_eq!((marker_len("1.5 kg"), marker_len("1965. A"), marker_len("---"), marker_len("* * *")), (0, 0, 0, 0));
    }

    #[test]
    fn a_text_of_very_many_tiny_paragraphs_has_a_bounded_number_of_units() {
        let text = "a\n\n".repeat(MOST_UNITS + 50_000);
        let units = of(&text, TextLayout::Lines, &[], &Speakers::default());
        assert!(units.len() < MOST_UNITS + 100);
        assert_eq!(units.last().map(|unit| unit.span.end), Some(text.len() - 2));
    }

    proptest! {
        #[test]
        fn units_are_in_order_and_leave_out_white_space_only(text in "[a-zA-Zé。 \\t\\n>|*.0-9\u{240C}-]{0,400}") {
            let mut from = 0;
            let layout = layout::of(&text);
            for unit in of(&text, layout, &pages::of(&text), &Speakers::of(&text, layout)) {
                prop_assert!(unit.span.start >= from && !unit.span.is_empty());
                prop_assert!(text[from..unit.span.start].trim().is_empty());
                from = unit.span.end;
            }
            prop_assert!(text[from..].trim().is_empty());
        }
    }
}
