#!/usr/bin/env bash
# qemu-user 7.2 (Debian 12, qemu-user-static 1:7.2+dfsg-7+deb12u18+b3) does not know TCGETS2, the request with which rustix 1.1 asks for
# the modes of a terminal: it answers ENOSYS, which no kernel does, and rustix goes back to TCGETS for ENOTTY alone. So a program for
# aarch64 that goes into raw mode by rustix (crossterm, ratatui) ends at once under emulation, in a terminal that is none the worse, while
# the size of that terminal is told. Its command line runs; what it draws cannot be looked at that way.
#
# Seen: modes Err(Os { code: 38, kind: Unsupported, message: "Function not implemented" }), size Ok; the same program built for the
# machine itself (x86-64): both Ok.
# Needs rustup's target aarch64-unknown-linux-musl, Debian's packages, python3; installs nothing on the system.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq qemu-user-static=1:7.2+dfsg-7+deb12u18+b3
dpkg -x qemu-user-static_*.deb root
cargo init --quiet --name asks --vcs none asks
cd asks
cargo add --quiet rustix@=1.1.6 --features termios,stdio
cat > src/main.rs <<'P'
use rustix::{stdio::stdin, termios};

fn main() {
    println!("modes {:?}, size {}", termios::tcgetattr(stdin()).map(|_| ()).map_err(std::io::Error::from), termios::tcgetwinsize(stdin()).is_ok());
}
P
cargo build --quiet
CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld cargo build --quiet --target aarch64-unknown-linux-musl
in_terminal() {
    python3 -c 'import pty, sys; pty.spawn(sys.argv[1:])' "$@" | tr -d '\r'
}
here=$(in_terminal target/debug/asks)
there=$(in_terminal "$work/root/usr/bin/qemu-aarch64-static" target/aarch64-unknown-linux-musl/debug/asks)
echo "here: $here"
echo "emulated: $there"
[ "$here" = "modes Ok(()), size true" ] && [[ "$there" == "modes Err("*"code: 38"*"), size true" ]]
