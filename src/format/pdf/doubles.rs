//! What is drawn twice on a page at one place, as a shadow or to be bold: found by the letters and where they stand, in a grid.
//! It keeps no glyphs, and says nothing of what reads the same at another place.

use foldhash::HashMap;

/// How large a cell of the grid is at least, in points, and else, in font sizes.
const LEAST_CELL: f32 = 0.5;
const CELL: f32 = 0.4;
/// How near a glyph is drawn that is the same again, in font sizes and in widths of the glyph; and always, in points. It is less than
/// a cell, so that no more than two cells in each direction are asked.
const NEAR: f32 = 0.12;
const NEAR_WIDTHS: f32 = 0.4;
const SAME: f32 = 0.01;
/// How much larger or smaller it may be, in sizes.
const ALIKE: f32 = 0.2;

/// A cell of the grid: a number for letters and the direction of their line, and where it lies.
type GridCell = (u64, i32, i32);

/// Where and how large letters are drawn, in points.
#[derive(Clone, Copy)]
pub struct DrawnPlace {
    /// Which way their line runs, by a number.
    pub direction: u16,
    /// Where they begin along their line …
    pub u: f32,
    /// … and across it.
    pub v: f32,
    /// How far they reach along it.
    pub width: f32,
    /// The font size.
    pub size: f32,
}

/// Where letters were drawn on a page.
#[derive(Default)]
pub struct Doubles {
    /// What was drawn last in each cell: where it stands, along and across its line, and how large it is.
    drawn: HashMap<GridCell, (f32, f32, f32)>,
}

impl Doubles {
    /// Whether these letters were drawn at nearly the same place already. What was not counts as drawn there now.
    pub fn has(&mut self, letters: &str, place: DrawnPlace) -> bool {
        if letters.trim().is_empty() {
            return false;
        }
        let cell = (place.size * CELL).max(LEAST_CELL);
        let near = (place.size * NEAR).min(place.width * NEAR_WIDTHS).max(SAME);
        let key = letters_key(letters, place.direction);
        let at = |along: f32| (along / cell).round() as i32;
        let around = |along: f32| at(along - near)..=at(along + near);
        let is_same = |(u, v, size): &(f32, f32, f32)| {
            let apart = (u - place.u).abs().max((v - place.v).abs());
            apart < near && (size - place.size).abs() < place.size * ALIKE
        };
        let cells = around(place.u).flat_map(|u| around(place.v).map(move |v| (key, u, v)));
        let double = cells.filter_map(|cell| self.drawn.get(&cell)).any(is_same);
        if !double {
            self.drawn.insert((key, at(place.u), at(place.v)), (place.u, place.v, place.size));
        }
        double
    }
}

/// A number for letters and their direction; equal for equal ones (FNV-1a).
fn letters_key(letters: &str, direction: u16) -> u64 {
    let fold = |key: u64, byte: u8| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    letters.bytes().fold(0xcbf2_9ce4_8422_2325 ^ u64::from(direction), fold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(u: f32, v: f32, size: f32, width: f32) -> DrawnPlace {
        DrawnPlace { direction: 0, u, v, width, size }
    }

    #[test]
    fn letters_are_double_only_where_they_stand_already() {
        let mut doubles = Doubles::default();
        let mut has = |letters: &str, u, v| doubles.has(letters, place(u, v, 10.0, 5.0));
        assert!(!has("a", 100.0, 50.0) && has("a", 100.5, 50.3), "a shadow");
        assert!(!has("b", 100.0, 50.0), "another letter");
        assert!(!has("a", 101.3, 50.0) && !has("a", 100.0, 51.3), "too far");
        assert!(!has(" ", 100.0, 50.0) && !has(" ", 100.0, 50.0), "spaces are no letters");
    }

    proptest! {
        #[test]
        fn a_glyph_drawn_again_is_found_wherever_it_lies_in_its_cell(
            u in -900f32..9000.0, v in -900f32..9000.0, size in 1f32..90.0, du in -0.9f32..0.9, dv in -0.9f32..0.9,
        ) {
            let (width, near) = (size * 0.5, size * NEAR);
            let again = place(u + du * near, v + dv * near, size, width);
            // Positions are of single precision, and lose some of what is added far from the corner.
            prop_assume!((again.u - u).abs().max((again.v - v).abs()) < near);
            let mut doubles = Doubles::default();
            prop_assert!(!doubles.has("m", place(u, v, size, width)));
            prop_assert!(doubles.has("m", again));
        }
    }
}
