//! The two tables that BibTeX, RIS and CSL share: fields and kinds of works. It reads and writes nothing.

/// A field of a work in all formats.
pub(super) struct Field {
    /// The CSL variable (CSL 1.0.2, appendix IV).
    pub(super) csl: &'static str,
    /// The names in BibTeX and BibLaTeX, the one that is written first.
    pub(super) bibtex: &'static [&'static str],
    /// The tags of RIS, the one that is written first.
    pub(super) ris: &'static [&'static str],
}

/// All fields but names, dates, pages and files, which have forms of their own.
#[rustfmt::skip]
pub(super) const FIELDS: &[Field] = &[
    Field { csl: "title", bibtex: &["title"], ris: &["TI", "T1"] },
    Field { csl: "container-title", bibtex: &["journaltitle", "journal", "booktitle", "maintitle", "organization"], ris: &["T2", "JO", "JF", "BT"] },
    Field { csl: "collection-title", bibtex: &["series"], ris: &["T3"] },
    Field { csl: "publisher", bibtex: &["publisher", "institution", "school"], ris: &["PB"] },
    Field { csl: "publisher-place", bibtex: &["location", "address"], ris: &["CY", "PP"] },
    Field { csl: "volume", bibtex: &["volume"], ris: &["VL"] },
    Field { csl: "issue", bibtex: &["number", "issue"], ris: &["IS"] },
    Field { csl: "edition", bibtex: &["edition"], ris: &["ET"] },
    Field { csl: "DOI", bibtex: &["doi"], ris: &["DO"] },
    Field { csl: "ISBN", bibtex: &["isbn"], ris: &["SN"] },
    Field { csl: "URL", bibtex: &["url"], ris: &["UR"] },
    Field { csl: "language", bibtex: &["langid", "language"], ris: &["LA"] },
];

/// A kind of work in all formats: CSL, BibTeX, RIS. Of several rows of one name the first is written.
pub(super) const KINDS: &[(&str, &str, &str)] = &[
    ("article-journal", "article", "JOUR"),
    ("article-newspaper", "article", "NEWS"),
    ("article-magazine", "article", "MGZN"),
    ("book", "book", "BOOK"),
    ("book", "collection", "EDBOOK"),
    ("chapter", "incollection", "CHAP"),
    ("chapter", "inbook", "CHAP"),
    ("paper-conference", "inproceedings", "CPAPER"),
    ("paper-conference", "conference", "CONF"),
    ("thesis", "thesis", "THES"),
    ("thesis", "phdthesis", "THES"),
    ("thesis", "mastersthesis", "THES"),
    ("report", "report", "RPRT"),
    ("report", "techreport", "RPRT"),
    ("webpage", "online", "ELEC"),
    ("webpage", "www", "WEB"),
    ("post-weblog", "online", "BLOG"),
    ("manuscript", "unpublished", "UNPB"),
    ("speech", "misc", "SLIDE"),
    ("document", "misc", "GEN"),
];

/// What a kind is called that no row knows.
pub(super) const UNKNOWN: &str = "document";
