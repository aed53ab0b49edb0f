//! The grammar: tokens → expression, with faults in place of errors.
//!
//! ```text
//! any     = all { "OR" all }
//! all     = part { [ "AND" ] part }
//! part    = ( "NOT" | "-" ) part | near
//! near    = item { "NEAR/n" item }
//! item    = "(" any ")" | field:value | words | "phrase" | prefix* | /expression/
//! ```

use super::expression::{Expr, WordTest};
use super::fault::QueryFault;
use super::fields;
use super::forms::WordsInForms;
use super::lexer::{QueryToken, TokenKind, WrittenWord, tokens};
use super::scope::Scope;
use crate::search::Pattern;
use crate::text::{Span, fold};

/// The longest query, in characters: nobody types a longer one, and each word of it is looked for.
const LONGEST: usize = 2000;

/// How deep brackets and negations may stand in each other.
const DEEPEST: usize = 40;

/// The expression of a query, none where it asks nothing; what is wrong with it, in the order of the query.
pub(super) fn parse(written: &str, scope: Scope) -> (Option<Expr>, Vec<QueryFault>) {
    if let Some((end, _)) = written.char_indices().nth(LONGEST) {
        let message = format!("the query is longer than {LONGEST} characters");
        return (None, vec![QueryFault { span: Span::new(end, written.len()), message }]);
    }
    let (tokens, faults) = tokens(written);
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, end: written.len(), scope, faults };
    let mut parts: Vec<Expr> = parser.any().into_iter().collect();
    while parser.at < tokens.len() {
        // Only a bracket too many ends an expression early, and the lexer makes a word of it.
        parser.at += 1;
        parts.extend(parser.any());
    }
    let mut faults = parser.faults;
    faults.sort_by_key(|fault| fault.span);
    (joined(parts, Expr::All), faults)
}

