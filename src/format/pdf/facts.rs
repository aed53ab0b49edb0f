//! What the file says of itself: the information dictionary and the XMP packet. Titles that programs make up are left
//! out; nothing is guessed from the text.

use super::strings;
use crate::document::Metadata;
use crate::language::authors;
use crate::text::visible;
use hayro_syntax::metadata::Metadata as Info;
use hayro_syntax::object::{DateTime, Dict, Stream};
use roxmltree::{Document, Node};

/// The longest packet that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// The longest fact, in characters.
const LONGEST_FACT: usize = 1000;
/// The most authors.
const MOST_AUTHORS: usize = 200;

/// Namespaces of XMP.
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const PRISM: [&str; 3] = [
    "http://prismstandard.org/namespaces/basic/2.0/",
    "http://prismstandard.org/namespaces/basic/2.1/",
    "http://prismstandard.org/namespaces/basic/3.0/",
];

/// The facts of a file.
pub fn facts(info: &Info, catalogue: &Dict<'_>) -> Metadata {
    let packet = catalogue.get::<Stream<'_>>("Metadata").filter(|packet| packet.raw_data().len() <= LONGEST);
    let packet = packet.and_then(|packet| packet.decoded_data().ok()).filter(|packet| packet.len() <= LONGEST);
    let packet = packet.map(|packet| String::from_utf8_lossy(&packet).trim_end_matches('\0').to_owned());
    let xmp = packet.as_deref().and_then(read).unwrap_or_default();
    let string = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::text).and_then(|text| fact(&text));
    Metadata {
        title: better(xmp.title, string(&info.title)).filter(|title| is_title(title)),
        authors: if xmp.authors.is_empty() || xmp.authors.iter().any(|author| is_broken(author)) {
            string(&info.author).map(|author| authors(&author)).filter(|own| !own.is_empty()).unwrap_or(xmp.authors)
        } else {
            xmp.authors
        },
        date: xmp.date.or_else(|| info.creation_date.as_ref().filter(|_| !prints(&programs(info))).and_then(day)),
        language: xmp.language.or_else(|| super::outline::language(catalogue)).and_then(|language| fact(&language)),
        ..xmp
    }
}

/// The programs that made a file, by their names.
pub fn programs(info: &Info) -> Vec<String> {
    [&info.producer, &info.creator].into_iter().filter_map(|name| name.as_deref().map(strings::text)).collect()
}

/// One line, without white space around it; `None` for an empty one.
fn fact(text: &str) -> Option<String> {
    let short: String = text.chars().take(LONGEST_FACT).collect();
    let words = visible::line(&short).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words).filter(|words| words.chars().any(char::is_alphanumeric))
}

fn day(date: &DateTime) -> Option<String> {
    strings::date(&format!("{:04}{:02}{:02}", date.year, date.month, date.day), true)
}

/// Whether a title is the work's own, and not a file's name or a program's placeholder.
fn is_title(title: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        ".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".ps", ".eps", ".rtf", ".odt", ".wpd", ".txt",
        ".html", ".fm", ".p65",
    ];
    const BEGINNINGS: [&str; 8] = [
        "microsoft word - ",
        "microsoft powerpoint - ",
        "untitled",
        "layout 1",
        "document1",
        "slide 1",
        "print",
        "[no title",
    ];
    let lower = title.to_lowercase();
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    let made = BEGINNINGS
        .iter()
        .any(|beginning| lower.starts_with(beginning) && (lower.len() < 20 || beginning.ends_with("- ")));
    letters >= 2 && !made && !ENDINGS.iter().any(|ending| lower.ends_with(ending)) && !lower.starts_with("file:")
}

/// The authors of a line.
fn authors(line: &str) -> Vec<String> {
    authors::split(line)
        .iter()
        .filter_map(|name| fact(name))
        .filter(|name| !is_nobody(name))
        .take(MOST_AUTHORS)
        .collect()
}

/// Whether it is what a program writes where it knows no author.
fn is_nobody(name: &str) -> bool {
    const NOBODY: [&str; 18] = [
        "administrator",
        "admin",
        "user",
        "windows user",
        "unknown",
        "unknown author",
        "anonymous",
        "(anonymous)",
        "author",
        "owner",
        "root",
        "none",
        "microsoft office user",
        "python-docx",
        "calibre",
        "libreoffice",
        "un-named",
        "default",
    ];
    NOBODY.contains(&name.to_lowercase().as_str())
}

/// Whether the day that programs wrote is the one on which something was printed, converted or saved, and says nothing
/// of the text: browsers, printer drivers, office programs, text recognition, and what sets a text anew each time.
fn prints(programs: &[String]) -> bool {
    const PRINTERS: [&str; 26] = [
        "skia/pdf",
        "mozilla",
        "chrom",
        "firefox",
        "safari",
        "quartz",
        "wkhtmltopdf",
        "qt ",
        "weasyprint",
        "prince",
        "typst",
        "libreoffice",
        "openoffice",
        "writer",
        "microsoft",
        "ghostscript",
        "ocrmypdf",
        "tesseract",
        "pypdf",
        "cairo",
        "pdfcreator",
        "reportlab",
        "fpdf",
        "calibre",
        "groff",
        "print",
    ];
    programs
        .iter()
        .map(|program| program.to_lowercase())
        .any(|program| PRINTERS.iter().any(|name| program.contains(name)))
}

