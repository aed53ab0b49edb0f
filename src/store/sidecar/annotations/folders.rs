//! The readers' folders, open for one look: each is opened once, by its name in the folder that it lies in, and listed by that very handle.
//! A link is followed nowhere; what stands in the way is told. Nothing in them is read here.

use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Folder, FolderItem};
use crate::store::fs::system::FileKind;
use crate::store::sidecar::annotations::Annotations;
use std::ffi::OsStr;
use std::path::Path;

/// The folders that readers' folders lie in, open for one look.
pub(super) type Bases = [Option<Folder>; 2];

/// A reader's folder: the index of the base that it lies in, and its name.
pub(super) type Whose = (usize, String);

/// A folder, open, and what is in it.
pub(super) type ListedFolder = (Folder, Vec<FolderItem>);

impl Annotations {
    /// The folders that readers' folders lie in.
    pub(super) fn open_bases(&self, faults: &mut Vec<Error>) -> Bases {
        let mut open = |base: usize| {
            if self.is_private && base != self.written_base() {
                return None;
            }
            self.bases[base].open().unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        };
        [open(0), open(1)]
    }

    /// Every reader's folder that is looked at, and what they lie in. The own one may not be there, or be no folder, where it alone is.
    pub(in crate::store) fn open_readers(&self, faults: &mut Vec<Error>) -> (Bases, Vec<Whose>) {
        let (bases, mut readers) = (self.open_bases(faults), Vec::new());
        if let Some(own) = self.own.as_ref().filter(|own| own.alone) {
            return (bases, [0, 1].map(|base| (base, own.folder.clone())).into());
        }
        for (index, base) in bases.iter().enumerate() {
            let items = base.as_ref().map_or(Ok(Vec::new()), Folder::items);
            for item in items.unwrap_or_else(|fault| {
                faults.push(fault);
                Vec::new()
            }) {
                match (item.kind, item.name.to_str()) {
                    (FileKind::Folder, Some(name)) if !name.starts_with('.') => {
                        readers.push((index, name.to_owned()));
                    }
                    (FileKind::Link, _) => {
                        faults.push(Error::Link { path: self.bases[index].path().join(item.name) });
                    }
                    (FileKind::Folder, None) => {
                        faults.push(Error::BadName { name: item.name.to_string_lossy().into_owned() });
                    }
                    _ => {}
                }
            }
        }
        (bases, readers)
    }
}

/// A reader's folder; none where there is none.
pub(super) fn home(bases: &Bases, (base, reader): &Whose) -> Result<Option<ListedFolder>> {
    bases[*base].as_ref().map_or(Ok(None), |base| base.child_with_items(OsStr::new(reader)))
}

/// The folder at that path inside a reader's, gone down to part by part.
pub(super) fn below(home: &Folder, inside: &str) -> Result<Option<ListedFolder>> {
    let Some((above, last)) = inside.rsplit_once('/') else { return home.child_with_items(OsStr::new(inside)) };
    home.below(Path::new(above))?.map_or(Ok(None), |above| above.child_with_items(OsStr::new(last)))
}
