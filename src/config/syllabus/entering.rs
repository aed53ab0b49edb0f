//! Readings entered into `syllabus.toml`: the text of the file with some paths more in a session, and all else byte for byte as it was.
//! What cannot be entered so that the file then says just that is left to its author.

use super::{Syllabus, TomlValue, is_readable, parse};
use crate::document::DocPath;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A piece of text and the byte before which it is put.
type Insertion = (usize, String);

/// The text with `paths` at the end of the readings of the session of that number, of the last one where none is named; a session that
/// is not there comes last. None where the file has errors of grammar, or is written so that this is not sure.
pub fn enter(text: &str, session: Option<u32>, paths: &[DocPath]) -> Option<String> {
    if !is_readable(text) {
        return None;
    }
    let before = parse(text).0;
    let at = match session {
        Some(number) => before.sessions.iter().position(|session| session.number == number),
        None => before.sessions.len().checked_sub(1),
    };
    let insertions = match at {
        Some(at) => into_session(text, at, paths)?,
        None => vec![new_session(text, session.unwrap_or(1), paths)],
    };
    let entered = inserted(text, insertions);
    says_just_that(before, at, paths, &entered).then_some(entered)
}

/// Whether a text says what was said before and that these paths are read.
fn says_just_that(mut before: Syllabus, at: Option<usize>, paths: &[DocPath], entered: &str) -> bool {
    let after = parse(entered).0;
    match at {
        Some(at) => before.sessions[at].readings.extend_from_slice(paths),
        None => before.sessions.extend(after.sessions.last().cloned()),
    }
    let session = after.sessions.get(at.unwrap_or(after.sessions.len().saturating_sub(1)));
    is_readable(entered) && session.is_some_and(|session| session.readings.ends_with(paths)) && after == before
}

fn into_session(text: &str, at: usize, paths: &[DocPath]) -> Option<Vec<Insertion>> {
    let table = DeTable::parse(text).ok()?;
    let (_, sessions) = table.get_ref().iter().find(|(key, _)| key.get_ref() == "session")?;
    let session = sessions.get_ref().as_array()?.get(at)?;
    let keys = session.get_ref().as_table()?;
    if let Some((_, readings)) = keys.iter().find(|(key, _)| key.get_ref() == "readings") {
        return into_list(text, readings, paths);
    }
    let last = keys.iter().map(|(_, value)| value.span().end).max().unwrap_or(session.span().start);
    let line_end = text[last..].find('\n').map_or(text.len(), |end| last + end);
    let list: Vec<String> = paths.iter().map(written).collect();
    Some(vec![(before_return(text, line_end), format!("{}readings = [{}]", line_break(text), list.join(", ")))])
}

/// Behind the last item of a list, in the way in which it is written: on its line, or in lines of their own.
fn into_list(text: &str, readings: &TomlValue<'_>, paths: &[DocPath]) -> Option<Vec<Insertion>> {
    let DeValue::Array(items) = readings.get_ref() else { return None };
    let (list, new) = (readings.span(), paths.iter().map(written).collect::<Vec<_>>());
    let Some(last) = items.last().map(TomlValue::span) else {
        return Some(vec![(list.start + 1, new.join(", "))]);
    };
    let comma = comma(&text[last.end..list.end]).map(|comma| last.end + comma + 1);
    if !text[list.start..last.start].contains('\n') {
        let begin = if comma.is_some() { " " } else { ", " };
        return Some(vec![(comma.unwrap_or(last.end), format!("{begin}{}", new.join(", ")))]);
    }
    let (indent, from) = (indent(text, &last), comma.unwrap_or(last.end));
    let end = text[from..list.end - 1].find('\n').map_or(list.end - 1, |end| before_return(text, from + end));
    let lines: Vec<String> = new.iter().map(|path| format!("{}{indent}{path}", line_break(text))).collect();
    let end_sign = if comma.is_some() { "," } else { "" };
    let lines = (end, format!("{}{end_sign}", lines.join(",")));
    let comma = comma.is_none().then(|| (last.end, ",".to_owned()));
    Some(comma.into_iter().chain([lines]).collect())
}

fn new_session(text: &str, number: u32, paths: &[DocPath]) -> Insertion {
    let line = line_break(text);
    let begin = if text.is_empty() || text.ends_with('\n') { "" } else { line };
    let gap = if text.is_empty() { "" } else { line };
    let lines: Vec<String> = paths.iter().map(|path| format!("  {},{line}", written(path))).collect();
    let session =
        format!("{begin}{gap}[[session]]{line}number = {number}{line}readings = [{line}{}]{line}", lines.concat());
    (text.len(), session)
}

fn inserted(text: &str, mut insertions: Vec<Insertion>) -> String {
    insertions.sort_by_key(|(at, _)| *at);
    let (mut out, mut from) = (String::new(), 0);
    for (at, piece) in insertions {
        out.push_str(&text[from..at]);
        out.push_str(&piece);
        from = at;
    }
    out + &text[from..]
}

