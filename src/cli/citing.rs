//! How the texts of a corpus are cited: by what they say of themselves, by a bibliography beside them (`references.bib`,
//! `references.json`, `references.ris`), plainly or in a CSL style. It prints nothing.

use super::outcome::Failure;
use super::setup::Room;
use crate::document::{DocPath, Metadata};
use crate::exchange::bibliography::{self, BibliographicItem};
use crate::exchange::export::annotations::{Citer, PlainCiter};
use crate::exchange::import::matching::{DocumentCandidate, Likeness, matching};
use std::path::PathBuf;

/// The files of a bibliography, in the order in which they count.
const FILES: [&str; 3] = ["references.bib", "references.json", "references.ris"];

/// The bibliographies beside a corpus.
#[derive(Debug, Default)]
pub struct References {
    items: Vec<BibliographicItem>,
}

impl References {
    /// Reads what lies beside the texts; what could not be read, in words.
    pub fn read(room: &Room) -> (Self, Vec<String>) {
        let (mut references, mut faults) = (Self::default(), Vec::new());
        for name in FILES {
            let Ok(path) = DocPath::new(name) else { continue };
            match room.library.corpus.read(&path) {
                Ok(bytes) => {
                    let ending = name.rsplit('.').next().unwrap_or_default();
                    let items = bibliography::read(ending, &String::from_utf8_lossy(&bytes));
                    if items.is_empty() {
                        faults.push(format!("{name}: no entry with a title could be read in it"));
                    }
                    references.items.extend(items);
                }
                Err(error) if error.is_missing() => {}
                Err(error) => faults.push(error.to_string()),
            }
        }
        (references, faults)
    }

    /// The entry of a document: the one of its address, identifier, title or file; else what the text says of itself.
    pub fn item(&self, path: &DocPath, metadata: &Metadata) -> BibliographicItem {
        let candidates = [DocumentCandidate { metadata, file: path.file_name() }];
        let is_of = |item: &&BibliographicItem| match matching(&item.work(), &candidates) {
            Likeness::Sure(found) => !found.is_empty(),
            Likeness::Name(found) => !found.is_empty() && item.file.is_some(),
        };
        let by_key = |item: &&BibliographicItem| {
            let stem = path.file_name().rsplit_once('.').map_or(path.file_name(), |(stem, _)| stem);
            !item.key.is_empty() && item.key == stem
        };
        let known = self.items.iter().find(is_of).or_else(|| self.items.iter().find(by_key));
        known.cloned().unwrap_or_else(|| BibliographicItem::of_metadata(metadata, path.as_str()))
    }

    /// What is known of a document, with what the bibliography knows better.
    pub fn metadata(&self, path: &DocPath, metadata: &Metadata) -> (BibliographicItem, Metadata) {
        let item = self.item(path, metadata);
        let is_known = self.items.contains(&item);
        let metadata = if is_known { metadata.corrected_by(&item.metadata()) } else { metadata.clone() };
        (item, metadata)
    }
}

/// A way to cite.
pub enum CitingStyle {
    /// Author, title, where it appeared, date, place.
    Plain,
    /// A CSL style.
    #[cfg(feature = "citations")]
    Csl(Box<bibliography::cite::CitationStyle>),
}

impl CitingStyle {
    /// The style of a name, or in a `.csl` file.
    #[cfg(feature = "citations")]
    pub fn named(name: Option<&str>) -> Result<Self, Failure> {
        use bibliography::cite::{CitationStyle, STYLES};
        let Some(name) = name.filter(|name| !is_plain(name)) else { return Ok(Self::Plain) };
        if let Some(style) = CitationStyle::named(name) {
            return Ok(Self::Csl(Box::new(style)));
        }
        if std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csl")) {
            let bytes = crate::store::bundle::read(&at_home(name))?;
            let style = CitationStyle::of_xml(&String::from_utf8_lossy(&bytes));
            let hint = "Styles are at https://www.zotero.org/styles, each as one file.";
            return style
                .map(|style| Self::Csl(Box::new(style)))
                .map_err(|fault| Failure::new(format!("{name}: {fault}"), hint));
        }
        let known: Vec<&str> = STYLES.iter().map(|(name, ..)| *name).collect();
        let hint = format!("There are plain, {}; any other is given as its file, NAME.csl.", known.join(", "));
        Err(Failure::new(format!("there is no style {name}"), hint))
    }

    /// No style but the plain one: this program was made without them.
    #[cfg(not(feature = "citations"))]
    pub fn named(name: Option<&str>) -> Result<Self, Failure> {
        let hint = "Leave --style away, or build with `--features citations`.";
        let absent = || Failure::new("this program was built without citation styles", hint);
        name.filter(|name| !is_plain(name)).map_or(Ok(Self::Plain), |_| Err(absent()))
    }

    /// What cites a work in this style.
    pub fn citer<'a>(
        &'a self,
        item: &'a BibliographicItem,
        metadata: &'a Metadata,
        path: &'a str,
    ) -> Box<dyn Citer + 'a> {
        let _ = item;
        match self {
            Self::Plain => Box::new(PlainCiter { metadata, path }),
            #[cfg(feature = "citations")]
            Self::Csl(style) => Box::new(csl::CslCiter { style, item, known: std::cell::RefCell::default() }),
        }
    }
}

/// Whether it is the name of the style that is no CSL style.
fn is_plain(name: &str) -> bool {
    matches!(name, "" | "plain")
}

/// A path; `~/` is the home folder.
pub fn at_home(written: &str) -> PathBuf {
    let home = || std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    written.strip_prefix("~/").map_or_else(|| PathBuf::from(written), |rest| home().join(rest))
}

#[cfg(feature = "citations")]
mod csl {
    use super::{BibliographicItem, Citer};
    use crate::exchange::bibliography::cite::{CitationStyle, CitedPlace};
    use crate::exchange::export::annotations::PassagePlace;
    use std::cell::RefCell;
    use std::collections::HashMap;

    /// Cites one work; a place that was cited before is not cited anew.
    pub(super) struct CslCiter<'a> {
        pub(super) style: &'a CitationStyle,
        pub(super) item: &'a BibliographicItem,
        pub(super) known: RefCell<HashMap<String, String>>,
    }

    impl Citer for CslCiter<'_> {
        fn reference(&self) -> String {
            self.style.reference(self.item)
        }

        fn citation(&self, place: &PassagePlace) -> String {
            let range = |first: String, last: String| if first == last { first } else { format!("{first}–{last}") };
            let paragraphs = || {
                (place.paragraph > 0).then(|| {
                    let last = place.last_paragraph.max(place.paragraph);
                    CitedPlace::Paragraph(range(place.paragraph.to_string(), last.to_string()))
                })
            };
            let pages = place.pages.clone().map(|(first, last)| CitedPlace::Page(range(first, last)));
            let cited = pages.or_else(paragraphs);
            let mut known = self.known.borrow_mut();
            let cite = || self.style.citation(self.item, cited.as_ref());
            known.entry(format!("{cited:?}")).or_insert_with(cite).clone()
        }
    }
}
