//! What the fuzz targets share: what must hold ([`held`]), and archives around fuzzed parts. It knows no format; a target
//! names the parser and, for an archive, the parts that the parser looks for.

pub mod held;

use arbitrary::Unstructured;
use std::io::{Cursor, Write};
use std::sync::Once;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A part of an archive: its name, and its content as it is without fuzzing.
pub type Part = (&'static str, &'static str);

/// The whole of a target: `fuzz!(row of a format)`, or `fuzz!(text parser)` of a decoded text. With `parts = …` the bytes are what
/// stands in the parts of an archive, or, one time in eight, the archive itself.
#[macro_export]
macro_rules! fuzz {
    (text $parse:expr) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            $crate::held::document(&$parse(postil::format::decode::text(bytes.to_vec()).text));
        });
    };
    ($format:expr) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            $crate::let_libraries_panic();
            $crate::held::format(&$format, bytes);
        });
    };
    ($format:expr, parts = $parts:expr) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            $crate::let_libraries_panic();
            $crate::held::format(&$format, &$crate::archive(bytes, $parts));
        });
    };
}

/// A panic in another's library is no finding where its caller has guarded against it, as that of PDF and of articles is; one in our own
/// code ends the fuzzing, guarded or not. What nobody has guarded ends it either way.
pub fn let_libraries_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ends = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/registry/")) {
                ends(panic);
            }
        }));
    });
}

/// An archive with these parts, stored, some of them with fuzzed content. The first byte says which; a first byte
/// divisible by eight leaves the bytes as they are: an archive, or something else.
pub fn archive(bytes: &[u8], parts: &[Part]) -> Vec<u8> {
    let Some((&first, rest)) = bytes.split_first() else { return Vec::new() };
    if first % 8 == 0 {
        return rest.to_vec();
    }
    let mut source = Unstructured::new(rest);
    let which: u16 = source.arbitrary().unwrap_or(1);
    let fuzzed = parts.iter().enumerate().filter(|(at, _)| which >> (at % 16) & 1 == 1).count().max(1);
    let (mut left, mut writer) = (fuzzed, ZipWriter::new(Cursor::new(Vec::new())));
    for (at, (name, plain)) in parts.iter().enumerate() {
        let chosen = which >> (at % 16) & 1 == 1 || (which == 0 && at == 0);
        let content = if chosen { content(&mut source, &mut left) } else { plain.as_bytes().to_vec() };
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(*name, options).expect("a new entry");
        writer.write_all(&content).expect("memory takes it");
    }
    writer.finish().expect("a whole archive").into_inner()
}

/// What the fuzzer gives for one part; the last of them has all that is left.
fn content(source: &mut Unstructured<'_>, left: &mut usize) -> Vec<u8> {
    *left = left.saturating_sub(1);
    let length = if *left == 0 { source.len() } else { source.int_in_range(0..=source.len()).unwrap_or(0) };
    source.bytes(length.min(source.len())).map(<[u8]>::to_vec).unwrap_or_default()
}
