//! Plans of a seminar.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::syllabus(bytes));