/// The first of two, or the second where the first was written in another encoding than it was read in.
fn better(first: Option<String>, second: Option<String>) -> Option<String> {
    match (&first, &second) {
        (Some(broken), Some(whole)) if is_broken(broken) && !is_broken(whole) => second,
        _ => first.or(second),
    }
}

/// Whether a text has signs in it that bytes read in a wrong encoding leave: no letters at all, or UTF-8 taken for
/// Latin-1.
fn is_broken(text: &str) -> bool {
    let twice = || {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        bytes.is_some_and(|bytes| !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok())
    };
    text.contains('\u{FFFD}') || twice()
}

/// The facts of an XMP packet.
fn read(packet: &str) -> Option<Metadata> {
    let from = packet.find('<')?;
    let document = Document::parse(packet[from..].trim_end()).ok()?;
    let mut metadata = Metadata::default();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name();
        let space = name.namespace().unwrap_or_default();
        let value = || values(node).into_iter().next().and_then(|value| fact(&value));
        match name.name() {
            "title" if space == DUBLIN_CORE => metadata.title = metadata.title.or_else(value),
            "creator" if space == DUBLIN_CORE && metadata.authors.is_empty() => metadata.authors = creators(node),
            "date" if space == DUBLIN_CORE => metadata.date = metadata.date.or_else(|| iso_day(&value()?)),
            "language" if space == DUBLIN_CORE => metadata.language = metadata.language.or_else(value),
            "doi" if PRISM.contains(&space) => metadata.identifier = metadata.identifier.or_else(value),
            "identifier" if space == DUBLIN_CORE => {
                let doi = || value().filter(|value| value.starts_with("doi:") || value.starts_with("10."));
                metadata.identifier = metadata.identifier.or_else(doi);
            }
            "publicationName" if PRISM.contains(&space) => metadata.publication = metadata.publication.or_else(value),
            "url" if PRISM.contains(&space) => metadata.url = metadata.url.or_else(value),
            _ => {}
        }
    }
    Some(metadata)
}

/// The items of a list, or the text of what is none.
fn values(node: Node<'_, '_>) -> Vec<String> {
    let text = |node: Node<'_, '_>| node.text().unwrap_or_default().to_owned();
    let items: Vec<String> =
        node.descendants().filter(|item| item.tag_name().name() == "li").take(MOST_AUTHORS).map(text).collect();
    if items.is_empty() { vec![text(node)] } else { items }
}

fn creators(node: Node<'_, '_>) -> Vec<String> {
    let values = values(node);
    match values.as_slice() {
        [one] => authors(one),
        several => several.iter().filter_map(|author| fact(author)).filter(|author| !is_nobody(author)).collect(),
    }
}

/// The day of an ISO date, or what is written of it.
fn iso_day(written: &str) -> Option<String> {
    let digits: String = written.split('T').next()?.chars().filter(char::is_ascii_digit).collect();
    strings::date(&digits, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_programs_make_up_are_none() {
        for made in ["Microsoft Word - Essay.doc", "untitled", "paper.dvi", "Untitled-1", "12", "file:///tmp/x.html"] {
            assert!(!is_title(made), "{made}");
        }
        for title in ["The Fox", "Printing in the North of England", "日本の詩"] {
            assert!(is_title(title), "{title}");
        }
    }

    #[test]
    fn several_authors_stand_in_one_line_and_programs_are_none() {
        assert_eq!(authors("Ada Hill, Élodie Moor, Jens van Brandt"), ["Ada Hill", "Élodie Moor", "Jens van Brandt"]);
        assert_eq!(authors("Ada Hill; Ben Moor"), ["Ada Hill", "Ben Moor"]);
        assert_eq!(authors("Ada Hill & Ben Moor"), ["Ada Hill", "Ben Moor"]);
        assert_eq!(authors("Hill, Ada"), ["Hill, Ada"]);
        assert_eq!(authors("python-docx"), [""; 0]);
        assert_eq!(authors("Unknown"), [""; 0]);
    }

    #[test]
    fn the_day_of_printing_is_told_by_the_program() {
        assert!(prints(&["Skia/PDF m140".to_owned()]) && prints(&["GPL Ghostscript 10.0".to_owned()]));
        assert!(!prints(&["pdfTeX-1.40.24".to_owned(), "LaTeX with hyperref".to_owned()]));
    }

    #[test]
    fn a_broken_title_gives_way_to_a_whole_one() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(better(some("CafÃ©"), some("Café")), some("Café"));
        assert_eq!(better(some("Caf\u{FFFD}"), some("Café")), some("Café"));
        assert_eq!(better(some("Café"), some("Cafe")), some("Café"));
        assert_eq!(better(None, some("Cafe")), some("Cafe"));
    }

    #[test]
    fn a_packet_says_who_wrote_what() {
        let packet = r#"<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
            xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">The  Fox</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>Ada Hill</rdf:li><rdf:li>Ben Moor</rdf:li></rdf:Seq></dc:creator>
            <dc:date><rdf:Seq><rdf:li>2019-03-04T10:00:00Z</rdf:li></rdf:Seq></dc:date>
            </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;
        let facts = read(packet).expect("well-formed");
        assert_eq!(facts.title.as_deref(), Some("The Fox"));
        assert_eq!(facts.authors, ["Ada Hill", "Ben Moor"]);
        assert_eq!(facts.date.as_deref(), Some("2019-03-04"));
        assert!(read("<broken").is_none());
    }
}
