//! Pictures of documents on a real folder: what lies beside the text is read, what lies outside never is.

use super::{Room, doc};
use postil::store::{Library, StoredPicture};
use std::fs;
use std::os::unix::fs::symlink;

const GIF: &str = "GIF89a and so on";

/// Why the picture of that source is not shown; empty where it is.
fn refused(room: &Room, source: &str) -> String {
    let library = Library::open(&room.path("")).unwrap();
    match library.picture(&doc("week-1/text.md"), source) {
        Ok(picture) => {
            assert_eq!(Some(picture), StoredPicture::of(GIF.into()));
            String::new()
        }
        Err(error) => {
            assert!(!error.hint().is_empty());
            error.to_string()
        }
    }
}

#[test]
fn a_picture_beside_its_document_is_found_by_its_relative_address() {
    let room = Room::with(&[("week-1/text.md", "# Text"), ("week-1/a b.gif", GIF), ("img/c.html", GIF)]);
    for source in ["a%20b.gif", "./a b.gif?width=100", "../img/c.html#top"] {
        assert_eq!(refused(&room, source), "", "{source}");
    }
    assert!(refused(&room, "d.gif").contains("cannot open"));
}

#[test]
fn what_is_no_picture_or_lies_outside_is_refused_with_the_reason() {
    let room = Room::with(&[("week-1/text.md", "# Text"), ("week-1/run.gif", "#!/bin/sh\nexit\n")]);
    fs::write(room.outside().join("secret.gif"), GIF).unwrap();
    symlink(room.outside().join("secret.gif"), room.path("week-1/link.gif")).unwrap();
    symlink(room.outside(), room.path("week-1/folder")).unwrap();
    room.fifo("week-1/pipe.gif");
    for (source, reason) in [
        ("run.gif", "no PNG"),
        ("../../outside/secret.gif", "outside the folder"),
        ("link.gif", "link"),
        ("folder/secret.gif", "link"),
        ("pipe.gif", "not a regular file"),
        ("data:image/gif;base64,R0lGODlh", "outside the folder"),
        ("file:///etc/passwd", "outside the folder"),
    ] {
        let told = refused(&room, source);
        assert!(told.contains(reason), "{source}: {told}");
    }
}

#[test]
fn a_picture_that_is_too_large_is_refused() {
    let room = Room::with(&[("week-1/text.md", "# Text"), ("week-1/big.gif", GIF)]);
    fs::File::options().write(true).open(room.path("week-1/big.gif")).unwrap().set_len(65 << 20).unwrap();
    assert!(refused(&room, "big.gif").contains("64 MB"));
}
