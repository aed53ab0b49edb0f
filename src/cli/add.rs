//! `postil add FILE…`: puts texts into a folder of texts and enters them in its plan. It changes no file that is there but the plan,
//! and of that only the list of readings.
//!
//! The keys of `--json`, one object a text that was taken or would be:
//!
//! | key | value |
//! |---|---|
//! | `path` | where it is in the corpus now |
//! | `from` | where it came from |
//! | `format`, `words` | the format's name; how long it is |
//! | `title` | its title, or null |
//! | `session` | the number of the session that it is entered in, or null |
//! | `same_work` | the paths of texts of the corpus that are the same work |
//! | `warnings` | array of sentences |

mod naming;

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup;
use super::table::{Align, Table};
use crate::config::syllabus::{self, Syllabus};
use crate::document::DocPath;
use crate::format;
use crate::language::counts::counted;
use crate::store::{
    AddingWay, Corpus, Digest, Dirs, DocumentEntry, Error, Library, Loaded, State, default_path, is_taken,
};
use crate::text::shown;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
A text keeps its name, made plain for every system; one that says nothing (`download (3).pdf`) is named by author, year and title. Nothing
is written over: another text of that name gets a number. The list shows a new text at once, also where postil is open.

  postil add ~/Downloads/moss.pdf
  postil add ~/papers --corpus readings --in week-2 --session 2
  postil add notes.md --dry-run";

/// How many texts are named where something went wrong with all.
const NAMED: usize = 10;

/// The most texts that are taken at once.
const MOST: usize = 10_000;

/// Put texts into a folder of texts: copies, or links, under sensible names, entered in the plan (`syllabus.toml`).
///
/// It tells of scanned PDFs, of files that no format reads, and of texts that are there already in this or another format. What has no
/// words that can be read is not entered in the plan.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command line are independent of each other")]
pub struct AddArgs {
    /// Files, or folders of files (with the folders in them).
    #[arg(required = true, value_name = "FILE or FOLDER")]
    from: Vec<PathBuf>,
    /// The folder of texts they are put into. Default: the one around this folder, else the one read or made last, else
    /// ./documents.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// A folder in it, made where it is missing.
    #[arg(long = "in", value_name = "FOLDER", default_value = "")]
    folder: String,
    /// The number of the session that they are read for, made where it is missing. Default: the last one of the plan.
    #[arg(long, value_name = "NUMBER")]
    session: Option<u32>,
    /// Enter in the plan also what has no words that can be read.
    #[arg(long, conflicts_with = "no_plan")]
    force: bool,
    /// Leave the plan alone.
    #[arg(long, conflicts_with = "session")]
    no_plan: bool,
    /// Give the files a second name instead of a copy: one file in two places (a hard link, on the same disk).
    #[arg(long)]
    link: bool,
    /// Show what would be done, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON: an array of {path, from, format, words, title, session, same_work, warnings}.
    #[arg(long)]
    json: bool,
}

/// A text that was looked at and has its place.
#[derive(Debug)]
struct Addition {
    from: PathBuf,
    to: DocPath,
    /// Whether it lies there already, and is only to be entered in the plan.
    is_there: bool,
    format: &'static str,
    words: usize,
    title: Option<String>,
    warnings: Vec<String>,
    same_work: Vec<DocPath>,
    session: Option<u32>,
}

/// What is being put together: the corpus, what lies in it, and what is to come.
struct Adding<'a> {
    args: &'a AddArgs,
    library: Library,
    /// The texts that are there, by size.
    sizes: BTreeMap<u64, Vec<DocPath>>,
    /// Digests of what is to come.
    coming: BTreeMap<Digest, DocPath>,
    taken: BTreeSet<DocPath>,
    additions: Vec<Addition>,
    /// How many were refused.
    refused: usize,
}

/// Adds the texts. Nothing found: none or not all could be taken.
pub fn run(args: &AddArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let dirs = setup::dirs()?;
    let state = setup::state(&dirs).0;
    let library = corpus(args, &state)?.keeping(&dirs);
    inside(&args.folder)?;
    tell_all(&Vec::from_iter(setup::taken(args.corpus.as_deref(), &library, &state)));
    let mut adding = Adding::to(library, args);
    args.from.iter().for_each(|from| adding.look_at(from, &dirs));
    if !args.dry_run {
        adding.put();
    }
    adding.enter()?;
    if !args.dry_run {
        adding.compare();
    }
    adding.print(out)?;
    Ok(Outcome::found(adding.refused == 0 && !adding.additions.is_empty()))
}

