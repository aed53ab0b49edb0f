//! The lines under a title that only repeat who wrote the work and when.

use super::element::line_below;
use crate::document::Metadata;
use crate::language::dates;
use dom_query::{NodeId, NodeRef};

/// The most lines that are looked at, and the longest of them, in bytes.
const MOST: usize = 8;
const LONGEST: usize = 300;

/// The elements right behind a title that hold nothing but authors of the work, or a date.
pub(in crate::format) fn bylines(title: &NodeRef<'_>, facts: &Metadata) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut next = title.next_element_sibling();
    while let Some(line) = next.filter(|_| found.len() < MOST) {
        let text = line_below(&line, LONGEST, &[]);
        if !is_byline(&text, facts) {
            break;
        }
        found.push(line.id);
        next = line.next_element_sibling();
    }
    found
}

/// The nearest elements around one that names an author, as long as they hold nothing but authors and a date.
pub(in crate::format) fn byline_around(named: &NodeRef<'_>, facts: &Metadata) -> Option<NodeId> {
    let lines = named.ancestors_it(Some(MOST));
    lines.take_while(|line| is_byline(&line_below(line, LONGEST, &[]), facts)).last().map(|line| line.id)
}

fn is_byline(line: &str, facts: &Metadata) -> bool {
    if line.is_empty() || line.len() > LONGEST {
        return false;
    }
    let mut rest = line.to_owned();
    if let Some((_, start, end)) = dates::find(line) {
        rest.replace_range(start..end, " ");
    }
    let names = facts.authors.iter().filter(|author| rest.contains(author.as_str())).count();
    for author in &facts.authors {
        rest = rest.replace(author.as_str(), " ");
    }
    let joints = ["and", "und", "et", "y", "e", "by", "By", "BY", "von", "Von", "par", "Par", "por", "Por"];
    let only_names = rest.split(|c: char| !c.is_alphanumeric()).all(|word| word.is_empty() || joints.contains(&word));
    let is_date = || dates::find(line).is_some_and(|(_, start, end)| start == 0 && end == line.len());
    (names > 0 && only_names) || is_date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_authors_and_dates_are_told_from_text() {
        let facts = Metadata { authors: vec!["Ada Hill".into(), "Bo Lind".into()], ..Metadata::default() };
        for line in [
            "By Ada Hill 5 March 2024",
            "Ada Hill · Mar 5, 2024",
            "Ada Hill",
            "By Ada Hill and Bo Lind",
            "Ada Hill, Bo Lind",
            "5 September 2023",
            "2023-09-05",
        ] {
            assert!(is_byline(line, &facts), "{line}");
        }
        for line in ["Ada Hill saw it.", "The wheel", "In September 2023 it stood still.", ""] {
            assert!(!is_byline(line, &facts), "{line}");
        }
    }
}
