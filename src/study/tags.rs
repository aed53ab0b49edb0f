//! Tags over many annotations: as a tree, and what becomes of them when they are added, taken off, renamed or merged. It knows
//! no file and changes no annotation: what a change makes of a list of tags comes out.

use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};

/// The longest tag, in characters.
const LONGEST: usize = 60;
/// The most parts of a tag: as many as the longest can have. What somebody else wrote with more of them has all the rest in the last: a level
/// of the tree for each would be a row for each, and memory by their square.
const DEEPEST: usize = LONGEST / 2 + 1;

/// A tag as it is kept: one line, no commas, no surrounding white space, not endless; empty where nothing is left.
pub fn clean_tag(typed: &str) -> String {
    let line = visible::line(typed);
    let tag: String = line.trim().trim_start_matches('#').chars().filter(|c| *c != ',').take(LONGEST).collect();
    tag.trim().to_owned()
}

/// What follows a tag in one that is it or stands below it: nothing, or `/…`.
pub fn below<'a>(tag: &'a str, above: &str) -> Option<&'a str> {
    tag.strip_prefix(above).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The tags of one annotation.
#[derive(Clone, Copy, Debug)]
pub struct TaggedAnnotation<'a> {
    /// Its tags.
    pub tags: &'a [String],
    /// A number for its document.
    pub document: usize,
    /// Whether the reader who asks made it.
    pub mine: bool,
}

/// A tag in the tree of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagNode {
    /// The whole tag: `policy/trade`.
    pub tag: String,
    /// How many annotations have this tag itself.
    pub here: usize,
    /// How many have it or one below it.
    pub with_below: usize,
    /// How many of these are the reader's own.
    pub mine: usize,
    /// On how many documents they are.
    pub documents: usize,
}

impl TagNode {
    /// How many tags it stands below.
    pub fn depth(&self) -> usize {
        parts(&self.tag).count() - 1
    }

    /// Its own part of the tag: `trade`.
    pub fn name(&self) -> &str {
        parts(&self.tag).last().unwrap_or_default()
    }
}

/// The parts of a tag: one at least, [`DEEPEST`] at most.
fn parts(tag: &str) -> impl Iterator<Item = &str> {
    tag.splitn(DEEPEST, '/')
}

#[derive(Default)]
struct TagCount {
    here: usize,
    with_below: usize,
    mine: usize,
    documents: BTreeSet<usize>,
}

/// Every tag and every tag above one, in the order of the tree: one stands before those below it. An annotation with several
/// tags below one counts once there.
pub fn tag_tree<'a>(all: impl IntoIterator<Item = TaggedAnnotation<'a>>) -> Vec<TagNode> {
    // Parts instead of the tag, so that `a/b` stands before `a-b`.
    let mut counts: BTreeMap<Vec<&'a str>, TagCount> = BTreeMap::new();
    for one in all {
        let mut under = BTreeSet::new();
        for tag in one.tags {
            let parts: Vec<&str> = parts(tag).collect();
            under.extend((1..=parts.len()).map(|end| parts[..end].to_vec()));
            counts.entry(parts).or_default().here += 1;
        }
        for parts in under {
            let count = counts.entry(parts).or_default();
            count.with_below += 1;
            count.mine += usize::from(one.mine);
            count.documents.insert(one.document);
        }
    }
    let node = |(parts, count): (Vec<&str>, TagCount)| TagNode {
        tag: parts.join("/"),
        here: count.here,
        with_below: count.with_below,
        mine: count.mine,
        documents: count.documents.len(),
    };
    counts.into_iter().map(node).collect()
}

/// What is to become of tags. Those below a tag go with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagEdit {
    /// Tags to give.
    pub add: Vec<String>,
    /// Tags to take off.
    pub remove: Vec<String>,
    /// Tags to call otherwise; called as another is, the two are one from then on.
    pub rename: Vec<(String, String)>,
}

