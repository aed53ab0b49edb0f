//! Folders and the roster of the syllabus: which of them are readers' who stand in it, and which are only said to be. A folder that claims
//! the id of a reader whom the roster settles is taken for nobody's. It writes nothing; what the roster says is read in `config`.

use crate::annotation::person::public_keys;
use crate::annotation::{Reader, ReaderId};
use crate::config::syllabus::{self, Roster, RosterKey};
use crate::store::fs::error::{Error, Result};
use crate::store::fs::folder::Folder;
use crate::store::sidecar::annotations::Annotations;
use crate::store::sidecar::planned_names::MAX_PLAN;
use crate::store::sidecar::signature::claims::{MOST_CLAIMS, ProvenBy};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsStr;

impl Annotations {
    /// Who the readers are, as the syllabus in the folder of the texts says it now; nobody where it says nothing of that.
    ///
    /// # Errors
    /// Where the syllabus is there and cannot be read as a whole: what half of it says is not to be trusted.
    pub(in crate::store) fn roster(&self) -> Result<Roster> {
        let root = Folder::open(self.corpus_root())?;
        let Some((text, _)) = root.read_text(OsStr::new(syllabus::FILE), MAX_PLAN)? else {
            return Ok(Roster::default());
        };
        // Most have none.
        if !text.contains("readers") {
            return Ok(Roster::default());
        }
        if !syllabus::is_readable(&text) {
            let what = format!("{} has a fault, so that it is not sure whose key is whose", syllabus::FILE);
            return Err(Error::git(what, "`postil check` names the line."));
        }
        Ok(syllabus::parse(&text).0.readers)
    }
}

/// Says by what it is known that a folder is signed with a key of the reader whose it says it is.
pub(in crate::store) type Proven<'a> = &'a dyn Fn(&str, &Reader) -> Option<ProvenBy>;

/// Gives the readers, who come by the names of their folders with the short names to show, the names that the roster has for them, and
/// takes out the folders that claim an id which it settles to be another folder's. A stranger is not called as somebody is who stands
/// there. `people`: folders and their `reader.json`; `proven` is asked of folders that claim one id. Gives what is to be told of folders that claim one id.
pub(in crate::store) fn settle(
    readers: &mut HashMap<String, Reader>,
    roster: &Roster,
    people: &[(String, String)],
    proven: Proven<'_>,
) -> Vec<Error> {
    let mut told = Vec::new();
    for (id, folders) in claims(readers) {
        let Some(owner) = owner(&id, &folders, (readers, roster, people), proven) else {
            told.push(Error::SameReader { folders: folders.join(" and ") });
            continue;
        };
        for folder in folders.iter().filter(|folder| **folder != owner) {
            readers.remove(folder);
            told.push(Error::OtherFolder { folder: folder.clone(), owner: owner.clone() });
        }
    }
    let folders: HashSet<String> = readers.keys().cloned().collect();
    for (folder, reader) in readers.iter_mut() {
        // Whom the roster knows by the id is not called as another who stands there.
        if let Some(own) = roster.row_of_id(&reader.id).filter(|own| *own != reader.nickname)
            && roster.has_row(&reader.nickname)
        {
            let is_free = own == folder || !folders.contains(own);
            reader.nickname = if is_free { own.to_owned() } else { folder.clone() };
        }
        // A folder keeps its name for good, and no other reader has its name for a short one: who stands in the roster by it does so
        // whatever they call themselves since.
        if roster.row(&reader.nickname, &reader.id).is_none() && roster.row(folder, &reader.id).is_some() {
            reader.nickname.clone_from(folder);
        }
        match roster.row(&reader.nickname, &reader.id) {
            Some((_, row)) => reader.name = row.name.clone().unwrap_or_else(|| std::mem::take(&mut reader.name)),
            None if roster.has_name(&reader.name) => reader.name.clone_from(folder),
            None => {}
        }
    }
    told
}

/// Ids that several folders claim, with those, in the order of their names.
fn claims(readers: &HashMap<String, Reader>) -> BTreeMap<ReaderId, Vec<String>> {
    let mut folders: BTreeMap<ReaderId, Vec<String>> = BTreeMap::new();
    for (folder, reader) in readers {
        folders.entry(reader.id.clone()).or_default().push(folder.clone());
    }
    folders.retain(|_, folders| folders.len() > 1);
    for folders in folders.values_mut() {
        folders.sort();
    }
    folders
}

