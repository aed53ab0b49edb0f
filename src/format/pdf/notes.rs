//! Notes at the foot of a column, and the raised numbers in the text that refer to them. Which number belongs to which note is
//! decided when all of the text is there.

use super::blocks::{BlockShape, PdfBlock};
use super::letters;
use super::lines::{Line, LineRun};

/// Notes are smaller than the text above them by this factor at least.
const NOTE: f32 = 0.94;
/// The longest caption, in bytes.
const LONGEST_CAPTION: usize = 900;

impl PdfBlock {
    /// Puts the number of a note in brackets before it, as it is in texts of other formats: its `label`, or the raised number
    /// that it begins with. Another sign is only parted from its first word.
    pub fn number_note(&mut self, label: &str) {
        if !label.is_empty() && !self.text.starts_with(label) {
            self.insert_beginning(&if is_number(label) { format!("[{label}] ") } else { format!("{label} ") });
            return;
        }
        self.part_number();
        let raised = self.runs.first().filter(|run| run.raised && run.start == 0).map(|run| run.end);
        let labelled = is_number(label) && !self.text[label.len()..].starts_with(|c: char| c.is_ascii_digit());
        let Some(end) = raised.or(labelled.then_some(label.len())) else { return };
        if self.text[end..].starts_with(char::is_alphanumeric) {
            self.insert(end, " ");
        }
        if is_number(&self.text[..end]) {
            self.insert(end, "]");
            self.insert_beginning("[");
            if raised.is_some() {
                (self.runs[0].start, self.runs[0].end) = (0, end + 2);
            }
        }
    }

    /// Puts a space behind the number that a note begins with where it stands right before a word, as where letters were recognised.
    fn part_number(&mut self) {
        let figures = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let mut word = self.text[figures..].chars();
        let begins = word.next().is_some_and(char::is_uppercase) && word.next().is_some_and(char::is_lowercase);
        if (1..=3).contains(&figures) && begins && !self.runs.first().is_some_and(|run| run.raised) {
            self.insert(figures, "] ");
            self.insert_beginning("[");
        }
    }

    /// The number of up to three figures that it begins with, with a space behind it; empty where it begins with none.
    pub fn leading_number(&self) -> String {
        let figures = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let parted = figures <= 3 && self.text[figures..].starts_with(' ');
        self.text[..if parted { figures } else { 0 }].to_owned()
    }

    /// Whether it ends with a sign that leads back to where it is called, as notes at the end of a page do; takes the sign away.
    pub fn leads_back(&mut self) -> bool {
        let bare = self.text.trim_end_matches(['\u{FE0E}', '\u{FE0F}', ' ']);
        let Some(bare) = bare.strip_suffix(['↩', '↵', '⏎']) else { return false };
        self.cut_end(bare.trim_end().len());
        true
    }

    /// Sets the raised numbers that refer to notes in brackets, as they are in texts of other formats: those behind the end
    /// of a clause, and those behind a word that `noted` knows a note of on the page.
    pub fn bracket_references(&mut self, noted: impl Fn(&str) -> bool) {
        if matches!(self.shape, BlockShape::Row | BlockShape::Code | BlockShape::Boilerplate) {
            return;
        }
        for nth in (0..self.runs.len()).rev() {
            let LineRun { start, end, raised, .. } = self.runs[nth];
            let (Some(number), Some(before)) = (self.text.get(start..end), self.text[..start].chars().next_back())
            else {
                continue;
            };
            let numbered = raised && is_number(number);
            let behind = ".,;:!?”\"’)»]。、，！？」』".contains(before) || (before.is_alphabetic() && noted(number));
            let goes_on = |c: char| c.is_alphanumeric() && !letters::has_no_spaces(c);
            if numbered && behind && !self.text[end..].starts_with(goes_on) {
                self.insert(end, "]");
                self.insert(start, "[");
                (self.runs[nth].start, self.runs[nth].end) = (start, end + 2);
            }
        }
    }
}

