//! Where a query is asked. It decides nothing itself.

/// What is asked, which decides what plain words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Annotations. Each word stands somewhere in the note, the quotation or a tag, in any letter case and with or
    /// without accents.
    Notes,
    /// Texts. Words beside each other stand there one after the other; capitals and accents that are typed count, as in
    /// the search of the open text ([`Pattern`](crate::search::Pattern)). What only looks like a field is words.
    Texts,
}
