//! An edit in words: what was written, changed, deleted, taken back. It changes nothing.

use crate::annotation::edit::Edit;
use crate::annotation::{Annotation, Kind, Record, Target, versions};
use crate::app::query::audience;
use crate::app::state::seminar::Seminar;
use crate::text::{hyphen, segment, visible};

/// The longest piece of a note or passage that stands for an annotation, in characters.
const WORDS: usize = 60;
/// The longest of them in a sentence of the status row.
const FEW: usize = 32;

/// What undoing an edit has done, or doing it again; the edit is as it was carried out just now.
pub fn undone(edits: &[Edit], seminar: &Seminar) -> String {
    let [edit] = edits else {
        return moved(edits, seminar).unwrap_or_else(|| format!("{} changes", edits.len()));
    };
    let view = |record: &Option<Record>| record.as_ref().and_then(Record::annotation);
    match (view(&edit.before), view(&edit.after)) {
        (None, Some(after)) => format!("{} is back", named(&after)),
        (Some(before), None) => format!("{} is gone", named(&before)),
        (Some(_), Some(after)) => {
            let change = edit.after.as_ref().map(|record| versions::change(edit.before.as_ref(), record));
            format!("{}: {}", named(&after), change.unwrap_or_default())
        }
        (None, None) => "nothing that shows".to_owned(),
    }
}

/// That annotations were moved to other readers; `None` where the edits are something else.
fn moved(edits: &[Edit], seminar: &Seminar) -> Option<String> {
    let made = edits.iter().filter(|edit| edit.before.is_none()).filter_map(|edit| edit.after.as_ref());
    let made: Vec<&Record> = made.collect();
    let gone = edits.iter().filter(|edit| edit.before.is_some() && edit.after.is_none()).count();
    let who = audience::words(seminar, made.first().filter(|_| made.len() == gone)?.audience());
    Some(match made[..] {
        [record] => format!("{} is for {who}", named(&record.annotation()?)),
        _ => format!("{gone} annotations are for {who}"),
    })
}

/// `note “half a note…”`, `highlight “One two three.”`, `pick`.
pub fn named(annotation: &Annotation) -> String {
    let kind = if annotation.is_pick() { "pick" } else { annotation.kind.name() };
    match short(annotation, FEW) {
        words if words.is_empty() => kind.to_owned(),
        words => format!("{kind} “{words}”"),
    }
}

/// The beginning of what a version says: its note, else its passage in quotation marks; empty where it says neither.
pub fn words(version: &Record) -> String {
    let Some(annotation) = version.annotation() else { return String::new() };
    let words = short(&annotation, WORDS);
    if annotation.note.is_none() && !words.is_empty() { format!("“{words}”") } else { words }
}

fn short(annotation: &Annotation, most: usize) -> String {
    let quote = match &annotation.target {
        Target::Passage(passage) if annotation.kind != Kind::Bookmark => passage.quote.exact.as_str(),
        _ => "",
    };
    beginning(annotation.note.as_deref().unwrap_or(quote), most)
}

/// The first words of a note, in few characters.
pub fn few(words: &str) -> String {
    beginning(words, FEW)
}

fn beginning(words: &str, most: usize) -> String {
    let near = &words[..words.floor_char_boundary(4 * (most + 1))];
    let line = visible::line(&hyphen::one_line(near)).into_owned();
    match line.char_indices().nth(most) {
        // A joined character is left out whole: half of it would join with what stands behind.
        Some((end, _)) => format!("{}…", line[..segment::grapheme_start(&line, end)].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joined_character_is_never_cut_in_two() {
        let family = "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        for before in 0..2 * FEW {
            let told = few(&format!("{}{}", "a".repeat(before), family.repeat(FEW)));
            let rest = told.trim_start_matches('a').trim_end_matches('…');
            assert!(told.ends_with('…') && rest.replace(family, "").is_empty(), "{before}: {told:?}");
        }
        assert_eq!(few("short"), "short");
    }
}
