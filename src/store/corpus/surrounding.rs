//! Which seminar a folder lies in: the nearest one from there upwards that has a plan or readers' annotations, as git finds its
//! repository. It opens no document and reads no plan.

use crate::config::syllabus;
use crate::store::corpus::names::{ANNOTATIONS, PERSON};
use crate::store::fs::system;
use std::fs;
use std::path::Path;

/// How far above a folder its seminar is looked for: no document lies deeper below one (`documents::MAX_DEPTH`).
const HIGHEST: usize = 64;
/// The most names that are looked at among the readers of one folder.
const MOST: usize = 1024;

/// The nearest folder, from `folder` upwards, that is a seminar's. It goes neither up to the home folder nor beyond, nor to another
/// file system, nor to a folder in which everybody may put things beside those of others (such as `/tmp`). `folder` is absolute,
/// with no links in it.
pub(in crate::store) fn seminar_around(folder: &Path) -> Option<&Path> {
    let home = std::env::home_dir().and_then(|home| system::real(&home).ok());
    within(folder, home.as_deref())
}

fn within<'a>(folder: &'a Path, home: Option<&Path>) -> Option<&'a Path> {
    if is_seminar(folder) {
        return Some(folder);
    }
    let disk = system::disk(&fs::metadata(folder).ok()?);
    let is_open = |above: &&Path| {
        let found = fs::metadata(above);
        home != Some(above)
            && found.is_ok_and(|found| system::disk(&found) == disk && !system::is_common_ground(&found))
    };
    let mut above = folder.ancestors().skip(1).take(HIGHEST).take_while(is_open);
    // Out of the home folder nothing is found either.
    if home == Some(folder) { None } else { above.find(|above| is_seminar(above)) }
}

/// Whether a folder has a plan, or the folder of a reader.
pub(in crate::store) fn is_seminar(folder: &Path) -> bool {
    folder.join(syllabus::FILE).is_file() || has_readers(&folder.join(ANNOTATIONS))
}

/// Whether a folder of annotations has the folder of a reader.
pub(in crate::store) fn has_readers(annotations: &Path) -> bool {
    let mut readers = fs::read_dir(annotations).into_iter().flatten().flatten().take(MOST);
    readers.any(|reader| reader.path().join(PERSON).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// Folders made below a home, the files in them, and the seminar that is found from the first one, relative to the home's parent.
    fn check(from: &str, files: &[&str], expected: Option<&str>) {
        let temp = tempfile::tempdir().expect("a folder");
        let root = system::real(temp.path()).expect("a path");
        fs::create_dir_all(root.join(from)).expect("a folder");
        for file in files {
            let file = root.join(file);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, "").expect("a file");
        }
        let folder = root.join(from);
        let found = within(&folder, Some(&root.join("home"))).map(Path::to_path_buf);
        assert_eq!(found, expected.map(|path| -> PathBuf { root.join(path) }), "{from} {files:?}");
    }

    #[test]
    fn the_nearest_seminar_upwards_is_found_and_home_is_the_border() {
        let plan = "home/course/syllabus.toml";
        check("home/course/week-2/more", &[plan], Some("home/course"));
        check("home/course/week-2", &["home/course/annotations/mei/reader.json"], Some("home/course"));
        check("home/course/week-2", &[plan, "home/course/week-2/syllabus.toml"], Some("home/course/week-2"));
        check("home/course/week-2", &["home/course/annotations/words.txt"], None);
        check("home/other", &[plan], None);
        check("home/other", &["home/syllabus.toml", "syllabus.toml"], None);
        check("home", &["home/syllabus.toml"], Some("home"));
        check("home", &["syllabus.toml"], None);
        check("srv/course/week-2", &["srv/course/syllabus.toml"], Some("srv/course"));
    }

    #[cfg(unix)]
    #[test]
    fn what_somebody_puts_into_a_folder_of_everybody_s_is_not_gone_up_to() {
        use std::os::unix::fs::PermissionsExt;
        let temp = tempfile::tempdir().expect("a folder");
        let (open, mine) = (temp.path().join("open"), temp.path().join("open/mine"));
        fs::create_dir_all(&mine).expect("a folder");
        fs::write(open.join(syllabus::FILE), "").expect("a file");
        assert_eq!(within(&mine, None), Some(open.as_path()));
        fs::set_permissions(&open, fs::Permissions::from_mode(0o1777)).expect("permissions");
        assert_eq!(within(&mine, None), None);
    }
}
