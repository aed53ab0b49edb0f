//! One element of the tree as the walk asks about it. It copies nothing but what is kept.

use dom_query::{NodeData, NodeRef};
use std::cell::Ref;

/// What the class of an element says it is, of what is asked of every element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// The number of a page.
    PageNumber,
    /// A page, or its number.
    Page,
    /// The numbers beside lines of code or verse.
    LineNumbers,
    /// A formula as it is shown.
    Formula,
    /// What is shown until a formula is ready.
    Preview,
}

/// What a word of a class says, as programs write it.
fn called(word: &str) -> Option<Called> {
    Some(match word {
        "pagenum" | "PageNum" | "pagenumber" | "page-number" | "page_number" | "pageno" | "page-no" | "pagebreak"
        | "page-break" | "pb" => Called::PageNumber,
        "page" => Called::Page,
        "lineno"
        | "linenos"
        | "linenodiv"
        | "linenumber"
        | "linenumbers"
        | "line-number"
        | "line-numbers"
        | "line-numbers-rows"
        | "line_numbers"
        | "lnum"
        | "linenum"
        | "line-num"
        | "line_num"
        | "rouge-gutter"
        | "gutter"
        | "blob-num"
        | "hljs-ln-numbers"
        | "react-syntax-highlighter-line-number" => Called::LineNumbers,
        "katex"
        | "MathJax"
        | "MathJax_Display"
        | "MathJax_SVG"
        | "MathJax_SVG_Display"
        | "MathJax_CHTML"
        | "MJXc-display"
        | "mjx-chtml"
        | "mwe-math-element"
        | "ltx_Math" => Called::Formula,
        "MathJax_Preview" => Called::Preview,
        _ => return None,
    })
}

/// An element, borrowed from its tree.
pub(super) struct Element<'a>(Ref<'a, dom_query::Element>);

impl<'a> Element<'a> {
    pub(super) fn of(node: &NodeRef<'a>) -> Option<Self> {
        node.element_ref().map(Self)
    }

    /// Its name, in lower case as the parser leaves it; without the prefix that some files write.
    pub(super) fn name(&self) -> &str {
        let name: &str = &self.0.name.local;
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.0.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value)
    }

    /// The words of an attribute that holds several.
    pub(super) fn words(&self, attr: &str) -> impl Iterator<Item = &str> {
        self.attr(attr).unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether its class is one of these words, in any case.
    pub(super) fn has_class(&self, classes: &[&str]) -> bool {
        self.words("class").any(|word| classes.iter().any(|class| word.eq_ignore_ascii_case(class)))
    }

    /// What its class says it is; the first word that says anything counts.
    pub(super) fn calls_itself(&self) -> Option<Called> {
        self.words("class").find_map(called)
    }

    /// Whether what it says of its own meaning, in the words of books (`epub:type`) or of the web (`role`), is one of
    /// these.
    pub(super) fn means(&self, meanings: &[&str]) -> bool {
        let bare = |word: &&str| word.strip_prefix("doc-").is_some_and(|word| meanings.contains(&word));
        self.words("epub:type").any(|word| meanings.contains(&word))
            || self.words("role").any(|word| meanings.contains(&word) || bare(&word))
    }

    /// The id, or the name of an old anchor.
    pub(super) fn id(&self) -> Option<&str> {
        let name = || if self.name() == "a" { self.attr("name") } else { None };
        self.attr("id").or_else(name).filter(|id| !id.is_empty() && id.len() <= super::MAX_TARGET)
    }

    /// Whether its own style says so: `display:none`.
    fn is_styled(&self, declaration: &str) -> bool {
        self.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            style.to_ascii_lowercase().contains(declaration)
        })
    }

    /// Whether it has a place of its own on the page, wherever it stands in the text: so words of books whose pages are
    /// laid out.
    pub(super) fn is_placed(&self) -> bool {
        self.is_styled("position:absolute") || self.is_floating()
    }

    /// Whether its own style sets it at the right margin of its line. At the left margin stand large first letters, too.
    pub(super) fn is_floating(&self) -> bool {
        self.is_styled("float:right")
    }

    pub(super) fn is_hidden(&self) -> bool {
        let styled = || self.is_styled("display:none");
        // A formula's readable form is hidden behind its picture.
        self.attr("hidden").is_some_and(|value| value != "until-found")
            || (styled() && !self.words("class").any(|word| word.contains("math")))
    }
}

/// The text below a node on one line, at most about `most` bytes of it; without what the elements named in `skipped`
/// hold.
pub fn line_below(node: &NodeRef<'_>, most: usize, skipped: &[&str]) -> String {
    let mut line = String::new();
    let mut at = node.first_child();
    while let Some(here) = at.take_if(|_| line.len() <= most) {
        let passed = Element::of(&here).is_some_and(|element| skipped.contains(&element.name()));
        push_line(&here, &mut line);
        at = if passed { after(&here, node) } else { here.first_child().or_else(|| after(&here, node)) };
    }
    line.truncate(line.trim_end().len());
    line
}

fn push_line(node: &NodeRef<'_>, line: &mut String) {
    node.query(|node| {
        let NodeData::Text { contents } = &node.data else { return };
        for (index, word) in contents.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if index > 0 && !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push_str(word);
        }
    });
}

/// The node after one and all below it, inside `root`.
pub(super) fn after<'a>(node: &NodeRef<'a>, root: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    let mut at = *node;
    while at.id != root.id {
        if let Some(next) = at.next_sibling() {
            return Some(next);
        }
        at = at.parent()?;
    }
    None
}
