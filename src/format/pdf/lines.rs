//! Pieces of one row to a line of text: spaces from gaps, accents on their letters, scripts that run to the left in the
//! order in which they are read. It does not know what a paragraph is.

use super::fonts::LetterLook;
use super::letters::{accented, combining, has_no_spaces, is_bullet, is_figure, is_hangul, runs_left};
use super::page::{Glyph, Letters};
use super::pieces::PdfPiece;

/// A gap that is a space between words, in font sizes.
const SPACE: f32 = 0.13;
/// A gap that is more than what programs put between Asian letters and others, in font sizes: a quarter of an em.
const SCRIPTS: f32 = 0.32;
/// A gap that separates the cells of a table, in font sizes.
const CELL: f32 = 1.0;

/// A stretch of a line that looks the same all through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineRun {
    /// Where it begins, in bytes of the line's text …
    pub start: usize,
    /// … and where it ends.
    pub end: usize,
    /// Bold, italic, of fixed width.
    pub look: LetterLook,
    /// Whether it is raised: the number of a note.
    pub raised: bool,
    /// The link that it lies in, from 1; 0 for none.
    pub link: u16,
}

/// A part of a line with wide gaps around it.
#[derive(Clone, Copy, Debug)]
pub struct LineCell {
    /// Where it begins, in bytes of the line's text.
    pub at: usize,
    /// Where it begins, along the line.
    pub u0: f32,
    /// Where it ends.
    pub u1: f32,
}

/// A line of text in its column.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its text, in reading order.
    pub text: String,
    /// How it looks, piece by piece.
    pub runs: Vec<LineRun>,
    /// Where it begins, along the line.
    pub u0: f32,
    /// Where it ends.
    pub u1: f32,
    /// Its base line.
    pub v: f32,
    /// The size that most of its letters have.
    pub size: f32,
    /// Its first words.
    pub head: LineHead,
    /// What would be the cells of a table; one for a line without wide gaps.
    pub cells: Vec<LineCell>,
    /// Whether it is read from right to left.
    pub leftward: bool,
    /// Whether a space is drawn at its end.
    pub spaced: bool,
    /// The base line of the initial that it begins with.
    pub initial: Option<f32>,
}

/// How a line begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct LineHead {
    /// How long its first word is, along the line.
    pub first_word: f32,
    /// Where its second word begins, along the line.
    pub second_word: f32,
    /// Whether its first word is a number or bullet with a wide gap after it.
    pub labelled: bool,
}

impl Line {
    /// Joins the number or bullet of an item, which stands apart as a cell of a table does, to its words.
    fn join_labels(&mut self) {
        while let Some(next) = self.cells.get(1) {
            let last = self.cells.len() == 2;
            let label = self.text[self.cells[0].at..next.at].trim();
            let numbered = label.trim_end_matches(['.', ')']).trim_start_matches('(');
            let figures =
                numbered.len() < 4 && !numbered.is_empty() && numbered.bytes().all(|byte| byte.is_ascii_digit());
            let words = self.text[next.at..].chars().filter(|c| c.is_alphabetic()).count();
            let dash = matches!(label, "–" | "-" | "—" | "*") && last && words > 3;
            let marked = dash || (figures && (numbered.len() < label.len() || (last && words > 12)));
            if !(marked || label.chars().all(is_bullet)) {
                break;
            }
            self.head.labelled = true;
            self.cells[0].u1 = next.u1;
            self.cells.remove(1);
        }
    }

    /// Itself with an initial before it.
    fn after(mut self, initial: &Self) -> Self {
        let len = initial.text.len();
        self.text.insert_str(0, &initial.text);
        for run in &mut self.runs {
            (run.start, run.end) = (run.start + len, run.end + len);
        }
        if let Some(run) = self.runs.first_mut() {
            run.start = 0;
        }
        for cell in self.cells.iter_mut().skip(1) {
            cell.at += len;
        }
        self.u0 = initial.u0;
        self
    }

    /// The share of its bytes that has a look.
    pub fn share(&self, look: LetterLook) -> f32 {
        let having: usize = self.runs.iter().filter(|run| run.look.has(look)).map(|run| run.end - run.start).sum();
        having as f32 / self.text.len().max(1) as f32
    }
}

