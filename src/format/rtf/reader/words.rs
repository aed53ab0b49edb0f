//! Control words: what they set, the signs that they stand for, and where they end paragraphs, cells and rows.

use super::super::encodings;
use super::super::state::{Destination, Paragraph, RtfLetters, RtfState, destination};
use super::RtfReader;
use crate::format::letter_height::LetterHeight;

/// Words.
impl RtfReader<'_> {
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        let skippable = std::mem::take(&mut self.state.skippable);
        if self.state.destination == Destination::Nowhere {
            return;
        }
        match word {
            "u" => self.character(number.unwrap_or_default()),
            "uc" => self.state.skipped = number.and_then(|count| u8::try_from(count).ok()).unwrap_or(1),
            "ansicpg" => self.tables.encoding = number.and_then(encodings::of_page).unwrap_or(self.tables.encoding),
            "mac" => self.tables.encoding = encodings::of_page(10000).unwrap_or(self.tables.encoding),
            "upr" => self.state.twice = true,
            "ud" => self.state.destination = Destination::Text,
            "fldrslt" => self.open_link(),
            "shptxt" => self.end_paragraph(),
            "chpgn" | "sectnum" => {}
            _ => {
                if let Some(destination) = destination(word, skippable) {
                    self.state.destination = destination;
                    self.aside.clear();
                } else if !self.sign(word) && !self.break_or_cell(word) {
                    self.set(word, number);
                }
            }
        }
    }

    /// A sign that has a word for a name; whether it is one.
    fn sign(&mut self, word: &str) -> bool {
        let sign = match word {
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "emspace" | "enspace" | "qmspace" => " ",
            "tab" => {
                self.tab();
                return true;
            }
            _ => return false,
        };
        self.text(sign);
        true
    }

    fn break_or_cell(&mut self, word: &str) -> bool {
        match word {
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "line" | "lbr" if self.takes_text() => {
                self.begin();
                self.composer.line_break();
            }
            "cell" if self.state.destination == Destination::Text => {
                if !self.composer.in_row() {
                    self.composer.open_row(false);
                }
                if self.lead.is_waiting() {
                    self.begin();
                }
                self.paragraph.begun = false;
                self.composer.end_cell(1);
            }
            "row" if self.state.destination == Destination::Text => {
                self.paragraph.begun = false;
                if self.composer.in_row() {
                    self.composer.close_row();
                }
            }
            "nestcell" | "nestrow" => self.composer.space(),
            _ => return false,
        }
        true
    }

    fn set(&mut self, word: &str, number: Option<i32>) {
        if self.tables.set(self.state.destination, word, number) {
            return;
        }
        let on = number != Some(0);
        let RtfState { paragraph, letters, .. } = &mut self.state;
        match word {
            "pard" => *paragraph = Paragraph::default(),
            "plain" => *letters = RtfLetters::default(),
            "s" => paragraph.style = number,
            "outlinelevel" => {
                paragraph.outline = number.and_then(|level| u8::try_from(level + 1).ok()).filter(|level| *level <= 9);
            }
            "ilvl" => paragraph.depth = number.and_then(|depth| u8::try_from(depth).ok()).map(|depth| depth.min(8)),
            "intbl" => paragraph.in_table = true,
            "qc" => paragraph.centred = true,
            "ql" | "qr" | "qj" => paragraph.centred = false,
            "li" | "lin" => paragraph.indent = number.unwrap_or_default(),
            "fi" => paragraph.first_indent = number.unwrap_or_default(),
            "b" => letters.face.strong = on,
            "i" => letters.face.emphasis = on,
            "strike" | "striked" => letters.face.strike = on,
            "super" | "up" => letters.face.place = LetterHeight::Raised.when(on),
            "sub" | "dn" => letters.face.place = LetterHeight::Lowered.when(on),
            "nosupersub" => letters.face.place = LetterHeight::OnLine,
            "v" => letters.hidden = on,
            "deleted" => letters.deleted = on,
            "revised" => self.tracked = true,
            "f" => letters.font = number,
            "fs" => letters.size = number.unwrap_or_default(),
            _ => {}
        }
    }
}
