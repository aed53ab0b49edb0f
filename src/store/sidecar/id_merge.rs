//! A reader who has written under two ids, on two devices that did not know of each other: what stands in the own folder
//! under the other id is brought under the one that counts. Who is the same as whom is the reader's to say, never this
//! program's; another reader's folder is never touched.

use crate::annotation::person::{parse_reader, reader_text};
use crate::annotation::{Reader, ReaderId, Sidecar, parse_sidecar_name};
use crate::store::corpus::names::PERSON;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::{Flush, Folder};
use crate::store::fs::slug::slug;
use crate::store::sidecar::annotations::{Annotations, Listed, MAX_SIDECAR};
use std::{ffi::OsStr, path::Path};

impl Annotations {
    /// Brings what the own folder holds under one of the ids `former` under the id of `me`; how many files it changed.
    /// Killed half way, it is done to the end the next time: who is here is written last.
    pub fn take_over(&self, former: &[ReaderId], me: &Reader) -> Result<usize> {
        if former.is_empty() {
            return Ok(0);
        }
        let (index, _) = self.index(&|name| Some(parse_sidecar_name(name)?.0));
        let _lock = self.lock()?;
        let mut changed = 0;
        for listed in index.files().iter().filter(|listed| self.is_mine(listed)) {
            changed += usize::from(self.hand_over(listed, former, me)?);
        }
        Ok(changed + usize::from(self.rename_person(former, me)?))
    }

    /// Takes over what a former id wrote, where one's own folder still says that it belongs to that id; cheap enough to
    /// be called at every start.
    pub fn take_over_begun(&self, former: &[ReaderId], me: &Reader) -> Result<usize> {
        let Some(folder) = self.own_folder(me)?.filter(|_| !former.is_empty()) else { return Ok(0) };
        let said = folder.read_text(OsStr::new(PERSON), MAX_SIDECAR)?.and_then(|(text, _)| parse_reader(&text));
        if said.is_some_and(|said| former.contains(&said.id)) { self.take_over(former, me) } else { Ok(0) }
    }

    fn hand_over(&self, listed: &Listed, former: &[ReaderId], me: &Reader) -> Result<bool> {
        let path = Path::new(&listed.path);
        let inside = Path::new(&listed.folder).join(path.parent().unwrap_or(Path::new("")));
        let Some(folder) = self.open_base()?.map_or(Ok(None), |base| base.below(&inside))? else { return Ok(false) };
        let name = path.file_name().unwrap_or(OsStr::new(""));
        let Some((text, _)) = folder.read_text(name, MAX_SIDECAR)? else { return Ok(false) };
        // Most files say nothing of those ids, and need not be understood.
        if !former.iter().any(|id| text.contains(id.as_str())) {
            return Ok(false);
        }
        let Some(over) = Sidecar::parse(&text).handed_over(former, &me.id) else { return Ok(false) };
        folder.replace(name, over.to_text().as_bytes(), Flush::Yes)?;
        Ok(true)
    }

    fn rename_person(&self, former: &[ReaderId], me: &Reader) -> Result<bool> {
        let Some(folder) = self.own_folder(me)? else { return Ok(false) };
        let Some((text, _)) = folder.read_text(OsStr::new(PERSON), MAX_SIDECAR)? else { return Ok(false) };
        let Some(said) = parse_reader(&text).filter(|said| former.contains(&said.id)) else { return Ok(false) };
        let me = Reader { nickname: said.nickname, ..me.clone() };
        folder.replace(OsStr::new(PERSON), reader_text(&me, Some(&text)).as_bytes(), Flush::Yes)?;
        Ok(true)
    }

    /// Calls the own folder `from` otherwise: nobody else has it yet, and somebody else has a folder of that name there.
    pub(in crate::store) fn rename_folder(&self, from: &str, to: &str) -> Result<()> {
        if slug(to) != to {
            return Err(Error::NameTaken { name: to.to_owned() });
        }
        let _lock = self.lock()?;
        let Some(base) = self.open_base()? else { return Ok(()) };
        base.rename(OsStr::new(from), OsStr::new(to))
    }

    fn own_folder(&self, me: &Reader) -> Result<Option<Folder>> {
        self.open_base()?.map_or(Ok(None), |base| base.below(Path::new(&me.nickname)))
    }
}
