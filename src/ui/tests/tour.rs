//! The step of the tour in the last rows: its title is whole, and what stood there stands above it.

use crate::app::begin_tour;
use crate::app::test_stage::{PATH, Stage, config};
use crate::ui;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[test]
fn a_step_stands_below_the_keys_on_any_screen() {
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let mut stage = Stage::with(&[(PATH, "One two. Three.")], config(), (width, height));
        begin_tour(&mut stage.model, 0);
        stage.keys("j");
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        ui::draw(&mut buffer, &stage.model);
        let row = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol().to_owned()).collect::<String>();
        let rows = stage.model.tour_height();
        let title = row(height - rows);
        if height == 12 {
            assert!(rows == 2 && title.starts_with(" 1/13 j and k"), "{rows}: {title}");
        } else {
            assert!(title.starts_with(" Tour 1 of 13: Open a text") && title.contains(":tour skips it"), "{title}");
        }
        assert!(row(height - 2).contains("enter opens") || row(height - 1).contains("opens"), "{width}");
        assert!(row(height - rows - 1).contains("keys"), "the keys stand above it: {}", row(height - rows - 1));
    }
}