fn joined(mut parts: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Option<Expr> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

struct Parser<'a> {
    tokens: &'a [QueryToken],
    at: usize,
    depth: usize,
    /// The end of the query, in bytes.
    end: usize,
    scope: Scope,
    faults: Vec<QueryFault>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn take(&mut self) -> Option<&'a QueryToken> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.faults.push(QueryFault { span, message: message.into() });
    }

    fn any(&mut self) -> Option<Expr> {
        let mut parts: Vec<Expr> = Vec::new();
        loop {
            let (from, before) = (self.at, self.faults.len());
            let part = self.all();
            let silent = part.is_none() && self.faults.len() == before;
            parts.extend(part);
            let more = self.peek() == Some(&TokenKind::Or);
            if silent && (more || from > 0 && self.follows_or(from)) {
                self.fault(self.place(from, more), "OR stands between two things to look for");
            }
            if !more {
                return joined(parts, Expr::Any);
            }
            self.at += 1;
        }
    }

    fn follows_or(&self, from: usize) -> bool {
        self.tokens[from - 1].kind == TokenKind::Or
    }

    /// The place of the operator that misses something on one side.
    fn place(&self, from: usize, before: bool) -> Span {
        let at = if before { self.at } else { from.saturating_sub(1) };
        self.tokens.get(at).map_or(Span::at(self.end), |token| token.span)
    }

    fn all(&mut self) -> Option<Expr> {
        let mut parts = Vec::new();
        let mut operator: Option<Span> = None;
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => {
                    let span = self.tokens[self.at].span;
                    if parts.is_empty() || operator.is_some() {
                        self.fault(span, "AND stands between two things to look for");
                    }
                    operator = Some(span);
                    self.at += 1;
                }
                _ => {
                    operator = None;
                    parts.extend(self.part());
                }
            }
        }
        if let Some(span) = operator.filter(|_| !parts.is_empty()) {
            self.fault(span, "AND stands between two things to look for");
        }
        joined(parts, Expr::All)
    }

    fn part(&mut self) -> Option<Expr> {
        if self.peek() != Some(&TokenKind::Not) {
            return self.near();
        }
        let span = self.take()?.span;
        if !self.enter(span) {
            return None;
        }
        let before = self.faults.len();
        // A minus and NOT take the word behind them alone.
        let part = match self.peek() {
            Some(TokenKind::Word(word)) => self.one_word(word),
            Some(TokenKind::Or | TokenKind::And | TokenKind::Close | TokenKind::Near(_)) | None => None,
            _ => self.part(),
        };
        self.depth -= 1;
        if part.is_none() && self.faults.len() == before {
            self.fault(span, "what is not to be there?");
        }
        Some(Expr::Not(Box::new(part?)))
    }

    /// Goes one deeper, unless that is too deep; then the rest is not read.
    fn enter(&mut self, span: Span) -> bool {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            self.at = self.tokens.len();
            self.fault(span, "brackets stand too deep in each other");
            return false;
        }
        true
    }

    fn near(&mut self) -> Option<Expr> {
        let mut left = self.item();
        while let Some(TokenKind::Near(count)) = self.peek() {
            let span = self.take()?.span;
            let right = match self.peek() {
                Some(TokenKind::Or | TokenKind::And | TokenKind::Not | TokenKind::Close | TokenKind::Near(_))
                | None => None,
                Some(_) => self.item(),
            };
            left = match (left, right) {
                (Some(Expr::Words(left)), Some(Expr::Words(right))) => Some(Expr::Near(left, right, *count)),
                (left, right) => {
                    self.fault(span, "NEAR stands between two words, phrases or expressions");
                    joined(left.into_iter().chain(right).collect(), Expr::All)
                }
            };
        }
        left
    }

    fn item(&mut self) -> Option<Expr> {
        match self.peek()? {
            TokenKind::Open => self.group(),
            TokenKind::Expression(inside) => self.expression(inside),
            TokenKind::Word(word) if self.scope == Scope::Texts && is_plain(word) => self.run(),
            TokenKind::Word(word) => self.one_word(word),
            // A NEAR with nothing before it.
            _ => None,
        }
    }

    fn group(&mut self) -> Option<Expr> {
        let span = self.take()?.span;
        if !self.enter(span) {
            return None;
        }
        let before = self.faults.len();
        let inside = self.any();
        self.depth -= 1;
        match self.peek() {
            Some(TokenKind::Close) => self.at += 1,
            _ if self.at >= self.tokens.len() && self.faults.len() == before => {
                self.fault(span, "a bracket is not closed");
            }
            _ => {}
        }
        if inside.is_none() && self.faults.len() == before {
            self.fault(span, "there is nothing in the brackets");
        }
        inside
    }

    fn expression(&mut self, inside: &str) -> Option<Expr> {
        let span = self.take()?.span;
        self.pattern(span, Pattern::parse(&format!("/{inside}/")))
    }

    fn pattern(&mut self, span: Span, pattern: Result<Pattern, String>) -> Option<Expr> {
        match pattern {
            Ok(pattern) => Some(Expr::Words(Box::new(WordTest::Pattern(pattern)))),
            Err(fault) => {
                self.fault(span, fault);
                None
            }
        }
    }

    /// Words beside each other with nothing between them: in a text they stand one after the other.
    fn run(&mut self) -> Option<Expr> {
        let (from, mut words) = (self.at, Vec::new());
        while let Some(TokenKind::Word(word)) =
            self.peek().filter(|kind| matches!(kind, TokenKind::Word(word) if is_plain(word) && !self.is_field(word)))
        {
            words.push(whole(word));
            self.at += 1;
        }
        if words.is_empty() {
            let Some(TokenKind::Word(word)) = self.peek() else { return None };
            return self.one_word(word);
        }
        let span = self.tokens[from].span.union(self.tokens[self.at - 1].span);
        let typed = words.join(" ");
        let forms = WordsInForms::of(&typed).map(|forms| Expr::Words(Box::new(WordTest::Forms(forms))));
        forms.or_else(|| self.pattern(span, Pattern::quotation(&typed)))
    }

    fn is_field(&self, word: &WrittenWord) -> bool {
        let field = word.field.as_ref().map(|field| fields::test(field, &word.value, self.scope));
        field.is_some_and(|test| test != Ok(None))
    }

    /// One word, phrase, prefix or field; none where nothing is left of it.
    fn one_word(&mut self, word: &WrittenWord) -> Option<Expr> {
        let span = self.take()?.span;
        if let Some(field) = &word.field {
            match fields::test(field, &word.value, self.scope) {
                Ok(Some(test)) => return Some(Expr::Field(test)),
                Ok(None) => {}
                Err(fault) => {
                    let meant_as_words = fault.ends_with("searched for as words");
                    self.fault(span, fault);
                    if !meant_as_words {
                        return None;
                    }
                }
            }
        }
        let value = whole(word);
        if self.scope == Scope::Texts {
            let pattern = if word.prefix { Pattern::beginning(&value) } else { Pattern::quotation(&value) };
            return self.pattern(span, pattern);
        }
        let folded = fold::typed(value.trim());
        (!folded.is_empty()).then(|| Expr::Words(Box::new(WordTest::Folded(folded, word.prefix))))
    }
}

/// Whether it is a word without quotation marks and without an asterisk.
fn is_plain(word: &WrittenWord) -> bool {
    !word.quoted && !word.prefix
}

