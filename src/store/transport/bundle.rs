//! A reader's folder in one file, to hand over by mail or stick: packed into a zip with a manifest, looked into before
//! anything of it is written, and laid beside what is there.
//!
//! What comes in is laid into the folder of the reader it is from, never into somebody else's: another version of a file
//! that is there comes to lie beside it under the name of a conflict copy, which is read and merged like any other. So
//! bringing in the same twice changes nothing. What the records mean is for `annotation`; nothing is taken on trust.

mod preview;
mod sender;

use crate::annotation::chain::CHAINED;
use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, Record, Sidecar, parse_sidecar_name};
use crate::document::DocPath;
use crate::format::archive::Archive;
use crate::store::corpus::names::PERSON;
use crate::store::fs::digest::digest;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Flush;
use crate::store::fs::system;
use crate::store::sidecar::annotations::{Annotations, MAX_SIDECAR};
use preview::ReaderRecords;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// The name of the manifest in a bundle.
const MANIFEST: &str = "manifest.json";
/// What it says of itself.
const FORMAT: &str = "postil bundle";
/// What one of private annotations says of itself: versions that know of none take it for something else, and do not lay it
/// where others read.
const PRIVATE: &str = "postil private bundle";
/// The version of its layout.
const VERSION: u64 = 1;
/// The folder in it that holds the files.
const FILES: &str = "annotations/";
/// The largest bundle that is read, in bytes.
const MOST_BYTES: u64 = 256 << 20;
/// How many other versions of one file may lie beside it.
const MOST_VERSIONS: usize = 100;

/// What a bundle holds.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Whose folder it is.
    pub reader: Reader,
    /// When it was packed, as it says.
    pub packed: String,
    /// Whether it holds what is its reader's alone.
    pub private: bool,
    /// The sidecars: path in the reader's folder, and text.
    files: Vec<(String, String)>,
    /// Their `reader.json`.
    person: String,
    /// What in it was left out, in words.
    pub faults: Vec<String>,
}

/// One file that a bundle would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The document it is about.
    pub document: String,
    /// How many annotations are in it; signatures are none.
    pub annotations: usize,
    /// How many of them are by somebody else, and will count as quoted.
    pub quoted: usize,
    /// How many of the reader's annotations that are here it would delete.
    pub deletes: usize,
    /// How many it would change.
    pub changes: usize,
    /// What would become of it.
    pub news: News,
    /// The path in the reader's folder that it would be written to.
    path: String,
    text: String,
}

/// What a file would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// There is nothing of it yet.
    New,
    /// It is here already.
    Known,
    /// There is another version, beside which it will lie.
    Other,
}

/// What a bundle would bring, and where to.
#[derive(Clone, Debug)]
pub struct ImportPlan {
    /// The reader's folder.
    pub folder: String,
    /// Why it is not the folder of their own name, in words.
    pub renamed: Option<String>,
    /// The files.
    pub files: Vec<Coming>,
    person: Option<String>,
}

/// One's own folder as a bundle: of what is shared, or of what is private. `packed` is the time of day, as it is to be written.
pub fn pack(annotations: &Annotations, me: &Reader, packed: &str) -> Result<Vec<u8>> {
    let (index, mut faults) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
    let own = annotations.folder_of(me);
    let mine = index.with_chains().filter(|listed| listed.folder == own);
    let mut files: Vec<(String, String)> = Vec::new();
    for listed in mine {
        let is_here = |path: &str| files.iter().any(|(known, _)| known == path);
        // One that also lies among the user's data, because the folder could not be written, goes as a copy of it.
        let path = if is_here(&listed.path) { copy_of(&listed.path) } else { listed.path.clone() };
        match annotations.read(listed) {
            Ok(file) => files.push((path, file.text)),
            Err(fault) => faults.push(fault),
        }
    }
    // Half a folder would be taken for a whole one.
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    let (people, _) = annotations.people();
    let person = people
        .into_iter()
        .find(|(folder, text)| *folder == own && !text.is_empty())
        .map(|(_, text)| text)
        .unwrap_or_default();
    let format = if annotations.are_private() { PRIVATE } else { FORMAT };
    zipped((format, packed), me, &person, &files).map_err(|error| {
        let source = if let ZipError::Io(error) = error { error } else { std::io::Error::other(error) };
        Error::io("pack", annotations.path(), source)
    })
}

/// What a copy of a file is called, as synchronisers call it.
fn copy_of(path: &str) -> String {
    format!("{} (1).json", path.strip_suffix(".json").unwrap_or(path))
}