/// Finds the notes at the foot of a column: smaller than the text above, the first with a number or sign; or each with a
/// raised number, the first of which stands raised in the text above too. Takes long captions for text.
pub fn mark(blocks: &mut [PdfBlock], usual: f32) {
    let too_long = |block: &&mut PdfBlock| block.shape == BlockShape::Caption && block.text.len() > LONGEST_CAPTION;
    for block in blocks.iter_mut().filter(too_long) {
        block.shape = BlockShape::Text;
    }
    let first = small_notes(blocks, usual).or_else(|| numbered_notes(blocks));
    let Some((text, notes)) = first.map(|first| blocks.split_at_mut(first)) else { return };
    for block in notes {
        block.shape = BlockShape::Note;
        let label = block.leading_number();
        let referred = is_number(&label) && text.iter().any(|block| refers(block, &label));
        block.number_note(if referred { &label } else { "" });
    }
}

/// Whether a number is raised in a block behind its beginning.
fn refers(block: &PdfBlock, number: &str) -> bool {
    let mut runs = block.runs.iter().filter(|run| run.raised && run.start > 0);
    runs.any(|run| block.text.get(run.start..run.end).is_some_and(|raised| raised.trim() == number))
}

/// Whether a line begins with a raised number.
pub fn begins_with_mark(line: &Line) -> bool {
    let first = line.runs.first().filter(|run| run.raised && run.start == 0);
    first.and_then(|run| line.text.get(..run.end)).is_some_and(|number| is_number(number.trim()))
}

/// Whether a label is a number of a note, of up to three figures.
fn is_number(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
}

fn may_be_note(block: &PdfBlock) -> bool {
    matches!(block.shape, BlockShape::Text | BlockShape::Item | BlockShape::Lines)
}

/// The first note among the small blocks at the end.
fn small_notes(blocks: &[PdfBlock], usual: f32) -> Option<usize> {
    let small = |block: &PdfBlock| block.size < usual * NOTE && may_be_note(block);
    let from = blocks.iter().rposition(|block| !small(block)).map_or(0, |last| last + 1);
    let first = blocks[from..].iter().position(is_noted)?;
    (from == 0 || !blocks[from - 1].is_bold()).then_some(from + first)
}

/// The first of the blocks at the end that begin with a raised number, where the text above has that number raised.
fn numbered_notes(blocks: &[PdfBlock]) -> Option<usize> {
    fn raised(block: &PdfBlock) -> impl Iterator<Item = (usize, &str)> {
        let runs = block.runs.iter().filter(|run| run.raised);
        runs.filter_map(|run| Some((run.start, block.text.get(run.start..run.end)?.trim())))
    }
    let number = |block: &PdfBlock| {
        let first = raised(block).next().filter(|(start, number)| *start == 0 && !number.is_empty());
        let number = first.map(|(_, number)| number.to_owned());
        number.filter(|number| is_number(number))
    };
    let from = blocks.iter().rposition(|block| !may_be_note(block) || number(block).is_none())? + 1;
    let first = number(blocks.get(from)?)?;
    blocks[..from].iter().any(|block| refers(block, &first)).then_some(from)
}

/// Notes whose lines stand in or out under the number: a line that goes on in small letters belongs to the one above.
pub fn with_whole(blocks: Vec<PdfBlock>) -> Vec<PdfBlock> {
    let goes_on = |above: &PdfBlock, block: &PdfBlock| {
        let notes = above.shape == BlockShape::Note && block.shape == BlockShape::Note;
        notes && !letters::ends_sentence(&above.text) && block.text.starts_with(char::is_lowercase)
    };
    let mut whole: Vec<PdfBlock> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match whole.last_mut() {
            Some(above) if goes_on(above, &block) => above.absorb(block),
            _ => whole.push(block),
        }
    }
    whole
}

