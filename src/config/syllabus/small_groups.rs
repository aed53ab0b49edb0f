//! Small groups of a session: by hand, as `[groups]` has them, or drawn anew for each session from all who stand there; and until
//! when they stay apart. Drawn from the plan alone, they are the same on every device. Who sees what is `app`'s and `cli`'s.
//!
//! ```toml
//! [groups]
//! red = ["mei", "tom", "ann"]
//! blue = ["bo", "ken", "lea"]
//!
//! [[session]]
//! apart = "2027-02-15"     # until that day each group sees its own layer only; then the class
//!
//! [[session]]
//! apart = "2027-02-22"
//! groups_of = 2            # pairs, drawn by lot
//! ```

use super::{Session, Syllabus};
use crate::document::DocPath;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Groups of readers, by name: nicknames or full names.
pub type Groups = BTreeMap<String, Vec<String>>;

/// What a group is called, so that it is not taken for a reader: `group red`; one that calls itself a group keeps its name.
pub fn group_called(name: &str) -> String {
    if name.to_lowercase().starts_with("group ") { name.to_owned() } else { format!("group {name}") }
}

impl Syllabus {
    /// The groups that read a document together, as the session says in which it is read first.
    pub fn groups_at(&self, path: &DocPath) -> Cow<'_, Groups> {
        let session = self.order_of(path).and_then(|(at, _)| self.sessions.get(at));
        session.map_or(Cow::Borrowed(&self.groups), |session| self.groups_of(session))
    }

    /// The groups of a session.
    pub fn groups_of(&self, session: &Session) -> Cow<'_, Groups> {
        let Some(size) = session.group_size else { return Cow::Borrowed(&self.groups) };
        let class: BTreeSet<&String> = self.groups.values().flatten().collect();
        let mut drawn: Vec<&String> = class.into_iter().collect();
        drawn.sort_by_key(|name| (lot(session.number, name), *name));
        Cow::Owned(divided(session.number, &drawn, size))
    }

    /// The groups that one can write to about a document: those that read it together, and those of the plan; about none, the latter.
    pub fn groups_to_write_to(&self, path: Option<&DocPath>) -> Groups {
        let mut groups = self.groups.clone();
        groups.extend(path.map(|path| self.groups_at(path).into_owned()).unwrap_or_default());
        groups
    }

    /// The session in which a document is read first, where its groups stay apart.
    pub fn apart_at(&self, path: &DocPath) -> Option<jiff::civil::Date> {
        self.sessions.get(self.order_of(path)?.0)?.apart
    }
}

/// As many groups as are full, those who are left over one each to some of them. Everybody draws an order of the groups, too, and sits down at
/// the first with a seat left: so most stay where they are when somebody comes or goes.
fn divided(session: u32, class: &[&String], size: usize) -> Groups {
    let count = (class.len() / size.max(1)).max(1);
    let (full, mut more) = (class.len() / count, class.len() % count);
    let mut groups: Vec<Vec<String>> = vec![Vec::new(); count];
    for name in class {
        let order = |group: &usize| lot(session, &format!("{name}\0{group}"));
        let free = (0..count).filter(|group| groups[*group].len() < full + usize::from(more > 0));
        let Some(group) = free.min_by_key(order) else { continue };
        more -= usize::from(groups[group].len() == full);
        groups[group].push((*name).clone());
    }
    let named = groups.into_iter().enumerate().filter(|(_, members)| !members.is_empty());
    named.map(|(at, members)| (format!("group {}", at + 1), members)).collect()
}

