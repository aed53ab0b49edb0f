//! The annotations of a corpus as they are printed and exported: which documents have any, and those of each in the order of the
//! text, answers after what they answer. It prints nothing and changes none.

use super::blind::Eyes;
use super::outcome::Failure;
use super::search::sound;
use super::setup::Room;
use crate::annotation::{Anchor, AnchorState, AnnotationId, Origin, ReaderId, Target, threads};
use crate::app::prompt_of;
use crate::config::syllabus::Syllabus;
use crate::document::{DocPath, Metadata};
use crate::exchange::export::annotations::{ExportedAnnotation, Maker, PassagePlace};
use crate::format;
use crate::search::query::{Query, QueryContext, Scope, TextFacts};
use crate::search::{TextExcerpt, places_in_mark};
use crate::store::{AnnotationStore, DocumentEntry, Error, Loaded, StoredAnnotation, anchored};
use crate::study::Paragraphs;
use crate::text::visible::line;
use jiff::Zoned;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The path, where the first of these words names a file or folder, and the other words.
pub fn path_and_words(words: &[String]) -> Result<(Option<PathBuf>, &[String]), Failure> {
    let Some((first, rest)) = words.split_first() else { return Ok((None, &[])) };
    let path = Path::new(first);
    if path.exists() {
        return Ok((Some(path.to_path_buf()), rest));
    }
    if first.contains('/') && !first.contains(':') || first.starts_with('.') {
        let hint = "Give the path of a folder or text; of a text that is gone the folder's, its notes come last. To look for these words, put them in quotation marks twice: '\"…\"'.";
        return Err(Failure::new(format!("there is no {first}"), hint));
    }
    Ok((None, words))
}

/// What is to be said where nothing was found for these words and no path was named: which of them may have been meant as one.
pub fn nothing_found(command: &str, path: Option<&Path>, words: &[String]) -> Option<String> {
    if path.is_some() || words.is_empty() {
        return None;
    }
    let is_path = |word: &&String| Path::new(word).exists();
    let others =
        |folder: &str| words.iter().filter(|word| *word != folder).map(String::as_str).collect::<Vec<_>>().join(" ");
    let told = words.iter().find(is_path).map(|folder| {
        format!(
            "{0} was looked for as a word; a folder or text comes first: postil {command} {0} {1}",
            line(folder),
            line(&others(folder))
        )
    });
    told.or_else(|| {
        Some(format!("nothing was found for {}; no folder or text here is called so", line(&words.join(" "))))
    })
    .map(|told| told.trim_end().to_owned())
}

/// Whether this device's reader keeps private annotations on these texts.
pub fn has_private(room: &Room) -> bool {
    let private = room.annotations.clone().with_private(&room.dirs).private();
    private.is_some_and(|private| {
        let mut any = false;
        // Files may hold nothing but what was deleted or shared since.
        AnnotationStore::new(private).survey(&[], &mut |_, stored| any |= !stored.is_empty());
        any
    })
}

/// Whether the file may be one that holds remarks of its own: only reading it tells.
fn may_hold_remarks(path: &DocPath) -> bool {
    format::of(path.file_name(), b"").is_some_and(|format| !format.is_text())
}

/// What is asked of annotations by the words of a command line.
pub fn filter(words: &[String]) -> Result<Query, Failure> {
    // A word of the shell that holds blanks was quoted there.
    let quoted = |word: &String| {
        let plain = word.contains(' ') && !word.contains(['"', ':', '/', '(', ')', '*']) && !has_operator(word);
        if plain { format!("\"{word}\"") } else { word.clone() }
    };
    let written = words.iter().map(quoted).collect::<Vec<_>>().join(" ");
    sound(&written, Scope::Notes)
}

fn has_operator(words: &str) -> bool {
    words.split(' ').any(|word| matches!(word, "AND" | "OR" | "NOT" | "NEAR") || word.starts_with("NEAR/"))
}

/// Who reads annotations, and with which eyes.
#[derive(Debug)]
pub struct AnnotationReading<'a> {
    room: &'a Room,
    store: AnnotationStore,
    eyes: Eyes,
    /// The full names of the readers here by their nicknames.
    names: HashMap<String, String>,
    /// The nickname of this device's reader.
    me: &'a str,
}

