//! A line of a shell as far as it was typed, taken apart into words. It knows the quoting that shells have in common, and expands nothing.

/// A line up to the cursor.
#[derive(Debug, PartialEq, Eq)]
pub struct TypedLine {
    /// The words behind the name of the program, without quoting; the last is being typed, and may be empty.
    words: Vec<String>,
    /// How many bytes of the last word stand before what the shell replaces.
    kept: usize,
}

impl TypedLine {
    /// Words that a shell has taken apart itself; none is one empty word.
    pub fn words(mut words: Vec<String>) -> Self {
        if words.is_empty() {
            words.push(String::new());
        }
        Self { words, kept: 0 }
    }

    /// A line of bash with its program; any of `breaks` that is not quoted begins, for bash, a word of its own.
    pub fn of(line: &str, breaks: &str) -> Self {
        let (mut words, mut kept) = split(line, breaks);
        let program = words.iter().position(|word| !is_assignment(word)).unwrap_or(0);
        words.drain(..=program.min(words.len().saturating_sub(1)));
        if words.is_empty() {
            words.push(String::new());
            kept = 0;
        }
        Self { words, kept }
    }

    /// The words before the one that is typed, and that one.
    pub fn parted(&self) -> (&[String], &str) {
        self.words.split_last().map_or((&[], ""), |(last, before)| (before, last))
    }

    /// What of a word is put behind the last break of what was typed.
    pub fn behind_break<'a>(&self, word: &'a str) -> &'a str {
        word.get(self.kept..).unwrap_or(word)
    }
}

/// Whether a word sets a variable for the program: `TZ=UTC`.
fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
    })
}

/// All words without their quoting, and how many bytes of the last one stand up to its last break.
fn split(line: &str, breaks: &str) -> (Vec<String>, usize) {
    let (mut words, mut word, mut kept) = (Vec::new(), String::new(), 0);
    let (mut quote, mut begun) = (None, false);
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (Some('\''), _) => word.push(sign),
            (None, '\'' | '"') => (quote, begun) = (Some(sign), true),
            (_, '\\') => {
                let escaped = signs.next();
                let is_plain = quote.is_some() && !escaped.is_some_and(|sign| matches!(sign, '"' | '\\' | '$' | '`'));
                word.extend(is_plain.then_some('\\').into_iter().chain(escaped));
            }
            (Some(_), _) => word.push(sign),
            (None, _) if sign.is_whitespace() => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                (begun, kept) = (false, 0);
            }
            (None, _) => {
                word.push(sign);
                kept = if breaks.contains(sign) { word.len() } else { kept };
            }
        }
    }
    words.push(word);
    (words, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a line, the last behind a bar, and what would be printed of it between slashes.
    fn check(line: &str, expected: &str) {
        let typed = TypedLine::of(line, " \t\n\"'@><=;|&(:");
        let (before, last) = typed.parted();
        let before: Vec<String> = before.iter().map(|word| format!("{word} ")).collect();
        assert_eq!(format!("{}| {last} /{}/", before.concat(), typed.behind_break(last)), expected, "{line}");
    }

    #[test]
    fn a_line_is_taken_apart_as_a_shell_does_it() {
        check("postil", "|  //");
        check("postil ", "|  //");
        check("postil li", "| li /li/");
        check("postil  notes\ttexts ", "notes texts |  //");
        check("./postil notes 'a b' \"c d", "notes a b | c d /c d/");
        check(r"postil text a\ wall\'s", "text | a wall's /a wall's/");
        check(r#"postil text "a\n\"b"#, r#"text | a\n"b /a\n"b/"#);
        check("TZ=UTC LANG=C postil text sto", "text | sto /sto/");
        check("postil text ''", "text |  //");
        check("postil text '' x", "text  | x /x/");
        check("postil text x\\", "text | x /x/");
    }

    #[test]
    fn what_stands_before_a_break_is_not_said_again() {
        check("postil notes tag:pol", "notes | tag:pol /pol/");
        check("postil notes --document=wee", "notes | --document=wee /wee/");
        check("postil notes a tag:x", "notes a | tag:x /x/");
        check("postil notes 'tag:pol", "notes | tag:pol /tag:pol/");
        check(r"postil notes tag\:pol", "notes | tag:pol /tag:pol/");
        check("postil notes tag: po", "notes tag: | po /po/");
    }
}
