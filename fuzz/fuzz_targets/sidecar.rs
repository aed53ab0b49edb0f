//! Sidecars: no record that is read is lost or changed by writing.
#![no_main]

use postil::annotation::Sidecar;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = Sidecar::parse(&text);
    let again = Sidecar::parse(&read.to_text());
    if !read.faults().iter().any(|fault| fault.starts_with("its header is missing")) {
        return assert!(read.records().eq(again.records()));
    }
    // With the header that is made, what was half a text may be whole, and say more than its damaged lines did.
    let mut again = again.records();
    assert!(read.records().all(|record| again.any(|other| other == record)));
});
