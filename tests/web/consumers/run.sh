#!/bin/sh
# Published JavaScript annotators resolve our selectors in a page of the web edition. Outside of CI, for it installs them: needs node, npm,
# a browser (`chromium`, or $POSTIL_BROWSER) and the network. Usage: tests/web/consumers/run.sh [PROGRAM]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../../target/debug/postil}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home"
mkdir "$HOME"
unset XDG_STATE_HOME XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
cp "$here/package.json" "$here/bundle.mjs" "$work"
cd "$work"
npm install --no-audit --no-fund --silent > npm.log 2>&1 || { cat npm.log; exit 1; }
npx esbuild bundle.mjs --bundle --format=iife --log-level=error --outfile=bundle.js
node "$here/corpus.mjs" texts marks.json
"$program" import marks.json texts --yes > import.log
"$program" notes texts --json > notes.json
"$program" export texts --site site > site.log
"$program" export texts --format w3c --standalone --units utf-16 > standalone.json
node --experimental-websocket "$here/check.mjs" "${POSTIL_BROWSER:-chromium}" site/texts/tides.txt.html notes.json standalone.json bundle.js
