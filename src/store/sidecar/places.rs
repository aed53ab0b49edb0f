//! Where this device's reader has said that annotations stand, for the passages that it was said of. It keeps nothing;
//! that is done in `device::accepted`.

use crate::annotation::{AnnotationId, Passage};
use crate::document::DocPath;
use crate::store::fs::digest::digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The places accepted in one document, by annotation.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub(in crate::store) by_id: BTreeMap<AnnotationId, AcceptedPlace>,
}

/// Where one annotation was accepted to stand; a line of the journal of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::store) struct AcceptedPlace {
    pub(in crate::store) path: DocPath,
    pub(in crate::store) id: AnnotationId,
    /// Which passage it was accepted for.
    pub(in crate::store) of: String,
    pub(in crate::store) source: String,
    pub(in crate::store) exact: String,
    pub(in crate::store) prefix: String,
    pub(in crate::store) suffix: String,
    pub(in crate::store) position: Option<(usize, usize)>,
    #[serde(skip)]
    pub(in crate::store) passage: Passage,
}

impl Places {
    /// Where the annotation of that id and passage was said to stand.
    pub fn of(&self, id: &AnnotationId, passage: &Passage) -> Option<&Passage> {
        self.by_id.get(id).filter(|line| line.of == fingerprint(passage)).map(|line| &line.passage)
    }
}

/// A passage in few characters: equal for equal passages only.
pub(in crate::store) fn fingerprint(passage: &Passage) -> String {
    let quote = &passage.quote;
    let mut bytes = Vec::new();
    for part in [&passage.source, &quote.exact, &quote.prefix, &quote.suffix, &format!("{:?}", passage.position)] {
        bytes.extend(part.len().to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    digest(&bytes).hex()[..24].to_owned()
}
