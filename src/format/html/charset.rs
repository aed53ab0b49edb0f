//! The encoding that a page declares in its first bytes. It decodes nothing.

/// How many of the first bytes may declare it: browsers look at 1024, some pages come later.
const HEAD: usize = 4096;

/// The label in `<meta charset=…>`, in `<meta http-equiv=content-type content="…; charset=…">` or in the XML
/// declaration.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let declaration = head.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).strip_prefix("<?xml");
    let in_xml = declaration.and_then(|rest| value(rest.split("?>").next()?, "encoding"));
    let in_meta = || head.split("<meta").skip(1).find_map(|rest| value(rest.split('>').next()?, "charset"));
    in_xml.or_else(in_meta)
}

/// The value after `name =`, with or without quotes.
pub(super) fn value(tag: &str, name: &str) -> Option<String> {
    let after = &tag[tag.find(name)? + name.len()..];
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end =
        value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '>')).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: Option<&str>) {
        assert_eq!(declared(page.as_bytes()).as_deref(), expected, "{page}");
    }

    #[test]
    fn every_way_to_declare_an_encoding_is_read() {
        check("<html><META CHARSET=\"Shift_JIS\">", Some("shift_jis"));
        check("<meta name=x><meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", Some("koi8-r"));
        check("<?xml version=\"1.0\" encoding='iso-8859-2'?><html>", Some("iso-8859-2"));
        check("<meta charset=>", None);
        check("<p>charset=utf-8", None);
    }
}
