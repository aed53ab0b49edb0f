#!/bin/sh
# A text without a date, converted to EPUB by pandoc 3.6.1 (pypandoc_binary 1.15), has a day of publication: the second of
# the conversion, as <dc:date>, which EPUB 3.3 reserves for when the publication was issued, and the same again as
# dcterms:modified, which is right. Word files of the same text have it as dcterms:created. Catalogues sort such books by the
# day on which somebody ran a program. The two moments being equal to the second is the one sign of it.
# Fails where that has changed. Needs python3 with venv, unzip and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q install pypandoc_binary==1.15
pandoc=$(find env -name pandoc -type f | head -n 1)
printf '%% A Walk\n%% Ada North\n\nIt began in the rain.\n' > walk.md
"$pandoc" walk.md -o walk.epub
"$pandoc" --version | head -n 1
unzip -p walk.epub EPUB/content.opf | grep -E 'dc:date|dcterms:modified' | tee out
said=$(sed -n 's/.*<dc:date[^>]*>\([^<]*\)<.*/\1/p' out)
made=$(sed -n 's/.*dcterms:modified">\([^<]*\)<.*/\1/p' out)
[ -n "$said" ] && [ "$said" = "$made" ]
echo "the day of publication is the second of the conversion: $said"
