//! Pictures: shown by what the file says of them, or by the caption beside them, after the paragraph that holds them.

use super::Composer;
use crate::document::BlockKind;
use crate::format::UNSAID;
use crate::text::Span;

/// Pictures that wait for a place of their own.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Of the open paragraph: what is said of each, and its source.
    here: Vec<(String, Option<String>)>,
    /// Of the paragraphs before: a caption may follow, which says what a picture shows.
    waiting: Vec<(String, Option<String>)>,
    /// What the caption says that comes next, where that is known.
    ahead: String,
}

impl Composer {
    /// A picture: what the file says of it, and its source in the file. It is shown after the paragraph that holds it.
    pub fn picture(&mut self, said: &str, source: Option<String>) {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        if !said.is_empty() || source.is_some() {
            self.pictures.here.push((said, source));
        }
    }

    /// Shows the pictures of the paragraph that ended, `shown` with its kind and place.
    pub(super) fn show_pictures(&mut self, shown: Option<(BlockKind, Span)>) {
        if let Some((BlockKind::Caption, span)) = shown {
            let caption = span.of(self.builder.text()).to_owned();
            let source = self.pictures.take_captioned(&caption);
            self.is_of_picture(source, span);
        }
        self.show_waiting();
        self.pictures.waiting = std::mem::take(&mut self.pictures.here);
    }

    fn is_of_picture(&mut self, source: Option<String>, span: Span) {
        if let Some(source) = source {
            let style = self.builder.image(source);
            self.builder.inline(style, span);
        }
    }

    /// Whether the file says of a picture right before what a paragraph says that follows: that is its caption.
    pub fn is_said_of_picture(&self, says: impl FnOnce() -> String) -> bool {
        let said = || self.pictures.waiting.iter().chain(&self.pictures.here).filter(|(said, _)| !said.is_empty());
        said().next().is_some() && {
            let says = says().split_whitespace().collect::<Vec<_>>().join(" ");
            said().any(|(said, _)| *said == says)
        }
    }

    /// What the next paragraph says, which is a caption.
    pub fn expect_caption(&mut self, says: String) {
        self.pictures.ahead = says;
    }

    /// Shows the pictures that the next block is no caption of.
    pub(super) fn show_before(&mut self, kind: BlockKind) {
        let ahead = std::mem::take(&mut self.pictures.ahead);
        if kind != BlockKind::Caption {
            return self.show_waiting();
        }
        let is_of = |(said, _): &(String, Option<String>)| said.is_empty() || ahead.contains(said.as_str());
        let (kept, shown) = std::mem::take(&mut self.pictures.waiting).into_iter().partition(is_of);
        self.pictures.waiting = shown;
        self.show_waiting();
        self.pictures.waiting = kept;
    }

    /// Shows the pictures that no caption came for.
    pub(super) fn show_waiting(&mut self) {
        for (said, source) in std::mem::take(&mut self.pictures.waiting) {
            let span = self.whole(BlockKind::Caption, if said.is_empty() { UNSAID } else { &said });
            self.is_of_picture(source, span);
        }
    }
}

impl Pictures {
    /// Whether the file says of a picture of the open paragraph what the paragraph says.
    pub(super) fn here_say(&self, text: &str) -> bool {
        self.here.iter().any(|(said, _)| !said.is_empty() && text.split_whitespace().eq(said.split(' ')))
    }

    /// The source of the picture that a caption is of: before it or in it, of which nothing else is said.
    fn take_captioned(&mut self, caption: &str) -> Option<String> {
        let words = caption.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_of = |said: &str| said.is_empty() || words.contains(said);
        if let Some(at) = self.waiting.iter().rposition(|(said, _)| is_of(said)) {
            return self.waiting.remove(at).1;
        }
        let at = self.here.iter().position(|(said, _)| is_of(said))?;
        self.here.remove(at).1
    }
}
