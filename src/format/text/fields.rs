//! Labelled fields at the top of a text: the header of a mail, "Title: …" and "Author: …" of an electronic book, and
//! the lines by which such a book says where it starts and ends.

use super::TextPiece;
use crate::document::{BlockKind, Metadata};
use crate::language::authors::split;
use crate::language::{dates, names};

/// How many units from the top fields may stand in.
const HEAD: usize = 60;

/// What a labelled line states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelledField {
    Title,
    Author,
    Date,
    Publication,
    Language,
    Identifier,
    Url,
    /// Known to be a field, of no interest here.
    Other,
}

/// The labels, in lower case.
const LABELS: &[(&str, LabelledField)] = &[
    ("title", LabelledField::Title),
    ("subject", LabelledField::Title),
    ("titel", LabelledField::Title),
    ("titre", LabelledField::Title),
    ("題名", LabelledField::Title),
    ("제목", LabelledField::Title),
    ("author", LabelledField::Author),
    ("authors", LabelledField::Author),
    ("from", LabelledField::Author),
    ("autor", LabelledField::Author),
    ("auteur", LabelledField::Author),
    ("著者", LabelledField::Author),
    ("저자", LabelledField::Author),
    ("발신", LabelledField::Author),
    ("date", LabelledField::Date),
    ("published", LabelledField::Date),
    ("publication date", LabelledField::Date),
    ("日付", LabelledField::Date),
    ("날짜", LabelledField::Date),
    ("journal", LabelledField::Publication),
    ("publication", LabelledField::Publication),
    ("published in", LabelledField::Publication),
    ("newsgroups", LabelledField::Publication),
    ("series", LabelledField::Publication),
    ("language", LabelledField::Language),
    ("doi", LabelledField::Identifier),
    ("isbn", LabelledField::Identifier),
    ("message-id", LabelledField::Identifier),
    ("url", LabelledField::Url),
    ("link", LabelledField::Url),
    ("to", LabelledField::Other),
    ("cc", LabelledField::Other),
    ("bcc", LabelledField::Other),
    ("sent", LabelledField::Other),
    ("reply-to", LabelledField::Other),
    ("organization", LabelledField::Other),
    ("release date", LabelledField::Other),
    ("credits", LabelledField::Other),
    ("translator", LabelledField::Other),
    ("editor", LabelledField::Other),
    ("illustrator", LabelledField::Other),
    ("character set encoding", LabelledField::Other),
    ("most recently updated", LabelledField::Other),
    ("original publication", LabelledField::Other),
    ("keywords", LabelledField::Other),
    ("in-reply-to", LabelledField::Other),
    ("references", LabelledField::Other),
    ("mime-version", LabelledField::Other),
    ("content-type", LabelledField::Other),
    ("received", LabelledField::Other),
    ("return-path", LabelledField::Other),
    ("lines", LabelledField::Other),
    ("path", LabelledField::Other),
    ("producer", LabelledField::Other),
    ("posting date", LabelledField::Other),
];

const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("dutch", "nl"),
    ("latin", "la"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("chinese", "zh"),
    ("finnish", "fi"),
    ("swedish", "sv"),
    ("danish", "da"),
    ("russian", "ru"),
    ("greek", "el"),
    ("polish", "pl"),
    ("hungarian", "hu"),
    ("esperanto", "eo"),
];

/// Reads the fields at the top, where there are at least two that state something, and marks their lines; marks what
/// lies outside "*** START OF …" and "*** END OF …" as boilerplate.
pub(super) fn read(text: &str, pieces: &mut [TextPiece], metadata: &mut Metadata) {
    let limit = pieces.len().min(HEAD);
    let head = &mut pieces[..limit];
    let found: Vec<(usize, LabelledField, &str)> = head
        .iter()
        .enumerate()
        .filter_map(|(index, piece)| labelled(piece.text(text)).map(|(field, value)| (index, field, value)))
        .collect();
    if found.len() >= 2 && found.windows(2).any(|pair| pair[1].0 - pair[0].0 <= 2) {
        for (index, field, value) in found {
            head[index].set(BlockKind::Byline, 0);
            let more = continued(text, head, index);
            head[index + 1..][..more].iter_mut().for_each(|piece| piece.set(BlockKind::Byline, 0));
            let lines = head[index + 1..][..more].iter().map(|piece| piece.text(text));
            let joint = if field == LabelledField::Author { "; " } else { " " };
            state(field, &[value].into_iter().chain(lines).collect::<Vec<_>>().join(joint), metadata);
        }
        mark_headers(text, head);
    }
    mark_frame(text, pieces);
}

/// How many lines below a field go on with what it says: indented, right below it, no fields themselves.
fn continued(text: &str, head: &[TextPiece], index: usize) -> usize {
    let indented = |piece: &TextPiece| text[..piece.unit.span.start].ends_with("  ") || piece.unit.margin > 1;
    let goes_on = |piece: &&TextPiece| piece.unit.gap == 0 && indented(piece) && labelled(piece.text(text)).is_none();
    head[index + 1..].iter().take(MOST_LINES).take_while(goes_on).count()
}

/// A field has no more lines.
const MOST_LINES: usize = 12;

