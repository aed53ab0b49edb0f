//! Under which short name a reader is shown, and which folder is a reader's: a folder keeps its name for good, while the
//! name of a person may be corrected. It writes nothing.

use crate::annotation::person::parse_reader;
use crate::annotation::{Reader, ReaderId};
use crate::store::fs::slug::slug;
use crate::store::sidecar::annotations::Annotations;
use std::collections::HashMap;

impl Annotations {
    /// The folder that this reader writes to: the one of the reader's short name, unless that is somebody else's or none and
    /// another says that it is this reader's.
    pub(in crate::store) fn folder_of(&self, reader: &Reader) -> String {
        let is_of = |id: &ReaderId, text: &str| parse_reader(text).is_some_and(|there| there.id == *id);
        let named = |folder: &str| self.person_in(folder).is_some_and(|text| is_of(&reader.id, &text));
        if reader.id.is_empty() || named(&reader.nickname) {
            return reader.nickname.clone();
        }
        let own = self.people().0.into_iter().find(|(_, text)| is_of(&reader.id, text));
        own.map_or_else(|| reader.nickname.clone(), |(folder, _)| folder)
    }
}

/// Gives each of the readers, who come by the names of their folders, the short name to show: what they say themselves
/// where that could name a folder, and is neither that of somebody else's folder nor said by somebody else; else the
/// folder's. So nobody is shown as somebody else.
pub(in crate::store) fn name_shortly(readers: &mut HashMap<String, Reader>) {
    let mut said: HashMap<String, usize> = HashMap::new();
    for (folder, reader) in readers.iter() {
        *said.entry(folder.to_lowercase()).or_default() += 1;
        if folder.to_lowercase() != reader.nickname.to_lowercase() {
            *said.entry(reader.nickname.to_lowercase()).or_default() += 1;
        }
    }
    for (folder, reader) in readers.iter_mut() {
        let alone = said.get(&reader.nickname.to_lowercase()) == Some(&1);
        let is_same = folder.to_lowercase() == reader.nickname.to_lowercase();
        if is_same || !alone || slug(&reader.nickname) != reader.nickname {
            reader.nickname.clone_from(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The short names shown for `folder=what it says`, in the order of folders.
    fn shown(said: &[&str]) -> String {
        let reader = |said: &&str| {
            let (folder, nickname) = said.split_once('=').unwrap();
            let reader = Reader { nickname: nickname.to_owned(), name: "N".to_owned(), id: ReaderId::new(*said) };
            (folder.to_owned(), reader)
        };
        let mut readers: HashMap<String, Reader> = said.iter().map(reader).collect();
        name_shortly(&mut readers);
        let mut shown: Vec<String> =
            readers.iter().map(|(folder, reader)| format!("{folder}:{}", reader.nickname)).collect();
        shown.sort();
        shown.join(" ")
    }

    #[test]
    fn a_corrected_short_name_is_shown_and_nobody_is_shown_as_somebody_else() {
        assert_eq!(shown(&["root=ines", "tom=tom"]), "root:ines tom:tom");
        assert_eq!(shown(&["mallory=tom", "tom=tom"]), "mallory:mallory tom:tom");
        assert_eq!(shown(&["mallory=Tom", "tom=tom"]), "mallory:mallory tom:tom");
        assert_eq!(shown(&["a=x", "b=x"]), "a:a b:b");
        assert_eq!(shown(&["a=b", "b=a"]), "a:a b:b");
        assert_eq!(shown(&["Mei=mei"]), "Mei:Mei");
    }

    #[test]
    fn what_could_name_no_folder_is_not_shown() {
        assert_eq!(shown(&["a=../b", "c=Two Words", "d=", "e=me\u{1b}[2J"]), "a:a c:c d:d e:e");
    }
}
