//! Texts with like-worded neighbours, one of them annotated, and what an edit made of them: where the passage is now, or
//! that it is gone. Cases follow from their number alone; nothing is read and nothing is drawn by lot.

use super::words::{Kind, LANGUAGES, Language};
use postil::annotation::{Passage, select};
use postil::text::{Offsets, Span};

/// What an edit does to the annotated sentence and to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The sentence goes, its label stays or goes with it.
    Deleted,
    /// The sentence stays and gets a word more.
    Reworded,
    /// All its neighbours go, or it stays where it is.
    Kept,
}

/// One annotated text and what became of it.
pub struct Case {
    /// The language.
    pub language: &'static str,
    /// What its like-worded sentences differ in.
    pub what: &'static str,
    /// What was done.
    pub edit: Edit,
    /// The annotated passage first, then others that readers made.
    pub passages: Vec<Passage>,
    /// The text now.
    pub now: String,
    /// Where the annotated passage stands now; `None` where it is gone.
    pub truth: Option<Span>,
}

/// How a case is built: everything that can be one way or another, taken from its number.
struct Plan {
    language: &'static Language,
    kind: &'static Kind,
    label: &'static str,
    /// How many like-worded sentences there are, and which is annotated.
    length: usize,
    marked: usize,
    /// What stands between two of them.
    between: usize,
    /// Whether only the middle of the sentence is annotated.
    part: bool,
    /// Whether something else was put in before.
    moved: bool,
    /// How much others have annotated: nothing, some sentences, or every line of the text.
    others: usize,
    edit: Edit,
    salt: usize,
}

/// A sentence of the list, with the byte where the words behind the label begin.
struct Item {
    text: String,
    words: usize,
}

/// The case of a number; numbers that follow each other differ in everything.
pub fn case(number: usize) -> Case {
    let plan = Plan::of(number);
    let items: Vec<Item> = (0..plan.length).map(|n| plan.item(n)).collect();
    let then = plan.text(&items, false);
    let marked = plan.marked_span(&items[plan.marked], &then.spans[plan.marked]);
    let passages = plan.passages(&then.text, marked, &then.spans);
    let kept: Vec<Item> = (0..plan.length).map(|n| plan.edited(n)).collect();
    let now = plan.text(&kept, plan.moved);
    let span = &now.spans[plan.marked];
    let truth = (plan.edit != Edit::Deleted).then(|| plan.marked_span(&kept[plan.marked], span));
    Case { language: plan.language.name, what: plan.kind.what, edit: plan.edit, passages, now: now.text, truth }
}

/// A text and where each item stands in it.
struct Written {
    text: String,
    spans: Vec<Span>,
}

