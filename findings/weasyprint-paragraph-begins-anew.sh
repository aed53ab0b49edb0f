#!/bin/sh
# In a tagged PDF (pdf/ua-1) by WeasyPrint 70.0 a paragraph that goes over a page is two P elements, one a page, and the head of
# a table that is drawn again on each page is as many rows of the tree. An element may have content on several pages (ISO
# 32000-1, 14.7.4), and in Chromium's and Typst's files it has. Who takes a P for a paragraph cuts sentences in two.
# Fails where that has changed. Needs python3 with venv, the libraries of Pango, and the network.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip -q install weasyprint==70.0 pypdf==6.4.0
cat > try.py <<'PYTHON'
import pypdf, weasyprint

words = "<p>" + "It rained on the way to the mill, and nobody said a word. " * 40 + "</p>"
rows = "".join(f"<tr><td>{year}</td></tr>" for year in range(1900, 1960))
table = "<table><thead><tr><th>Year</th></tr></thead><tbody>" + rows + "</tbody></table>"
page = '<html lang="en"><title>Rain</title><style>@page { size: A6 }</style>'
weasyprint.HTML(string=page + words + table).write_pdf("rain.pdf", pdf_variant="pdf/ua-1")
count = {}
def walk(element):
    if isinstance(element, pypdf.generic.ArrayObject):
        for kid in element:
            walk(kid.get_object())
    elif isinstance(element, pypdf.generic.DictionaryObject):
        role = element.get("/S")
        count[role] = count.get(role, 0) + 1
        if "/K" in element:
            walk(element["/K"].get_object())
reader = pypdf.PdfReader("rain.pdf")
walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object())
print(f"weasyprint {weasyprint.__version__}, {len(reader.pages)} pages:", count.get("/P"), "P,", count.get("/TH"), "TH")
assert count.get("/P", 0) > 1 and count.get("/TH", 0) > 1
PYTHON
env/bin/python try.py
echo "one paragraph and one head are several elements"
