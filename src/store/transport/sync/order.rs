//! What a sync is asked to do.

use crate::annotation::{Reader, ReaderId};
use crate::store::fs::program::Stop;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Whose files are sent; where nobody has said so on this device, whoever has written here on it.
    pub me: Option<&'a Reader>,
    /// This device, as the files of it are named.
    pub device: &'a str,
    /// The short name that the settings give; it says which of several who have written here on this device is meant.
    pub called: &'a str,
    /// The short name by which the reader is called now, where the own folder has another: it gets that one where somebody else there
    /// has the folder's, so that nobody has seen it yet.
    pub renamed: Option<&'a str>,
    /// Ids under which the same reader has written before.
    pub former: &'a [ReaderId],
    /// Where to, where none is set yet: an address of a git repository, or of a drive.
    pub remote: Option<&'a str>,
    /// Whether the folder was just made from that remote, or holds no text: then its texts come from there.
    pub made: bool,
    /// Whether git or rclone may ask for a password on the terminal.
    pub ask: bool,
    /// Whether a repository may be made where there is none; else only one that was synced before is used.
    pub begin: bool,
    /// Ends it early.
    pub stop: &'a Stop,
}
