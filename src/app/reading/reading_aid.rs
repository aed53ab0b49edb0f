//! What helps the eye to keep its place: the paragraph that is read, or the row of the cursor, stands out. What it looks like is
//! drawn elsewhere.

use crate::app::messages::Effect;
use crate::app::model::Model;
use crate::config::choices::ReadingAid;

/// Goes on to the next of them, for this session.
pub fn next(model: &mut Model) -> Vec<Effect> {
    let aid = &mut model.config.settings.place.reading_aid;
    *aid = aid.next();
    let setting = format!("reading_aid = \"{}\" in the settings keeps it", aid.name());
    let told = match *aid {
        ReadingAid::Off => "nothing stands out".to_owned(),
        ReadingAid::Paragraph => format!("what stands out: the paragraph ({setting})"),
        ReadingAid::Row => format!("what stands out: the row ({setting})"),
    };
    model.say(told);
    Vec::new()
}
