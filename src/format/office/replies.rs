//! Answers that say in words what they answer. LibreOffice stores no parent of an answer before its version 7.6: its
//! answer is a remark without a passage, right where the passage of another ends, and its first paragraph names the
//! author and the time of that one ("Reply to Ada North (04/02/2024, 09:30): …", in the program's language).

use super::composer::Remark;
use crate::text::Span;

/// Says of every remark that is such an answer what it answers, and takes the words that say so from it.
pub(super) fn settle(remarks: &mut [Remark], about: impl Fn(&Remark) -> Option<Span>) {
    let places: Vec<Option<Span>> = remarks.iter().map(about).collect();
    for index in 0..remarks.len() {
        let Some(place) = places[index].filter(|place| place.is_empty()) else { continue };
        if remarks[index].answers.is_some() {
            continue;
        }
        let text = remarks[index].text.clone();
        let (first, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
        let near = index.saturating_sub(NEAR)..(index + NEAR).min(remarks.len());
        let parent = near
            .filter(|other| *other != index)
            .find(|other| places[*other].is_some_and(|span| span.end == place.end) && names(first, &remarks[*other]));
        if let Some(parent) = parent {
            remarks[index].answers = Some(remarks[parent].id.clone());
            rest.clone_into(&mut remarks[index].text);
        }
    }
}

/// How far an answer stands from what it answers, in remarks.
const NEAR: usize = 64;

/// Whether a line holds the author and the time of a remark, however its language writes them.
fn names(line: &str, remark: &Remark) -> bool {
    let (author, date) = (remark.author.trim(), remark.date.as_deref().unwrap_or_default());
    let numbers: Vec<u32> = numbers(line).collect();
    let said: Vec<u32> = self::numbers(date).take(5).collect();
    let [year, month, day, hour, minute] = said[..] else { return false };
    let has = |number: u32| numbers.contains(&number);
    let half_day = if hour % 12 == 0 { 12 } else { hour % 12 };
    let is_dated = (has(year) || has(year % 100)) && has(day) && (has(month) || line.chars().any(char::is_alphabetic));
    !author.is_empty() && line.contains(author) && is_dated && (has(hour) || has(half_day)) && has(minute)
}

fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(id: &str, author: &str, date: &str, text: &str) -> Remark {
        Remark { id: id.into(), author: author.into(), date: Some(date.into()), text: text.into(), ..Remark::default() }
    }

    /// What the second of two remarks answers, and what it then says.
    fn check(text: &str, place: Span) -> (Option<String>, String) {
        let first = remark("a", "Ada North", "2024-04-02T09:30:00", "Is it so?");
        let mut both = [first, remark("b", "Bo Lind", "2024-05-01T10:00:00", text)];
        settle(&mut both, |remark| Some(if remark.id == "a" { Span::new(4, 20) } else { place }));
        let [_, answer] = both;
        (answer.answers, answer.text)
    }

    #[test]
    fn an_answer_is_known_in_any_language() {
        for first in [
            "Reply to Ada North (04/02/2024, 09:30): \"...\"",
            "Antwort an Ada North (02.04.24, 09:30): „…“",
            "Réponse à Ada North (2 avril 2024, 9:30 AM)",
            "Ada North(2024. 4. 2. 9:30)에 답글",
        ] {
            let said = check(&format!("{first}\n\nYes: leaf 40."), Span::at(20));
            assert_eq!(said, (Some("a".to_owned()), "Yes: leaf 40.".to_owned()), "{first}");
        }
    }

    #[test]
    fn what_stands_elsewhere_or_names_another_is_no_answer() {
        let text = "Reply to Ada North (04/02/2024, 09:30): x\n\nYes.";
        assert_eq!(check(text, Span::at(21)).0, None);
        assert_eq!(check(text, Span::new(10, 20)).0, None);
        assert_eq!(check("Reply to Ada North (04/02/2024, 09:31): x\n\nYes.", Span::at(20)).0, None);
        assert_eq!(check("As Ada North said, no.", Span::at(20)).0, None);
    }
}
