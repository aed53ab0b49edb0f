//! Completing `@nickname` while a note is typed: the readers who are here, the best match first. What a mention is, is
//! said in `annotation::mention`.

use crate::annotation::{Reader, mention};
use crate::app::model::Model;
use crate::app::state::message::Hint;
use crate::app::state::overlay::Overlay;
use crate::app::state::writing::Writing;
use crate::text::visible;

/// How many readers the row of keys offers.
const OFFERED: usize = 5;

/// Puts the best match in place of what has been typed of a mention; says whether there was one.
pub fn complete(model: &Model, writing: &mut Writing) -> bool {
    let before = writing.field.before_cursor();
    let Some(typed) = mention::begun(&before) else { return false };
    let Some(best) = matches(model, typed).first().map(|reader| reader.nickname.clone()) else { return false };
    writing.field.complete(typed.chars().count(), &format!("{best} "));
    true
}

/// What the row of keys offers while a mention is typed; `None` where none is.
pub fn hints(model: &Model) -> Option<Vec<Hint>> {
    let Some(Overlay::Write(writing)) = &model.overlay else { return None };
    let before = writing.field.before_cursor();
    let found = matches(model, mention::begun(&before)?);
    let (best, others) = found.split_first()?;
    let named = |reader: &Reader| format!("@{}", visible::line(&reader.nickname));
    let mut hints = vec![Hint::new("tab", named(best))];
    if !others.is_empty() {
        let names: Vec<String> = others.iter().take(OFFERED - 1).map(|reader| named(reader)).collect();
        hints.push(Hint::new("or", names.join(" ")));
    }
    hints.push(Hint { stays: true, ..Hint::new("esc", "keep it") });
    Some(hints)
}

/// The readers whose nickname, or a part of whose name, begins with what was typed: nicknames first, oneself last.
fn matches<'a>(model: &'a Model, typed: &str) -> Vec<&'a Reader> {
    let typed = typed.to_lowercase();
    let begins = |name: &str| name.to_lowercase().starts_with(&typed);
    let can_be_mentioned = |reader: &&Reader| mention::is_mentioned(&format!("@{}", reader.nickname), &reader.nickname);
    let fits = |reader: &&Reader| begins(&reader.nickname) || reader.name.split_whitespace().any(begins);
    let mut found: Vec<&Reader> = model.seminar.readers.iter().filter(can_be_mentioned).filter(fits).collect();
    let me = &model.me.reader.id;
    found.sort_by_key(|reader| (reader.id == *me, !begins(&reader.nickname), reader.nickname.as_str()));
    found
}