impl<'a> AnnotationReading<'a> {
    /// Begins to read; what is wrong with the readers' folders comes with it.
    pub fn begin(room: &'a Room, unblind: bool) -> (Self, Vec<Error>) {
        let (store, errors) = room.store().once();
        let eyes = Eyes::of(room, &store, unblind);
        let names = store.readers().0.into_iter().map(|(nickname, reader)| (nickname, reader.name)).collect();
        let me = room.state.reader().map_or("", |me| me.nickname.as_str());
        (Self { room, store, eyes, names, me }, errors)
    }

    /// The documents that have annotations, those that are gone last; and what could not be looked into.
    pub fn documents(&self) -> (Vec<DocPath>, Vec<Error>) {
        let (room, store, (entries, errors)) = (self.room, &self.store, self.room.entries());
        let mut documents: Vec<DocPath> = entries.iter().map(|entry| entry.path.clone()).collect();
        if room.library.corpus.chosen().is_some() {
            documents.retain(|path| may_hold_remarks(path) || store.is_annotated(path));
            return (documents, errors);
        }
        let (annotated, all) = self.annotated();
        documents.retain(|path| annotated.contains(path) || may_hold_remarks(path));
        documents.extend(self.gone_of(&annotated, &all));
        (documents, errors)
    }

    /// The documents that have annotations and are gone; where one is chosen, none.
    pub fn gone(&self) -> Vec<DocPath> {
        if self.room.library.corpus.chosen().is_some() {
            return Vec::new();
        }
        let (annotated, all) = self.annotated();
        self.gone_of(&annotated, &all)
    }

    /// The documents that have annotations, and all that are here.
    fn annotated(&self) -> (BTreeSet<DocPath>, Vec<DocumentEntry>) {
        let room = self.room;
        // Of a part: a text that has left it takes its annotations along.
        let all = if room.library.corpus.folder().is_some() { room.library.entries().0 } else { room.entries().0 };
        (self.store.annotated(&room.library.known_texts(&all)), all)
    }

    fn gone_of(&self, annotated: &BTreeSet<DocPath>, all: &[DocumentEntry]) -> Vec<DocPath> {
        let there: BTreeSet<&DocPath> = all.iter().map(|entry| &entry.path).collect();
        let gone = annotated.iter().filter(|path| !there.contains(path) && self.room.library.corpus.asks_for(path));
        gone.cloned().collect()
    }

    /// What the readers here are called, by their ids.
    pub fn nicknames(&self) -> HashMap<ReaderId, String> {
        self.store.readers().0.into_values().map(|reader| (reader.id, reader.nickname)).collect()
    }

    /// The document at a path with everything on it.
    pub fn page(&self, path: &DocPath) -> AnnotatedPage {
        let room = self.room;
        let loaded = room.library.load(path);
        let digest = loaded.as_ref().ok().and_then(|loaded| loaded.digest);
        let mut read = self.store.read_known(path, digest.as_ref());
        let is_here = !loaded.as_ref().is_err_and(Error::is_missing);
        let loaded = loaded.map_err(|error| read.faults.push(cannot_read(path, &error))).ok();
        if let (Some(loaded), Some(digest)) = (&loaded, &digest) {
            read = read.with_remarks(&loaded.document, digest);
        }
        let picks = picks(&read.stored);
        let left_out = self.eyes.see(room, path, &mut read);
        read.faults.extend(left_out);
        let mut entries = self.in_order(read.stored, loaded.as_ref());
        for (folder, stored) in read.quoted {
            let entry = self.in_order(vec![stored], loaded.as_ref()).into_iter();
            let quoted = |entry| ExportedAnnotation { quoted_in: Some(folder.clone()), maker: None, ..entry };
            entries.extend(entry.map(quoted));
        }
        for entry in &mut entries {
            entry.picks = picks.get(&entry.annotation.id).cloned().unwrap_or_default();
            entry.prompt = prompt(&room.library.syllabus(), entry);
        }
        let metadata = loaded.as_ref().map(|loaded| loaded.metadata.clone()).unwrap_or_default();
        AnnotatedPage { path: path.clone(), loaded, is_here, metadata, entries, faults: read.faults }
    }

    /// What of a page passes a filter.
    pub fn passing(&self, page: &mut AnnotatedPage, filter: &Query) {
        let (path, metadata) = (page.path.clone(), page.metadata.clone());
        let context = self.context(&path, &metadata);
        page.entries.retain(|entry| filter.matches(&entry.annotation, &of_entry(entry, context)));
    }

