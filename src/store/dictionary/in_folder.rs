//! The dictionaries in a folder and in the folders below it, asked for a word. Nothing is kept between two questions: a dictionary
//! that is put there or taken away counts at once, and reading an index takes no longer than a breath.

use super::body::DictionaryBody;
use super::headword::WantedWord;
use super::looked_up::{DictionaryEntry, LookedUp};
use super::stardict::StardictInfo;
use super::{dictd, plain};
use crate::format::decode;
use crate::language::stems::StemLanguage;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::store::fs::system::FileKind;
use crate::text::visible;
use flate2::read::MultiGzDecoder;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most dictionaries that are asked, and how deep folders lie in each other.
const MOST: usize = 64;
const DEEPEST: usize = 3;
/// The longest index, unpacked, and the longest file that says what a dictionary is, in bytes.
const LONGEST_INDEX: u64 = 128 << 20;
const LONGEST_INFO: u64 = 64 << 10;
/// The longest elided word, in letters: *quelqu'*.
const LONGEST_ELISION: usize = 6;
/// The longest name of a dictionary that is shown, in characters.
const LONGEST_NAME: usize = 60;

/// A dictionary as files: the folder, and the name that they share.
struct DictionaryFiles<'a> {
    folder: &'a Folder,
    stem: String,
}

impl LookedUp {
    /// What the dictionaries in a folder say of a word in a text in that language, or of the word behind an article that is glued to
    /// it. `~` at the beginning of the folder is the user's home.
    pub fn in_folder(folder: &str, words: &str, language: Option<StemLanguage>) -> Self {
        let found = Self::of_word(folder, words, language);
        match without_elision(words).filter(|_| found.entries.is_empty()) {
            Some(word) => Self::of_word(folder, word, language),
            None => found,
        }
    }

    fn of_word(folder: &str, words: &str, language: Option<StemLanguage>) -> Self {
        let mut found = Self::default();
        match Folder::open(&at_home(folder)) {
            Ok(folder) => found.look_in(&folder, &WantedWord::new(words, language), DEEPEST),
            Err(fault) => found.faults.push(fault),
        }
        found
    }

    fn look_in(&mut self, folder: &Folder, wanted: &WantedWord, deep: usize) {
        let items = match folder.items() {
            Ok(items) => items,
            Err(fault) => return self.faults.push(fault),
        };
        let names: BTreeSet<&str> = items.iter().filter_map(|item| item.name.to_str()).collect();
        for name in &names {
            let ask = match name.rsplit_once('.') {
                Some((_, "ifo")) => DictionaryFiles::stardict,
                Some((_, "index")) => DictionaryFiles::dictd,
                _ => continue,
            };
            if self.dictionaries == MOST {
                return;
            }
            self.dictionaries += 1;
            let stem = name.rsplit_once('.').map_or(*name, |(stem, _)| stem).to_owned();
            match ask(&DictionaryFiles { folder, stem }, wanted) {
                Ok(entries) => self.entries.extend(entries),
                Err(fault) => self.faults.push(fault),
            }
        }
        let folders = items.iter().filter(|item| item.kind == FileKind::Folder && deep > 0);
        for inner in folders.take(MOST) {
            match folder.child(&inner.name) {
                Ok(inner) => inner.iter().for_each(|inner| self.look_in(inner, wanted, deep - 1)),
                Err(fault) => self.faults.push(fault),
            }
        }
    }
}

/// The word behind an elided one, as French, Italian and Catalan write them: *l'école*, *qu'elle*, *dell'arte*; not the end of an
/// English word: *don't*.
fn without_elision(words: &str) -> Option<&str> {
    let (elided, word) = words.split_once(['\'', '’'])?;
    let (before, behind) = (elided.chars().count(), word.chars().take(2).count());
    (before <= LONGEST_ELISION && behind == 2 && elided.chars().all(char::is_alphabetic)).then_some(word)
}

