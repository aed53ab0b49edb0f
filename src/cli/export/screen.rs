//! Exports and citations for the screen: what `postil export` does, told to the status line in place of the terminal, which is
//! the screen's. It prints nothing.

use super::writing::Export;
use crate::app::{CitedAs, ExportEnd, ExportFormat, ExportOrder, UncitedQuotation};
use crate::cli::citing::{CitingStyle, References, at_home};
use crate::cli::outcome::Failure;
use crate::cli::setup::Room;
use crate::exchange::export::annotations::{
    ANNOTATION_EXPORTERS, Citer, ExportOptions, ExportShape, ExportSubject, PassagePlace, PlainCiter,
    annotation_exporter,
};
use crate::search::query::{Query, Scope};
use crate::store::{Dirs, Library, is_taken};
use crate::study::Paragraphs;
use crate::worker::exporting::Exports;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Who exports for the screen.
#[derive(Debug)]
pub struct ScreenExports {
    /// The folder of texts.
    root: PathBuf,
    dirs: Dirs,
    /// The style of citations that is set.
    style: String,
}

/// The table of formats, for the screen to choose from.
pub fn formats() -> Vec<ExportFormat> {
    let format = |row: &'static crate::exchange::export::annotations::AnnotationExporter| ExportFormat {
        name: row.name,
        about: row.about,
        extension: if row.shape == ExportShape::Folder { "" } else { row.extension },
        of_documents: row.subject != ExportSubject::Annotations,
    };
    ANNOTATION_EXPORTERS.iter().map(format).collect()
}

impl ScreenExports {
    /// For a corpus, with the style that is set.
    pub fn of(library: &Library, dirs: &Dirs, style: &str) -> Self {
        Self { root: library.corpus.root().to_path_buf(), dirs: dirs.clone(), style: style.to_owned() }
    }

    /// The corpus, or one text of it.
    fn room(&self, order: Option<&ExportOrder>) -> Result<Room, Failure> {
        let library = Library::open(&self.root)?;
        let library = match order.and_then(|order| order.document.clone()) {
            Some(path) => library.choosing(path),
            None => library,
        };
        Ok(Room::at(self.dirs.clone(), library))
    }

    /// Writes what is wanted into a place that is free, or may be written over; what was written, and what of the texts could
    /// not be.
    fn written(&self, order: &ExportOrder, place: &Path) -> Result<(Option<String>, Vec<String>), Failure> {
        let row = annotation_exporter(order.format.name)
            .ok_or_else(|| Failure::new(format!("there is no format {}", order.format.name), ""))?;
        let room = self.room(Some(order))?;
        let (filter, faults) = Query::parse(&order.filter, Scope::Notes);
        if let Some(fault) = faults.first() {
            return Err(Failure::new(fault.message.clone(), "Mend the filter, or export all."));
        }
        let told = RefCell::new(Vec::new());
        let export = Export {
            room: &room,
            filter,
            subject: row.subject,
            style: CitingStyle::named(Some(&self.style))?,
            unblind: false,
            tell: &|fault| told.borrow_mut().push(fault.to_owned()),
        };
        let mut writer = (row.writer)(ExportOptions::default());
        let written = if order.format.is_folder() {
            export.write_folder(&mut *writer, (place, order.over))?
        } else {
            export.write_file(&mut *writer, (place, order.over))?
        };
        Ok((written, told.into_inner()))
    }

    fn cited(&self, quotation: &UncitedQuotation) -> Result<CitedAs, Failure> {
        let room = self.room(None)?;
        let (references, faults) = References::read(&room);
        let (item, metadata) = references.metadata(&quotation.path, &quotation.metadata);
        let style = CitingStyle::named(Some(&self.style));
        let fault = style.as_ref().err().map(words).or_else(|| faults.into_iter().next());
        let style = style.unwrap_or(CitingStyle::Plain);
        let paragraphs = Paragraphs::of(&quotation.document);
        let place = PassagePlace::of(&quotation.document, &paragraphs, quotation.span);
        let citation = style.citer(&item, &metadata, quotation.path.as_str()).citation(&place);
        Ok(CitedAs { citation, fault })
    }
}

impl Exports for ScreenExports {
    fn write(&self, order: &ExportOrder) -> ExportEnd {
        let place = at_home(&order.place);
        if !order.over && is_taken(&place, order.format.is_folder()) {
            return ExportEnd::Taken(Box::new(order.clone()));
        }
        match self.written(order, &place) {
            Ok((Some(written), faults)) => ExportEnd::Written(with_faults(&written, &faults)),
            Ok((None, faults)) if order.filter.is_empty() => {
                ExportEnd::Failed(with_faults("nothing was written: there are no annotations to export", &faults))
            }
            Ok((None, faults)) => {
                let none = format!("nothing was written: no annotation passes {}", order.filter);
                ExportEnd::Failed(with_faults(&none, &faults))
            }
            Err(failure) => ExportEnd::Failed(format!("nothing was exported: {}", words(&failure))),
        }
    }

    fn cite(&self, quotation: &UncitedQuotation) -> CitedAs {
        let plain = |failure: &Failure| {
            let citer = PlainCiter { metadata: &quotation.metadata, path: quotation.path.as_str() };
            CitedAs { citation: citer.reference(), fault: Some(words(failure)) }
        };
        self.cited(quotation).unwrap_or_else(|failure| plain(&failure))
    }
}

/// What was written, with the first thing that could not be.
fn with_faults(told: &str, faults: &[String]) -> String {
    match faults {
        [] => told.to_owned(),
        [one] => format!("{told}; {one}"),
        [first, more @ ..] => format!("{told}; {first} (and {} more; `postil export` tells all)", more.len()),
    }
}

fn words(failure: &Failure) -> String {
    match failure {
        Failure::Told { cause, hint } if hint.is_empty() => cause.clone(),
        Failure::Told { cause, hint } => format!("{cause}. {hint}"),
        Failure::ClosedPipe => "nobody reads what is written".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_offers_every_format_of_the_table() {
        let names: Vec<&str> = formats().iter().map(|format| format.name).collect();
        assert_eq!(names, ANNOTATION_EXPORTERS.iter().map(|row| row.name).collect::<Vec<_>>());
        assert!(formats().iter().any(|format| format.is_folder()) && formats().iter().any(|it| it.of_documents));
    }
}