/// Whether a block begins as a note does: with a raised number, or a sign, or a small number.
fn is_noted(block: &PdfBlock) -> bool {
    let raised = block.runs.first().is_some_and(|run| run.raised && run.end - run.start <= 4);
    let sign = block.text.starts_with(['*', '†', '‡', '§', '¶', '∗']);
    let figures = block.text.bytes().take_while(u8::is_ascii_digit).count();
    let after = block.text[figures..].chars().next();
    raised || sign || ((1..=3).contains(&figures) && after.is_some_and(|c| c == ' ' || c.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::super::fonts::LetterLook;
    use super::*;

    /// A block of one line, in which what stands between carets is raised.
    fn block(marked: &str) -> PdfBlock {
        let (mut text, mut runs) = (String::new(), Vec::new());
        for (nth, part) in marked.split('^').enumerate() {
            let start = text.len();
            text.push_str(part);
            runs.push(LineRun { start, end: text.len(), look: LetterLook::default(), raised: nth % 2 == 1, link: 0 });
        }
        PdfBlock::begin(BlockShape::Text, 0, &Line { text, runs, size: 10.0, ..Line::default() })
    }

    #[test]
    fn numbers_that_refer_to_notes_stand_in_brackets() {
        for (marked, noted, text) in [
            ("the end.^1^ It", false, "the end.[1] It"),
            ("the end.^12^", false, "the end.[12]"),
            ("the word^2^ is", true, "the word[2] is"),
            ("the word^2^ is", false, "the word2 is"),
            ("a^2^b and 10^3^ or 2^nd^.", true, "a2b and 103 or 2nd."),
            ("^1^ A note", true, "1 A note"),
            ("one.^1^ two,^2^ three", false, "one.[1] two,[2] three"),
            ("一冊だ。^1^二冊", false, "一冊だ。[1]二冊"),
        ] {
            let mut block = block(marked);
            block.bracket_references(|_| noted);
            assert_eq!(block.text, text);
            assert!(block.runs.iter().all(|run| block.text.get(run.start..run.end).is_some()));
        }
    }

    #[test]
    fn raised_figures_that_refer_to_no_note_stay_raised_and_what_stands_behind_them_keeps_its_place() {
        for (marked, text) in [
            ("the word^12^ is", "the word¹² is"),
            ("a^2^b and 10^−3^ or 2^nd^.", "a²b and 10⁻³ or 2nd."),
            ("Mei^1,2,∗^ and Lind^2^", "Mei¹,²,∗ and Lind²"),
            ("one.^1^ m^2^", "one.[1] m²"),
        ] {
            let mut block = block(marked);
            block.bracket_references(|_| false);
            block.raise_figures();
            assert_eq!(block.text, text);
            let parts: String = block.runs.iter().filter_map(|run| block.text.get(run.start..run.end)).collect();
            assert_eq!(parts, text, "runs lie where their words are");
        }
    }

    #[test]
    fn a_note_has_its_number_in_brackets() {
        for (marked, label, text) in [
            ("^1^ By whom?", "", "[1] By whom?"),
            ("^12^By whom?", "", "[12] By whom?"),
            ("^*^By whom?", "", "* By whom?"),
            ("By whom?", "3", "[3] By whom?"),
            ("By whom?", "†", "† By whom?"),
            ("1 By whom?", "", "1 By whom?"),
            ("1 By whom?", "1", "[1] By whom?"),
            ("18 ships left.", "1", "18 ships left."),
            ("12By whom?", "", "[12] By whom?"),
            ("3D and 2nd", "", "3D and 2nd"),
        ] {
            let mut block = block(marked);
            block.number_note(label);
            assert_eq!(block.text, text);
            assert!(block.runs.iter().all(|run| block.text.get(run.start..run.end).is_some()));
        }
    }

    #[test]
    fn a_sign_that_leads_back_is_no_word_and_says_that_a_block_is_a_note() {
        let mut note = block("By whom?↩\u{FE0E}");
        assert!(note.leads_back() && note.text == "By whom?" && note.runs.iter().all(|run| run.end <= 8));
        assert!(!note.leads_back() && !block("A ↩ key").leads_back());
    }

    #[test]
    fn notes_as_large_as_the_text_are_known_by_their_numbers() {
        let shapes = |marked: &[&str]| {
            let mut blocks: Vec<PdfBlock> = marked.iter().map(|marked| block(marked)).collect();
            mark(&mut blocks, 10.0);
            blocks.iter().map(|block| block.shape == BlockShape::Note).collect::<Vec<_>>()
        };
        assert_eq!(shapes(&["It is said.^1^ And^2^", "^1^ By whom?", "^2^ Nobody."]), [false, true, true]);
        let mut small = [block("It is said.^1^"), block("1 By whom?"), block("3 of them.")];
        small[1..].iter_mut().for_each(|block| block.size = 8.0);
        mark(&mut small, 10.0);
        assert_eq!(small.map(|block| block.text), ["It is said.1", "[1] By whom?", "3 of them."]);
        assert_eq!(shapes(&["It is said.", "^1^ By whom?"]), [false, false]);
        assert_eq!(shapes(&["It is said.^1^", "^1^ By whom?", "More."]), [false, false, false]);
    }
}
