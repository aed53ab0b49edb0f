//! What the items of a file are called, and which names of types stand in the crate more than once.

use super::source::Source;
use std::collections::BTreeMap;
use syn::Item;

/// The name that an item defines.
pub fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(name.to_string())
}

/// Each type of the crate with the files that define one of this name.
pub fn types(sources: &[Source]) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for source in sources {
        add(&source.file.items, &source.path, &mut found);
    }
    found
}

fn add(items: &[Item], path: &str, found: &mut BTreeMap<String, Vec<String>>) {
    for item in items {
        match item {
            Item::Mod(inner) => add(inner.content.as_ref().map_or(&[], |(_, items)| items), path, found),
            Item::Enum(_) | Item::Struct(_) | Item::Trait(_) | Item::Type(_) => {
                let name = name_of(item).unwrap_or_default();
                found.entry(name).or_default().push(path.to_owned());
            }
            _ => {}
        }
    }
}
