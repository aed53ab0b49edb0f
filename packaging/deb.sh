#!/usr/bin/env bash
# Packs a program: a Debian package with its manual pages and completions, and the program beside it. Nothing is built.
#
#   packaging/deb.sh PROGRAM TARGET FOLDER      FOLDER is made anew
set -euo pipefail
cd "$(dirname "$0")/.."
built=$1 target=$2 out=$3
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
case $target in
    x86_64-*) arch=amd64 ;;
    aarch64-*) arch=arm64 ;;
    *) echo "no Debian name is known for $target" >&2; exit 2 ;;
esac
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
umask 022

root=$out/root
share=$root/usr/share
rm -rf "$out"
install -Dm755 "$built" "$root/usr/bin/postil"
program=${POSTIL_HERE:-$root/usr/bin/postil}   # where the target is another kind of machine: one that runs here
"$program" man --all "$share/man/man1"
install -d "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d" \
    "$share/doc/postil" "$share/lintian/overrides" "$root/DEBIAN"
"$program" completions bash > "$share/bash-completion/completions/postil"
"$program" completions zsh > "$share/zsh/vendor-completions/_postil"
"$program" completions fish > "$share/fish/vendor_completions.d/postil.fish"
{
    echo "postil is licensed under MIT or Apache-2.0, at your option. The citation styles and locales in it are those of"
    echo "citationstyles.org (CC BY-SA 3.0) and name their authors. On Debian the text of Apache-2.0 is /usr/share/common-licenses/Apache-2.0."
    echo
    cat LICENSE-MIT
} > "$share/doc/postil/copyright"
{
    printf 'postil (%s) unstable; urgency=medium\n\n  * What changed is told in CHANGELOG.md of the sources.\n\n' "$version"
    printf ' -- The postil editors <editors@postil.invalid>  %s\n' "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n > "$share/doc/postil/changelog.gz"
# It is one file that runs on any Linux, and that is what it is for.
echo "postil: statically-linked-binary [usr/bin/postil]" > "$share/lintian/overrides/postil"
gzip -9n "$share"/man/man1/*.1
cat > "$root/DEBIAN/control" <<CONTROL
Package: postil
Version: $version
Architecture: $arch
Maintainer: The postil editors <editors@postil.invalid>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Section: text
Priority: optional
Suggests: git, openssh-client
Description: reader and annotator for the terminal
 Open a folder of texts (web pages, EPUB, PDF, Word, Markdown, plain text), read them, mark, tag, note and ask;
 alone or as a seminar, offline, over SSH. The texts themselves are never written to.
CONTROL
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum > DEBIAN/md5sums)
find "$root" -type d -exec chmod 755 {} + -o -type f ! -perm -111 -exec chmod 644 {} +
find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" "$out/postil_${version}_$arch.deb" >/dev/null
install -m755 "$root/usr/bin/postil" "$out/postil"
sha256sum "$out/postil" "$out"/*.deb
