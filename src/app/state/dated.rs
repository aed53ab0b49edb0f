//! The dated statements of many texts as results: in order, under their years. It finds none of them.

use crate::app::state::result_list::{MOST_RESULTS, ResultGroup, ResultRow};
use crate::document::{DocPath, Document};
use crate::search::SearchText;
use crate::study::{DatedStatement, dated_statements};

/// The dated statements of a text, with how each is shown.
pub fn dated_rows(path: &DocPath, document: &Document) -> Vec<(DatedStatement, ResultRow)> {
    let text = SearchText::from(document);
    let row = |statement: DatedStatement| {
        // The year stands not there, but before.
        let sign = if statement.carried { "~" } else { "" };
        let row = ResultRow::passage(path, &text, statement.words);
        (statement, ResultRow { label: format!("{}{sign}", statement.when()), ..row })
    };
    dated_statements(document).into_iter().map(row).collect()
}

/// All of them in order, those of a year under its heading; those of which no year is known stand last.
pub fn by_year(mut rows: Vec<(DatedStatement, ResultRow)>) -> Vec<ResultGroup> {
    rows.sort_by_cached_key(|(statement, _)| statement.order());
    rows.truncate(MOST_RESULTS);
    let mut groups: Vec<(Option<u16>, ResultGroup)> = Vec::new();
    for (statement, row) in rows {
        let year = statement.from.date.year;
        if groups.last().is_none_or(|(of, _)| *of != year) {
            let title = year.map_or_else(|| "no year known".to_owned(), |year| year.to_string());
            groups.push((year, ResultGroup { title, count: 0, rows: Vec::new() }));
        }
        if let Some((_, group)) = groups.last_mut() {
            group.count += 1;
            group.rows.push(row);
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
