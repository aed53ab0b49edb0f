//! Remarks where they stand in the text. A mark that goes over the end of a page is an annotation on each of the pages, as the
//! format wants it: the parts that the file ties together, and those that nothing but a page parts, become one again.

use crate::document::Comment;
use crate::text::Span;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The halves of a mark are written within so many seconds.
const TOGETHER: i64 = 2;
/// The most marks at the beginning of a page that are looked at for the rest of one.
const MOST: usize = 64;

/// Remarks, with the pages on which they lie on words.
pub struct PlacedRemarks {
    comments: Vec<Comment>,
    pages: Vec<Option<usize>>,
}

impl PlacedRemarks {
    /// Remarks that have no places yet.
    pub fn of(comments: Vec<Comment>) -> Self {
        Self { pages: vec![None; comments.len()], comments }
    }

    /// Says on which words of a page a remark lies, or, where it lies on none, at which line.
    pub fn place(&mut self, number: usize, page: usize, words: Option<Span>, line: impl FnOnce() -> Span) {
        let Some(comment) = self.comments.get_mut(number) else { return };
        comment.span = words.unwrap_or_else(line);
        self.pages[number] = words.map(|_| page);
    }

    /// Says that a part of a remark lies on these words.
    pub fn go_on(&mut self, number: usize, words: Span) {
        let Some(comment) = self.comments.get_mut(number) else { return };
        // A sign at a place has the words that belong to it.
        comment.span = if self.pages[number].is_some() { comment.span.union(words) } else { words };
    }

    /// The remarks, halves as one. `is_furniture` says that there are no words of the article in a span of `text`.
    pub fn finish(mut self, text: &str, is_furniture: &dyn Fn(Span) -> bool) -> Vec<Comment> {
        let first = self.first_halves(text, is_furniture);
        let mut numbers = Vec::with_capacity(first.len());
        let mut joined: Vec<Comment> = Vec::with_capacity(first.len());
        for (mut comment, first) in std::mem::take(&mut self.comments).into_iter().zip(&first) {
            if let Some(before) = first.and_then(|first| numbers.get(first).copied()) {
                let before: usize = before;
                joined[before].span = joined[before].span.union(comment.span);
                numbers.push(before);
                continue;
            }
            comment.answers = comment.answers.and_then(|answered| numbers.get(answered).copied());
            numbers.push(joined.len());
            joined.push(comment);
        }
        for comment in &mut joined {
            // Some programs say again what they mark.
            if is_same(&comment.text, comment.span.of(text)) {
                comment.text.clear();
            }
        }
        joined
    }

    /// Of each remark the one before it whose rest it is.
    fn first_halves(&self, text: &str, is_furniture: &dyn Fn(Span) -> bool) -> Vec<Option<usize>> {
        let mut by_page: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, page) in self.pages.iter().enumerate() {
            if let Some(page) = page {
                by_page.entry(*page).or_default().push(number);
            }
        }
        for numbers in by_page.values_mut() {
            numbers.sort_by_key(|number| self.comments[*number].span.start);
        }
        let mut first = vec![None; self.comments.len()];
        for (page, numbers) in &by_page {
            let Some(next) = by_page.get(&(page + 1)) else { continue };
            for number in numbers {
                let end = self.comments[*number].span.end;
                let from = next.partition_point(|other| self.comments[*other].span.start < end);
                let begin = next[from..].iter().take(MOST);
                let near = begin.take_while(|other| is_furniture(Span::new(end, self.comments[**other].span.start)));
                let mut rests = near.filter(|other| first[**other].is_none() && *other > number);
                let is_rest = |other: &&usize| goes_on(&self.comments[*number], &self.comments[**other], text);
                if let Some(rest) = rests.find(is_rest) {
                    first[*rest] = Some(*number);
                }
            }
        }
        first
    }
}

/// Whether a mark at the beginning of a page is the rest of one at the end of the page before: of one author, colour and moment,
/// with the same words or none; where no moment is known, only one that ends inside of a sentence.
fn goes_on(first: &Comment, rest: &Comment, text: &str) -> bool {
    let alike = first.author == rest.author && first.color == rest.color && first.answers == rest.answers;
    let says_more = !rest.text.is_empty() && rest.text != first.text && !is_same(&rest.text, rest.span.of(text));
    let together = match (moment(first), moment(rest)) {
        (Some(first), Some(rest)) => (rest.as_second() - first.as_second()).abs() <= TOGETHER,
        (None, None) => first.date == rest.date && !ends_sentence(first.span.of(text)),
        _ => false,
    };
    alike && !says_more && together
}

fn moment(comment: &Comment) -> Option<Timestamp> {
    comment.date.as_ref()?.parse().ok()
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(|c: char| c.is_whitespace() || "”\"’)]»".contains(c))
        .ends_with(['.', '!', '?', '。', '？', '！', '؟'])
}

/// Whether a remark's words are those that it lies on.
fn is_same(remark: &str, words: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let own = letters(remark);
    !own.is_empty() && own == letters(words)
}
