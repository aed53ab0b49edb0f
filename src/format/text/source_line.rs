//! One line of a source: where it stands, how wide it is, whether it may end a paragraph. It joins no lines.

/// A line longer than this many bytes is nobody's hard-wrapped line.
pub(super) const LONG: usize = 400;

/// One source line that is not blank, without surrounding white space.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine {
    /// First byte that is not white space.
    pub(super) start: usize,
    /// End without trailing white space.
    pub(super) end: usize,
    /// Columns of white space before it.
    pub(super) indent: usize,
    /// Columns from the margin to its end; saturates for long lines.
    pub(super) columns: usize,
}

/// The line between two byte positions; `None` where it is blank.
pub(super) fn line_of(text: &str, start: usize, end: usize) -> Option<SourceLine> {
    if start == end {
        return None;
    }
    let whole = &text[start..end];
    let inner = whole.trim_start();
    if inner.is_empty() {
        return None;
    }
    let from = end - inner.len();
    let kept = inner.trim_end();
    let indent = whole[..from - start].chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
    Some(SourceLine { start: from, end: from + kept.len(), indent, columns: indent + columns(kept) })
}

/// Columns of a line: two for a wide character. Lines longer than [`LONG`] count as their bytes.
fn columns(line: &str) -> usize {
    if line.len() > LONG || line.is_ascii() {
        return line.len();
    }
    line.bytes()
        .map(|byte| match byte {
            0x80..=0xBF => 0,
            0xE3..=0xED | 0xF0..=0xFF => 2,
            _ => 1,
        })
        .sum()
}

/// Whether a line may end a paragraph: a sentence end, a colon or a closing mark.
pub(super) fn ends_firmly(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', '」', '』', '*', '_']);
    bare.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '.'])
}

/// Whether a text ends like a sentence, closing marks and note numbers aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', '」', '』', '*', '_']);
    let noted = bare.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | '¹' | '²' | '³' | '⁰'..='⁹'));
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？']) || (noted.len() < bare.len() && noted.ends_with(['.', '。']))
}
