//! `postil check [PATH]`: the health of sidecars and anchors, with a receipt and what to do about each thing. It mends
//! nothing unless it is asked to (`check/repair.rs`). What is wrong is found in `check/survey.rs`.
//!
//! The keys of `--json`:
//!
//! | key | value |
//! |---|---|
//! | `documents` | array of {`path`, `annotations`, `same`, `moved`, `changed`, `uncertain`, `orphan`, `other`}, those with annotations; `other` are those about no passage: replies, votes, notes on the whole text |
//! | `total` | the same counts, without `path`, over all documents |
//! | `annotations` | array of {`id`, `document`, `reader`, `kind`, `state`, `score`, `old`, `new`, `start`, `end`}, those on a passage |
//! | `problems` | array of {`kind`, `path` (or null), `message`, `hint`} |
//! | `absent` | array of {`role` (`leader`, `group` or `reader`, in the roster), `group` (or null), `name`}: names in the syllabus that nobody here has |
//! | `strangers` | array of the folders of readers who stand in no row of the roster, where there is one |
//! | `open_rows` | array of the short names in the roster with neither a key nor an id: whoever writes under one first is taken for its reader |
//! | `remarks` | array of sentences: what of the syllabus is to be known, and may well be meant |
//! | `signatures` | with `--signatures`: array of {`reader` (the short name, else null), `folder`, `state`, `good`, `altered`, `missing`, `changed`, `elsewhere`, `unsigned`, `other_key`, `faults`}: of records how many are as they were signed, and the ids of the others; states: `good`, `altered`, `faulty` (some are good, and something is wrong with the signatures), `unsigned`, `unknown`, `absent` (in the roster, without a folder here) |
//! | `repaired` | with `--repair`: array of {`path`, `kept`, `records`, `unread`, `failure`}, see `check/repair.rs` |
//!
//! `old` are the words marked, `new` those that stand there now, `start` and `end` where, in code points, end exclusive; the
//! three are null for an orphan. `score` is how much of it was found, 0 to 1.
//!
//! Kinds of problems: `document` (cannot be read), `corpus` (a folder cannot be looked into), `sidecar` (cannot be read),
//! `unread` (lines that make no sense, or none; or a file of annotations whose name is none of theirs), `foreign` (records that are not the reader's whose folder it is),
//! `record` (breaks a rule of the format), `future`, `reader` (folders that claim to be of one reader, or make another key known than the roster has), `owner` (a file in a reader's folder belongs to another account), `signature`,
//! `missing` (no document), `uncertain`, `orphan`, `settings`, `syllabus`, `state`.

mod lost;
mod repair;
mod survey;

use super::out::{Out, cut};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use super::table::{Align, Table};
use crate::annotation::{AnchorState, AnnotationId};
use crate::store::ALLOWED;
use crate::store::signature::{self, SignatureStanding, Signers};
use crate::text::{shown, visible};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::path::PathBuf;

/// What to do about signatures that are not as they should be.
const ASK_READER: &str = "Ask the reader: `--json` has the ids; what the reader takes for theirs as it is they sign again (`postil sign --altered`); a file \
                          under another text's name goes back to its own. The leader knows whose key is whose.";
/// What the reader does whose device was copied.
const FORKED: &str = "The reader syncs on both copies, then runs `postil sign --altered` on one: it takes the other's part back and signs anew what that was \
                      about, then syncs. On the other, remove device.json from postil's state folder: so it is a device of its own.";

/// What to do about rows of the roster that anybody can stand in.
const OPEN_ROWS: &str = "  Whoever writes under such a name first is taken for that reader. Each reader's `postil reader` shows an id: write it into the row, \
                         id = \"urn:uuid:…\", or the reader's public key, key = \"ssh-ed25519 …\".";

