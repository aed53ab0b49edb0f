//! What is known of works in the words of a bibliography (CSL variables): read from BibTeX, RIS and CSL-JSON, written as them, made
//! from what a text says of itself, and cited by a CSL style.
//!
//! One table of fields and one of kinds serve all three formats. It opens no file and asks no service.

mod bibtex;
#[cfg(feature = "citations")]
pub mod cite;
#[cfg(feature = "citations")]
mod csl_archive;
mod csl_json;
pub mod item;
mod names;
mod ris;
mod tables;

pub use item::BibliographicItem;

/// Reads a bibliography by the ending of its file: `bib`, `json` or `ris`. What cannot be read of it is left out.
pub fn read(ending: &str, text: &str) -> Vec<BibliographicItem> {
    let text = text.trim_start_matches('\u{feff}');
    match ending {
        "bib" => bibtex::read(text),
        "json" => csl_json::read(text),
        "ris" => ris::read(text),
        _ => Vec::new(),
    }
}

/// Writes an item as BibTeX (BibLaTeX's fields).
pub fn bibtex(item: &BibliographicItem) -> String {
    bibtex::write(item)
}

/// Writes an item as RIS.
pub fn ris(item: &BibliographicItem) -> String {
    ris::write(item)
}

/// Writes an item as CSL-JSON.
pub fn csl_json(item: &BibliographicItem) -> serde_json::Value {
    csl_json::write(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BIB: &str = "@string{jeas = {Journal of Tides}}\n@article{kim19,\n  author = {Kim, Min-su and Keiko Tanaka},\n  \
        title = {The {Ebb} \\& the Fl\\\"ow}, journaltitle = jeas,\n  volume = 19, number = {3}, pages = {301--324},\n  \
        date = {2019-11}, doi = {10.1234/jt.30},\n  file = {tides.pdf}\n}\n";
    const RIS: &str = "TY  - JOUR\r\nAU  - Kim, Min-su\r\nAU  - Tanaka, Keiko\r\nTI  - The Ebb & the Flöw\r\nT2  - Journal of Tides\r\n\
        VL  - 19\r\nIS  - 3\r\nSP  - 301\r\nEP  - 324\r\nPY  - 2019/11//\r\nDO  - 10.1234/jt.30\r\nL1  - tides.pdf\r\nER  - \r\n";

    #[test]
    fn the_same_work_is_read_from_all_three_and_comes_back_from_what_is_written() {
        let from_bib = read("bib", BIB).remove(0);
        let from_ris = BibliographicItem { key: from_bib.key.clone(), ..read("ris", RIS).remove(0) };
        assert_eq!(from_bib, from_ris);
        assert_eq!(from_bib.key, "kim19");
        let names: Vec<String> =
            from_bib.authors.iter().map(|author| format!("{}|{}", author.family, author.given)).collect();
        assert_eq!(names, ["Kim|Min-su", "Tanaka|Keiko"]);
        let said = |name: &str| from_bib.field(name).unwrap_or_default();
        assert_eq!(
            (said("title"), said("page"), said("container-title")),
            ("The Ebb & the Flöw", "301–324", "Journal of Tides")
        );
        assert_eq!(
            (said("issue"), from_bib.date.as_str(), from_bib.file.as_deref()),
            ("3", "2019-11", Some("tides.pdf"))
        );
        for (ending, written) in [
            ("bib", bibtex(&from_bib)),
            ("ris", ris(&from_bib)),
            ("json", serde_json::json!([csl_json(&from_bib)]).to_string()),
        ] {
            let back = BibliographicItem { file: from_bib.file.clone(), ..read(ending, &written).remove(0) };
            assert_eq!(back, from_bib, "{written}");
        }
    }

    #[test]
    fn a_kind_that_only_one_format_has_becomes_the_nearest() {
        for (ending, text, kind) in [
            ("bib", "@online{a, title={T}}", "webpage"),
            ("bib", "@strange{a, title={T}}", "document"),
            ("ris", "TY  - NEWS\nTI  - T\nER  - \n", "article-newspaper"),
            ("json", r#"[{"id":"a","type":"report","title":"T"}]"#, "report"),
        ] {
            assert_eq!(read(ending, text)[0].kind, kind, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_reader_fail(text in "\\PC{0,200}", which in 0usize..3, lines in prop::collection::vec("(TY|AU|PY|ER|@article\\{|\\{|\\}|,|=|\"|\\[)  ?-? ?\\PC{0,8}", 0..12)) {
            let ending = ["bib", "json", "ris"][which];
            let _ = read(ending, &text);
            let _ = read(ending, &lines.join("\n"));
        }
    }
}
