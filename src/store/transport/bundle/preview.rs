//! What of a reader's annotations that are here a file of theirs would delete or change. It writes nothing; which version
//! counts is decided in `annotation::merge`.

use crate::annotation::merge::own_id;
use crate::annotation::{ReaderId, Record, Sidecar, merge, parse_sidecar_name};
use crate::store::sidecar::annotations::Annotations;
use std::collections::{BTreeMap, HashMap};

/// What of a reader is here, by their ids.
pub(in crate::store) struct ReaderRecords<'a> {
    owner: &'a ReaderId,
    /// Records by id. Several for one id, where it counts on two documents, of which one had the other's name.
    live: HashMap<String, Vec<Record>>,
}

impl<'a> ReaderRecords<'a> {
    /// What `owner` (an `urn:uuid:…`) has in that folder.
    pub fn of(annotations: &Annotations, folder: &str, owner: &'a ReaderId) -> Self {
        let (index, _) = annotations.index(&|name| Some(parse_sidecar_name(name)?.0));
        let mut documents: BTreeMap<&str, Vec<Sidecar>> = BTreeMap::new();
        for listed in index.with_chains().filter(|listed| listed.folder == folder) {
            if let Ok(file) = annotations.read(listed) {
                documents.entry(&listed.document).or_default().push(Sidecar::parse(&file.text));
            }
        }
        let mut live: HashMap<String, Vec<Record>> = HashMap::new();
        for sidecars in documents.into_values() {
            let merged = merge(sidecars.iter().map(|sidecar| (Some(owner), sidecar.records())));
            for record in merged.live {
                live.entry(own_id(&record).to_owned()).or_default().push(record);
            }
        }
        Self { owner, live }
    }

    /// How many of them a file would delete, and how many it would change.
    pub fn toll(&self, sidecar: &Sidecar) -> (usize, usize) {
        let coming = merge([(Some(self.owner), sidecar.records())]);
        let deletes = coming.tombstones.iter().filter(|record| self.any(record, |_, after| after.is_none()));
        let changes = coming.live.iter().filter(|record| self.any(record, |here, after| after != Some(here)));
        (deletes.count(), changes.count())
    }

    /// Whether it holds for anything here with that id, and for what would be left of it.
    fn any(&self, coming: &Record, holds: impl Fn(&Record, Option<&Record>) -> bool) -> bool {
        let here = self.live.get(own_id(coming)).into_iter().flatten();
        here.into_iter().any(|here| holds(here, merge([(Some(self.owner), [here, coming])]).live.first()))
    }
}
