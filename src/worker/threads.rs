//! All threads of a session, for whichever shell stands before them: begun in the order in which a first text is there soonest, handed
//! what the app wants done, and waited for at the end. It knows no terminal and changes no model.

use super::exporting::{Exporting, Exports};
use super::jobs::{OpenPath, WriterJob};
use super::reading_places::ReadingPlaces;
use super::settings_watcher::{Reread, SettingsWatcher};
use super::{Incoming, entries::KnownEntries, finder, image_viewer, loader, presence, sync, writer};
use crate::app::{Effect, FindRequest};
use crate::store::{Annotations, Dirs, Library, PictureFolder, Progress, State};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

/// What the threads work on.
pub struct Ground {
    /// The corpus.
    pub library: Arc<Library>,
    /// Folders of settings and state.
    pub dirs: Dirs,
    /// The state of this device.
    pub state: State,
    /// Who can write the formats of other programs.
    pub exports: Arc<dyn Exports>,
    /// Who can read the settings again.
    pub reread: Reread,
}

/// What is done now and then, on threads that are begun for it.
struct Errands {
    syncer: sync::Syncer,
    exporting: Exporting,
    image_viewer: image_viewer::ImageViewer,
}

/// The threads.
pub struct Threads {
    loader: Sender<loader::LoaderJob>,
    finder: Sender<FindRequest>,
    writer: Option<Sender<WriterJob>>,
    errands: Errands,
    leading: (Sender<presence::PresenceJob>, Option<JoinHandle<()>>),
    /// Has the settings looked at.
    settings: Sender<()>,
    writing: Option<JoinHandle<usize>>,
}

impl Threads {
    /// Starts them. `first` is handed them as soon as a text can be asked for, before the rest is begun.
    pub fn start(ground: Ground, send: &Sender<Incoming>, first: impl FnOnce(&Self)) -> io::Result<Self> {
        let Ground { library, dirs, state, exports, reread } = ground;
        let (progress, _) = Progress::open(&dirs, library.corpus.root());
        let places = ReadingPlaces::new(progress);
        let annotations = Annotations::at(&library.corpus, &dirs).with_private(&dirs).read_by(state.reader());
        let (writer, writer_jobs) = channel();
        let (loader, loader_jobs) = channel();
        let (entries, open) = (Arc::new(KnownEntries::new(Arc::clone(&library))), OpenPath::default());
        let finder = start_finder(&library, &entries, &annotations, send)?;
        let reading = loader::Loader {
            library: Arc::clone(&library),
            entries,
            places: places.clone(),
            writer: writer.clone(),
            open: Arc::clone(&open),
            send: send.clone(),
        };
        spawn("reading", move || reading.work(&loader_jobs))?;
        let (leading, leading_jobs) = channel();
        let leads = presence::PresenceThread::new(annotations.clone(), writer.clone(), send.clone());
        let leading = (leading, Some(spawn("leading", move || leads.work(&leading_jobs))?));
        let image_viewer = image_viewer::ImageViewer {
            library: Arc::clone(&library),
            pictures: PictureFolder::of(&dirs),
            send: send.clone(),
        };
        let errands = Errands {
            syncer: sync::Syncer::new(send.clone()),
            exporting: Exporting::new(exports, send.clone()),
            image_viewer,
        };
        let (settings, asked) = channel();
        let asking = (settings.clone(), asked);
        let mut threads = Self { loader, finder, writer: Some(writer), errands, leading, settings, writing: None };
        first(&threads);
        let watcher = SettingsWatcher { dirs: dirs.clone(), reread, send: send.clone() };
        spawn("settings", move || watcher.work(asking))?;
        let (own, corpus, syllabus) = (send.clone(), library.corpus.clone(), library.syllabus());
        threads.writing = Some(spawn("writing", move || {
            let start = writer::WriterStart { corpus, dirs, state, places, works: library.works(), syllabus, open };
            writer::WriterThread::new(start, own).work(&writer_jobs)
        })?);
        let _ = threads.loader.send(loader::LoaderJob::Survey(Box::new(annotations)));
        Ok(threads)
    }

    /// Sends effects to the threads; gives back those that only a shell can carry out.
    pub fn hand_out(&self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut rest = Vec::new();
        // A thread is gone only when the program is ending.
        for effect in effects {
            match effect {
                Effect::Read(request) => drop(self.loader.send(loader::LoaderJob::Asked(request))),
                Effect::Find(request) => drop(self.finder.send(request)),
                Effect::Presence(request) => drop(self.leading.0.send(presence::PresenceJob::Asked(request))),
                Effect::Write(request) => {
                    let _ = self.writer.as_ref().map(|writer| writer.send(WriterJob::Asked(request)));
                }
                other => rest.push(other),
            }
        }
        rest
    }

    /// Carries out what is done now and then; gives back what it is not. `picture_command` shows pictures.
    pub fn run_errand(&mut self, effect: Effect, picture_command: &str) -> Option<Effect> {
        match effect {
            Effect::ShowPicture { path, source } => self.errands.image_viewer.show(path, source, picture_command),
            Effect::Export(request) => self.errands.exporting.start(request, self.writer.as_ref()),
            Effect::Sync => self.errands.syncer.start(self.writer.as_ref()),
            Effect::StopSync => self.errands.syncer.stop(),
            other => return Some(other),
        }
        None
    }

    /// Has the settings looked at, where nothing may tell that they have changed.
    pub fn look_at_settings(&self) {
        // Nobody listens any more only when the program is ending.
        let _ = self.settings.send(());
    }

    /// Waits for a sync that is under way; what is left to say of it.
    pub fn finish_sync(&mut self) -> Option<String> {
        self.errands.syncer.finish()
    }

    /// Waits until everything that was to be written is; gives the number of changes that are lost.
    pub fn finish(&mut self) -> usize {
        let _ = self.leading.0.send(presence::PresenceJob::End);
        let _ = self.leading.1.take().map(JoinHandle::join);
        self.errands.exporting.finish();
        if let Some(writer) = self.writer.take() {
            let _ = writer.send(WriterJob::End);
        }
        self.errands.image_viewer.sweep();
        self.writing.take().and_then(|writing| writing.join().ok()).unwrap_or(0)
    }
}

/// Starts the thread that looks through all texts.
fn start_finder(
    library: &Arc<Library>,
    entries: &Arc<KnownEntries>,
    annotations: &Annotations,
    send: &Sender<Incoming>,
) -> io::Result<Sender<FindRequest>> {
    let (finder, requests) = channel();
    let (library, entries, send) = (Arc::clone(library), Arc::clone(entries), send.clone());
    let annotations = annotations.clone();
    spawn("finding", move || finder::Finder { library, entries, annotations, send }.work(&requests))?;
    Ok(finder)
}

fn spawn<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> io::Result<JoinHandle<T>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work)
}
