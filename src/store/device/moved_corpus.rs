//! A folder of texts that was moved or renamed: what this device keeps of it lies under its path, and is found again by the bytes of
//! its texts. It takes nothing from a folder that is still where it was, and reads no annotation.

use crate::annotation::parse_sidecar_name;
use crate::document::DocPath;
use crate::store::corpus::documents::Corpus;
use crate::store::corpus::key::corpus_key;
use crate::store::fs::digest::{Digest, digest};
use crate::store::fs::dirs::Dirs;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::system;
use crate::store::sidecar::annotations::PRIVATE;
use crate::store::sidecar::unsaved::{PLACE, UNSAVED, documents_of, named, note_place};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The journals of the state folder that go with a corpus, and the folder of what could not be saved.
const JOURNALS: [&str; 5] = ["progress", "accepted", "seen", "history", "signing"];
/// The most folders and sidecars that are looked at.
const MOST: usize = 200;
/// The longest path that is read, in bytes.
const LONGEST: u64 = 16 * 1024;

/// Notes where the folder lies now, where there is something private of it, or something that could not be saved yet; else takes over what
/// was kept of a folder that is gone and had texts of this one, byte for byte, and gives where that lay. The error is a file that cannot be
/// moved or written.
pub fn follow_moved(dirs: &Dirs, corpus: &Corpus) -> Result<Option<PathBuf>> {
    let private = follow((&dirs.data.join(PRIVATE), &is_of), dirs, corpus)?;
    let unsaved = follow((&dirs.state.join(UNSAVED), &is_unsaved_of), dirs, corpus)?;
    Ok(private.or(unsaved))
}

/// Whether what is kept in a folder is about a corpus.
type IsAbout<'a> = &'a dyn Fn(&Path, &Corpus) -> bool;

/// The same by one folder, which has a folder a corpus; `is_of` says whether what is in one is about a corpus.
fn follow((base, is_of): (&Path, IsAbout<'_>), dirs: &Dirs, corpus: &Corpus) -> Result<Option<PathBuf>> {
    let key = corpus_key(corpus.root());
    if base.join(&key).is_dir() {
        return note_place(base, &key, corpus.root()).map(|()| None);
    }
    let gone: Vec<(String, PathBuf)> = known(base).into_iter().filter(|(_, place)| is_gone(place)).collect();
    let mut same = gone.into_iter().filter(|(other, _)| is_of(&base.join(other), corpus));
    let (Some((other, place)), None) = (same.next(), same.next()) else { return Ok(None) };
    take(&base.join(&other), &base.join(&key))?;
    note_place(base, &key, corpus.root())?;
    // What is left of the old name says nothing any more.
    let _ = fs::remove_file(base.join(named(&other)));
    for (from, to) in kept(dirs, &other).into_iter().zip(kept(dirs, &key)) {
        if from.exists() && !to.exists() {
            take(&from, &to)?;
        }
    }
    Ok(Some(place))
}

/// What the state folder has of a corpus.
fn kept(dirs: &Dirs, key: &str) -> Vec<PathBuf> {
    let journal = |folder: &&str| dirs.state.join(folder).join(format!("{key}.jsonl"));
    let unsaved = dirs.state.join(UNSAVED).join(key);
    JOURNALS.iter().map(journal).chain([unsaved]).collect()
}

fn take(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| Error::io("move the folder", from, error))
}

/// The corpora of which something private is kept, each with where it lay.
fn known(private: &Path) -> Vec<(String, PathBuf)> {
    let place = |path: PathBuf| {
        let key = path.file_stem()?.to_str()?.to_owned();
        let is_place = path.extension() == Some(OsStr::new(PLACE)) && private.join(&key).is_dir();
        let small = fs::symlink_metadata(&path).is_ok_and(|it| it.is_file() && it.len() <= LONGEST);
        let bytes = (is_place && small).then(|| fs::read(&path).ok()).flatten()?;
        Some((key, PathBuf::from(system::any_name(bytes))))
    };
    let entries = fs::read_dir(private).into_iter().flatten().flatten();
    entries.take(MOST * 2).filter_map(|entry| place(entry.path())).collect()
}

