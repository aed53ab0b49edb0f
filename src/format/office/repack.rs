//! An archive of parts, and a copy of one in which some parts are others and some are new; all the rest is copied as it is
//! packed. It understands no part.

use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The copy; what stands in the way, in words.
pub fn repacked(bytes: &[u8], parts: &[(String, String)]) -> Result<Vec<u8>, String> {
    copy(bytes, parts).map_err(|fault| format!("its parts could not be packed anew ({fault}); save it anew"))
}

/// An archive of these parts.
pub fn packed(parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut archive, parts)?;
    Ok(archive.finish()?.into_inner())
}

fn add(archive: &mut ZipWriter<Cursor<Vec<u8>>>, parts: &[(String, String)]) -> zip::result::ZipResult<()> {
    for (name, text) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn copy(bytes: &[u8], parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut copy = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + bytes.len() / 8)));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name()?.into_owned();
        if parts.iter().all(|(part, _)| *part != name) {
            copy.raw_copy_file(entry)?;
        }
    }
    add(&mut copy, parts)?;
    Ok(copy.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::archive::Archive;

    #[test]
    fn parts_are_replaced_and_added_and_the_rest_stays() {
        let parts = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        let bytes = packed(&parts(&[("mimetype", "kept"), ("a.xml", "old")])).unwrap();
        let copy = Archive::open(repacked(&bytes, &parts(&[("a.xml", "new"), ("b.xml", "more")])).unwrap()).unwrap();
        let read = |name: &str| String::from_utf8(copy.read(name).unwrap()).unwrap();
        assert_eq!([read("mimetype"), read("a.xml"), read("b.xml")], ["kept", "new", "more"]);
        assert_eq!(copy.names().count(), 3);
        assert!(repacked(b"PK", &[]).is_err());
    }
}
