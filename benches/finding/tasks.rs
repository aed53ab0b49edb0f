//! What is measured inside a process of its own: the threads of the program, without a screen. Each task prints seconds and
//! what else is to be said. What is kept between tasks is in a folder beside the texts.

use crate::made::{ABSENT, FREQUENT, OFTEN, OFTEN_IN, RARE_IN, TEXT, TextMaker, common};
use crate::{peak, rare_words};
use postil::app::{FindRequest, JobId, Msg, ResultsKind, ResultsNews, ResultsProgress, ResultsView};
use postil::format;
use postil::search::concordance::ConcordanceOrder;
use postil::search::query::Scope;
use postil::search::{Pattern, Query, find};
use postil::store::{Annotations, Dirs, Library};
use postil::text::Span;
use postil::worker::{Incoming, entries::KnownEntries, finder::Finder};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Does the task of that name on a folder.
pub fn run(name: &str, folder: &Path) {
    let (time, told) = match name {
        "build" => {
            let _ = fs::remove_dir_all(folder.with_extension("kept"));
            build(folder)
        }
        "rebuild" => {
            let _ = fs::remove_dir_all(dirs(folder).cache.join("index"));
            build(folder)
        }
        "rare" => asked(folder, &rare_words().collect::<Vec<_>>()),
        "absent" => asked(folder, &(0..9).map(|at| format!("{ABSENT}{at}")).collect::<Vec<_>>()),
        "common" => asked(folder, &[common(), common(), common()]),
        "changed" => changed(folder),
        "concordance" => concordance(folder),
        "timeline-first" => {
            let _ = fs::remove_dir_all(folder.with_extension("kept"));
            timeline(folder)
        }
        "timeline" => timeline(folder),
        "one-text" => one_text(),
        other => (Duration::ZERO, format!("; there is no task {other}")),
    };
    let memory = fs::read_to_string("/proc/self/status").ok().and_then(|status| peak(&status)).unwrap_or(0) / 1024;
    println!("{} {told}, {memory} MB", time.as_secs_f64());
}

fn dirs(folder: &Path) -> Dirs {
    Dirs::under(&folder.with_extension("kept"))
}

fn library(folder: &Path) -> Arc<Library> {
    Arc::new(Library::open(folder).expect("a corpus").keeping(&dirs(folder)))
}

fn build(folder: &Path) -> (Duration, String) {
    let library = library(folder);
    let (entries, _) = library.entries();
    let begun = Instant::now();
    let made = library.index(&entries, &mut |_, _| ());
    (begun.elapsed(), if made == Some(true) { String::new() } else { "; it was not made".to_owned() })
}

/// The thread that finds, and what to ask it with.
struct Asking {
    ask: Sender<FindRequest>,
    told: Receiver<Incoming>,
    job: JobId,
}

impl Asking {
    fn of(folder: &Path) -> Self {
        let library = library(folder);
        let ((ask, asked), (send, told)) = (channel(), channel());
        let entries = Arc::new(KnownEntries::new(Arc::clone(&library)));
        let annotations = Annotations::at(&library.corpus, &Dirs::under(folder));
        let finder = Finder { library, entries, annotations, send };
        std::thread::spawn(move || finder.work(&asked));
        Self { ask, told, job: JobId::NONE }
    }

    /// Asks, and hands on all that is told, with how long it took, up to the end.
    fn ask(&mut self, request: impl FnOnce(JobId) -> FindRequest, each: &mut dyn FnMut(ResultsNews, Duration)) {
        self.job = self.job.next();
        let begun = Instant::now();
        self.ask.send(request(self.job)).expect("the thread listens");
        while let Ok(incoming) = self.told.recv_timeout(Duration::from_mins(2)) {
            if let Incoming::Msg(Msg::Results(news)) = incoming {
                let is_end = news.progress == ResultsProgress::Done;
                each(*news, begun.elapsed());
                if is_end {
                    return;
                }
            }
        }
    }

