//! What a paragraph is by the name of its style. The names are English in the files of every edition; word processors
//! write those of one another as well.

use super::composer::Kind;

const KINDS: &[(&str, Kind)] = &[
    ("title", Kind::Title),
    ("subtitle", Kind::Byline),
    ("author", Kind::Byline),
    ("date", Kind::Byline),
    ("quote", Kind::Quotation),
    ("intense quote", Kind::Quotation),
    ("block text", Kind::Quotation),
    ("quotations", Kind::Quotation),
    ("html preformatted", Kind::Preformatted),
    ("preformatted text", Kind::Preformatted),
    ("source code", Kind::Preformatted),
    ("macro", Kind::Preformatted),
    ("caption", Kind::Caption),
    ("image caption", Kind::Caption),
    ("table caption", Kind::Caption),
    ("toc heading", Kind::Contents),
    ("table of figures", Kind::Contents),
    ("contents heading", Kind::Contents),
];

/// What a style of that name makes of a paragraph; `None` where the name says nothing.
pub fn kind_of(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse().ok()) {
        return (1..=9).contains(&level).then_some(Kind::Heading(level));
    }
    let mut levels = ["toc ", "contents "].iter().filter_map(|prefix| name.strip_prefix(prefix));
    if levels.any(|level| level.parse::<u8>().is_ok()) {
        return Some(Kind::Contents);
    }
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_paragraph_is() {
        assert_eq!(kind_of("Heading 3"), Some(Kind::Heading(3)));
        assert_eq!(kind_of("TOC 2"), Some(Kind::Contents));
        assert_eq!(kind_of("Quotations"), Some(Kind::Quotation));
        assert_eq!(kind_of("heading 0"), None);
        assert_eq!(kind_of("Body Text"), None);
    }
}
