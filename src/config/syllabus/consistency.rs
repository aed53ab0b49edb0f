//! What in a plan speaks against itself, or means somebody else than it says: names that the program uses itself, one name or login for
//! two, what is said twice; and what is only to be known, because it is meant perhaps. It knows nobody who is here, and no text.

use super::{Syllabus, SyllabusFile, TomlValue};
use crate::config::fault::{hint, quoted};
use crate::text::fold::{is_same_name, plain_name};
use crate::text::visible::clean;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::de::DeTable;

/// What means somebody else where a name is asked for: whoever leads, who wrote what is answered, who reads.
const RESERVED: &[&str] = &["leader", "author", "me"];

/// A login of the plan: whose, which, and where it stands.
type Login = (String, String, Range<usize>);

impl SyllabusFile {
    /// Notes what speaks against itself; `table` is the file that the syllabus was read from.
    pub(super) fn contradictions(&mut self, table: &DeTable<'_>, syllabus: &Syllabus) {
        let known: BTreeSet<&str> = syllabus.readers.rows().map(|(nickname, _)| nickname).collect();
        let mut rows = entries(table, "readers");
        rows.retain(|(nickname, _, _)| known.contains(nickname.as_str()));
        rows.sort_by_key(|(_, place, _)| place.start);
        self.rows(&rows);
        let of_rows = rows.iter().filter_map(|(name, _, row)| {
            let (_, login) = row.get_ref().as_table()?.iter().find(|(key, _)| key.get_ref() == "login")?;
            Some((name.clone(), login.get_ref().as_str()?.to_owned(), login.span()))
        });
        let mut logins: Vec<Login> = of_rows.collect();
        let listed = entries(table, "logins");
        let listed = listed.iter().filter_map(|(name, place, login)| {
            Some((name.clone(), login.get_ref().as_str()?.to_owned(), place.clone()))
        });
        self.listed_logins(&listed.collect::<Vec<_>>(), &mut logins, syllabus);
        self.one_login_each(logins);
        for (name, place, _) in entries(table, "groups") {
            self.group_name(&name, place, syllabus);
        }
    }

