#!/usr/bin/env bash
# Tries what was built: the program in a folder that holds nothing but it, a terminfo and some texts, as if that were the whole system. It
# prints what it tries and ends at the first thing that fails. Needs root or user namespaces (`unshare`), and `script` for the screen.
#
#   packaging/try.sh PROGRAM [RUNNER]      RUNNER: a static program that runs PROGRAM of another kind of machine, `qemu-aarch64-static`
set -euo pipefail
program=$(realpath "$1")
runner=${2:+$(command -v "$2")}
here=$(realpath "$(dirname "$0")/..")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

install -Dm755 "$program" "$root/postil"
[ -z "$runner" ] || install -Dm755 "$runner" "$root/runner"
cp -r "$here/documents" "$root/documents"
for folder in /etc/terminfo /lib/terminfo /usr/share/terminfo; do
    [ ! -f "$folder/x/xterm" ] || install -Dm644 "$folder/x/xterm" "$root/usr/share/terminfo/x/xterm"
done
mkdir -p "$root/home" "$root/dev"

inside() {
    # By its path: `env` looks a program up in the PATH that it sets.
    local run=(env -i HOME=/home TERM=xterm LANG=C.UTF-8 PATH=/ "$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)" "$root")
    [ "$(id -u)" = 0 ] || run=("$(command -v unshare)" --map-root-user "${run[@]}")
    [ -z "$runner" ] || run+=(/runner)
    "${run[@]}" /postil "$@"
}
try() {
    local wanted=$1
    shift
    inside "$@" | grep -q -- "$wanted" || { echo "failed: postil $*" >&2; exit 1; }
    echo "good: postil $*"
}
try '^postil [0-9]' --version
try 'Tour' list /documents
try 'sentence' text --corpus /documents 00-tour.md
try 'SYNOPSIS' man list
try 'From here.' annotate 00-tour --corpus /documents --document-note --note 'From here.' --reader Ada --json
try 'From here.' notes /documents reader:ada
if command -v script >/dev/null; then
    export -f inside
    export root runner
    # The screen: it is painted, and a key ends it.
    { sleep 3; printf q; sleep 1; printf q; } | SHELL=$(command -v bash) timeout 60 script -qec 'inside /documents' "$root/screen" >/dev/null || true
    if [ -n "$runner" ] && grep -q 'Function not implemented' "$root/screen"; then
        # qemu-user 7.2 does not know how a terminal is asked for its modes (findings/).
        echo "skipped: the screen (${runner##*/} does not know how a terminal is asked for its modes)"
    else
        grep -q 'Tour' "$root/screen" || { echo "failed: the screen" >&2; exit 1; }
        echo "good: the screen"
    fi
else
    echo "skipped: the screen (there is no program \`script\`)"
fi
