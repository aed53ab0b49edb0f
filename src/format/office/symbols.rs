//! Characters of fonts of symbols: there they have numbers that say nothing without the font. Tables: Adobe's encoding of
//! Symbol, and the places that Unicode 7 gave to the signs of Wingdings.

/// Symbol from 0x22 on, where it differs from ASCII; a blank: nothing stands there.
const SYMBOL: &[(u8, &str)] = &[
    (0x22, "∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ ⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
];

/// Wingdings. Its arrows 0xDF to 0xE2 are the plain ones: they are what Word makes of `-->`.
const WINGDINGS: &[(u8, &str)] = &[
    (0x21, "🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍"),
    (0x40, "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳🏱✈☼🌢❄🕆✞🕈✠✡☪☯ॐ☸♈♉"),
    (0x60, "♊♋♌♍♎♏♐♑♒♓🙰🙵⚫🔾◼🞏🞐❑❒🞟⧫◆❖🞙⌧⮹⌘🏵🏶🙶🙷"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟∙•"),
    (0xA0, "⬝⭘🞆🞈🞊🞋🔿▪🞎🟀🟁★🟋🟏🟓🟑⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"),
    (0xC0, "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋←"),
    (0xE0, "→↑↓🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭🗶✓🗷🗹"),
];

/// What is used of the further fonts: ticks, crosses, boxes, arrows.
const WINGDINGS_2: &[(u8, &str)] = &[(0x4F, "✗✓☒☑"), (0x97, "●"), (0xA3, "☐")];
const WINGDINGS_3: &[(u8, &str)] = &[(0x66, "←→↑↓"), (0x7D, "▶▲▼"), (0x84, "◀")];
const WEBDINGS: &[(u8, &str)] = &[(0x33, "◀▶▲▼"), (0x61, "✓"), (0x72, "✕"), (0x63, "☐")];

/// The fonts by name.
const FONTS: &[(&str, &[(u8, &str)])] = &[
    ("symbol", SYMBOL),
    ("standard symbols ps", SYMBOL),
    ("wingdings", WINGDINGS),
    ("wingdings 2", WINGDINGS_2),
    ("wingdings 3", WINGDINGS_3),
    ("webdings", WEBDINGS),
];

/// The character that a font shows for a number: 0x20 to 0xFF, or the same in the private area from U+F000 on. `None` where
/// the font is no font of symbols, or has nothing there.
pub fn character(font: &str, number: u32) -> Option<char> {
    let place = u8::try_from(if (0xF000..0xF100).contains(&number) { number - 0xF000 } else { number }).ok()?;
    let (_, table) = FONTS.iter().find(|(name, _)| font.trim().eq_ignore_ascii_case(name))?;
    if place == 0x20 {
        return Some(' ');
    }
    let row = table.iter().rev().find(|(first, _)| *first <= place);
    let sign = row.and_then(|(first, signs)| signs.chars().nth(usize::from(place - first))).filter(|sign| *sign != ' ');
    let plain = std::ptr::eq(*table, SYMBOL) && (0x20..0x7F).contains(&place);
    sign.or(plain.then_some(char::from(place)))
}

/// A text in such a font: letters of the private area become what is shown.
pub fn shown(text: &str, font: Option<&str>) -> String {
    let sign = |c: char| match (c, font) {
        ('\u{F000}'..='\u{F0FF}', Some(font)) => character(font, u32::from(c)).unwrap_or(c),
        _ => c,
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_symbols_are_signs() {
        assert_eq!(character("Symbol", 0xF061), Some('α'));
        assert_eq!(character("symbol", 0x61), Some('α'));
        assert_eq!(character("Symbol", 0xB3), Some('≥'));
        assert_eq!(character("Symbol", 0xF0AE), Some('→'));
        assert_eq!(character("Symbol", 0xF0E5), Some('∑'));
        assert_eq!(character("Symbol", 0x21), Some('!'));
        assert_eq!(character("Wingdings", 0xF0E0), Some('→'));
        assert_eq!(character("Wingdings", 0xF0DF), Some('←'));
        assert_eq!(character("Wingdings", 0xF0FC), Some('✓'));
        assert_eq!(character("Wingdings", 0xF04A), Some('☺'));
        assert_eq!(character("Wingdings", 0xF0A7), Some('▪'));
        assert_eq!(character("Wingdings", 0xF06C), Some('⚫'));
        assert_eq!(character("Wingdings 2", 0xF050), Some('✓'));
        assert_eq!(character("Times New Roman", 0xF061), None);
        assert_eq!(character("Symbol", 0x1_0000), None);
    }

    #[test]
    fn letters_of_the_private_area_are_shown_in_their_font() {
        assert_eq!(shown("a \u{F061} b", Some("Symbol")), "a α b");
        assert_eq!(shown("a \u{F061} b", None), "a \u{F061} b");
    }
}
