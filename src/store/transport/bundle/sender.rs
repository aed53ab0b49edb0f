//! Whether a bundle is from who it says: nobody comes in under the id of a reader who has another name here. It cannot know
//! who made a bundle under both a reader's name and id; that is told before anything is written.

use crate::annotation::Reader;
use crate::annotation::person::parse_reader;
use crate::store::fs::error::{Error, Result};
use crate::store::fs::slug::slug;
use crate::text::shown;
use std::path::Path;

/// The folder in which the reader is here already, if it is of the name that the bundle says.
pub(in crate::store) fn own_folder(
    reader: &Reader,
    people: &[(String, String)],
    me: Option<&Reader>,
) -> Result<Option<String>> {
    let nickname = slug(&reader.nickname);
    let is_of_name = |folder: &str| folder == nickname || is_numbered(folder, &nickname);
    let other_name = |folder: &str, mine: bool| {
        let (name, nickname) = (shown(Path::new(&reader.name)), shown(Path::new(&reader.nickname)));
        let here = shown(Path::new(folder));
        let whose = if mine { format!("you, who are {here}") } else { format!("{here}, who is here") };
        Err(Error::OtherName { bundle: format!("{name} ({nickname})"), whose })
    };
    if let Some(me) = me.filter(|me| me.id == reader.id && !is_of_name(&me.nickname)) {
        return other_name(&me.nickname, true);
    }
    let is_them = |text: &str| parse_reader(text).is_some_and(|said| said.id == reader.id);
    let mut folders = people.iter().filter(|(_, text)| is_them(text)).map(|(folder, _)| folder);
    match (folders.clone().find(|folder| is_of_name(folder)), folders.next()) {
        (None, Some(other)) => other_name(other, false),
        (own, _) => Ok(own.cloned()),
    }
}

/// Whether a folder is that of a name which was somebody else's already: `mei-2`.
fn is_numbered(folder: &str, nickname: &str) -> bool {
    let number = folder.strip_prefix(nickname).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_makes_no_other_name() {
        let numbered = ["mei-2", "mei-x", "mei-", "mei", "meier-2", "hana-2"].map(|folder| is_numbered(folder, "mei"));
        assert_eq!(numbered, [true, false, false, false, false, false]);
    }
}
