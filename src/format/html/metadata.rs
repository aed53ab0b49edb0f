//! What a page states of its work, from the names in its head, its linked data and its mark-up: tables of which name
//! means what, the surest first. What the page does not say stays empty.

use super::elements::{Elements, kind};
use super::{byline, json_ld, meta, title};
use crate::document::Metadata;
use crate::language::dates;
use dom_query::{Document, NodeRef};
use meta::Named;

/// Titles that libraries and journals state.
const TITLES_OF_RECORD: &[&str] = &["citation_title", "dc:title", "dcterms:title", "prism:title"];

/// Titles that pages state for others to show.
const TITLES: &[&str] = &["og:title", "title", "twitter:title", "parsely-title", "sailthru:title"];

/// Authors, where each name is a fact of its own or a list in one.
const AUTHORS: &[&str] = &[
    "citation_author",
    "citation_authors",
    "dc:creator",
    "dcterms:creator",
    "dc:contributor",
    "author",
    "parsely-author",
    "sailthru:author",
    "byl",
    "article:author",
    "og:article:author",
];

const DATES: &[&str] = &[
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "prism:publicationdate",
    "dc:date:issued",
    "dcterms:issued",
    "dc:date",
    "dcterms:date",
    "dcterms:created",
    "dcterms:available",
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru:date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
    "citation_year",
];

const SITES: &[&str] = &["og:site_name", "site_name", "twitter:site_name", "application-name"];

const JOURNALS: &[&str] = &[
    "citation_journal_title",
    "prism:publicationname",
    "citation_conference_title",
    "citation_inbook_title",
    "dc:relation:ispartof",
];

const PUBLISHERS: &[&str] = &["citation_publisher", "dc:publisher", "dcterms:publisher"];

const LANGUAGES: &[&str] = &["citation_language", "dc:language", "dcterms:language", "content-language", "og:locale"];

const DOIS: &[&str] =
    &["citation_doi", "bepress_citation_doi", "prism:doi", "dc:identifier:doi", "dc:identifier", "dcterms:identifier"];

/// Other identifiers, with their labels.
const IDENTIFIERS: &[(&str, &str)] =
    &[("citation_isbn", "isbn:"), ("citation_arxiv_id", "arxiv:"), ("citation_pmid", "pmid:"), ("book:isbn", "isbn:")];

/// What the page states. `guess` is the title that the rules of the article made of the page's `<title>`; `headings`
/// are the texts of its first and second headings. The second result is the title as a heading has it: without the name
/// of the site, which the page's own statement of its title keeps.
pub(super) fn of(elements: &Elements<'_>, guess: Option<&str>, headings: &[String]) -> (Metadata, Option<String>) {
    let page = elements.page;
    let named = Named::of(elements);
    let stated = json_ld::read(elements);
    let authors = authors(elements, &named, &stated);
    let site =
        named.first(SITES).map(str::to_owned).or_else(|| stated.site.clone()).filter(|site| !site.contains("://"));
    let (title, heading) = {
        let mut around: Vec<&str> = authors.iter().map(String::as_str).collect();
        around.extend(site.as_deref());
        around.extend(stated.site.as_deref());
        around.extend(named.first(&["application-name"]));
        let title = whole_title(page, &named, &stated, guess, &around);
        let heading = title.as_ref().map(|title| title::without_site(title, &around, headings));
        (title, heading)
    };
    let metadata = Metadata {
        title,
        authors,
        date: date(elements, &named, &stated),
        publication: journal(&named).or(site).or_else(|| named.first(PUBLISHERS).map(str::to_owned)),
        language: language(page, &named, &stated),
        identifier: identifier(&named, &stated),
        url: url(page, &named, &stated),
    };
    (metadata.harmless(), heading)
}