/// The corpus that is meant; a folder that nobody has made one is none by itself.
fn corpus(args: &AddArgs, state: &State) -> Result<Library, Failure> {
    let path = args.corpus.clone().unwrap_or_else(|| default_path(state.last_corpus()));
    let library = setup::library(args.corpus.as_deref(), state);
    let is_seminar = library.as_ref().is_ok_and(|library| library.corpus.is_seminar());
    let is_meant = args.corpus.is_some() || path != Path::new(".") || is_seminar;
    if !is_meant {
        let hint = "Say which: postil add FILE --corpus FOLDER; or make one: postil init FOLDER.";
        return Err(Failure::new("no folder of texts is known yet", hint));
    }
    if path.is_file() {
        return Err(Failure::new(
            format!("{} is a file", shown(&path)),
            "Texts are put into a folder: --corpus FOLDER.",
        ));
    }
    library
}

/// Refuses a folder that leads out of the corpus, or is the readers'.
fn inside(folder: &str) -> Result<(), Failure> {
    let path = DocPath::new(Path::new(folder.trim_end_matches('/')));
    let is_own = folder.split('/').next() == Some("annotations");
    match path {
        _ if folder.is_empty() => Ok(()),
        Ok(_) if is_own => Err(Failure::new("`annotations` is for what readers write", "Give another folder to --in.")),
        Ok(_) => Ok(()),
        Err(bad) => Err(Failure::new(bad.to_string(), "Give --in a folder below the corpus, such as week-2.")),
    }
}

/// The name of a file, with an ending of its format where it has none that is known: the list of a folder goes by endings. `None` where no
/// format reads it.
fn named_as_format(name: &str, format: &str) -> Option<String> {
    if format::knows(name) {
        return (format != "unknown").then(|| name.to_owned());
    }
    let format = format::FORMATS.iter().find(|known| known.name == format)?;
    Some(format!("{name}.{}", format.extensions.first()?))
}

impl<'a> Adding<'a> {
    fn to(library: Library, args: &'a AddArgs) -> Self {
        let (entries, _) = library.entries();
        let mut sizes: BTreeMap<u64, Vec<DocPath>> = BTreeMap::new();
        for entry in entries {
            sizes.entry(entry.size).or_default().push(entry.path);
        }
        let (coming, taken, additions) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        Self { args, library, sizes, coming, taken, additions, refused: 0 }
    }

    fn refuse(&mut self, what: &str) {
        self.refused += 1;
        tell(what);
    }

    /// Looks at a file, or at all texts of a folder.
    fn look_at(&mut self, from: &Path, dirs: &Dirs) {
        let opened = match Library::open(from) {
            Ok(opened) => opened.keeping(dirs),
            Err(error) => return self.refuse(&format!("{error}. {}", error.hint())),
        };
        let (root, own) = (opened.corpus.root().to_path_buf(), self.library.corpus.root().to_path_buf());
        if let Some(path) = opened.corpus.chosen().cloned() {
            return self.look_at_text(&opened, &path, "");
        }
        if root.starts_with(&own) || own.starts_with(&root) {
            return self.refuse(&format!("{} is, holds or lies in the folder of texts itself: not added", shown(from)));
        }
        let (entries, errors) = opened.entries();
        for error in &errors {
            self.refuse(&error.to_string());
        }
        let left_out = opened.left_out();
        if let Some((words, names)) = left_out.words().zip(left_out.names()) {
            tell(&format!("{}: {words}: {names}", shown(from)));
        }
        if entries.is_empty() {
            return self.refuse(&format!("there are no texts in {}", shown(from)));
        }
        for DocumentEntry { path, .. } in entries {
            let below = path.folder().to_owned();
            self.look_at_text(&opened, &path, &below);
        }
    }

    fn look_at_text(&mut self, opened: &Library, path: &DocPath, below: &str) {
        if self.additions.len() == MOST {
            return self.refuse(&format!("{path}: more than {MOST} texts at once"));
        }
        let from = opened.corpus.root().join(path.as_path());
        match opened.load(path) {
            Ok(loaded) => self.place(from, path, below, loaded),
            Err(error) => self.refuse(&format!("{error}. {}", error.hint())),
        }
    }