/// The one of these folders that is the reader's of that id: the only one that is signed with the reader's key in the roster; the only one that
/// stands in the roster; where the roster says the id itself,
/// the only one that makes the row's key known, else the one of the row's short name; where it says nothing, the only one that is signed
/// with a key that the list of keys has for it.
fn owner(
    id: &ReaderId,
    folders: &[String],
    (readers, roster, people): (&HashMap<String, Reader>, &Roster, &[(String, String)]),
    proven: Proven<'_>,
) -> Option<String> {
    let by: Vec<(&String, ProvenBy)> = if folders.len() > MOST_CLAIMS {
        Vec::new()
    } else {
        folders.iter().filter_map(|folder| Some((folder, proven(folder, readers.get(folder)?)?))).collect()
    };
    let only_by = |way: ProvenBy| {
        let mut found = by.iter().filter(|(_, by)| *by == way);
        found.next().filter(|_| found.next().is_none()).map(|(folder, _)| (*folder).clone())
    };
    let stands = || owner_in_roster(id, folders, (readers, roster, people));
    only_by(ProvenBy::Roster).or_else(stands).or_else(|| only_by(ProvenBy::List))
}

fn owner_in_roster(
    id: &ReaderId,
    folders: &[String],
    (readers, roster, people): (&HashMap<String, Reader>, &Roster, &[(String, String)]),
) -> Option<String> {
    let only = |is: &dyn Fn(&&String) -> bool| {
        let mut found = folders.iter().filter(is);
        found.next().filter(|_| found.next().is_none()).cloned()
    };
    let row = |folder: &String| roster.row(&readers.get(folder)?.nickname, id);
    let (nickname, by_id) = match folders.iter().find_map(row) {
        Some((nickname, row)) if row.id.is_some() => (nickname, row),
        _ => return only(&|folder| row(folder).is_some()),
    };
    let says_key = |folder: &&String| {
        let text = people.iter().find(|(there, _)| there == *folder).map_or("", |(_, text)| text);
        !is_another(&by_id.key, &public_keys(text)) && !public_keys(text).is_empty()
    };
    let of_key = if matches!(by_id.key, RosterKey::Known(_)) { only(&says_key) } else { None };
    of_key.or_else(|| only(&|folder| *folder == nickname))
}

/// Whether a reader makes keys known, and none of them is one that the roster has.
fn is_another(key: &RosterKey, published: &[String]) -> bool {
    !published.is_empty() && published.iter().all(|said| is_unlisted(key, said))
}

