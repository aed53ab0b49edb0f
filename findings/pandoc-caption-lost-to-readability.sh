#!/bin/sh
# pandoc 3.6.1 (pypandoc_binary 1.15) writes every captioned picture as <figcaption aria-hidden="true">, since the picture's
# alternative text says the same; Mozilla's Readability 0.6.0 takes what is aria-hidden out of an article, and does not count
# alternative texts as words. So the captions of every page that pandoc made are missing from what reader views show and
# extractors keep, though the HTML is valid and each of the two does what it says. Whoever extracts pages must look at
# aria-hidden captions apart.
# Fails where that has changed. Needs python3 with venv, node, npm and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q install pypandoc_binary==1.15
npm init -y >/dev/null
npm install --silent @mozilla/readability@0.6.0 jsdom@26.1.0 >/dev/null
pandoc=$(find env -name pandoc -type f | head -n 1)
words='The wheel turns, the water falls, and nobody in the village, as far as anyone can tell, has ever asked where it goes.'
{
    printf '%% The Wheel\n\n'
    for _ in 1 2 3 4 5 6; do printf '%s %s\n\n' "$words" "$words"; done
    printf '![The lower quay in winter](quay.png)\n\n%s %s\n' "$words" "$words"
} > wheel.md
"$pandoc" -s wheel.md -o wheel.html
cat > read.mjs <<'END'
import { Readability } from '@mozilla/readability';
import { JSDOM } from 'jsdom';
import { readFileSync } from 'node:fs';
const read = html => new Readability(new JSDOM(html, { url: 'https://example.org/' }).window.document).parse().textContent;
const page = readFileSync('wheel.html', 'utf8');
console.log('as pandoc wrote it:   ', read(page).includes('The lower quay in winter') ? 'caption kept' : 'caption lost');
console.log('without aria-hidden:  ', read(page.replace(' aria-hidden="true"', '')).includes('The lower quay in winter') ? 'caption kept' : 'caption lost');
END
"$pandoc" --version | head -n 1
echo "@mozilla/readability 0.6.0, jsdom 26.1.0"
grep figcaption wheel.html
node read.mjs | tee out
grep -q 'as pandoc wrote it: *caption lost' out
grep -q 'without aria-hidden: *caption kept' out
