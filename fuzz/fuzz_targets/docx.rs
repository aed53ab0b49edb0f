//! Word documents: mark-up in the parts of a package.
#![no_main]

const PARTS: &[postil_fuzz::Part] = &[
    ("word/document.xml", include_str!("../parts/docx/document.xml")),
    ("word/styles.xml", include_str!("../parts/docx/styles.xml")),
    ("word/numbering.xml", include_str!("../parts/docx/numbering.xml")),
    ("word/footnotes.xml", include_str!("../parts/docx/footnotes.xml")),
    ("word/comments.xml", include_str!("../parts/docx/comments.xml")),
    ("docProps/core.xml", include_str!("../parts/docx/core.xml")),
    ("word/_rels/document.xml.rels", include_str!("../parts/docx/document.xml.rels")),
];

postil_fuzz::fuzz!(postil::format::docx::FORMAT, parts = PARTS);