/// Whether the roster has keys of a reader, and this one is none of them.
pub(in crate::store) fn is_unlisted(key: &RosterKey, said: &str) -> bool {
    let RosterKey::Known(known) = key else { return false };
    !known.iter().any(|key| key.split(' ').eq(said.split_whitespace().take(2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::person::{parse_reader, reader_text, with_public_key};
    use crate::store::sidecar::short_names::name_shortly;

    const ONE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    const TWO: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC";

    /// Who is whom, of folders `FOLDER ID NAME [KEY]`, as `folder:nickname:name`; behind it what is told.
    fn settled(rows: &str, folders: &[[&str; 4]]) -> String {
        settled_by(rows, folders, &|_| None)
    }

    /// The same, where some folders are signed.
    fn settled_by(rows: &str, folders: &[[&str; 4]], proven: &dyn Fn(&str) -> Option<ProvenBy>) -> String {
        let id = |number: &str| format!("urn:uuid:00000000-0000-0000-0000-00000000000{number}");
        let people = folders.iter().map(|[folder, number, name, key]| {
            let reader = Reader { id: id(number).into(), name: (*name).to_owned(), nickname: (*folder).to_owned() };
            let text = reader_text(&reader, None);
            ((*folder).to_owned(), if key.is_empty() { text } else { with_public_key(&text, key) })
        });
        let people: Vec<(String, String)> = people.collect();
        let mut readers: HashMap<String, Reader> =
            people.iter().map(|(folder, text)| (folder.clone(), parse_reader(text).unwrap())).collect();
        name_shortly(&mut readers);
        let (plan, faults) = syllabus::parse(&format!("[readers]\n{rows}").replace("ID", &id("")));
        assert_eq!(faults, []);
        let told = settle(&mut readers, &plan.readers, &people, &|folder, _| proven(folder));
        let mut shown: Vec<String> =
            readers.iter().map(|(folder, reader)| format!("{folder}:{}:{}", reader.nickname, reader.name)).collect();
        shown.sort();
        let told = told.iter().map(|error| format!("; {error}"));
        shown.join(" ") + &told.collect::<String>()
    }

    #[test]
    fn readers_have_the_names_of_the_roster_and_a_stranger_has_nobody_s() {
        let rows = "mei = { name = 'Mei Tanaka' }\ntom = {}\n";
        let folders = [["mei", "1", "meimei", ""], ["tom", "2", "Tom", ""], ["zed", "3", "Mei Tanaka", ""]];
        assert_eq!(settled(rows, &folders), "mei:mei:Mei Tanaka tom:tom:Tom zed:zed:zed");
        assert_eq!(settled("ann = {}\n", &[["zed", "3", "Zed", ""]]), "zed:zed:Zed");
    }

    #[test]
    fn who_takes_another_short_name_stays_who_the_roster_says() {
        let id = |number: u8| format!("urn:uuid:00000000-0000-0000-0000-00000000000{number}");
        let reader = |number: u8, name: &str, nickname: &str| Reader {
            id: id(number).into(),
            name: name.to_owned(),
            nickname: nickname.to_owned(),
        };
        let renamed = |rows: &str| {
            let mut readers = HashMap::from([
                ("bea".to_owned(), reader(1, "Bea Berg", "berg")),
                ("zed".to_owned(), reader(2, "Bea", "bea")),
            ]);
            name_shortly(&mut readers);
            let (plan, faults) = syllabus::parse(&format!("[readers]\n{rows}"));
            assert_eq!(faults, []);
            settle(&mut readers, &plan.readers, &[], &|_, _| None);
            [&readers["bea"], &readers["zed"]].map(|reader| format!("{}:{}", reader.nickname, reader.name)).join(" ")
        };
        assert_eq!(renamed("bea = { name = 'Bea Söder' }\n"), "bea:Bea Söder zed:Bea", "and nobody takes the row");
        assert_eq!(renamed("ann = {}\n"), "berg:Bea Berg zed:Bea");
        assert_eq!(renamed("berg = { name = 'Bea B' }\n"), "berg:Bea B zed:Bea", "the roster has the new name");
        let other = format!("bea = {{ name = 'B', id = '{}' }}\n", id(7));
        assert_eq!(renamed(&other), "berg:Bea Berg zed:Bea", "the row means somebody else");
    }

    #[test]
    fn of_two_folders_of_one_id_the_one_in_the_roster_is_the_reader_s() {
        let folders = [["mei", "1", "Mei", ""], ["zed", "1", "Mei", ""]];
        let told = settled("mei = {}\n", &folders);
        assert!(told.starts_with("mei:mei:Mei; zed says that it is mei's"), "{told}");
        for rows in ["ann = {}\n", "mei = {}\nzed = {}\n"] {
            let told = settled(rows, &folders);
            assert!(told.contains("mei and zed say that they are of one reader"), "{rows}: {told}");
        }
    }

    #[test]
    fn of_two_folders_of_one_id_the_only_one_signed_with_the_reader_s_key_is_the_reader_s() {
        let folders = [["mei", "1", "Mei", ""], ["zed", "1", "Mei", ""]];
        let by = |way: ProvenBy, who: &'static [&'static str]| move |folder: &str| who.contains(&folder).then_some(way);
        let winner = |rows: &str, proven: &dyn Fn(&str) -> Option<ProvenBy>| {
            let told = settled_by(rows, &folders, proven);
            if told.contains("of one reader") {
                "nobody".to_owned()
            } else {
                told.split(':').next().unwrap().to_owned()
            }
        };
        let (list, roster) = (ProvenBy::List, ProvenBy::Roster);
        assert_eq!(winner("", &by(list, &["mei"])), "mei", "without a roster the list of keys decides");
        assert_eq!(winner("", &by(list, &["mei", "zed"])), "nobody");
        assert_eq!(winner("mei = {}\n", &by(list, &["zed"])), "mei", "a stranger's key takes nothing from the roster");
        assert_eq!(winner("mei = {}\nzed = {}\n", &by(roster, &["zed"])), "zed");
    }

    #[test]
    fn where_the_roster_has_the_id_its_key_decides_and_then_the_short_name() {
        let rows = format!("mei = {{ id = 'ID1', key = '{ONE}' }}\nzed = {{}}\n");
        let winner = |mei: &str, zed: &str| {
            let told = settled(&rows, &[["mei", "1", "M", mei], ["zed", "1", "Z", zed]]);
            told.split(':').next().unwrap().to_owned()
        };
        assert_eq!(
            [winner(ONE, TWO), winner(TWO, ONE), winner(ONE, ONE), winner("", "")],
            ["mei", "zed", "mei", "mei"]
        );
        let nobody = settled(&rows, &[["a", "1", "A", ""], ["b", "1", "B", ""]]);
        assert!(nobody.contains("a and b say that they are of one reader"), "{nobody}");
    }
}
