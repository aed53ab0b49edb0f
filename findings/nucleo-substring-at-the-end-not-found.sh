#!/bin/sh
# The crate nucleo-matcher 0.3.1 (the matcher of the Helix editor, with substring patterns) does not find a substring that a text with
# letters beyond ASCII ends with: it looks at one place too few. The same words with anything behind them are found, and so is the end of
# a text that is ASCII alone. A list that is narrowed so shows no title for its own last word.
# Fails where that has changed. Needs cargo and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'E'
[package]
name = "end"
version = "0.1.0"
edition = "2024"

[dependencies]
nucleo-matcher = "=0.3.1"
E
cat > src/main.rs <<'E'
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

fn main() {
    let mut matcher = Matcher::new(Config::DEFAULT);
    for (typed, title) in
        [("wall", "a wall"), ("стена", "одна стена"), ("стена", "одна стена."), ("wall", "über a wall"), ("wall", "a wall, ü")]
    {
        let pattern = Pattern::new(typed, CaseMatching::Respect, Normalization::Never, AtomKind::Substring);
        let found = pattern.score(Utf32Str::new(title, &mut Vec::new()), &mut matcher).is_some();
        println!("nucleo-matcher 0.3.1: {typed} in {title}: {}", if found { "found" } else { "not found" });
    }
}
E
cargo -q run | tee out
for line in "wall in a wall: found" "стена in одна стена: not found" "стена in одна стена.: found" \
    "wall in über a wall: not found" "wall in a wall, ü: found"; do
    grep -qx "nucleo-matcher 0.3.1: $line" out
done
