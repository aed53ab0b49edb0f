//! The top of a text: where the article begins, which line is its title, what its bylines state.
//!
//! A title is chosen by evidence that adds up (see [`SIGNS`]); where there is too little, the text has none.

use super::{TextPiece, divisions, layout::TextLayout, tail};
use crate::document::{BlockKind, Metadata};
use crate::language::{bylines, dates, names, phrases};

/// The head is looked for in this many units.
const HEAD: usize = 400;

/// A title stands at most so many units above the body; further up there are menus only. The first line may be one too.
const REACH: usize = 32;

/// More short lines than this above a body are a page's menus.
const CROWD: usize = 16;

/// Evidence that adds up to this makes a title.
const ENOUGH: i32 = 4;

/// The top of a text, as the signs see it.
struct Head<'a> {
    text: &'a str,
    layout: TextLayout,
    /// All units down to a little below the beginning of the body.
    pieces: &'a [TextPiece],
    /// Where the body begins.
    body: usize,
    /// The units that could be titles by their looks.
    candidates: Vec<usize>,
    /// Whether so many short lines stand above the body that there must be menus among them.
    crowded: bool,
}

/// One kind of evidence for a title.
struct TitleSign {
    /// Why it counts, in a sentence.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by people; a test asks for it"))]
    because: &'static str,
    weight: i32,
    holds: fn(&Head, usize) -> bool,
}

/// What speaks for and against a line being the title.
const SIGNS: &[TitleSign] = &[
    TitleSign {
        because: "Pages give their title again above a picture or below a menu.",
        weight: 6,
        holds: |head, at| head.words(at) >= if head.crowded { 4 } else { 3 } && head.is_repeated(at),
    },
    TitleSign {
        because: "The browser's title is the title with the site's name.",
        weight: 4,
        holds: |head, at| head.words(at) >= 2 && head.has_longer_form(at),
    },
    TitleSign {
        because: "A byline stands right under its title.",
        weight: 5,
        holds: |head, at| head.byline_distance(at) == Some(1),
    },
    TitleSign {
        because: "A deck may stand between title and byline.",
        weight: 4,
        holds: |head, at| matches!(head.byline_distance(at), Some(2 | 3)) && head.words(at) >= 3,
    },
    TitleSign {
        because: "The first line of a text is its title, unless it opens a menu.",
        weight: 3,
        holds: |head, at| head.is_first(at) && !head.crowded && (head.words(at) >= 2 || head.stands_over_text(at)),
    },
    TitleSign {
        because: "A play begins with its title, and tells who is in it before anybody speaks.",
        weight: 6,
        holds: |head, at| head.opens_play(at) && !divisions::divides(head.line(at)),
    },
    TitleSign { because: "Menus have fewer words than titles.", weight: 2, holds: |head, at| head.words(at) >= 4 },
    TitleSign {
        because: "A title stands near the text it belongs to.",
        weight: 1,
        holds: |head, at| head.content_between(at, head.body) <= 2,
    },
    TitleSign {
        because: "Right above the text, a line as long as a title is one.",
        weight: 1,
        holds: |head, at| {
            head.words(at) >= 4 && head.content_between(at, head.body) <= 2 && (head.crowded || !head.is_below_text(at))
        },
    },
    TitleSign {
        because: "A title stands by itself.",
        weight: -2,
        holds: |head, at| head.layout == TextLayout::Lines && head.touches_plain_line(at),
    },
    TitleSign {
        because: "In a long menu one line of few words is like another.",
        weight: -2,
        holds: |head, at| head.crowded && head.words(at) < 3,
    },
    TitleSign {
        because: "A name alone is the author's or a person's in a picture.",
        weight: -6,
        holds: |head, at| names::person(head.line(at)).is_some() && !head.opens_play(at),
    },
];

