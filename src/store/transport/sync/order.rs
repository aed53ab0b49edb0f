//! What a sync is asked to do.

use crate::annotation::Reader;
use crate::store::transport::program::Stop;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Whose files are sent; without a reader others' are fetched only.
    pub me: Option<&'a Reader>,
    /// Ids under which the same reader has written before.
    pub former: &'a [String],
    /// Where to, where none is set yet: anything that git takes for an address.
    pub remote: Option<&'a str>,
    /// Whether git may ask for a password on the terminal.
    pub ask: bool,
    /// Whether a repository may be made where there is none; else only one that was synced before is used.
    pub begin: bool,
    /// Ends it early.
    pub stop: &'a Stop,
}
