//! `postil questions [PATH]`: the questions of a corpus, the most asked first, as the board on the screen has them. It
//! reads readers' files alone and answers nothing. Prompts of the leader are no questions here.
//!
//! The keys of `--json`, one object a question:
//!
//! | key | value |
//! |---|---|
//! | `id` | `urn:uuid:…` |
//! | `document` | relative path of the document |
//! | `title` | what the document or the syllabus calls it, or null |
//! | `reader` | nickname of who asks |
//! | `created` | when, in UTC |
//! | `note` | the question (of a very long one the beginning) |
//! | `quote` | the words it is about (of many the beginning), or null |
//! | `votes` | how many others ask the same |
//! | `answers` | answers and replies under it |
//! | `settled_by` | nickname of whose answer settled it; null while it is open |
//! | `private` | whether not everybody can read it; listed with `--private` alone |

use super::blind::Eyes;
use super::out::{Out, cut, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::report;
use super::setup::Room;
use crate::annotation::record::time_text;
use crate::annotation::{Audience, Reader, ReaderId};
use crate::document::DocPath;
use crate::store::{DocumentEntry, Read};
use crate::study::Asking;
use crate::worker::summary::summary;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// The widest line of a printed question, in cells.
const WIDTH: usize = 100;

/// List the open questions of a folder of texts, the most asked first.
///
/// A question is open until its asker, or who leads the seminar, votes for an answer to it (`+` on the screen, `annotate
/// --vote` here).
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Args {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Only on the readings of this session of syllabus.toml.
    #[arg(long, value_name = "N")]
    session: Option<u32>,
    /// Settled questions too, after the open ones.
    #[arg(long)]
    all: bool,
    /// Also those on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long)]
    unblind: bool,
    /// Your private ones too, and those that were written for you alone, which nothing prints otherwise.
    #[arg(long)]
    private: bool,
    /// Print JSON: an array of {id, document, title, reader, created, note, quote, votes, answers, settled_by, private}.
    #[arg(long)]
    json: bool,
}

/// A question and what is printed of it beside its own words.
struct Asked {
    document: DocPath,
    title: Option<String>,
    reader: String,
    settled_by: Option<String>,
    asking: Asking,
}

/// Lists the questions. Nothing found: none is open (with `--all`: none was asked).
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?.with_private_if(args.private);
    tell_all(&room.library.faults);
    let asked = asked(args, &room)?;
    if args.json {
        out.json(&asked.iter().map(Asked::json).collect())?;
    } else {
        asked.iter().try_for_each(|asked| asked.print(out))?;
    }
    if asked.is_empty() {
        tell(if args.all { "nobody has asked anything" } else { "no question is open (--all shows settled ones too)" });
    }
    Ok(Outcome::found(!asked.is_empty()))
}

/// The questions that are wanted, in order.
fn asked(args: &Args, room: &Room) -> Result<Vec<Asked>, Failure> {
    let ((store, errors), syllabus) = (room.store().once(), &room.library.syllabus());
    let session = report::session(syllabus, &room.library.faults, args.session)?;
    let readings: Option<BTreeSet<&DocPath>> = session.map(|session| session.readings.iter().collect());
    let wanted =
        |path: &DocPath| readings.as_ref().is_none_or(|all| all.contains(path)) && room.library.corpus.asks_for(path);
    let leader = report::leader(syllabus, &store);
    let mut folders: Vec<(String, Reader)> = store.readers().0.into_iter().collect();
    folders.sort_unstable_by(|a, b| b.0.cmp(&a.0));
    // Who has only private notes has no folder.
    let folders = store.me().cloned().into_iter().chain(folders.into_iter().map(|(_, reader)| reader));
    let names: HashMap<ReaderId, String> = folders.map(|Reader { id, nickname, .. }| (id, nickname)).collect();
    let name = |id: &ReaderId| names.get(id).cloned().unwrap_or_else(|| "somebody".to_owned());
    let eyes = Eyes::of(room, &store, args.unblind);
    let (mut found, mut left_out): (Vec<Asked>, Vec<String>) = (Vec::new(), Vec::new());
    let texts = room.library.known_texts(&room.library.entries().0);
    let faults = store.survey(&texts, &mut |path, stored| {
        if !wanted(path) {
            return;
        }
        let mut read = Read { stored, ..Read::default() };
        left_out.extend(eyes.see(room, path, &mut read));
        found.extend(summary(&read.stored).questions.into_iter().map(|asking| Asked {
            document: path.clone(),
            title: None,
            reader: name(&asking.creator),
            settled_by: asking.settled_by(leader.as_ref()).map(name),
            asking,
        }));
    });
    tell_all(&faults);
    tell_all(&errors);
    tell_all(&left_out);
    found.retain(|asked| args.all || asked.settled_by.is_none());
    found.sort_by_cached_key(|asked| (asked.settled_by.is_some(), asked.asking.rank()));
    name_documents(room, &mut found);
    Ok(found)
}

/// Says what the documents are called, from their beginnings or the syllabus; nothing of one that cannot be read.
fn name_documents(room: &Room, found: &mut [Asked]) {
    if found.is_empty() {
        return;
    }
    let wanted: BTreeSet<DocPath> = found.iter().map(|asked| asked.document.clone()).collect();
    let entries = room.entries().0.into_iter().filter(|entry| wanted.contains(&entry.path));
    let title = |entry: DocumentEntry| {
        let said = room.library.look(&entry).ok()?;
        let title = room.library.corrected(&entry.path, &said.metadata).title?;
        Some((entry.path, title))
    };
    let titles: HashMap<DocPath, String> = entries.filter_map(title).collect();
    room.library.keep_facts();
    for asked in found {
        asked.title = titles.get(&asked.document).cloned();
    }
}

impl Asked {
    fn json(&self) -> Value {
        let asking = &self.asking;
        let quote = Some(&asking.quote).filter(|quote| !quote.is_empty());
        json!({
            "id": asking.id, "document": self.document, "title": self.title, "reader": self.reader,
            "created": time_text(asking.created), "note": asking.note, "quote": quote, "votes": asking.votes,
            "answers": asking.answers, "settled_by": self.settled_by, "private": asking.audience != Audience::Everybody,
        })
    }

    fn print(&self, out: &mut Out) -> Result<(), Failure> {
        let asking = &self.asking;
        let votes = if asking.votes > 0 { format!("+{}", asking.votes) } else { "?".to_owned() };
        out.line(&format!("{votes:<5}{}", cut(&asking.note, WIDTH)))?;
        if !asking.quote.is_empty() {
            out.line(&format!("     > {}", cut(&asking.quote, WIDTH)))?;
        }
        let state = match (&self.settled_by, asking.answers) {
            (Some(who), _) => format!("settled by {who}'s answer"),
            (None, 0) => "no answer".to_owned(),
            (None, 1) => "1 answer".to_owned(),
            (None, count) => format!("{count} answers"),
        };
        out.line(&format!(
            "     {}{} · {state} · {}",
            self.reader,
            if asking.audience == Audience::Everybody { "" } else { " · private" },
            self.title.as_deref().unwrap_or(self.document.as_str())
        ))
    }
}
