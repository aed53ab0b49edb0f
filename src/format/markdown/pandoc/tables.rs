//! Simple and grid tables as rows between bars. A simple table has its columns over lines of dashes, a grid has a frame of
//! `+---+`; of a cell of several lines the lines are joined. It reads no other kind.

/// A caption is looked for below so many lines of a table.
const MOST_ROWS: usize = 200;

/// More columns are no table.
const MAX_COLUMNS: usize = 64;

/// A table, and how many lines of the source it took.
pub(super) struct PandocTable {
    pub rows: Vec<String>,
    pub lines: usize,
}

/// The table at the first of these lines, if one begins there.
pub(super) fn table(lines: &[&str]) -> Option<PandocTable> {
    let first = lines.first()?;
    if first.starts_with("+-") || first.starts_with("+=") {
        return grid(lines);
    }
    simple(lines)
}

/// Whether a line may be the last of a table, so that a caption may follow; `above` are the lines up to it.
pub(super) fn may_end(line: &str, above: &[&str]) -> bool {
    let bare = line.trim_start();
    let simple = || {
        above
            .iter()
            .rev()
            .skip_while(|line| line.trim().is_empty())
            .take(MOST_ROWS)
            .take_while(|line| !line.trim().is_empty())
    };
    bare.starts_with(['|', '+']) || simple().any(|line| columns(line).is_some())
}

/// Whether a table begins at the first of these lines: one of this room's, or rows between bars.
pub(super) fn may_begin(lines: &[&str]) -> bool {
    let rule = |line: &str| line.contains('|') && line.contains('-') && line.chars().all(|c| "|:- \t".contains(c));
    let barred = lines.first().is_some_and(|line| line.contains('|')) && lines.get(1).is_some_and(|line| rule(line));
    barred || table(lines).is_some()
}

/// The columns of a line of dashes, from the first character of each to the first behind it.
fn columns(line: &str) -> Option<Vec<(usize, usize)>> {
    let dashes = !line.trim().is_empty() && line.chars().all(|c| c == '-' || c == ' ');
    if !dashes || line.trim().starts_with("- ") {
        return None;
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in line.chars().enumerate().filter(|(_, c)| *c == '-') {
        match found.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    let wide = found.iter().all(|(from, to)| to - from >= 2);
    (wide && (2..=MAX_COLUMNS).contains(&found.len())).then_some(found)
}

/// A head, a line of dashes, rows to the next blank line; or no head, and dashes above and below.
fn simple(lines: &[&str]) -> Option<PandocTable> {
    let headed = lines
        .get(1)
        .and_then(|line| columns(line))
        .filter(|_| !lines[0].trim().is_empty() && columns(lines[0]).is_none());
    let (columns_at, head, start) = match headed {
        Some(columns) => (columns, Some(lines[0]), 2),
        None => (columns(lines[0])?, None, 1),
    };
    let body: Vec<&&str> = lines[start..].iter().take_while(|line| !line.trim().is_empty()).collect();
    let closed = body.last().is_some_and(|line| columns(line).is_some());
    if body.is_empty() || (head.is_none() && !closed) {
        return None;
    }
    let rows = body.iter().take(body.len() - usize::from(closed)).map(|line| cells(line, &columns_at));
    let head = head.map_or_else(|| vec![String::new(); columns_at.len()], |line| cells(line, &columns_at));
    let rows: Vec<String> = [bars(&head), ruled(head.len())].into_iter().chain(rows.map(|row| bars(&row))).collect();
    Some(PandocTable { rows, lines: start + body.len() })
}

fn cells(line: &str, columns: &[(usize, usize)]) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let ends = columns.iter().skip(1).map(|(from, _)| *from).chain([usize::MAX]);
    let starts = [0].into_iter().chain(columns.iter().skip(1).map(|(from, _)| *from));
    let cell = |(from, to): (usize, usize)| {
        chars
            .get(from.min(chars.len())..to.min(chars.len()))
            .unwrap_or_default()
            .iter()
            .collect::<String>()
            .trim()
            .to_owned()
    };
    starts.zip(ends).map(cell).collect()
}

/// Rows between lines of `+---+`; those above `+===+` are the head.
fn grid(lines: &[&str]) -> Option<PandocTable> {
    let length = lines.iter().take_while(|line| line.starts_with(['+', '|'])).count();
    let frame = |line: &str| line.starts_with('+') && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':' | ' '));
    if length < 3 || !frame(lines[length - 1]) || lines[0].matches('+').count() < 2 {
        return None;
    }
    let (mut rows, mut row, mut headed) = (Vec::<Vec<String>>::new(), Vec::<String>::new(), false);
    for line in &lines[..length] {
        if frame(line) {
            rows.extend(Some(std::mem::take(&mut row)).filter(|row| !row.is_empty()));
            headed |= line.contains('=') && rows.len() == 1;
            continue;
        }
        for (n, cell) in line.trim().trim_matches('|').split('|').enumerate().take(MAX_COLUMNS) {
            match row.get_mut(n) {
                Some(there) if there.is_empty() => cell.trim().clone_into(there),
                Some(there) if !cell.trim().is_empty() => there.extend([" ", cell.trim()]),
                Some(_) => {}
                None => row.push(cell.trim().to_owned()),
            }
        }
    }
    let width = rows.iter().map(Vec::len).max()?;
    if !headed {
        rows.insert(0, vec![String::new(); width]);
    }
    let mut out: Vec<String> = rows.iter().map(|row| bars(row)).collect();
    out.insert(1, ruled(width));
    Some(PandocTable { rows: out, lines: length })
}

fn bars(cells: &[String]) -> String {
    cells.iter().fold("|".to_owned(), |row, cell| row + " " + &cell.replace('|', "\\|") + " |")
}

fn ruled(columns: usize) -> String {
    "|".to_owned() + &"---|".repeat(columns)
}
