//! What somebody has picked from everybody's annotations, as facts: by session and text in the order of reading, each passage
//! with its citation, what was written on it, who wrote it, and why it was picked. How it is printed is said in `exchange`.
//!
//! It judges nothing and leaves nothing out that was picked: what has lost its place keeps the words that it was made on.

use super::Paragraphs;
use super::report::{Citation, Text, letters};
use crate::annotation::record::shown;
use crate::annotation::thread::{Thread, ThreadEntry};
use crate::annotation::{AnchorState, Annotation, AnnotationId, Kind, ReaderId, Target, threads};
use crate::text::hyphen;
use std::collections::{BTreeMap, BTreeSet};

/// A pick: who, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// Who picked it.
    pub reader: String,
    /// The comment.
    pub comment: Option<String>,
}

/// One annotation of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What it is, as [`Kind::name`] has it.
    pub kind: &'static str,
    /// Who wrote it; empty for a prompt of the syllabus.
    pub reader: String,
    /// The words, Markdown.
    pub text: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// Who picked it; nobody where it stands here only because of an answer to it.
    pub picks: Vec<Pick>,
}

/// A passage with what was written on it: what began the thread first, then the answers that were picked, or all answers
/// to a question that was picked without any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Where.
    pub place: Citation,
    /// What was written.
    pub said: Vec<Said>,
}

/// A session, or what no session names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestSection {
    /// What it is called; empty where there are no sessions.
    pub title: String,
    /// The excerpts in the order of reading.
    pub excerpts: Vec<Excerpt>,
}

/// The digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestSheet {
    /// What it is about.
    pub title: String,
    /// Who picked, by name.
    pub curators: Vec<String>,
    /// The sessions.
    pub parts: Vec<DigestSection>,
}

/// What there is to pick from: each session with its texts, whose readers are given by their full names, in the order of
/// reading.
pub type DigestSession<'a> = (String, Vec<Text<'a>>);

/// Everything that was picked by `curators` (their `urn:uuid:…`; `None` for everybody). `prompts` are the words of the
/// syllabus by the ids that answers to them have as their target.
pub fn digest(
    title: &str,
    sessions: &[DigestSession<'_>],
    curators: Option<&BTreeSet<ReaderId>>,
    prompts: &BTreeMap<AnnotationId, String>,
) -> DigestSheet {
    let picks = picks(sessions, curators);
    let of = |(title, texts): &DigestSession<'_>| DigestSection {
        title: title.clone(),
        excerpts: texts.iter().flat_map(|text| excerpts(text, &picks, prompts)).collect(),
    };
    let parts: Vec<DigestSection> = sessions.iter().map(of).filter(|part| !part.excerpts.is_empty()).collect();
    let said = parts.iter().flat_map(|part| &part.excerpts).flat_map(|excerpt| &excerpt.said);
    let curators: BTreeSet<String> = said.flat_map(|said| &said.picks).map(|pick| pick.reader.clone()).collect();
    DigestSheet { title: title.to_owned(), curators: curators.into_iter().collect(), parts }
}

