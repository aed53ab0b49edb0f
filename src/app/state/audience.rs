//! Who may read what is newly written, unless somebody says otherwise.

use crate::annotation::Audience;
use crate::config::choices::NewNotes;
use crate::config::settings::Settings;
use crate::config::syllabus::Syllabus;

/// Who may read what is newly written: as the reader's settings say, else the syllabus.
pub fn usual_audience(settings: &Settings, syllabus: &Syllabus) -> Audience {
    match settings.tools.new_notes {
        NewNotes::Private => Audience::OnlyMe,
        NewNotes::Syllabus if syllabus.private => Audience::OnlyMe,
        NewNotes::Syllabus | NewNotes::Shared => Audience::Everybody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_goes_before_the_syllabus_and_what_nobody_says_is_shared() {
        for (setting, private, expected) in [
            (NewNotes::Syllabus, false, Audience::Everybody),
            (NewNotes::Syllabus, true, Audience::OnlyMe),
            (NewNotes::Shared, true, Audience::Everybody),
            (NewNotes::Private, false, Audience::OnlyMe),
        ] {
            let mut settings = Settings::default();
            settings.tools.new_notes = setting;
            let syllabus = Syllabus { private, ..Syllabus::default() };
            assert_eq!(usual_audience(&settings, &syllabus), expected, "{setting:?} {private}");
        }
    }
}
