//! Names of entries as books refer to them: relative to a folder, percent-encoded, with a fragment. A name is a key
//! into the archive and never a path on the disk; one that climbs out of the archive is a name of nothing.

use crate::text::fold::composed;

/// A reference taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EpubReference {
    /// The entry's name from the root of the archive.
    pub entry: String,
    /// What follows the `#`, decoded.
    pub fragment: Option<String>,
}

impl EpubReference {
    /// The name by which the anchors know the place: `entry#fragment`, or the entry alone.
    pub(super) fn key(&self) -> String {
        match &self.fragment {
            Some(fragment) if !fragment.is_empty() => format!("{}#{fragment}", self.entry),
            _ => self.entry.clone(),
        }
    }
}

/// The folder of an entry, with its slash; empty at the root.
pub(super) fn folder(entry: &str) -> &str {
    entry.rfind('/').map_or("", |at| &entry[..=at])
}

/// Whether a reference leads out of the book: it names a scheme or a host.
pub(super) fn is_outside(href: &str) -> bool {
    let scheme = href.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    let named = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    href.starts_with("//") || scheme.is_some_and(named)
}

/// What `href` in the entry `from` refers to; `None` where it climbs out of the archive.
pub(super) fn resolve(from: &str, href: &str) -> Option<EpubReference> {
    let (path, fragment) = href.split_once('#').map_or((href, None), |(path, fragment)| (path, Some(fragment)));
    let path = decoded(path.split('?').next().unwrap_or_default());
    let fragment = fragment.map(decoded);
    if path.is_empty() {
        return Some(EpubReference { entry: from.to_owned(), fragment });
    }
    let start = if path.starts_with('/') { "" } else { folder(from) };
    let mut steps: Vec<&str> = Vec::new();
    for step in start.split('/').chain(path.split(['/', '\\'])) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    // One name is one key, however its letters are composed.
    Some(EpubReference { entry: composed(steps.join("/")), fragment })
}

/// Percent-encoded bytes as characters; what is not encoded rightly stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let escaped = if *first == b'%' { digit(0).zip(digit(1)) } else { None };
        bytes.push(escaped.map_or(*first, |(high, low)| (high * 16 + low) as u8));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(from: &str, href: &str) -> Option<String> {
        resolve(from, href).map(|reference| reference.key())
    }

    #[test]
    fn references_are_relative_to_their_entry() {
        assert_eq!(key("OPS/text/a.xhtml", "b.xhtml#x").as_deref(), Some("OPS/text/b.xhtml#x"));
        assert_eq!(key("OPS/text/a.xhtml", "../img/%E4%B8%80%20b.png").as_deref(), Some("OPS/img/一 b.png"));
        assert_eq!(key("OPS/a.xhtml", "#here").as_deref(), Some("OPS/a.xhtml#here"));
        assert_eq!(key("OPS/a.xhtml", "/x.xhtml?q=1").as_deref(), Some("x.xhtml"));
        assert_eq!(key("OPS/a.xhtml", "100%.xhtml").as_deref(), Some("OPS/100%.xhtml"));
    }

    #[test]
    fn nothing_climbs_out_of_the_archive() {
        assert_eq!(key("OPS/a.xhtml", "../../etc/passwd"), None);
        assert_eq!(key("a.xhtml", "..\\..\\x"), None);
        assert_eq!(key("OPS/a.xhtml", "/../x"), None);
    }

    #[test]
    fn schemes_and_hosts_are_outside() {
        assert!(is_outside("http://x.test/a") && is_outside("mailto:a@b.test") && is_outside("//x.test/a"));
        assert!(!is_outside("a.xhtml#b:c") && !is_outside("folder/a:b") && !is_outside("一:二.xhtml"));
    }
}
