//! A list of places in many texts, in groups, with the words around each: what stands in it, in which order it shows, and which
//! row is current. It finds nothing and draws nothing.

use crate::app::state::navigation_target::NavigationTarget;
use crate::document::DocPath;
use crate::search::concordance::{ConcordanceOrder, neighbours};
use crate::search::{SearchText, TextExcerpt};
use crate::text::{Direction, Span, fold};

/// The most results that are listed.
pub const MOST_RESULTS: usize = 10_000;
/// The most results of one text that are listed.
pub const MOST_IN_TEXT: usize = 1_000;
/// How much stands around a result, in bytes before and after it.
const AROUND: (usize, usize) = (500, 900);

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// The path of its text; none where a dictionary says it.
    pub path: Option<DocPath>,
    /// What stands before its words; may be empty.
    pub label: String,
    /// Its words, with those around them.
    pub excerpt: TextExcerpt,
    /// Where it leads in its text.
    pub to: NavigationTarget,
}

impl ResultRow {
    /// A passage of a text.
    pub fn passage(path: &DocPath, text: &SearchText<'_>, span: Span) -> Self {
        let excerpt = TextExcerpt::of(text, span, AROUND.0, AROUND.1);
        let to = NavigationTarget::Passage { span: excerpt.span(), words: excerpt.passage().to_owned() };
        Self { path: Some(path.clone()), label: String::new(), excerpt, to }
    }
}

/// Results under one heading: those of a text, a year, a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultGroup {
    /// The heading.
    pub title: String,
    /// How many there are, listed or not.
    pub count: usize,
    /// Those that are listed; of one text in text order.
    pub rows: Vec<ResultRow>,
}

impl ResultGroup {
    /// The hits in a text; where only facts of the text were asked, its beginning.
    pub fn of_hits<'t>(path: &DocPath, title: &str, text: impl Into<SearchText<'t>>, hits: &[Span]) -> Self {
        let text: SearchText<'t> = text.into();
        let start = text.text().len() - text.text().trim_start().len();
        let beginning = [Span::at(start)];
        let listed = if hits.is_empty() { &beginning } else { hits };
        let rows = listed.iter().take(MOST_IN_TEXT).map(|hit| ResultRow::passage(path, &text, *hit)).collect();
        Self { title: title.to_owned(), count: listed.len(), rows }
    }
}

/// Groups of results, and which result is current.
#[derive(Debug, Default)]
pub struct ResultList {
    groups: Vec<ResultGroup>,
    /// The number of the first row of each group.
    starts: Vec<usize>,
    /// How many rows there are in the groups.
    total: usize,
    /// The numbers of the rows that show, in their order; `None` where all show under their headings.
    shown: Option<Vec<usize>>,
    /// Whether a row that shows stands for its whole group.
    counts: bool,
    /// Which of those that show is current.
    pub at: usize,
    /// How many results there are, listed or not.
    pub count: usize,
}

