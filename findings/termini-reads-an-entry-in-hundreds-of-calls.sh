#!/bin/sh
# The crate termini 1.0.0, a small reader of terminfo entries, reads a file with one system call for every number in it: some six
# hundred calls for the 3.9 kB of xterm-256color, where ncurses reads the entry at once. `TermInfo::from_name` finds the file and
# reads it so; handing the bytes to `TermInfo::parse` helps a program that finds the file itself. A program that looks at its
# terminal before it draws pays for it at every start, and several times as much where calls are dear (traced, in a sandbox, over a
# network file system).
# Fails where that has changed. Needs cargo, strace, an entry of xterm-256color and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'END'
[package]
name = "entry"
version = "0.1.0"
edition = "2021"

[dependencies]
termini = "=1.0.0"
END
cat > src/main.rs <<'END'
fn main() {
    termini::TermInfo::from_name("xterm-256color").expect("an entry");
}
END
cargo build -q
strace -f -e trace=openat,read -o trace target/debug/entry
calls=$(sed -n '/terminfo.*xterm-256color/,$p' trace | grep -c ' read(\|^read(')
echo "termini 1.0.0: $calls calls of read for one entry"
[ "$calls" -gt 300 ]
