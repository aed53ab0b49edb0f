//! What a syllabus says of who sees what: groups of readers, and how long others' annotations on a session's readings
//! stay hidden from somebody who has not read them. It hides nothing; that is decided in `study::blind`.
//!
//! ```toml
//! new_notes = "private"                       # what is newly written is its writer's alone until it is shared
//! blind = 3                                   # for every session: until I have three marks of my own
//!
//! [groups]
//! red = ["mei", "tom"]
//!
//! [[session]]
//! blind = { marks = 3, until = "2027-02-15" } # whichever comes first
//!
//! [[session]]
//! blind = false
//! ```

use super::{SyllabusFile, TomlValue};
use crate::text::visible::clean;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeValue;

/// What a wrong `blind` is told.
const WANTED: &str = "blind is a number of marks, a date such as \"2027-02-15\", both as { marks = 3, until = \"2027-02-15\" }, or false";

/// How long others' annotations stay hidden; where both are said, until the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blind {
    /// Until a reader has so many marks or notes on the text, at least 1.
    pub marks: Option<usize>,
    /// Until this day.
    pub until: Option<Date>,
}

impl SyllabusFile {
    /// Whether `new_notes` says that what is newly written is private: so it is where the word is a wrong one, since what was shown to all
    /// cannot be taken back.
    pub(super) fn is_private(&mut self, value: &TomlValue<'_>) -> bool {
        let said = value.get_ref().as_str();
        if !matches!(said, Some("shared" | "private")) {
            self.fault(
                value.span(),
                "new_notes is \"shared\" or \"private\"; until it is, what is newly written stays private",
            );
        }
        said != Some("shared")
    }

    /// The rule that `blind` means, `None` for `false`; where it means nothing, what holds otherwise.
    pub(super) fn blind(&mut self, value: &TomlValue<'_>, otherwise: Option<Blind>) -> Option<Blind> {
        let found = match value.get_ref() {
            DeValue::Boolean(false) => return None,
            DeValue::Integer(_) => Blind { marks: self.marks(value), until: None },
            DeValue::String(_) | DeValue::Datetime(_) => Blind { marks: None, until: self.day(value) },
            DeValue::Table(_) => self.both(value),
            _ => {
                self.fault(value.span(), WANTED);
                return otherwise;
            }
        };
        if found == Blind::default() { otherwise } else { Some(found) }
    }

    fn both(&mut self, value: &TomlValue<'_>) -> Blind {
        let (mut blind, mut said) = (Blind::default(), false);
        for (key, value) in self.table(value).into_iter().flatten() {
            said = true;
            match key.get_ref().as_ref() {
                "marks" => blind.marks = self.marks(value),
                "until" => blind.until = self.day(value),
                _ => self.unknown(key, &["marks", "until"]),
            }
        }
        if !said {
            self.fault(value.span(), WANTED);
        }
        blind
    }

    fn marks(&mut self, value: &TomlValue<'_>) -> Option<usize> {
        let number = self.number(value)?;
        if number == 0 {
            self.fault(value.span(), "a number from 1 is wanted here; blind = false hides nothing");
        }
        usize::try_from(number).ok().filter(|number| *number > 0)
    }

