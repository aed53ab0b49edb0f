//! The bytes of pictures that are written into a page. It fetches nothing: other pictures are files and addresses that
//! others open.

use super::prepare::EMBEDDED;
use super::{base64, charset, packed, shadow, tree, xhtml};
use crate::format::decode;

/// The largest picture written into a page, in bytes as written.
const LARGEST: usize = 64 << 20;

/// The picture by its source in the document: the number of an `<img>` of the page, or the data itself.
pub(super) fn bytes_of(page: &[u8], source: &str) -> Option<Vec<u8>> {
    if let Some(archive) = packed::archive(page) {
        let inside = archive.read(packed::PAGE).ok()?;
        return archive.read(source.trim_start_matches("./")).ok().or_else(|| written(&inside, source));
    }
    written(page, source)
}

/// A picture that is written into the page itself.
fn written(page: &[u8], source: &str) -> Option<Vec<u8>> {
    let Some(index) = source.strip_prefix(EMBEDDED) else { return data(source) };
    let label = charset::declared(page);
    let decoded = decode::declared(page.to_vec(), label.as_deref());
    let tree = tree::read(&xhtml::closed(&decoded.text));
    shadow::open(&tree.document);
    let images = tree.document.select("img");
    let image = images.nodes().get(index.parse::<usize>().ok()?)?;
    data(&image.attr("src")?)
}

/// The bytes of a `data:` address.
fn data(address: &str) -> Option<Vec<u8>> {
    let (kind, data) = address.trim().strip_prefix("data:")?.split_once(',')?;
    let base64 = kind.len() <= 200 && kind.to_ascii_lowercase().ends_with(";base64");
    (data.len() <= LARGEST).then(|| if base64 { base64::decode(data.as_bytes()) } else { unescaped(data) })
}

/// Text with `%41` for what may not stand in an address.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        let escaped = escaped.filter(|_| *byte == b'%');
        out.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_by_its_number() {
        let page = b"<img src=a.png><p><img src='data:image/png;base64,TWFu'>";
        assert_eq!(bytes_of(page, "embedded:1"), Some(b"Man".to_vec()));
        assert_eq!(bytes_of(page, "embedded:0"), None);
        assert_eq!(bytes_of(page, "embedded:2"), None);
        assert_eq!(bytes_of(page, "a.png"), None);
    }

    #[test]
    fn data_may_be_escaped_text() {
        assert_eq!(data("data:image/svg+xml,%3Csvg/%3E%"), Some(b"<svg/>%".to_vec()));
        assert_eq!(data("data:x"), None);
    }
}
