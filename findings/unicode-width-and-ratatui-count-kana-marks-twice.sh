#!/bin/sh
# A halfwidth kana with its voiced sound mark (ｶﾞ, U+FF76 U+FF9E) takes two cells in the ten terminals that were asked, one for each character. The
# crate unicode-width 0.2.2 gives 1 to the cluster, 0.2.3 gives 2. ratatui-core 0.1.2 adds one for each U+FF9E and U+FF9F to what
# unicode-width says, which makes 2 with the one and 3 with the other, though both are what `unicode-width = "0.2"` may mean. Where it
# is 3, the third cell is never painted and keeps what stood there. So whoever draws Japanese with ratatui-core 0.1.2 must pin
# unicode-width to 0.2.2.
# Fails where that has changed. Needs cargo and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat > Cargo.toml <<'END'
[package]
name = "kana"
version = "0.1.0"
edition = "2024"

[dependencies]
ratatui-core = "=0.1.2"
unicode-width = "0.2"
END
cat > src/main.rs <<'END'
use ratatui_core::{buffer::Buffer, layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

fn main() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
    let (end, _) = buffer.set_stringn(0, 0, "ｶﾞ", 9, Style::new());
    println!("unicode-width {}, ratatui-core {end}", "ｶﾞ".width());
}
END
for version in 0.2.2 0.2.3; do
    cargo -q update unicode-width --precise "$version"
    printf '%s: ' "$version"
    cargo -q run
done | tee out
grep -qx '0.2.2: unicode-width 1, ratatui-core 2' out
grep -qx '0.2.3: unicode-width 2, ratatui-core 3' out
