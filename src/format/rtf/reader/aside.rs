//! What stands beside the text: properties, links, bookmarks, signs of items, remarks. It is taken where its group ends.

use super::super::state::Destination;
use super::super::tables;
use super::RtfReader;
use crate::format::docx::target;
use crate::format::office::composer::Remark;

/// What stands beside the text.
impl RtfReader<'_> {
    pub(super) fn open_link(&mut self) {
        let instruction = std::mem::take(&mut self.aside);
        if let Some(target) = target(&instruction).filter(|_| self.takes_text()) {
            self.composer.open_link(target);
            self.state.linked = true;
        }
    }

    pub(super) fn end_destination(&mut self) {
        match self.state.destination {
            Destination::Text
            | Destination::Nowhere
            | Destination::Fonts
            | Destination::Styles
            | Destination::Instruction => return,
            Destination::Title => self.tables.title = self.aside.trim().to_owned(),
            Destination::Author => self.tables.author = self.aside.trim().to_owned(),
            Destination::ItemSign => self.lead.sign(&self.aside),
            Destination::Bookmark => self.composer.bookmark(self.aside.trim()),
            Destination::RemarkAuthor => self.tables.remark_author = self.aside.trim().to_owned(),
            Destination::RemarkBegins => self.composer.open_remark(self.aside.trim()),
            Destination::RemarkEnds => self.composer.close_remark(self.aside.trim()),
            Destination::RemarkNumber => self.aside.trim().clone_into(&mut self.tables.remark_number),
            Destination::RemarkDate => self.tables.remark_date = tables::moment(&self.aside),
            Destination::Remark => self.remark(),
            Destination::Info | Destination::Created | Destination::Changed => {}
        }
        self.aside.clear();
    }

    fn remark(&mut self) {
        let number = std::mem::take(&mut self.tables.remark_number);
        let id = if number.is_empty() { format!("\0{}", self.remarks.len()) } else { number };
        self.composer.close_remark(&id);
        self.remarks.push(Remark {
            id,
            author: std::mem::take(&mut self.tables.remark_author),
            date: self.tables.remark_date.take(),
            text: self.aside.split_whitespace().collect::<Vec<_>>().join(" "),
            ..Remark::default()
        });
    }
}
