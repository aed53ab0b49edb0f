//! What style sheets set into the margin and mark-up into the middle of a sentence: the numbers of printed pages and of
//! lines of code, and notes beside the line. No style sheet is read: it goes by the names that such things are given.

use super::element::{Called, Element, line_below};
use dom_query::{Document, NodeRef};

/// Classes of a note beside the line.
const NOTES: &[&str] = &["sidenote", "side-note", "marginnote", "margin-note", "marginal-note", "marginalia"];

/// Elements that stand in the line.
const IN_LINE: &[&str] = &["span", "small", "em", "i", "b", "strong", "sup", "a", "label", "font"];

/// Words beside the number of a page, in lower case.
const PAGE_WORDS: &[&str] =
    &["page", "pg", "p", "pp", "seite", "s", "página", "pagina", "pág", "pag", "sida", "side", "стр", "страница"];

/// The longest name of a page, in bytes.
pub(super) const MAX_PAGE: usize = 24;

/// The most digits and blanks beside a piece of code, in bytes.
const MAX_NUMBERS: usize = 64 * 1024;

/// The name of a page without the words and brackets around it: `12` of `Page 12.`, `[Pg 12]`, `12ページ`; as it stands
/// where it is more than that.
pub(in crate::format) fn page_label(said: &str) -> &str {
    number_of_page(said).unwrap_or(said.trim())
}

/// The number of a page, where that is all that is said.
fn number_of_page(said: &str) -> Option<&str> {
    let marks = |c: char| !c.is_alphanumeric();
    let said = said.trim_matches(marks);
    let said = ["ページ", "頁", "页", "쪽", "페이지", "第"]
        .iter()
        .fold(said, |rest, word| rest.trim_end_matches(word).trim_start_matches(word));
    let mut words =
        said.split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '_')).filter(|word| !word.is_empty());
    let first = words.next()?;
    let number = match words.next() {
        None => first,
        Some(second) if PAGE_WORDS.contains(&first.to_lowercase().as_str()) => second,
        Some(_) => return None,
    };
    let joined = PAGE_WORDS.iter().find_map(|word| {
        let rest = number
            .get(word.len()..)
            .filter(|_| number.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
        (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
    });
    let number = joined.unwrap_or(number).trim_matches(marks);
    (words.next().is_none() && is_number(number)).then_some(number)
}

/// Digits, with a letter or two around them (`12a`, `A3`), or a small Roman number.
fn is_number(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let roman = word.bytes().all(|byte| b"ivxlcdmIVXLCDM".contains(&byte));
    !word.is_empty() && ((digits > 0 && letters <= 2 && word.len() <= 8) || (roman && word.len() <= 10))
}

/// Whether an element in the line is the number of a page, by its class and by its words.
pub(super) fn is_page_number(node: &NodeRef<'_>, element: &Element<'_>) -> bool {
    let named = element.calls_itself() == Some(Called::PageNumber);
    let called_page = element.calls_itself() == Some(Called::Page) && element.name() == "span";
    if !(named || called_page) || !IN_LINE.contains(&element.name()) || element.attr("href").is_some() {
        return false;
    }
    let inside = line_below(node, MAX_PAGE, &[]);
    let said =
        || element.attr("title").or_else(|| element.attr("id")).is_some_and(|said| number_of_page(said).is_some());
    if inside.is_empty() { named && said() } else { number_of_page(&inside).is_some() }
}

/// Whether an element is a number beside a line of code or verse, or a column of them.
pub(super) fn is_line_numbers(node: &NodeRef<'_>, element: &Element<'_>) -> bool {
    let numbers =
        |text: &str| text.len() <= MAX_NUMBERS && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    (element.calls_itself() == Some(Called::LineNumbers)
        || (element.is_floating() && IN_LINE.contains(&element.name())))
        && numbers(&line_below(node, MAX_NUMBERS, &[]))
}

/// Whether a page may have notes beside the line: whether their names stand anywhere in its source.
pub(in crate::format) fn may_have_notes(source: &str) -> bool {
    ["sidenote", "side-note", "marginnote", "margin-note", "marginal"]
        .iter()
        .any(|name| memchr::memmem::find(source.as_bytes(), name.as_bytes()).is_some())
}

/// Moves notes beside the line behind the paragraph that they stand in, as notes; one that is numbered there is numbered
/// here. Gives each note with what it stood in.
pub(in crate::format) fn set_notes(page: &Document) -> Vec<(NodeRef<'_>, NodeRef<'_>)> {
    let mut moved = Vec::new();
    let mut count = 0;
    for note in page.select(".sidenote, .side-note, .marginnote, .margin-note, .marginal-note, .marginalia").nodes() {
        let in_line = Element::of(note).is_some_and(|it| IN_LINE.contains(&it.name()) && it.has_class(NOTES));
        let Some(block) = block_of(note).filter(|_| in_line) else { continue };
        let nested =
            note.ancestors_it(None).any(|above| Element::of(&above).is_some_and(|above| above.has_class(NOTES)));
        if nested || !has_other_text(&block, note) {
            continue;
        }
        clear_toggles(note, &mut count);
        note.rename("div");
        note.set_attr("role", "doc-footnote");
        let goes_on = ["li", "td", "th", "dd", "body", "div"].iter().any(|name| block.has_name(name));
        if goes_on {
            block.append_child(note);
        } else {
            block.insert_after(note);
        }
        moved.push((*note, block));
    }
    moved
}

/// The nearest element around a note that is not in the line.
fn block_of<'a>(note: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    note.ancestors_it(None).find(|above| Element::of(above).is_some_and(|element| !IN_LINE.contains(&element.name())))
}

fn has_other_text(block: &NodeRef<'_>, note: &NodeRef<'_>) -> bool {
    let mut texts = block.descendants_it().filter(NodeRef::is_nonempty_text);
    texts.any(|text| !text.ancestors_it(None).take_while(|above| above.id != block.id).any(|above| above.id == note.id))
}

/// Takes away what shows and hides a note on a small screen; a label that a style sheet numbers becomes a reference.
fn clear_toggles(note: &NodeRef<'_>, count: &mut usize) {
    let toggle = |node: &NodeRef<'_>| Element::of(node).is_some_and(|element| element.has_class(&["margin-toggle"]));
    for _ in 0..2 {
        let Some(before) = note.prev_element_sibling().filter(toggle) else { return };
        let numbered = Element::of(&before).is_some_and(|element| element.has_class(&["sidenote-number"]));
        if numbered && !has_text(&before) {
            *count += 1;
            number(note, &before, *count);
            return;
        }
        before.remove_from_parent();
    }
}

fn has_text(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|part| part.is_nonempty_text())
}

fn number(note: &NodeRef<'_>, label: &NodeRef<'_>, count: usize) {
    let id = format!("sidenote-{count}");
    label.rename("a");
    label.remove_all_attrs();
    label.set_attr("href", &format!("#{id}"));
    label.set_attr("role", "doc-noteref");
    label.set_text(count.to_string());
    note.set_attr("id", &id);
    note.prepend_html(format!("[{count}] "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_without_the_words_around_its_number() {
        for (said, label) in [
            (" Page 12. ", "12"),
            ("[Pg 12]", "12"),
            ("p. xii", "xii"),
            ("{13}", "13"),
            ("12ページ", "12"),
            ("Seite 7", "7"),
            ("Page_12", "12"),
            ("p12", "12"),
            ("12a", "12a"),
            ("Cover", "Cover"),
            ("Plate facing page 12", "Plate facing page 12"),
        ] {
            assert_eq!(page_label(said), label, "{said}");
        }
    }
}
