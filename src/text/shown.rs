//! How names from the disk are shown without harm: with what cannot be seen as an escape. Unlike `visible` it gives
//! bytes that are no text a form too, and leaves no doubt which they are. Nothing here touches the disk.

use std::{fmt::Write as _, path::Path};

/// A path as it may stand in a terminal: control characters, line separators, invisible and bidirectional format
/// characters and stray bytes are escaped, so that no name can move the cursor, set the title or turn the line round.
pub fn shown(path: &Path) -> String {
    let mut text = String::with_capacity(path.as_os_str().len());
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            push_harmless(&mut text, c);
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

fn push_harmless(text: &mut String, c: char) {
    if c.is_control() && u32::from(c) < 0x100 {
        let _ = write!(text, "\\x{:02X}", u32::from(c));
    } else if is_deceptive(c) {
        let _ = write!(text, "\\u{{{:04X}}}", u32::from(c));
    } else {
        text.push(c);
    }
}

/// Characters that cannot be seen but change what is: bidirectional controls, separators, invisible operators, tags.
/// The zero-width joiners stay: Persian, Indic scripts and emoji need them.
fn is_deceptive(c: char) -> bool {
    matches!(u32::from(c), 0x061C | 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB
        | 0xE0000..=0xE007F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

    proptest! {
        #[test]
        fn whatever_the_bytes_what_is_shown_is_harmless(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let shown = shown(Path::new(OsStr::from_bytes(&bytes)));
            prop_assert!(shown.chars().all(|c| !c.is_control() && !is_deceptive(c)));
        }
    }
}
