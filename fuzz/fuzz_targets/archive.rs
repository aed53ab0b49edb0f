//! Zip archives: the directory, and every entry.
#![no_main]

use postil::format::archive::{Archive, first_names, media_type};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = (first_names(bytes).count(), media_type(bytes));
    let Ok(archive) = Archive::open(bytes.to_vec()) else { return };
    for name in archive.names() {
        let _ = archive.read(name);
    }
});
