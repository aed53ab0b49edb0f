//! Bytes of a terminal: keys, pasted text, the mouse, answers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| postil_fuzz::held::keyboard(bytes));
