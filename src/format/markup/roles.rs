//! What an element is to a reader, by its name: one table. It looks at nothing but the name.

use crate::document::InlineStyle;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementRole {
    /// Its text belongs to the text around it.
    Inline,
    /// Its text belongs to the text around it and is set in a style.
    Styled(InlineStyle),
    /// Its text stands apart.
    Block,
    Heading(u8),
    Quotation,
    Bullets,
    Numbers,
    Item,
    Terms,
    Term,
    Definition,
    /// Spaces and lines as they are written.
    Preformatted,
    Table,
    Row,
    Cell,
    Caption,
    Figure,
    Break,
    Rule,
    Link,
    Raised,
    Lowered,
    /// Text in quotation marks.
    Quoted,
    /// How a word is read, beside it.
    Reading,
    Picture,
    Drawing,
    Formula,
    Checkbox,
    /// Not for readers: scripts, what stands for something that is played, form fields.
    Unread,
}

/// The role of an element by its name.
pub(super) fn role(name: &str) -> ElementRole {
    match name {
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "address"
        | "details" | "summary" | "center" | "body" | "html" | "form" | "fieldset" | "legend" | "hgroup" | "search"
        | "dialog" | "tbody" | "thead" | "tfoot" | "dir" | "frameset" | "noframes" | "optgroup" => ElementRole::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ElementRole::Heading(name.as_bytes()[1] - b'0'),
        "blockquote" => ElementRole::Quotation,
        "ul" | "menu" => ElementRole::Bullets,
        "ol" => ElementRole::Numbers,
        "li" => ElementRole::Item,
        "dl" => ElementRole::Terms,
        "dt" => ElementRole::Term,
        "dd" => ElementRole::Definition,
        "pre" | "listing" | "xmp" | "plaintext" => ElementRole::Preformatted,
        "table" => ElementRole::Table,
        "tr" => ElementRole::Row,
        "td" | "th" => ElementRole::Cell,
        "figcaption" | "caption" => ElementRole::Caption,
        "figure" => ElementRole::Figure,
        "br" => ElementRole::Break,
        "hr" => ElementRole::Rule,
        "a" => ElementRole::Link,
        "em" | "i" | "cite" | "dfn" | "var" => ElementRole::Styled(InlineStyle::Emphasis),
        "strong" | "b" => ElementRole::Styled(InlineStyle::Strong),
        "del" | "s" | "strike" => ElementRole::Styled(InlineStyle::Strike),
        "code" | "kbd" | "samp" | "tt" => ElementRole::Styled(InlineStyle::Code),
        "sup" => ElementRole::Raised,
        "sub" => ElementRole::Lowered,
        "q" => ElementRole::Quoted,
        "rt" => ElementRole::Reading,
        "img" | "image" => ElementRole::Picture,
        "svg" => ElementRole::Drawing,
        "math" => ElementRole::Formula,
        "input" => ElementRole::Checkbox,
        "head" | "script" | "style" | "template" | "noscript" | "title" | "meta" | "link" | "base" | "iframe"
        | "audio" | "video" | "canvas" | "select" | "datalist" | "textarea" | "button" | "rp" | "area" | "map"
        | "embed" | "noembed" | "colgroup" | "col" | "param" | "source" | "track" => ElementRole::Unread,
        _ => ElementRole::Inline,
    }
}