/// Check all annotations of a folder: can everything be read, and does every passage still have its place?
///
/// Prints a receipt: how many passages stand where they stood (same), elsewhere (moved), with other words in them
/// (changed), in a place that is not sure (uncertain) or nowhere (orphan); other are replies, votes and notes on a
/// whole text. Exit code 1 if something needs a hand.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct Args {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Print JSON: {documents, total, annotations, problems, absent, strangers, open_rows, remarks}.
    #[arg(long)]
    json: bool,
    /// Print also how each annotation stands, with the old and the new words.
    #[arg(long, short)]
    verbose: bool,
    /// Compare the records also with the signatures of their readers (`postil sign`), by the keys in the roster (`[readers]` in
    /// syllabus.toml) and, of others, in `allowed_signers` beside the texts.
    #[arg(long)]
    signatures: bool,
    /// Another file of keys, for --signatures: it alone counts.
    #[arg(long, value_name = "FILE", requires = "signatures")]
    allowed: Option<PathBuf>,
    /// First write the damaged files of your own folder anew: everything that can be read is kept, what cannot stays in
    /// the file as it is, and the damaged file is kept beside it as NAME.damaged-1.
    #[arg(long)]
    repair: bool,
}

/// Checks. "Nothing found", exit code 1, says here that something is wrong.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    // Of a folder in a corpus all is checked: what is wrong with the plan or a reader is wrong there too.
    let room = if room.library.corpus.folder().is_some() { room.entire() } else { room };
    let repaired = if args.repair { repair::repair(&room) } else { Vec::new() };
    let mut report = survey::survey(&room, Timestamp::now());
    let signed = if args.signatures { signatures(args, &room, &mut report)? } else { Vec::new() };
    if args.json {
        let mut json = report.json();
        if args.signatures {
            json["signatures"] = signed.iter().map(signed_json).collect();
        }
        if args.repair {
            json["repaired"] = repaired.iter().map(repair::Mended::json).collect();
        }
        out.json(&json)?;
    } else {
        for mended in &repaired {
            out.line(&mended.line())?;
        }
        if !repaired.is_empty() {
            out.line("")?;
        }
        report.print(args.verbose, out)?;
        for reader in &signed {
            out.line(&visible::line(&format!("{}: {}: {}", reader.who(), reader.word(), reader.words())))?;
        }
    }
    Ok(Outcome::found(report.problems.is_empty()))
}

/// How the readers' files stand to their signatures; what is wrong with them is a problem.
fn signatures(args: &Args, room: &Room, report: &mut CheckReport) -> Result<Vec<SignatureStanding>, Failure> {
    let store = room.store().once().0;
    // Who names a list means that one.
    let signers = args.allowed.as_deref().map_or_else(|| Ok(Signers::of(&store)), Signers::in_list)?;
    if signers.is_empty() {
        let cause = format!("there is no list of keys {}", shown(&room.library.corpus.root().join(ALLOWED)));
        return Err(Failure::new(
            cause,
            "The leader makes it: a line for each reader, `NICKNAME ssh-ed25519 AAAA…` (the reader's .pub file); or a roster, `[readers]` in syllabus.toml.",
        ));
    }
    let mut signed = signature::standings(&store, &signers)?;
    if args.allowed.is_none() {
        signed.extend(signature::absent_signers(&store));
    }
    for names in signature::shared_keys(&signers) {
        let told = format!("one key stands for {}: whoever has it signs for each of them", names.join(" and "));
        let hint = "Ask each reader for the .pub file of a key of their own, and put that into the list.";
        report.problem("signature", None, told, hint);
    }
    for reader in signed.iter().filter(|reader| reader.is_wrong()) {
        let hint = if reader.is_forked { FORKED } else { ASK_READER };
        report.problem("signature", Some(&reader.who()), reader.words(), hint);
    }
    Ok(signed)
}

fn signed_json(signed: &SignatureStanding) -> Value {
    json!({
        "reader": signed.nickname, "folder": signed.folder, "state": signed.word(), "good": signed.good, "altered": signed.altered,
        "missing": signed.missing, "changed": signed.changed, "unsigned": signed.unsigned,
        "elsewhere": signed.elsewhere, "other_key": signed.other_key, "faults": signed.faults,
    })
}

/// How many annotations are in which state.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// All of them, those about no passage too.
    annotations: usize,
    /// By the order of [`STATES`].
    states: [usize; 5],
}

