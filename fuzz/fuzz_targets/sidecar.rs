//! Sidecars: no record that is read is lost or changed by writing.
#![no_main]

use postil::annotation::Sidecar;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = Sidecar::parse(&text);
    let again = Sidecar::parse(&read.to_text());
    // What is written may be whole again, and say more than its damaged lines did.
    let mut again = again.records();
    assert!(read.records().all(|record| again.any(|other| other == record)));
});