/// How much text has which size.
#[derive(Debug, Default)]
pub struct Sizes(Vec<(f32, usize)>);

impl Sizes {
    /// Sizes that differ by less are the same, in points.
    const SAME: f32 = 0.2;
    /// Texts have few sizes; what comes after so many is not counted.
    const MOST: usize = 256;

    /// Counts some text of a size.
    pub fn add(&mut self, size: f32, count: usize) {
        let full = self.0.len() >= Self::MOST;
        match self.0.iter_mut().find(|(known, _)| (*known - size).abs() < Self::SAME) {
            Some((_, sum)) => *sum += count,
            None if full => {}
            None => self.0.push((size, count)),
        }
    }

    /// The size that most text has; the larger one where two are as frequent.
    pub fn usual(&self) -> Option<f32> {
        let most = self.0.iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0)));
        most.map(|(size, _)| *size)
    }
}

/// One letter or space of a line, in the order in which it is seen.
struct Token<'l> {
    text: &'l str,
    joined: Option<char>,
    look: LetterLook,
    raised: bool,
    link: u16,
    u0: f32,
    u1: f32,
    cell: bool,
}

/// The line that pieces of one row make, from left to right.
pub fn line(letters: &Letters, row: &[&PdfPiece]) -> Line {
    let glyphs: Vec<&Glyph> =
        row.iter().flat_map(|piece| &piece.glyphs).map(|index| &letters.glyphs[*index as usize]).collect();
    let size = usual_size(letters, &glyphs);
    let v = row.iter().max_by(|a, b| a.size.total_cmp(&b.size)).map_or(0.0, |piece| piece.v);
    let mut tokens = tokens(letters, row, (size, v));
    let leftward = into_reading_order(&mut tokens);
    let (u0, u1) = row.iter().fold((f32::MAX, f32::MIN), |(u0, u1), piece| (u0.min(piece.u0), u1.max(piece.u1)));
    written(
        &tokens,
        Line {
            text: String::new(),
            runs: Vec::new(),
            u0,
            u1,
            v,
            size,
            leftward,
            spaced: ends_with_space(letters, row, leftward),
            initial: row.first().and_then(|piece| piece.initial),
            ..Line::default()
        },
    )
}

/// Whether the last of a row's glyphs is a space.
fn ends_with_space(letters: &Letters, row: &[&PdfPiece], leftward: bool) -> bool {
    let last = if leftward { row.first() } else { row.last() };
    let last = last.and_then(|piece| piece.glyphs.last());
    last.is_some_and(|index| letters.of(&letters.glyphs[*index as usize]).ends_with(char::is_whitespace))
}

/// Lines with each initial, a letter that is as high as several lines, put before the line that it begins.
pub fn with_initials(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut() {
            Some(last) if is_initial(last, &line) => {
                let before = std::mem::take(last);
                *last = line.after(&before);
            }
            _ => out.push(line),
        }
    }
    // What stands beside an initial begins where it does.
    let mut beside: Option<(f32, f32)> = None;
    for line in &mut out {
        if let Some((u0, _)) =
            beside.filter(|(u0, v)| line.initial.is_none() && line.v <= v + line.size * 0.3 && line.u0 > *u0)
        {
            line.u0 = u0;
        }
        beside = line.initial.map(|v| (line.u0, v)).or(beside);
    }
    out
}

/// How much larger an initial is than its line, at least.
const INITIAL: f32 = 1.6;

fn is_initial(last: &Line, next: &Line) -> bool {
    let letters = last.text.chars().filter(|c| c.is_alphanumeric()).count();
    let lone = letters == 1 && last.text.chars().count() <= 2;
    let beside = next.u0 >= last.u1 - last.size * 0.2 && next.u0 < last.u1 + last.size;
    let reaches = next.v <= last.v + next.size * 0.4 && next.v > last.v - last.size * 1.1;
    lone && last.size > next.size * INITIAL && beside && reaches
}