fn whole_title(
    page: &Document,
    named: &Named,
    stated: &json_ld::Stated,
    guess: Option<&str>,
    around: &[&str],
) -> Option<String> {
    let element = meta::collapsed(&page.select_single("head title").text());
    let guess = guess.filter(|guess| !title::is_half(guess, &element));
    // Of two titles the one that the page shows as its own.
    let own = stated.titles.iter().find(|title| element.contains(title.as_str())).into_iter().chain(&stated.titles);
    let record = named.first(TITLES_OF_RECORD).into_iter();
    let shown = TITLES.iter().filter_map(|key| named.first(&[key]));
    let all = record.chain(own.map(String::as_str)).chain(shown).chain(guess).chain([element.as_str()]);
    let all: Vec<&str> = all.filter(|title| !title.is_empty()).collect();
    // The name of the site, where the page says something else as well, is no title.
    let title = all.iter().find(|title| !around.iter().any(|name| title::same(name, title))).or(all.first());
    title.map(|title| (*title).to_owned())
}

fn authors(elements: &Elements<'_>, named: &Named, stated: &json_ld::Stated) -> Vec<String> {
    let linked = byline::stated(stated.authors.iter().map(String::as_str));
    let of_record = AUTHORS.iter().map(|key| byline::stated(named.all(key)));
    let scholarly = named.first(&["citation_author", "citation_authors"]).is_some();
    let first = if scholarly { Vec::new() } else { linked };
    std::iter::once(first)
        .chain(of_record)
        .find(|authors| !authors.is_empty())
        .or_else(|| byline::in_text(elements).map(|byline| byline.authors))
        .unwrap_or_default()
}

/// The journal, with volume and issue in the shape "Name 12:3".
fn journal(named: &Named) -> Option<String> {
    let name = named.first(JOURNALS)?;
    let volume = named.first(&["citation_volume", "prism:volume"]);
    let issue = named.first(&["citation_issue", "prism:number"]);
    Some(match (volume, issue) {
        (Some(volume), Some(issue)) => format!("{name} {volume}:{issue}"),
        (Some(number), None) | (None, Some(number)) => format!("{name} {number}"),
        (None, None) => name.to_owned(),
    })
}

fn date(elements: &Elements<'_>, named: &Named, stated: &json_ld::Stated) -> Option<String> {
    let of_record = DATES.iter().take(3).find_map(|key| named.first(&[key]));
    let mut values =
        of_record.into_iter().chain(stated.date.as_deref()).chain(DATES.iter().filter_map(|key| named.first(&[key])));
    values.find_map(iso).or_else(|| date_in_text(elements))
}

/// The date that the mark-up of the text calls its date; of a time that is not said to be it, one that no sentence tells of.
fn date_in_text(elements: &Elements<'_>) -> Option<String> {
    const PLACES: &[(u32, &str)] = &[
        (kind::PROPERTY, "[itemprop~=datePublished]"),
        (kind::TIME, "time[pubdate]"),
        (kind::TIME, "article header time[datetime]"),
        (kind::TIME, "time.published"),
        (kind::TIME, "time.entry-date"),
        (kind::TIME, ".byline time"),
        (kind::TIME, "abbr.published"),
    ];
    const TIMES: &[&str] = &["article time[datetime]", "main time[datetime]"];
    let written = |node: &NodeRef<'_>| {
        let written =
            ["datetime", "content", "title"].iter().find_map(|name| node.attr(name).and_then(|value| iso(&value)));
        written.or_else(|| iso(&meta::collapsed(&node.text())))
    };
    let stated = |place: &str| written(elements.page.select_single(place).nodes().first()?);
    let untold = |place: &&str| written(elements.page.select(place).nodes().iter().find(|time| !is_told_of(time))?);
    let said = PLACES.iter().filter(|(kinds, _)| elements.has(*kinds)).find_map(|(_, place)| stated(place));
    said.or_else(|| TIMES.iter().filter(|_| elements.has(kind::TIME)).find_map(untold))
}

/// Whether a date stands in a sentence, which tells when something was: in a paragraph, item or cell that holds no others.
fn is_told_of(date: &NodeRef<'_>) -> bool {
    const PARTS: &[&str] = &["p", "li", "blockquote", "td", "th", "dd", "figcaption"];
    const BLOCKS: &[&str] = &["p", "div", "table", "h1", "h2", "h3", "ul", "ol", "br"];
    let named = |node: &NodeRef<'_>, names: &[&str]| names.iter().any(|name| node.has_name(name));
    let part = date.ancestors_it(None).find(|above| named(above, PARTS));
    part.is_some_and(|part| {
        part.text().trim_end().ends_with(['.', '!', '?', '…', '。'])
            && !part.descendants_it().any(|below| named(&below, BLOCKS))
    })
}