    /// Gives a text its place, unless it is there already.
    fn place(&mut self, from: PathBuf, path: &DocPath, below: &str, loaded: Loaded) {
        if !format::knows(path.file_name()) && Path::new(path.file_name()).extension().is_some() {
            return self.refuse(&format!(
                "{}: no format reads files of this name (`postil list --help` names all)",
                shown(&from)
            ));
        }
        let Some(name) = named_as_format(path.file_name(), loaded.format) else {
            return self.refuse(&format!("{}: no format reads what is in it", shown(&from)));
        };
        let lies_at = from.strip_prefix(self.library.corpus.root()).ok().and_then(|inside| DocPath::new(inside).ok());
        if lies_at.is_some() && name != path.file_name() {
            let hint = format!("the list shows files by their endings; rename it {}", shown(Path::new(&name)));
            return self.refuse(&format!("{}: {hint}", shown(&from)));
        }
        let twin = lies_at.is_none().then(|| self.twin(&loaded)).flatten();
        if let Some(twin) = twin.as_ref().filter(|_| self.args.session.is_none()) {
            return self.refuse(&format!(
                "{} is there already, as {twin}: not added; --session N enters it in the plan",
                shown(&from)
            ));
        }
        // What is there already can be entered all the same.
        let lies_at = lies_at.or(twin);
        let free =
            lies_at.clone().or_else(|| self.free(&naming::path(&self.folder(), below, &name, &loaded.metadata)?));
        let Some(to) = free else { return self.refuse(&format!("{}: no name for it is free", shown(&from))) };
        self.taken.insert(to.clone());
        loaded.digest.into_iter().for_each(|digest| drop(self.coming.insert(digest, to.clone())));
        self.additions.push(Addition {
            from,
            is_there: lies_at.is_some(),
            format: loaded.format,
            words: loaded.document.words(),
            title: loaded.metadata.title,
            warnings: loaded.document.warnings,
            same_work: Vec::new(),
            session: None,
            to,
        });
    }

    /// The folder of the corpus that texts are put into: the one that was named, below the part that was.
    fn folder(&self) -> String {
        let part = self.library.corpus.folder().map_or("", DocPath::as_str);
        format!("{part}/{}", self.args.folder)
    }

    /// A text with the same bytes, in the corpus or on its way to it.
    fn twin(&self, loaded: &Loaded) -> Option<DocPath> {
        let digest = loaded.digest?;
        let coming = self.coming.get(&digest).cloned();
        let size = loaded.stamp.map_or(0, |stamp| stamp.size);
        let same = |path: &&DocPath| {
            let bytes = self.library.bytes(path).ok().flatten();
            bytes.is_some_and(|bytes| crate::store::digest(&bytes) == digest)
        };
        coming.or_else(|| self.sizes.get(&size)?.iter().find(same).cloned())
    }

    /// The path, with a number where another file has it.
    fn free(&self, path: &DocPath) -> Option<DocPath> {
        let numbered = (2..MOST).filter_map(|number| naming::numbered(path, number));
        let is_free = |path: &DocPath| {
            !self.taken.contains(path) && !is_taken(&self.library.corpus.root().join(path.as_path()), false)
        };
        std::iter::once(path.clone()).chain(numbered).find(is_free)
    }

    /// Puts the texts where they belong; those that cannot be are told and let go.
    fn put(&mut self) {
        let way = if self.args.link { AddingWay::Link } else { AddingWay::Copy };
        let (additions, corpus) = (std::mem::take(&mut self.additions), self.library.corpus.clone());
        for addition in additions {
            let put = if addition.is_there { Ok(()) } else { corpus.take_in(&addition.from, &addition.to, way) };
            match put {
                Ok(()) => self.additions.push(addition),
                Err(error) => self.refuse(&format!("{}: {error}. {}", addition.to, error.hint())),
            }
        }
    }

    /// Enters the texts in the plan, where there is one or a session was named.
    fn enter(&mut self) -> Result<(), Failure> {
        let corpus = self.library.corpus.clone();
        if self.args.no_plan {
            return Ok(());
        }
        let plan = corpus.plan_text().map_err(|error| self.not_entered(&error))?;
        let known = self.library.syllabus();
        if plan.is_none() && self.args.session.is_none() {
            return Ok(());
        }
        let number = session(&known, self.args.session);
        let is_new = |path: &DocPath| match self.args.session {
            Some(number) => {
                !known.sessions.iter().any(|session| session.number == number && session.readings.contains(path))
            }
            None => known.order_of(path).is_none(),
        };
        self.tell_what_stands(&known);
        let new = self.additions.iter().filter(|addition| is_new(&addition.to));
        let (read, held): (Vec<&Addition>, Vec<&Addition>) =
            new.partition(|addition| addition.words > 0 || self.args.force);
        for addition in held {
            let file = syllabus::FILE;
            tell(&format!("{}: not entered in {file}, for no word of it can be read; --force enters it", addition.to));
        }
        let paths: Vec<DocPath> = read.into_iter().map(|addition| addition.to.clone()).collect();
        for addition in self.additions.iter_mut().filter(|addition| paths.contains(&addition.to)) {
            addition.session = Some(number);
        }
        if !paths.is_empty() && !self.args.dry_run {
            self.write_plan(&corpus, plan.as_deref(), &paths)?;
        }
        Ok(())
    }