impl Plan {
    fn of(number: usize) -> Self {
        let mut state = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut pick = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % most
        };
        let language = &LANGUAGES[number % LANGUAGES.len()];
        let kind = &language.kinds[number / LANGUAGES.len() % language.kinds.len()];
        let length = 2 + pick(4);
        let edit = [Edit::Deleted, Edit::Deleted, Edit::Reworded, Edit::Kept][pick(4)];
        Self {
            language,
            kind,
            label: language.labels[pick(language.labels.len())],
            length,
            marked: pick(length),
            between: pick(4),
            part: pick(4) == 0,
            moved: pick(2) == 0,
            others: pick(3),
            edit,
            salt: pick(1 << 16),
        }
    }

    fn item(&self, n: usize) -> Item {
        let label = self.label.replace("{}", &(n + 1).to_string());
        let mut sentence = self.kind.frame.to_owned();
        for part in self.kind.fillings[n] {
            sentence = sentence.replacen("{}", part, 1);
        }
        Item { words: label.len(), text: label + &sentence }
    }

    /// What the edit makes of an item.
    fn edited(&self, n: usize) -> Item {
        let item = self.item(n);
        match self.edit {
            Edit::Deleted if n == self.marked => {
                let label_stays = self.salt & 8 != 0;
                Item { text: item.text[..if label_stays { item.words } else { 0 }].to_owned(), ..item }
            }
            Edit::Reworded if n == self.marked => {
                let (head, tail) = self.kind.frame.split_once("{}").unwrap_or_default();
                let filled =
                    |frame: &str, parts: &[&str]| parts.iter().fold(frame.to_owned(), |s, p| s.replacen("{}", p, 1));
                let parts = self.kind.fillings[n];
                let (label, tail) = (&item.text[..item.words], filled(tail, &parts[1..]));
                let (near, far) = tail.split_at(tail.ceil_char_boundary(tail.len() / 2));
                // A word is put in at a word's start.
                let at = if self.language.gap.is_empty() { 0 } else { far.find(' ').map_or(0, |at| at + 1) };
                let text = [label, head, parts[0], near, &far[..at], self.language.put_in, &far[at..]].concat();
                Item { text, words: item.words }
            }
            Edit::Kept if n != self.marked && self.salt & 4 != 0 => Item { text: String::new(), words: 0 },
            _ => item,
        }
    }

    /// The words of the item that are annotated.
    fn marked_span(&self, item: &Item, at: &Span) -> Span {
        let (start, end) = (at.start + item.words, at.start + item.text.len());
        if !self.part {
            return Span::new(start, end);
        }
        // All but the last words: what differs is among them.
        let words = &item.text[item.words..];
        let cut = words.char_indices().nth(words.chars().count() * 4 / 5).map_or(words.len(), |(at, _)| at);
        let cut = if self.language.gap.is_empty() { cut } else { words[..cut].rfind(' ').unwrap_or(cut) };
        Span::new(start, start + cut)
    }

    /// The items among other sentences.
    fn text(&self, items: &[Item], moved: bool) -> Written {
        let filler = |n: usize| self.language.filler[(n + self.salt) % self.language.filler.len()];
        let mut text = String::new();
        if moved {
            text += &[filler(3), self.language.gap, filler(7), "\n\n"].concat();
        }
        text += &[filler(0), self.language.gap, filler(1), "\n\n"].concat();
        let mut spans = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let start = text.len();
            text += &item.text;
            spans.push(Span::new(start, text.len()));
            if !item.text.is_empty() {
                text += &self.behind(n, filler(n + 2));
            }
        }
        text += &["\n\n", filler(9), self.language.gap, filler(10), "\n\n", filler(11), "\n"].concat();
        Written { text, spans }
    }

    /// What stands behind an item: the next one on the same line, or in a paragraph of its own, or other words between.
    fn behind(&self, n: usize, filler: &str) -> String {
        match (self.between, n % 2) {
            (0, _) => self.language.gap.to_owned(),
            (1, _) => "\n\n".to_owned(),
            (2, _) => "\n".to_owned(),
            _ => ["\n\n", filler, "\n\n"].concat(),
        }
    }

    /// The annotated passage first; where others annotate too, the first and the last sentence and some neighbours.
    fn passages(&self, then: &str, marked: Span, spans: &[Span]) -> Vec<Passage> {
        let offsets = Offsets::of(then);
        let made = |span: Span| select::passage(then, &offsets, span, "urn:sha256:then");
        let mut all = vec![made(marked)];
        if self.others == 2 {
            all.extend(lines(then).map(made));
        }
        if self.others == 1 {
            let first = then.find("\n\n").unwrap_or(0);
            all.push(made(Span::new(0, first)));
            let last = then.trim_end().rfind("\n\n").map_or(0, |at| at + 2);
            all.push(made(Span::new(last, then.trim_end().len())));
            all.extend(spans.iter().skip(self.salt % 2).step_by(2).map(|span| made(*span)));
        }
        all
    }
}

/// The lines of a text that are not empty.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let span = |line: &str| {
        Span::at(line.as_ptr() as usize - text.as_ptr() as usize)
            .union(Span::at(line.as_ptr() as usize - text.as_ptr() as usize + line.len()))
    };
    text.lines().filter(|line| !line.is_empty()).map(span)
}
