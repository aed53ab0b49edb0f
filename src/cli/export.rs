//! `postil export`: one's own folder of annotations as one file, to hand over (`--bundle FILE`; what is in it is said in
//! `store::bundle`), or what was picked from everybody's (`--curated`, see `digest`).

use super::digest::{self, DigestRequest};
use super::out::{Out, tell};
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use crate::annotation::record::time_text;
use crate::exchange::export::EXPORTERS;
use crate::store::bundle;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Pack all your annotations on a folder of texts into one file, or print the digest of what was picked.
///
/// With --bundle: a file to mail or carry to somebody, who runs `postil import FILE` in their copy of the texts. Only what you
/// wrote is packed, never a text. With --curated: the annotations that were picked with `*` in the reader, by session and text,
/// each passage with its citation, who wrote what on it, and why it was picked.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["bundle", "curated"]))]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct Args {
    /// A folder of texts. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// The file to write; `-` for standard output.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Write over a file of that name.
    #[arg(long, requires = "bundle")]
    force: bool,
    /// Print the digest of what was picked.
    #[arg(long)]
    curated: bool,
    /// Picked by this reader. Default: the leader of the syllabus, else you, else everybody.
    #[arg(long, value_name = "READER", requires = "curated")]
    by: Option<String>,
    /// Only this session of syllabus.toml.
    #[arg(long, value_name = "N", requires = "curated")]
    session: Option<u32>,
    /// How to print the digest.
    #[arg(long, value_name = "FORMAT", default_value = "markdown", value_parser = names())]
    format: String,
    /// The same as --format json.
    #[arg(long, requires = "curated")]
    json: bool,
    /// With `Reader A`, `Reader B` in place of names.
    #[arg(long, requires = "curated")]
    pseudonyms: bool,
    /// Also what others wrote on a reading that you are to read blind first (`blind` in syllabus.toml).
    #[arg(long, requires = "curated")]
    unblind: bool,
}

fn names() -> clap::builder::PossibleValuesParser {
    let named = EXPORTERS.iter().map(|row| clap::builder::PossibleValue::new(row.name).help(row.about));
    clap::builder::PossibleValuesParser::new(named)
}

/// Packs or prints. Nothing found: the reader has written nothing here; nothing is picked.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    if let Some(file) = &args.bundle {
        return bundle(&room, (file, args.force), out);
    }
    let format = if args.json { "json" } else { &args.format };
    let (pseudonyms, unblind) = (args.pseudonyms, args.unblind);
    let wanted = DigestRequest { by: args.by.as_deref(), session: args.session, format, pseudonyms, unblind };
    digest::run(&room, &wanted, out)
}

fn bundle(room: &Room, (file, force): (&Path, bool), out: &mut Out) -> Result<Outcome, Failure> {
    let Some(me) = room.me() else {
        return Err(Failure::new(
            "no reader is set on this device",
            "Write something first: on the screen, or with `postil annotate`; `postil reader` shows who you are.",
        ));
    };
    let bytes = bundle::pack(&room.annotations, &me, &time_text(Timestamp::now()))?;
    let files = bundle::Bundle::open(bytes.clone()).map_or(0, |bundle| bundle.len());
    if files == 0 {
        tell("you have written nothing on these texts: there is nothing to pack");
        return Ok(Outcome::Nothing);
    }
    if file.as_os_str() == "-" {
        out.made_here(&bytes)?;
    } else {
        if !force && file.symlink_metadata().is_ok() {
            let cause = format!("there is a {} already", crate::text::shown(file));
            return Err(Failure::new(cause, "Give another name, or --force to write over it."));
        }
        bundle::write(file, &bytes, force)?;
        let count = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        out.line(&format!("{count} of {} in {}", me.nickname, crate::text::shown(file)))?;
    }
    Ok(Outcome::Done)
}
