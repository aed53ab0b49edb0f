#!/bin/sh
# Writes the seeds of every target into fuzz/corpus, from the parts here and the project's own documents.
# A seed of an archive begins with three bytes: fuzz the parts, and which of them (see src/lib.rs, `archive`).
set -eu
cd "$(dirname "$0")"

# seed_parts TARGET PART...: one seed for each part, in the order that the target lists them.
seed_parts() {
    target=$1
    shift
    mkdir -p "corpus/$target"
    bit=1
    for part in "$@"; do
        { printf "\\001\\$(printf %03o "$bit")\\000"; cat "parts/$target/$part"; } > "corpus/$target/$part"
        bit=$((bit * 2))
    done
}

# seed_files TARGET FILE...: the files as they are, those that exist.
seed_files() {
    target=$1
    shift
    mkdir -p "corpus/$target"
    for file in "$@"; do
        if [ -f "$file" ]; then cp "$file" "corpus/$target/"; fi
    done
}

seed_parts docx document.xml styles.xml numbering.xml footnotes.xml comments.xml core.xml document.xml.rels
seed_parts epub container.xml book.opf nav.xhtml book.ncx a.xhtml
seed_parts odt content.xml styles.xml meta.xml
seed_files markdown ../README.md ../documents/*.md ../documents/*/*.md
seed_files text ../documents/*.txt ../documents/*/*.txt
seed_files html parts/html/page.html parts/epub/a.xhtml
seed_files mhtml parts/mhtml/page.mhtml ../documents/*.mht* ../documents/*/*.mht*
seed_files mail parts/mail/mail.eml parts/mhtml/page.mhtml ../documents/*.eml ../documents/*/*.eml
seed_files rtf parts/rtf/*.rtf ../documents/*.rtf ../documents/*/*.rtf
seed_files pdf ../documents/*.pdf ../documents/*/*.pdf
seed_files archive ../documents/*.epub ../documents/*/*.epub ../documents/*.docx ../documents/*/*.docx ../documents/*.odt ../documents/*/*.odt
seed_files sidecar ../documents/annotations/*/*/*.json
seed_files merge ../documents/annotations/*/*/*.json
seed_files syllabus ../documents/syllabus.toml
seed_files marks parts/marks/*
seed_parts bundle manifest.json reader.json sidecar.json
