//! Sidecars: no record that is read is lost or changed by writing, and what was written once is written the same again.
#![no_main]

use postil::annotation::Sidecar;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = Sidecar::parse(&text);
    let written = read.to_text();
    let again = Sidecar::parse(&written);
    assert!(read.records().eq(again.records()));
    assert_eq!(again.to_text(), written);
});
