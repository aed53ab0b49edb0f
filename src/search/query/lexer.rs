//! A query cut into tokens, each with its place. It knows the signs of the language and no field.

use super::fault::QueryFault;
use crate::text::Span;

/// How many words may stand between the two sides of a `NEAR` that says no number.
const NEAR: usize = 10;

/// The most words that `NEAR` reaches over.
const FARTHEST: usize = 1000;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryToken {
    pub span: Span,
    pub kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    And,
    Or,
    Not,
    /// And how many words may stand between.
    Near(usize),
    Open,
    Close,
    /// What stands between slashes.
    Expression(String),
    Word(WrittenWord),
}

/// Characters up to a blank outside quotation marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WrittenWord {
    /// What stands before the first colon outside quotation marks.
    pub field: Option<String>,
    /// What stands behind it, without quotation marks.
    pub value: String,
    /// Whether a part of it was quoted: it is meant as it stands.
    pub quoted: bool,
    /// Whether an asterisk ended it, which is not in the value.
    pub prefix: bool,
}

/// The tokens of a query; what is wrong with its signs.
pub(super) fn tokens(written: &str) -> (Vec<QueryToken>, Vec<QueryFault>) {
    let mut lexer = Lexer { written, at: 0, depth: 0, tokens: Vec::new(), faults: Vec::new() };
    while lexer.skip_blanks() {
        lexer.step();
    }
    (lexer.tokens, lexer.faults)
}

