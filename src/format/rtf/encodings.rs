//! How the bytes of rich text are letters: by the code page of the file, or by the character set of a font.

use encoding_rs::Encoding;

/// Code pages, by the names that the web gives them.
const PAGES: &[(i32, &str)] = &[
    (874, "windows-874"),
    (932, "shift_jis"),
    (936, "gbk"),
    (949, "euc-kr"),
    (950, "big5"),
    (866, "ibm866"),
    (1250, "windows-1250"),
    (1251, "windows-1251"),
    (1252, "windows-1252"),
    (1253, "windows-1253"),
    (1254, "windows-1254"),
    (1255, "windows-1255"),
    (1256, "windows-1256"),
    (1257, "windows-1257"),
    (1258, "windows-1258"),
    (10000, "macintosh"),
    (10007, "x-mac-cyrillic"),
    (65001, "utf-8"),
];

/// Character sets of fonts (`\fcharset`), as code pages.
const SETS: &[(i32, i32)] = &[
    (77, 10000),
    (128, 932),
    (129, 949),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
];

/// The character set of fonts of symbols.
pub(super) const SYMBOLS: i32 = 2;

/// The encoding of a code page; `None` for one that is not known here.
pub(super) fn of_page(page: i32) -> Option<&'static Encoding> {
    let (_, name) = PAGES.iter().find(|(number, _)| *number == page)?;
    Encoding::for_label(name.as_bytes())
}

/// The encoding of a font's character set; `None` where that is the one of the file.
pub(super) fn of_set(set: i32) -> Option<&'static Encoding> {
    SETS.iter().find(|(number, _)| *number == set).and_then(|(_, page)| of_page(*page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_page_has_an_encoding() {
        assert!(PAGES.iter().all(|(page, _)| of_page(*page).is_some()));
        assert!(SETS.iter().all(|(set, _)| of_set(*set).is_some()));
        assert_eq!((of_set(0), of_page(437)), (None, None));
    }
}