impl TagEdit {
    /// An edit as it is typed: `law, -draft, trad=trade` gives `law`, takes `draft` off and renames `trad`. The error says what
    /// is not understood.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let mut edit = Self::default();
        for part in typed.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wants = |tag: &str| {
                let tag = clean_tag(tag);
                if tag.is_empty() { Err(format!("“{part}” names no tag")) } else { Ok(tag) }
            };
            match (part.strip_prefix('-'), part.split_once('=')) {
                (Some(tag), _) => edit.remove.push(wants(tag)?),
                (None, Some((from, to))) => edit.rename.push((wants(from)?, wants(to)?)),
                (None, None) => edit.add.push(wants(part)?),
            }
        }
        if edit == Self::default() { Err("nothing to change: law, -draft, trad=trade".to_owned()) } else { Ok(edit) }
    }

    /// The tags as they are afterwards, each once; `None` where nothing changes.
    pub fn apply(&self, tags: &[String]) -> Option<Vec<String>> {
        let mut after: Vec<String> = Vec::new();
        let kept = tags.iter().filter(|tag| !self.remove.iter().any(|gone| below(tag, gone).is_some()));
        for tag in kept.map(|tag| self.renamed(tag)).chain(self.add.iter().cloned()) {
            if !after.contains(&tag) {
                after.push(tag);
            }
        }
        (after != tags).then_some(after)
    }

    fn renamed(&self, tag: &str) -> String {
        let new = self.rename.iter().find_map(|(from, to)| Some(format!("{to}{}", below(tag, from)?)));
        new.unwrap_or_else(|| tag.to_owned())
    }

    /// What it does, in words: `law added, draft taken off, trad → trade`.
    pub fn words(&self) -> String {
        let added = self.add.iter().map(|tag| format!("{tag} added"));
        let removed = self.remove.iter().map(|tag| format!("{tag} taken off"));
        let renamed = self.rename.iter().map(|(from, to)| format!("{from} → {to}"));
        added.chain(removed).chain(renamed).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tags(written: &str) -> Vec<String> {
        written.split_whitespace().map(str::to_owned).collect()
    }

    /// What an edit makes of tags; `=` where nothing changes.
    fn edited(edit: &str, before: &str) -> String {
        let after = TagEdit::parse(edit).expect("an edit").apply(&tags(before));
        after.map_or_else(|| "=".to_owned(), |tags| tags.join(" "))
    }

    #[test]
    fn a_tag_of_endless_levels_is_no_deeper_than_one_that_can_be_typed() {
        let typed = format!("{}b", "a/".repeat(DEEPEST - 1));
        assert_eq!(clean_tag(&format!("{}b", "a/".repeat(2 * LONGEST))).split('/').count(), DEEPEST);
        for (tag, name) in [(typed, "b"), (format!("{}b", "a/".repeat(3000)), "a/a/")] {
            let tree = tag_tree([TaggedAnnotation { tags: std::slice::from_ref(&tag), document: 0, mine: false }]);
            let deepest = tree.last().expect("the tag");
            assert_eq!((tree.len(), deepest.depth(), deepest.tag.as_str()), (DEEPEST, DEEPEST - 1, tag.as_str()));
            assert!(deepest.name().starts_with(name), "{}", deepest.name());
        }
    }

    #[test]
    fn tags_are_added_taken_off_renamed_and_merged_with_those_below() {
        for (edit, before, after) in [
            ("law", "trade", "trade law"),
            ("law", "law", "="),
            ("-law", "law trade law/sea", "trade"),
            ("-law", "lawful", "="),
            ("law=right", "law law/sea lawful", "right right/sea lawful"),
            ("law=right", "right law", "right"),
            ("law=law/old", "law law/sea", "law/old law/old/sea"),
            ("a=b, b=a", "a b", "b a"),
            ("#law , -draft", "draft", "law"),
            ("law=right, -law/sea", "law/sea law", "right"),
        ] {
            assert_eq!(edited(edit, before), after, "{edit} on {before}");
        }
    }

    #[test]
    fn what_is_no_edit_says_so() {
        for typed in ["", " , ", "-", "=", "a=", "=b", "#"] {
            assert!(TagEdit::parse(typed).is_err(), "{typed}");
        }
        let edit = TagEdit::parse("law, -draft, trad=trade").expect("an edit");
        assert_eq!(edit.words(), "law added, draft taken off, trad → trade");
    }

    #[test]
    fn a_tree_counts_each_annotation_once_and_stands_before_what_is_below() {
        let all = [("law law/sea", 0, true), ("law/sea law/air", 1, false), ("law-book", 1, true), ("a/b", 0, false)];
        let lists: Vec<(Vec<String>, usize, bool)> =
            all.iter().map(|(written, document, mine)| (tags(written), *document, *mine)).collect();
        let given =
            lists.iter().map(|(tags, document, mine)| TaggedAnnotation { tags, document: *document, mine: *mine });
        let shown: Vec<String> = tag_tree(given)
            .iter()
            .map(|node| {
                let blanks = " ".repeat(node.depth());
                let name = node.name();
                format!("{blanks}{name} {} {} {} {}", node.here, node.with_below, node.mine, node.documents)
            })
            .collect();
        assert_eq!(
            shown,
            ["a 0 1 0 1", " b 1 1 0 1", "law 1 2 1 2", " air 1 1 0 1", " sea 2 2 1 2", "law-book 1 1 1 1"]
        );
    }

    proptest! {
        #[test]
        fn a_rename_is_taken_back_by_its_reverse_where_the_new_name_was_free(
            before in prop::collection::vec("[ab](/[ab])?", 0..4)
        ) {
            let once: Vec<String> = before.iter().fold(Vec::new(), |mut all, tag| {
                if !all.contains(tag) { all.push(tag.clone()); }
                all
            });
            let there = TagEdit::parse("a=c").unwrap().apply(&once).unwrap_or_else(|| once.clone());
            let back = TagEdit::parse("c=a").unwrap().apply(&there).unwrap_or(there);
            prop_assert_eq!(back, once);
        }

        #[test]
        fn any_line_is_an_edit_or_a_fault(typed in "\\PC{0,40}") {
            if let Ok(edit) = TagEdit::parse(&typed) {
                let _ = edit.apply(&tags("a b/c"));
            }
        }
    }
}
