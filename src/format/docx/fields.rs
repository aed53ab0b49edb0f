//! Fields: instructions whose last result stands in the text. Only the result is read; of the instruction, where it
//! leads.

use crate::format::office::marks::MarkTarget;
use crate::format::office::symbols;

/// The longest instruction that is kept, in bytes.
const MOST_INSTRUCTION: usize = 8192;

/// The most fields open in one another that are told apart.
const MOST_FIELDS: usize = 64;

/// The fields that are open, the innermost last.
#[derive(Debug, Default)]
pub struct Fields {
    open: Vec<DocxField>,
    /// Fields open beyond those.
    deeper: usize,
    /// How many of the open ones have no result yet.
    unanswered: usize,
}

#[derive(Debug, Default)]
struct DocxField {
    instruction: String,
    /// What is chosen of a list.
    chosen: Option<String>,
    answered: bool,
    linked: bool,
}

impl Fields {
    /// A field begins with its instruction.
    pub fn begin(&mut self) {
        if self.open.len() == MOST_FIELDS {
            self.deeper += 1;
            return;
        }
        self.open.push(DocxField::default());
        self.unanswered += 1;
    }

    /// What is chosen in the innermost field, which is a list to choose from.
    pub fn choose(&mut self, entry: String) {
        if let Some(field) = self.open.last_mut().filter(|_| self.deeper == 0) {
            field.chosen = Some(entry);
        }
    }

    /// What the innermost field shows where it has no result: the chosen entry of a list, a sign of a font.
    pub fn unanswered_text(&self) -> Option<String> {
        let field = self.open.last().filter(|field| !field.answered && self.deeper == 0)?;
        field.chosen.clone().or_else(|| symbol(&field.instruction))
    }

    /// A piece of the innermost instruction.
    pub fn instruct(&mut self, text: &str) {
        if let Some(field) =
            self.open.last_mut().filter(|field| field.instruction.len() + text.len() < MOST_INSTRUCTION)
        {
            field.instruction.push_str(text);
        }
    }

    /// The instruction ends and the result begins; where it leads.
    pub fn answer(&mut self) -> Option<MarkTarget> {
        let field = self.open.last_mut().filter(|field| !field.answered && self.deeper == 0)?;
        field.answered = true;
        self.unanswered -= 1;
        let target = target(&field.instruction);
        field.linked = target.is_some();
        target
    }

    /// The innermost field ends; whether it led anywhere.
    pub fn end(&mut self) -> bool {
        if self.deeper > 0 {
            self.deeper -= 1;
            return false;
        }
        let Some(field) = self.open.pop() else { return false };
        self.unanswered -= usize::from(!field.answered);
        field.linked
    }

    /// A paragraph ends, and with it every instruction: one that nothing has ended does not swallow the rest of the text.
    pub fn end_instructions(&mut self) {
        for field in &mut self.open {
            field.answered = true;
        }
        self.unanswered = 0;
    }

    /// Whether text here is part of an instruction.
    pub fn instructing(&self) -> bool {
        self.unanswered > 0
    }
}

/// The sign of an instruction such as `SYMBOL 97 \f Symbol`.
fn symbol(instruction: &str) -> Option<String> {
    let words = words(instruction);
    let mut rest = words.iter().map(String::as_str);
    let number = rest.next().filter(|name| name.eq_ignore_ascii_case("SYMBOL")).and(rest.next())?;
    let number =
        number.strip_prefix("0x").map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16)).ok()?;
    let font = rest.skip_while(|word| !word.eq_ignore_ascii_case("\\f")).nth(1).unwrap_or("Symbol");
    symbols::character(font, number).or_else(|| char::from_u32(number)).map(String::from)
}

/// Where an instruction leads.
pub fn target(instruction: &str) -> Option<MarkTarget> {
    let words = words(instruction);
    let mut rest = words.iter().map(String::as_str);
    match rest.next()?.to_ascii_uppercase().as_str() {
        "HYPERLINK" => hyperlink(rest),
        "REF" | "PAGEREF" | "NOTEREF" => {
            let name = rest.next().filter(|name| !name.starts_with('\\'))?;
            Some(MarkTarget::Bookmark(name.to_owned()))
        }
        _ => None,
    }
}

fn hyperlink<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<MarkTarget> {
    let mut address = None;
    while let Some(word) = words.next() {
        match word {
            "\\l" if address.is_none() => return words.next().map(|name| MarkTarget::Bookmark(name.to_owned())),
            "\\l" => address = address.zip(words.next()).map(|(address, place)| format!("{address}#{place}")),
            "\\o" | "\\t" => {
                words.next();
            }
            word if word.starts_with('\\') => {}
            word => address = address.or(Some(word.to_owned())),
        }
    }
    address.map(MarkTarget::Address)
}

/// The words of an instruction; what stands in quotation marks is one.
fn words(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = instruction.trim_start();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_say_where_they_lead() {
        let address = |text: &str| Some(MarkTarget::Address(text.to_owned()));
        let bookmark = |text: &str| Some(MarkTarget::Bookmark(text.to_owned()));
        assert_eq!(target(" HYPERLINK \"https://example.org/a b\" \\o \"tip\""), address("https://example.org/a b"));
        assert_eq!(target("HYPERLINK \\l \"_Toc1\" \\h"), bookmark("_Toc1"));
        assert_eq!(target("hyperlink https://example.org \\l part"), address("https://example.org#part"));
        assert_eq!(target(" REF _Ref9 \\h "), bookmark("_Ref9"));
        assert_eq!(target("PAGE"), None);
        assert_eq!(target(""), None);
    }

    #[test]
    fn only_results_are_text() {
        let mut fields = Fields::default();
        fields.begin();
        assert!(fields.instructing());
        fields.begin();
        fields.answer();
        assert!(fields.instructing() && !fields.end());
        assert_eq!(fields.answer(), None);
        assert!(!fields.instructing() && !fields.end() && !fields.end());
        fields.begin();
        fields.begin();
        fields.end_instructions();
        assert!(!fields.instructing() && !fields.end() && !fields.end());
    }
}