fn zipped(
    (format, packed): (&str, &str),
    me: &Reader,
    person: &str,
    files: &[(String, String)],
) -> std::result::Result<Vec<u8>, ZipError> {
    let listed: Vec<Value> = files
        .iter()
        .map(|(path, text)| json!({ "path": path, "sha256": digest(text.as_bytes()).hex(), "bytes": text.len() }))
        .collect();
    let reader = json!({ "id": me.id, "name": me.name, "nickname": me.nickname });
    let manifest = json!({ "format": format, "version": VERSION, "reader": reader, "packed": packed, "files": listed });
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes()).map_err(ZipError::from)
    };
    add(MANIFEST, &format!("{manifest:#}\n"))?;
    add(&format!("{FILES}{PERSON}"), person)?;
    for (path, text) in files {
        add(&format!("{FILES}{path}"), text)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The bytes of a bundle's file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    // Asked before it is opened: a pipe would wait for somebody to write into it.
    let found = std::fs::metadata(path).map_err(|error| Error::io("open", path, error))?;
    if !found.is_file() {
        return Err(Error::NotAFile { path: path.to_path_buf() });
    }
    let file = std::fs::File::open(path).map_err(|error| Error::io("open", path, error))?;
    crate::store::fs::folder::read_whole(file, path, MOST_BYTES)
}