impl Head<'_> {
    fn line(&self, at: usize) -> &str {
        self.pieces[at].text(self.text)
    }

    /// Words, where two characters of a script without spaces count as one.
    fn words(&self, at: usize) -> usize {
        let line = self.line(at);
        let wide = line.chars().filter(|c| (0x3040..0xA000).contains(&u32::from(*c))).count();
        line.split_whitespace().count() + wide / 3
    }

    fn is_repeated(&self, at: usize) -> bool {
        let line = self.line(at);
        self.pieces.iter().enumerate().any(|(other, piece)| other != at && piece.text(self.text) == line)
    }

    fn has_longer_form(&self, at: usize) -> bool {
        let line = self.line(at);
        self.pieces.iter().enumerate().any(|(other, piece)| {
            let longer = piece.text(self.text);
            let rest = longer.strip_prefix(line).or_else(|| longer.strip_suffix(line)).map(str::trim);
            let joint = |c| matches!(c, '|' | '-' | '–' | '—' | ':' | '›' | '»' | '·');
            other != at
                && longer.len() < line.len() + 80
                && rest.is_some_and(|rest| rest.starts_with(joint) || rest.ends_with(joint))
        })
    }

    /// How many content units below `at` the next byline with a name or date stands, up to three.
    fn byline_distance(&self, at: usize) -> Option<usize> {
        let below = self.pieces[at + 1..].iter().filter(|piece| piece.is_content()).take(3);
        let names = |piece: &TextPiece| is_byline(piece, self.text) || is_lone_name(piece, self.text);
        let found = below.map(names).position(|by| by)?;
        Some(found + 1)
    }

    fn is_first(&self, at: usize) -> bool {
        self.candidates.first() == Some(&at)
            && self.content_between(0, at) + usize::from(at > 0 && self.pieces[0].is_content()) == 0
    }

    /// Whether a line opens a play: the first, without a title in capitals under it.
    fn opens_play(&self, at: usize) -> bool {
        let shouted = |line: &str| !line.chars().any(char::is_lowercase) && !divisions::divides(line);
        let next = self.pieces[at + 1..].iter().find(|piece| piece.is_content());
        let titled = next.is_some_and(|piece| !piece.unit.form.is_spoken() && shouted(piece.text(self.text)));
        self.layout == TextLayout::Scenes && self.is_first(at) && (!titled || shouted(self.line(at)))
    }

    /// Whether text of the article stands above: then a line is a section's heading, not the title.
    fn is_below_text(&self, at: usize) -> bool {
        self.pieces[..at].iter().any(|piece| piece.kind == Some(BlockKind::Paragraph) && piece.prose)
    }

    fn stands_over_text(&self, at: usize) -> bool {
        self.content_between(at, self.body) == 0 || self.byline_distance(at) == Some(1)
    }

    /// Content units strictly between two places.
    fn content_between(&self, from: usize, to: usize) -> usize {
        self.pieces.get(from + 1..to).unwrap_or_default().iter().filter(|piece| piece.is_content()).count()
    }

    /// Whether the next line follows without a blank one and says nothing that belongs under a title.
    fn touches_plain_line(&self, at: usize) -> bool {
        self.pieces.get(at + 1).is_some_and(|next| {
            let line = next.text(self.text);
            next.unit.gap == 0
                && !next.prose
                && !is_byline(next, self.text)
                && bylines::from_line(line).is_none()
                && line != self.line(at)
        })
    }

    fn score(&self, at: usize) -> i32 {
        SIGNS.iter().filter(|sign| (sign.holds)(self, at)).map(|sign| sign.weight).sum()
    }

    /// The line with the most evidence; of equals the first, but below menus the last, which teasers stand above.
    fn title(&self) -> Option<usize> {
        let scored = self.candidates.iter().map(|at| (self.score(*at), *at));
        let last = self.pieces.len();
        let best = scored.max_by_key(|(score, at)| (*score, if self.crowded { *at } else { last - at }))?;
        (best.0 >= ENOUGH).then_some(best.1)
    }
}

/// Whether a unit states an author or a date.
fn is_byline(piece: &TextPiece, text: &str) -> bool {
    let line = piece.text(text);
    let open = matches!(piece.kind, None | Some(BlockKind::Byline | BlockKind::Paragraph | BlockKind::Entry));
    open && (is_by(line) || !bylines::byline(line).is_empty())
}

/// A person's name and nothing else on a line. It is no statement, but stands where bylines stand.
fn is_lone_name(piece: &TextPiece, text: &str) -> bool {
    let line = piece.text(text);
    piece.kind.is_none() && names::person(line).is_some() && !divisions::divides(line)
}