impl DictionaryFiles<'_> {
    fn stardict(&self, wanted: &WantedWord) -> Result<Vec<DictionaryEntry>> {
        let info = self.part(&[".ifo"], LONGEST_INFO)?;
        let info = StardictInfo::parse(&decode::text(info).text).ok_or_else(|| self.damaged(".ifo"))?;
        let index = self.part(&[".idx", ".idx.gz", ".idx.dz"], LONGEST_INDEX)?;
        let synonyms = self.part(&[".syn", ".syn.gz", ".syn.dz"], LONGEST_INDEX).unwrap_or_default();
        let places = info.places(&index, &synonyms, wanted);
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut body = self.body()?;
        let name = self.named(info.name.as_deref());
        self.entries(places, &mut body, &name, &|entry| info.words(&entry))
    }

    fn dictd(&self, wanted: &WantedWord) -> Result<Vec<DictionaryEntry>> {
        let index = self.part(&[".index"], LONGEST_INDEX)?;
        let places = dictd::places(&index, wanted);
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut body = self.body()?;
        let title = dictd::title(&index).and_then(|(start, len)| body.piece(start, len));
        let title = title.map(|title| decode::text(title).text);
        let name = self.named(title.as_deref().and_then(dictd::named));
        self.entries(places, &mut body, &name, &|entry| plain::tidy(&decode::text(entry).text))
    }

    fn entries(
        &self,
        places: Vec<(String, dictd::EntryPlace)>,
        body: &mut DictionaryBody,
        name: &str,
        words: &dyn Fn(Vec<u8>) -> String,
    ) -> Result<Vec<DictionaryEntry>> {
        let mut entries = Vec::new();
        for (head, (start, len)) in places {
            let entry = body.piece(start, len).ok_or_else(|| self.damaged(".dict"))?;
            let text = words(entry);
            if !text.is_empty() {
                let head = visible::line(&head).into_owned();
                entries.push(DictionaryEntry { dictionary: name.to_owned(), head, text });
            }
        }
        Ok(entries)
    }

    /// The file with the entries.
    fn body(&self) -> Result<DictionaryBody> {
        for ending in [".dict.dz", ".dict", ".dict.gz"] {
            if let Some(file) = self.folder.file(OsStr::new(&self.name(ending)))? {
                return Ok(DictionaryBody::new(file));
            }
        }
        Err(self.missing(".dict"))
    }

    /// The whole of the first of these files that is there, unpacked where its name says that it is packed.
    fn part(&self, endings: &[&str], limit: u64) -> Result<Vec<u8>> {
        for ending in endings {
            let name = self.name(ending);
            let Some(bytes) = self.folder.read(OsStr::new(&name), limit)? else { continue };
            if !ending.ends_with(['z']) {
                return Ok(bytes);
            }
            let mut unpacked = Vec::new();
            let read = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut unpacked);
            return match read {
                Ok(size) if size as u64 > limit => {
                    Err(Error::TooLarge { path: self.path(ending), size: size as u64, limit })
                }
                Ok(_) => Ok(unpacked),
                Err(_) => Err(self.damaged(ending)),
            };
        }
        Err(self.missing(endings.first().unwrap_or(&"")))
    }

    /// What the dictionary is called: by itself, else by its files.
    fn named(&self, name: Option<&str>) -> String {
        let name = name.map(visible::line).filter(|name| !name.trim().is_empty());
        let name = name.unwrap_or_else(|| visible::line(&self.stem));
        name.trim().chars().take(LONGEST_NAME).collect()
    }

    fn name(&self, ending: &str) -> String {
        format!("{}{ending}", self.stem)
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.path().join(self.name(ending))
    }

    fn damaged(&self, ending: &str) -> Error {
        Error::io("read the dictionary", self.path(ending), io::Error::other("the file is damaged"))
    }

    fn missing(&self, ending: &str) -> Error {
        Error::io("read the dictionary", self.path(ending), io::Error::from(io::ErrorKind::NotFound))
    }
}

