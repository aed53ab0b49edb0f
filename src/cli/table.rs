//! Tables on standard output: aligned columns that a terminal has room for, or, where it has not, one entry below the other. It prints
//! nothing else.

use super::out::Out;
use super::outcome::Failure;
use crate::terminal::size;
use crate::text::{Span, cells, visible, wrap};
use std::io::IsTerminal as _;

/// What stands between two columns, and before what belongs to an entry above.
const GAP: &str = "  ";

/// No column of words gets narrower than so many cells: most words have room.
const LEAST: usize = 12;

/// Which side of its column a cell stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows in aligned columns, two blanks apart. The first row is the heading; the last column is never padded.
#[derive(Debug)]
pub struct Table {
    sides: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: &[(&str, Align)]) -> Self {
        let heading = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { sides: columns.iter().map(|(_, side)| *side).collect(), rows: vec![heading] }
    }

    /// One more row.
    pub fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().map(|cell| visible::line(&cell).into_owned()).collect());
    }

    /// Prints it, no wider than the terminal that it is printed on; into a file or a pipe a row a line, as wide as it is.
    pub fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let width = std::io::stdout().is_terminal().then(|| usize::from(size().0));
        self.lines(width).iter().try_for_each(|line| out.line(line))
    }

    /// Its lines in so many cells: columns of words give way first, their cells going on in the lines below; where that is not
    /// enough, a row is what its first column has, and below it what the others have, with their names.
    fn lines(&self, width: Option<usize>) -> Vec<String> {
        let natural: Vec<usize> = (0..self.sides.len()).map(|column| self.widest(column)).collect();
        let gaps = GAP.len() * natural.len().saturating_sub(1);
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(gaps));
        if natural.iter().sum::<usize>() <= room {
            return self.rows.iter().map(|row| self.aligned(row, &natural)).collect();
        }
        match self.narrowed(&natural, room) {
            Some(widths) => self.rows.iter().flat_map(|row| self.folded(row, &widths)).collect(),
            None => self.listed(width.unwrap_or(usize::MAX)),
        }
    }

    /// The cells of the widest entry of a column.
    fn widest(&self, column: usize) -> usize {
        let entries = self.rows.iter().filter_map(|row| row.get(column));
        entries.map(|entry| cells::width(entry)).max().unwrap_or(0)
    }

    /// Widths that fit into `room`: the widest columns of words give up cells, none below [`LEAST`]. `None` where that is not enough.
    fn narrowed(&self, natural: &[usize], room: usize) -> Option<Vec<usize>> {
        let gives = |column: usize, width: usize| self.sides[column] == Align::Left && width > LEAST;
        let mut widths = natural.to_vec();
        while widths.iter().sum::<usize>() > room {
            let givers = widths.iter().enumerate().filter(|(column, width)| gives(*column, **width));
            let (widest, _) = givers.max_by_key(|(_, width)| **width)?;
            widths[widest] -= 1;
        }
        Some(widths)
    }

    /// A row whose entries go on below where their columns are too narrow.
    fn folded(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let wrapped = |(entry, width): (&String, &usize)| -> Vec<String> {
            wrap::wrap(entry, Span::new(0, entry.len()), *width, *width)
                .iter()
                .map(|span| span.of(entry).to_owned())
                .collect()
        };
        let columns: Vec<Vec<String>> = row.iter().zip(widths).map(wrapped).collect();
        let most = columns.iter().map(Vec::len).max().unwrap_or(0);
        let line = |at: usize| -> Vec<String> {
            columns.iter().map(|column| column.get(at).cloned().unwrap_or_default()).collect()
        };
        (0..most).map(|at| self.aligned(&line(at), widths)).collect()
    }

    /// The rows without columns: the first entry, and indented below it the others with their columns' names, empty ones left out.
    fn listed(&self, width: usize) -> Vec<String> {
        let (Some((heading, rows)), mut lines) = (self.rows.split_first(), Vec::new()) else { return Vec::new() };
        for row in rows {
            let named = heading.iter().zip(row).skip(1).filter(|(_, entry)| !entry.trim().is_empty());
            let others = named.map(|(name, entry)| format!("{} {entry}", name.to_lowercase()).trim().to_owned());
            let others = others.collect::<Vec<_>>().join(" · ");
            for (words, indent) in [(row.first().map_or("", String::as_str), ""), (others.as_str(), GAP)] {
                let inside = width.saturating_sub(indent.len());
                let spans = wrap::wrap(words, Span::new(0, words.len()), inside, inside);
                lines.extend(spans.iter().map(|span| format!("{indent}{}", span.of(words))));
            }
        }
        lines
    }

    fn aligned(&self, row: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let last = column + 1 == widths.len();
            let gap = " ".repeat(widths.get(column).copied().unwrap_or(0).saturating_sub(cells::width(cell)));
            match self.sides.get(column) {
                Some(Align::Right) => line.extend([gap.as_str(), cell]),
                _ if last => line.push_str(cell),
                _ => line.extend([cell, gap.as_str()]),
            }
            line.push_str(if last { "" } else { GAP });
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_cells() {
        let mut table = Table::new(&[("A", Align::Left), ("N", Align::Right), ("LAST", Align::Left)]);
        table.push(vec!["日本".to_owned(), "7".to_owned(), "x".to_owned()]);
        table.push(vec!["a".to_owned(), "123".to_owned(), "y".to_owned()]);
        assert_eq!(table.lines(None), ["A       N  LAST", "日本    7  x", "a     123  y"]);
    }

    #[test]
    fn on_a_narrow_terminal_words_go_on_below_in_their_column_and_on_a_narrower_one_entries_stand_below_each_other() {
        let mut table = Table::new(&[("PATH", Align::Left), ("N", Align::Right), ("TITLE", Align::Left)]);
        table.push(vec![
            "week-1/moss.txt".to_owned(),
            "123".to_owned(),
            "What the wall holds, and what it does not".to_owned(),
        ]);
        table.push(vec!["ice.md".to_owned(), "7".to_owned(), String::new()]);
        let wide = [
            "PATH               N  TITLE",
            "week-1/moss.txt  123  What the wall holds, and what it does not",
            "ice.md             7",
        ];
        let trimmed =
            |width| table.lines(Some(width)).iter().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(trimmed(80), wide);
        let narrow = [
            "PATH               N  TITLE",
            "week-1/moss.txt  123  What the wall",
            "                      holds, and",
            "                      what it does",
            "                      not",
            "ice.md             7",
        ];
        assert_eq!(trimmed(36), narrow);
        assert_eq!(
            trimmed(24),
            [
                "week-1/moss.txt",
                "  n 123 · title What the",
                "  wall holds, and what",
                "  it does not",
                "ice.md",
                "  n 7"
            ]
        );
        assert!(
            (1..90)
                .all(|width| table.lines(Some(width)).iter().all(|line| cells::width(line.trim_end()) <= width.max(3)))
        );
    }
}
