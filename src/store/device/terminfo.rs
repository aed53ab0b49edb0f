//! Where the system keeps what it knows of terminals (terminfo). It reads an entry and understands nothing of it.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

/// Where entries are kept beside `TERMINFO`, `~/.terminfo` and `TERMINFO_DIRS` (terminfo(5)), by the systems that there are.
const FOLDERS: &[&str] = &["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo"];
/// The largest entry that is read, in bytes: ncurses takes no more than 32 KiB.
const LARGEST: u64 = 64 * 1024;

/// The bytes of the entry of the terminal of this name; `None` where there is none. At once: the library that understands them reads a
/// file number by number, hundreds of calls before the first screen.
pub fn terminal_entry(name: &str) -> Option<Vec<u8>> {
    let first = name.chars().next().filter(|_| !name.contains('/'))?;
    // Where a file system takes capitals for small letters, the folders are called by the code of the letter.
    let places = [first.to_string(), format!("{:x}", u32::from(first))];
    let file = folders(|key| std::env::var_os(key))
        .iter()
        .flat_map(|folder| places.iter().map(|place| folder.join(place).join(name)))
        .find(|path| path.is_file())
        .and_then(|path| File::open(path).ok())?;
    let mut entry = Vec::new();
    file.take(LARGEST).read_to_end(&mut entry).ok()?;
    Some(entry)
}

/// The folders in which an entry is looked for, the first one first; `variable` gives those of the environment.
fn folders(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let own = variable("TERMINFO").map(PathBuf::from);
    let own = own.or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".terminfo")));
    let listed: Vec<PathBuf> =
        variable("TERMINFO_DIRS").iter().flat_map(|dirs| std::env::split_paths(dirs).collect::<Vec<_>>()).collect();
    // Termux and others keep their system in a folder.
    let prefix = variable("PREFIX").map(PathBuf::from);
    let prefixed =
        prefix.iter().flat_map(|prefix| ["etc", "lib", "share"].map(|part| prefix.join(part).join("terminfo")));
    own.into_iter().chain(listed).chain(prefixed).chain(FOLDERS.iter().map(PathBuf::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_looked_for_where_the_environment_says_and_then_where_systems_have_it() {
        let told = |known: &'static [(&'static str, &'static str)]| {
            let found =
                folders(|key| known.iter().find(|(name, _)| *name == key).map(|(_, value)| OsString::from(value)));
            found.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(" ")
        };
        let system = FOLDERS.join(" ");
        assert_eq!(told(&[("HOME", "/h")]), format!("/h/.terminfo {system}"));
        let both = told(&[("HOME", "/h"), ("TERMINFO", "/t"), ("TERMINFO_DIRS", "/a:/b"), ("PREFIX", "/p")]);
        assert_eq!(both, format!("/t /a /b /p/etc/terminfo /p/lib/terminfo /p/share/terminfo {system}"));
        assert!(terminal_entry("../x").is_none() && terminal_entry("").is_none());
    }
}