/// Whether there is surely no folder any more: not where it cannot be looked at.
fn is_gone(place: &Path) -> bool {
    place.is_absolute() && fs::metadata(place).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// Whether annotations are on texts of this corpus: most of those have their names here, and one its bytes.
fn is_of(annotations: &Path, corpus: &Corpus) -> bool {
    let sidecars = sidecars(annotations);
    let here = |document: &DocPath| corpus.root().join(document.as_path()).is_file();
    let present: Vec<_> = sidecars.iter().filter(|(_, document)| here(document)).collect();
    let has_bytes = |(file, document): &&(PathBuf, DocPath)| {
        let written = fs::read_to_string(file).unwrap_or_default();
        corpus.read(document).is_ok_and(|bytes| written.contains(&digest(&bytes).hex()))
    };
    present.len() * 2 >= sidecars.len() && present.iter().copied().any(|it| has_bytes(&it))
}

/// Whether what could not be saved is about texts of this corpus: one of them has the bytes that it was written on.
fn is_unsaved_of(folder: &Path, corpus: &Corpus) -> bool {
    let about = documents_of(folder);
    let has_bytes =
        |(document, sha256): &(DocPath, Digest)| corpus.read(document).is_ok_and(|bytes| digest(&bytes) == *sha256);
    about.iter().take(MOST).any(has_bytes)
}

/// The sidecars in readers' folders, each with the document that its name says.
fn sidecars(annotations: &Path) -> Vec<(PathBuf, DocPath)> {
    let mut found = Vec::new();
    let mut folders: Vec<(PathBuf, PathBuf)> =
        below(annotations).into_iter().map(|reader| (reader.clone(), reader)).collect();
    while let Some((folder, reader)) = folders.pop().filter(|_| found.len() < MOST) {
        for path in below(&folder) {
            let inside = path.strip_prefix(&reader).ok().and_then(Path::to_str);
            let document = inside.and_then(parse_sidecar_name).and_then(|(document, _)| DocPath::new(document).ok());
            match document {
                Some(document) if path.is_file() => found.push((path, document)),
                _ if path.is_dir() && folders.len() < MOST => folders.push((path, reader.clone())),
                _ => {}
            }
        }
    }
    found
}

/// What lies in a folder, links left out, in order.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink()));
    let mut paths: Vec<PathBuf> = own.take(MOST).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A home with a corpus of this text, and something private of it.
    struct Home {
        temp: tempfile::TempDir,
        dirs: Dirs,
    }

    fn home() -> Home {
        let temp = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(&temp.path().join("home"));
        let home = Home { temp, dirs };
        home.corpus("texts", "words");
        home
    }

    impl Home {
        fn at(&self, name: &str) -> PathBuf {
            self.temp.path().canonicalize().unwrap().join(name)
        }

        fn corpus(&self, name: &str, words: &str) -> Corpus {
            fs::create_dir_all(self.at(name).join("week 1")).unwrap();
            fs::write(self.at(name).join("week 1/a.txt"), words).unwrap();
            self.opened(name)
        }

        fn opened(&self, name: &str) -> Corpus {
            Corpus::open(&self.at(name)).unwrap()
        }

        fn private(&self, corpus: &Corpus) -> PathBuf {
            self.dirs.data.join(PRIVATE).join(corpus_key(corpus.root()))
        }

        /// Something private on the text with these words.
        fn write(&self, corpus: &Corpus, words: &str) {
            let folder = self.private(corpus).join("mei/week 1");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("a.txt@ab12.json"), format!("urn:sha256:{}", digest(words.as_bytes()).hex()))
                .unwrap();
            assert_eq!(follow_moved(&self.dirs, corpus).unwrap(), None, "the place is noted");
        }
    }

    #[test]
    fn what_is_private_of_a_folder_that_was_moved_is_there_again_with_all_that_goes_with_it_and_only_once() {
        let home = home();
        let before = home.opened("texts");
        home.write(&before, "words");
        let [progress, _, _, _, _, unsaved] = &kept(&home.dirs, &corpus_key(before.root()))[..] else { panic!("six") };
        fs::create_dir_all(unsaved).unwrap();
        fs::create_dir_all(progress.parent().unwrap()).unwrap();
        fs::write(progress, "{}").unwrap();
        fs::rename(home.at("texts"), home.at("renamed")).unwrap();
        let now = home.opened("renamed");
        assert_eq!(follow_moved(&home.dirs, &now).unwrap(), Some(home.at("texts")));
        assert!(home.private(&now).join("mei/week 1/a.txt@ab12.json").is_file() && !home.private(&before).exists());
        assert!(kept(&home.dirs, &corpus_key(now.root()))[0].is_file() && !progress.exists() && !unsaved.exists());
        assert_eq!(follow_moved(&home.dirs, &now).unwrap(), None);
        fs::rename(home.at("renamed"), home.at("again")).unwrap();
        assert_eq!(follow_moved(&home.dirs, &home.opened("again")).unwrap(), Some(home.at("renamed")), "and once more");
    }

    #[test]
    fn what_could_not_be_saved_follows_the_folder_though_nothing_is_private() {
        let home = home();
        let before = home.opened("texts");
        let folder = home.dirs.state.join(UNSAVED);
        let mine = folder.join(corpus_key(before.root()));
        fs::create_dir_all(&mine).unwrap();
        let sha256 = digest(b"words").hex();
        let record =
            format!(r#"{{"id":"urn:x:1","document":"week 1/a.txt","sha256":"{sha256}","title":"A","record":"{{}}"}}"#);
        fs::write(mine.join("1.json"), record).unwrap();
        assert_eq!(follow_moved(&home.dirs, &before).unwrap(), None, "the place is noted");
        fs::rename(home.at("texts"), home.at("renamed")).unwrap();
        let other = home.corpus("other", "other words under the same name");
        assert_eq!(follow_moved(&home.dirs, &other).unwrap(), None);
        let now = home.opened("renamed");
        assert_eq!(follow_moved(&home.dirs, &now).unwrap(), Some(home.at("texts")));
        assert!(folder.join(corpus_key(now.root())).join("1.json").is_file() && !mine.exists());
    }

    #[test]
    fn nothing_is_taken_from_a_folder_that_is_there_nor_for_other_texts() {
        let home = home();
        let before = home.opened("texts");
        home.write(&before, "words");
        let copy = home.corpus("copy", "words");
        assert_eq!(follow_moved(&home.dirs, &copy).unwrap(), None, "the folder itself is still there");
        fs::remove_dir_all(home.at("texts")).unwrap();
        let other = home.corpus("other", "other words under the same name");
        assert_eq!(follow_moved(&home.dirs, &other).unwrap(), None);
        assert_eq!(follow_moved(&home.dirs, &copy).unwrap(), Some(home.at("texts")));
    }

    #[test]
    fn where_two_could_be_meant_neither_is_taken() {
        let home = home();
        for name in ["one", "two"] {
            let corpus = home.corpus(name, "words");
            home.write(&corpus, "words");
            fs::remove_dir_all(home.at(name)).unwrap();
        }
        assert_eq!(follow_moved(&home.dirs, &home.opened("texts")).unwrap(), None);
    }
}
