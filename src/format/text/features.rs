//! A unit described once, for the rules to ask. Cheap: long units are looked at near their ends only.

use super::marker::marker_len;
use super::source_line::ends_sentence;
use super::units::{Unit, UnitForm};
use crate::language::dates;

/// Units up to this many bytes are looked at closely.
pub(super) const CLOSE: usize = 240;

/// What can be seen of one unit by itself.
pub(super) struct Features<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// In lower case, where it is at most [`CLOSE`] bytes long; else empty.
    pub(super) lower: String,
    /// Words, where it is at most [`CLOSE`] bytes long; else a sixth of its bytes.
    pub(super) words: usize,
    /// How it is set.
    pub(super) form: UnitForm,
    /// Columns by which all its lines stand in from the margin of the text.
    pub(super) inset: u8,
    /// Bytes of the list marker it begins with; zero without one.
    pub(super) marker: usize,
    /// Bytes of the date it begins with; zero without one.
    pub(super) date: usize,
}

impl<'a> Features<'a> {
    /// Describes a unit.
    pub(super) fn of(text: &'a str, unit: &Unit) -> Self {
        let inside = unit.span.of(text);
        let close = inside.len() <= CLOSE;
        let head = &inside[..inside.floor_char_boundary(48)];
        Self {
            text: inside,
            lower: if close { inside.to_lowercase() } else { String::new() },
            words: if close { inside.split_whitespace().count() } else { inside.len() / 6 },
            form: unit.form,
            inset: unit.margin,
            marker: marker_len(head),
            date: dates::at_start(head).map_or(0, |(_, len)| len),
        }
    }

    /// Whether it was short enough to be looked at closely.
    pub(super) fn is_close(&self) -> bool {
        self.text.len() <= CLOSE
    }

    /// Whether it ends like a sentence.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(self.text)
    }

    /// Whether it reads as running text: long, or a sentence of some words.
    pub(super) fn is_prose(&self) -> bool {
        let sentence = self.ends_sentence() && (self.words >= 8 || (self.words <= 3 && self.text.len() >= 45));
        if self.form == UnitForm::Wrapped {
            return true;
        }
        self.form == UnitForm::Line
            && (self.text.len() >= CLOSE || (self.text.len() >= 150 && self.words >= 20) || sentence)
    }

    /// Its first character.
    pub(super) fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    /// Whether it could be a heading by its looks: a short line that begins like one and does not stop like a sentence.
    pub(super) fn looks_like_heading(&self) -> bool {
        let first = self.first();
        let opens = first.is_uppercase()
            || first.is_ascii_digit()
            || (first.is_alphabetic() && !first.is_lowercase())
            || matches!(first, '“' | '"' | '‘' | '「' | '『' | '《' | '【' | '¿' | '[' | '<' | '§' | '#');
        let speaks = self.text.as_bytes().get(1) == Some(&b':') || self.lower.starts_with("q. ");
        let open_end = [" by", " the", " and", " of", " a", " an"].iter().any(|end| self.lower.ends_with(end));
        let stops = speaks
            || open_end
            || self.text.ends_with(['.', ',', ';', ':', '。', '、', '：', '—', '–', '-', '='])
                && !self.ends_in_abbreviation();
        let said =
            first_is_quote(first) && self.text.ends_with(['”', '"', '’']) && self.text.contains(['.', ',', '!', '?']);
        let counts = first.is_ascii_digit()
            && self.text.len() > 6
            && self.text.chars().filter(|c| c.is_alphabetic()).count() < 3;
        !counts
            && self.is_close()
            && self.text.len() <= 160
            && self.words <= 18
            && opens
            && !stops
            && !said
            && self.form != UnitForm::Row
    }

    fn ends_in_abbreviation(&self) -> bool {
        let last = self.lower.rsplit(char::is_whitespace).next().unwrap_or_default();
        let letters = last.len() >= 4 && last.split('.').all(|part| part.len() <= 1);
        self.words <= 18 && (letters || ["jr.", "inc.", "...", "etc.", "co.", "vs."].contains(&last))
    }

    /// The text after a date and the mark that follows it, where there is such a mark.
    pub(super) fn after_date(&self) -> Option<&'a str> {
        let rest = self.text.get(self.date..).filter(|_| self.date > 0)?.trim_start();
        let mark = [":", "—", "–", "- ", "："].iter().find(|mark| rest.starts_with(**mark))?;
        Some(rest[mark.len()..].trim()).filter(|rest| !rest.is_empty())
    }
}

fn first_is_quote(c: char) -> bool {
    matches!(c, '“' | '"' | '‘' | '「')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn seen(text: &str) -> Features<'_> {
        let unit = Unit { span: Span::new(0, text.len()), form: UnitForm::Line, gap: 1, margin: 0 };
        Features::of(text, &unit)
    }

    #[test]
    fn headings_and_sentences_look_different() {
        assert!(seen("What Comes Next?").looks_like_heading() && seen("結論").looks_like_heading());
        assert!(!seen("Nothing comes next.").looks_like_heading());
        assert!(!seen("“Go home!”").looks_like_heading());
        assert!(seen("She went home before the rain could reach her.").is_prose());
        assert!(seen("It ended there.[12]").ends_sentence());
    }

    #[test]
    fn a_dated_line_gives_what_follows_the_date() {
        assert_eq!(seen("May 3, 1921: The court opens.").after_date(), Some("The court opens."));
        assert_eq!(seen("1921 was a cold year").after_date(), None);
    }
}
