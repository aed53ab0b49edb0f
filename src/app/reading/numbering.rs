//! The numbers of the paragraphs beside the text, as readers tell each other places (`P12`); `study::locator` understands them.
//! They count what the file has, so they are the same at every width.

use crate::app::commands::Command;
use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::app::query::keys::key_of;
use crate::language::counts::counted;
use crate::study::Paragraphs;

/// Shows the numbers, or hides them again.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let Some(doc) = &model.doc else { return Vec::new() };
    let many = Paragraphs::of(doc.document()).len();
    model.view.numbered = !model.view.numbered;
    let go = key_of(model, Command::GoToPage);
    model.say(if model.view.numbered {
        format!("{} numbered; {go} P12 goes to one", counted(many, "paragraph"))
    } else {
        "the numbers are hidden".to_owned()
    });
    Vec::new()
}

/// Counts the paragraphs of the open document where they are wanted, and makes room for their numbers.
pub fn settle(model: &mut Model) {
    let Some(doc) = &mut model.doc else { return };
    if !model.view.numbered {
        (doc.page.numbers, model.view.number_columns) = (None, 0);
        return;
    }
    let document = &doc.opened.document;
    let numbers = doc.page.numbers.get_or_insert_with(|| Paragraphs::of(document));
    model.view.number_columns = u16::try_from(numbers.len().max(1).ilog10() + 2).unwrap_or(u16::MAX);
}
