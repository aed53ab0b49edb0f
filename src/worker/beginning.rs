//! What every shell begins with: the model as it is before anything is read, the first text, the clock. It starts nothing.

use crate::app::{Config, Effect, Env, Model, NavigationTarget, fault_of_settings};
use crate::document::DocPath;
use crate::store::Library;
use crate::text::shown;
use std::time::{Duration, Instant};

/// Until when something is waited for.
#[derive(Clone, Copy, Debug)]
pub struct WaitLimit(Instant);

impl WaitLimit {
    /// So much later than now.
    pub fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// How long it is until then; nothing once it is past.
    pub fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}

/// The clock and new ids for an update, which may not ask for them itself.
pub fn given() -> Env {
    let now = jiff::Zoned::now();
    Env { now: now.timestamp(), today: now.date(), id: uuid::Uuid::now_v7() }
}

/// Opens the first document, at a place where one is given.
pub fn begin_at(model: &mut Model, path: &DocPath, to: Option<NavigationTarget>) -> Vec<Effect> {
    match to {
        Some(to) => crate::app::go_to(model, path, to),
        None => crate::app::open(model, path),
    }
}

/// The model at the start: what is known before anything is read.
pub fn model_of(library: &Library, config: Config, size: (u16, u16), faults: &[String]) -> Model {
    let mut model = Model::new(config, size);
    model.list.name = library.syllabus().title.clone().unwrap_or_else(|| folder_name(library));
    *model.seminar.syllabus = library.syllabus();
    model.list.schedule.folder = library.corpus.folder().cloned();
    if let Some(folder) = &model.list.schedule.folder {
        let whole = shown(library.corpus.root());
        model.say(format!("{folder} is part of {whole}: its plan and annotations are used"));
    }
    if let Some(told) = fault_of_settings(faults) {
        model.complain(told);
    }
    model
}

fn folder_name(library: &Library) -> String {
    library.corpus.root().file_name().map_or_else(|| "/".to_owned(), |name| name.to_string_lossy().into_owned())
}
