//! The end of putting a document together: what could be known only with the whole text. Heading levels, the title and
//! who is named under it, where links and notes lead, what remarks are about.

use super::composer::{Composer, OfficePiece, Remark};
use super::marks::MarkTarget;
use super::properties::short;
use super::replies;
use crate::document::{BlockKind, Comment, Document, InlineStyle};
use crate::language::authors;

use crate::language::dates;
use crate::language::names::people;
use crate::text::Span;
use std::collections::HashMap;

/// The longest date of a remark, in characters.
const MOST_DATE: usize = 40;

impl Composer {
    pub(super) fn settle(mut self, remarks: Vec<Remark>) -> Document {
        self.marks.text_ends(self.builder.text().len());
        self.settle_front();
        self.settle_levels();
        self.settle_title();
        self.settle_byline();
        self.settle_links();
        self.settle_notes();
        self.settle_pages();
        self.settle_remarks(remarks);
        for OfficePiece { kind, level, marker, span } in self.pieces {
            self.builder.marked_block(kind, level, span, marker);
        }
        self.builder.metadata = self.metadata;
        self.builder.warnings = self.warnings;
        self.builder.finish()
    }

    /// Level 1 is the title: a paragraph that is styled so, else the only outermost heading, where the text begins
    /// with it. All other headings stand below.
    fn settle_levels(&mut self) {
        let titled = self.pieces.iter().any(|piece| is_heading(piece, 0));
        let outermost = self.pieces.iter().filter(|piece| is_heading(piece, 1)).count();
        let first = self.pieces.iter().find(|piece| piece.kind != BlockKind::Boilerplate);
        let headed = !titled && outermost == 1 && first.is_some_and(|piece| is_heading(piece, 1));
        let down = u8::from(!headed);
        let headings = self.pieces.iter_mut().filter(|piece| piece.kind == BlockKind::Heading);
        headings.for_each(|piece| piece.level = piece.level.saturating_add(down));
    }

    /// The title that stands in the text is the work's own; what the file's properties say is often another's.
    fn settle_title(&mut self) {
        let titles = self.titles();
        let written: Vec<&str> = titles.iter().map(|piece| piece.span.of(self.builder.text())).collect();
        if !written.is_empty() {
            self.metadata.title = Some(short(&written.join(" ")));
        }
    }

    /// The first title and the lines of it that follow at once.
    fn titles(&self) -> Vec<OfficePiece> {
        let from = self.pieces.iter().position(|piece| is_heading(piece, 1)).unwrap_or(self.pieces.len());
        self.pieces[from..].iter().take_while(|piece| is_heading(piece, 1)).copied().collect()
    }

    /// A line "By …" under the title names the authors. What is styled as a byline elsewhere is a paragraph.
    fn settle_byline(&mut self) {
        let contents = self.pieces.iter().take_while(|piece| piece.kind == BlockKind::Boilerplate).count();
        let front = self.pieces[contents..].iter();
        let front = front.take_while(|piece| is_heading(piece, 1) || piece.kind == BlockKind::Byline);
        let head = contents + front.count();
        let strays = self.pieces[head..].iter_mut().filter(|piece| piece.kind == BlockKind::Byline);
        strays.for_each(|piece| piece.kind = BlockKind::Paragraph);
        let Some(title) = self.titles().pop() else { return };
        self.take_bylines(head);
        self.settle_second_title(head, title.span);
        let under = self.pieces.iter_mut().find(|piece| piece.span.start > title.span.start);
        let Some(under) = under.filter(|piece| matches!(piece.kind, BlockKind::Paragraph | BlockKind::Byline)) else {
            return;
        };
        if let Some(authors) = authors::of_byline(under.span.of(self.builder.text())) {
            under.kind = BlockKind::Byline;
            self.metadata.authors = authors;
        }
    }

    /// The title that stands once more right behind the front, as where a title page was put before a page that has one.
    fn settle_second_title(&mut self, head: usize, title: Span) {
        let text = self.builder.text();
        let next = self.pieces.get_mut(head).filter(|piece| piece.kind == BlockKind::Heading);
        if let Some(again) = next.filter(|piece| piece.span.of(text).eq_ignore_ascii_case(title.of(text))) {
            again.kind = BlockKind::Boilerplate;
        }
    }

    /// What is styled as a byline under the title says who and when, where the file's properties do not.
    fn take_bylines(&mut self, head: usize) {
        let lines: Vec<String> = self.pieces[..head]
            .iter()
            .filter(|piece| piece.kind == BlockKind::Byline)
            .map(|piece| piece.span.of(self.builder.text()).to_owned())
            .collect();
        let dated = lines.iter().find_map(|line| dates::find(line).and_then(|(date, ..)| date.iso()));
        self.metadata.date = dated.or(self.metadata.date.take());
        if self.metadata.authors.is_empty() {
            self.metadata.authors = lines.iter().flat_map(|line| people(line)).collect();
        }
    }

    /// A file marks only where one page ends and the next begins.
    fn settle_pages(&mut self) {
        let pages = std::mem::take(&mut self.marks.pages);
        if !pages.is_empty() {
            self.builder.page("1", 0);
        }
        for (label, at) in pages {
            self.builder.page(&label, at);
        }
    }

    fn settle_links(&mut self) {
        let mut known: HashMap<String, InlineStyle> = HashMap::new();
        for (target, span) in std::mem::take(&mut self.marks.linked) {
            let style = match target {
                MarkTarget::Address(address) => {
                    let address = short_address(&address);
                    *known.entry(address.clone()).or_insert_with(|| self.builder.link(address))
                }
                MarkTarget::Bookmark(name) => match self.marks.bookmarks.get(&name) {
                    Some(at) => InlineStyle::Jump(*at),
                    None => continue,
                },
                MarkTarget::None => continue,
            };
            self.builder.inline(style, span);
        }
    }

    fn settle_notes(&mut self) {
        for (id, span) in std::mem::take(&mut self.notes.references) {
            let start = self.notes.starts.get(&id).copied().filter(|start| *start < self.builder.text().len());
            self.builder.inline(InlineStyle::NoteRef(start), span);
        }
    }

    fn settle_remarks(&mut self, mut remarks: Vec<Remark>) {
        replies::settle(&mut remarks, |remark| self.marks.remarked.get(&remark.id).copied());
        let mut known: HashMap<String, (usize, Span)> = HashMap::new();
        for remark in remarks {
            let answered = remark.answers.as_ref().and_then(|id| known.get(id)).copied();
            let about = self.marks.remarked.get(&remark.id).copied().or(answered.map(|(_, span)| span));
            let span = about.unwrap_or(Span::new(0, 0));
            let number = self.builder.comment(Comment {
                span,
                author: short(&remark.author),
                date: remark.date.map(|date| short(&date).chars().take(MOST_DATE).collect()),
                text: remark.text,
                answers: answered.map(|(number, _)| number),
                color: None,
                resolved: remark.resolved,
            });
            known.insert(remark.id, (number, span));
        }
    }
}

fn is_heading(piece: &OfficePiece, level: u8) -> bool {
    piece.kind == BlockKind::Heading && piece.level == level
}

fn short_address(address: &str) -> String {
    crate::text::visible::line(address.trim()).into_owned()
}