    pub(super) fn day(&mut self, value: &TomlValue<'_>) -> Option<Date> {
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.date.map(|date| date.to_string()).unwrap_or_default(),
            DeValue::String(_) => self.string(value).unwrap_or_default(),
            _ => String::new(),
        };
        // Nothing but a day: the parser would take more than is written here.
        let day = (written.len() == 10).then(|| written.parse().ok()).flatten();
        if day.is_none() {
            self.fault(value.span(), "a day is written 2027-02-15");
        }
        day
    }

    /// How many are in a group that is drawn.
    pub(super) fn group_size(&mut self, value: &TomlValue<'_>) -> Option<usize> {
        let size = usize::try_from(self.number(value)?).ok().filter(|size| *size > 1);
        if size.is_none() {
            self.fault(value.span(), "a group is of two or more");
        }
        size
    }

    /// The groups, by name.
    pub(super) fn groups(&mut self, value: &TomlValue<'_>) -> BTreeMap<String, Vec<String>> {
        let mut groups = BTreeMap::new();
        for (key, value) in self.table(value).into_iter().flatten() {
            let name = clean(key.get_ref().as_ref().to_owned());
            let (told, readers) = (self.faults.len(), self.members(value));
            if !readers.is_empty() && !name.trim().is_empty() {
                groups.insert(name, readers);
            } else if self.faults.len() == told {
                self.fault(key.span(), "a group without a name or without readers is left out");
            }
        }
        groups
    }

    fn members(&mut self, value: &TomlValue<'_>) -> Vec<String> {
        let (mut members, mut seen) = (Vec::new(), BTreeSet::new());
        for name in self.strings(value) {
            if seen.insert(name.clone()) {
                members.push(name);
            } else {
                self.fault(value.span(), format!("{name} stands twice in one group"));
            }
        }
        members
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use super::*;
    use crate::document::doc_path;
    use jiff::civil::date;

    fn blind(marks: Option<usize>, until: Option<Date>) -> Blind {
        Blind { marks, until }
    }

    #[test]
    fn a_rule_is_a_number_a_day_or_both_and_a_session_may_say_otherwise() {
        let syllabus = check_faults(
            r#"
blind = 3
[[session]]
readings = ["a.txt", "b.txt"]
[[session]]
blind = "2027-02-15"
readings = ["c.txt", "a.txt"]
[[session]]
blind = 2027-02-15T10:00:00
[[session]]
blind = { marks = 2, until = 2027-02-15 }
[[session]]
blind = false
readings = ["d.txt"]
"#,
        );
        let day = Some(date(2027, 2, 15));
        let rules: Vec<Option<Blind>> = syllabus.sessions.iter().map(|session| session.blind).collect();
        let rules_for = [blind(Some(3), None), blind(None, day), blind(None, day), blind(Some(2), day)];
        assert_eq!(rules, [rules_for.map(Some).as_slice(), &[None]].concat());
        let of = |path: &str| syllabus.blind_of(&doc_path(path));
        assert_eq!(of("a.txt"), Some(blind(Some(3), None)), "where it is read first");
        assert_eq!([of("c.txt"), of("d.txt"), of("e.txt")], [Some(blind(None, day)), None, None]);
    }

    #[test]
    fn a_rule_that_means_nothing_is_a_fault_and_the_rule_for_all_stays() {
        let syllabus = check_faults(
            r#"
blind = true # blind is a number of marks
[[session]]
blind = 0 # from 1
[[session]]
blind = -1 # a whole number
[[session]]
blind = "soon" # a day is written
[[session]]
blind = "2027-02" # a day is written
[[session]]
blind = "2027-02-30" # a day is written
[[session]]
blind = {} # blind is a number
[[session]]
blind = { mark = 3 } # did you mean `marks`
[[session]]
blind = { marks = 3, until = "x" } # a day is written
[[session]]
blind = 10:00:00 # a day is written
"#,
        );
        let rules: Vec<Option<Blind>> = syllabus.sessions.iter().map(|session| session.blind).collect();
        assert_eq!(rules.iter().flatten().collect::<Vec<_>>(), [&Blind { marks: Some(3), until: None }]);
    }

    #[test]
    fn groups_are_lists_of_readers() {
        let syllabus = check_faults(
            r#"
[groups]
red = ["mei", "tom"]
one = "ann"
twice = ["bo", "bo"] # stands twice
none = [] # without readers
"#,
        );
        let groups: Vec<(&str, usize)> =
            syllabus.groups.iter().map(|(name, readers)| (name.as_str(), readers.len())).collect();
        assert_eq!(groups, [("one", 1), ("red", 2), ("twice", 1)]);
        check_faults("groups = 3 # a table of keys\n");
        check_faults("[groups]\nred = 3 # wanted here, not a value\n");
    }
}
