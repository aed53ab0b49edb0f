//! RIS: a line a field, two letters, two blanks, a hyphen, a blank, the value (as Reference Manager and Zotero write it).

use super::item::BibliographicItem;
use super::names::PersonName;
use super::tables::{FIELDS, KINDS, UNKNOWN};
use std::fmt::Write as _;

pub(super) fn read(text: &str) -> Vec<BibliographicItem> {
    let mut items = Vec::new();
    let mut open: Option<BibliographicItem> = None;
    let mut pages = (String::new(), String::new());
    for line in text.lines() {
        let Some((tag, value)) = line.split_once("  -").map(|(tag, value)| (tag.trim(), value.trim())) else {
            continue;
        };
        match (tag, &mut open) {
            ("TY", _) => {
                let kind = KINDS.iter().find(|(.., ris)| *ris == value).map_or(UNKNOWN, |(csl, ..)| csl);
                open = Some(BibliographicItem { kind: kind.to_owned(), ..BibliographicItem::default() });
                pages = Default::default();
            }
            ("ER", _) => items.extend(open.take().filter(|item| item.field("title").is_some())),
            ("SP", Some(item)) => {
                value.clone_into(&mut pages.0);
                item.fields.insert("page", joined(&pages));
            }
            ("EP", Some(item)) => {
                value.clone_into(&mut pages.1);
                item.fields.insert("page", joined(&pages));
            }
            (tag, Some(item)) => take(item, tag, value),
            (_, None) => {}
        }
    }
    items
}

fn joined((first, last): &(String, String)) -> String {
    if last.is_empty() || first == last { first.clone() } else { format!("{first}–{last}") }
}

fn take(item: &mut BibliographicItem, tag: &str, value: &str) {
    match tag {
        "AU" | "A1" => item.authors.push(PersonName::of(value)),
        "ED" | "A2" => item.editors.push(PersonName::of(value)),
        "ID" => value.clone_into(&mut item.key),
        "PY" | "Y1" | "DA" if value.len() > item.date.len() || item.date.is_empty() => {
            let parts = value.split(['/', '-']).map_while(|part| part.trim().parse::<u32>().ok()).take(3);
            let parts: Vec<String> =
                parts.map(|part| if part > 31 { format!("{part:04}") } else { format!("{part:02}") }).collect();
            item.date = parts.join("-");
        }
        "L1" => item.file = Some(value.rsplit(['/', '\\']).next().unwrap_or(value).to_owned()),
        tag => {
            if let Some(field) = FIELDS.iter().find(|field| field.ris.contains(&tag)) {
                item.set(field.csl, value);
            }
        }
    }
}

pub(super) fn write(item: &BibliographicItem) -> String {
    let kind = KINDS.iter().find(|(csl, ..)| *csl == item.kind).map_or("GEN", |(.., ris)| ris);
    let mut out = format!("TY  - {kind}\r\n");
    let mut line = |tag: &str, value: &str| _ = write!(out, "{tag}  - {value}\r\n");
    if !item.key.is_empty() {
        line("ID", &item.key);
    }
    item.authors.iter().for_each(|author| line("AU", &author.with_commas()));
    item.editors.iter().for_each(|editor| line("ED", &editor.with_commas()));
    // Readers want the year alone in its line; the day has one of its own.
    if let Some(year) = item.date.split('-').next().filter(|year| !year.is_empty()) {
        line("PY", year);
        if item.date != year {
            line("DA", &item.date.replace('-', "/"));
        }
    }
    for field in FIELDS {
        if let Some(value) = item.field(field.csl) {
            line(field.ris[0], value);
        }
    }
    if let Some(pages) = item.field("page") {
        let (first, last) = pages.split_once(['–', '-']).unwrap_or((pages, ""));
        line("SP", first);
        if !last.is_empty() {
            line("EP", last);
        }
    }
    out + "ER  - \r\n"
}
