//! The program as its reader meets it: on a terminal, with files on a disk, killed, hung up, fed with hostile texts.

mod core;
mod session;

use rustix::process::Signal;
use session::{Home, records};

const HARBOUR: &str = "The Harbour\n\nThe harbour freezes late in the winter. Salt and rope lie on the quay. Nobody counts the boats any more.\n\nIn spring the ice goes out with a noise like doors. The men come down to look at it.\n";
