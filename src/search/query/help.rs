//! What there is to ask, as a page: made from the table of forms here and the one of fields, for the command line, the
//! screen and the manual.

use super::fields::FIELDS;
use super::scope::Scope;

/// A form of the language: a row of the table.
#[derive(Debug)]
pub struct SyntaxForm {
    /// How it is written.
    pub example: &'static str,
    /// What it finds.
    pub about: &'static str,
}

/// Every form that is no field, in the order of help.
pub const FORMS: &[SyntaxForm] = &[
    SyntaxForm {
        example: "trade war",
        about: "in texts these words one after the other, behind them other forms (wars); in notes both of them",
    },
    SyntaxForm { example: "\"trade war\"", about: "a phrase, in these forms alone" },
    SyntaxForm { example: "agree*", about: "words that begin so" },
    SyntaxForm { example: "wall AND moss", about: "both somewhere in the text or note" },
    SyntaxForm { example: "wall OR moss", about: "one of the two" },
    SyntaxForm { example: "wall NOT moss, wall -moss", about: "the first where the second is not" },
    SyntaxForm { example: "wall NEAR/5 moss", about: "at most five words between them, in either order" },
    SyntaxForm { example: "(wall OR moss) AND old", about: "brackets" },
    SyntaxForm { example: "/colou?r/", about: "a regular expression" },
];

/// Every form and every field that can be asked there: how it is written, and what it finds.
pub fn rows(scope: Scope) -> Vec<(&'static str, &'static str)> {
    let forms = FORMS.iter().map(|form| (form.example, form.about));
    let fields = FIELDS.iter().filter(|field| scope == Scope::Notes || field.is_of_texts());
    forms.chain(fields.map(|field| (field.example, field.about))).collect()
}

/// The page of all there is: two columns.
pub fn help() -> String {
    let rows = rows(Scope::Notes);
    let width = rows.iter().map(|(example, _)| example.chars().count()).max().unwrap_or(0);
    let line = |(example, about): &(&str, &str)| format!("  {example:width$}  {about}\n");
    let lines: String = rows.iter().map(line).collect();
    format!("Queries:\n{lines}")
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;

    #[test]
    fn every_form_is_a_sound_query() {
        for form in FORMS.iter().flat_map(|form| form.example.split(", ")) {
            for scope in [Scope::Notes, Scope::Texts] {
                assert_eq!(Query::parse(form, scope).1, [], "{form}");
            }
        }
    }

    #[test]
    fn the_manual_has_a_row_for_every_form_and_field() {
        let manual = include_str!("../../../docs/manual/04-finding.md");
        let forms = FORMS.iter().map(|form| (form.example, form.about));
        for (example, about) in forms.chain(FIELDS.iter().map(|field| (field.example, field.about))) {
            let row = format!("| `{}` | {about} |", example.replace(", ", "`, `"));
            assert!(manual.contains(&row), "docs/manual/04-finding.md misses this row in the table of queries:\n{row}");
        }
    }
}
