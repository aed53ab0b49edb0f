//! What earlier sessions replaced or deleted of one's own on a document, as a message. It changes no sidecar.

use crate::annotation::{Reader, Record};
use crate::app::Msg;
use crate::document::DocPath;
use crate::store::Replaced;

/// The versions of the reader `me` on a document that were replaced before; nothing where there are none.
pub fn earlier(replaced: &Replaced, path: &DocPath, me: Option<&Reader>) -> Option<Msg> {
    let me = me?;
    let lines = replaced.of_document(path);
    let own = |record: &Record| record.creator() == Some(&me.id);
    let records: Vec<Record> = lines.iter().filter_map(|line| Record::parse(line).ok()).filter(own).collect();
    (!records.is_empty()).then(|| Msg::Earlier { path: path.clone(), records })
}
