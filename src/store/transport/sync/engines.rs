//! The table of engines: what carries annotations from one reader to another, how it is named, what it needs. The address of a
//! remote says which one is meant; what an engine does stands in `through_git.rs` and `through_rclone.rs`.

use crate::config::fault::nearest;
use crate::store::fs::error::{Error, Result};

/// What carries annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A repository of git.
    Git,
    /// A drive that the program rclone reaches.
    Rclone,
    /// A folder that others write into too; nothing has to be run.
    SharedFolder,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct EngineRow {
    /// Which it is.
    pub engine: Engine,
    /// What it is called.
    pub name: &'static str,
    /// How its addresses begin; `None` where it has none.
    pub prefix: Option<&'static str>,
    /// What an address looks like, or what takes its place.
    pub address: &'static str,
    /// The program that it runs, where it runs one.
    pub program: Option<&'static str>,
    /// What it is for.
    pub reach: &'static str,
}

/// The engines. The first whose prefix an address has is meant, so that the one of any address stands last among them.
pub const ENGINES: &[EngineRow] = &[
    EngineRow {
        engine: Engine::Rclone,
        name: "rclone",
        prefix: Some("rclone:"),
        address: "rclone:NAME:path",
        program: Some("rclone"),
        reach: "Google Drive, OneDrive, Nextcloud, Dropbox, S3, SFTP, WebDAV and what else `rclone config` can name",
    },
    EngineRow {
        engine: Engine::Git,
        name: "git",
        prefix: Some(""),
        address: "a folder, user@host:/path, any address that git knows",
        program: Some("git"),
        reach: "a repository on a machine that all can reach, or at a service",
    },
    EngineRow {
        engine: Engine::SharedFolder,
        name: "shared folder",
        prefix: None,
        address: "no address and no sync: open the folder",
        program: None,
        reach: "a network drive, Syncthing, or what Dropbox and Nextcloud keep on this machine",
    },
];

impl Engine {
    /// The engine that an address is for, and what stands behind its prefix.
    pub fn of(address: &str) -> (Self, &str) {
        let rest = |row: &EngineRow| Some((row.engine, address.strip_prefix(row.prefix?)?));
        ENGINES.iter().find_map(rest).unwrap_or((Self::Git, address))
    }
}

/// What is wrong with an address that has the form of a drive's, with its engine's name nearly right: git would take that for a host.
pub(super) fn mistyped(address: &str) -> Option<Error> {
    let (engine, rest) = address.split_once(':').filter(|(_, rest)| rest.contains(':'))?;
    let names = || ENGINES.iter().filter_map(|row| row.prefix?.strip_suffix(':'));
    let near = nearest(engine, names()).filter(|near| *near != engine)?;
    let shown = crate::text::visible::line;
    Some(Error::git(
        format!("{} is no kind of remote", shown(engine)),
        format!("Did you mean {near}:{}? For a host of that name: ssh://{}/…", shown(rest), shown(engine)),
    ))
}

/// Whether what stands behind `rclone:` can be a remote at all: `NAME:path`.
pub(super) fn check_drive(address: &str) -> Result<()> {
    let name = address.trim_start_matches(':').split(':').next().unwrap_or_default();
    if !address.starts_with('-') && !name.is_empty() && address.trim_start_matches(':').contains(':') {
        return Ok(());
    }
    Err(Error::git(
        format!("rclone:{} names no remote of rclone", crate::text::visible::line(address)),
        "Write rclone:NAME:path; `rclone listremotes` says the names, `rclone config` makes one.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_its_engine() {
        assert_eq!(Engine::of("rclone:cloud:seminar"), (Engine::Rclone, "cloud:seminar"));
        for address in ["/srv/seminar.git", "user@host:/a.git", "https://example.org/rclone:a"] {
            assert_eq!(Engine::of(address), (Engine::Git, address));
        }
        assert!(ENGINES.iter().all(|row| row.prefix.is_some() == row.program.is_some()));
    }

    #[test]
    fn an_engine_that_is_nearly_right_is_told_and_hosts_are_hosts() {
        for (address, meant) in [
            ("rclon:cloud:seminar", Some("Did you mean rclone:cloud:seminar?")),
            ("Rclone:cloud:a:b", Some("Did you mean rclone:cloud:a:b?")),
            ("rlcone::local:/srv", Some("Did you mean rclone::local:/srv?")),
            ("rclon:seminar.git", None),
            ("mei@rclon:a:b", None),
            ("clone.example.org:a:b", None),
            ("https://rclon:443/a", None),
            ("/srv/rclon:a:b", None),
            ("srv:a:b", None),
        ] {
            let told = mistyped(address).map(|error| error.hint().to_owned());
            assert_eq!(told.is_some(), meant.is_some(), "{address}: {told:?}");
            assert!(told.unwrap_or_default().starts_with(meant.unwrap_or_default()), "{address}");
        }
    }

    #[test]
    fn what_names_no_remote_of_rclone_is_refused_with_the_way_to_write_one() {
        for address in ["cloud:seminar", "cloud:", ":local:/srv/a", ":webdav,url='http://a:1':x", "my drive:a/b c"] {
            assert!(check_drive(address).is_ok(), "{address}");
        }
        for address in ["", ":", "seminar", "/srv/seminar", "-v", "--config:x", "::"] {
            assert!(check_drive(address).unwrap_err().hint().contains("rclone:NAME:path"), "{address}");
        }
    }
}
