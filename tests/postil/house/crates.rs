//! Every crate that Cargo.toml names has a row in ARCHITECTURE.md that says what it is for, and every row has its crate.

use std::collections::BTreeSet;

const CARGO: &str = include_str!("../../../Cargo.toml");
const PLAN: &str = include_str!("../../../ARCHITECTURE.md");

#[test]
fn every_crate_has_its_reason() {
    let named = CARGO.split("\n[").filter(|table| table.starts_with("dependencies]") || table.starts_with("dev-dep"));
    let line = |line: &'static str| line.split_once(" = ").map(|(name, _)| name).filter(|name| !name.contains('#'));
    let crates: BTreeSet<&str> = named.flat_map(str::lines).filter_map(line).collect();
    let (_, table) = PLAN.split_once("## Crates instead of our own code").expect("a chapter");
    let rows = table
        .split("\n## ")
        .next()
        .unwrap_or_default()
        .lines()
        .filter_map(|row| row.strip_prefix("| `")?.split(" | ").next());
    let told: BTreeSet<&str> = rows.flat_map(|names| names.split(", ")).map(|name| name.trim_matches('`')).collect();
    assert_eq!(crates.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a row");
    assert_eq!(told.difference(&crates).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a crate");
}
