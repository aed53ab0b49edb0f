//! How a text is set, told from a sample of its lines: a paragraph a line, hard-wrapped at a width, or in verses.

use super::marker::{is_numeral, marker_len};
use super::source_line::{self, SourceLine};

/// No hard-wrapped text is wider than this, in columns.
pub(super) const WIDEST: usize = 120;

/// How much of the text is looked at, in bytes.
const SAMPLE: usize = 512 * 1024;

/// How the lines of a text are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextLayout {
    /// A line is a paragraph, as pasted from the web.
    Lines,
    /// Paragraphs are broken into lines of at most so many columns.
    Wrapped(usize),
    /// Short lines in groups: line breaks are the author's.
    Verse,
    /// Speeches, each under the name of who speaks or behind it: told when the lines have been joined, in whatever way they are set.
    Scenes,
}

/// What is counted over the sample.
#[derive(Default)]
struct LayoutCounts {
    lines: usize,
    long: usize,
    /// Line breaks inside groups of lines.
    breaks: usize,
    /// Those of them that cut a sentence in a line of some length.
    cuts: usize,
    /// Groups of at least two lines, and all groups.
    joined: usize,
    groups: usize,
    widths: Vec<usize>,
}

/// The layout of a text.
pub(super) fn of(text: &str) -> TextLayout {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let counts = count(sample);
    let wrapped = counts.cuts >= 2 && counts.cuts * 10 >= counts.breaks * 3 && counts.long * 8 <= counts.lines;
    if wrapped {
        return TextLayout::Wrapped(width(counts.widths));
    }
    let verse = counts.long == 0
        && counts.breaks >= 3
        && counts.breaks * 2 >= counts.lines
        && counts.joined * 2 >= counts.groups;
    if verse { TextLayout::Verse } else { TextLayout::Lines }
}

fn count(sample: &str) -> LayoutCounts {
    let mut counts = LayoutCounts::default();
    let (mut at, mut before): (usize, Option<SourceLine>) = (0, None);
    let mut in_group = 0;
    for end in memchr::memchr_iter(b'\n', sample.as_bytes()).chain([sample.len()]) {
        let line = source_line::line_of(sample, at, end);
        at = end + 1;
        if let Some(line) = line {
            in_group += 1;
            counts.groups += usize::from(in_group == 1);
            counts.joined += usize::from(in_group == 2);
            counts.see(sample, before, line);
        } else {
            counts.end_group(std::mem::take(&mut in_group), before.map(|line| &sample[line.start..line.end]));
        }
        before = line;
    }
    counts.end_group(in_group, before.map(|line| &sample[line.start..line.end]));
    counts
}

impl LayoutCounts {
    /// A number alone is neither prose nor verse: parts of poems are numbered.
    fn end_group(&mut self, lines: usize, last: Option<&str>) {
        let numbered = last.is_some_and(|line| marker_len(line) > 0 || is_numeral(line));
        if lines == 1 && numbered {
            self.groups -= 1;
            self.lines -= 1;
        }
    }

    fn see(&mut self, sample: &str, before: Option<SourceLine>, line: SourceLine) {
        self.lines += 1;
        self.long += usize::from(line.columns > WIDEST);
        let Some(before) = before else { return };
        self.breaks += 1;
        let head = &sample[before.start..before.end];
        let lower = sample[line.start..line.end].chars().next().is_some_and(char::is_lowercase);
        let caseless = head.ends_with(|c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
        if (40..=WIDEST).contains(&before.columns) && (lower || caseless) && !source_line::ends_firmly(head) {
            self.cuts += 1;
            self.widths.push(before.columns);
        }
    }
}

/// Nearly the longest of the lines that were cut in the middle of a sentence.
fn width(mut widths: Vec<usize>) -> usize {
    widths.sort_unstable();
    widths[widths.len() * 19 / 20]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_are_told_apart() {
        let wrapped = "this line is one of a paragraph that was wrapped by an\neditor at some width, so that it goes on and on in the\nnext line and the next one.\n\n";
        let width = of(&wrapped.repeat(5));
        assert!(matches!(width, TextLayout::Wrapped(50..=60)), "{width:?}");
        let long = "A paragraph that stands on one line, however long that line becomes in the end, is what one gets from pasting out of a web page into a file.\n\n";
        assert_eq!(of(&long.repeat(5)), TextLayout::Lines);
        assert_eq!(
            of(
                "The Rose\n\nO rose so red,\nO thorn so near,\nNo word was said\nThat you could hear.\n\nThe wind is cold,\nThe night is long,\nThe year is old,\nAnd done the song.\n"
            ),
            TextLayout::Verse
        );
        let stanza = "The wind is cold,\nThe night is long,\nThe year is old,\nAnd done the song.\n\n";
        for number in ["1", "II.", "3. The lamp"] {
            assert_eq!(of(&format!("Songs\n\n{}", format!("{number}\n\n{stanza}").repeat(3))), TextLayout::Verse);
        }
    }
}
