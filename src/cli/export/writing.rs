//! An export that is under way, from the command line or from the screen: document after document into what takes it. It
//! prints nothing: what could not be read or written is told to whoever asked.

use super::sinks::{FileSink, FolderSink};
use crate::cli::annotated::{AnnotatedPage, AnnotationReading};
use crate::cli::citing::{CitingStyle, References};
use crate::cli::outcome::Failure;
use crate::cli::setup::Room;
use crate::exchange::export::annotations::{AnnotatedDocument, AnnotationWriter, ExportSink, ExportSubject};
use crate::format;
use crate::language::counts::counted;
use crate::search::query::Query;
use crate::store::{NewFile, NewFolder};
use crate::text::shown;
use std::collections::HashSet;
use std::path::Path;

/// What is exported of which texts, and how it is cited.
pub struct Export<'a> {
    /// The corpus.
    pub room: &'a Room,
    /// Which annotations.
    pub filter: Query,
    /// What is written of.
    pub subject: ExportSubject,
    /// How it is cited.
    pub style: CitingStyle,
    /// Whether what is to be read blind first is not left out.
    pub unblind: bool,
    /// Takes what could not be read or written, in words.
    pub tell: &'a dyn Fn(&str),
}

/// What is said of exports among the texts: of one file, and of several.
const ONE: &str = "; that lies among the texts, and shows as one of them: a place outside of the folder is better";
const SEVERAL: &str = "; they lie among the texts, and show as some of them: a place outside of the folder is better";

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Texts.
    pub documents: usize,
    /// Annotations on them.
    pub annotations: usize,
}

impl Export<'_> {
    /// Writes everything into a sink.
    pub fn carry_out(&self, writer: &mut dyn AnnotationWriter, sink: &mut dyn ExportSink) -> Result<Exported, Failure> {
        let (references, unread) = References::read(self.room);
        let (reading, more) = AnnotationReading::begin(self.room, self.unblind);
        let (documents, errors) = match self.subject {
            ExportSubject::Annotations => reading.documents(),
            ExportSubject::Documents => self.room.documents(),
            ExportSubject::Both => {
                let (mut documents, errors) = self.room.documents();
                documents.extend(reading.gone());
                (documents, errors)
            }
        };
        let mut told = HashSet::new();
        let mut tell_once = |fault: String| {
            if told.insert(fault.clone()) {
                (self.tell)(&fault);
            }
        };
        self.room.library.faults.iter().map(ToString::to_string).for_each(&mut tell_once);
        unread.into_iter().for_each(&mut tell_once);
        errors.iter().chain(&more).map(ToString::to_string).for_each(&mut tell_once);
        let mut found = Exported::default();
        for path in documents {
            let mut page = reading.page(&path);
            std::mem::take(&mut page.faults).into_iter().for_each(&mut tell_once);
            reading.passing(&mut page, &self.filter);
            let is_wanted = self.subject != ExportSubject::Annotations && self.filter.is_empty() && page.is_here;
            if page.entries.is_empty() && !is_wanted {
                continue;
            }
            found.documents += 1;
            found.annotations += page.entries.len();
            self.write(&page, &references, writer, sink)?;
        }
        writer.end(sink)?;
        Ok(found)
    }

    /// Writes everything into a file, which is there only once it is whole; none where there is nothing. What was written, in
    /// words; `None` where there was nothing.
    pub fn write_file(
        &self,
        writer: &mut dyn AnnotationWriter,
        (file, over): (&Path, bool),
    ) -> Result<Option<String>, Failure> {
        let mut sink = FileSink { file: NewFile::begin(file, over)?, tell: self.tell };
        let found = self.carry_out(writer, &mut sink)?;
        if found.documents > 0 {
            sink.file.finish()?;
        }
        let lists = file.file_name().is_some_and(|name| format::knows(&name.to_string_lossy()));
        let among = if lists { self.among_texts(file, ONE) } else { "" };
        Ok(self.told(found, &format!("{}{among}", shown(file))))
    }

    /// Writes everything into a folder. What was written, in words; `None` where there was nothing.
    pub fn write_folder(
        &self,
        writer: &mut dyn AnnotationWriter,
        (folder, over): (&Path, bool),
    ) -> Result<Option<String>, Failure> {
        let mut sink = FolderSink { folder: NewFolder::at(folder, over)?, tell: self.tell };
        let found = self.carry_out(writer, &mut sink)?;
        let files = sink.folder.count();
        if files == 0 && found.documents > 0 {
            let cause = format!("none of {} is of a kind that this format is for", counted(found.documents, "text"));
            return Err(Failure::new(cause, "For all texts there are markdown, html and w3c."));
        }
        let among = self.among_texts(folder, SEVERAL);
        Ok(self.told(found, &format!("{} in {}{among}", counted(files, "file"), shown(folder))))
    }

    /// What is to be said of what was written among the texts, where it was: the list takes it for texts.
    fn among_texts(&self, place: &Path, words: &'static str) -> &'static str {
        let (place, root) = (place.canonicalize(), self.room.library.corpus.root().canonicalize());
        if place.ok().zip(root.ok()).is_some_and(|(place, root)| place.starts_with(root)) { words } else { "" }
    }

    /// What was written where.
    fn told(&self, found: Exported, place: &str) -> Option<String> {
        let texts = counted(found.documents, "text");
        match (found.documents, self.subject) {
            (0, _) => None,
            (_, ExportSubject::Documents | ExportSubject::Both) => Some(format!("{texts} in {place}")),
            (_, ExportSubject::Annotations) => {
                Some(format!("{} on {texts} in {place}", counted(found.annotations, "annotation")))
            }
        }
    }

    /// Writes one document.
    fn write(
        &self,
        page: &AnnotatedPage,
        references: &References,
        writer: &mut dyn AnnotationWriter,
        sink: &mut dyn ExportSink,
    ) -> Result<(), Failure> {
        let (item, metadata) = references.metadata(&page.path, &page.metadata);
        let citer = self.style.citer(&item, &metadata, page.path.as_str());
        let urn = page.loaded.as_ref().and_then(|loaded| loaded.digest).map(|digest| digest.urn());
        let about = AnnotatedDocument {
            path: page.path.as_str(),
            metadata: &metadata,
            document: page.loaded.as_ref().map(|loaded| &loaded.document),
            urn: urn.as_deref(),
            item: &item,
            citer: &*citer,
            file: &|| self.room.library.bytes(&page.path).ok().flatten(),
        };
        Ok(writer.document(&about, &page.entries, sink)?)
    }
}