/// A line of the list as it shows.
#[derive(Clone, Copy, Debug)]
pub enum ResultLine<'a> {
    /// The heading of a group.
    Heading(&'a ResultGroup),
    /// A result, and whether it is the current one.
    Row(&'a ResultRow, bool),
    /// How many results a group has, and whether its row is the current one.
    Frequency(&'a ResultGroup, bool),
}

impl ResultList {
    /// Adds a group behind the others, up to the most that are listed; says whether there is room for more.
    pub fn push(&mut self, mut group: ResultGroup) -> bool {
        self.count += group.count;
        // A heading may stand alone above others.
        let alone = group.rows.is_empty();
        group.rows.truncate(MOST_RESULTS - self.total);
        if alone || !group.rows.is_empty() {
            self.starts.push(self.total);
            self.total += group.rows.len();
            self.groups.push(group);
        }
        self.total < MOST_RESULTS
    }

    /// How many rows show.
    pub fn len(&self) -> usize {
        self.shown.as_ref().map_or(self.total, Vec::len)
    }

    /// Whether none shows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Has all rows show in this order, without headings where that is not the order of the texts. The current row stays
    /// current.
    pub fn arrange(&mut self, order: ConcordanceOrder) {
        let current = self.number(self.at);
        self.counts = order == ConcordanceOrder::Frequency;
        self.shown = match order {
            ConcordanceOrder::Text => None,
            ConcordanceOrder::Frequency => Some(self.most_frequent()),
            ConcordanceOrder::Left | ConcordanceOrder::Right => {
                let rows: Vec<&ResultRow> = self.groups.iter().flat_map(|group| &group.rows).collect();
                let mut numbers: Vec<usize> = (0..rows.len()).collect();
                numbers.sort_by_cached_key(|number| neighbours(&rows[*number].excerpt, order));
                Some(numbers)
            }
        };
        let current = if self.counts { self.group_of(current).map_or(0, |(_, start)| start) } else { current };
        self.at = self.shown.as_ref().map_or(current, |shown| shown.iter().position(|at| *at == current).unwrap_or(0));
    }

    /// The first row of each group, the group with the most results first.
    fn most_frequent(&self) -> Vec<usize> {
        let mut groups: Vec<(&ResultGroup, usize)> = self.groups.iter().zip(self.starts.iter().copied()).collect();
        groups.sort_by_key(|(group, start)| (std::cmp::Reverse(group.count), *start));
        groups.into_iter().map(|(_, start)| start).collect()
    }

    /// Whether each row that shows stands for its whole group.
    pub fn counts_groups(&self) -> bool {
        self.counts
    }

    /// Has only those rows show that say all of these words, in any letters; all of them where there are none.
    pub fn narrow(&mut self, words: &str) {
        let words: Vec<String> = words.split_whitespace().map(fold::typed).collect();
        let says = |row: &ResultRow| {
            let ((before, after), path) = (row.excerpt.beside(), row.path.as_ref().map_or("", DocPath::as_str));
            let said = [&row.label, " ", path, " ", &before, &row.excerpt.read(), &after].concat();
            let said = fold::typed(&said);
            words.iter().all(|word| said.contains(word.as_str()))
        };
        let rows = self.groups.iter().flat_map(|group| &group.rows).enumerate();
        self.shown = (!words.is_empty()).then(|| rows.filter(|(_, row)| says(row)).map(|(at, _)| at).collect());
        self.at = self.at.min(self.len().saturating_sub(1));
    }

    /// Whether the rows show under their headings.
    pub fn has_headings(&self) -> bool {
        self.shown.is_none()
    }

    /// The number of a row that shows.
    fn number(&self, at: usize) -> usize {
        self.shown.as_ref().map_or(at, |shown| shown.get(at).copied().unwrap_or(usize::MAX))
    }

    /// All groups.
    pub fn groups(&self) -> &[ResultGroup] {
        &self.groups
    }

    /// The group that the row of this number is in, and the number of its first row.
    fn group_of(&self, number: usize) -> Option<(&ResultGroup, usize)> {
        let at = self.starts.partition_point(|start| *start <= number).checked_sub(1)?;
        Some((&self.groups[at], self.starts[at]))
    }

    /// The group of the current row and the number of its first row, where rows show under headings.
    pub fn current_group(&self) -> Option<(&ResultGroup, usize)> {
        self.group_of(self.at).filter(|_| self.has_headings())
    }

    /// The row of this number among those that show, with its group.
    fn row(&self, at: usize) -> Option<(&ResultGroup, &ResultRow)> {
        let number = self.number(at);
        let (group, start) = self.group_of(number)?;
        Some((group, group.rows.get(number - start)?))
    }

    /// The current row with its group.
    pub fn current(&self) -> Option<(&ResultGroup, &ResultRow)> {
        self.row(self.at)
    }

    /// Goes to the first row that leads there, where there is one.
    pub fn go_to(&mut self, to: &NavigationTarget) {
        let rows = self.groups.iter().flat_map(|group| &group.rows);
        self.at = rows.enumerate().find(|(_, row)| row.to == *to).map_or(0, |(at, _)| at);
    }

    /// Goes so many rows on or back.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.len().saturating_sub(1));
    }

    /// Goes to the first row of the next group; back to the first of this one, then of the one before.
    pub fn step_group(&mut self, direction: Direction) {
        self.at = match direction {
            Direction::Forward => self.starts.iter().copied().find(|start| *start > self.at).unwrap_or(self.at),
            Direction::Backward => self.starts.iter().copied().rev().find(|start| *start < self.at).unwrap_or(0),
        };
    }

    /// The lines of a window of this height, with the current row in it and, where there is room, its heading.
    pub fn window(&self, height: usize) -> Vec<ResultLine<'_>> {
        if !self.has_headings() {
            let top = self.at.saturating_sub(height / 2).min(self.len().saturating_sub(height));
            let rows = (top..self.len()).take(height).filter_map(|at| Some((at, self.row(at)?)));
            let line = |(at, (group, row)): (usize, (_, _))| {
                let current = at == self.at;
                if self.counts { ResultLine::Frequency(group, current) } else { ResultLine::Row(row, current) }
            };
            return rows.map(line).collect();
        }
        let Some((_, start)) = self.group_of(self.at) else { return Vec::new() };
        let group = self.starts.partition_point(|first| *first <= start) - 1;
        // The line of a row is its number and the headings up to its own.
        let current = self.at + group + 1;
        let top = current.saturating_sub(height / 2).min((self.total + self.groups.len()).saturating_sub(height));
        let first = (0..self.groups.len()).rev().find(|group| self.starts[*group] + group <= top).unwrap_or(0);
        let skipped = top - (self.starts[first] + first);
        let lines = (first..self.groups.len()).flat_map(|group| self.lines(group));
        lines.skip(skipped).take(height).collect()
    }

    fn lines(&self, group: usize) -> impl Iterator<Item = ResultLine<'_>> {
        let (it, start) = (&self.groups[group], self.starts[group]);
        let rows = it.rows.iter().enumerate().map(move |(at, row)| ResultLine::Row(row, start + at == self.at));
        std::iter::once(ResultLine::Heading(it)).chain(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::doc_path;

    fn list(counts: &[usize]) -> ResultList {
        let mut list = ResultList::default();
        for (number, count) in counts.iter().enumerate() {
            let text = "wall ".repeat(*count);
            let hits: Vec<Span> = (0..*count).map(|at| Span::new(at * 5, at * 5 + 4)).collect();
            let mut group = ResultGroup::of_hits(&doc_path("a.md"), &number.to_string(), &text, &hits);
            group.rows.truncate(*count);
            list.push(group);
        }
        list
    }

    /// Headings as their paths, rows as dots, the current row as a star.
    fn window(list: &ResultList, height: usize) -> String {
        let sign = |line: &ResultLine<'_>| match line {
            ResultLine::Heading(group) => group.title.clone(),
            ResultLine::Row(_, true) => "*".to_owned(),
            ResultLine::Row(_, false) => ".".to_owned(),
            ResultLine::Frequency(group, current) => {
                format!("{}{}:{} ", if *current { ">" } else { "" }, group.title, group.count)
            }
        };
        list.window(height).iter().map(sign).collect()
    }

    #[test]
    fn a_window_shows_the_current_row_wherever_it_is() {
        let mut list = list(&[2, 3, 1]);
        for (at, shown) in ["0*.1", "0.*1", ".1*.", "1.*.", "..*2", "..2*"].into_iter().enumerate() {
            list.at = at;
            assert_eq!(window(&list, 4), shown, "{at}");
        }
        assert_eq!(window(&list, 20), "0..1...2*");
        for height in 1..12 {
            for at in 0..list.len() {
                list.at = at;
                let shown = window(&list, height);
                assert!(shown.contains('*') && shown.chars().count() == height.min(9), "{shown} {height} {at}");
            }
        }
    }

    #[test]
    fn a_heading_without_rows_stands_above_the_next() {
        let mut list = list(&[0, 2, 0, 0, 1]);
        for (at, shown) in ["01*.", "1.*2", "234*"].into_iter().enumerate() {
            list.at = at;
            assert_eq!(window(&list, 4), shown, "{at}");
        }
        assert_eq!(window(&list, 20), "01..234*");
        list.at = 0;
        list.step_group(Direction::Forward);
        assert_eq!((list.at, list.current().map(|(group, _)| group.title.as_str())), (2, Some("4")));
        list.step_group(Direction::Backward);
        assert_eq!(list.at, 0);
    }

    #[test]
    fn steps_stay_in_the_list_and_go_from_text_to_text() {
        let mut list = list(&[2, 3, 1]);
        let mut after = |step: &dyn Fn(&mut ResultList)| {
            step(&mut list);
            list.at
        };
        assert_eq!(after(&|list| list.step(-1)), 0);
        assert_eq!(after(&|list| list.step_group(Direction::Forward)), 2);
        assert_eq!(after(&|list| list.step(1)), 3);
        assert_eq!(after(&|list| list.step_group(Direction::Backward)), 2);
        assert_eq!(after(&|list| list.step(100)), 5);
        assert_eq!(after(&|list| list.step_group(Direction::Forward)), 5);
    }

    #[test]
    fn rows_in_another_order_have_no_headings_and_the_current_one_stays_current() {
        let (mut list, text) = (ResultList::default(), "wall z. wall a. wall m.");
        list.push(ResultGroup::of_hits(
            &doc_path("a.md"),
            "A",
            text,
            &[Span::new(0, 4), Span::new(8, 12), Span::new(16, 20)],
        ));
        list.at = 2;
        let next = |list: &ResultList| list.current().map(|(_, row)| row.excerpt.beside().1[1..2].to_owned());
        for (order, shown) in [(ConcordanceOrder::Right, ".*."), (ConcordanceOrder::Text, "A..*")] {
            list.arrange(order);
            assert_eq!((window(&list, 9).as_str(), next(&list).as_deref()), (shown, Some("m")));
        }
    }

    #[test]
    fn texts_stand_by_how_often_they_have_it_and_the_one_that_was_current_stays() {
        let mut list = list(&[2, 7, 1, 7]);
        list.at = 1;
        list.arrange(ConcordanceOrder::Frequency);
        assert_eq!((window(&list, 9).as_str(), list.len()), ("1:7 3:7 >0:2 2:1 ", 4));
        list.step(1);
        let leads = list.current().map(|(group, _)| group.title.as_str());
        assert_eq!(leads, Some("2"));
        list.arrange(ConcordanceOrder::Text);
        assert_eq!(list.at, 9, "the first place in that text");
    }

    #[test]
    fn what_is_listed_is_bounded_and_all_is_counted() {
        let full = list(&[MOST_IN_TEXT + 5; 12]);
        assert_eq!((full.len(), full.count), (MOST_RESULTS, 12 * (MOST_IN_TEXT + 5)));
        assert!(full.groups().len() == 10 && full.current().is_some());
        assert!(list(&[]).current().is_none() && list(&[]).window(5).is_empty());
    }
}
