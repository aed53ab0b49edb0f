//! Markdown as pandoc and its kin write it, made into what the parser reads: fenced divs, bracketed spans, attributes, raised
//! figures, dashes in ASCII, simple and grid tables, captions of tables, lists counted in letters, examples, notes within a line. It rewrites lines of the source and knows no blocks;
//! what it does not know stays as it stands. Code is left alone.

mod captions;
mod code;
mod inline;
mod lists;
mod notes;
mod signs;
mod tables;

pub(super) use captions::CAPTION;
use captions::Captions;
use code::{Code, MAX_LINE};
use inline::{CodeSpans, begins_item, inline, is_escaped};
use lists::PandocLists;
pub(super) use lists::SIGNED;
use std::borrow::Cow;

/// The source as the parser reads it; borrowed where nothing in it is pandoc's.
pub(super) fn rewritten(body: &str) -> Cow<'_, str> {
    match notes::moved(body) {
        Cow::Borrowed(body) => lines_rewritten(body),
        Cow::Owned(body) => Cow::Owned(lines_rewritten(&body).into_owned()),
    }
}

/// As [`rewritten`], of a source without notes in its lines.
fn lines_rewritten(body: &str) -> Cow<'_, str> {
    let verse = body.starts_with("| ") || body.contains("\n| ");
    if !verse
        && !body.contains(['{', '^', '~', '+'])
        && !body.contains("--")
        && !body.contains(':')
        && !lists::may_hold(body)
    {
        return Cow::Borrowed(body);
    }
    let lines: Vec<&str> = body.lines().collect();
    let mut lists = PandocLists::of(&lines);
    let (fences, mut captions) = (Fences::of(&lines), Captions::of(&lines));
    let mut out = String::with_capacity(body.len() + 64);
    let (mut code, mut spans, mut at) = (Code::default(), CodeSpans::default(), 0);
    while at < lines.len() {
        let line = lines[at];
        if code.holds(line) {
            push(&mut out, line);
            at += 1;
        } else if let Some(caption) = captions.before(at, &lines, inline) {
            push(&mut out, &caption);
            at += captions.lines_from(at).unwrap_or_default();
        } else if let Some(lines) = captions.lines_from(at) {
            at += lines;
        } else if (at == 0 || lines[at - 1].trim().is_empty())
            && let Some(verse) = line_block(&lines[at..])
        {
            push(&mut out, &verse.rows.iter().map(|row| of_verse(row)).collect::<Vec<_>>().join("\\\n"));
            at += verse.lines;
        } else if let Some(table) = tables::table(&lines[at..]) {
            table.rows.iter().for_each(|row| push(&mut out, &inline(row)));
            at += table.lines;
        } else {
            let next = &lines[at + 1..];
            push(&mut out, &fences.line(at, line).unwrap_or_else(|| spans.line(&lists.line(at, line, next), next)));
            at += 1;
        }
    }
    Cow::Owned(out)
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// A line block: verse.
struct LineBlock {
    /// Its rows without the signs before them and without empty ones at its end.
    rows: Vec<String>,
    /// How many lines of the source it takes.
    lines: usize,
}

/// The line block that these lines begin with, `| ` before each row and a blank before what goes on with one. A table of pipes is none.
fn line_block(lines: &[&str]) -> Option<LineBlock> {
    let block: Vec<&str> = lines.iter().take_while(|line| !line.trim().is_empty()).copied().collect();
    let (mut rows, mut signs): (Vec<String>, usize) = (Vec::new(), 0);
    for line in &block {
        match (line.strip_prefix('|'), rows.last_mut()) {
            (Some(rest), _) if rest.is_empty() || rest.starts_with(' ') => rows.push(rest.trim().to_owned()),
            (None, Some(row)) if line.starts_with(' ') => *row = format!("{row} {}", line.trim()),
            _ => return None,
        }
        signs += usize::from(line.trim_end().ends_with('|') && line.len() > 1);
    }
    let is_table = signs > 0 || block.iter().any(|line| is_below_head(line));
    let lines = block.len();
    rows.truncate(rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1));
    let is_verse = !rows.is_empty() && !is_table && rows.iter().all(|row| row.len() <= MAX_LINE);
    is_verse.then_some(LineBlock { rows, lines })
}