/// "By" alone on a line, the name on the next.
fn is_by(line: &str) -> bool {
    ["by", "by:", "written by", "posted by"].iter().any(|by| line.eq_ignore_ascii_case(by))
}

/// Finds the title and the facts above the body and marks their lines. Gives the index of the body's first unit.
pub(super) fn read(text: &str, layout: TextLayout, pieces: &mut [TextPiece], metadata: &mut Metadata) -> usize {
    let limit = pieces.len().min(HEAD);
    let body = speech_start(layout, &pieces[..limit]).unwrap_or_else(|| body_start(text, &pieces[..limit]));
    read_identifier(text, &mut pieces[..body], metadata);
    let title = match metadata.title.clone() {
        Some(stated) => (0..limit)
            .find(|at| pieces[*at].kind != Some(BlockKind::Byline) && is_same(pieces[*at].text(text), &stated)),
        None => choose(text, layout, &pieces[..limit], body),
    };
    if let Some(at) = title {
        pieces[at].set(BlockKind::Heading, 1);
        metadata.title.get_or_insert_with(|| one_line(pieces[at].text(text)));
    }
    let below = title.map_or(body.saturating_sub(5), |at| at + 1);
    read_below(text, &mut pieces[below.min(body)..body], title.is_some(), metadata);
    if let Some(at) = title {
        read_above(text, &pieces[..at], metadata);
        mark_above(text, layout, &mut pieces[..at]);
    } else {
        mark_labels(text, layout, &mut pieces[..body]);
    }
    mark_title_forms(text, &mut pieces[..limit], metadata);
    tail::mark_author_box(text, &mut pieces[..body], metadata);
    body
}

fn choose(text: &str, layout: TextLayout, pieces: &[TextPiece], body: usize) -> Option<usize> {
    let from = body.saturating_sub(REACH);
    let near = (0..body.min(pieces.len())).filter(|at| *at == 0 || *at >= from);
    let candidates = near.filter(|at| is_candidate(text, pieces, *at)).collect();
    let reach = (body + 3).min(pieces.len());
    let crowded = pieces[..body].iter().filter(|piece| !piece.prose).count() > CROWD;
    Head { text, layout, pieces: &pieces[..reach], body, candidates, crowded }.title()
}

fn is_candidate(text: &str, pieces: &[TextPiece], at: usize) -> bool {
    let (piece, line) = (&pieces[at], pieces[at].text(text));
    let open =
        matches!(piece.kind, None | Some(BlockKind::Paragraph)) || (piece.kind == Some(BlockKind::Entry) && at == 0);
    // What stands right under a name is the person's office.
    let office = at > 0 && is_lone_name(&pieces[at - 1], text) && bylines::names_role(line);
    open && piece.heads && !office && is_worded(line) && !states_something_else(line)
}

/// At least two letters, and more letters than signs: no formula, no counter.
fn is_worded(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let others = line.chars().filter(|c| !c.is_alphabetic() && !c.is_whitespace()).count();
    letters >= 2 && letters > others
}

/// Lines near a title that are not one: labels, addresses, bylines, days, who edited or translated it.
fn states_something_else(line: &str) -> bool {
    let lower = line.to_lowercase();
    let helped = ["prepared by", "edited by", "translated by", "reviewed by", "illustrated by", "with an introduction"];
    let day = dates::find(line).is_some_and(|(date, ..)| date.day.is_some());
    day || names_time(line)
        || line.contains("://")
        || helped.iter().any(|start| lower.starts_with(start))
        || phrases::is_label(&lower)
        || dates::is_period(line)
        || !bylines::byline(line).is_empty()
}

/// A time of day ("18:45") or a day in Chinese or Japanese ("10月14日").
fn names_time(line: &str) -> bool {
    let digits = |part: &str, at_end: bool| {
        let c = if at_end { part.chars().next_back() } else { part.chars().next() };
        c.is_some_and(|c| c.is_ascii_digit())
    };
    let between =
        |sign: char| line.split_once(sign).is_some_and(|(before, after)| digits(before, true) && digits(after, false));
    between(':') || (between('月') && line.contains('日'))
}

