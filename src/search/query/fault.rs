//! What is wrong with a query, in words, with its place.

use crate::text::{Span, cells};
use std::fmt;

/// One fault of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFault {
    /// Where it stands in the query, in bytes.
    pub span: Span,
    /// What is wrong, and what there is instead.
    pub message: String,
}

impl QueryFault {
    /// The query on a line, and below it a caret under each cell of the part that is not understood.
    pub fn shown_in(&self, query: &str) -> String {
        let line: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let before = query.get(..self.span.start).map_or(0, cells::width);
        let under = cells::width(self.span.of(query)).max(1);
        format!("{line}\n{}{}", " ".repeat(before), "^".repeat(under))
    }
}

impl fmt::Display for QueryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_part_that_is_meant_whatever_its_width() {
        let fault = |start, end| QueryFault { span: Span::new(start, end), message: String::new() };
        assert_eq!(fault(2, 5).shown_in("a bcd"), "a bcd\n  ^^^");
        assert_eq!(fault(3, 6).shown_in("日本"), "日本\n  ^^");
        assert_eq!(fault(1, 1).shown_in("a"), "a\n ^");
    }
}
