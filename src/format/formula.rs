//! Formulas as one line that says the same: fractions with their stroke, roots with their sign, powers with `^`, and
//! brackets where a part is more than one sign. The form is that of "UnicodeMath, a nearly plain-text encoding of
//! mathematics" (Unicode Technical Note 28) as far as a reader needs no key to it. It reads no mark-up: Word's and the
//! web's formulas are each made into a [`Formula`] where they are read.

/// A formula, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Letters, numbers and signs as they stand.
    Text(String),
    /// Parts beside one another.
    Row(Vec<Formula>),
    /// One part over another, with a stroke between them, or without (`n` over `k`).
    Fraction {
        /// What stands above.
        over: Box<Formula>,
        /// What stands below.
        under: Box<Formula>,
        /// Whether there is a stroke.
        stroke: bool,
    },
    /// A part with what is set lower and higher beside it, under or over it.
    Script {
        /// What it is set to.
        base: Box<Formula>,
        /// What is set lower.
        low: Option<Box<Formula>>,
        /// What is set higher.
        high: Option<Box<Formula>>,
    },
    /// A root and its degree.
    Root {
        /// What the root is of.
        of: Box<Formula>,
        /// Its degree, where that is not two.
        degree: Option<Box<Formula>>,
    },
    /// Parts in brackets, with a sign between them.
    Fenced {
        /// The opening bracket; may be empty.
        open: String,
        /// The closing bracket; may be empty.
        close: String,
        /// What stands between two parts.
        between: String,
        /// The parts.
        parts: Vec<Formula>,
    },
    /// A part with a sign over or under all of it: a bar, an arrow, a hat.
    Accented(Box<Formula>, String),
    /// Rows of cells.
    Matrix(Vec<Vec<Formula>>),
}

/// Signs that say how parts belong together and show nothing.
const INVISIBLE: &[char] = &['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}', '\u{200B}', '\u{FEFF}'];

/// Accents as they stand alone, and as they are set on a letter.
const ACCENTS: &[(char, char)] = &[
    ('^', '\u{302}'),
    ('ˆ', '\u{302}'),
    ('~', '\u{303}'),
    ('˜', '\u{303}'),
    ('¯', '\u{305}'),
    ('‾', '\u{305}'),
    ('_', '\u{332}'),
    ('˙', '\u{307}'),
    ('.', '\u{307}'),
    ('¨', '\u{308}'),
    ('→', '\u{20D7}'),
    ('⃗', '\u{20D7}'),
    ('ˇ', '\u{30C}'),
    ('´', '\u{301}'),
    ('`', '\u{300}'),
];

impl Formula {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The formula as one line.
    pub fn line(&self) -> String {
        self.written().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn written(&self) -> String {
        match self {
            Self::Text(text) => text.chars().filter(|c| !INVISIBLE.contains(c)).collect(),
            Self::Row(parts) => row(parts),
            Self::Fraction { over, under, stroke } => {
                let sign = if *stroke { '/' } else { '¦' };
                format!("{}{sign}{}", over.operand(), under.operand())
            }
            Self::Script { base, low, high } => script(base, low.as_deref(), high.as_deref()),
            Self::Root { of, degree } => root(of, degree.as_deref()),
            Self::Fenced { open, close, between, parts } => {
                let parts: Vec<String> = parts.iter().map(Self::inside).collect();
                format!("{open}{}{close}", parts.join(between))
            }
            Self::Accented(base, sign) => accented(base, sign),
            Self::Matrix(rows) => format!("[{}]", cells(rows)),
        }
    }

    /// As it stands in brackets: a matrix needs none of its own.
    fn inside(&self) -> String {
        match self {
            Self::Matrix(rows) => cells(rows),
            Self::Row(parts) if parts.len() == 1 => parts[0].inside(),
            part => part.written(),
        }
    }

    /// As a part of a fraction or a power: in brackets, unless it is one word or has brackets already.
    fn operand(&self) -> String {
        let text = self.line();
        if is_word(&text) || is_bracketed(&text) { text } else { format!("({text})") }
    }

    /// Whether a letter right behind it would seem to belong to it.
    fn is_open_ended(&self) -> bool {
        match self {
            Self::Row(parts) => parts.last().is_some_and(Self::is_open_ended),
            Self::Text(text) => text.chars().count() > 1 && text.chars().all(char::is_alphabetic),
            Self::Fenced { .. } | Self::Matrix(_) | Self::Accented(..) => false,
            _ => true,
        }
    }

    /// Whether a letter right before it would seem to belong to it.
    fn is_open_at_start(&self) -> bool {
        match self {
            Self::Row(parts) => parts.first().is_some_and(Self::is_open_at_start),
            Self::Text(text) => text.chars().count() > 1 && text.chars().all(char::is_alphabetic),
            Self::Fraction { .. } => true,
            _ => false,
        }
    }
}

fn row(parts: &[Formula]) -> String {
    let mut line = String::new();
    let mut open = false;
    for part in parts {
        let text = part.written();
        let meets = line.ends_with(char::is_alphanumeric) || (open && line.ends_with([')', ']', '}', '′']));
        if (open || part.is_open_at_start()) && meets && text.starts_with(char::is_alphanumeric) {
            line.push(' ');
        }
        if !text.is_empty() {
            open = part.is_open_ended();
        }
        line.push_str(&text);
    }
    line
}

fn script(base: &Formula, low: Option<&Formula>, high: Option<&Formula>) -> String {
    let mut line = match base {
        Formula::Text(text) => text.clone(),
        base => base.operand(),
    };
    if let Some(low) = low.map(Formula::operand).filter(|low| low != "()") {
        line.push('_');
        line.push_str(&low);
    }
    let Some(high) = high.map(Formula::operand).filter(|high| high != "()") else { return line };
    let bare = high.trim_start_matches('(').trim_end_matches(')');
    if !bare.is_empty() && bare.chars().all(|c| matches!(c, '′' | '″' | '‴' | '\'' | '°')) {
        line.push_str(bare);
    } else {
        line.push('^');
        line.push_str(&high);
    }
    line
}

fn root(of: &Formula, degree: Option<&Formula>) -> String {
    let inside = of.written();
    let bare = inside.chars().count() == 1 || (!inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit()));
    let bracketed = if bare || is_bracketed(&inside) { inside.clone() } else { format!("({inside})") };
    match degree.map(Formula::written).as_deref() {
        None | Some("" | "2") => format!("√{bracketed}"),
        Some("3") => format!("∛{bracketed}"),
        Some("4") => format!("∜{bracketed}"),
        Some(degree) => format!("√({degree}&{inside})"),
    }
}

