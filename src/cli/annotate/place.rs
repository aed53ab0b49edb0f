//! Where a passage stands that is given by its words or its offsets. It never guesses: words that stand nowhere or in
//! several places are said to.

use crate::annotation::anchor::anchor_one_in;
use crate::annotation::{Passage, Quote};
use crate::cli::out::{cut, tell_failure};
use crate::cli::outcome::Failure;
use crate::document::{DocPath, Document};
use crate::search::{self, Pattern, SearchText};
use crate::study::Locator;
use crate::text::Span;

/// The most places of the same words that are counted.
const MOST: usize = 1000;
/// How many of them are shown.
const SHOWN: usize = 5;
/// How much of a text is shown in a message, in cells.
const WIDTH: usize = 60;

/// A passage as the command line gives it.
#[derive(Debug, clap::Args)]
pub struct PlaceArgs {
    /// The words of the passage.
    #[arg(long, short, value_name = "WORDS", allow_hyphen_values = true)]
    pub quote: Option<String>,
    /// Which of several places with these words, counted from 1.
    #[arg(long, value_name = "N", requires = "quote")]
    pub occurrence: Option<usize>,
    /// The passage by code points of the text as `postil text` prints it, the end exclusive (START:END); by the number of a
    /// paragraph (P12); or by the label of a page (p12), whose first lines are meant.
    #[arg(long, alias = "range", value_name = "PLACE")]
    pub at: Option<String>,
}

impl PlaceArgs {
    /// Whether no passage is given.
    pub fn is_none(&self) -> bool {
        self.quote.is_none() && self.at.is_none()
    }
}

/// The passage; `None`, which has been told, where its words are not in the text.
pub fn find(args: &PlaceArgs, document: &Document, path: &DocPath) -> Result<Option<Span>, Failure> {
    if let Some(at) = &args.at {
        return passage_at(at, document).map(Some);
    }
    let quote = args.quote.as_deref().unwrap_or_default().trim();
    if quote.is_empty() {
        return Err(Failure::new("the quotation is empty", "Give some words of the text, or --at START:END."));
    }
    let places = places(document, quote)?;
    if places.is_empty() {
        tell_failure(&format!("these words are not in {path}: {}", cut(quote, WIDTH)), &nearest(document, quote));
        return Ok(None);
    }
    choose(args.occurrence, &places, document).map(Some)
}

/// The passage of `P12`, `p12` or `START:END` in code points, in bytes.
pub fn passage_at(written: &str, document: &Document) -> Result<Span, Failure> {
    match Locator::parse(written) {
        Some(place) => Ok(place.span(document)?),
        None => range(written, document),
    }
}

/// `START:END` in code points.
fn range(written: &str, document: &Document) -> Result<Span, Failure> {
    let numbers =
        written.split_once(':').and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    let span = numbers.and_then(|(start, end)| document.offsets().to_span(document.text(), start, end));
    span.ok_or_else(|| {
        let total = document.offsets().total();
        Failure::new(
            format!("`{written}` is no place in the text"),
            format!("Give START:END in code points, at most {total}, or a paragraph: P1."),
        )
    })
}

/// Where the words stand: exactly so, else with white space, quotation marks, dashes and accents folded, and over pages.
pub fn places(document: &Document, quote: &str) -> Result<Vec<Span>, Failure> {
    let text = document.text();
    let exact = text.match_indices(quote).take(MOST).map(|(at, found)| Span::new(at, at + found.len()));
    let exact: Vec<Span> = exact.collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let hint = "Quote fewer words, or give the place with --at START:END.";
    let query = Pattern::quotation(&plain(quote))
        .map_err(|fault| Failure::new(format!("the quotation cannot be looked for: {fault}"), hint))?;
    let find = |text: &str| search::find(&query, text, Span::new(0, text.len()), MOST);
    Ok(SearchText::from(document).find(query.reach(), MOST, find))
}

/// The words with plain quotation marks and dashes, which stand for all others.
fn plain(quote: &str) -> String {
    let plain = |c| match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        c => c,
    };
    quote.chars().map(plain).collect()
}

fn choose(occurrence: Option<usize>, places: &[Span], document: &Document) -> Result<Span, Failure> {
    let many = places.len();
    match (occurrence, places) {
        (None, [one]) => Ok(*one),
        (None, _) => {
            let shown: Vec<String> =
                places.iter().take(SHOWN).enumerate().map(|(n, span)| shown(n + 1, *span, document)).collect();
            let cause = format!("these words stand in {many} places: {}", shown.join("; "));
            Err(Failure::new(cause, format!("Say which with --occurrence 1 to {many}, or quote more words.")))
        }
        (Some(n), _) => n.checked_sub(1).and_then(|n| places.get(n)).copied().ok_or_else(|| {
            Failure::new(format!("there is no occurrence {n}"), format!("These words stand in {many} places."))
        }),
    }
}

/// One of several places, with what follows it.
fn shown(number: usize, span: Span, document: &Document) -> String {
    let text = document.text();
    let end = text.ceil_char_boundary((span.end + 40).min(text.len()));
    format!("{number}: {}", cut(&document.line(Span::new(span.start, end)), WIDTH))
}

/// What is most like the words, for a hint.
fn nearest(document: &Document, quote: &str) -> String {
    let passage = Passage { quote: Quote { exact: quote.to_owned(), ..Quote::default() }, ..Passage::default() };
    let found = anchor_one_in(document, "", &passage).span;
    let near = found.map(|span| cut(&document.line(span), 2 * WIDTH)).filter(|near| !near.is_empty());
    near.map_or_else(
        || "`postil text DOC` prints the text.".to_owned(),
        |near| format!("The nearest words are: {near}"),
    )
}