    /// The places of the words of a query in the annotations of a page.
    pub fn places<'p>(&self, page: &'p AnnotatedPage, query: &Query) -> Vec<(&'p ExportedAnnotation, TextExcerpt)> {
        let context = self.context(&page.path, &page.metadata);
        let of = |entry: &'p ExportedAnnotation| {
            let places = places_in_mark(query, &entry.annotation, &of_entry(entry, context));
            places.into_iter().map(move |place| (entry, place))
        };
        page.entries.iter().flat_map(of).collect()
    }

    fn context<'c>(&'c self, path: &'c DocPath, said: &'c Metadata) -> QueryContext<'c> {
        let (title, date) = (said.title.as_deref().unwrap_or_default(), said.date.as_deref().unwrap_or_default());
        let text = TextFacts { path: path.as_str(), title, authors: &said.authors, date };
        QueryContext { me: self.me, text, today: Some(Zoned::now().date()), ..QueryContext::default() }
    }

    /// Annotations with their places, in the order of the text. Where the document cannot be read, all are orphans.
    fn in_order(&self, stored: Vec<StoredAnnotation>, loaded: Option<&Loaded>) -> Vec<ExportedAnnotation> {
        in_order(stored, loaded, &|nickname| self.names.get(nickname).cloned())
    }
}

/// The annotations on one document, in the order of the text, answers after what they answer.
#[derive(Debug)]
pub struct AnnotatedPage {
    /// Where the document is.
    pub path: DocPath,
    /// The document, where it could be read.
    pub loaded: Option<Loaded>,
    /// Whether there is a file of that name.
    pub is_here: bool,
    /// What is known of it.
    pub metadata: Metadata,
    /// The annotations.
    pub entries: Vec<ExportedAnnotation>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

fn of_entry<'e>(entry: &'e ExportedAnnotation, context: QueryContext<'e>) -> QueryContext<'e> {
    let (quote, reader) = (entry.quote().unwrap_or_default(), entry.reader().unwrap_or_default());
    let (state, mine, picked) = (entry.state, entry.mine, !entry.picks.is_empty());
    QueryContext { reader, quote, state, mine, picked, audience: entry.record.audience(), ..context }
}

/// That a document cannot be read; of one that is gone, that its annotations are here all the same.
fn cannot_read(path: &DocPath, error: &Error) -> String {
    if error.is_missing() {
        return format!(
            "{path} is not in the folder any more: what was written on it is kept, with the words that it was on"
        );
    }
    error.to_string()
}

/// Who has picked what, and why, by the ids of what is picked.
fn picks(stored: &[StoredAnnotation]) -> HashMap<AnnotationId, Vec<(String, Option<String>)>> {
    let mut picks: HashMap<AnnotationId, Vec<(String, Option<String>)>> = HashMap::new();
    for pick in stored {
        if let Some(id) = pick.annotation.picked() {
            picks.entry(id.clone()).or_default().push((pick.reader.clone(), pick.annotation.note.clone()));
        }
    }
    picks
}

/// The words of the prompt of the syllabus that an annotation answers; of one that is asked no more, as the annotation says them.
fn prompt(syllabus: &Syllabus, entry: &ExportedAnnotation) -> Option<String> {
    let id = entry.reply_to()?;
    let asked = prompt_of(syllabus, id).map(|(session, prompt)| format!("session {session}: {}", prompt.text));
    // Without its question an answer says little.
    asked.or_else(|| Some(format!("asked before: {}", entry.record.asked()?)))
}

/// Annotations with their places, in the order of the text. Where the document cannot be read, all are orphans. `name` knows
/// the full names of readers.
fn in_order(
    stored: Vec<StoredAnnotation>,
    loaded: Option<&Loaded>,
    name: &dyn Fn(&str) -> Option<String>,
) -> Vec<ExportedAnnotation> {
    let lost = Anchor { state: AnchorState::Orphan, span: None, score: 0.0 };
    let text = loaded.and_then(|loaded| Some((&loaded.document, loaded.digest?)));
    let anchors =
        text.map_or_else(|| vec![lost; stored.len()], |(document, digest)| anchored(&stored, document, &digest));
    let paragraphs = text.map(|(document, _)| Paragraphs::of(document)).unwrap_or_default();
    let mut pairs: Vec<(StoredAnnotation, Anchor)> = stored.into_iter().zip(anchors).collect();
    pairs.sort_by_cached_key(|(stored, anchor)| {
        let start = anchor.span.map(|span| span.start);
        // What is about the whole document comes first, what has lost its place last.
        let last = anchor.state == AnchorState::Orphan && matches!(stored.annotation.target, Target::Passage(_));
        (last, start, stored.annotation.created, stored.annotation.id.clone())
    });
    let annotations: Vec<_> = pairs.iter().map(|(stored, _)| &stored.annotation).collect();
    let order: Vec<_> = threads(&annotations).into_iter().flat_map(|thread| thread.entries).collect();
    let mut pairs: Vec<Option<(StoredAnnotation, Anchor)>> = pairs.into_iter().map(Some).collect();
    let entry = |at: crate::annotation::thread::ThreadEntry| {
        let (stored, anchor) = pairs.get_mut(at.index)?.take()?;
        let anchor = matches!(stored.annotation.target, Target::Passage(_)).then_some(anchor);
        let sure = anchor.filter(|anchor| anchor.state != AnchorState::Orphan).and_then(|anchor| anchor.span);
        Some(ExportedAnnotation {
            place: sure.and_then(|span| Some(PassagePlace::of(text?.0, &paragraphs, span))),
            state: anchor.map(|anchor| anchor.state),
            depth: at.depth,
            in_file: stored.origin == Origin::File,
            maker: Some(Maker {
                name: name(&stored.reader).unwrap_or_else(|| stored.reader.clone()),
                nickname: stored.reader,
            }),
            mine: stored.mine,
            annotation: stored.annotation,
            record: stored.record,
            prompt: None,
            picks: Vec::new(),
            quoted_in: None,
        })
    };
    order.into_iter().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Kind, Record};
    use crate::document::{BlockKind, Builder, Comment};
    use crate::exchange::export::annotations::json;
    use crate::store::{Digest, Read, digest};
    use crate::text::Span;