const STATES: [AnchorState; 5] =
    [AnchorState::Same, AnchorState::Moved, AnchorState::Changed, AnchorState::Uncertain, AnchorState::Orphan];

impl Counts {
    fn count(&mut self, state: Option<AnchorState>) {
        self.annotations += 1;
        for (known, count) in STATES.iter().zip(&mut self.states) {
            *count += usize::from(state == Some(*known));
        }
    }

    fn add(&mut self, other: &Self) {
        self.annotations += other.annotations;
        for (sum, count) in self.states.iter_mut().zip(other.states) {
            *sum += count;
        }
    }

    /// Those about no passage: replies, votes, notes on the whole text.
    fn other(&self) -> usize {
        self.annotations - self.states.iter().sum::<usize>()
    }

    fn json(&self) -> Map<String, Value> {
        let mut object = Map::new();
        object.insert("annotations".to_owned(), self.annotations.into());
        object.extend(STATES.iter().zip(self.states).map(|(state, count)| (state.name().to_owned(), count.into())));
        object.insert("other".to_owned(), self.other().into());
        object
    }

    fn row(&self, name: &str) -> Vec<String> {
        let counts = std::iter::once(self.annotations).chain(self.states).chain([self.other()]);
        let mut row: Vec<String> = counts.map(|n| n.to_string()).collect();
        row.push(name.to_owned());
        row
    }
}

/// Something that needs a hand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Problem {
    kind: &'static str,
    path: Option<String>,
    message: String,
    hint: String,
}

/// How one annotation on a passage stands.
#[derive(Clone, Debug)]
struct Standing {
    id: AnnotationId,
    document: String,
    reader: String,
    kind: &'static str,
    state: AnchorState,
    score: f32,
    old: String,
    /// The words that stand there now, and where, in code points; none of an orphan.
    new: Option<(String, (usize, usize))>,
}

impl Standing {
    fn json(&self) -> Value {
        let (new, place) = self.new.as_ref().map(|(new, place)| (new, *place)).unzip();
        let score = (f64::from(self.score) * 1000.0).round() / 1000.0;
        json!({
            "id": self.id, "document": self.document, "reader": self.reader, "kind": self.kind, "state": self.state.name(),
            "score": score, "old": self.old, "new": new, "start": place.map(|(start, _)| start), "end": place.map(|(_, end)| end),
        })
    }

    /// The line about it, and the words where they are not what they were.
    fn lines(&self) -> Vec<String> {
        let place = self.new.as_ref().map_or("-".to_owned(), |(_, (start, end))| format!("{start}-{end}"));
        let score = (self.score * 100.0).round();
        let facts = format!("{} {score}%  {} {} {place}  {}", self.state.name(), self.reader, self.kind, self.id);
        let quoted = |words: &str| format!("“{}”", cut(words, 200));
        match &self.new {
            Some((new, _)) if *new == self.old => vec![facts, format!("  {}", quoted(&self.old))],
            Some((new, _)) => vec![facts, format!("  was {}", quoted(&self.old)), format!("  now {}", quoted(new))],
            None => vec![facts, format!("  was {}", quoted(&self.old))],
        }
    }
}

/// A name in the syllabus that nobody has who is here: not written anything yet, or mistyped.
#[derive(Debug)]
struct AbsentName {
    role: AbsentRole,
    name: String,
}

/// As what somebody stands in the syllabus.
#[derive(Clone, Debug)]
enum AbsentRole {
    Leader,
    /// In the group of that name.
    Group(String),
    /// In the roster.
    Reader,
}

impl AbsentName {
    fn json(&self) -> Value {
        let (role, group) = match &self.role {
            AbsentRole::Leader => ("leader", None),
            AbsentRole::Group(group) => ("group", Some(group)),
            AbsentRole::Reader => ("reader", None),
        };
        json!({"role": role, "group": group, "name": self.name})
    }

