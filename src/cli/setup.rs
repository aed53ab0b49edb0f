//! What every subcommand starts from: folders, state, settings, the corpus, the document that is meant. It prints nothing.

use super::out::tell_all;
use super::outcome::Failure;
use crate::annotation::Reader;
use crate::app::{Config, keymap};
use crate::config::settings::Ascii;
use crate::config::theme::{self, Themes};
use crate::config::{Fault, WrittenKeys, paint, settings};
use crate::document::DocPath;
use crate::format::FORMATS;
use crate::store::{
    AnnotationStore, Annotations, Corpus, Dirs, DocumentEntry, Error, Library, Loaded, SettingsFiles, State, TextFile,
    default_path, follow_moved, renew_name, settings_files, sync,
};
use crate::text::shown;
use crate::worker::settings_watcher::Reread;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Takes over what is private of a folder of texts that was moved, and what was not saved yet, before it is read; what is to be said of that.
pub fn followed(corpus: &Corpus, dirs: &Dirs) -> Option<String> {
    match follow_moved(dirs, corpus) {
        Ok(from) => {
            from.map(|from| {
                format!("this folder was moved: what you kept for yourself in {} is here now, private notes and what was not saved yet", shown(&from))
            })
        }
        Err(error) => Some(format!("private notes of a folder that was moved are not here: {error}. {}", error.hint())),
    }
}

/// The user's folders.
pub fn dirs() -> Result<Dirs, Failure> {
    Ok(Dirs::from_env()?)
}

/// The state of this device, and what of it could not be read.
pub fn state(dirs: &Dirs) -> (State, Vec<String>) {
    let (state, faults) = State::open(dirs);
    (state, faults.iter().map(ToString::to_string).collect())
}

/// The corpus that a path is of, or the default one.
pub fn library(path: Option<&Path>, state: &State) -> Result<Library, Failure> {
    let path = path.map_or_else(|| default_path(state.last_corpus()), Path::to_path_buf);
    Ok(Library::around(&path)?)
}

/// That what is looked for was named behind the folder, where that seems to be so: `search . word`.
pub fn swapped(command: &str, query: &str, path: Option<&Path>) -> Option<Failure> {
    let path = path.filter(|path| !path.exists() && Path::new(query).exists())?;
    let (word, folder) = (shown(path), crate::text::visible::line(query));
    let words = if word.contains(' ') { format!("'{word}'") } else { word.clone() };
    let hint = format!("What to look for comes first: postil {command} {words} {folder}");
    Some(Failure::new(format!("there is no folder or text {word}"), hint))
}

/// What is to be said of the corpus that was taken where `path` was named: that it is the one read last, or that the folder is but a
/// part of it.
pub fn taken(path: Option<&Path>, library: &Library, state: &State) -> Option<String> {
    let (corpus, last) = (&library.corpus, state.last_corpus());
    if path.is_none() && last.is_some_and(|last| last == default_path(Some(last))) {
        return Some(format!("in {}, the folder read last", shown(corpus.root())));
    }
    part(library)
}

/// That what was asked for is a part of a corpus, where it is a folder in one.
pub fn part(library: &Library) -> Option<String> {
    let folder = library.corpus.folder()?;
    Some(format!("{folder} is part of {}: its plan and annotations are used", shown(library.corpus.root())))
}

/// A corpus and what is known of it here.
#[derive(Debug)]
pub struct Room {
    /// The user's folders.
    pub dirs: Dirs,
    /// The state of this device.
    pub state: State,
    /// What of the state could not be read.
    pub state_faults: Vec<String>,
    /// The corpus.
    pub library: Library,
    /// The readers' files.
    pub annotations: Annotations,
}