/// The first unit of running text: with more of its kind right below, else long, else any text. A byline below a deck
/// moves it down.
fn body_start(text: &str, pieces: &[TextPiece]) -> usize {
    let is_prose =
        |piece: &TextPiece| piece.prose && piece.kind == Some(BlockKind::Paragraph) && piece.unit.span.len() >= 100;
    let opens = |at: usize| {
        is_prose(&pieces[at]) && !is_byline(&pieces[at], text) && bylines::biography(pieces[at].text(text)).is_empty()
    };
    let below = |at: usize, enough: usize| {
        let near = pieces[at..].iter().filter(|piece| piece.is_content()).take(6);
        near.filter(|piece| is_prose(piece) || (piece.is_text() && !piece.prose)).count() >= enough
    };
    // A sentence among menu lines is no body: text, or a heading over text, must come next.
    let goes_on = |at: usize| {
        let mut next = pieces[at + 1..].iter().filter(|piece| piece.is_content());
        next.next().is_none_or(|one| one.is_text() || (one.heads && next.next().is_some_and(TextPiece::is_text)))
    };
    let dense = (0..pieces.len())
        .find(|at| opens(*at) && (pieces[*at].unit.span.len() >= 250 || goes_on(*at)) && below(*at, 3));
    let long = || (0..pieces.len()).find(|at| opens(*at) && (pieces[*at].unit.span.len() >= 400 || below(*at, 2)));
    let other = || pieces.iter().position(|piece| piece.is_text() && !is_byline(piece, text));
    let body = dense.or_else(long).or_else(other).unwrap_or(pieces.len());
    let deck = body + 6.min(pieces.len() - body);
    let names_author = |at: &usize| {
        let piece = &pieces[*at];
        piece.unit.span.len() <= 160 && piece.is_content() && !bylines::byline(piece.text(text)).authors.is_empty()
    };
    let lower = (body..deck)
        .find(names_author)
        .filter(|at| pieces[body..*at].iter().map(|piece| piece.unit.span.len()).sum::<usize>() < 700);
    lower.map_or(body, |at| {
        at + 1
            + pieces[at + 1..].iter().take_while(|piece| is_byline(piece, text) && piece.unit.span.len() <= 160).count()
    })
}

/// In a play, where something is said or done first.
fn speech_start(layout: TextLayout, pieces: &[TextPiece]) -> Option<usize> {
    let spoken = |piece: &TextPiece| piece.unit.form.is_spoken() || piece.kind == Some(BlockKind::Verse);
    pieces.iter().position(spoken).filter(|_| layout == TextLayout::Scenes)
}

/// A DOI above the body.
fn read_identifier(text: &str, above: &mut [TextPiece], metadata: &mut Metadata) {
    for piece in above.iter_mut().filter(|piece| piece.unit.span.len() <= 160) {
        if let Some(doi) = bylines::doi(piece.text(text)) {
            piece.set(BlockKind::Byline, 0);
            metadata.identifier.get_or_insert_with(|| doi.to_owned());
        }
    }
}

/// Menus and labels above a title.
fn mark_above(text: &str, layout: TextLayout, above: &mut [TextPiece]) {
    for piece in above {
        let by = is_byline(piece, text) || dates::is_period(piece.text(text));
        let short = piece.unit.span.len() <= 200
            && !matches!(piece.kind, Some(BlockKind::Heading | BlockKind::Caption | BlockKind::Byline));
        if by && piece.is_content() {
            piece.set(BlockKind::Byline, 0);
        } else if short && layout == TextLayout::Lines {
            piece.set(BlockKind::Boilerplate, 0);
        }
    }
}

/// Bylines above a title count only right above it, and only where none stands below. A publication may head the page.
fn read_above(text: &str, above: &[TextPiece], metadata: &mut Metadata) {
    let named = !metadata.authors.is_empty();
    for (distance, piece) in above.iter().rev().enumerate() {
        if piece.kind == Some(BlockKind::Byline) || !is_byline(piece, text) {
            continue;
        }
        let mut said = bylines::byline(piece.text(text));
        if named || distance >= 3 {
            said.authors.clear();
        }
        if distance >= 3 {
            said.date = None;
        }
        take(said, metadata);
    }
}

