//! Names of sidecar files: `week-2/brief.pdf@ab12.json`, and what synchronisers make of them.
//!
//! It looks at names only; whether a file is there, and whose folder it stands in, is not its business.

/// The name of the file for a document (its path relative to the corpus, with `/`) on a device (a short word of ASCII
/// letters and digits; other characters are left out).
pub fn sidecar_name(document: &str, device: &str) -> String {
    let device: String = device.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{document}@{}.json", if device.is_empty() { "device" } else { &device })
}

/// The document and the device that a path below a reader's folder names. Copies that synchronisers and merge tools make
/// of a file are further files of the same document; editor backups, swap files and files in transit are `None`.
pub fn parse_sidecar_name(path: &str) -> Option<(String, String)> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let outside = path.starts_with('/') || folder.split('/').any(|part| part == ".." || part == ".");
    // Hidden names are a synchroniser's or an editor's; a hidden document's sidecar has a `_` before its name.
    if outside || name.starts_with('.') {
        return None;
    }
    let (stem, remark) = name.rsplit_once(".json")?;
    if !is_remark_behind(remark) {
        return None;
    }
    // A document's name may hold an @, and so may the remark of a synchroniser: the last that fits is the one.
    let (document, device) = stem.rmatch_indices('@').find_map(|(at, _)| {
        let device = device_of(&stem[at + 1..])?;
        (at > 0).then_some((&stem[..at], device))
    })?;
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    Some((format!("{folder}{document}"), device.to_owned()))
}

/// The device at the start of what follows the @, where the rest is nothing or the remark of a synchroniser.
fn device_of(tail: &str) -> Option<&str> {
    let end = tail.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tail.len());
    let (device, rest) = tail.split_at(end);
    (!device.is_empty() && is_copy_remark(rest)).then_some(device)
}

/// What stands behind `.json` where the whole name was changed: `.orig` of merge tools, `.conflict1` and `..path1` of rclone
/// bisync, which renames both sides, so that no file of the plain name is left.
fn is_remark_behind(rest: &str) -> bool {
    rest.is_empty()
        || rest == ".orig"
        || rest.strip_prefix(".conflict").is_some_and(is_number)
        || rest.strip_prefix("..path").is_some_and(is_number)
}

/// What the file managers of Windows and macOS call a copy, in lower case, by their languages.
const COPY: &[&str] = &[
    "copy",
    "kopie",
    "copie",
    "copia",
    "cópia",
    "kopia",
    "kopi",
    "kopio",
    "kópia",
    "kopya",
    "копия",
    "копія",
    "복사본",
    "コピー",
    "のコピー",
    "副本",
    "的副本",
    "複製",
    "拷貝",
    "拷贝",
];

/// How a remark begins, and how it ends, with whatever between.
const REMARKS: &[(&str, &str, &str)] = &[
    (" (", ")", "Dropbox, Nextcloud, ownCloud, Seafile, Google Drive, unison, GNOME Files"),
    ("(", ")", "browsers"),
    (".sync-conflict-", "", "Syncthing"),
    ("_conflict-", "", "ownCloud, formerly"),
    ("_", "_Conflict", "Synology Drive"),
    (".Conflict", "", "Resilio Sync"),
    (" [conflicted", "]", "pCloud"),
    (".conflict", "", "rclone bisync, which keeps the extension if it is asked to"),
    (".variant-", "", "git-annex, which renames both sides"),
    ("-", "", "OneDrive"),
];

/// What stands behind the name of a copy.
fn is_copy_remark(rest: &str) -> bool {
    let is_remark =
        |(begin, end, _): &(&str, &str, &str)| rest.strip_prefix(begin).is_some_and(|rest| rest.ends_with(end));
    rest.is_empty() || REMARKS.iter().any(is_remark) || is_copy(rest)
}

/// ` 2`, ` - Copy`, ` - Copy (2)`, ` copy`, ` copy 2`, in any of the languages.
fn is_copy(rest: &str) -> bool {
    if rest.strip_prefix(' ').is_some_and(is_number) {
        return true;
    }
    let word = rest.trim_start_matches(" -").trim_start_matches(' ').to_lowercase();
    let (word, number) = word.rsplit_once(' ').unwrap_or((&word, ""));
    let number = number.trim_start_matches('(').trim_end_matches(')');
    COPY.contains(&word) && (number.is_empty() || is_number(number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(path: &str) -> Option<String> {
        parse_sidecar_name(path).map(|(document, device)| format!("{document} on {device}"))
    }

    #[test]
    fn a_name_says_its_document_and_device() {
        assert_eq!(read("week-2/brief.pdf@ab12.json").as_deref(), Some("week-2/brief.pdf on ab12"));
        assert_eq!(read("a@b.txt@ab12.json").as_deref(), Some("a@b.txt on ab12"));
        assert_eq!(read("日本.txt@x.json").as_deref(), Some("日本.txt on x"));
    }

    #[test]
    fn copies_of_synchronisers_are_further_files_of_the_same_document() {
        for remark in [
            ".sync-conflict-20261122-093012-D4LGQYW",
            " (Mei's conflicted copy 2026-11-22)",
            " (mei@home's conflicted copy 2026-11-22)",
            " (conflicted copy 2026-11-22 093012)",
            " 2",
            " (1)",
            "-LAPTOP",
            "_conflict-20261122-093012",
            "_DiskStation_Nov-22-0930-2026_Conflict",
            ".Conflict",
            " [conflicted]",
            ".conflict1",
            ".variant-c1d2",
            " - Copy",
            " - Copy (2)",
            " - Kopie",
            " - 복사본",
            " copy",
            " copy 2",
            " 복사본",
            "のコピー",
            " - Копия (3)",
        ] {
            assert_eq!(read(&format!("brief.pdf@ab12{remark}.json")).as_deref(), Some("brief.pdf on ab12"), "{remark}");
        }
        for remark in [".orig", ".conflict1", ".conflict12", "..path1", "..path2"] {
            assert_eq!(read(&format!("brief.pdf@ab12.json{remark}")).as_deref(), Some("brief.pdf on ab12"), "{remark}");
        }
    }

    #[test]
    fn backups_swap_files_and_files_in_transit_are_not_read() {
        for name in [
            "brief.pdf@ab12.json~",
            ".brief.pdf@ab12.json.swp",
            ".syncthing.brief.pdf@ab12.json.tmp",
            "~syncthing~brief.pdf@ab12.json.tmp",
            ".#brief.pdf@ab12.json",
            ".bak.0.brief.pdf@ab12.json",
            "brief.pdf@ab12_LOCAL_1234.json",
            "brief.pdf@ab12.json.a50d02dd.partial",
            "brief.pdf@ab12.json.rej",
            "#brief.pdf@ab12.json#",
            "._brief.pdf@ab12.json",
            "reader.json",
            "@ab12.json",
            "brief.pdf@.json",
            "../brief.pdf@ab12.json",
            "/brief.pdf@ab12.json",
            "brief.pdf@ab12.jsonl",
        ] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_that_is_made_is_read_back(folder in "([a-zé ]{1,5}/){0,2}", file in "[\\PC&&[^/.]]{1,12}", device in "[a-z0-9]{1,6}") {
            let document = format!("{folder}{file}.txt");
            let read = parse_sidecar_name(&sidecar_name(&document, &device));
            prop_assert_eq!(read, Some((document, device)));
        }

        #[test]
        fn any_name_is_read_without_a_panic(name in "[\\PC]{0,40}|[@.~# ()a]{0,12}(@a)?(.json)?(.orig)?") {
            let _ = parse_sidecar_name(&name);
        }
    }
}
