//! `postil open PLACE`: the screen on one document at a paragraph, a page or an annotation, as links in exports name them.

use super::linear;
use super::out::Out;
use super::outcome::{Failure, Outcome};
use super::read;
use super::setup::{self, Room, Wanted};
use crate::app::NavigationTarget;
use crate::document::Document;
use crate::exchange::export::annotations::link;
use crate::study::Locator;
use std::path::PathBuf;

/// Open a document on the screen at a place: `004:P12` is its paragraph 12, `004:p12` its page 12; or by a link of an export.
///
/// The links of `postil export` look like `postil:week-1/moss.txt#ID`. A browser or an editor follows them where this system knows
/// that `postil open` in a terminal is what opens addresses that begin with `postil:`.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    /// A document by a part of its path or title that only it has, and `:P` with the number of a paragraph or `:p` with that of a
    /// page; or a link.
    place: String,
    /// The folder of texts it is in. Default: the one around this folder, else the one read last, else ./documents.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
}

/// Where in a document.
#[derive(Debug, PartialEq, Eq)]
enum WantedPlace {
    Beginning,
    Passage(Locator),
    Annotation(String),
}

/// Opens the screen there. Nothing found: never, it fails.
pub fn run(args: &OpenArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let (document, place) = understood(&args.place)?;
    let wanted = Wanted { document, corpus: args.corpus.clone() };
    let (room, path) = wanted.find()?;
    let to = match place {
        WantedPlace::Beginning => None,
        WantedPlace::Annotation(id) => Some(NavigationTarget::Annotation(format!("urn:uuid:{id}").into())),
        WantedPlace::Passage(locator) => Some(passage(&setup::load(&room, &path)?.document, &locator)?),
    };
    let Room { dirs, mut state, state_faults, library, .. } = room;
    if read::is_dumb() || read::has_screen() {
        read::remember(&library, &mut state);
    }
    if read::is_dumb() {
        return linear::run(library.choosing(path), dirs, (state, state_faults), to, out);
    }
    read::show(library.choosing(path), dirs, (state, state_faults), to)
}

/// The document and the place that are meant.
fn understood(written: &str) -> Result<(String, WantedPlace), Failure> {
    if !written.starts_with(link::SCHEME) {
        let (document, place) = Locator::split(written)
            .map_or((written, WantedPlace::Beginning), |(document, place)| (document, WantedPlace::Passage(place)));
        return Ok((document.to_owned(), place));
    }
    let wrong =
        || Failure::new(format!("{written} is no link of postil"), "They look like postil:week-1/moss.txt#P12.");
    let (path, fragment) = link::parse(written).filter(|(path, _)| !path.is_empty()).ok_or_else(wrong)?;
    let place = fragment
        .map(|fragment| Locator::parse(&fragment).map_or(WantedPlace::Annotation(fragment), WantedPlace::Passage));
    Ok((path, place.unwrap_or(WantedPlace::Beginning)))
}

/// Where a paragraph or a page is.
fn passage(document: &Document, place: &Locator) -> Result<NavigationTarget, Failure> {
    let span = place.span(document).map_err(|missing| Failure::new(missing.to_string(), missing.remedy()))?;
    Ok(NavigationTarget::Passage { span, words: span.of(document.text()).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_document_with_a_paragraph_a_page_or_an_annotation() {
        let id = "0193f3a0-0000-7000-8000-000000000001";
        for (written, document, place) in [
            ("004:P12", "004", WantedPlace::Passage(Locator::Paragraph(12))),
            ("tides:p12", "tides", WantedPlace::Passage(Locator::Page("12".to_owned()))),
            ("tides:pxii", "tides", WantedPlace::Passage(Locator::Page("xii".to_owned()))),
            ("tides", "tides", WantedPlace::Beginning),
            ("Tides: A Play", "Tides: A Play", WantedPlace::Beginning),
            ("postil:a%20b/c.txt", "a b/c.txt", WantedPlace::Beginning),
            ("postil:c.txt#P3", "c.txt", WantedPlace::Passage(Locator::Paragraph(3))),
            (&format!("postil:c.txt#{id}"), "c.txt", WantedPlace::Annotation(id.to_owned())),
        ] {
            assert_eq!(understood(written), Ok((document.to_owned(), place)), "{written}");
        }
        assert!(understood("postil:%").is_err() && understood("postil:#P1").is_err());
    }
}
