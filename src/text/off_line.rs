//! Figures above and below the line, as Unicode has them. One table for those who write them, look for them, and go by words. It decides
//! nothing of a text: which figures stand off the line, the formats say.

/// Figures and signs on the line, above it and below it (Unicode, block “Superscripts and Subscripts”; ¹, ² and ³ are of Latin-1).
const FIGURES: [(char, char, char); 16] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
    ('=', '⁼', '₌'),
    ('(', '⁽', '₍'),
    (')', '⁾', '₎'),
    ('n', 'ⁿ', 'ₙ'),
];

/// What stands for a figure or sign above the line and below it, where there is that. A minus is one, however it is written.
pub fn forms(c: char) -> Option<[char; 2]> {
    let c = if c == '−' { '-' } else { c };
    FIGURES.iter().find(|(on_line, ..)| c == *on_line).map(|(_, raised, lowered)| [*raised, *lowered])
}

/// The figure or sign on the line, of one that stands off it.
pub fn on_line(c: char) -> Option<char> {
    let found = || FIGURES.iter().find(|(_, raised, lowered)| c == *raised || c == *lowered);
    if c.is_ascii() { None } else { found().map(|(on_line, ..)| *on_line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_off_the_line_leads_back() {
        for (c, raised, lowered) in FIGURES {
            assert_eq!((forms(c), on_line(c)), (Some([raised, lowered]), None));
            for form in [raised, lowered] {
                assert_eq!((on_line(form), forms(form)), (Some(c), None));
            }
        }
        assert_eq!((forms('−'), forms('a'), on_line('é')), (forms('-'), None, None));
    }
}