/// Writes a bundle's file whole; over one that is there only where `over` says so.
pub fn write(path: &Path, bytes: &[u8], over: bool) -> Result<()> {
    let fault = |error| Error::io("write", path, error);
    if !over && path.symlink_metadata().is_ok() {
        return Err(fault(std::io::ErrorKind::AlreadyExists.into()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(fault)?;
    file.persist(path).map(drop).map_err(|error| fault(error.error))
}

impl Bundle {
    /// How many annotation files are in it.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Looks into a bundle; what is wrong with it as a whole, in words. Nothing is written.
    pub fn open(bytes: Vec<u8>) -> std::result::Result<Self, String> {
        let archive = Archive::open(bytes).map_err(|fault| fault.to_string())?;
        let other = "this is not a bundle of annotations made by `postil export --bundle`";
        let manifest = archive.read(MANIFEST).map_err(|_| other.to_owned())?;
        let manifest: Value = serde_json::from_slice(&manifest).map_err(|_| other.to_owned())?;
        let private = manifest["format"] == PRIVATE;
        if !private && manifest["format"] != FORMAT {
            return Err(other.to_owned());
        }
        if manifest["version"].as_u64().is_none_or(|version| version > VERSION) {
            return Err("this bundle was made by a newer postil; install that version to read it".to_owned());
        }
        let reader = parse_reader(&manifest["reader"].to_string()).ok_or("the bundle does not say whose it is")?;
        let person = text_of(&archive, &format!("{FILES}{PERSON}")).unwrap_or_default();
        // Whose folder it is stands in two places, and both must say the same.
        if parse_reader(&person).is_none_or(|said| said.id != reader.id) {
            return Err("the bundle says two different things of whose it is, and was not brought in".to_owned());
        }
        let packed = manifest["packed"].as_str().unwrap_or_default().to_owned();
        let mut bundle = Self { reader, packed, private, files: Vec::new(), person, faults: Vec::new() };
        bundle.take_in(&archive, &listed(&manifest));
        Ok(bundle)
    }

    fn take_in(&mut self, archive: &Archive, listed: &HashMap<String, String>) {
        for name in archive.names().filter(|name| *name != MANIFEST && *name != format!("{FILES}{PERSON}")) {
            match sidecar_in(archive, name).and_then(|file| as_listed(file, listed)) {
                Ok(file) => self.files.push(file),
                Err(fault) => self.faults.push(format!("{}: {fault}", crate::text::visible::line(name))),
            }
        }
    }

    /// What it would bring to these annotations, where `me` is who writes on this device. Nothing is written.
    ///
    /// # Errors
    /// Also where it has the id of a reader who has another name here, or of `me`: it would speak for them.
    pub fn plan(&self, annotations: &Annotations, me: Option<&Reader>) -> Result<ImportPlan> {
        let (people, _) = annotations.people();
        let own = sender::own_folder(&self.reader, &people, me)?;
        let taken = |folder: &str| {
            let said = people.iter().filter(|(name, _)| name == folder).filter_map(|(_, text)| parse_reader(text));
            said.into_iter().any(|reader| reader.id != self.reader.id)
        };
        let nickname = crate::store::fs::slug::slug(&self.reader.nickname);
        let numbered = (2..).map(|number| format!("{nickname}-{number}"));
        let free = || std::iter::once(nickname.clone()).chain(numbered).find(|folder| !taken(folder));
        let folder = own.or_else(free).unwrap_or_else(|| nickname.clone());
        let taken = taken(&nickname).then(|| format!("another reader is called {nickname} here"));
        let renamed = (folder != nickname).then(|| taken.unwrap_or_else(|| "that is theirs here".to_owned()));
        let known = people.iter().any(|(name, text)| *name == folder && !text.is_empty());
        let here = ReaderRecords::of(annotations, &folder, &self.reader.id);
        let coming = self.files.iter().map(|(path, text)| self.coming((annotations, &here), &folder, (path, text)));
        let files = coming.collect::<Result<Vec<Coming>>>()?;
        Ok(ImportPlan { folder, renamed, files, person: (!known).then(|| self.person.clone()) })
    }

    fn coming(
        &self,
        (annotations, here): (&Annotations, &ReaderRecords<'_>),
        folder: &str,
        (path, text): (&str, &str),
    ) -> Result<Coming> {
        let sidecar = Sidecar::parse(text);
        let (path, news) = place_for(annotations, folder, path, text)?;
        let document = parse_sidecar_name(&path).map(|(document, _)| document).unwrap_or_default();
        if document == CHAINED {
            let (annotations, quoted, deletes, changes, text) = (0, 0, 0, 0, text.to_owned());
            return Ok(Coming { document, annotations, quoted, deletes, changes, news, path, text });
        }
        let live = |record: &&Record| record.is_annotation() && !record.is_tombstone() && record.identity().is_none();
        let annotations_in = sidecar.records().filter(live).count();
        let theirs = |record: &&Record| record.creator() == Some(&self.reader.id);
        let quoted = annotations_in - sidecar.records().filter(live).filter(theirs).count();
        let (deletes, changes) = here.toll(&sidecar);
        let text = text.to_owned();
        Ok(Coming { document, annotations: annotations_in, quoted, deletes, changes, news, path, text })
    }
}

/// The digests that a manifest says its files have, by path.
fn listed(manifest: &Value) -> HashMap<String, String> {
    let said = |file: &Value| Some((file["path"].as_str()?.to_owned(), file["sha256"].as_str()?.to_owned()));
    manifest["files"].as_array().into_iter().flatten().filter_map(said).collect()
}

/// The file, if the manifest has it and says the same of it.
fn as_listed(
    (path, text): (String, String),
    listed: &HashMap<String, String>,
) -> std::result::Result<(String, String), String> {
    match listed.get(&path) {
        None => Err("the bundle's list does not have it, and it was left out".to_owned()),
        Some(said) if *said != digest(text.as_bytes()).hex() => {
            Err("it is not what was packed, and was left out: ask for the bundle again".to_owned())
        }
        Some(_) => Ok((path, text)),
    }
}

/// A sidecar of an archive: its path in the reader's folder, and its text.
fn sidecar_in(archive: &Archive, name: &str) -> std::result::Result<(String, String), String> {
    let path = name.strip_prefix(FILES).ok_or("it is not in the folder of annotations, and was left out")?;
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    if hidden || DocPath::new(path).is_err() || parse_sidecar_name(path).is_none() {
        return Err("its name is not that of an annotation file, and it was left out".to_owned());
    }
    let text = text_of(archive, name)?;
    if text.len() as u64 > MAX_SIDECAR {
        return Err("it is too large, and was left out".to_owned());
    }
    Ok((path.to_owned(), text))
}

fn text_of(archive: &Archive, name: &str) -> std::result::Result<String, String> {
    let bytes = archive.read(name).map_err(|fault| fault.to_string())?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8, and was left out".to_owned())
}

/// Where a file goes: to its own place, or beside another version under the first free name of a copy.
fn place_for(annotations: &Annotations, folder: &str, path: &str, text: &str) -> Result<(String, News)> {
    let stem = path.strip_suffix(".json").unwrap_or(path);
    let copies = (1..MOST_VERSIONS).map(|number| format!("{stem} ({number}).json"));
    let mut news = News::New;
    for name in std::iter::once(path.to_owned()).chain(copies) {
        match annotations.text_in(folder, &name)? {
            None => return Ok((name, news)),
            Some(there) if there == text => return Ok((name, News::Known)),
            Some(_) => news = News::Other,
        }
    }
    Err(Error::io("find a free name for", path, system::taken()))
}

impl Coming {
    /// Whether it holds signatures, and no annotations.
    pub fn holds_signatures(&self) -> bool {
        self.document == CHAINED
    }
}

impl ImportPlan {
    /// How many files are new in whole or part.
    pub fn news(&self) -> usize {
        self.files.iter().filter(|coming| coming.news != News::Known).count()
    }

    /// How many of the reader's annotations that are here it would delete, and how many it would change.
    pub fn toll(&self) -> (usize, usize) {
        let add = |all: (usize, usize), coming: &Coming| (all.0 + coming.deletes, all.1 + coming.changes);
        self.files.iter().fold((0, 0), add)
    }

    /// Lays the files down. Each is whole on the disk or not there; nothing that is there is changed.
    pub fn carry_out(&self, annotations: &Annotations) -> Result<()> {
        let _lock = annotations.lock()?;
        let base = annotations.make_base()?;
        if let Some(person) = &self.person {
            base.make_below(Path::new(&self.folder))?.replace(OsStr::new(PERSON), person.as_bytes(), Flush::Yes)?;
        }
        for coming in self.files.iter().filter(|coming| coming.news != News::Known) {
            let (below, name) = coming.path.rsplit_once('/').unwrap_or(("", &coming.path));
            let folder = base.make_below(&Path::new(&self.folder).join(below))?;
            // Somebody may have been faster since the plan was made.
            if folder.holds(OsStr::new(name), None)? {
                folder.replace(OsStr::new(name), coming.text.as_bytes(), Flush::Yes)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::corpus::documents::Corpus;
    use crate::store::fs::dirs::Dirs;

    struct BundleRoom {
        _temp: tempfile::TempDir,
        annotations: Annotations,
    }

    fn room() -> BundleRoom {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("texts")).unwrap();
        let corpus = Corpus::open(&temp.path().join("texts")).unwrap();
        let annotations = Annotations::at(&corpus, &Dirs::under(&temp.path().join("home")));
        BundleRoom { _temp: temp, annotations }
    }

    fn mei(number: u8) -> Reader {
        let id = format!("urn:uuid:00000000-0000-7000-8000-0000000000{number:02}");
        Reader { id: id.into(), name: "Mei".to_owned(), nickname: "mei".to_owned() }
    }

    fn bundle(reader: &Reader, files: &[(&str, &str)]) -> Vec<u8> {
        let files: Vec<(String, String)> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        zipped((FORMAT, "2026"), reader, &crate::annotation::person::reader_text(reader, None), &files).unwrap()
    }

    #[test]
    fn a_file_that_lies_in_two_places_is_packed_from_both() {
        let (room, me) = (room(), mei(1));
        let name = "a.txt@ab12.json";
        for (base, text) in room.annotations.bases.iter().zip(["{}", "{ }"]) {
            let folder = base.path().join("mei");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(name), text).unwrap();
        }
        // Who it is by is said in one of them.
        let person = room.annotations.bases[0].path().join("mei/reader.json");
        std::fs::write(person, crate::annotation::person::reader_text(&me, None)).unwrap();
        let packed = Bundle::open(pack(&room.annotations, &me, "2026").unwrap()).unwrap();
        let files: Vec<(&str, &str)> = packed.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(files, [(name, "{}"), ("a.txt@ab12 (1).json", "{ }")]);
    }

    fn news(plan: &ImportPlan) -> Vec<News> {
        plan.files.iter().map(|coming| coming.news).collect()
    }

    #[test]
    fn what_is_brought_in_twice_changes_nothing_and_another_version_lies_beside() {
        let room = room();
        let first = Bundle::open(bundle(&mei(1), &[("week-1/a.txt@ab12.json", "{}")])).unwrap();
        let plan = first.plan(&room.annotations, None).unwrap();
        assert_eq!((plan.folder.as_str(), news(&plan)), ("mei", vec![News::New]));
        plan.carry_out(&room.annotations).unwrap();
        assert_eq!(news(&first.plan(&room.annotations, None).unwrap()), [News::Known]);
        let second = Bundle::open(bundle(&mei(1), &[("week-1/a.txt@ab12.json", "{ }")])).unwrap();
        let plan = second.plan(&room.annotations, None).unwrap();
        assert_eq!(news(&plan), [News::Other]);
        plan.carry_out(&room.annotations).unwrap();
        let text = |name: &str| room.annotations.text_in("mei", name).unwrap();
        assert_eq!(text("week-1/a.txt@ab12.json").as_deref(), Some("{}"));
        assert_eq!(text("week-1/a.txt@ab12 (1).json").as_deref(), Some("{ }"));
        assert_eq!(second.plan(&room.annotations, None).unwrap().news(), 0);
    }

    #[test]
    fn signatures_are_brought_in_and_counted_as_no_annotations() {
        let (room, text) = (room(), r#"{"id":"urn:x:1","type":"Annotation","motivation":"assessing"}"#);
        let files = [("a.txt@ab12.json", text), ("annotations/signed@ab12.json", text)];
        let plan = Bundle::open(bundle(&mei(1), &files)).unwrap().plan(&room.annotations, None).unwrap();
        let counts: Vec<_> = plan.files.iter().map(|file| (file.annotations, file.holds_signatures())).collect();
        assert_eq!((counts, news(&plan)), (vec![(1, false), (0, true)], vec![News::New, News::New]));
    }

    #[test]
    fn another_reader_of_the_same_name_gets_a_folder_of_their_own() {
        let room = room();
        let first = Bundle::open(bundle(&mei(1), &[("a.txt@ab12.json", "{}")])).unwrap();
        first.plan(&room.annotations, None).unwrap().carry_out(&room.annotations).unwrap();
        let other = Bundle::open(bundle(&mei(2), &[("a.txt@cd34.json", "{}")])).unwrap();
        let plan = other.plan(&room.annotations, None).unwrap();
        assert_eq!(plan.folder, "mei-2");
        assert!(plan.renamed.is_some());
    }

    #[test]
    fn the_id_of_a_reader_of_another_name_is_refused_and_ones_own_too() {
        let room = room();
        let files = [("a.txt@ab12.json", "{}")];
        let take = |reader: &Reader, me: Option<&Reader>| {
            let bundle = Bundle::open(bundle(reader, &files)).unwrap();
            bundle.plan(&room.annotations, me).map_err(|error| error.to_string())
        };
        take(&mei(1), None).unwrap().carry_out(&room.annotations).unwrap();
        let newcomer = Reader { name: "New Comer".to_owned(), nickname: "newcomer".to_owned(), ..mei(1) };
        let told = "this bundle is by New Comer (newcomer), but has the id of mei, who is here";
        assert_eq!(take(&newcomer, None).unwrap_err(), told);
        let me = Reader { id: mei(3).id, name: "Tom".to_owned(), nickname: "tom".to_owned() };
        let told = "this bundle is by Mei (mei), but has the id of you, who are tom";
        assert_eq!(take(&mei(3), Some(&me)).unwrap_err(), told);
        let tom = Reader { id: me.id.clone(), name: me.name.clone(), nickname: me.nickname.clone() };
        assert_eq!(take(&tom, Some(&me)).unwrap().folder, "tom", "from one's other device");
        take(&mei(2), Some(&me)).unwrap().carry_out(&room.annotations).unwrap();
        assert_eq!(take(&mei(2), Some(&me)).unwrap().folder, "mei-2", "who was given another name here is known by it");
        let similar = Reader { nickname: "me".to_owned(), ..mei(1) };
        assert!(take(&similar, None).is_err());
    }

    #[test]
    fn names_that_lead_elsewhere_are_left_out_and_named() {
        let names =
            ["../evil@ab12.json", "/etc/passwd@ab12.json", ".hidden/x@ab12.json", "notes.txt", "ok.txt@ab12.json"];
        let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "{}")).collect();
        let bundle = Bundle::open(bundle(&mei(1), &files)).unwrap();
        let kept: Vec<&str> = bundle.files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(kept, ["ok.txt@ab12.json"]);
        assert_eq!(bundle.faults.len(), 4, "{:?}", bundle.faults);
    }

    #[test]
    fn what_is_not_as_it_was_packed_is_left_out() {
        let mut manifest = HashMap::new();
        manifest.insert("a.txt".to_owned(), digest(b"one").hex());
        let file = |path: &str, text: &str| as_listed((path.to_owned(), text.to_owned()), &manifest);
        assert!(file("a.txt", "one").is_ok());
        assert!(file("a.txt", "two").unwrap_err().contains("not what was packed"));
        assert!(file("b.txt", "one").unwrap_err().contains("does not have it"));
    }

    #[test]
    fn what_is_no_bundle_says_so() {
        assert!(Bundle::open(b"text".to_vec()).is_err());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        let other = zip.finish().unwrap().into_inner();
        assert!(Bundle::open(other).unwrap_err().contains("not a bundle"));
    }
}
