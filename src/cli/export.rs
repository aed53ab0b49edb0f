//! `postil export`: annotations in the format of another program (`export/annotations.rs`), one's own folder of annotations as one
//! file to hand over (`--bundle FILE`; what is in it is said in `store::bundle`), or what was picked from everybody's (`--curated`,
//! see `digest`).

mod annotations;
pub mod screen;
mod sinks;
mod writing;

use super::annotated::path_and_words;
use super::digest::{self, DigestRequest};
use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use crate::annotation::record::time_text;
use crate::exchange::export::annotations::ANNOTATION_EXPORTERS;
use crate::exchange::export::exporter;
use crate::search::query::help;
use crate::store::{Stop, bundle};
use crate::worker::signer::signed;
use annotations::AnnotationArgs;
use jiff::Timestamp;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Write annotations for other programs and for people: all on a folder of texts or on one text, or those that a query finds.
///
/// With --bundle: a file to mail or carry to somebody, who runs `postil import FILE` in their copy of the texts. Only what you
/// wrote is packed, never a text. With --curated: the annotations that were picked with `*` in the reader, by session and text,
/// each passage with its citation, who wrote what on it, and why it was picked.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").args(["bundle", "curated"]), after_help = about())]
pub struct Args {
    /// A folder of texts or one text, if the first word is the name of one; and which annotations. Default: the one around this
    /// folder, else the one read last, else ./documents; all.
    #[arg(value_name = "PATH or FILTER")]
    words: Vec<String>,
    /// The format; see below.
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: String,
    #[command(flatten)]
    annotations: AnnotationArgs,
    /// The file to write as a bundle; `-` for standard output.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Write over files of that name.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    curated: CuratedArgs,
    /// Short for --format json.
    #[arg(long)]
    json: bool,
    /// Also what others wrote on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long)]
    unblind: bool,
}

/// What is asked of the digest.
#[derive(Debug, clap::Args)]
struct CuratedArgs {
    /// Print the digest of what was picked.
    #[arg(long)]
    curated: bool,
    /// Picked by this reader. Default: the leader of the syllabus, else you, else everybody.
    #[arg(long, value_name = "READER", requires = "curated")]
    by: Option<String>,
    /// Only this session of syllabus.toml.
    #[arg(long, value_name = "N", requires = "curated")]
    session: Option<u32>,
    /// With `Reader A`, `Reader B` in place of names.
    #[arg(long, requires = "curated")]
    pseudonyms: bool,
}

/// The formats, and what can be asked.
fn about() -> String {
    let mut about = String::from("Formats:\n");
    for row in ANNOTATION_EXPORTERS {
        _ = writeln!(about, "  {:<12} {}", row.name, row.about);
    }
    format!("{about}\nA digest (--curated) is written as markdown, html, csv or json.\n\n{}", help())
}

/// Exports, packs or prints. Nothing found: no annotation passes the filter; the reader has written nothing here; nothing is
/// picked.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let format = if args.json { "json" } else { &args.format };
    let (path, words) = path_and_words(&args.words)?;
    let picked = args.curated.curated;
    if args.bundle.is_none() && !picked {
        let request = annotations::AnnotationRequest { format, words, force: args.force, unblind: args.unblind };
        return annotations::run(path.as_deref(), &args.annotations, &request, out);
    }
    if let Some(word) = words.first() {
        return Err(Failure::new(
            format!("there is no {word}"),
            "A bundle and a digest are of a whole folder of texts.",
        ));
    }
    let room = Room::open(path.as_deref())?;
    if let Some(file) = &args.bundle {
        return bundle(&room.with_private_if(args.annotations.private), (file, args.force), out);
    }
    if exporter(format).is_none() {
        let known = "A digest is written as markdown, html, csv or json.";
        return Err(Failure::new(format!("a digest is not written as {format}"), known));
    }
    let CuratedArgs { by, session, pseudonyms, .. } = &args.curated;
    let (pseudonyms, unblind) = (*pseudonyms, args.unblind);
    let wanted = DigestRequest { by: by.as_deref(), session: *session, format, pseudonyms, unblind };
    digest::run(&room, &wanted, out)
}

fn bundle(room: &Room, (file, force): (&Path, bool), out: &mut Out) -> Result<Outcome, Failure> {
    let Some(me) = room.me() else {
        return Err(Failure::new(
            "no reader is set on this device",
            "Write something first: on the screen, or with `postil annotate`; `postil reader` shows who you are.",
        ));
    };
    let private = room.annotations.private();
    if private.is_none() {
        tell_all(&Vec::from_iter(signed(room.store().annotations(), &me, &Stop::default())));
    }
    let what = if private.is_some() { "nothing private" } else { "nothing" };
    let bytes = bundle::pack(private.as_ref().unwrap_or(&room.annotations), &me, &time_text(Timestamp::now()))?;
    let files = bundle::Bundle::open(bytes.clone()).map_or(0, |bundle| bundle.len());
    if files == 0 {
        tell(&format!("you have written {what} on these texts: there is nothing to pack"));
        return Ok(Outcome::Nothing);
    }
    if file.as_os_str() == "-" {
        out.made_here(&bytes)?;
    } else {
        sinks::must_not_be_there(file, force)?;
        bundle::write(file, &bytes, force)?;
        let count = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        let whose = if private.is_some() { "your private notes" } else { me.nickname.as_str() };
        out.line(&format!("{count} of {whose} in {}", crate::text::shown(file)))?;
    }
    Ok(Outcome::Done)
}
