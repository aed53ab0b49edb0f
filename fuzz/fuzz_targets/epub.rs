//! Books: mark-up in the parts of an EPUB.
#![no_main]

const PARTS: &[postil_fuzz::Part] = &[
    ("META-INF/container.xml", include_str!("../parts/epub/container.xml")),
    ("OPS/book.opf", include_str!("../parts/epub/book.opf")),
    ("OPS/nav.xhtml", include_str!("../parts/epub/nav.xhtml")),
    ("OPS/book.ncx", include_str!("../parts/epub/book.ncx")),
    ("OPS/a.xhtml", include_str!("../parts/epub/a.xhtml")),
];

postil_fuzz::fuzz!(postil::format::epub::FORMAT, parts = PARTS);
