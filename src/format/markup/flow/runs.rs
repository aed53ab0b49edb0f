//! The styles and references that are open, and where their text in the open block began.

use super::MarkupFlow;
use crate::document::InlineStyle;
use crate::text::Span;
use std::rc::Rc;

/// The most styles open at one place; what nests deeper keeps its text and loses its style.
const MAX_STYLES: usize = 32;

/// How a run is set, or what it refers to.
#[derive(Clone, Debug)]
pub(in super::super) enum MarkupRun {
    Style(InlineStyle),
    Reference(Rc<str>),
}

pub(super) struct Styled {
    run: MarkupRun,
    /// Where its first text in the open block stands.
    start: Option<usize>,
}

impl MarkupFlow<'_> {
    /// Says how the text that comes is set. Whether it is: nothing is where too many styles are open.
    pub(in super::super) fn begin_run(&mut self, run: MarkupRun) -> bool {
        let room = self.styles.len() < MAX_STYLES;
        if room {
            self.styles.push(Styled { run, start: None });
        }
        room
    }

    pub(in super::super) fn end_last_run(&mut self) {
        if let Some(last) = self.styles.len().checked_sub(1) {
            self.end_run(last);
            self.styles.pop();
        }
    }

    pub(super) fn begin_styles(&mut self, at: usize) {
        for styled in &mut self.styles {
            styled.start.get_or_insert(at);
        }
    }

    pub(super) fn end_run(&mut self, index: usize) {
        let end = self.at();
        let Some(start) = self.styles[index].start.take() else { return };
        let span = Span::new(start, end);
        match &self.styles[index].run {
            MarkupRun::Style(style) => self.builder.inline(*style, span),
            MarkupRun::Reference(target) => self.anchors.refer(Rc::clone(target), span),
        }
    }
}
