//! Two versions of a sidecar, parted by a NUL.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::merging(bytes));