    /// How long until the first hits and until the end, and how many texts were told.
    fn query(&mut self, written: &str) -> (Duration, Duration, usize) {
        let (mut first, mut last, mut texts) = (None, Duration::ZERO, 0);
        self.ask(|job| texts_of(job, written), &mut |news, time| {
            texts += news.groups.len();
            (last, first) = (time, first.or((!news.groups.is_empty()).then_some(time)));
        });
        (first.unwrap_or(last), last, texts)
    }
}

fn texts_of(job: JobId, written: &str) -> FindRequest {
    FindRequest::Texts { job, query: Box::new(Query::parse(written, Scope::Texts).0) }
}

/// The median of questions, the first of which opens the index.
fn asked(folder: &Path, words: &[String]) -> (Duration, String) {
    let mut asking = Asking::of(folder);
    let (_, cold, _) = asking.query("qqqqqq");
    let mut times: Vec<(Duration, Duration, usize)> = words.iter().map(|word| asking.query(word)).collect();
    times.sort_by_key(|(_, all, _)| *all);
    let ((first, all, texts), worst) = (times[times.len() / 2], times[times.len() - 1].1);
    let shown = crate::shown;
    (
        all,
        format!(
            " (first hits {}, worst {}, first question {}), {texts} texts",
            shown(first),
            shown(worst),
            shown(cold)
        ),
    )
}

/// How long after a text was written its new word is found.
fn changed(folder: &Path) -> (Duration, String) {
    let mut asking = Asking::of(folder);
    asking.query("qqqqqq");
    let text = folder.join("part-000/text-000004.txt");
    let before = fs::read(&text).expect("a text");
    fs::write(&text, [before.as_slice(), b"\n\nA kingfisherette came.\n"].concat()).expect("writable");
    let begun = Instant::now();
    let mut asked = 1;
    while asking.query("kingfisherette").2 == 0 && begun.elapsed() < Duration::from_mins(1) {
        asked += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    let time = begun.elapsed();
    fs::write(&text, before).expect("writable");
    (time, format!(", asked {asked} times"))
}

fn concordance(folder: &Path) -> (Duration, String) {
    let mut asking = Asking::of(folder);
    asking.query("qqqqqq");
    let mut view = ResultsView::new(ResultsKind::Concordance);
    (view.order, view.job) = (ConcordanceOrder::Right, asking.job.next());
    let (mut found, begun) = (Duration::ZERO, Instant::now());
    asking.ask(|job| texts_of(job, FREQUENT), &mut |news, time| {
        view.take(news);
        found = time;
    });
    let (all, places) = (begun.elapsed(), view.list.len());
    let texts = places / OFTEN;
    (all, format!(" (found {}), {places} places in {texts} texts", crate::shown(found)))
}

fn timeline(folder: &Path) -> (Duration, String) {
    let mut asking = Asking::of(folder);
    let (mut rows, mut last) = (0, Duration::ZERO);
    asking.ask(|job| FindRequest::Timeline { job }, &mut |news, time| {
        rows += news.groups.iter().map(|group| group.count).sum::<usize>();
        last = time;
    });
    (last, format!(", {rows} statements"))
}

/// A text of 100 MB, and a word that it does not have.
fn one_text() -> (Duration, String) {
    let maker = TextMaker::new();
    let piece = maker.paragraphs(OFTEN_IN + RARE_IN, TEXT * 100).join("\n\n");
    let document = format::parse("a.txt", piece.repeat(100_000_000 / piece.len() + 1).into_bytes());
    let text = document.text();
    let look = |written: &str| {
        let pattern = Pattern::parse(written).expect("a word");
        let begun = Instant::now();
        assert!(find(&pattern, text, Span::new(0, text.len()), 1).is_empty());
        begun.elapsed()
    };
    let times = ["xylograph", "old xylograph", "café xylograph", "/xylo(graph)+/"].map(look);
    let rest: Vec<String> = times[1..].iter().map(|time| crate::shown(*time)).collect();
    (times[0], format!("; phrase, accents, expression {}", rest.join(", ")))
}