/// Bylines, dates, publications and biographies between title and body.
fn read_below(text: &str, below: &mut [TextPiece], titled: bool, metadata: &mut Metadata) {
    let named = !metadata.authors.is_empty();
    for index in 0..below.len() {
        let line = below[index].text(text);
        let fixed = matches!(below[index].kind, Some(BlockKind::Heading | BlockKind::Byline));
        if !below[index].is_content() || fixed || divisions::divides(line) {
            continue;
        }
        let mut said = bylines::byline(line);
        if titled && index < 2 && said.publication.is_none() {
            said.publication = bylines::from_line(line).map(str::to_owned);
        }
        if titled && index == 0 && said.authors.is_empty() {
            said.authors = several(line);
        }
        let under_by = index > 0 && is_by(below[index - 1].text(text));
        if said.authors.is_empty() && (under_by || stands_over_date(text, below, index)) {
            said.authors = names::people(line);
        }
        if said.authors.is_empty() && line.len() <= 350 {
            said.authors = bylines::biography(line)
                .into_iter()
                .filter(|name| tail::is_unmentioned(text, &below[..index], name))
                .collect();
        }
        // A name alone right under a title looks like a byline, but states nothing: it may be in a picture.
        let lone_name = titled && index == 0 && names::person(line).is_some();
        if !said.is_empty() || lone_name || dates::is_period(line) || is_by(line) {
            below[index].set(BlockKind::Byline, 0);
            let said = bylines::Byline { authors: if named { Vec::new() } else { said.authors }, ..said };
            take(said, metadata);
        }
    }
}

/// Two or more names and nothing else, right under a title.
fn several(line: &str) -> Vec<String> {
    let people = if line.len() <= 200 { names::people(line) } else { Vec::new() };
    let named: usize = people.iter().map(String::len).sum();
    if people.len() >= 2 && named + 6 * people.len() >= line.len() { people } else { Vec::new() }
}

/// Whether the next unit is a date line: then a name alone is the author's.
fn stands_over_date(text: &str, below: &[TextPiece], index: usize) -> bool {
    let next = below[index + 1..].iter().find(|piece| piece.is_content());
    index < 3 && next.is_some_and(|next| bylines::is_date_line(next.text(text)))
}

/// Lays what a line states under what is known. A second byline adds its people where it touches nothing else.
fn take(said: bylines::Byline, metadata: &mut Metadata) {
    for author in said.authors {
        let known = metadata.authors.iter().any(|name| name.eq_ignore_ascii_case(&author));
        if !known && metadata.authors.len() < 24 {
            metadata.authors.push(author);
        }
    }
    metadata.date = metadata.date.take().or(said.date);
    metadata.publication = metadata.publication.take().or(said.publication);
}

/// Without a title: words that only say what kind of piece this is.
fn mark_labels(text: &str, layout: TextLayout, above: &mut [TextPiece]) {
    for piece in above.iter_mut().filter(|piece| piece.kind.is_none() && layout == TextLayout::Lines) {
        if phrases::is_label(&piece.text(text).to_lowercase()) {
            piece.set(BlockKind::Boilerplate, 0);
        }
    }
}

/// The title again, with or without the site's name.
fn mark_title_forms(text: &str, pieces: &mut [TextPiece], metadata: &Metadata) {
    let Some(title) = metadata.title.as_deref().filter(|title| title.len() >= 8) else { return };
    for piece in pieces.iter_mut().filter(|piece| piece.kind.is_none()) {
        let line = piece.text(text);
        let rest = line.strip_prefix(title).or_else(|| line.strip_suffix(title)).map(str::trim);
        if rest.is_some_and(|rest| {
            rest.is_empty()
                || (rest.len() < 60
                    && (rest.starts_with(['|', '-', '–', '—', '·', '»']) || rest.ends_with(['|', '›', '»'])))
        }) {
            piece.set(BlockKind::Boilerplate, 0);
        }
    }
}

fn is_same(line: &str, title: &str) -> bool {
    line.len() <= title.len() + 40 && one_line(line).to_lowercase() == title.to_lowercase()
}

/// A text with single spaces instead of line breaks and runs of white space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_gives_its_reason() {
        assert!(SIGNS.iter().all(|sign| sign.because.ends_with('.') && sign.weight != 0));
    }
}
