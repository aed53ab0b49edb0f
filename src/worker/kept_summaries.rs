//! What was written on every document in short: taken from what was kept where nothing has changed, else from the sidecars, and kept
//! then. What is private is never kept: it is read each time and laid over. Nor is what was encrypted: whoever may open it reads a
//! document with such notes each time, and what is kept of it for all others does not have them.

use super::summary::summary;
use crate::annotation::Target;
use crate::document::DocPath;
use crate::store::{
    AnnotationStore, Digest, Keeping, KnownText, NamesSaid, Recalled, SharedNotes, StoredAnnotation, SummaryCache,
    SurveyMemory, SurveyedDocument, names_and_rest, with_names,
};
use crate::study::Summary;
use crate::study::summary::saved;
use std::io;
use std::time::{Duration, SystemTime};

/// A file that was changed so shortly before it was read may change again and look the same: in its size, and in a time that some
/// file systems count by two seconds.
const UNSETTLED: Duration = Duration::from_secs(3);

/// What was kept of earlier looks.
struct KeptLooks<'a>(Option<&'a SummaryCache>);

impl SurveyMemory for KeptLooks<'_> {
    type Summary = Summary;

    fn recall(&self, path: &DocPath, own: &Digest) -> Option<Recalled<Summary>> {
        recalled(&self.0?.read(path, own)?)
    }

    fn keep_names(&self, path: &DocPath, own: &Digest, said: &NamesSaid, newest: Option<SystemTime>) {
        if let Some(cache) = self.0.filter(|_| newest.is_some_and(|newest| is_settled(newest, SystemTime::now()))) {
            cache.keep(path, own, &with_names(said, None));
        }
    }
}

/// Goes through the annotations of all documents; `see` is given each document with its summary, in the order of their names.
/// `texts` are those that there are. Gives what could not be read.
pub fn survey(
    store: &AnnotationStore,
    (texts, cache): (&[KnownText], Option<&SummaryCache>),
    see: &mut dyn FnMut(DocPath, Summary),
) -> Vec<String> {
    let begun = SystemTime::now();
    let mut is_new = false;
    let faults = store.survey_since((texts, &KeptLooks(cache)), &mut |path, surveyed| {
        let SurveyedDocument { shared, private, digest } = surveyed;
        let shared = match shared {
            SharedNotes::Known(kept) if !answers(&private) => kept,
            SharedNotes::Known(_) => {
                return see(path.clone(), summary(&store.read_known(path, digest.as_ref()).stored));
            }
            SharedNotes::Read { stored, keep, newest } => {
                let shared = summary(&stored);
                let keep = keep.filter(|_| newest.is_some_and(|newest| is_settled(newest, begun)));
                is_new |= keep.is_some();
                let bytes = cache.and(keep).and_then(|keep| Some((keep.own, with_layout(&keep, &shared).ok()?)));
                match (cache, bytes) {
                    (Some(cache), Some((own, bytes))) => cache.keep(path, &own, &bytes),
                    (Some(cache), None) => cache.forget(path),
                    (None, _) => {}
                }
                if answers(&private) {
                    return see(path.clone(), summary(&[stored, private].concat()));
                }
                shared
            }
        };
        see(path.clone(), if private.is_empty() { shared } else { shared.and(summary(&private)) });
    });
    if let (Some(cache), true) = (cache, is_new) {
        cache.sweep();
    }
    faults
}

/// Whether one of them answers another: what it does to the other's summary is not kept.
fn answers(private: &[StoredAnnotation]) -> bool {
    private.iter().any(|stored| matches!(stored.annotation.target, Target::Annotation(_)))
}

fn is_settled(newest: SystemTime, begun: SystemTime) -> bool {
    // A time that is to come, by a clock that is wrong, does not come again by itself.
    begun.duration_since(newest).map_or_else(|ahead| ahead.duration() > UNSETTLED, |age| age > UNSETTLED)
}

/// The bytes of a summary, with what they are written in and what it was made from.
fn with_layout(keep: &Keeping, summary: &Summary) -> io::Result<Vec<u8>> {
    let mut bytes = saved::LAYOUT.to_le_bytes().to_vec();
    saved::write(summary, &mut bytes)?;
    Ok(with_names(&keep.said, Some((keep.whole, bytes))))
}

