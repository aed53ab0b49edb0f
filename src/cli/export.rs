//! `postil export --bundle FILE`: one's own folder of annotations as one file, to hand over. What is in it is said in
//! `store::bundle`.

use super::setup::Room;
use super::{Failure, Out, Outcome};
use crate::annotation::Reader;
use crate::annotation::record::time_text;
use crate::store::bundle;
use jiff::Timestamp;
use std::path::PathBuf;

/// Pack all your annotations on a folder of texts into one file, to mail or carry to somebody.
///
/// The other runs `postil import FILE` in their copy of the texts. Only what you wrote is packed, never a text.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder of texts. Default: the folder read last, else ./documents, else this folder.
    path: Option<PathBuf>,
    /// The file to write; `-` for standard output.
    #[arg(long, value_name = "FILE")]
    bundle: PathBuf,
    /// Write over a file of that name.
    #[arg(long)]
    force: bool,
}

/// Packs. Nothing found: the reader has written nothing here.
pub fn run(args: &Args, out: &mut Out) -> Result<Outcome, Failure> {
    let room = Room::open(args.path.as_deref())?;
    let Some(me) = room.state.reader() else {
        return Err(Failure::new("no reader is set on this device", "Open the texts and annotate something first."));
    };
    let me = Reader { id: me.id.clone(), name: me.name.clone(), nickname: me.nickname.clone() };
    let bytes = bundle::pack(&room.annotations, &me, &time_text(Timestamp::now()))?;
    let files = bundle::Bundle::open(bytes.clone()).map_or(0, |bundle| bundle.len());
    if files == 0 {
        return Ok(Outcome::Nothing);
    }
    if args.bundle.as_os_str() == "-" {
        out.made_here(&bytes)?;
    } else {
        bundle::write(&args.bundle, &bytes, args.force)?;
        let count = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
        out.line(&format!("{count} of {} in {}", me.nickname, crate::store::shown(&args.bundle)))?;
    }
    Ok(Outcome::Done)
}
