#!/bin/sh
# The crate vt100 0.16.2, an emulator that many terminal programs are tested with, does not know DECAWM (`CSI ? 7 l`, autowrap off, in
# every terminal since the VT100): what is written behind the last column goes on in the next row, where a terminal overwrites the
# last cell. A program that turns autowrap off to keep characters of disputed width in their row (❤️, joined emoji) looks broken in
# such a test, and is not.
# Fails where that has changed. Needs cargo and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'END'
[package]
name = "wrap"
version = "0.1.0"
edition = "2024"

[dependencies]
vt100 = "=0.16.2"
END
cat > src/main.rs <<'END'
fn main() {
    for (name, mode) in [("on", "\x1b[?7h"), ("off", "\x1b[?7l")] {
        let mut terminal = vt100::Parser::new(2, 5, 0);
        terminal.process(format!("{mode}abcdefg").as_bytes());
        let rows: Vec<String> = terminal.screen().rows(0, 5).collect();
        println!("vt100 0.16.2, autowrap {name}: {}", rows.join("|"));
    }
}
END
cargo -q run | tee out
grep -qx 'vt100 0.16.2, autowrap on: abcde|fg' out
# A terminal: abcdg|
grep -qx 'vt100 0.16.2, autowrap off: abcde|fg' out
