//! Which files of a drive are of use, and to whom: what is read from a list of names that anybody may have made. Nothing is
//! fetched here, and nothing that could lead out of the folder, hide, or is on its way to another name gets further.

use super::own_copies::original;
use super::own_files::is_sent;
use super::rclone::DriveFile;
use crate::annotation::parse_sidecar_name;
use crate::document::DocPath;
use crate::store::corpus::names::{ANNOTATIONS, PERSON};
use crate::store::sidecar::annotations::MAX_SIDECAR;
use std::collections::{BTreeMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// Whose a file on the drive is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Who one is oneself: `reader.json` in one's own folder.
    OwnPerson,
    /// What one has written on this device: the path in one's own folder here.
    Own(String),
    /// Somebody else's, or one's own from another device: the path below the annotations.
    Others(String),
    /// A text, or what else lies beside them: the path in the corpus.
    Text(String),
}

/// Who looks, and what of one's own is here.
#[derive(Debug, Default)]
pub(super) struct OwnNames {
    /// The name of one's own folder; empty where nobody has said it.
    pub nickname: String,
    /// This device, as its files are named.
    pub device: String,
    /// One's own files of this device, path in the own folder by their path in the folder on the drive.
    pub sent_as: BTreeMap<String, String>,
}

/// Gives each of one's own files a name that it is sent under, where it has none yet, and keeps it: by paths in the own folder. A
/// drive may take two names that differ in capitals or in how a letter is composed for one; of such the later file is numbered,
/// as a copy is, and is read like any other file.
pub(super) fn give_names(names: &mut BTreeMap<String, String>, here: &[String]) {
    let mut taken: HashSet<String> = names.values().map(|name| name.to_lowercase()).collect();
    for path in here {
        if names.contains_key(path) {
            continue;
        }
        let plain: String = path.nfc().collect();
        let stem = plain.strip_suffix(".json").unwrap_or(&plain).to_owned();
        let numbered = (2..).map(|number| format!("{stem} ({number}).json"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
        names.insert(path.clone(), free.unwrap_or(plain));
    }
}

impl OwnNames {
    /// Those of a reader's device; `names` are what its files are sent under.
    pub fn new(nickname: &str, device: &str, names: &BTreeMap<String, String>) -> Self {
        let sent_as = names.iter().map(|(path, name)| (name.clone(), path.clone())).collect();
        Self { nickname: nickname.to_owned(), device: device.to_owned(), sent_as }
    }

    /// Whose a file is, by its path from the top of the drive; none where it is nobody's business, or not to be trusted.
    pub fn role(&self, file: &DriveFile) -> Option<Role> {
        let is_plain = |part: &str| !part.starts_with('.') && !part.ends_with([' ', '.']) && !part.is_empty();
        let is_safe = file.key.split('/').all(is_plain) && !file.key.contains(char::is_control);
        if !is_safe || DocPath::new(&file.key).is_err() || file.key.ends_with(".partial") {
            return None;
        }
        let Some(path) = file.key.strip_prefix(ANNOTATIONS).and_then(|rest| rest.strip_prefix('/')) else {
            return Some(Role::Text(file.key.clone()));
        };
        let (reader, inside) = path.split_once('/')?;
        let is_kept = is_sent(inside) && (inside == PERSON || parse_sidecar_name(inside).is_some());
        if !is_kept || file.size.is_some_and(|size| size > MAX_SIDECAR) {
            return None;
        }
        Some(match self.sent_as.get(inside) {
            _ if reader != self.nickname || self.nickname.is_empty() => Role::Others(path.to_owned()),
            _ if inside == PERSON => Role::OwnPerson,
            Some(here) => Role::Own(here.clone()),
            None if inside.ends_with(&format!("@{}.json", self.device)) => Role::Own(inside.to_owned()),
            None => original(inside, &self.device).map_or_else(|| Role::Others(path.to_owned()), Role::Own),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(path: &str) -> Option<Role> {
        let mut names = BTreeMap::new();
        give_names(&mut names, &["Moss.txt@ab12.json".to_owned(), "moss.txt@ab12.json".to_owned()]);
        let key = path.nfc().collect();
        OwnNames::new("mei", "ab12", &names).role(&DriveFile {
            path: path.into(),
            key,
            size: Some(1),
            time: String::new(),
        })
    }

    #[test]
    fn a_name_says_whose_a_file_is() {
        let own = |path: &str| Some(Role::Own(path.to_owned()));
        let others = |path: &str| Some(Role::Others(path.to_owned()));
        assert_eq!(role("annotations/mei/reader.json"), Some(Role::OwnPerson));
        assert_eq!(role("annotations/mei/Moss.txt@ab12.json"), own("Moss.txt@ab12.json"));
        assert_eq!(
            role("annotations/mei/moss.txt@ab12 (2).json"),
            own("moss.txt@ab12.json"),
            "of two that are one there"
        );
        assert_eq!(role("annotations/mei/gone.txt@ab12.json"), own("gone.txt@ab12.json"), "what is no more here");
        assert_eq!(role("annotations/mei/ice.txt@ab12 (1).json"), own("ice.txt@ab12.json"), "a copy of it");
        assert_eq!(role("annotations/mei/moss.txt@cd34.json"), others("mei/moss.txt@cd34.json"));
        assert_eq!(role("annotations/tom/moss.txt@ab12.json"), others("tom/moss.txt@ab12.json"));
        assert_eq!(role("annotations/tom/U\u{308}bung.txt@ab12.json"), others("tom/\u{dc}bung.txt@ab12.json"));
        assert_eq!(role("week-1/brief.pdf"), Some(Role::Text("week-1/brief.pdf".to_owned())));
    }

    #[test]
    fn a_file_is_always_sent_under_the_name_that_it_was_sent_under_first() {
        let mut names = BTreeMap::new();
        give_names(&mut names, &["moss.txt@ab12.json".to_owned()]);
        give_names(&mut names, &["Moss.txt@ab12.json".to_owned(), "moss.txt@ab12.json".to_owned()]);
        assert_eq!(names["moss.txt@ab12.json"], "moss.txt@ab12.json");
        assert_eq!(names["Moss.txt@ab12.json"], "Moss.txt@ab12 (2).json");
    }

    #[test]
    fn what_leads_elsewhere_hides_or_is_on_its_way_is_left_where_it_is() {
        for path in [
            "annotations/tom/../../../etc/a@ab12.json",
            "../a.txt",
            "/etc/passwd",
            "annotations/.tom/moss.txt@ab12.json",
            "annotations/tom/.postil-1234.tmp",
            "annotations/tom/moss.txt@ab12.json.a50d02dd.partial",
            "annotations/tom/place.json",
            "annotations/tom/notes.txt",
            "annotations/stray.json",
            "annotations/tom/a\u{1b}[31m@ab12.json",
            "annotations/tom /moss.txt@ab12.json",
            ".hidden/a.txt",
            "a.txt.partial",
            "",
        ] {
            assert_eq!(role(path), None, "{path:?}");
        }
    }
}
