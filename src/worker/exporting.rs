//! Exports and citations that the screen asks for, each on a thread of its own, so that neither waits for the other. What the
//! formats are, and how they are written, is handed in: this knows none of them.

use super::Incoming;
use super::guard::guarded;
use super::jobs::WriterJob;
use crate::app::{CitedAs, ExportEnd, ExportOrder, ExportRequest, Msg, UncitedQuotation};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long the end of the program waits for exports that are under way.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// Who can write the formats and cite.
pub trait Exports: Send + Sync {
    /// Writes what is wanted.
    fn write(&self, order: &ExportOrder) -> ExportEnd;
    /// Cites a passage.
    fn cite(&self, quotation: &UncitedQuotation) -> CitedAs;
}

/// The exports that are under way.
pub struct Exporting {
    exports: Arc<dyn Exports>,
    send: Sender<Incoming>,
    working: Vec<JoinHandle<()>>,
}

impl Exporting {
    /// Nothing is under way yet.
    pub fn new(exports: Arc<dyn Exports>, send: Sender<Incoming>) -> Self {
        Self { exports, send, working: Vec::new() }
    }

    /// Begins what is asked for; an export behind all that the writer still has to do.
    pub fn start(&mut self, request: ExportRequest, writer: Option<&Sender<WriterJob>>) {
        self.working.retain(|working| !working.is_finished());
        let (exports, send) = (Arc::clone(&self.exports), self.send.clone());
        let (to, lent) = channel();
        let is_export = matches!(request, ExportRequest::Write(_));
        let waits = is_export && writer.is_some_and(|writer| writer.send(WriterJob::Lend(to)).is_ok());
        let work = move || {
            if waits {
                // That it is answered says that all is written; what is lent is not needed.
                let _ = lent.recv();
            }
            // Nobody listens any more only when the program is ending.
            let _ = send.send(Incoming::Msg(answer(&*exports, request)));
        };
        match thread::Builder::new().name("exporting".to_owned()).spawn(work) {
            Ok(thread) if is_export => self.working.push(thread),
            Ok(_) => {}
            Err(_) => {
                let told = "nothing was exported: the system gives no thread for it; try again".to_owned();
                let _ = self.send.send(Incoming::Msg(Msg::Exported(ExportEnd::Failed(told))));
            }
        }
    }

    /// The program ends: waits a while for what is being written.
    pub fn finish(&mut self) {
        let until = Instant::now() + PATIENCE;
        while self.working.iter().any(|working| !working.is_finished()) && Instant::now() < until {
            thread::sleep(LOOK);
        }
    }
}

/// Does what is asked for.
fn answer(exports: &dyn Exports, request: ExportRequest) -> Msg {
    match request {
        ExportRequest::Write(order) => {
            Msg::Exported(guarded(|| exports.write(&order)).unwrap_or_else(ExportEnd::Failed))
        }
        ExportRequest::Cite(quotation) => {
            let cited = guarded(|| exports.cite(&quotation));
            let failed = |fault| CitedAs { citation: quotation.path.to_string(), fault: Some(fault) };
            let cited = cited.unwrap_or_else(failed);
            Msg::Cited(quotation, cited)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ExportFormat;
    use std::sync::mpsc::Receiver;

    struct Panics;

    impl Exports for Panics {
        fn write(&self, _: &ExportOrder) -> ExportEnd {
            panic!("as a format might")
        }

        fn cite(&self, _: &UncitedQuotation) -> CitedAs {
            panic!("as a style might")
        }
    }

    fn heard(receive: &Receiver<Incoming>) -> Msg {
        match receive.recv() {
            Ok(Incoming::Msg(msg)) => msg,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_export_waits_for_the_writer_and_a_fault_in_it_is_told() {
        let format = ExportFormat { name: "f", about: "a", extension: "f", of_documents: false };
        let order = ExportOrder { format, document: None, filter: String::new(), place: String::new(), over: false };
        let ((send, receive), (writer, jobs)) = (channel(), channel());
        let mut exporting = Exporting::new(Arc::new(Panics), send);
        exporting.start(ExportRequest::Write(Box::new(order)), Some(&writer));
        let Ok(WriterJob::Lend(lend)) = jobs.recv() else { panic!("the writer is not asked") };
        assert!(receive.try_recv().is_err(), "it was begun before the writer had answered");
        drop(lend);
        assert!(matches!(heard(&receive), Msg::Exported(ExportEnd::Failed(_))));
        exporting.finish();
    }
}
