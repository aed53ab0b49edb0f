//! Rules with exceptions: what was found against a list of what is known, which may only get shorter.

use std::collections::{BTreeMap, BTreeSet};

/// Fails where something is found that the list does not know, and where the list knows what is not found.
pub fn held(list: &str, found: &BTreeSet<String>, known: &[&str], remedy: &str) {
    let sizes = found.iter().map(|name| (name.clone(), 0)).collect();
    let known: Vec<(&str, usize)> = known.iter().map(|name| (*name, 0)).collect();
    held_to(list, &sizes, &known, remedy);
}

/// Fails as `held` does, and where something that is known has grown.
pub fn held_to(list: &str, found: &BTreeMap<String, usize>, known: &[(&str, usize)], remedy: &str) {
    let faults = faults(list, found, known, remedy);
    assert!(faults.is_empty(), "\n{faults}");
}

/// What is wrong, in words; empty where nothing is.
pub fn faults(list: &str, found: &BTreeMap<String, usize>, known: &[(&str, usize)], remedy: &str) -> String {
    let line = |name: &str, size: usize| {
        if size == 0 { format!("    {name:?},\n") } else { format!("    ({name:?}, {size}),\n") }
    };
    let most = |name: &str| known.iter().find(|(other, _)| *other == name).map(|(_, size)| *size);
    let worse = found.iter().filter(|(name, size)| most(name).is_none_or(|most| **size > most));
    let worse: String = worse.map(|(name, size)| line(name, *size)).collect();
    let gone = known.iter().filter(|(name, _)| !found.contains_key(*name));
    let gone: String = gone.map(|(name, size)| line(name, *size)).collect();
    let mut told = String::new();
    if !worse.is_empty() {
        let no_longer = format!("(The list allowed::{list} gets no longer.)\n");
        told.extend(["the house does not want these: ", remedy, ". ", &no_longer, &worse]);
    }
    if !gone.is_empty() {
        told.extend(["well done: take these out of allowed::", list, ", they are no longer needed:\n", &gone]);
    }
    told
}

/// What is wrong with these circles: each has to lie within one that is known, and of those no file may be left over.
pub fn circles(found: &[Vec<String>], known: &[&[&str]]) -> String {
    let mut told = String::new();
    let within = |circle: &[String]| known.iter().any(|known| circle.iter().all(|file| known.contains(&file.as_str())));
    for circle in found.iter().filter(|circle| !within(circle)) {
        let listed = format!("    &{circle:?},\n");
        told.extend([
            "these files name each other in a circle: ",
            "move what two of them need into a file below both\n",
            &listed,
        ]);
    }
    let left_over = |file: &&&str| !found.iter().flatten().any(|on| on == **file);
    let left_over: Vec<&str> = known.iter().copied().flatten().filter(left_over).copied().collect();
    if !left_over.is_empty() {
        told.extend(["well done: take these out of allowed::CIRCLES: ", &left_over.join(" "), "\n"]);
    }
    told
}
