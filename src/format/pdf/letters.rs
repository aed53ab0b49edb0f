//! The letters of glyphs as they are written elsewhere: ligatures and presentation forms resolved, small capitals and
//! old figures as letters and figures, accents joined to their letters. It knows no positions.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Appends what a font says that a glyph is, as it is written in other documents.
pub fn push(out: &mut String, letters: &str) {
    let swapped = swapped(letters);
    for c in swapped.as_deref().unwrap_or(letters).chars() {
        match c {
            // Latin, Armenian, Hebrew and Arabic forms that a font needs and a text does not.
            '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => out.extend(std::iter::once(c).nfkc()),
            // Adobe's private small capitals and old style figures stand 0xF700 above their letters.
            '\u{F720}'..='\u{F7FF}' => out.extend(lowered(c)),
            '\u{F0B7}' => out.push('•'),
            '\u{F0A7}' => out.push('▪'),
            '\u{F0D8}' | '\u{F0E0}' => out.push('➢'),
            '\u{A0}' | '\t' | '\n' | '\r' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => out.push(' '),
            c if is_dropped(c) => {}
            _ => out.push(upright(c).unwrap_or(c)),
        }
    }
}

/// A ligature whose letters were written with their bytes the wrong way round, as Ghostscript does: `ff` as two Han. Of
/// three letters (`ffi`, `ffl`) it writes the first, and the sum of the others.
fn swapped(letters: &str) -> Option<String> {
    let high = |c: char| u8::try_from(u32::from(c) >> 8).ok().filter(|_| u32::from(c).trailing_zeros() >= 8);
    let bytes: Vec<u8> = letters.chars().map(high).collect::<Option<_>>()?;
    let bytes = match *bytes.as_slice() {
        [b'f', sum] if sum > b'z' => vec![b'f', b'f', sum - b'f'],
        _ => bytes,
    };
    let small = bytes.len() > 1 && bytes.iter().all(u8::is_ascii_lowercase);
    small.then(|| String::from_utf8(bytes).ok())?
}

/// The plain letter of an italic one of a formula: to say by another letter that a variable is italic is a way of drawing it.
fn upright(c: char) -> Option<char> {
    match c {
        'ℎ' => Some('h'),
        '\u{1D434}'..='\u{1D467}' | '\u{1D6A4}'..='\u{1D6A5}' | '\u{1D6E2}'..='\u{1D71B}' => {
            std::iter::once(c).nfkc().next()
        }
        _ => None,
    }
}

/// Controls, marks of direction and what is no letter at all.
fn is_dropped(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FEFF}' | '\u{FFFD}'..='\u{FFFF}' | '\u{200B}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// The letter of a private small capital or old style figure; Adobe's list has capitals at the places of small letters.
fn lowered(c: char) -> Option<char> {
    char::from_u32(u32::from(c) - 0xF700).filter(|c| !c.is_control())
}

/// The combining mark of an accent that stands for itself.
pub fn combining(accent: &str) -> Option<char> {
    Some(match accent {
        "`" | "\u{2CB}" => '\u{300}',
        "´" | "\u{2CA}" => '\u{301}',
        "^" | "ˆ" => '\u{302}',
        "~" | "˜" => '\u{303}',
        "¯" | "\u{2C9}" => '\u{304}',
        "˘" => '\u{306}',
        "˙" => '\u{307}',
        "¨" => '\u{308}',
        "˚" => '\u{30A}',
        "˝" => '\u{30B}',
        "ˇ" => '\u{30C}',
        "¸" => '\u{327}',
        "˛" => '\u{328}',
        _ => return single(accent).filter(|c| ('\u{300}'..='\u{36F}').contains(c)),
    })
}

/// A letter with an accent over it, as one; `None` where the two make none.
pub fn accented(letter: &str, mark: char) -> Option<char> {
    let letter = match single(letter)? {
        'ı' => 'i',
        'ȷ' => 'j',
        letter => letter,
    };
    compose(letter, mark)
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Whether a letter belongs to a script that runs from right to left.
pub fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}')
        && !is_figure(c)
}

/// Whether it is a figure, which runs from left to right in every script.
pub fn is_figure(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// Whether no space stands between this letter and the next one's line: Han and kana, with their punctuation.
pub fn has_no_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x30FF | 0x31F0..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F | 0xFF00..=0xFF9F | 0x20000..=0x3FFFF)
}

/// Whether it is a syllable of Korean.
pub fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}

/// Whether it is drawn before an item of a list and is no part of its words.
pub fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '◦'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '·'
            | '∙'
            | '⁃'
            | '➢'
            | '➤'
            | '✓'
            | '◆'
            | '◇'
            | '►'
    )
}

/// Whether a text ends with the end of a sentence or of a clause that leads to what follows.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', ')', ']', '»']).ends_with(['.', '!', '?', ':', '。', '؟'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidy(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn ligatures_and_private_forms_are_resolved() {
        assert_eq!(tidy("\u{FB01}n o\u{FB03}ce"), "fin office");
        assert_eq!(tidy("\u{F761}\u{F731}"), "a1");
        assert_eq!(tidy("\u{FEFB}"), "لا");
        assert_eq!((tidy("\u{6600}\u{6900}").as_str(), tidy("\u{6600}").as_str()), ("fi", "\u{6600}"));
        assert_eq!((tidy("\u{6600}\u{D200}"), tidy("\u{6600}\u{CF00}")), ("ffl".to_owned(), "ffi".to_owned()));
        assert_eq!(tidy("𝑑 = 𝑓(ℎ) − 𝜋 in 𝔸, 𝐱"), "d = f(h) − π in 𝔸, 𝐱");
        assert_eq!(tidy("½ … ² Å ㎏\u{0}\u{FEFF}"), "½ … ² Å ㎏");
    }

    #[test]
    fn accents_are_joined() {
        let mark = combining("´").expect("an accent");
        assert_eq!(accented("e", mark), Some('é'));
        assert_eq!(accented("ı", mark), Some('í'));
        assert_eq!(accented("q", mark), None);
        assert_eq!(combining("e"), None);
    }
}
