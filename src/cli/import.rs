//! `postil import FILE… [PATH]`: takes in what somebody packed with postil, or marks that were made in another program.
//!
//! Which of the two a file is, its content says: a bundle is laid beside the texts (`import/bundle.rs`), marks are matched
//! and placed (`import/marks.rs`). Both show what would come, and ask before anything is written.

mod bundle;
mod consent;
mod marks;

use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::setup::Room;
use crate::exchange::import::{self, IMPORTERS};
use crate::store::bundle::{Bundle, read};
use consent::Consent;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The largest file of marks that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Take in annotations: a bundle of postil's, marks of another program, remarks in a PDF or a word processor's file.
///
/// Known are Kindle, KOReader, Hypothesis, Zotero, Readwise, calibre, bookokrat, EPUB Annotations and any W3C annotations.
///
/// Shows what is in the files, where it will stand and whose it is, and asks before anything is written. Taking in the same
/// twice changes nothing. Marks of others come in under their own names, never as yours.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Bundles, or files of marks; `-` is standard input. If the last one is a folder, it is the folder of texts. Default:
    /// the one around this folder, else the one read last, else ./documents.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    consent: Consent,
    /// A name or account in the files that is you; may be given several times.
    #[arg(long, value_name = "NAME")]
    mine: Vec<String>,
}

/// Takes files in, one after the other. Nothing found: there is nothing new in any, or the answer was no.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let (files, folder) = match args.files.split_last() {
        Some((last, files)) if last.is_dir() => (files, Some(last.as_path())),
        _ => (&args.files[..], None),
    };
    if files.is_empty() {
        return Err(Failure::new("no file is named", "Name the files before the folder: `postil import FILE FOLDER`."));
    }
    let mut taken = false;
    for file in files {
        taken |= matches!(take_in(file, folder, args, out)?, Outcome::Done);
    }
    Ok(Outcome::found(taken))
}

fn take_in(file: &Path, folder: Option<&Path>, args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(folder)?;
    let name = crate::text::shown(file);
    let bytes = if file == Path::new("-") { standard_input()? } else { read(file)? };
    let faults = match import::read(&bytes) {
        Ok((importer, imported)) => {
            return marks::take_in((&name, importer, imported), room, (&args.consent, &args.mine), out);
        }
        Err(faults) => faults,
    };
    if !bytes.starts_with(b"PK") {
        if faults.is_empty() {
            return Err(unknown(&format!("{name}: no program is known that writes this")));
        }
        let hint = "Nothing was taken in. `postil import --help` says what marks can come from.";
        return Err(Failure::new(format!("{name}: {}", faults.join("; ")), hint));
    }
    let opened = Bundle::open(bytes).map_err(|fault| unknown(&format!("{name}: {fault}")))?;
    bundle::take_in(&opened, &room, &args.consent, out)
}

fn unknown(cause: &str) -> Failure {
    let known: Vec<&str> = IMPORTERS.iter().map(|importer| importer.about).collect();
    Failure::new(
        cause,
        format!("`postil export --bundle FILE` makes a bundle. Marks can come from: {}.", known.join("; ")),
    )
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
