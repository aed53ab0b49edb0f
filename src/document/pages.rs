//! Pages of the printed or laid out work: which one a place stands on, where one of a name begins.
//! What a format takes for a page is its own matter; a document without pages answers everything with `None`.

use super::{Document, Page};

impl Document {
    /// The page on which byte `position` stands.
    pub fn page_at(&self, position: usize) -> Option<&Page> {
        self.page_index(position).map(|index| &self.pages[index])
    }

    /// Where the page called `wanted` is in [`Document::pages`]: by its label in any case, else by its number, counted
    /// from 1. Where several have that label (the parts of a work, each counted anew), the next one after byte
    /// `position`, else the first.
    pub fn page_called(&self, wanted: &str, position: usize) -> Option<usize> {
        let wanted = wanted.trim().to_lowercase();
        let labelled = |(index, page): (usize, &Page)| (page.label.to_lowercase() == wanted).then_some(index);
        let all: Vec<usize> = self.pages.iter().enumerate().filter_map(labelled).collect();
        let here = self.page_index(position);
        let next = all.iter().find(|index| Some(**index) > here);
        let numbered = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|index| *index < self.pages.len());
        next.or(all.first()).copied().or_else(numbered)
    }

    fn page_index(&self, position: usize) -> Option<usize> {
        self.pages.partition_point(|page| page.at <= position).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{BlockKind, Builder, Document};
    use crate::text::Span;

    /// A text of one letter a page, each with its label.
    fn labelled(labels: &[&str]) -> Document {
        let mut builder = Builder::default();
        for label in labels {
            let span = builder.push("x ");
            builder.page(label, span.start);
        }
        let span = Span::new(0, builder.text().len());
        builder.block(BlockKind::Paragraph, 0, span);
        builder.finish()
    }

    #[test]
    fn a_page_is_found_by_its_label_before_its_number() {
        let document = labelled(&["i", "ii", "1", "2", "3"]);
        for (wanted, index) in [("ii", Some(1)), (" II ", Some(1)), ("2", Some(3)), ("5", Some(4)), ("6", None)] {
            assert_eq!(document.page_called(wanted, 0), index, "{wanted}");
        }
        assert_eq!((document.page_called("0", 0), document.page_called("", 0)), (None, None));
    }

    #[test]
    fn of_several_pages_of_a_name_the_next_one_is_meant() {
        let document = labelled(&["1", "2", "1", "2"]);
        assert_eq!([0, 2, 4, 6].map(|at| document.page_called("2", at)), [Some(1), Some(3), Some(3), Some(1)]);
    }
}
