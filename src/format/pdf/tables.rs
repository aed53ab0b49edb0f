//! Rows of tables that no tags tell: lines whose cells stand under one another, and heads whose cells are several lines high. It looks
//! at the lines of one column of one page.

use super::blocks::{BlockShape, PdfBlock};
use super::fonts::LetterLook;
use super::lines::{Line, LineCell, LineRun};

/// The most lines of a head.
const MOST_HEAD: usize = 8;
/// The share of a line of a head that is bold.
const BOLD: f32 = 0.9;
/// How much of a cell of a head may stand outside its column, in font sizes.
const OUTSIDE: f32 = 0.3;

/// The rows of the table that begins with the first of these lines, and of how many lines they are.
pub fn rows(lines: &[Line], page: usize) -> Option<(Vec<PdfBlock>, usize)> {
    if let Some((head, len)) = head(lines, page) {
        let body = &lines[len..len + count(&lines[len..])];
        return Some((
            std::iter::once(head).chain(body.iter().map(|line| row(page, line))).collect(),
            len + body.len(),
        ));
    }
    let len = count(lines);
    (len > 0).then(|| (lines[..len].iter().map(|line| row(page, line)).collect(), len))
}

/// The head of a table, where several bold lines stand over its columns, and how many these are: the words of each column are a
/// cell. Lines that all have every cell are rows by themselves.
fn head(lines: &[Line], page: usize) -> Option<(PdfBlock, usize)> {
    let bold = |line: &Line| line.share(LetterLook::BOLD) > BOLD && !line.leftward;
    let len = lines.iter().take(MOST_HEAD + 1).take_while(|line| bold(line)).count();
    if !(2..=MOST_HEAD).contains(&len) {
        return None;
    }
    let body = &lines[len..len + count(&lines[len..])];
    let bands = bands(body)?;
    let close = |pair: &[Line]| pair[1].v - pair[0].v < pair[1].size * 2.0;
    if !lines[..=len].windows(2).all(close) || lines[..len].iter().all(|line| line.cells.len() == bands.len()) {
        return None;
    }
    let mut cells: Vec<Option<PdfBlock>> = bands.iter().map(|_| None).collect();
    for (line, cell) in lines[..len].iter().flat_map(parts) {
        let slack = line.size * OUTSIDE;
        let column = bands.iter().position(|(from, to)| cell.u0 > from - slack && cell.u1 < to + slack)?;
        match &mut cells[column] {
            Some(block) => block.add(page, &cell),
            empty => *empty = Some(PdfBlock::begin(BlockShape::Row, page, &cell)),
        }
    }
    let mut cells = cells.into_iter().enumerate().filter_map(|(column, cell)| Some((column, cell?)));
    let (mut last, mut head) = cells.next()?;
    head.indent_cells(last);
    for (column, cell) in cells {
        head.add_cell(cell, column - last);
        last = column;
    }
    Some((head, len))
}

/// Where the columns of a table reach, each to the middle of the space between two.
fn bands(body: &[Line]) -> Option<Vec<(f32, f32)>> {
    let most = body.iter().map(|line| line.cells.len()).max().filter(|most| *most > 1)?;
    let mut columns = vec![(f32::MAX, f32::MIN); most];
    for line in body.iter().filter(|line| line.cells.len() == most) {
        for (column, cell) in columns.iter_mut().zip(&line.cells) {
            *column = (column.0.min(cell.u0), column.1.max(cell.u1));
        }
    }
    let apart = columns.windows(2).all(|pair| pair[0].1 < pair[1].0);
    let between = |left: Option<&(f32, f32)>, right: Option<&(f32, f32)>| Some(f32::midpoint(left?.1, right?.0));
    let band = |nth: usize| {
        let left = nth.checked_sub(1).and_then(|before| between(columns.get(before), columns.get(nth)));
        (left.unwrap_or(f32::MIN), between(columns.get(nth), columns.get(nth + 1)).unwrap_or(f32::MAX))
    };
    apart.then(|| (0..most).map(band).collect())
}

/// The cells of a line, each as a line.
fn parts(line: &Line) -> impl Iterator<Item = (&Line, Line)> {
    line.cells.iter().enumerate().map(move |(nth, cell)| {
        let end = line.cells.get(nth + 1).map_or(line.text.len(), |next| next.at);
        let text = line.text[cell.at..end].trim_end().to_owned();
        let to = cell.at + text.len();
        let inside = line.runs.iter().filter(|run| run.start < to && run.end > cell.at);
        let runs = inside.map(|run| LineRun {
            start: run.start.max(cell.at) - cell.at,
            end: run.end.min(to) - cell.at,
            ..*run
        });
        let part = Line {
            runs: runs.collect(),
            text,
            u0: cell.u0,
            u1: cell.u1,
            v: line.v,
            size: line.size,
            ..Line::default()
        };
        (line, part)
    })
}

/// How many lines from the first on are rows of one table: cells that begin or end under one another. Two lines are a
/// table only where all cells do: the wide gaps of justified lines may meet by chance.
fn count(lines: &[Line]) -> usize {
    let under = |cell: &LineCell, line: &Line| {
        let near = |a: f32, b: f32| (a - b).abs() < line.size * 0.6;
        let middle = |cell: &LineCell| f32::midpoint(cell.u0, cell.u1);
        let meets =
            |other: &LineCell| near(other.u0, cell.u0) || near(other.u1, cell.u1) || near(middle(other), middle(cell));
        line.cells.iter().any(meets)
    };
    let aligned = |a: &Line, b: &Line| {
        let (few, many) = if a.cells.len() <= b.cells.len() { (a, b) } else { (b, a) };
        let inner = few.cells.len() - 1;
        let count = few.cells[1..].iter().filter(|cell| under(cell, many)).count();
        let near = (a.v - b.v).abs() < a.size * 4.0;
        let level = few.cells.len() == many.cells.len() && inner > 1;
        (near && inner > 0 && (count * 2 > inner || level), count == inner && inner + 1 == many.cells.len())
    };
    let rows = 1 + lines.windows(2).take_while(|pair| aligned(&pair[0], &pair[1]).0).count();
    match rows {
        1 => 0,
        2 if !aligned(&lines[0], &lines[1]).1 => 0,
        _ => rows,
    }
}

fn row(page: usize, line: &Line) -> PdfBlock {
    let mut block = PdfBlock::begin(BlockShape::Row, page, line);
    for cell in &line.cells[1..] {
        // The space before a cell has one byte, as a tab has.
        if block.text.get(cell.at - 1..cell.at) == Some(" ") {
            block.text.replace_range(cell.at - 1..cell.at, "\t");
        }
    }
    block
}
