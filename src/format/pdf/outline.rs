//! The file's own table of contents, and what it calls its pages.

use super::places::{MOST_NODES, PageMark, PagePlace, PdfPlaces, for_each_leaf};
use super::strings;
use crate::format::numerals::Numerals;
use hayro_syntax::object::{Dict, Name, Object, String as Written};
use std::collections::HashSet;

/// The most entries that are taken.
const MOST: usize = 20_000;
/// The longest title, in bytes of the file.
const LONGEST: usize = 2000;
/// The deepest level.
const DEEPEST: u8 = 12;

/// The entries of the outline that lead to a place: title, level from 1, place.
pub fn outline(catalogue: &Dict<'_>, places: &PdfPlaces<'_>) -> Vec<(String, u8, PagePlace)> {
    let mut found = Vec::new();
    let Some(root) = catalogue.get::<Dict<'_>>("Outlines") else { return found };
    let mut seen = HashSet::new();
    let mut stack: Vec<(Dict<'_>, u8)> = root.get::<Dict<'_>>("First").map(|first| (first, 1)).into_iter().collect();
    let mut visited = 0;
    while let Some((entry, level)) = stack.pop() {
        visited += 1;
        let known = entry.obj_id().is_some_and(|id| !seen.insert(id));
        if known || visited > MOST_NODES || found.len() >= MOST {
            continue;
        }
        if let Some(section) = section(&entry, level, places) {
            found.push(section);
        }
        // An entry without a number of its own could be its own sibling for ever; files have them numbered.
        let next = |key: &str| entry.get_ref(key).and_then(|_| entry.get::<Dict<'_>>(key));
        stack.extend(next("Next").map(|next| (next, level)));
        stack.extend(next("First").map(|first| (first, (level + 1).min(DEEPEST))));
    }
    found
}

fn section(entry: &Dict<'_>, level: u8, places: &PdfPlaces<'_>) -> Option<(String, u8, PagePlace)> {
    let title = entry.get::<Written<'_>>("Title").filter(|title| title.len() <= LONGEST)?;
    let title = strings::text(title.as_bytes()).split_whitespace().collect::<Vec<_>>().join(" ");
    match places.target(entry)? {
        PageMark::Jump(place) => Some((title, level, place)),
        PageMark::Address(_) | PageMark::Remark(..) | PageMark::Rest(_) | PageMark::Several(_) => None,
    }
}

/// What each page is called: by the file, or by its number from 1.
pub fn labels(catalogue: &Dict<'_>, pages: usize) -> Vec<String> {
    let mut ranges: Vec<(usize, Range)> = Vec::new();
    if let Some(root) = catalogue.get::<Dict<'_>>("PageLabels") {
        for_each_leaf(root, "Nums", |leaf| {
            let mut items = leaf.iter::<Object<'_>>();
            while let (Some(Object::Number(first)), Some(Object::Dict(range))) = (items.next(), items.next()) {
                if let Ok(first) = usize::try_from(first.as_i64()) {
                    ranges.push((first, Range::of(&range)));
                }
            }
        });
    }
    ranges.retain(|(first, _)| *first < pages);
    ranges.sort_by_key(|(first, _)| *first);
    let label = |page: usize| {
        let number = (page + 1).to_string();
        let after = ranges.partition_point(|(first, _)| *first <= page);
        let Some((first, range)) = after.checked_sub(1).map(|index| &ranges[index]) else { return number };
        Some(range.label(page - first)).filter(|label| !label.trim().is_empty()).unwrap_or(number)
    };
    (0..pages).map(label).collect()
}

/// How the pages of a range are numbered (ISO 32000-1, table 159).
struct Range {
    style: u8,
    prefix: String,
    start: usize,
}

impl Range {
    fn of(dict: &Dict<'_>) -> Self {
        let prefix = dict.get::<Written<'_>>("P").filter(|prefix| prefix.len() < 100);
        Self {
            style: dict.get::<Name<'_>>("S").and_then(|style| style.as_ref().first().copied()).unwrap_or_default(),
            prefix: prefix.map(|prefix| strings::text(prefix.as_bytes())).unwrap_or_default(),
            start: dict.get::<u32>("St").map_or(1, |start| start as usize),
        }
    }

    fn label(&self, nth: usize) -> String {
        let number = self.start.saturating_add(nth);
        let numerals = match self.style {
            b'D' => Numerals::Digits,
            b'R' => Numerals::RomanCapitals,
            b'r' => Numerals::Roman,
            b'A' => Numerals::Capitals,
            b'a' => Numerals::Letters,
            _ => Numerals::Nothing,
        };
        format!("{}{}", self.prefix, numerals.write(u32::try_from(number).unwrap_or(u32::MAX)))
    }
}

/// The catalogue's language, where it names one.
pub fn language(catalogue: &Dict<'_>) -> Option<String> {
    let written = catalogue.get::<Written<'_>>("Lang").filter(|language| language.len() <= 40)?;
    Some(strings::text(written.as_bytes()).trim().to_owned()).filter(|language| !language.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered_in_each_style() {
        assert_eq!(
            [1, 4, 9, 14, 1999].map(|number| Numerals::Roman.write(number)),
            ["i", "iv", "ix", "xiv", "mcmxcix"]
        );
        assert_eq!([1, 26, 27, 53].map(|number| Numerals::Letters.write(number)), ["a", "z", "aa", "aaa"]);
        let range = Range { style: b'R', prefix: "A-".to_owned(), start: 3 };
        assert_eq!(range.label(1), "A-IV");
    }
}
