//! What a paragraph is by the name of its style. The names are English in the files of every edition; word processors
//! write those of one another as well.

use super::composer::ParagraphKind;

const KINDS: &[(&str, ParagraphKind)] = &[
    ("title", ParagraphKind::Title),
    ("subtitle", ParagraphKind::Byline),
    ("author", ParagraphKind::Byline),
    ("date", ParagraphKind::Byline),
    ("quote", ParagraphKind::Quotation),
    ("intense quote", ParagraphKind::Quotation),
    ("block text", ParagraphKind::Quotation),
    ("quotations", ParagraphKind::Quotation),
    ("html preformatted", ParagraphKind::Preformatted),
    ("preformatted text", ParagraphKind::Preformatted),
    ("source code", ParagraphKind::Preformatted),
    ("macro", ParagraphKind::Preformatted),
    ("caption", ParagraphKind::Caption),
    ("image caption", ParagraphKind::Caption),
    ("table caption", ParagraphKind::Caption),
    ("toc heading", ParagraphKind::Contents),
    ("table of figures", ParagraphKind::Contents),
    ("contents heading", ParagraphKind::Contents),
];

/// What a style of that name makes of a paragraph; `None` where the name says nothing.
pub fn kind_of(name: &str) -> Option<ParagraphKind> {
    let name = name.to_lowercase();
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse().ok()) {
        return (1..=9).contains(&level).then_some(ParagraphKind::Heading(level));
    }
    let mut levels = ["toc ", "contents "].iter().filter_map(|prefix| name.strip_prefix(prefix));
    if levels.any(|level| level.parse::<u8>().is_ok()) {
        return Some(ParagraphKind::Contents);
    }
    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_paragraph_is() {
        assert_eq!(kind_of("Heading 3"), Some(ParagraphKind::Heading(3)));
        assert_eq!(kind_of("TOC 2"), Some(ParagraphKind::Contents));
        assert_eq!(kind_of("Quotations"), Some(ParagraphKind::Quotation));
        assert_eq!(kind_of("heading 0"), None);
        assert_eq!(kind_of("Body Text"), None);
    }
}