/// Who has picked anything at all, by name.
pub fn pickers(sessions: &[DigestSession<'_>]) -> Vec<String> {
    let all = picks(sessions, None);
    let names: BTreeSet<String> = all.into_values().flatten().map(|pick| pick.reader).collect();
    names.into_iter().collect()
}

/// Replaces the names of a digest by `Reader A`, `Reader B`, in the order of the names; one name becomes one pseudonym.
#[must_use]
pub fn under_pseudonyms(mut digest: DigestSheet) -> DigestSheet {
    let said = |digest: &DigestSheet| {
        digest.parts.iter().flat_map(|part| &part.excerpts).flat_map(|it| it.said.clone()).collect::<Vec<_>>()
    };
    let mut names: BTreeSet<String> = said(&digest).into_iter().map(|said| said.reader).collect();
    names.extend(digest.curators.iter().cloned());
    names.remove("");
    let names: BTreeMap<String, String> =
        names.into_iter().enumerate().map(|(at, name)| (name, format!("Reader {}", letters(at)))).collect();
    let other = |name: &mut String| {
        if let Some(other) = names.get(name) {
            name.clone_from(other);
        }
    };
    digest.curators.iter_mut().for_each(other);
    for said in digest.parts.iter_mut().flat_map(|part| &mut part.excerpts).flat_map(|excerpt| &mut excerpt.said) {
        other(&mut said.reader);
        said.picks.iter_mut().for_each(|pick| other(&mut pick.reader));
    }
    digest
}

/// The picks, by the ids of what is picked; each reader picks a thing once.
fn picks(sessions: &[DigestSession<'_>], curators: Option<&BTreeSet<ReaderId>>) -> BTreeMap<AnnotationId, Vec<Pick>> {
    let mut picks: BTreeMap<AnnotationId, Vec<Pick>> = BTreeMap::new();
    for text in sessions.iter().flat_map(|(_, texts)| texts) {
        for (annotation, reader) in text.annotations.iter().zip(text.readers) {
            let Some(id) = annotation.picked() else { continue };
            let wanted = curators.is_none_or(|curators| curators.contains(&annotation.creator));
            let known = picks.get(id).is_some_and(|picks| picks.iter().any(|pick| pick.reader == *reader));
            if wanted && !known {
                let comment = annotation.note.as_deref().map(|note| shown(note).to_owned());
                picks.entry(id.clone()).or_default().push(Pick { reader: reader.clone(), comment });
            }
        }
    }
    picks
}

/// What of one text was picked, in text order; what is about the whole text first, what has lost its place last.
fn excerpts(
    text: &Text<'_>,
    picks: &BTreeMap<AnnotationId, Vec<Pick>>,
    prompts: &BTreeMap<AnnotationId, String>,
) -> Vec<Excerpt> {
    let picked = |entry: &&ThreadEntry| picks.contains_key(&text.annotations[entry.index].id);
    let chosen = |thread: &Thread| thread.entries.iter().any(|entry| picked(&entry));
    let mut found: Vec<((bool, Option<usize>), Excerpt)> = Vec::new();
    for thread in threads(text.annotations).into_iter().filter(chosen) {
        let root = thread.entries.first().filter(|_| thread.missing.is_none()).map(|entry| entry.index);
        let is_reply = |entry: &&ThreadEntry| text.annotations[entry.index].kind == Kind::Reply;
        let whole = is_asked(&thread, text, &picked);
        let kept = thread
            .entries
            .iter()
            .filter(|entry| (whole && is_reply(entry)) || picked(entry) || Some(entry.index) == root);
        let asked = thread.missing.as_ref().and_then(|id| prompts.get(id)).map(|words| prompt(words));
        let said = asked.into_iter().chain(kept.map(|entry| said(text, entry.index, picks))).collect();
        let order = root.map_or((false, None), |root| order(text, root));
        found.push((order, Excerpt { place: place(text, root), said }));
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, excerpt)| excerpt).collect()
}

/// Whether a question was picked and none of its answers was: it stands with all of them then.
fn is_asked(thread: &Thread, text: &Text<'_>, picked: &dyn Fn(&&ThreadEntry) -> bool) -> bool {
    let Some((root, answers)) = thread.entries.split_first().filter(|_| thread.missing.is_none()) else { return false };
    text.annotations[root.index].kind == Kind::Question && picked(&root) && !answers.iter().any(|entry| picked(&entry))
}

fn prompt(words: &str) -> Said {
    Said { kind: Kind::Prompt.name(), text: Some(words.to_owned()), ..Said::default() }
}

fn said(text: &Text<'_>, index: usize, picks: &BTreeMap<AnnotationId, Vec<Pick>>) -> Said {
    let annotation = &text.annotations[index];
    Said {
        kind: annotation.kind.name(),
        reader: text.readers[index].clone(),
        text: annotation.note.as_deref().map(|note| shown(note).to_owned()),
        tags: annotation.tags.clone(),
        picks: picks.get(&annotation.id).cloned().unwrap_or_default(),
    }
}

fn is_lost(text: &Text<'_>, index: usize) -> bool {
    text.anchors[index].state == AnchorState::Orphan
}

fn order(text: &Text<'_>, root: usize) -> (bool, Option<usize>) {
    (is_lost(text, root), text.anchors[root].span.map(|span| span.start))
}

/// Where a thread stands: its passage as it is now; of an orphan the words that it was made on.
fn place(text: &Text<'_>, root: Option<usize>) -> Citation {
    let whole = Citation { document: text.path.to_owned(), source: text.source(), ..Citation::default() };
    let Some(root) = root else { return whole };
    let annotation: &Annotation = &text.annotations[root];
    let Target::Passage(passage) = &annotation.target else { return whole };
    match text.anchors[root].span.filter(|_| !is_lost(text, root)) {
        Some(span) => text.cite(span, &Paragraphs::of(text.document)),
        None => Citation { quote: hyphen::one_line(&passage.quote.exact), ..whole },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Anchor, Passage};
    use crate::document::{BlockKind, Builder, Document, Metadata};
    use crate::text::Span;
    use jiff::Timestamp;

    fn document() -> Document {
        let text = "One here. Two here.\n\nThree here.";
        let mut builder = Builder::over(text.to_owned());
        builder.block(BlockKind::Paragraph, 0, Span::new(0, 19));
        builder.block(BlockKind::Paragraph, 0, Span::new(21, text.len()));
        builder.page("7", 0);
        builder.finish()
    }

    /// One annotation a line: `id kind reader target note`, where the target is `3-9`, `-` for the whole text, `?` for an
    /// orphan, or an id.
    struct Made(Vec<Annotation>, Vec<Anchor>, Vec<String>);

    fn made(written: &str) -> Made {
        let mut all = Made(Vec::new(), Vec::new(), Vec::new());
        for (at, line) in written.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
            let mut words = line.splitn(5, ' ');
            let mut word = || words.next().unwrap_or_default().to_owned();
            let (id, kind, reader, on, note) = (word(), word(), word(), word(), word());
            let range = on.split_once('-').and_then(|(a, b)| Some(Span::new(a.parse().ok()?, b.parse().ok()?)));
            let passage = Passage {
                quote: crate::annotation::Quote { exact: "lost words".to_owned(), ..Default::default() },
                ..Passage::default()
            };
            let target = match on.as_str() {
                "-" => Target::Document("urn:sha256:d".to_owned()),
                "?" => Target::Passage(passage),
                _ if range.is_some() => Target::Passage(passage),
                id => Target::Annotation(id.into()),
            };
            let kinds = [Kind::Highlight, Kind::Note, Kind::Question, Kind::Reply, Kind::Bookmark, Kind::DocumentNote];
            let time = Timestamp::from_second(1_700_000_000 + at as i64).expect("a time");
            all.0.push(Annotation {
                id: id.into(),
                kind: kinds.into_iter().find(|it| it.name() == kind).expect("a kind"),
                creator: format!("urn:{reader}").into(),
                created: time,
                modified: time,
                note: Some(note).filter(|note| !note.is_empty()),
                tags: Vec::new(),
                color: None,
                target,
                links: Vec::new(),
            });
            let state = if on == "?" { AnchorState::Orphan } else { AnchorState::Same };
            all.1.push(Anchor { state, span: range, score: 1.0 });
            all.2.push(reader);
        }
        all
    }

    const WRITTEN: &str = "
        q question tom 21-32 Why three?
        a reply mei q Because.
        b reply tom q No.
        n note mei 0-9 One.
        o note ann ? Gone.
        w document-note ann - On all.
        x reply ann prompt My answer.
        p1 bookmark ines a shows it
        p2 bookmark ines n
        p3 bookmark tom n too
        p4 bookmark ines o
        p5 bookmark ines x
        p6 bookmark ines gone
    ";

    fn told(curators: Option<&[&str]>) -> (DigestSheet, Vec<String>) {
        told_of(WRITTEN, curators)
    }

    fn told_of(written: &str, curators: Option<&[&str]>) -> (DigestSheet, Vec<String>) {
        let (document, metadata) = (document(), Metadata { title: Some("T".to_owned()), ..Metadata::default() });
        let Made(annotations, anchors, readers) = made(written);
        let text = Text {
            path: "a.txt",
            metadata: &metadata,
            document: &document,
            annotations: &annotations,
            anchors: &anchors,
            readers: &readers,
        };
        let curators = curators.map(|ids| ids.iter().map(|id| format!("urn:{id}").into()).collect());
        let prompts = [("prompt".into(), "Who?".to_owned())].into();
        let digest = digest(
            "D",
            &[("1 · S".to_owned(), vec![text]), ("Other".to_owned(), Vec::new())],
            curators.as_ref(),
            &prompts,
        );
        let line = |excerpt: &Excerpt| {
            let said = excerpt.said.iter().map(|said| {
                let picks: Vec<String> = said
                    .picks
                    .iter()
                    .map(|pick| format!(" *{} {}", pick.reader, pick.comment.as_deref().unwrap_or("-")))
                    .collect();
                format!("{} {} {}{}", said.kind, said.reader, said.text.as_deref().unwrap_or("-"), picks.concat())
            });
            format!("[{}] ¶{} {}", excerpt.place.quote, excerpt.place.paragraph, said.collect::<Vec<_>>().join(" / "))
        };
        let lines = digest.parts.iter().flat_map(|part| &part.excerpts).map(line).collect();
        (digest, lines)
    }

    #[test]
    fn what_was_picked_stands_in_reading_order_with_its_place_its_author_and_what_it_answers() {
        let (digest, lines) = told(Some(&["ines"]));
        assert_eq!(
            lines,
            [
                "[] ¶0 prompt  Who? / reply ann My answer. *ines -",
                "[One here.] ¶1 note mei One. *ines -",
                "[Three here.] ¶2 question tom Why three? / reply mei Because. *ines shows it",
                "[lost words] ¶0 note ann Gone. *ines -",
            ]
        );
        assert_eq!(digest.curators, ["ines"]);
        assert_eq!(digest.parts.len(), 1, "a session of which nothing was picked is not there");
        assert_eq!(digest.parts[0].excerpts[1].place.page.as_deref(), Some("7"));
    }

    #[test]
    fn a_question_that_was_picked_without_an_answer_stands_with_all_of_them() {
        let lines = told_of(&format!("{WRITTEN}\nz bookmark bo q\n"), Some(&["bo"])).1;
        assert_eq!(lines, ["[Three here.] ¶2 question tom Why three? *bo - / reply mei Because. / reply tom No."]);
    }

    #[test]
    fn others_picks_count_where_they_are_asked_for() {
        assert_eq!(told(Some(&["tom"])).1, ["[One here.] ¶1 note mei One. *tom too"]);
        assert!(told(None).1.contains(&"[One here.] ¶1 note mei One. *ines - *tom too".to_owned()));
        assert!(told(Some(&["mei"])).0.parts.is_empty());
    }

    #[test]
    fn pseudonyms_stand_for_authors_and_curators_alike() {
        let hidden = under_pseudonyms(told(None).0);
        assert_eq!(hidden.curators, ["Reader B", "Reader D"]);
        let said = &hidden.parts[0].excerpts[1].said[0];
        assert_eq!((said.reader.as_str(), said.picks[1].reader.as_str()), ("Reader C", "Reader D"));
        assert_eq!(hidden.parts[0].excerpts[0].said[0].reader, "", "the syllabus is nobody");
    }
}
