//! Queries as they are typed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::query(bytes));