impl Room {
    /// The corpus that a path is of, or the default one; tells which was taken where that is not what was named. A file means itself
    /// alone, a folder of a corpus the texts in it.
    pub fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let room = Self::quietly(path)?;
        tell_all(&Vec::from_iter(taken(path, &room.library, &room.state)));
        Ok(room)
    }

    /// As [`Room::open()`], with nothing told.
    pub fn quietly(path: Option<&Path>) -> Result<Self, Failure> {
        let dirs = dirs()?;
        let (state, faults) = state(&dirs);
        let library = library(path, &state)?;
        Ok(Self::of(dirs, (state, faults), library))
    }

    /// The whole corpus, whatever part of it was asked for.
    pub fn entire(self) -> Self {
        Self { library: self.library.entire(), ..self }
    }

    /// A corpus that was opened, with the state of this device.
    pub fn at(dirs: Dirs, library: Library) -> Self {
        let state = state(&dirs);
        Self::of(dirs, state, library)
    }

    fn of(dirs: Dirs, (state, state_faults): (State, Vec<String>), library: Library) -> Self {
        let library = library.keeping(&dirs);
        let annotations = Annotations::at(&library.corpus, &dirs);
        Self { dirs, state, state_faults, library, annotations }
    }

    /// With the private annotations of this device's reader: for what is printed to that reader alone.
    pub fn with_private(self) -> Self {
        tell_all(&Vec::from_iter(followed(&self.library.corpus, &self.dirs)));
        Self { annotations: self.annotations.with_private(&self.dirs), ..self }
    }

    /// As [`Room::with_private`], where that is asked for.
    pub fn with_private_if(self, asked: bool) -> Self {
        if asked { self.with_private() } else { self }
    }

    /// What the readers have written.
    pub fn store(&self) -> AnnotationStore {
        let store = AnnotationStore::new(self.annotations.clone());
        let Some(me) = self.state.reader() else { return store };
        // A nickname that cannot name a folder has written nothing here.
        let store = store
            .for_reader(me, self.state.device())
            .unwrap_or_else(|_| AnnotationStore::new(self.annotations.clone()));
        // Where it fails, the first save says why.
        let _ = store.take_over_begun(self.state.former());
        let _ = sync::bring_home(store.annotations(), me, self.state.former(), self.state.device());
        let _ = renew_name(&self.state, &store);
        let _ = store.publish_key();
        store
    }

    /// What the readers have written, to be written by that one: signed by itself only where that is the reader of this device.
    ///
    /// # Errors
    /// Where the nickname cannot name a folder.
    pub fn store_for(&self, reader: &Reader) -> Result<AnnotationStore, Failure> {
        let is_own = self.state.reader().is_some_and(|me| me.id == reader.id);
        let annotations = self.annotations.clone();
        let annotations = if is_own { annotations } else { annotations.without_signing() };
        Ok(AnnotationStore::new(annotations).for_reader(reader, self.state.device())?)
    }

    /// Who writes on this device, with the name of the own folder here for a short name.
    pub fn me(&self) -> Option<Reader> {
        self.store().me().cloned()
    }

    /// The documents meant by a path: all of a folder, as the syllabus has them and then by path, or the one file; and
    /// what could not be looked into.
    pub fn documents(&self) -> (Vec<DocPath>, Vec<Error>) {
        let (entries, errors) = self.entries();
        (entries.into_iter().map(|entry| entry.path).collect(), errors)
    }

    /// Lists the documents with the size and time of their files, and what could not be looked at.
    pub fn entries(&self) -> (Vec<DocumentEntry>, Vec<Error>) {
        if let Some(chosen) = self.library.corpus.chosen() {
            return (vec![DocumentEntry { path: chosen.clone(), size: 0, modified: None }], Vec::new());
        }
        let (mut entries, errors) = self.library.entries();
        entries.retain(|entry| self.library.corpus.asks_for(&entry.path));
        let syllabus = &self.library.syllabus();
        entries.sort_by_cached_key(|entry| {
            let order = syllabus.order_of(&entry.path);
            (order.is_none(), order, entry.path.clone())
        });
        (entries, errors)
    }
}

/// A single file that lies in the corpus usually read, and in no seminar nearer to it, is opened as a document of that: its annotations
/// are with those of its neighbours then.
pub fn at_home(alone: Library, state: &State) -> Library {
    let home = default_path(state.last_corpus());
    if home == Path::new(".") || alone.corpus.is_seminar() {
        return alone;
    }
    Library::open(&home).ok().and_then(|wide| chosen_in(wide, &alone)).unwrap_or(alone)
}

/// The corpus `wide` with the single file of `alone` chosen in it, where that lies below it.
fn chosen_in(wide: Library, alone: &Library) -> Option<Library> {
    let below = alone.corpus.root().strip_prefix(wide.corpus.root()).ok()?.join(alone.corpus.chosen()?.as_path());
    let path = DocPath::new(below).ok()?;
    Some(wide.choosing(path))
}

