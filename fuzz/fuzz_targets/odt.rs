//! OpenDocument texts: mark-up in the parts of an archive, and flat files.
#![no_main]

const PARTS: &[postil_fuzz::Part] = &[
    ("content.xml", include_str!("../parts/odt/content.xml")),
    ("styles.xml", include_str!("../parts/odt/styles.xml")),
    ("meta.xml", include_str!("../parts/odt/meta.xml")),
];

postil_fuzz::fuzz!(postil::format::odt::FORMAT, parts = PARTS);