/// Whether a line is the one below the head of a table of pipes.
fn is_below_head(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// A line of verse, which begins no block of its own, whatever it begins with: no list, heading, quotation, rule or fence.
fn of_verse(line: &str) -> String {
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let begins = begins_item(line) && !line.starts_with('[');
    let mark =
        line.starts_with(['#', '>']) || ["```", "~~~"].iter().any(|fence| line.starts_with(fence)) || is_rule(line);
    // A backslash shows a sign as it is; before a figure it would show itself.
    let at = if begins { Some(number) } else { mark.then_some(0) };
    // One at its end is a sign, too, and would show the one that ends the row.
    let last = if is_escaped(line, line.len()) { "\\" } else { "" };
    at.map_or_else(|| inline(line), |at| format!("{}\\{}", &line[..at], inline(&line[at..]))) + last
}

/// Whether a line is one sign again and again: a rule, or what makes a heading of the line above.
fn is_rule(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    signs.next().is_some_and(|first| "-=*_".contains(first) && signs.all(|sign| sign == first))
}

/// The lines that open and close divs, by their number.
struct Fences {
    /// Fences of which nothing shows, and those with a word that is shown folded.
    hidden: Vec<usize>,
    named: Vec<usize>,
}

/// What a line of three colons or more does to a div.
enum Fence {
    Opens,
    Closes,
}

impl Fence {
    /// What the line does: `:::` closes, `::: {.note}` and `::: note :::` open. `None` for any other line.
    fn of(line: &str) -> Option<Self> {
        let colons = line.trim_start_matches(' ');
        let said = colons.trim_start_matches(':');
        if line.len() - colons.len() > 3 || colons.len() - said.len() < 3 {
            return None;
        }
        let said = said.trim().trim_end_matches(':').trim_end();
        if said.is_empty() {
            return Some(Self::Closes);
        }
        let attributes = said.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let opens = match attributes {
            Some(inside) => !inside.contains(['{', '}']),
            None => said.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')) && !said.contains(':'),
        };
        opens.then_some(Self::Opens)
    }
}

impl Fences {
    /// Pairs the fences; one without its like is text.
    fn of(lines: &[&str]) -> Self {
        let mut found = Self { hidden: Vec::new(), named: Vec::new() };
        let (mut open, mut code): (Vec<usize>, Code) = (Vec::new(), Code::default());
        for (at, line) in lines.iter().enumerate() {
            if code.holds(line) || !line.trim_start().starts_with(":::") {
                continue;
            }
            match Fence::of(line) {
                Some(Fence::Opens) => open.push(at),
                Some(Fence::Closes) => {
                    let Some(from) = open.pop() else { continue };
                    let bare = lines.get(from).is_some_and(|line| line.contains('{'));
                    if bare { &mut found.hidden } else { &mut found.named }.extend([from, at]);
                }
                None => {}
            }
        }
        found.hidden.sort_unstable();
        found.named.sort_unstable();
        found
    }

    /// What stands for a line of colons: nothing for a fence, a paragraph of its own for one with a word, and elsewhere colons that
    /// begin no definition. `None` for any other line.
    fn line(&self, at: usize, line: &str) -> Option<String> {
        let bare = line.trim_start();
        if !bare.starts_with(':') || bare[1..].starts_with([' ', '\t']) || bare.len() == 1 {
            return None;
        }
        if self.hidden.binary_search(&at).is_ok() {
            return Some(String::new());
        }
        let escaped = format!("{}\\{}", &line[..line.len() - bare.len()], inline(bare));
        Some(if self.named.binary_search(&at).is_ok() { format!("\n{escaped}\n") } else { escaped })
    }
}

/// Whether a paragraph is the fence of a div with a word: `::: warning`.
pub(super) fn is_fence(text: &str) -> bool {
    let word = text.trim_start_matches(':').trim();
    text.starts_with(":::") && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