/// The field and value of "Label: value" on a short line.
fn labelled(line: &str) -> Option<(LabelledField, &str)> {
    if line.len() > 400 {
        return None;
    }
    let (label, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
    if label.len() > 30 || value.trim().is_empty() || value.starts_with("//") {
        return None;
    }
    let label = label.trim().trim_start_matches(['*', '_']).to_lowercase();
    LABELS.iter().find(|(name, _)| *name == label).map(|(_, field)| (*field, value.trim()))
}

fn state(field: LabelledField, value: &str, metadata: &mut Metadata) {
    let one_line = || value.split_whitespace().collect::<Vec<_>>().join(" ");
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value.filter(|value| value.len() <= 300);
        }
    };
    match field {
        LabelledField::Title => set(&mut metadata.title, Some(one_line())),
        LabelledField::Author if metadata.authors.is_empty() => metadata.authors = senders(value),
        LabelledField::Date => {
            set(&mut metadata.date, dates::find(value).and_then(|(date, ..)| date.iso()).or_else(|| bare_year(value)));
        }
        LabelledField::Publication => set(&mut metadata.publication, Some(one_line())),
        LabelledField::Language => set(&mut metadata.language, language(value)),
        LabelledField::Identifier => set(&mut metadata.identifier, Some(one_line())),
        LabelledField::Url => set(&mut metadata.url, Some(one_line()).filter(|url| url.contains("://"))),
        LabelledField::Author | LabelledField::Other => {}
    }
}

fn bare_year(value: &str) -> Option<String> {
    dates::at_start(value).and_then(|(date, len)| date.iso().filter(|_| len == value.len()))
}

fn language(value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == lower).map(|(_, code)| (*code).to_owned())
}

/// People of an author field or a mail's sender: "Ada Byron <ada@example.org>", "ada@example.org (Ada Byron)".
fn senders(value: &str) -> Vec<String> {
    let bracketed =
        value.split_once('(').filter(|(address, _)| address.contains('@')).map(|(_, name)| name.trim_end_matches(')'));
    let name = bracketed.unwrap_or_else(|| value.split(['<', '[']).next().unwrap_or_default()).trim().trim_matches('"');
    let people = names::people(name);
    let whole = name.split([',', ';', '&']).flat_map(|part| part.split(" and ")).count() == people.len();
    if whole || name.contains('@') {
        return people;
    }
    labelled_names(name)
}

/// The names of a field that says whose they are: as they are written, also words that are no names elsewhere (West, More,
/// August), a society, or one in small letters.
fn labelled_names(value: &str) -> Vec<String> {
    let short = (2..=MOST_NAMES).contains(&value.len()) && value.chars().any(char::is_alphabetic);
    let nobody = ["unknown", "none", "n/a", "-"].contains(&value.to_lowercase().as_str());
    if !short || nobody || value.contains("://") {
        return Vec::new();
    }
    let bare = |name: &String| names::person(name).map_or_else(|| name.clone(), str::to_owned);
    split(value).iter().map(bare).collect()
}

/// Whoever they are, their names are no longer than this, in bytes.
const MOST_NAMES: usize = 300;

/// Other header lines between known ones: "X-Mailer: …".
fn mark_headers(text: &str, head: &mut [TextPiece]) {
    for index in 1..head.len() {
        let touches = head[index].unit.gap == 0 && head[index - 1].kind == Some(BlockKind::Byline);
        let label = head[index].text(text).split_once(": ").map_or("", |(label, _)| label);
        if touches && !label.is_empty() && label.len() <= 32 && !label.contains(' ') {
            head[index].set(BlockKind::Byline, 0);
        }
    }
}

/// What stands before "*** START OF …" and after "*** END OF …" belongs to whoever distributes the text.
fn mark_frame(text: &str, pieces: &mut [TextPiece]) {
    let is_mark = |piece: &TextPiece, what: &str| {
        let line = piece.text(text);
        line.len() <= 200 && line.starts_with("***") && line.to_ascii_lowercase().contains(what)
    };
    let start = pieces.iter().take(400).position(|piece| is_mark(piece, "start of"));
    let end = pieces.iter().rposition(|piece| is_mark(piece, "end of"));
    let outside = pieces.iter_mut().enumerate().filter(|(index, piece)| {
        let before = start.is_some_and(|start| *index <= start) && piece.kind != Some(BlockKind::Byline);
        before || end.is_some_and(|end| *index >= end)
    });
    outside.for_each(|(_, piece)| piece.set(BlockKind::Boilerplate, 0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_whose_name_it_is() {
        for (value, names) in [
            ("Rebecca West", &["Rebecca West"][..]),
            ("Thomas More", &["Thomas More"]),
            ("August Strindberg", &["August Strindberg"]),
            ("bell hooks", &["bell hooks"]),
            ("World Health Organization", &["World Health Organization"]),
            ("Ada North; Bo Lind", &["Ada North", "Bo Lind"]),
            ("Rebecca West and Thomas More", &["Rebecca West", "Thomas More"]),
            ("Ada Byron <ada@example.org>", &["Ada Byron"]),
            ("ada@example.org (Ada Byron)", &["Ada Byron"]),
            ("ada@example.org", &[]),
            ("Unknown", &[]),
        ] {
            assert_eq!(senders(value), names, "{value}");
        }
    }

    #[test]
    fn a_field_goes_on_in_the_indented_lines_below_it() {
        let book = "Title: The Road\n       from the Harbour\n\nAuthor: Ada North\n        Bo Lind\n\nLanguage: English\n\n\
                    *** START OF THE BOOK ***\n\nIt was a long road, and nobody had ever been at the other end of it.\n";
        let facts = super::super::parse(book.to_owned()).metadata;
        assert_eq!(facts.title.as_deref(), Some("The Road from the Harbour"));
        assert_eq!(facts.authors, ["Ada North", "Bo Lind"]);
    }

    #[test]
    fn a_line_that_says_by_names_people_who_are_called_like_words() {
        let by = |name| names::person_by_label(name).is_some();
        assert!(by("Rebecca West") && by("June Aker") && by("Thomas More"));
        assert!(!by("North Korea") && !by("West Street") && !by("the Post") && !by("August the"));
    }
}