struct Lexer<'a> {
    written: &'a str,
    at: usize,
    /// How many brackets are open.
    depth: usize,
    tokens: Vec<QueryToken>,
    faults: Vec<QueryFault>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.written[self.at..]
    }

    /// Whether there is more behind the blanks.
    fn skip_blanks(&mut self) -> bool {
        self.at = self.written.len() - self.rest().trim_start().len();
        self.at < self.written.len()
    }

    fn push(&mut self, len: usize, kind: TokenKind) {
        let span = Span::new(self.at, self.at + len);
        self.at = span.end;
        self.tokens.push(QueryToken { span, kind });
    }

    fn step(&mut self) {
        let rest = self.rest();
        let next = rest.chars().nth(1);
        match rest.as_bytes()[0] {
            b'(' => {
                self.depth += 1;
                self.push(1, TokenKind::Open);
            }
            b')' if self.depth > 0 => {
                self.depth -= 1;
                self.push(1, TokenKind::Close);
            }
            b'-' if next.is_some_and(|c| !c.is_whitespace()) => self.push(1, TokenKind::Not),
            b'/' => match expression(rest, self.depth > 0) {
                Some((inside, len)) => self.push(len, TokenKind::Expression(inside)),
                None => self.word(),
            },
            _ => self.word(),
        }
    }

    fn word(&mut self) {
        let (word, len, closed) = word(self.rest(), self.depth > 0);
        if !closed {
            let message = "a quotation mark is not closed".to_owned();
            let opened = self.rest()[..len].rfind(is_quote).unwrap_or(0);
            let start = self.at + opened;
            let end = self.written.ceil_char_boundary(start + 1);
            self.faults.push(QueryFault { span: Span::new(start, end), message });
        }
        let kind = operator(&word).unwrap_or(TokenKind::Word(word));
        self.push(len, kind);
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn operator(word: &WrittenWord) -> Option<TokenKind> {
    if word.quoted || word.field.is_some() || word.prefix {
        return None;
    }
    match word.value.as_str() {
        "AND" => Some(TokenKind::And),
        "OR" => Some(TokenKind::Or),
        "NOT" => Some(TokenKind::Not),
        "NEAR" => Some(TokenKind::Near(NEAR)),
        near => {
            let count = near.strip_prefix("NEAR/")?.parse::<usize>().ok()?;
            Some(TokenKind::Near(count.min(FARTHEST)))
        }
    }
}

/// What stands between the slashes that a text begins with, and the bytes of all of it. The closing one has a blank, the
/// end or, `inside` brackets, a bracket behind it; one behind a backslash is part of the expression.
fn expression(rest: &str, inside: bool) -> Option<(String, usize)> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        let behind = rest[at + c.len_utf8()..].chars().next();
        let ends = behind.is_none_or(|c| c.is_whitespace() || (inside && c == ')'));
        if c == '/' && !escaped && ends {
            return (at > 1).then(|| (rest[1..at].to_owned(), at + 1));
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// The word that a text begins with, its bytes, and whether its quotation marks are closed. `inside` brackets a closing
/// one ends it, unless it was opened in the word.
fn word(rest: &str, inside: bool) -> (WrittenWord, usize, bool) {
    let (mut word, mut open, mut brackets, mut end) = (WrittenWord::default(), false, 0_usize, rest.len());
    for (at, c) in rest.char_indices() {
        match c {
            c if is_quote(c) => {
                open = !open;
                word.quoted = true;
            }
            ':' if !open && word.field.is_none() && !word.quoted && !word.value.is_empty() => {
                word.field = Some(std::mem::take(&mut word.value));
            }
            ')' if !open && inside && brackets == 0 => {
                end = at;
                break;
            }
            c if c.is_whitespace() && !open => {
                end = at;
                break;
            }
            c => {
                match c {
                    '(' if !open => brackets += 1,
                    ')' if !open => brackets = brackets.saturating_sub(1),
                    _ => {}
                }
                word.value.push(c);
            }
        }
    }
    if !word.quoted && word.field.is_none() && word.value.chars().count() > 1 && word.value.ends_with('*') {
        word.value.pop();
        word.prefix = true;
    }
    (word, end, !open)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens in a short notation: operators in capitals, words in their quotation marks.
    fn shown(written: &str) -> String {
        let word = |word: &WrittenWord| {
            let value = if word.quoted { format!("“{}”", word.value) } else { word.value.clone() };
            let field = word.field.as_ref().map_or(String::new(), |field| format!("{field}="));
            format!("{field}{value}{}", if word.prefix { "…" } else { "" })
        };
        let token = |token: &QueryToken| match &token.kind {
            TokenKind::And => "AND".to_owned(),
            TokenKind::Or => "OR".to_owned(),
            TokenKind::Not => "NOT".to_owned(),
            TokenKind::Near(count) => format!("NEAR{count}"),
            TokenKind::Open => "<".to_owned(),
            TokenKind::Close => ">".to_owned(),
            TokenKind::Expression(inside) => format!("re[{inside}]"),
            TokenKind::Word(written) => word(written),
        };
        tokens(written).0.iter().map(token).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_phrases_prefixes_and_operators_are_told_apart() {
        assert_eq!(shown("trade war*  \"old wall\""), "trade war… “old wall”");
        assert_eq!(shown("a AND b OR -c NOT d and"), "a AND b OR NOT c NOT d and");
        assert_eq!(shown("a NEAR/3 b NEAR c NEAR/x"), "a NEAR3 b NEAR10 c NEAR/x");
        assert_eq!(shown("\"AND\" * - -"), "“AND” * - -");
    }

    #[test]
    fn brackets_group_where_a_word_begins_and_belong_to_it_elsewhere() {
        assert_eq!(shown("(a OR (b c)) f(x) )"), "< a OR < b c > > f(x) )");
        assert_eq!(shown("(f(x) y)"), "< f(x) y >");
        assert_eq!(shown("(/a(b)/ c)"), "< re[a(b)] c >");
    }

    #[test]
    fn slashes_are_an_expression_around_something_and_else_part_of_a_word() {
        assert_eq!(shown("/old wall/ and/or // /usr/bin"), "re[old wall] and/or // /usr/bin");
        assert_eq!(shown(r"/a\/ b/ c"), r"re[a\/ b] c");
    }

    #[test]
    fn a_field_ends_at_the_first_colon_outside_quotation_marks() {
        assert_eq!(shown("tag:\"trade war\" a:b:c :d \"e:f\""), "tag=“trade war” a=b:c :d “e:f”");
    }

    #[test]
    fn places_are_those_of_the_query() {
        let (tokens, faults) = tokens("日本 \"open");
        assert_eq!(tokens[1].span, Span::new(7, 12));
        assert_eq!(faults[0].span, Span::new(7, 8));
    }
}