fn accented(base: &Formula, sign: &str) -> String {
    let text = base.written();
    let mut signs = sign.trim().chars();
    let (Some(sign), None) = (signs.next(), signs.next()) else { return text };
    let known = ACCENTS.iter().find(|(alone, on)| *alone == sign || *on == sign).map(|(_, on)| *on);
    let on = known.or(('\u{300}'..='\u{36F}').contains(&sign).then_some(sign));
    match on {
        Some(on) if text.chars().count() == 1 => format!("{text}{on}"),
        Some(on) => format!("({text}){on}"),
        None => text,
    }
}

fn cells(rows: &[Vec<Formula>]) -> String {
    let line = |row: &Vec<Formula>| row.iter().map(Formula::written).collect::<Vec<_>>().join(", ");
    rows.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// Letters and digits alone, or one sign.
fn is_word(text: &str) -> bool {
    let number = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '\u{300}'..='\u{36F}' | '\u{20D7}');
    text.chars().count() == 1 || (!text.is_empty() && text.chars().all(number))
}

/// Whether the bracket that begins the text ends with it.
fn is_bracketed(text: &str) -> bool {
    if !text.starts_with('(') {
        return false;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8() == text.len();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(text: &str) -> Formula {
        Formula::text(text)
    }

    fn row(parts: &[Formula]) -> Formula {
        Formula::Row(parts.to_vec())
    }

    fn over(over: Formula, under: Formula) -> Formula {
        Formula::Fraction { over: Box::new(over), under: Box::new(under), stroke: true }
    }

    fn script(base: Formula, low: Option<Formula>, high: Option<Formula>) -> Formula {
        Formula::Script { base: Box::new(base), low: low.map(Box::new), high: high.map(Box::new) }
    }

    fn fenced(open: &str, close: &str, parts: &[Formula]) -> Formula {
        Formula::Fenced { open: open.into(), close: close.into(), between: ", ".into(), parts: parts.to_vec() }
    }

    #[test]
    fn every_sign_that_carries_meaning_stands_in_the_line() {
        let sum = row(&[t("x"), t("+"), t("1")]);
        assert_eq!(over(t("1"), sum.clone()).line(), "1/(x+1)");
        assert_eq!(Formula::Root { of: Box::new(sum.clone()), degree: None }.line(), "√(x+1)");
        assert_eq!(Formula::Root { of: Box::new(t("y")), degree: Some(Box::new(t("3"))) }.line(), "∛y");
        assert_eq!(script(t("x"), Some(t("1")), Some(row(&[t("−"), t("2")]))).line(), "x_1^(−2)");
        assert_eq!(script(t("f"), None, Some(t("′"))).line(), "f′");
        assert_eq!(fenced("[", ")", &[t("0"), t("1")]).line(), "[0, 1)");
        assert_eq!(Formula::Accented(Box::new(t("x")), "¯".into()).line(), "x\u{305}");
        let matrix = Formula::Matrix(vec![vec![t("a"), t("b")], vec![t("c"), t("d")]]);
        assert_eq!(matrix.line(), "[a, b; c, d]");
        assert_eq!(fenced("(", ")", &[matrix]).line(), "(a, b; c, d)");
    }

    #[test]
    fn a_letter_does_not_slip_into_the_power_before_it() {
        let sum = script(t("∑"), Some(row(&[t("i"), t("="), t("1")])), Some(t("n")));
        assert_eq!(row(&[sum, t("i")]).line(), "∑_(i=1)^n i");
        assert_eq!(row(&[script(t("x"), None, Some(t("2"))), t("y")]).line(), "x^2 y");
        assert_eq!(row(&[t("2"), over(t("1"), t("3"))]).line(), "2 1/3");
        assert_eq!(row(&[t("sin"), t("\u{2061}"), t("x")]).line(), "sin x");
        assert_eq!(row(&[fenced("(", ")", &[row(&[t("a"), t("+"), t("b")])]), t("c")]).line(), "(a+b)c");
    }

    #[test]
    fn brackets_that_are_there_are_not_doubled() {
        let inner = fenced("(", ")", &[row(&[t("a"), t("+"), t("b")])]);
        assert_eq!(over(inner.clone(), t("2")).line(), "(a+b)/2");
        assert_eq!(over(row(&[inner.clone(), inner]), t("2")).line(), "((a+b)(a+b))/2");
    }
}