/// A date as pages write it, to ISO 8601 without a time of day.
fn iso(value: &str) -> Option<String> {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<u16>().ok();
    let (year, month, day) = match digits {
        8 | 14 => (number(0, 4), number(4, 6), number(6, 8)),
        4 => {
            let mut rest = value[4..].split(|c: char| !c.is_ascii_digit()).skip(1).map(|part| part.parse::<u16>().ok());
            let joined = value[4..].starts_with(['-', '/', '.']);
            (number(0, 4), rest.next().flatten().filter(|_| joined), rest.next().flatten().filter(|_| joined))
        }
        _ => return dates::find(value).and_then(|(date, ..)| date.iso()),
    };
    let year = year.filter(|year| (1000..2200).contains(year))?;
    let month = month.filter(|month| (1..=12).contains(month));
    let day = day.filter(|day| (1..=31).contains(day));
    Some(match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        (None, _) => year.to_string(),
    })
}

/// BCP 47; a locale's low line becomes its hyphen.
fn language(page: &Document, named: &Named, stated: &json_ld::Stated) -> Option<String> {
    let root = page.select_single("html");
    let declared = ["lang", "xml:lang"].iter().filter_map(|name| root.attr(name)).map(|value| value.to_string());
    let values = declared.chain(named.first(LANGUAGES).map(str::to_owned)).chain(stated.language.clone());
    values.map(|value| value.trim().replace('_', "-")).find(|value| is_language(value))
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && tag.len() <= 35
}

fn identifier(named: &Named, stated: &json_ld::Stated) -> Option<String> {
    let mut values = DOIS.iter().flat_map(|key| named.all(key)).chain(stated.identifiers.iter().map(String::as_str));
    let doi = values.find_map(doi).map(|doi| format!("doi:{doi}"));
    doi.or_else(|| IDENTIFIERS.iter().find_map(|(key, label)| Some(format!("{label}{}", named.first(&[key])?))))
}

/// The DOI that a value is or ends in.
fn doi(value: &str) -> Option<&str> {
    let at = value.find("10.").filter(|at| *at == 0 || value[..*at].ends_with(['/', ':', ' ']))?;
    let doi = value[at..].split(char::is_whitespace).next()?;
    let (registrant, rest) = doi[3..].split_once('/')?;
    let registered = registrant.len() >= 4 && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (registered && !rest.is_empty()).then_some(doi)
}

fn url(page: &Document, named: &Named, stated: &json_ld::Stated) -> Option<String> {
    let canonical = page.select_single("head link[rel=canonical]").attr("href").map(|href| href.trim().to_owned());
    let shown = named.first(&["og:url", "citation_public_url", "dc:source"]).map(str::to_owned);
    let values = canonical.into_iter().chain(shown).chain(stated.url.clone()).chain(saved_from(page));
    values.into_iter().find(|url| is_address(url))
}

/// Whether it is an address on the web, as a whole.
pub(in crate::format) fn is_address(url: &str) -> bool {
    let scheme = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    scheme && url.len() <= 2000 && !url.contains(char::is_whitespace)
}

/// Browsers note in a comment at the top where they saved a page from: "saved from url=(0021)https://…".
fn saved_from(page: &Document) -> Option<String> {
    let root = page.root();
    let comments = root.descendants_it().take(50).filter(NodeRef::is_comment);
    let mut texts = comments.filter_map(|node| {
        node.query(|node| match &node.data {
            dom_query::NodeData::Comment { contents } => contents.to_string(),
            _ => String::new(),
        })
    });
    texts.find_map(|text| {
        let said = text.contains("saved from url=") || text.contains("url: ");
        let from = text.find("http").filter(|_| said)?;
        text[from..].split_whitespace().next().map(str::to_owned)
    })
}