/// A path as a user writes it.
fn at_home(path: &str) -> PathBuf {
    let home = std::env::home_dir();
    match (path.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => Path::new(path).to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::dictionary::body::dictzip;
    use flate2::write::GzEncoder;
    use std::fs;
    use std::io::Write;

    /// Headwords with their entries, as dictd has them; packed or not.
    fn dictd_files(at: &Path, words: &[(&str, &str)], packed: bool) {
        let (mut index, mut body) = (String::new(), String::new());
        for (head, entry) in words {
            let place = [dictd::written(body.len()), dictd::written(entry.len())].join("\t");
            index.push_str(&[*head, "\t", &place, "\n"].concat());
            body.push_str(entry);
        }
        fs::write(at.with_extension("index"), index).unwrap();
        let (ending, body) =
            if packed { ("dict.dz", dictzip(body.as_bytes(), 100)) } else { ("dict", body.into_bytes()) };
        fs::write(at.with_extension(ending), body).unwrap();
    }

    fn stardict_files(at: &Path, words: &[(&str, &str)]) {
        let (mut index, mut body) = (Vec::new(), String::new());
        for (head, entry) in words {
            index.extend([head.as_bytes(), &[0]].concat());
            index.extend([body.len(), entry.len()].map(|it| u32::try_from(it).unwrap().to_be_bytes()).concat());
            body.push_str(entry);
        }
        let info = "StarDict's dict ifo file\nversion=2.4.2\nbookname=Star\u{1b}[1m words\nsametypesequence=h\n";
        fs::write(at.with_extension("ifo"), info).unwrap();
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&index).unwrap();
        fs::write(at.with_extension("idx.gz"), packed.finish().unwrap()).unwrap();
        fs::write(at.with_extension("dict.dz"), dictzip(body.as_bytes(), 100)).unwrap();
    }

    fn said(folder: &Path, word: &str) -> Vec<String> {
        let language = StemLanguage::of("The wall of the garden was old, and that is that.");
        let found = LookedUp::in_folder(folder.to_str().unwrap(), word, language);
        let entries = found.entries.into_iter().map(|it| format!("{}: {} = {}", it.dictionary, it.head, it.text));
        entries.chain(found.faults.iter().map(|fault| format!("{fault}"))).collect()
    }

    #[test]
    fn all_dictionaries_in_a_folder_and_below_it_answer() {
        let temp = tempfile::tempdir().unwrap();
        let (root, below) = (temp.path(), temp.path().join("star/words"));
        fs::create_dir_all(&below).unwrap();
        let own = ("00-database-short", "00-database-short\n   Plain words\n");
        dictd_files(&root.join("a"), &[own, ("moss", "moss\n  A green thing."), ("wall", "wall\n  A heap.")], true);
        dictd_files(&root.join("b"), &[("wall", "Eine Mauer.")], false);
        stardict_files(&below.join("c"), &[("moss", "Moos"), ("wall", "<b>Mauer</b> &amp; Wand")]);
        assert_eq!(
            said(root, "wall"),
            ["Plain words: wall = wall\nA heap.", "b: wall = Eine Mauer.", "Star␛[1m words: wall = Mauer & Wand"]
        );
        assert_eq!(said(root, "Walls").len(), 3, "another form");
        assert_eq!(said(root, "stone"), Vec::<String>::new());
    }

    #[test]
    fn what_is_damaged_or_missing_is_told_and_the_others_answer() {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path();
        dictd_files(&root.join("a"), &[("wall", "A heap.")], false);
        dictd_files(&root.join("b"), &[("wall", "Eine Mauer.")], false);
        fs::remove_file(root.join("a.dict")).unwrap();
        fs::write(root.join("c.ifo"), "nothing of the kind").unwrap();
        fs::write(root.join("d.ifo"), "StarDict's dict ifo file\nsametypesequence=m\n").unwrap();
        fs::write(root.join("d.idx.gz"), [0x1f, 0x8b, 8, 0, 1]).unwrap();
        fs::write(root.join("e.index"), "wall\tA\t//////\n").unwrap();
        fs::write(root.join("e.dict"), "short").unwrap();
        fs::create_dir(root.join("f.index")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", root.join("g.index")).unwrap();
        let said = said(root, "wall");
        assert_eq!(said[0], "b: wall = Eine Mauer.");
        for (fault, name) in said[1..].iter().zip(["a.dict", "c.ifo", "d.idx.gz", "e.dict", "f.index", "g.index"]) {
            assert!(fault.contains(name), "{fault} {name}");
        }
        assert_eq!(said.len(), 7);
        let nowhere = LookedUp::in_folder("/no/such/folder", "wall", None);
        assert!(nowhere.entries.is_empty() && nowhere.faults.len() == 1 && nowhere.dictionaries == 0);
    }

    #[test]
    fn a_word_behind_an_elided_one_is_looked_up_alone() {
        let temp = tempfile::tempdir().unwrap();
        dictd_files(&temp.path().join("w"), &[("ECOLE", "a school"), ("t'ai", "a dance"), ("t", "a letter")], false);
        assert_eq!(said(temp.path(), "l’école"), ["w: ECOLE = a school"]);
        assert_eq!(said(temp.path(), "quelqu'école"), ["w: ECOLE = a school"]);
        assert_eq!(said(temp.path(), "t'ai"), ["w: t'ai = a dance"]);
        for other in ["don't", "l’", "l’eau", "préécole’ecole"] {
            assert!(said(temp.path(), other).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_home_is_meant_by_a_tilde_alone() {
        assert_eq!(at_home("/a/~b"), Path::new("/a/~b"));
        assert_eq!(at_home("~other/b"), Path::new("~other/b"));
        assert!(!at_home("~/b").starts_with("~"));
    }
}
