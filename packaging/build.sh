#!/usr/bin/env bash
# Builds what is handed out: one static program that runs on any Linux of its kind, and a Debian package of it. What is printed last are
# their digests, by which two builds of one commit are compared, wherever they were made.
#
#   packaging/build.sh [TARGET]      x86_64-unknown-linux-musl, where nothing is said; `rustup target add TARGET` once before
#
# For aarch64-unknown-linux-musl elsewhere: POSTIL_HERE names a program of the same commit that runs here, and writes the manual pages.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-x86_64-unknown-linux-musl}
built=$(realpath -m "${CARGO_TARGET_DIR:-target}")

# No folder of this machine stands in the program, not that of the sources, of the crates, nor of what crates write when they are built;
# and every time in the package is that of the commit.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export CARGO_INCREMENTAL=0
export RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo --remap-path-prefix=$PWD=/postil --remap-path-prefix=$built=/target"
# No crate has C in it: a program of another kind is linked by the linker that comes with Rust. The addresses that are mended at the start
# are listed in the short way (DT_RELR, which musl knows since 1.2.4): that list is 1.6 MB otherwise.
case $target in
    "$(uname -m)"-*) RUSTFLAGS+=" -Clink-arg=-Wl,-z,pack-relative-relocs" ;;
    aarch64-unknown-linux-musl)
        export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=${CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER:-rust-lld}
        RUSTFLAGS+=" -Clink-arg=--pack-dyn-relocs=relr"
        ;;
esac
cargo build --locked --profile dist --bin postil --target "$target"
packaging/deb.sh "$built/$target/dist/postil" "$target" "$built/dist"
