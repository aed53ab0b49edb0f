//! Who may read what is newly written, unless somebody says otherwise; whom a name means; and the list that one chooses from.

use crate::annotation::{AnnotationId, Audience, Reader, ReaderId, person};
use crate::app::state::writing::Writing;
use crate::config::choices::NewNotes;
use crate::config::settings::Settings;
use crate::config::syllabus::Syllabus;
use crate::document::DocPath;

/// What means whoever leads, where somebody is asked for by name.
const LEADER: &str = "leader";

/// Who may read what is newly written: as the reader's settings say, else the syllabus.
pub fn usual_audience(settings: &Settings, syllabus: &Syllabus) -> Audience {
    match settings.tools.new_notes {
        NewNotes::Private => Audience::OnlyMe,
        NewNotes::Syllabus if syllabus.private => Audience::OnlyMe,
        NewNotes::Syllabus | NewNotes::Shared => Audience::Everybody,
    }
}

/// The readers whom a name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadersMeant {
    /// Those who are here.
    pub ids: Vec<ReaderId>,
    /// The names of those of a group who are not, so that nothing can be encrypted for them.
    pub absent: Vec<String>,
}

impl ReadersMeant {
    /// That some are not here, in words: `lea is not here yet`; none where all are.
    pub fn absence(&self) -> Option<String> {
        let (is, names) = (if self.absent.len() == 1 { "is" } else { "are" }, self.absent.join(", "));
        (!self.absent.is_empty()).then(|| format!("{names} {is} not here yet"))
    }
}

/// The readers whom a name means: one of `readers`, by nickname or full name; `leader`, whoever the syllabus says leads; or those of a group
/// of it who are here, of those that were drawn for `path` too.
///
/// # Errors
/// That nobody of that name is here, in words.
pub fn readers_named(
    name: &str,
    readers: &[Reader],
    syllabus: &Syllabus,
    path: Option<&DocPath>,
) -> Result<ReadersMeant, String> {
    let one = |name: &str| person::named(readers, name).map(|reader| reader.id.clone());
    let alone = |id: ReaderId| ReadersMeant { ids: vec![id], absent: Vec::new() };
    if let Some(id) = one(name) {
        return Ok(alone(id));
    }
    let absent = |name: &str, leads: &str| {
        let waits = syllabus.readers.short_names_of(name).next().is_some();
        let why = "the roster has that name, and nothing can be written for them before they have written a note here";
        let yet = if waits { format!(" yet: {why}") } else { String::new() };
        format!("nobody here is called {name}{leads}{yet}")
    };
    if let Some(leader) = syllabus.leader.as_deref().filter(|_| name == LEADER) {
        return one(leader).map(alone).ok_or_else(|| absent(leader, ", who leads,").trim_end_matches(',').to_owned());
    }
    let groups = syllabus.groups_to_write_to(path);
    let Some(group) = groups.get(name) else { return Err(absent(name, "")) };
    let mut named = ReadersMeant::default();
    for name in group {
        match one(name) {
            Some(id) => named.ids.push(id),
            None => named.absent.push(name.clone()),
        }
    }
    if named.ids.is_empty() { Err(format!("nobody of {name} is here yet")) } else { Ok(named) }
}

/// What an audience is chosen for.
#[derive(Debug)]
pub enum AudienceOf {
    /// The note being written.
    Draft(Box<Writing>),
    /// One annotation.
    One(AnnotationId),
    /// All of one's own that show in the notes.
    Shown,
}

/// A list of audiences to choose from.
#[derive(Debug)]
pub struct AudienceChoice {
    /// What each choice stands for, or why it cannot be taken.
    pub audiences: Vec<Result<Audience, String>>,
    /// What one is chosen for.
    pub of: AudienceOf,
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

    #[test]
    fn a_name_is_a_reader_s_the_leader_or_a_group() {
        let reader = |nickname: &str, name: &str| Reader {
            id: ReaderId::new(nickname),
            name: name.to_owned(),
            nickname: nickname.to_owned(),
        };
        let readers = [reader("ada", "Ada North"), reader("mei", "Mei"), reader("tom", "Tom")];
        let plan = "leader = 'Ada North'\n[readers]\nlea = { name = 'Lea Holm' }\n\
                    [groups]\nred = ['mei', 'Tom']\nblue = ['mei', 'zoe']\ngreen = ['bo', 'zoe']\n";
        let (syllabus, _) = crate::config::syllabus::parse(plan);
        let found = |name: &str, syllabus: &Syllabus| match readers_named(name, &readers, syllabus, None) {
            Ok(named) => {
                let ids = named.ids.iter().map(ReaderId::as_str).collect::<Vec<_>>().join(" ");
                ids + &named.absence().map_or_else(String::new, |absence| format!("; {absence}"))
            }
            Err(why) => why,
        };
        for (name, expected) in [
            ("mei", "mei"),
            ("Ada North", "ada"),
            ("leader", "ada"),
            ("red", "mei tom"),
            ("blue", "mei; zoe is not here yet"),
            ("green", "nobody of green is here yet"),
            (
                "lea",
                "nobody here is called lea yet: the roster has that name, and nothing can be written for them before they have written a \
                 note here",
            ),
            ("nobody", "nobody here is called nobody"),
        ] {
            assert_eq!(found(name, &syllabus), expected, "{name}");
        }
        assert_eq!(found("leader", &Syllabus::default()), "nobody here is called leader");
        let leads = |plan: &str| found("leader", &crate::config::syllabus::parse(plan).0);
        assert_eq!(leads("leader = 'Zoe'\n"), "nobody here is called Zoe, who leads");
        let waits = leads("leader = 'Zoe'\n[readers]\nzoe = { name = 'Zoe' }\n");
        assert!(waits.starts_with("nobody here is called Zoe, who leads, yet: the roster has that name"), "{waits}");
    }
}