/// A document that is asked for by name.
#[derive(Debug, clap::Args)]
pub struct Wanted {
    /// A file; or a document of the corpus, by its relative path or any part of path or title that only it has.
    #[arg(value_name = "DOC")]
    pub document: String,
    /// The folder of texts it is in. Default: the one around this folder, else the one read last, else ./documents; for a file outside of that, its own
    /// folder.
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
}

impl Wanted {
    /// The document that is meant and its corpus: a file as a document of the corpus that was named, or else of the one
    /// that is usually read, where it lies in it.
    pub fn find(&self) -> Result<(Room, DocPath), Failure> {
        let file = Path::new(&self.document);
        if file.is_file() {
            let Room { dirs, state, state_faults, library: alone, .. } = Room::quietly(Some(file))?;
            let found = match &self.corpus {
                Some(named) => chosen_in(Library::around(named)?, &alone),
                None => Some(at_home(alone, &state)),
            };
            if let Some((library, path)) =
                found.and_then(|library| library.corpus.chosen().cloned().map(|path| (library, path)))
            {
                return Ok((Room::of(dirs, (state, state_faults), library), path));
            }
        }
        let room = Room::open(self.corpus.as_deref())?;
        let path = room.library.find(&self.document)?;
        Ok((room, path))
    }
}

/// Reads a document that must have a text. A damaged one is a failure with the reason.
pub fn load(room: &Room, path: &DocPath) -> Result<Loaded, Failure> {
    legible(path, room.library.load(path)?)
}

/// The document, if it has a text.
pub fn legible(path: &DocPath, loaded: Loaded) -> Result<Loaded, Failure> {
    if !loaded.document.blocks().is_empty() {
        return Ok(loaded);
    }
    let reason = loaded.document.warnings.first().map_or("there is no text in it", String::as_str);
    Err(Failure::new(format!("{path}: {reason}"), ""))
}

/// What reads the user's files again while the program runs: for the thread that watches them.
pub fn rereading(dirs: &Dirs) -> Reread {
    let dirs = dirs.clone();
    Arc::new(move || {
        let (config, faults) = config(&dirs);
        (config, faults.iter().map(ToString::to_string).collect())
    })
}

/// Settings, keys and theme from the user's files, with all their faults.
pub fn config(dirs: &Dirs) -> (Config, Vec<Fault>) {
    let files = settings_files(dirs);
    let (settings, mut faults) = settings::resolve(&texts("settings.toml", files.settings.as_ref()));
    let keys = WrittenKeys { file: files.keys.as_ref().map(|file| file.text.clone()) };
    let (keymap, told) = keymap(&keys, settings.tools.key_preset);
    faults.extend(told);
    let themes = themes(&files);
    let (theme, told) = themes.named(&settings.theme);
    faults.extend(told);
    let unread = |error: &Error| Fault { file: "settings".to_owned(), line: 0, message: error.to_string() };
    faults.extend(files.faults.iter().map(unread));
    let ambiguous_wide = settings.terminal.ambiguous.is_wide(&|name| std::env::var(name).ok());
    let ascii = match settings.terminal.ascii {
        // Frames and marks have one cell each.
        _ if ambiguous_wide => true,
        Ascii::Always => true,
        Ascii::Never => false,
        Ascii::Auto => !speaks_unicode(),
    };
    let formats = FORMATS.iter().map(|format| format.name).collect();
    let config = Config {
        settings,
        keymap,
        keys,
        theme,
        themes,
        ascii,
        ambiguous_wide,
        formats,
        exports: Vec::new(),
        kept: Vec::new(),
    };
    (config, faults)
}
fn texts<'a>(name: &'a str, file: Option<&'a TextFile>) -> Vec<(&'a str, &'a str)> {
    file.map(|file| (name, file.text.as_str())).into_iter().collect()
}

fn themes(files: &SettingsFiles) -> Themes {
    let var = |name: &str| std::env::var(name).ok();
    Themes {
        files: files.themes.iter().map(|(name, file)| (name.clone(), file.text.clone())).collect(),
        automatic: theme::automatic(None, var("COLORFGBG").as_deref()),
        depth: paint::depth(var("NO_COLOR").as_deref(), var("COLORTERM").as_deref(), var("TERM").as_deref()),
    }
}

/// Whether the locale says that the terminal takes UTF-8.
fn speaks_unicode() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8") || locale.is_empty()
}