/// The size that most letters of a line have.
fn usual_size(letters: &Letters, glyphs: &[&Glyph]) -> f32 {
    let mut sizes = Sizes::default();
    for glyph in glyphs.iter().filter(|glyph| !letters.of(glyph).trim().is_empty()) {
        sizes.add(glyph.size, 1);
    }
    sizes.usual().unwrap_or(1.0)
}

/// The gap that lies at least between most neighbouring letters: in words that are spaced out it is wide.
fn usual_gap(letters: &Letters, glyphs: &[&Glyph]) -> f32 {
    let is_letter = |glyph: &Glyph| letters.of(glyph).chars().all(char::is_alphabetic);
    let pairs = glyphs.windows(2).filter(|pair| is_letter(pair[0]) && is_letter(pair[1]));
    let mut gaps: Vec<f32> = pairs.map(|pair| (pair[1].u - pair[0].u - pair[0].width) / pair[0].size).collect();
    gaps.sort_by(f32::total_cmp);
    // In a short line every third letter may end a word.
    let nth = if gaps.len() < 9 { 0 } else { gaps.len() / 3 };
    gaps.get(nth).copied().filter(|_| gaps.len() >= 3).unwrap_or_default().clamp(0.0, 1.0)
}

/// The letters and spaces of a row whose letters are of that size, on that base line.
fn tokens<'l>(letters: &'l Letters, row: &[&PdfPiece], (size, v): (f32, f32)) -> Vec<Token<'l>> {
    let mut tokens: Vec<Token<'l>> = Vec::new();
    // Whether the last letter is raised or lowered.
    let mut set_off = false;
    for (nth, piece) in row.iter().enumerate() {
        let seen: Vec<&Glyph> = piece.glyphs.iter().map(|index| &letters.glyphs[*index as usize]).collect();
        let visible: Vec<&Glyph> = seen.iter().copied().filter(|glyph| !letters.of(glyph).trim().is_empty()).collect();
        let space = SPACE + usual_gap(letters, &visible);
        let mut drawn_space = nth > 0;
        let initial = usize::from(piece.initial.is_some());
        for (at, glyph) in seen.into_iter().enumerate() {
            let text = letters.of(glyph);
            if text.trim().is_empty() {
                drawn_space = true;
                continue;
            }
            let before = tokens.last().map(|last| (glyph.u - last.u1, last.u1));
            // A raised or lowered letter that was drawn by itself stands right behind its word, and the word goes on right behind it.
            let least = size * if glyph.size < size * 0.86 { 0.12 } else { 0.3 };
            let raised = glyph.raised || v - glyph.v > least;
            let goes_on = std::mem::replace(&mut set_off, raised || glyph.v - v > least) || set_off;
            drawn_space &= !(goes_on && at == 0 && before.is_some_and(|(gap, _)| gap < space * glyph.size));
            // The number of a note belongs to the word before it.
            let apart = tokens.last().is_some_and(|last| !last.raised && sets_apart(last.text, text));
            let space = if apart { space.max(SCRIPTS) } else { space };
            if let Some((gap, end)) =
                before.filter(|(gap, _)| drawn_space || (*gap > space * glyph.size.min(size * 1.5) && at != initial))
            {
                let cell = nth > 0 && gap > CELL * size;
                let last = tokens.last();
                let same = |link: u16| if link == glyph.link { link } else { 0 };
                let (look, link) = last.map_or((glyph.look, 0), |last| (last.look, same(last.link)));
                tokens.push(Token { text: " ", joined: None, look, raised: false, link, u0: end, u1: glyph.u, cell });
            }
            drawn_space = text.ends_with(' ');
            let token = Token {
                text: text.trim_end(),
                joined: None,
                look: glyph.look,
                raised,
                link: glyph.link,
                u0: glyph.u,
                u1: glyph.u + glyph.width,
                cell: false,
            };
            if !tokens.last_mut().is_some_and(|last| join_accent(last, &token)) {
                tokens.push(token);
            }
        }
    }
    tokens
}

/// Whether programs set two letters apart without a space: one is of a script without spaces, the other is not. Korean has spaces,
/// and behind its stops as well: only a letter or a figure stands apart from it, and a particle from a quotation.
fn sets_apart(last: &str, next: &str) -> bool {
    let (Some(last), Some(next)) = (last.chars().next_back(), next.chars().next()) else { return false };
    let asian = |c: char| is_hangul(c) || has_no_spaces(c);
    let stop = |korean: char, other: char| is_hangul(korean) && !other.is_alphanumeric();
    if is_hangul(next) && matches!(last, '”' | '’') {
        return true;
    }
    asian(last) != asian(next) && !stop(last, next) && !stop(next, last)
}

