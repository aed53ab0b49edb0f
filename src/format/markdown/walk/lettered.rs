//! Items whose letter or number stands in their text: what says so is taken out of it. It reads no signs.

use super::{MarkdownWalk, visible};
use crate::document::Marker;
use crate::format::markdown::pandoc::SIGNED;
use std::borrow::Cow;

impl MarkdownWalk {
    /// A text of the parser made visible, without what says that the sign of an item stands in it: that item has no other.
    pub(super) fn visible<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if !text.contains(SIGNED) {
            return visible(text);
        }
        if self.flow.open.is_none() && self.held.is_none() && text.starts_with(SIGNED) {
            self.containers.mark(Marker::None);
            self.flow.signed = true;
        }
        Cow::Owned(visible(&text.replace(SIGNED, "")).into_owned())
    }
}
