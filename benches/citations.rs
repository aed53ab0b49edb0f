//! Compares citations with those of another program on the same works: `cargo bench --bench citations -- ITEMS.json STRINGS.json`.
//!
//! `ITEMS.json` is CSL-JSON; `STRINGS.json` has for each style (its name at citationstyles.org) an object of what the other makes:
//! `"ID LOCATOR VALUE"` → a citation (`web page 12`, `web none `), `"BIB ID"` → the entry of the bibliography. Every difference is
//! printed, and how many are the same. Locators that the program never makes are passed over.
#![allow(clippy::print_stdout)] // It is a program that prints differences.

use postil::exchange::bibliography::cite::{CitationStyle, CitedPlace, STYLES};
use postil::exchange::bibliography::{BibliographicItem, read};
use serde_json::Value;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [items, strings] = arguments.as_slice() else {
        println!("skipped: no files given");
        return;
    };
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_else(|error| format!("{path}: {error}"));
    let items = read("json", &text(items));
    let strings: Value = serde_json::from_str(&text(strings)).unwrap_or_default();
    let (mut same, mut all) = (0, 0);
    for (name, file, _) in STYLES {
        let (Some(style), Some(wanted)) = (CitationStyle::named(name), strings[*file].as_object()) else { continue };
        for (key, wanted) in wanted {
            let Some(made) = made(&style, &items, key) else { continue };
            let wanted = wanted.as_str().unwrap_or_default();
            all += 1;
            same += usize::from(made == wanted);
            if made != wanted {
                println!("{name}: {key}\n  theirs  {wanted}\n  here    {made}");
            }
        }
    }
    println!("{same} of {all} the same");
}

/// What is made for a key; `None` for an unknown work, and for a locator that the program never makes.
fn made(style: &CitationStyle, items: &[BibliographicItem], key: &str) -> Option<String> {
    let work = |id: &str| items.iter().find(|item| item.key == id);
    if let Some(id) = key.strip_prefix("BIB ") {
        return Some(style.reference(work(id)?));
    }
    let mut parts = key.splitn(3, ' ');
    let (item, label, value) = (work(parts.next()?)?, parts.next()?, parts.next().unwrap_or_default());
    let place = match label {
        "none" => None,
        "page" => Some(CitedPlace::Page(value.to_owned())),
        "paragraph" => Some(CitedPlace::Paragraph(value.to_owned())),
        _ => return None,
    };
    Some(style.citation(item, place.as_ref()))
}