/// Joins an accent that is drawn over a letter to it, whichever of them comes first.
fn join_accent(last: &mut Token<'_>, next: &Token<'_>) -> bool {
    let overlap = last.u1.min(next.u1) - last.u0.max(next.u0);
    let narrow = (last.u1 - last.u0).min(next.u1 - next.u0);
    let over = overlap > narrow * 0.5 && last.joined.is_none();
    let both = [(last.text, next.text), (next.text, last.text)];
    let made = both.iter().find_map(|(letter, accent)| accented(letter, combining(accent)?));
    let Some(made) = made.filter(|_| over) else { return false };
    last.joined = Some(made);
    last.u0 = last.u0.min(next.u0);
    last.u1 = last.u1.max(next.u1);
    true
}

/// Which way a token runs; `None` where its neighbours decide.
fn leftward(token: &Token<'_>) -> Option<bool> {
    let decides = |c: char| if runs_left(c) { Some(true) } else { c.is_alphanumeric().then_some(false) };
    token.text.chars().find_map(decides)
}

/// Puts tokens as they are seen into the order in which they are read, and says whether the line as a whole runs to
/// the left. Words of the other direction, and figures, keep their own.
fn into_reading_order(tokens: &mut [Token<'_>]) -> bool {
    let count = |wanted: bool| tokens.iter().filter(|token| leftward(token) == Some(wanted)).count();
    let left = count(true);
    if left == 0 {
        return false;
    }
    let figures = tokens.iter().filter(|token| token.text.chars().all(is_figure)).count();
    let base = left * 2 >= count(false).saturating_sub(figures);
    if base {
        tokens.reverse();
    }
    // What runs against the line is now the wrong way round, with the signs between its letters.
    let against = |token: &Token<'_>| leftward(token).map(|leftward| leftward != base);
    let mut at = 0;
    while at < tokens.len() {
        if against(&tokens[at]) != Some(true) {
            at += 1;
            continue;
        }
        let run = tokens[at..].iter().take_while(|token| against(token) != Some(false)).count();
        let kept =
            tokens[at..at + run].iter().rposition(|token| against(token) == Some(true)).map_or(1, |last| last + 1);
        tokens[at..at + kept].reverse();
        at += kept;
    }
    base
}

fn written(tokens: &[Token<'_>], mut line: Line) -> Line {
    line.cells.push(LineCell { at: 0, u0: line.u0, u1: line.u1 });
    for token in tokens {
        let start = line.text.len();
        match token.joined {
            Some(made) => line.text.push(made),
            None => line.text.push_str(token.text),
        }
        let end = line.text.len();
        if token.cell {
            if let Some(before) = line.cells.last_mut() {
                before.u1 = token.u0;
            }
            line.cells.push(LineCell { at: end, u0: token.u1, u1: line.u1 });
        }
        match line.runs.last_mut() {
            Some(run) if (run.look, run.raised, run.link) == (token.look, token.raised, token.link) => run.end = end,
            _ => line.runs.push(LineRun { start, end, look: token.look, raised: token.raised, link: token.link }),
        }
    }
    let word = tokens.iter().take_while(|token| token.text != " ");
    line.head.first_word = word.map(|token| token.u1 - token.u0).sum();
    let gap = tokens.iter().find(|token| token.text == " ");
    line.head.second_word = gap.map_or(line.u0, |gap| gap.u1);
    line.join_labels();
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_scripts_without_spaces_are_set_apart_and_korean_stops_are_not() {
        for (last, next, apart) in [
            ("海", "a", true),
            ("a", "海", true),
            ("한", "a", true),
            ("海", "灯", false),
            ("a", "b", false),
            (".", "한", false),
            ("한", "(", false),
            ("", "한", false),
        ] {
            assert_eq!(sets_apart(last, next), apart, "{last}{next}");
        }
    }
}
