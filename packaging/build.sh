#!/usr/bin/env bash
# Builds what is handed out: one static program that runs on any Linux of its kind, and a Debian package of it with manual pages and
# completions. What is printed last are their digests, by which two builds of one commit are compared.
#
#   packaging/build.sh [TARGET]      x86_64-unknown-linux-musl, where nothing is said; `rustup target add TARGET` once before
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-x86_64-unknown-linux-musl}
out=${CARGO_TARGET_DIR:-target}/dist
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
case $target in
    x86_64-*) arch=amd64 ;;
    aarch64-*) arch=arm64 ;;
    *) echo "no Debian name is known for $target" >&2; exit 2 ;;
esac

# No folder of this machine stands in the program, and every time in the package is that of the commit.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export CARGO_INCREMENTAL=0
export RUSTFLAGS="--remap-path-prefix=$PWD=/postil --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
cargo build --locked --profile dist --bin postil --target "$target"

root=$out/root
rm -rf "$out"
install -Dm755 "${CARGO_TARGET_DIR:-target}/$target/dist/postil" "$root/usr/bin/postil"
program=${POSTIL_HERE:-$root/usr/bin/postil}   # where the target is another kind of machine: one that runs here
"$program" man --all "$root/usr/share/man/man1"
install -d "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
    "$root/usr/share/fish/vendor_completions.d" "$root/usr/share/doc/postil" "$root/DEBIAN"
"$program" completions bash > "$root/usr/share/bash-completion/completions/postil"
"$program" completions zsh > "$root/usr/share/zsh/vendor-completions/_postil"
"$program" completions fish > "$root/usr/share/fish/vendor_completions.d/postil.fish"
cat LICENSE-MIT LICENSE-APACHE > "$root/usr/share/doc/postil/copyright"
gzip -9n "$root"/usr/share/man/man1/*.1
cat > "$root/DEBIAN/control" <<CONTROL
Package: postil
Version: $version
Architecture: $arch
Maintainer: The postil editors <editors@postil.invalid>
Section: text
Priority: optional
Suggests: git, openssh-client
Description: reader and annotator for the terminal
 Open a folder of texts (web pages, EPUB, PDF, Word, Markdown, plain text), read them, mark, tag, note and ask;
 alone or as a seminar, offline, over SSH. The texts themselves are never written to.
CONTROL
find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
find "$root" -type d -exec chmod 755 {} + -o -type f ! -perm -111 -exec chmod 644 {} +
dpkg-deb --root-owner-group --build "$root" "$out/postil_${version}_$arch.deb" >/dev/null
install -m755 "$root/usr/bin/postil" "$out/postil"
sha256sum "$out/postil" "$out"/*.deb
