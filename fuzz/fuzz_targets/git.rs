//! What git says of a difference.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::git(bytes));
