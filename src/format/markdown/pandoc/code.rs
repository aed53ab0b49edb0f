//! Which lines of a source are code, or a formula: what pandoc writes is not looked for in them. It knows lines, and no blocks else.

use super::inline::begins_item;
use super::signs::ItemSign;

/// A longer line is left as it is, in bytes: it is data.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// Whether a line stands in code, or in a formula over several lines.
#[derive(Default)]
pub(super) struct Code {
    /// The fence that is open: its character and how often.
    fence: Option<(char, usize)>,
    /// Whether a formula between two dollars each is open: it ends with the next such signs, or with its paragraph.
    formula: bool,
    /// Whether the line before was text: what is indented goes on with it.
    text: bool,
    /// Whether the text is an item's or a note's: what is indented belongs to it, behind a blank line too.
    item: bool,
}

impl Code {
    /// Whether the line is one of a fenced or indented piece of code, or of a formula; to be asked of every line in order.
    pub(super) fn holds(&mut self, line: &str) -> bool {
        let (in_formula, signs) = (self.formula && !line.trim().is_empty(), line.matches("$$").count());
        let opens = self.fence.is_none() && line.trim_start().starts_with("$$") && signs == 1;
        self.formula = if in_formula { signs != 1 } else { opens };
        if in_formula || opens {
            return true;
        }
        let bare = line.trim_start_matches([' ', '>']);
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| bare.chars().take_while(|c| *c == mark).count());
        match self.fence {
            Some((open, least)) => {
                let closes = mark == Some(open) && length >= least && bare[length..].trim().is_empty();
                self.fence = self.fence.filter(|_| !closes);
                true
            }
            // What a fence of backticks says has none (CommonMark 0.31, 4.5): otherwise it is code in a line.
            None if length >= 3 && !(mark == Some('`') && bare[length..].contains('`')) => {
                self.fence = mark.map(|mark| (mark, length));
                true
            }
            None => self.holds_unfenced(line) || line.len() > MAX_LINE,
        }
    }

    /// The line that ends the code that is open, if any is.
    pub(super) fn fence(&self) -> Option<String> {
        self.fence.map(|(mark, length)| mark.to_string().repeat(length))
    }

    fn holds_unfenced(&mut self, line: &str) -> bool {
        if line.trim().is_empty() {
            self.text = false;
            return false;
        }
        if !line.starts_with(' ') && !line.starts_with('\t') {
            self.item = begins_item(line) || ItemSign::of(line).is_some();
        }
        let indented = line.starts_with("    ") || line.starts_with('\t');
        let deep = line.starts_with("        ") || line.starts_with("\t\t");
        self.text = !indented || self.text || self.item && !deep;
        !self.text
    }
}
