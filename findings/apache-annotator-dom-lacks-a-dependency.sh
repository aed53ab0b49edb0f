#!/bin/sh
# @apache-annotator/dom 0.2.0 (npm, the newest) imports @apache-annotator/selector in four of its files and names it only among its
# devDependencies: installed by itself it cannot be loaded or bundled. Installing @apache-annotator/selector beside it helps.
# Fails where that has changed. Needs node, npm and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --silent @apache-annotator/dom@0.2.0 > /dev/null 2>&1
printf 'import("@apache-annotator/dom").then(() => console.log("loads"), (error) => console.log(error.code));\n' > load.mjs
said=$(node load.mjs)
echo "$said"
[ "$said" = ERR_MODULE_NOT_FOUND ]
npm install --no-audit --no-fund --silent @apache-annotator/selector@0.2.0 > /dev/null 2>&1
echo "with @apache-annotator/selector beside it: $(node load.mjs)"