/// A word with what looked like its field.
fn whole(word: &WrittenWord) -> String {
    word.field.as_ref().map_or_else(|| word.value.clone(), |field| format!("{field}:{}", word.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(expr: &Expr) -> String {
        let all = |parts: &[Expr], between: &str| parts.iter().map(shown).collect::<Vec<_>>().join(between);
        match expr {
            Expr::All(parts) => format!("({})", all(parts, " & ")),
            Expr::Any(parts) => format!("({})", all(parts, " | ")),
            Expr::Not(part) => format!("!{}", shown(part)),
            Expr::Near(left, right, count) => format!("{}~{count}~{}", words(left), words(right)),
            Expr::Words(meant) => words(meant),
            Expr::Field(test) => format!("{test:?}").replace('"', ""),
        }
    }

    fn words(words: &WordTest) -> String {
        match words {
            WordTest::Folded(folded, prefix) => format!("{folded}{}", if *prefix { "…" } else { "" }),
            WordTest::Pattern(pattern) => pattern.written().to_owned(),
            WordTest::Forms(forms) => forms.exact.written().to_owned(),
        }
    }

    fn check(scope: Scope, written: &str, expected: &str) {
        let (expr, faults) = parse(written, scope);
        assert!(faults.is_empty(), "{written}: {faults:?}");
        assert_eq!(expr.as_ref().map(shown).unwrap_or_default(), expected, "{written}");
    }

    #[test]
    fn words_beside_each_other_are_a_phrase_in_texts_and_each_for_itself_in_notes() {
        check(Scope::Texts, "trade war", "trade war");
        check(Scope::Notes, "trade war", "(trade & war)");
        check(Scope::Texts, "trade war AND japan", "(trade war & japan)");
        check(Scope::Texts, "trade war in:week korea", "(trade war & In(week) & korea)");
        check(Scope::Texts, "Note: this at 12:30 https://a.b", "Note: this at 12:30 https://a.b");
    }

    #[test]
    fn and_binds_closer_than_or_and_brackets_closest() {
        check(Scope::Notes, "a b OR c AND -d", "((a & b) | (c & !d))");
        check(Scope::Notes, "a (b OR c)", "(a & (b | c))");
        check(Scope::Texts, "NOT (a OR \"b c\") d", "(!(a | b c) & d)");
        check(Scope::Texts, "NOT a b", "(!a & b)");
        check(Scope::Notes, "-tag:x --y", "(!Tag(x) & !!y)");
    }

    #[test]
    fn near_binds_its_two_sides() {
        check(Scope::Texts, "trade war NEAR/5 japan", "trade war~5~japan");
        check(Scope::Notes, "a NEAR \"b c\" d", "(a~10~b c & d)");
        check(Scope::Texts, "/a+/ NEAR/2 b", "/a+/~2~b");
    }

    #[test]
    fn faults_say_where_they_stand() {
        for (written, part, message) in [
            ("a AND", "AND", "stands between"),
            ("OR a", "OR", "stands between"),
            ("a OR OR b", "OR", "stands between"),
            ("x (a b", "(", "not closed"),
            ("x ()", "(", "nothing in"),
            ("a NEAR/2", "NEAR/2", "NEAR stands"),
            ("NEAR/2 a", "NEAR/2", "NEAR stands"),
            ("a -", "", ""),
            ("a NOT", "NOT", "not to be there"),
            ("a /b(/ c", "/b(/", "unclosed group"),
            ("a \"b", "\"", "not closed"),
            ("kind:sonnet a", "kind:sonnet", "highlight, note"),
            ("date:soon a", "date:soon", "2019-11"),
        ] {
            let (_, faults) = parse(written, Scope::Notes);
            let told: Vec<(&str, &str)> =
                faults.iter().map(|fault| (fault.span.of(written), fault.message.as_str())).collect();
            if part.is_empty() {
                assert!(told.is_empty(), "{written}: {told:?}");
            } else {
                assert_eq!(told.len(), 1, "{written}: {told:?}");
                assert!(told[0].0 == part && told[0].1.contains(message), "{written}: {told:?}");
            }
        }
    }

    #[test]
    fn brackets_too_deep_end_the_query_and_not_the_program() {
        let (_, faults) = parse(&"(".repeat(1900), Scope::Texts);
        assert!(faults.iter().any(|fault| fault.message.contains("too deep")));
        assert!(parse(&"-".repeat(1900), Scope::Texts).1.len() <= 2);
        assert!(parse(&"a".repeat(3000), Scope::Texts).1[0].message.contains("2000"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_with_faults_inside_it(written in "([\\PC \"()/*:-]|AND |OR |NOT |NEAR/2 |tag:|kind:){0,24}") {
            for scope in [Scope::Notes, Scope::Texts] {
                for fault in parse(&written, scope).1 {
                    prop_assert!(written.get(fault.span.start..fault.span.end).is_some());
                    let _ = fault.shown_in(&written);
                }
            }
        }
    }
}