fn written(path: &DocPath) -> String {
    toml::Value::from(path.as_str()).to_string()
}

/// Where a comma stands in what is behind an item, comments passed over.
fn comma(rest: &str) -> Option<usize> {
    let mut in_comment = false;
    rest.char_indices().find_map(|(at, letter)| {
        in_comment = (in_comment || letter == '#') && letter != '\n';
        (letter == ',' && !in_comment).then_some(at)
    })
}

/// What stands before an item that begins its line; else two blanks.
fn indent<'a>(text: &'a str, item: &Range<usize>) -> &'a str {
    let before = &text[..item.start];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    if line.trim().is_empty() { line } else { "  " }
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The end of a line without the carriage return before its line feed.
fn before_return(text: &str, end: usize) -> usize {
    if text[..end].ends_with('\r') { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;
    use proptest::prelude::*;

    fn entered(text: &str, session: Option<u32>) -> Option<String> {
        enter(text, session, &[doc_path("x.txt"), doc_path("week 2/y.md")])
    }

    #[test]
    fn readings_are_entered_as_the_list_is_written_and_all_else_stays() {
        for (before, after) in [
            ("", "[[session]]\nnumber = 1\nreadings = [\n  \"x.txt\",\n  \"week 2/y.md\",\n]\n"),
            ("# Plan", "# Plan\n\n[[session]]\nnumber = 1\nreadings = [\n  \"x.txt\",\n  \"week 2/y.md\",\n]\n"),
            (
                "[[session]]\nreadings = [ 'a.txt' ] # one\n[groups]\n",
                "[[session]]\nreadings = [ 'a.txt', \"x.txt\", \"week 2/y.md\" ] # one\n[groups]\n",
            ),
            ("[[session]]\nreadings = []\n", "[[session]]\nreadings = [\"x.txt\", \"week 2/y.md\"]\n"),
            (
                "[[session]]\nreadings = [\n    \"a.txt\", # first, of all\n    # \"b.txt\",\n]\n",
                "[[session]]\nreadings = [\n    \"a.txt\", # first, of all\n    \"x.txt\",\n    \"week 2/y.md\",\n    # \"b.txt\",\n]\n",
            ),
            (
                "[[session]]\r\nreadings = [\r\n\t'a.txt' # first\r\n]\r\ntitle = 'T'\r\n",
                "[[session]]\r\nreadings = [\r\n\t'a.txt', # first\r\n\t\"x.txt\",\r\n\t\"week 2/y.md\"\r\n]\r\ntitle = 'T'\r\n",
            ),
            ("[[session]]", "[[session]]\nreadings = [\"x.txt\", \"week 2/y.md\"]"),
            (
                "[[session]] # it\ntitle = 'T' # so\n\n[groups]\na = ['b']\n",
                "[[session]] # it\ntitle = 'T' # so\nreadings = [\"x.txt\", \"week 2/y.md\"]\n\n[groups]\na = ['b']\n",
            ),
        ] {
            assert_eq!(entered(before, None).as_deref(), Some(after), "{before:?}");
        }
    }

    #[test]
    fn a_session_is_chosen_by_its_number_and_made_where_there_is_none() {
        let plan = "[[session]]\nnumber = 3\nreadings = ['a.txt']\n[[session]]\nnumber = 4\n[groups]\nred = ['mei']\n";
        let third = entered(plan, Some(3)).unwrap();
        assert!(third.starts_with("[[session]]\nnumber = 3\nreadings = ['a.txt', \"x.txt\""), "{third}");
        let fifth = entered(plan, Some(5)).unwrap();
        assert!(fifth.starts_with(plan) && fifth.contains("[[session]]\nnumber = 5\n"), "{fifth}");
    }

    #[test]
    fn what_is_not_sure_is_left_to_the_author() {
        for text in ["[[session\n", "session = [{ number = 1 }]\n", "[[session]]\nreadings = 'a.txt'\n"] {
            assert_eq!(entered(text, None), None, "{text}");
        }
        assert_eq!(entered("session = [{ number = 1 }]\n", Some(7)), None);
    }

    proptest! {
        #[test]
        fn whatever_the_list_looks_like_it_then_holds_both_and_no_comment_is_lost(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "[[session]]\n", "readings = [", "'a.txt'", "\"b.txt\"", ",", "\n", "# one, two\n", "]", " ", "]\n", "title = 'T'\n",
                "[groups]\n", "blind = 3\n",
            ]), 0..14)) {
            let text = pieces.concat();
            if let Some(entered) = entered(&text, None) {
                prop_assert_eq!(text.matches('#').count(), entered.matches('#').count());
                prop_assert!(entered.replace(['\n', ' '], "").len() > text.replace(['\n', ' '], "").len());
                let session = parse(&entered).0.sessions.pop().unwrap();
                prop_assert!(session.readings.ends_with(&[doc_path("x.txt"), doc_path("week 2/y.md")]));
            }
        }
    }
}