    fn words(&self) -> String {
        match &self.role {
            AbsentRole::Leader => format!("{} (leader)", self.name),
            AbsentRole::Group(group) => format!("{} (group {group})", self.name),
            AbsentRole::Reader => format!("{} (roster)", self.name),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
struct CheckReport {
    documents: Vec<(String, Counts)>,
    standings: Vec<Standing>,
    problems: Vec<Problem>,
    absent: Vec<AbsentName>,
    /// Folders of readers who stand in no row of the roster, where there is one.
    strangers: Vec<String>,
    /// Short names in the roster with neither a key nor an id.
    open_rows: Vec<String>,
    /// What of the syllabus is to be known, and no problem.
    remarks: Vec<String>,
    told: HashSet<Problem>,
}

impl CheckReport {
    /// Notes a problem, once: what is wrong with a reader's folder is met again at each document.
    fn problem(&mut self, kind: &'static str, path: Option<&str>, message: impl Into<String>, hint: impl Into<String>) {
        let problem = Problem { kind, path: path.map(str::to_owned), message: message.into(), hint: hint.into() };
        if self.told.insert(problem.clone()) {
            self.problems.push(problem);
        }
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, counts) in &self.documents {
            total.add(counts);
        }
        total
    }

    fn json(&self) -> Value {
        let document = |(path, counts): &(String, Counts)| {
            let mut object = Map::new();
            object.insert("path".to_owned(), path.clone().into());
            object.extend(counts.json());
            Value::Object(object)
        };
        let problem = |problem: &Problem| json!({"kind": problem.kind, "path": problem.path, "message": problem.message, "hint": problem.hint});
        json!({
            "documents": self.documents.iter().map(document).collect::<Vec<Value>>(),
            "total": self.total().json(),
            "annotations": self.standings.iter().map(Standing::json).collect::<Vec<Value>>(),
            "problems": self.problems.iter().map(problem).collect::<Vec<Value>>(),
            "absent": self.absent.iter().map(AbsentName::json).collect::<Vec<Value>>(),
            "strangers": self.strangers,
            "open_rows": self.open_rows,
            "remarks": self.remarks,
        })
    }

    /// How each annotation stands, by documents.
    fn print_standings(&self, out: &mut Out) -> Result<(), Failure> {
        let mut document = "";
        for standing in &self.standings {
            if standing.document != document {
                out.line("")?;
                out.line(&standing.document)?;
                document = &standing.document;
            }
            standing.lines().iter().try_for_each(|line| out.line(&format!("  {line}")))?;
        }
        Ok(())
    }

    fn print(&self, verbose: bool, out: &mut Out) -> Result<(), Failure> {
        let names = ["NOTES", "SAME", "MOVED", "CHANGED", "UNCERTAIN", "ORPHAN", "OTHER"];
        let mut columns: Vec<(&str, Align)> = names.iter().map(|name| (*name, Align::Right)).collect();
        columns.push(("DOCUMENT", Align::Left));
        let mut table = Table::new(&columns);
        for (path, counts) in &self.documents {
            table.push(counts.row(path));
        }
        table.push(self.total().row("in all"));
        table.print(out)?;
        if verbose {
            self.print_standings(out)?;
        }
        out.line("")?;
        if !self.absent.is_empty() {
            let names: Vec<String> = self.absent.iter().map(AbsentName::words).collect();
            out.line(&format!("In syllabus.toml, and nobody here yet: {}.", names.join(", ")))?;
        }
        if !self.strangers.is_empty() {
            out.line(&format!("Strangers, not in the roster of syllabus.toml: {}.", self.strangers.join(", ")))?;
        }
        if !self.open_rows.is_empty() {
            out.line(&format!("In the roster with neither key nor id: {}.", self.open_rows.join(", ")))?;
            out.line(OPEN_ROWS)?;
        }
        self.remarks.iter().try_for_each(|remark| out.line(remark))?;
        if self.problems.is_empty() {
            return out.line("Nothing is wrong.");
        }
        for problem in &self.problems {
            let path = problem.path.as_deref().map(|path| format!("{path}: ")).unwrap_or_default();
            out.line(&format!("{}: {path}{}", problem.kind, problem.message))?;
            out.line(&format!("  {}", problem.hint))?;
        }
        Ok(())
    }
}
