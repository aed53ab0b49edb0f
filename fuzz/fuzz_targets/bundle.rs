//! Bundles of annotations: what stands in their parts, and the archive itself.
#![no_main]

const PARTS: &[postil_fuzz::Part] = &[
    ("manifest.json", include_str!("../parts/bundle/manifest.json")),
    ("annotations/reader.json", include_str!("../parts/bundle/reader.json")),
    ("annotations/week-1/a.txt@ab12.json", include_str!("../parts/bundle/sidecar.json")),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::bundle(&postil_fuzz::archive(bytes, PARTS)));
