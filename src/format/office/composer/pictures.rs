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
    /// Of the paragraphs before, without words: a caption may follow.
    nameless: Vec<String>,
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
            let source = self.pictures.take_nameless();
            self.is_of_picture(source, span);
        }
        self.show_nameless();
        for (said, source) in std::mem::take(&mut self.pictures.here) {
            match source {
                Some(source) if said.is_empty() => self.pictures.nameless.push(source),
                source => {
                    let span = self.whole(BlockKind::Caption, &said);
                    self.is_of_picture(source, span);
                }
            }
        }
    }

    fn is_of_picture(&mut self, source: Option<String>, span: Span) {
        if let Some(source) = source {
            let style = self.builder.image(source);
            self.builder.inline(style, span);
        }
    }

    /// Shows the pictures that no caption came for.
    pub(super) fn show_nameless(&mut self) {
        for source in std::mem::take(&mut self.pictures.nameless) {
            let span = self.whole(BlockKind::Caption, UNSAID);
            self.is_of_picture(Some(source), span);
        }
    }
}

impl Pictures {
    /// The picture that a caption is of: the one before it, or the one in it.
    fn take_nameless(&mut self) -> Option<String> {
        if let Some(source) = self.nameless.pop() {
            return Some(source);
        }
        let at = self.here.iter().position(|(said, source)| said.is_empty() && source.is_some())?;
        self.here.remove(at).1
    }
}
