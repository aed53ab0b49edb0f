//! Text being typed: one line or many. The one file of this layer that names the text field widget, whose buffer
//! (wrapping, CJK, undo) is what is wanted here; `ui` draws it.

use crate::config::chord::{Chord, Key as ChordKey};
use ratatui_textarea::{CursorMove, Input, Key, TextArea, WrapMode};

/// A text field.
#[derive(Debug)]
pub struct TextField {
    area: TextArea<'static>,
    single: bool,
}

impl TextField {
    /// One line, with the cursor at its end.
    pub fn line(text: &str) -> Self {
        let mut area = TextArea::new(vec![text.replace(['\n', '\t'], " ")]);
        area.set_cursor_line_style(plain());
        area.move_cursor(CursorMove::End);
        Self { area, single: true }
    }

    /// Many lines, with the cursor at their end.
    pub fn lines(text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_cursor_line_style(plain());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_max_histories(10_000);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, single: false }
    }

    /// What has been typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing has been typed.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Takes a key; says whether the text changed. One-line fields leave Enter to their owner.
    pub fn press(&mut self, chord: Chord) -> bool {
        if self.single && chord.key == ChordKey::Enter {
            return false;
        }
        // ctrl-j, where a terminal tells it from enter, the widget takes for "delete the line": it is a new line here.
        if chord.ctrl && chord.key == ChordKey::Char('j') {
            if !self.single {
                self.area.insert_newline();
            }
            return !self.single;
        }
        // The widget undoes with ctrl-u, where every shell clears the line.
        if chord.ctrl && chord.key == ChordKey::Char('u') {
            return self.clear_line();
        }
        self.area.input(input(chord))
    }

    /// Clears the line that the cursor is in; says whether there was something in it.
    fn clear_line(&mut self) -> bool {
        let line = self.area.lines().get(self.area.cursor().0).cloned().unwrap_or_default();
        self.area.move_cursor(CursorMove::End);
        // At its head it would take the end of the line before.
        !line.is_empty() && self.area.delete_line_by_head()
    }

    /// Takes pasted text. A one-line field takes it as one line.
    pub fn paste(&mut self, text: &str) {
        let text = crate::text::visible::clean(text.to_owned());
        let text = if self.single { text.replace(['\n', '\t'], " ") } else { text };
        self.area.insert_str(text);
    }

    /// What stands before the cursor in its line.
    pub fn before_cursor(&self) -> String {
        let cursor = self.area.cursor();
        let line = self.area.lines().get(cursor.0).map_or("", String::as_str);
        line.chars().take(cursor.1).collect()
    }

    /// Puts words in place of the last `gone` characters before the cursor.
    pub fn complete(&mut self, gone: usize, words: &str) {
        for _ in 0..gone {
            self.area.delete_char();
        }
        self.area.insert_str(words);
    }

    /// The widget, to be drawn.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }
}

/// The default of what the widget wants: its style type belongs to the screen library, which is not named here.
fn plain<T: Default>() -> T {
    T::default()
}

/// A chord in the widget's terms.
fn input(chord: Chord) -> Input {
    let key = match chord.key {
        ChordKey::Char(c) => Key::Char(c),
        ChordKey::Enter => Key::Enter,
        ChordKey::Tab => Key::Tab,
        ChordKey::Backspace => Key::Backspace,
        ChordKey::Delete => Key::Delete,
        ChordKey::Left => Key::Left,
        ChordKey::Right => Key::Right,
        ChordKey::Up => Key::Up,
        ChordKey::Down => Key::Down,
        ChordKey::Home => Key::Home,
        ChordKey::End => Key::End,
        ChordKey::PageUp => Key::PageUp,
        ChordKey::PageDown => Key::PageDown,
        _ => Key::Null,
    };
    Input { key, ctrl: chord.ctrl, alt: chord.alt, shift: chord.shift }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctrl_u_clears_the_line_of_the_cursor_and_no_other() {
        let ctrl_u = Chord { ctrl: true, ..Chord::char('u') };
        for (before, after) in [("root", ""), ("", ""), ("one\ntwo", "one\n"), ("one\n", "one\n")] {
            let mut field = TextField::lines(before);
            assert_eq!(field.press(ctrl_u), before != after, "{before:?}");
            assert_eq!(field.text(), after, "{before:?}");
        }
        let mut field = TextField::line("hello world");
        field.press(Chord { key: ChordKey::Left, ..Chord::char('x') });
        assert!(field.press(ctrl_u) && field.is_empty(), "from anywhere in it");
    }
}
