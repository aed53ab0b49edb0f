//! What an element is to a reader, by its name: one table. It looks at nothing but the name.

use crate::document::InlineStyle;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
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
pub(super) fn role(name: &str) -> Role {
    match name {
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "address"
        | "details" | "summary" | "center" | "body" | "html" | "form" | "fieldset" | "legend" | "hgroup" | "search"
        | "dialog" | "tbody" | "thead" | "tfoot" | "dir" | "frameset" | "noframes" | "optgroup" => Role::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading(name.as_bytes()[1] - b'0'),
        "blockquote" => Role::Quotation,
        "ul" | "menu" => Role::Bullets,
        "ol" => Role::Numbers,
        "li" => Role::Item,
        "dl" => Role::Terms,
        "dt" => Role::Term,
        "dd" => Role::Definition,
        "pre" | "listing" | "xmp" | "plaintext" => Role::Preformatted,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "figcaption" | "caption" => Role::Caption,
        "figure" => Role::Figure,
        "br" => Role::Break,
        "hr" => Role::Rule,
        "a" => Role::Link,
        "em" | "i" | "cite" | "dfn" | "var" => Role::Styled(InlineStyle::Emphasis),
        "strong" | "b" => Role::Styled(InlineStyle::Strong),
        "del" | "s" | "strike" => Role::Styled(InlineStyle::Strike),
        "code" | "kbd" | "samp" | "tt" => Role::Styled(InlineStyle::Code),
        "sup" => Role::Raised,
        "q" => Role::Quoted,
        "rt" => Role::Reading,
        "img" | "image" => Role::Picture,
        "svg" => Role::Drawing,
        "math" => Role::Formula,
        "input" => Role::Checkbox,
        "head" | "script" | "style" | "template" | "noscript" | "title" | "meta" | "link" | "base" | "iframe"
        | "audio" | "video" | "canvas" | "select" | "datalist" | "textarea" | "button" | "rp" | "area" | "map"
        | "embed" | "noembed" | "colgroup" | "col" | "param" | "source" | "track" => Role::Unread,
        _ => Role::Inline,
    }
}
