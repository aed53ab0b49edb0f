#!/bin/sh
# Mozilla's Readability 0.6.0 halves a title with a colon ("Oil and Glass: The Accounts of a Tower" becomes "The Accounts of
# a Tower") where the page's <h1> has the same words with a line break in them, which HTML reads as a space: it compares
# the heading with <title> before white space is collapsed, does not find it, and takes what stands before the colon for
# the name of the site. pandoc 3.6.1 (pypandoc_binary 1.15) wraps its output at 72 columns, inside of headings too, so that
# the title of its pages is cut or whole by the length of the words before.
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
words='The reef lies eleven miles off the coast, a flat shelf that disappears at half tide, and nobody has ever asked why.'
{
    printf -- '---\ntitle: "Oil, Glass, Rope and Patience: The Long Accounts of a Tower on a Reef"\n---\n\n'
    for _ in 1 2 3 4 5 6; do printf '%s %s\n\n' "$words" "$words"; done
} > tower.md
"$pandoc" -s tower.md -o wrapped.html
"$pandoc" -s --wrap=none tower.md -o whole.html
cat > read.mjs <<'END'
import { Readability } from '@mozilla/readability';
import { JSDOM } from 'jsdom';
import { readFileSync } from 'node:fs';
for (const name of ['wrapped', 'whole']) {
    const page = new JSDOM(readFileSync(`${name}.html`, 'utf8'), { url: 'https://example.org/' });
    console.log(`${name}: ${new Readability(page.window.document).parse().title}`);
}
END
"$pandoc" --version | head -n 1
echo "@mozilla/readability 0.6.0, jsdom 26.1.0"
node read.mjs | tee out
grep -qx 'wrapped: The Long Accounts of a Tower on a Reef' out
grep -qx 'whole: Oil, Glass, Rope and Patience: The Long Accounts of a Tower on a Reef' out
