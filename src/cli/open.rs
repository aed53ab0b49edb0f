//! `postil open PLACE`: the screen on one document at a paragraph, a page or an annotation, as links in exports name them.

use super::outcome::{Failure, Outcome};
use super::read;
use super::setup::{self, Room, Wanted};
use crate::app::NavigationTarget;
use crate::document::{BlockKind, Document};
use crate::exchange::export::annotations::link;
use crate::language::counts::counted;
use crate::study::Paragraphs;
use crate::text::Span;
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
    /// The folder of texts it is in. Default: the folder read last, else ./documents.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
}

/// Where in a document.
#[derive(Debug, PartialEq, Eq)]
enum WantedPlace {
    Beginning,
    Paragraph(usize),
    Page(String),
    Annotation(String),
}

/// Opens the screen there. Nothing found: never, it fails.
pub fn run(args: &OpenArgs) -> Result<Outcome, Failure> {
    let (document, place) = understood(&args.place)?;
    let wanted = Wanted { document, corpus: args.corpus.clone() };
    let (room, path) = wanted.find()?;
    let to = match place {
        WantedPlace::Beginning => None,
        WantedPlace::Annotation(id) => Some(NavigationTarget::Annotation(format!("urn:uuid:{id}").into())),
        place => Some(passage(&setup::load(&room, &path)?.document, &place)?),
    };
    let Room { dirs, state, state_faults, library, .. } = room;
    read::show(library.choosing(path), dirs, (state, state_faults), to)
}

/// The document and the place that are meant.
fn understood(written: &str) -> Result<(String, WantedPlace), Failure> {
    if !written.starts_with(link::SCHEME) {
        let place =
            written.rsplit_once(':').and_then(|(document, place)| Some((document.to_owned(), numbered(place)?)));
        return Ok(place.unwrap_or_else(|| (written.to_owned(), WantedPlace::Beginning)));
    }
    let wrong =
        || Failure::new(format!("{written} is no link of postil"), "They look like postil:week-1/moss.txt#P12.");
    let (path, fragment) = link::parse(written).filter(|(path, _)| !path.is_empty()).ok_or_else(wrong)?;
    let place = fragment.map(|fragment| numbered(&fragment).unwrap_or(WantedPlace::Annotation(fragment)));
    Ok((path, place.unwrap_or(WantedPlace::Beginning)))
}

/// `P12` is a paragraph, `p12` and `pxii` are pages.
fn numbered(place: &str) -> Option<WantedPlace> {
    if let Some(number) = place.strip_prefix('P') {
        return number.parse().ok().map(WantedPlace::Paragraph);
    }
    let label =
        place.strip_prefix('p').filter(|label| !label.is_empty() && label.chars().all(char::is_alphanumeric))?;
    Some(WantedPlace::Page(label.to_owned()))
}

/// Where a paragraph or a page begins.
fn passage(document: &Document, place: &WantedPlace) -> Result<NavigationTarget, Failure> {
    let at = match place {
        WantedPlace::Paragraph(number) => paragraph(document, *number)?,
        WantedPlace::Page(label) => {
            let index = document.page_called(label, 0);
            let known = || match (document.pages().first(), document.pages().last()) {
                (Some(first), Some(last)) => format!("They go from {} to {}.", first.label, last.label),
                _ => "It has no pages; `:P` and a number is a paragraph.".to_owned(),
            };
            let page = index.map(|index| document.pages()[index].at);
            page.ok_or_else(|| Failure::new(format!("there is no page {label}"), known()))?
        }
        WantedPlace::Beginning | WantedPlace::Annotation(_) => 0,
    };
    let end = document.blocks().get(document.block_at(at)).map_or(at, |block| block.span.end.max(at));
    let span = Span::new(at, end);
    Ok(NavigationTarget::Passage { span, words: span.of(document.text()).to_owned() })
}

fn paragraph(document: &Document, number: usize) -> Result<usize, Failure> {
    let paragraphs = Paragraphs::of(document);
    let starts =
        document.blocks().iter().filter(|block| block.kind != BlockKind::Boilerplate).map(|block| block.span.start);
    let found = (number > 0).then(|| starts.into_iter().find(|start| paragraphs.at(*start) == number)).flatten();
    found.ok_or_else(|| {
        let hint = format!("It has {}.", counted(paragraphs.len(), "paragraph"));
        Failure::new(format!("there is no paragraph {number}"), hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_document_with_a_paragraph_a_page_or_an_annotation() {
        let id = "0193f3a0-0000-7000-8000-000000000001";
        for (written, document, place) in [
            ("004:P12", "004", WantedPlace::Paragraph(12)),
            ("tides:p12", "tides", WantedPlace::Page("12".to_owned())),
            ("tides:pxii", "tides", WantedPlace::Page("xii".to_owned())),
            ("tides", "tides", WantedPlace::Beginning),
            ("Tides: A Play", "Tides: A Play", WantedPlace::Beginning),
            ("postil:a%20b/c.txt", "a b/c.txt", WantedPlace::Beginning),
            ("postil:c.txt#P3", "c.txt", WantedPlace::Paragraph(3)),
            (&format!("postil:c.txt#{id}"), "c.txt", WantedPlace::Annotation(id.to_owned())),
        ] {
            assert_eq!(understood(written), Ok((document.to_owned(), place)), "{written}");
        }
        assert!(understood("postil:%").is_err() && understood("postil:#P1").is_err());
    }
}
