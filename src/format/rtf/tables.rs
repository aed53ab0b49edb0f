//! What the head of rich text says for all of it: fonts, styles, code page, properties; and what comes in parts before a
//! remark.

use super::state::Destination;
use crate::document::Metadata;
use crate::format::office::composer::ParagraphKind;
use crate::format::office::kinds::kind_of;
use crate::format::office::properties::stated;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// The most fonts and styles of a file, and the longest name of one, in bytes.
const MOST: usize = 10_000;
const LONGEST: usize = 200;

/// A font.
#[derive(Clone, Debug, Default)]
pub(super) struct RtfFont {
    pub name: String,
    /// Its character set.
    pub set: i32,
}

/// A style of paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct RtfStyle {
    name: String,
    /// What its paragraphs are, by its name.
    pub kind: Option<ParagraphKind>,
    pub outline: Option<u8>,
}

/// All of it.
#[derive(Debug)]
pub(super) struct RtfTables {
    pub encoding: &'static Encoding,
    fonts: HashMap<i32, RtfFont>,
    styles: HashMap<i32, RtfStyle>,
    /// The font and the style that are being read.
    font: i32,
    style: i32,
    pub title: String,
    pub author: String,
    /// Year, month, day, hour and minute in which it was made, and last changed.
    created: [i32; 5],
    changed: [i32; 5],
    pub remark_author: String,
    pub remark_number: String,
    pub remark_date: Option<String>,
}

impl Default for RtfTables {
    fn default() -> Self {
        Self {
            encoding: WINDOWS_1252,
            fonts: HashMap::new(),
            styles: HashMap::new(),
            font: 0,
            style: 0,
            title: String::new(),
            author: String::new(),
            created: [0; 5],
            changed: [0; 5],
            remark_author: String::new(),
            remark_number: String::new(),
            remark_date: None,
        }
    }
}

impl RtfTables {
    pub(super) fn font(&self, number: i32) -> Option<&RtfFont> {
        self.fonts.get(&number)
    }

    pub(super) fn style(&self, number: i32) -> Option<&RtfStyle> {
        self.styles.get(&number)
    }

    /// Takes a word inside of one of the tables; whether it is one.
    pub(super) fn set(&mut self, destination: Destination, word: &str, number: Option<i32>) -> bool {
        let value = number.unwrap_or_default();
        match (destination, word) {
            (Destination::Fonts, "f") => self.font = value,
            (Destination::Fonts, "fcharset") if self.fonts.len() < MOST => {
                self.fonts.entry(self.font).or_default().set = value;
            }
            (Destination::Styles, "s") => {
                self.style = value;
                if self.styles.len() < MOST {
                    self.styles.insert(value, RtfStyle::default());
                }
            }
            // A style of letters: its name is none of a paragraph's.
            (Destination::Styles, "cs" | "ds" | "ts") => self.style = i32::MIN,
            (Destination::Styles, "outlinelevel") => {
                if let Some(style) = self.styles.get_mut(&self.style) {
                    style.outline = u8::try_from(value + 1).ok().filter(|level| (1..=9).contains(level));
                }
            }
            (Destination::Created, part) => return set(&mut self.created, part, value),
            (Destination::Changed, part) => return set(&mut self.changed, part, value),
            (destination, _) => return matches!(destination, Destination::Fonts | Destination::Styles),
        }
        true
    }

    pub(super) fn name_font(&mut self, text: &str) {
        let room = self.fonts.len() < MOST;
        if let Some(font) =
            room.then(|| self.fonts.entry(self.font).or_default()).filter(|font| font.name.len() < LONGEST)
        {
            font.name.push_str(text.split(';').next().unwrap_or_default());
        }
    }

    pub(super) fn name_style(&mut self, text: &str) {
        if let Some(style) = self.styles.get_mut(&self.style).filter(|style| style.name.len() < LONGEST) {
            style.name.push_str(text.split(';').next().unwrap_or_default());
            style.kind = kind_of(style.name.trim());
        }
    }

    /// What the properties say of the work.
    pub(super) fn metadata(&self) -> Metadata {
        let [year, month, day, ..] = self.created;
        // What was changed last in the minute in which it was made was made by a program, from another file.
        let dated = self.created != self.changed
            && (1000..3000).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day);
        stated(&self.title, &self.author, dated.then(|| format!("{year}-{month:02}-{day:02}")))
    }
}

/// Sets a part of a moment; says whether it is one.
fn set(moment: &mut [i32; 5], part: &str, value: i32) -> bool {
    let place = ["yr", "mo", "dy", "hr", "min"].iter().position(|name| *name == part);
    place.map(|place| moment[place] = value).is_some()
}

/// A moment as remarks have it: minutes, hours, days, months and years since 1900 in the bits of one number.
pub(super) fn moment(number: &str) -> Option<String> {
    let bits = number.trim().parse::<i64>().ok().filter(|bits| *bits != 0)? as u32;
    let (minute, hour, day) = (bits & 0x3F, (bits >> 6) & 0x1F, (bits >> 11) & 0x1F);
    let (month, year) = ((bits >> 16) & 0xF, ((bits >> 20) & 0x1FF) + 1900);
    let holds = minute < 60 && hour < 24 && (1..=31).contains(&day) && (1..=12).contains(&month);
    holds.then(|| format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"))
}

#[cfg(test)]
mod tests {
    use super::super::encodings;
    use super::*;

    #[test]
    fn moments_are_read_from_their_bits() {
        let bits: u32 = [(30, 0), (9, 6), (2, 11), (4, 16), (124, 20)].iter().map(|(part, at)| part << at).sum();
        assert_eq!(moment(&bits.to_string()).as_deref(), Some("2024-04-02T09:30:00"));
        assert_eq!(moment("0"), None);
        assert_eq!(moment("x"), None);
    }

    #[test]
    fn the_code_page_of_a_file_is_the_usual_one_where_nothing_is_said() {
        assert_eq!(RtfTables::default().encoding, encodings::of_page(1252).expect("it is known"));
    }
}