/// The number that somebody draws in a session (FNV-1a, mixed): the same everywhere.
fn lot(session: u32, name: &str) -> u64 {
    let bytes = session.to_le_bytes().into_iter().chain(name.bytes());
    let drawn =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |drawn, byte| (drawn ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (drawn ^ (drawn >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;
    use crate::config::syllabus::{Session, parse};
    use crate::document::doc_path;
    use std::collections::BTreeSet;

    const PLAN: &str = "[groups]\nred = [\"a\", \"b\", \"c\", \"d\"]\nblue = [\"e\", \"f\", \"g\"]\n\
                        [[session]]\nreadings = [\"1.txt\"]\napart = \"2027-02-15\"\n\
                        [[session]]\nreadings = [\"2.txt\"]\ngroups_of = 3\n[[session]]\nreadings = [\"3.txt\"]\ngroups_of = 3\n";

    #[test]
    fn a_group_that_calls_itself_one_is_not_called_one_twice() {
        assert_eq!(["red", "Group 1", "groupies"].map(super::group_called), ["group red", "Group 1", "group groupies"]);
    }

    #[test]
    fn when_somebody_leaves_or_joins_most_of_the_others_stay_together() {
        let names: Vec<String> = ('a'..='x').map(String::from).collect();
        let drawn = |names: &[String]| {
            let plan = format!("[groups]\nall = {names:?}\n[[session]]\nreadings = ['1.txt']\ngroups_of = 3\n");
            parse(&plan).0.groups_at(&doc_path("1.txt")).into_owned()
        };
        let group_of = |groups: &super::Groups, name: &String| {
            groups.iter().find(|(_, names)| names.contains(name)).map(|(group, _)| group.clone())
        };
        let whole = drawn(&names);
        for gone in 0..names.len() {
            let mut left = names.clone();
            left.remove(gone);
            let fewer = drawn(&left);
            let stays = left.iter().filter(|name| group_of(&fewer, name) == group_of(&whole, name)).count();
            assert!(stays * 2 > left.len(), "{stays} of {} stay when {} leaves", left.len(), names[gone]);
        }
    }

    #[test]
    fn groups_are_as_written_or_drawn_anew_for_each_session_and_everybody_is_in_one() {
        let (plan, faults) = parse(PLAN);
        assert_eq!(faults, []);
        assert_eq!(*plan.groups_at(&doc_path("1.txt")), plan.groups);
        assert_eq!(*plan.groups_at(&doc_path("elsewhere.txt")), plan.groups);
        assert_eq!(plan.groups_to_write_to(None), plan.groups);
        let both = plan.groups_to_write_to(Some(&doc_path("2.txt")));
        assert!(plan.groups.keys().all(|name| both.contains_key(name)) && both.contains_key("group 1"), "{both:?}");
        let drawn = [2, 3].map(|number| plan.groups_at(&doc_path(&format!("{number}.txt"))).into_owned());
        for groups in &drawn {
            let mut sizes: Vec<usize> = groups.values().map(Vec::len).collect();
            sizes.sort_unstable();
            assert_eq!(sizes, [3, 4], "nobody is left over");
            let everybody: BTreeSet<&String> = groups.values().flatten().collect();
            assert_eq!(everybody.len(), 7);
        }
        assert_ne!(drawn[0], drawn[1], "they rotate");
        assert_eq!(
            drawn[0],
            *parse(PLAN).0.groups_of(&Session { number: 2, group_size: Some(3), ..Session::default() })
        );
        assert!(plan.apart_at(&doc_path("1.txt")).is_some() && plan.apart_at(&doc_path("2.txt")).is_none());
    }

    #[test]
    fn fewer_than_a_group_are_one_and_none_are_none() {
        let plan = |class: &str| {
            parse(&format!("[groups]\nx = {class}\n[[session]]\nreadings = [\"1.txt\"]\ngroups_of = 4\n")).0
        };
        assert_eq!(plan("[\"a\"]").groups_at(&doc_path("1.txt"))["group 1"], ["a"]);
        assert!(
            parse("[[session]]\nreadings = [\"1.txt\"]\ngroups_of = 4\n").0.groups_at(&doc_path("1.txt")).is_empty()
        );
    }

    #[test]
    fn what_means_nothing_is_told() {
        check_faults(
            r"
[[session]]
groups_of = 1 # two or more
apart = 3 # a day is written
",
        );
    }
}
