#!/bin/sh
# rclone leaves an edit behind that keeps a file's length, and ends with 0, wherever the other side is plain WebDAV: such a
# server has neither a time that can be set nor a digest, so only the lengths are compared. `--checksum`, with which one asks
# for more, compares no more either, for there is nothing to compare; it says so in a notice, and copies nothing. Of
# annotations that is a colour that was changed (pink to blue), a corrected letter, a vote taken back. What helps is
# --ignore-times, which sends every file anew.
# Fails where that has changed. Needs rclone (seen with 1.60.1) and curl.
set -eu
work=$(mktemp -d)
mkdir "$work/here" "$work/there"
rclone serve webdav "$work/there" --addr 127.0.0.1:22931 2>/dev/null &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until curl -s -o "$work/answer" http://127.0.0.1:22931/; do sleep 0.2; done
export RCLONE_CONFIG="$work/config" RCLONE_CONFIG_DAV_TYPE=webdav RCLONE_CONFIG_DAV_URL=http://127.0.0.1:22931/ RCLONE_CONFIG_DAV_VENDOR=other
: > "$RCLONE_CONFIG"
try() {
    rclone copy "$@" "$work/here" dav: 2>>"$work/said"
    echo "rclone copy $*: ended with $?, there stands: $(cat "$work/there/note.json")"
}
rclone version | head -n 1
echo '{"colour": "pink"}' > "$work/here/note.json"
try
sleep 1.1
echo '{"colour": "blue"}' > "$work/here/note.json"
try | tee "$work/out"
try --checksum | tee -a "$work/out"
[ "$(grep -c 'ended with 0, there stands: {"colour": "pink"}' "$work/out")" = 2 ]
try --ignore-times | grep -F '{"colour": "blue"}'