    /// Short names that mean somebody else, or nobody, and full names of two rows.
    fn rows(&mut self, rows: &[(String, Range<usize>, &TomlValue<'_>)]) {
        let mut above: BTreeMap<String, &str> = BTreeMap::new();
        for (nickname, place, row) in rows {
            if let Some(reserved) = reserved(nickname) {
                self.fault(place.clone(), reserved);
            } else if nickname.trim().contains(char::is_whitespace) {
                self.fault(
                    place.clone(),
                    format!("a short name is one word, as `postil reader` shows it, not {}", quoted(nickname)),
                );
            }
            let name = row.get_ref().as_table().and_then(|row| row.iter().find(|(key, _)| key.get_ref() == "name"));
            let Some((_, value)) = name else { continue };
            let Some(name) = value.get_ref().as_str().map(plain_name).filter(|name| !name.is_empty()) else { continue };
            let owner = *above.entry(name).or_insert(nickname);
            if owner != nickname {
                self.fault(
                    value.span(),
                    format!("{} above has this full name, too: by it either may be meant", quoted(owner)),
                );
            }
        }
    }

    /// The logins of the table of them: those that a row says otherwise, and those of nobody. Those that count go to the others.
    fn listed_logins(&mut self, listed: &[Login], logins: &mut Vec<Login>, syllabus: &Syllabus) {
        let rows: BTreeMap<String, String> =
            logins.iter().map(|(name, login, _)| (name.clone(), login.clone())).collect();
        for (name, login, place) in listed {
            match rows.get(name) {
                Some(row) if row != login => {
                    let message = format!("the row of {} in [readers] has another login, which counts", quoted(name));
                    self.fault(place.clone(), message);
                }
                Some(_) => {}
                None if syllabus.readers.is_stranger(name, "")
                    && syllabus.readers.rows().all(|(row, _)| row != name) =>
                {
                    let near = hint(name, syllabus.readers.rows().map(|(row, _)| row));
                    self.fault(place.clone(), format!("{} stands in no row of [readers]{near}", quoted(name)));
                }
                None => logins.push((name.clone(), login.clone(), place.clone())),
            }
        }
    }

    fn one_login_each(&mut self, logins: Vec<Login>) {
        let mut owners: BTreeMap<String, String> = BTreeMap::new();
        for (name, login, place) in logins {
            if login.trim().is_empty() {
                self.fault(place, "an empty login is left out");
                continue;
            }
            let owner = owners.entry(login).or_insert_with(|| name.clone());
            if *owner != name {
                let message = format!("this login stands for {}, too: a platform takes the two for one", quoted(owner));
                self.fault(place, message);
            }
        }
    }

    /// A group that has the name of something else: that goes before.
    fn group_name(&mut self, name: &str, place: Range<usize>, syllabus: &Syllabus) {
        let is_drawn = || syllabus.sessions.iter().any(|session| session.group_size.is_some());
        let number = name.to_lowercase().strip_prefix("group ").map(|rest| rest.trim().parse::<u32>().is_ok());
        let is_reader = || {
            let mut members = syllabus.groups.values().flatten();
            syllabus.readers.short_names_of(name).next().is_some() || members.any(|member| is_same_name(member, name))
        };
        if let Some(reserved) = reserved(name) {
            self.fault(place, reserved);
        } else if number == Some(true) && is_drawn() {
            self.fault(place, "groups that are drawn for a session are called so: give this one another name");
        } else if is_reader() {
            let message =
                format!("a reader is called {}, too, and is meant alone: give the group another name", quoted(name));
            self.fault(place, message);
        }
    }
}

impl Syllabus {
    /// What may well be meant, and is to be known: which session counts for a text of several, and a prompt about another session's
    /// text.
    pub fn remarks(&self) -> Vec<String> {
        let mut sessions: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for session in &self.sessions {
            for reading in &session.readings {
                sessions.entry(reading.as_str()).or_default().insert(session.number);
            }
        }
        let first = |path: &str| {
            self.sessions.iter().find(|session| session.readings.iter().any(|reading| reading.as_str() == path))
        };
        let several = sessions.iter().filter(|(_, numbers)| numbers.len() > 1).map(|(path, numbers)| {
            let numbers = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            let counts = first(path).map_or(0, |session| session.number);
            format!("{path} is read in sessions {numbers}: who sees what of others on it, session {counts} says.")
        });
        let asked = self.sessions.iter().flat_map(|session| {
            let prompts = session.prompts.iter().filter_map(|prompt| prompt.document.as_ref());
            let elsewhere = prompts.filter(|document| !session.readings.contains(document));
            elsewhere.filter_map(|document| {
                let (asks, of) = (session.number, first(document.as_str())?.number);
                Some(format!("A prompt of session {asks} asks about {document}, which is read in session {of}."))
            })
        });
        several.chain(asked.collect::<BTreeSet<_>>()).collect()
    }
}

/// What is wrong with a name that means somebody else.
fn reserved(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    RESERVED.contains(&&*name).then(|| format!("`{name}` means somebody else in postil: another name is wanted here"))
}

/// What stands in a table at the top: names with their places, and values.
fn entries<'t, 'i>(table: &'t DeTable<'i>, name: &str) -> Vec<(String, Range<usize>, &'t TomlValue<'i>)> {
    let found = table.iter().find(|(key, _)| key.get_ref() == name).and_then(|(_, value)| value.get_ref().as_table());
    let entry = |(key, value): (&'t toml::Spanned<std::borrow::Cow<'i, str>>, &'t TomlValue<'i>)| {
        (clean(key.get_ref().as_ref().to_owned()), key.span(), value)
    };
    found.into_iter().flatten().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use crate::config::syllabus::parse;

    #[test]
    fn rows_and_logins_that_mean_two_or_nobody_are_told() {
        let plan = check_faults(
            r#"
[logins]
mei = "other" # the row of `mei` in [readers] has another login, which counts
bo = "t.reed" # this login stands for `tom`, too
kem = "k" # `kem` stands in no row of [readers]; did you mean `ken`?
ann = "a.berg"
una = " " # an empty login is left out
[readers]
mei = { name = "Mei Tanaka", login = "m.tanaka" }
tom = { name = "Tom Reed", login = "t.reed" }
ken = { name = "mei  tanaka" } # `mei` above has this full name, too
ann = { name = "Ann Berg", login = "a.berg" }
bo = { name = "Bo Lind" }
una = { name = "Una" }
leader = { name = "Lea" } # `leader` means somebody else
Me = { name = "Max" } # `me` means somebody else
"anna berg" = { name = "Anna" } # a short name is one word
"#,
        );
        assert_eq!(plan.logins["mei"], "m.tanaka");
    }

    #[test]
    fn groups_with_names_of_something_else_are_told() {
        check_faults(
            r#"
[[session]]
groups_of = 2
[groups]
bea = ["bea", "cem"] # a reader is called `bea`, too, and is meant alone
"Mei Tanaka" = ["bea"] # a reader is called
author = ["cem"] # `author` means somebody else
"Group 1" = ["cem"] # groups that are drawn
"group one" = ["cem"]
[readers]
mei = { name = "Mei Tanaka" }
"#,
        );
        assert_eq!(parse("[groups]\n\"group 1\" = [\"a\"]\n").1, [], "where none are drawn it is a name like others");
    }

    #[test]
    fn what_may_be_meant_is_a_remark_and_no_fault() {
        let (plan, faults) = parse(
            "[[session]]\nreadings = [\"a.txt\"]\nprompts = [{ document = \"b.txt\", text = \"Why?\" }]\n\
             [[session]]\nreadings = [\"b.txt\", \"a.txt\"]\nprompts = [{ document = \"c.txt\", text = \"Who?\" }]\n",
        );
        assert_eq!(faults, []);
        assert_eq!(
            plan.remarks(),
            [
                "a.txt is read in sessions 1, 2: who sees what of others on it, session 1 says.",
                "A prompt of session 1 asks about b.txt, which is read in session 2."
            ]
        );
    }
}