    /// Says of texts that the plan has already where that is.
    fn tell_what_stands(&self, known: &Syllabus) {
        for addition in &self.additions {
            let Some((at, _)) = known.order_of(&addition.to) else { continue };
            let there = known.sessions.get(at).map_or(0, |session| session.number);
            let more = match self.args.session {
                Some(number) if number != there => format!(", and in session {number} from now on"),
                Some(_) => String::new(),
                None => "; --session N enters it in another as well".to_owned(),
            };
            tell(&format!("{} stands in session {there} already{more}", addition.to));
        }
    }

    /// That the texts are there and the plan, which cannot be read or written, does not have them.
    fn not_entered(&self, error: &Error) -> Failure {
        let file = syllabus::FILE;
        let names: Vec<&str> = self.additions.iter().take(NAMED).map(|addition| addition.to.as_str()).collect();
        let texts = format!("{} ({})", counted(self.additions.len(), "text"), names.join(", "));
        let done = if self.args.dry_run { "would be put into" } else { "put into" };
        Failure::new(
            format!("{texts} {done} the folder, but not entered in {file}: {error}"),
            format!("{} To leave the plan alone: --no-plan.", error.hint()),
        )
    }

    fn write_plan(&self, corpus: &Corpus, plan: Option<&str>, paths: &[DocPath]) -> Result<(), Failure> {
        let entered = syllabus::enter(plan.unwrap_or(""), self.args.session, paths).ok_or_else(|| {
            let list: Vec<String> = paths.iter().map(|path| format!("\"{}\",", path.as_str())).collect();
            Failure::new(
                format!(
                    "the texts are in the folder, but not in {}: it is written so that they cannot be entered safely",
                    syllabus::FILE
                ),
                format!("`postil check` names its faults; the readings to enter are\n{}", list.join("\n")),
            )
        })?;
        corpus.replace_plan(plan, &entered).map_err(|error| self.not_entered(&error))
    }

    /// Finds what is the same work as a text that was added.
    fn compare(&mut self) {
        let (entries, _) = self.library.entries();
        for entry in &entries {
            // What cannot be looked at is the same work as nothing.
            let _ = self.library.look(entry);
        }
        let works = self.library.compare(&entries);
        for addition in &mut self.additions {
            addition.same_work = works.copies(&addition.to).cloned().collect();
        }
    }

    fn print(&self, out: &mut Out) -> Result<(), Failure> {
        if self.args.json {
            return out.json(&Value::Array(self.additions.iter().map(Addition::json).collect()));
        }
        let (left, right) = (Align::Left, Align::Right);
        let mut table =
            Table::new(&[("TEXT", left), ("FORMAT", left), ("WORDS", right), ("SESSION", left), ("TITLE", left)]);
        for addition in &self.additions {
            table.push(addition.row());
            addition.warnings.iter().for_each(|warning| tell(&format!("{}: {warning}", addition.to)));
            if let Some(same) = addition.same_work.first() {
                tell(&format!("{} is the same work as {same}: what is marked in one shows in the other", addition.to));
            }
        }
        if self.additions.is_empty() { Ok(()) } else { table.print(out) }
    }
}

impl Addition {
    fn row(&self) -> [String; 5] {
        let session = self.session.map_or("–".to_owned(), |number| number.to_string());
        let title = self.title.clone().unwrap_or_else(|| "(says no title)".to_owned());
        [self.to.to_string(), self.format.to_owned(), self.words.to_string(), session, title]
    }

    fn json(&self) -> Value {
        json!({
            "path": self.to.as_str(),
            "from": shown(&self.from),
            "format": self.format,
            "words": self.words,
            "title": self.title,
            "session": self.session,
            "same_work": self.same_work.iter().map(DocPath::as_str).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

/// The number of the session that texts are entered in.
fn session(plan: &Syllabus, named: Option<u32>) -> u32 {
    named.or_else(|| plan.sessions.last().map(|session| session.number)).unwrap_or(1)
}