fn recalled(bytes: &[u8]) -> Option<Recalled<Summary>> {
    let (said, print, rest) = names_and_rest(bytes)?;
    let summary = print.and_then(|print| Some((print, saved::from_bytes(strip(rest)?)?)));
    Some(Recalled { said, summary })
}

fn strip(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(&saved::LAYOUT.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Audience, Kind, NewIds, Recipients, Record};
    use crate::document::doc_path;
    use crate::store::{About, Annotations, Corpus, Dirs};
    use crate::worker::jobs::ReadDocument;
    use crate::worker::test_corpus::{TestCorpus, answer, note, person};
    use std::collections::BTreeMap;
    use std::fs;
    use std::process::Command;

    const TEXT: &str = "One two three. Four five six.\n";

    /// Makes all sidecars look as if nobody had written for a while: another file is told by its size.
    fn settle(corpus: &TestCorpus) {
        for reader in fs::read_dir(corpus.path("annotations")).unwrap() {
            for file in fs::read_dir(reader.unwrap().path()).unwrap() {
                let file = fs::File::options().append(true).open(file.unwrap().path()).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
            }
        }
    }

    /// mei writes something for herself.
    fn write_private(corpus: &TestCorpus, read: &ReadDocument, record: &Record) {
        let annotations = Annotations::at(&corpus.library.corpus, &corpus.dirs).with_private(&corpus.dirs);
        let store = AnnotationStore::new(annotations).for_reader(&person("mei"), "0a1b").unwrap();
        let about = About { path: &read.path, digest: read.digest, title: String::new() };
        store.save(&about, &record.kept_private(), record.modified(), &NewIds::default()).unwrap();
    }

    /// The summaries of a survey, and of how many documents something was kept that still holds.
    fn surveyed(corpus: &TestCorpus, keep: bool) -> (BTreeMap<String, Summary>, usize) {
        let annotations = Annotations::at(&Corpus::open(&corpus.path("")).unwrap(), &corpus.dirs);
        let store = AnnotationStore::new(annotations.with_private(&corpus.dirs));
        let (cache, mut all, known) = (corpus.library.summary_cache(), BTreeMap::new(), std::sync::Mutex::new(0));
        store.survey_since((&[], &KeptLooks(cache)), &mut |_, document| {
            *known.lock().unwrap() += usize::from(matches!(document.shared, SharedNotes::Known(_)));
        });
        let faults = survey(&store, (&[], cache.filter(|_| keep)), &mut |path, summary| {
            all.insert(path.to_string(), summary);
        });
        assert!(faults.is_empty(), "{faults:?}");
        let known = *known.lock().unwrap();
        (all, known)
    }

    #[test]
    fn what_is_kept_says_what_the_sidecars_say_whatever_has_changed_since() {
        let corpus = TestCorpus::of(&[("a.md", TEXT), ("b.md", TEXT)]);
        let (a, b) = (corpus.read("a.md"), corpus.read("b.md"));
        let same = |known: usize, why: &str| {
            settle(&corpus);
            let plain = surveyed(&corpus, false).0;
            let (kept, holds) = surveyed(&corpus, true);
            assert_eq!((kept, holds), (plain, known), "{why}");
            assert_eq!(surveyed(&corpus, true), (surveyed(&corpus, false).0, 2), "and again");
        };
        corpus.write("ana", &a, &note(1, "ana", &a, "two"));
        corpus.write("tom", &b, &note(2, "tom", &b, "five"));
        same(0, "nothing was kept");
        corpus.write("tom", &a, &note(3, "tom", &a, "six"));
        same(1, "another file");
        corpus.write("tom", &a, &answer(4, "tom", 1));
        same(1, "a file that is longer");
        write_private(&corpus, &b, &note(5, "mei", &b, "Four"));
        same(2, "a private note");
        write_private(&corpus, &b, &answer(6, "mei", 2));
        same(2, "a private answer");
        fs::remove_file(corpus.path("annotations/tom/a.md@0a1b.json")).unwrap();
        same(1, "a file that is gone");
    }

    #[test]
    fn what_was_kept_of_a_text_holds_no_more_once_it_was_renamed_or_another_has_its_name() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        corpus.write("tom", &read, &note(2, "tom", &read, "five"));
        let counts = || {
            settle(&corpus);
            let texts = corpus.library.known_texts(&corpus.library.entries().0);
            let store = AnnotationStore::new(Annotations::at(&corpus.library.corpus, &corpus.dirs));
            let mut counts = Vec::new();
            let faults = survey(&store, (&texts, corpus.library.summary_cache()), &mut |path, summary| {
                counts.push(format!("{path} {}", summary.annotations));
            });
            assert_eq!(faults, [""; 0]);
            counts
        };
        let twice = |counted: &[&str]| assert_eq!((counts(), counts()), (vec_of(counted), vec_of(counted)));
        twice(&["a.md 2"]);
        fs::rename(corpus.path("a.md"), corpus.path("b.md")).unwrap();
        twice(&["b.md 2"]);
        let read = corpus.read("b.md");
        corpus.write("ana", &read, &note(3, "ana", &read, "six"));
        twice(&["b.md 3"]);
        fs::write(corpus.path("a.md"), "Another text.\n").unwrap();
        twice(&["a.md 0", "b.md 3"]);
        fs::rename(corpus.path("b.md"), corpus.path("c.md")).unwrap();
        twice(&["a.md 1", "c.md 2"]);
    }

    #[test]
    fn what_sidecars_say_of_names_is_not_read_again_where_a_survey_has_kept_it() {
        let corpus = TestCorpus::of(&[("a.md", TEXT), ("x.md", TEXT)]);
        for (number, name) in [(1, "a.md"), (2, "x.md")] {
            let read = corpus.read(name);
            corpus.write("ana", &read, &note(number, "ana", &read, "two"));
        }
        fs::rename(corpus.path("x.md"), corpus.path("c.md")).unwrap();
        let read = corpus.read("c.md");
        corpus.write("ana", &read, &note(3, "ana", &read, "six"));
        fs::write(corpus.path("a.md"), "Another text.\n").unwrap();
        settle(&corpus);
        let on_a = || {
            let store = AnnotationStore::new(Annotations::at(&corpus.library.corpus, &corpus.dirs));
            store.read_found(&doc_path("a.md")).stored.len()
        };
        surveyed(&corpus, true);
        // A file of the same size and time is taken for the one that was looked at: it is not opened, whatever it says now.
        let sidecar = corpus.path("annotations/ana/c.md@0a1b.json");
        let text = fs::read_to_string(&sidecar).unwrap();
        assert!(text.contains("\"x.md\""), "it says the name that the text had: {text}");
        fs::write(&sidecar, text.replace("\"x.md\"", "\"a.md\"")).unwrap();
        settle(&corpus);
        assert_eq!(on_a(), 1);
        fs::remove_dir_all(corpus.dirs.cache.join("summaries")).unwrap();
        assert_eq!(on_a(), 0, "where nothing was kept it is read: the note went on with the text that had this name");
    }

    fn vec_of(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    /// A question in these words, which a summary would hold.
    fn question(number: u8, reader: &str, read: &ReadDocument, words: &str) -> Record {
        let annotation = note(number, reader, read, "two").annotation().unwrap();
        Record::of(&Annotation { kind: Kind::Question, note: Some(words.to_owned()), ..annotation })
    }

    /// The store as the screen has it for that reader: with what is private, and with the reader's key.
    fn private_store(corpus: &TestCorpus, reader: &str) -> AnnotationStore {
        let annotations = Annotations::at(&Corpus::open(&corpus.path("")).unwrap(), &corpus.dirs);
        AnnotationStore::new(annotations.with_private(&corpus.dirs)).for_reader(&person(reader), "0a1b").unwrap()
    }

    fn make_key(dirs: &Dirs) {
        let key = dirs.config.join("key");
        fs::create_dir_all(&dirs.config).unwrap();
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        let settings = format!("reading_key = '{}'\n", key.display());
        fs::write(dirs.config.join("settings.toml"), settings).unwrap();
    }

    /// Whether a file of the cache folder holds these words.
    fn is_kept(corpus: &TestCorpus, words: &str) -> bool {
        let Ok(files) = fs::read_dir(corpus.dirs.cache.join("summaries")) else { return false };
        files.map(|file| fs::read(file.unwrap().path()).unwrap()).any(|bytes| {
            let mut windows = bytes.windows(words.len());
            windows.any(|window| window == words.as_bytes())
        })
    }

    #[test]
    fn what_is_private_or_encrypted_is_counted_for_its_reader_and_never_kept() {
        let corpus = TestCorpus::of(&[("a.md", TEXT), ("b.md", TEXT)]);
        let (a, b) = (corpus.read("a.md"), corpus.read("b.md"));
        make_key(&corpus.dirs);
        corpus.write("ana", &a, &question(1, "ana", &a, "said aloud"));
        corpus.write("ana", &b, &question(2, "ana", &b, "called out"));
        write_private(&corpus, &a, &question(3, "mei", &a, "quagmire of mine"));
        let counts = || {
            settle(&corpus);
            let (store, mut counts) = (private_store(&corpus, "mei"), Vec::new());
            let faults = survey(&store, (&[], corpus.library.summary_cache()), &mut |_, summary| {
                counts.push((summary.annotations, summary.questions.len()));
            });
            assert!(faults.is_empty(), "{faults:?}");
            counts
        };
        assert_eq!((counts(), counts()), (vec![(2, 2), (1, 1)], vec![(2, 2), (1, 1)]));
        assert!(is_kept(&corpus, "said aloud") && is_kept(&corpus, "called out"));
        for reader in ["ken", "mei"] {
            assert!(private_store(&corpus, reader).introduce_key().unwrap());
        }
        let whisper = question(4, "ken", &b, "whisper for mei");
        let whisper = whisper.for_audience(&Audience::For(Recipients::new([person("mei").id]).unwrap()));
        let about = About { path: &b.path, digest: b.digest, title: String::new() };
        private_store(&corpus, "ken").save(&about, &whisper, whisper.modified(), &NewIds::default()).unwrap();
        assert_eq!((counts(), counts()), (vec![(2, 2), (2, 2)], vec![(2, 2), (2, 2)]));
        assert!(is_kept(&corpus, "said aloud") && !is_kept(&corpus, "called out"), "nothing beside what was opened");
        for words in ["quagmire of mine", "whisper for mei"] {
            assert!(!is_kept(&corpus, words), "{words}");
        }
        for known in [0, 2] {
            let (summaries, holds) = surveyed(&corpus, true);
            assert_eq!((summaries["b.md"].annotations, holds), (1, known), "without the key it is not counted");
        }
        assert!(is_kept(&corpus, "called out") && !is_kept(&corpus, "whisper for mei"), "for who cannot open it");
        let reading =
            Annotations::at(&Corpus::open(&corpus.path("")).unwrap(), &corpus.dirs).with_private(&corpus.dirs);
        let (reading, mut counted) = (AnnotationStore::new(reading.read_by(Some(&person("mei")))), Vec::new());
        let faults = survey(&reading, (&[], None), &mut |_, summary| counted.push(summary.annotations));
        assert_eq!((counted, faults), (vec![2, 2], Vec::new()), "who reads is enough, before anything is written");
        assert_eq!(counts(), [(2, 2), (2, 2)], "what is kept for others is not taken for all there is");
    }

    #[test]
    fn a_kept_file_that_lies_changes_nothing() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        corpus.write("ana", &read, &question(1, "ana", &read, "said aloud"));
        settle(&corpus);
        let plain = surveyed(&corpus, true).0;
        let file = fs::read_dir(corpus.dirs.cache.join("summaries")).unwrap().next().unwrap().unwrap().path();
        let whole = fs::read(&file).unwrap();
        let middle = [&whole[..whole.len() / 2], &[0xFF; 40][..], &whole[whole.len() / 2..]].concat();
        for bytes in [&whole[..0], &whole[..whole.len() - 1], &middle, &[0xFF; 500][..]] {
            fs::write(&file, bytes).unwrap();
            assert_eq!(surveyed(&corpus, true), (plain.clone(), 0));
            assert_eq!(fs::read(&file).unwrap(), whole, "it is made again");
        }
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(surveyed(&corpus, true), (plain, 0), "a folder in its place");
    }

    #[test]
    fn what_was_written_just_now_is_not_kept() {
        let corpus = TestCorpus::of(&[("a.md", TEXT)]);
        let read = corpus.read("a.md");
        corpus.write("ana", &read, &note(1, "ana", &read, "two"));
        surveyed(&corpus, true);
        assert_eq!(surveyed(&corpus, true).1, 0);
        settle(&corpus);
        surveyed(&corpus, true);
        assert_eq!(surveyed(&corpus, true).1, 1);
    }
}
