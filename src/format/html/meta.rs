//! The named facts of a page's head, `<meta name=… content=…>`, in the order of the page. What the names mean is not
//! known here.

use super::elements::{Elements, kind};
use dom_query::NodeRef;

/// The most named facts that are read of one page.
const MOST: usize = 500;

/// The longest value, in bytes: a title is not longer, a summary of no interest.
const LONGEST: usize = 2000;

/// The attributes that name a fact; what a page says by an earlier one counts more.
const NAMES: &[&str] = &["property", "name", "itemprop", "http-equiv"];

/// Names, lower case with `:` for `.`, with their values.
#[derive(Debug, Default)]
pub(super) struct Named(Vec<(String, String)>);

impl Named {
    /// The named facts of a page.
    pub(super) fn of(elements: &Elements<'_>) -> Self {
        let elements: Vec<NodeRef<'_>> =
            elements.of_kind(kind::META).filter(|meta| meta.has_attr("content")).take(MOST).collect();
        let mut named: Vec<(String, String)> = Vec::new();
        for attribute in NAMES {
            let surer = named.len();
            for node in &elements {
                let value = collapsed(&node.attr_or("content", ""));
                if value.is_empty() || value.len() > LONGEST {
                    continue;
                }
                let written = node.attr_or(attribute, "");
                let names = names(&written);
                let new: Vec<_> = names.filter(|name| named[..surer].iter().all(|(known, _)| known != name)).collect();
                named.extend(new.into_iter().map(|name| (name, value.clone())));
            }
        }
        Self(named)
    }

    /// The value of the first of `keys` that the page has.
    pub(super) fn first(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.all(key).next())
    }

    /// All values of one name.
    pub(super) fn all<'a, 'k>(&'a self, key: &'k str) -> impl Iterator<Item = &'a str> + use<'a, 'k> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// A `property` may hold several names.
fn names(written: &str) -> impl Iterator<Item = String> {
    written.split_whitespace().map(|name| name.to_lowercase().replace('.', ":"))
}

/// The text with every run of white space as one space, and with entities that were escaped twice read.
pub(super) fn collapsed(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !plain.contains('&') {
        return plain;
    }
    TWICE.iter().fold(plain, |text, (entity, character)| text.replace(entity, character))
}

/// Entities that content managers escape twice; `&amp;` last, so that nothing is read three times.
const TWICE: &[(&str, &str)] = &[
    ("&quot;", "\""),
    ("&#039;", "'"),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&#8217;", "’"),
    ("&rsquo;", "’"),
    ("&lsquo;", "‘"),
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    ("&ndash;", "–"),
    ("&mdash;", "—"),
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn names_are_read_in_every_spelling() {
        let page = Document::from(
            "<meta name=DC.Creator content=' Ada  North '><meta property='og:title article:title' content=T>
             <meta itemprop=datePublished content=2020><meta name=empty content=''>",
        );
        let named = Named::of(&Elements::of(&page));
        assert_eq!(named.first(&["none", "dc:creator"]), Some("Ada North"));
        assert_eq!(named.first(&["article:title"]), Some("T"));
        assert_eq!(named.first(&["datepublished"]), Some("2020"));
        assert_eq!(named.first(&["empty"]), None);
    }

    #[test]
    fn entities_escaped_twice_are_read() {
        assert_eq!(collapsed("Q&amp;A &quot;x&quot; &amp;lt;"), "Q&A \"x\" &lt;");
    }
}