    /// A letter a page, and a remark over the last two that is answered.
    fn loaded() -> (Loaded, Digest) {
        let mut builder = Builder::default();
        for label in ["i", "1", "2"] {
            let span = builder.push("x ");
            builder.page(label, span.start);
            builder.block(BlockKind::Paragraph, 0, span);
        }
        let comment = |author: &str, date: Option<&str>, answers| Comment {
            span: Span::new(2, 5),
            author: author.to_owned(),
            date: date.map(str::to_owned),
            text: format!("So says {author}."),
            answers,
            color: None,
            resolved: false,
        };
        builder.comment(comment("Ada North", Some("2031-03-01"), None));
        builder.comment(comment("", None, Some(0)));
        let digest = digest(b"x");
        let document = builder.finish();
        let metadata = document.metadata.clone();
        (Loaded { document, metadata, digest: Some(digest), format: "test", whole: true, stamp: None }, digest)
    }

    #[test]
    fn remarks_of_the_file_have_author_day_page_and_answers() {
        let (loaded, digest) = loaded();
        let mut stored = Read::default().with_remarks(&loaded.document, &digest).stored;
        let mine = Annotation {
            id: "urn:uuid:0193f3a0-0000-7000-8000-000000000001".into(),
            note: Some("Does she?".to_owned()),
            created: "2032-01-01T00:00:00Z".parse().expect("a time"),
            modified: "2032-01-01T00:00:00Z".parse().expect("a time"),
            kind: Kind::Reply,
            target: Target::Annotation(stored[0].annotation.id.clone()),
            ..stored[0].annotation.clone()
        };
        let record = Record::of(&mine);
        let (reader, origin) = ("mei".to_owned(), Origin::Here);
        stored.push(StoredAnnotation { annotation: mine, record, reader, mine: true, origin });
        let entries = in_order(stored, Some(&loaded), &|_| None);
        let said: Vec<_> =
            entries.iter().map(|entry| (entry.depth, entry.in_file, entry.annotation.note.as_deref())).collect();
        let expected =
            [(0, true, Some("So says Ada North.")), (1, true, Some("So says .")), (1, false, Some("Does she?"))];
        assert_eq!(said, expected);
        assert_eq!(entries[0].place.as_ref().map(PassagePlace::cited).as_deref(), Some("pp. 1–2"));
        let first = json::object("a.docx", &entries[0]);
        assert_eq!((&first["page"], &first["in_file"], &first["start"]), (&"1".into(), &true.into(), &2.into()));
        let second = json::object("a.docx", &entries[1]);
        assert!(second["created"].is_null() && second["page"].is_null());
        assert_eq!(second["reply_to"], entries[0].annotation.id.as_str());
    }
}
