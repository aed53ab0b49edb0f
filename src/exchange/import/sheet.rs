//! The rows of a table of marks (CSV). A quotation mark that is not closed costs its own row, not all behind it; what is wrong with
//! a row is told with its line.

use csv::{ReaderBuilder, StringRecord};

/// So many rows with a quotation mark that is not closed are looked for.
const MOST_OPEN: usize = 100;

/// A row, and the line of the file in which it begins, from 1.
pub(super) type SheetRow = (usize, StringRecord);

/// The header of a table and its rows; in words what is wrong with them.
pub(super) fn rows(text: &str, delimiter: u8) -> (StringRecord, Vec<SheetRow>, Vec<String>) {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    let (mut from, mut first) = (0, 1);
    let mut header = None;
    for _ in 0..MOST_OPEN {
        let is_open = memchr::memchr_iter(b'"', &text.as_bytes()[from..]).count() % 2 == 1;
        let mut rows = read(&text[from..], delimiter, first, &mut faults);
        let open = rows.pop_if(|_| is_open);
        all.append(&mut rows);
        if header.is_none() && !all.is_empty() {
            header = Some(all.remove(0).1);
        }
        let Some((line, _)) = open else { break };
        faults.push(format!("row in line {line} is left out: a quotation mark in it is not closed"));
        from += text[from..].split_inclusive('\n').take(line - first + 1).map(str::len).sum::<usize>();
        first = line + 1;
    }
    let header = header.unwrap_or_default();
    if all.is_empty() && faults.is_empty() {
        faults.push("it holds no rows below its header".to_owned());
    }
    let short = |(line, row): &SheetRow| {
        (row.len() < header.len()).then(|| format!("row in line {line} has {} of {} columns", row.len(), header.len()))
    };
    faults.extend(all.iter().filter_map(short));
    (header, all, faults)
}

/// The rows of a piece of the table that begins in the line `first`.
fn read(text: &str, delimiter: u8, first: usize, faults: &mut Vec<String>) -> Vec<SheetRow> {
    let mut sheet =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in sheet.records() {
        match row {
            Ok(row) => {
                let line = row.position().map_or(0, |at| at.line() as usize) + first - 1;
                rows.push((line.max(first), row));
            }
            Err(error) => faults.push(format!("a row is left out: {error}")),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first fields of the rows with their lines, and what is told.
    fn of(text: &str) -> (Vec<String>, Vec<String>) {
        let (_, rows, faults) = rows(text, b',');
        (rows.iter().map(|(line, row)| format!("{line} {}", row.get(0).unwrap_or_default())).collect(), faults)
    }

    #[test]
    fn rows_have_the_lines_in_which_they_begin() {
        assert_eq!(of("a,b\n1,2\n\"x\n\ny\",3\n4,5\n").0, ["2 1", "3 x\n\ny", "6 4"]);
        assert_eq!(of("a,b\n"), (Vec::new(), vec!["it holds no rows below its header".to_owned()]));
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_costs_one_row() {
        let (rows, faults) = of("a,b\n1,2\n\"x,3\n4,5\n6,7\n");
        assert_eq!(rows, ["2 1", "4 4", "5 6"]);
        assert_eq!(faults, ["row in line 3 is left out: a quotation mark in it is not closed"]);
    }

    #[test]
    fn a_row_that_breaks_off_is_told() {
        let (rows, faults) = of("a,b,c\n1,2,3\n4,5");
        assert_eq!((rows.len(), faults.join("")), (2, "row in line 3 has 2 of 3 columns".to_owned()));
    }
}
