//! Documents as they are kept in the cache.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::saved(bytes));
