//! The name of a folder, made of a person's name. It touches no disk.

use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

/// The longest folder name, in bytes.
const MAX_SLUG: usize = 60;
/// Names that some systems keep for devices; no file can be called so there.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "annotations"];

/// A folder name made of a name: lower case, Latin letters without accents, letters of other scripts as they are, hyphens
/// between the words. Never empty, never hidden, never a name that a system keeps for itself.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.nfc().flat_map(char::to_lowercase).collect::<String>().nfc() {
        push_plain(&mut slug, c);
    }
    slug.truncate(slug.floor_char_boundary(MAX_SLUG));
    let slug = slug.trim_matches('-');
    let numbered = slug.len() == 4 && (slug.starts_with("com") || slug.starts_with("lpt"));
    match slug {
        "" => "reader".to_owned(),
        slug if numbered || RESERVED.contains(&slug) => format!("{slug}-reader"),
        slug => slug.to_owned(),
    }
}

fn push_plain(slug: &mut String, c: char) {
    match c {
        // An apostrophe is inside a word.
        '\'' | '’' => {}
        'ß' => slug.push_str("ss"),
        'æ' => slug.push_str("ae"),
        'œ' => slug.push_str("oe"),
        'þ' => slug.push_str("th"),
        'ø' => slug.push('o'),
        'ð' | 'đ' => slug.push('d'),
        'ł' => slug.push('l'),
        'ı' => slug.push('i'),
        c if unicode_normalization::char::is_combining_mark(c) => {
            // Marks make the letters of some scripts; on a Latin letter they are left out.
            if slug.chars().next_back().is_some_and(|last| !last.is_ascii()) {
                slug.push(c);
            }
        }
        c if c.is_alphanumeric() => slug.push(latin_base(c)),
        _ if slug.is_empty() || slug.ends_with('-') => {}
        _ => slug.push('-'),
    }
}

/// The Latin letter under the accents; any other character as it is.
fn latin_base(c: char) -> char {
    let mut first = None;
    decompose_canonical(c, |part| first = first.or(Some(part)));
    first.filter(char::is_ascii).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_becomes_a_folder_name_that_can_be_read() {
        for (name, folder) in [
            ("Kim Min-ji", "kim-min-ji"),
            ("José Müller", "jose-muller"),
            ("Seán O’Brien", "sean-obrien"),
            ("Jo\u{301}se", "jose"),
            ("Straße Łódź", "strasse-lodz"),
            ("김민지", "김민지"),
            ("Достоевский Ф. М.", "достоевский-ф-м"),
            ("हिन्दी", "हिन्दी"),
            ("李", "李"),
            ("", "reader"),
            ("..", "reader"),
            ("../../etc", "etc"),
            ("CON", "con-reader"),
            ("Com1", "com1-reader"),
            ("a\u{1b}[31mb", "a-31mb"),
        ] {
            assert_eq!(slug(name), folder, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn a_folder_name_is_always_plain(name in any::<String>()) {
            let folder = slug(&name);
            prop_assert!(!folder.is_empty() && folder.len() <= MAX_SLUG + 7 && !folder.starts_with(['.', '-']));
            prop_assert!(!folder.contains(['/', '\\', '@', ':']) && !folder.chars().any(char::is_control));
            prop_assert_eq!(slug(&folder), folder.clone());
        }
    }
}
