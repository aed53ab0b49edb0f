//! Sidecars: what is read is written again, and reads as the same.
#![no_main]

use postil::annotation::Sidecar;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = Sidecar::parse(&text);
    let again = Sidecar::parse(&read.to_text());
    assert_eq!(read, again);
});
