//! Replies under what they answer: a forest made flat, for lists. It draws nothing and sorts no top-level entries anew.
//!
//! Nothing recurses: a chain of a million replies is as safe as one.

use super::{Annotation, AnnotationId, Kind, Target};
use foldhash::{HashMap, HashSet};
use std::borrow::Borrow;

/// One annotation with all that hangs under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// `None` where the first entry is the thread's root; else the id of what the entries answer, which is deleted or
    /// has not arrived: show a placeholder.
    pub missing: Option<AnnotationId>,
    /// The annotations, each after its parent, those of one parent by time.
    pub entries: Vec<ThreadEntry>,
}

/// One annotation of a [`Thread`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadEntry {
    /// Its index in the slice that was handed in.
    pub index: usize,
    /// 0 for a root, 1 for what answers it or a placeholder, and so on.
    pub depth: usize,
    /// How many different people voted for it. The votes are entries too.
    pub votes: usize,
}

/// The threads, in the order of their roots (or first replies) in `annotations`. Every annotation stands in exactly
/// one. Annotations that answer each other in a circle all become roots.
pub fn threads<A: Borrow<Annotation>>(annotations: &[A]) -> Vec<Thread> {
    let annotations: Vec<&Annotation> = annotations.iter().map(Borrow::borrow).collect();
    let annotations = &annotations[..];
    let mut by_id: HashMap<&AnnotationId, usize> = HashMap::default();
    // Few are answered: a map of all would cost more than everything else here.
    let answered: HashSet<&AnnotationId> = annotations.iter().filter_map(|annotation| parent_id(annotation)).collect();
    for (index, annotation) in annotations.iter().enumerate().filter(|(_, it)| answered.contains(&it.id)) {
        by_id.entry(&annotation.id).or_insert(index);
    }
    let mut parents: Vec<Option<usize>> =
        annotations.iter().map(|a| parent_id(a).and_then(|id| by_id.get(id).copied())).collect();
    let circular = on_cycles(&parents);
    for (index, parent) in parents.iter_mut().enumerate() {
        *parent = parent.filter(|_| !circular[index]);
    }
    let children = children(annotations, &parents);
    let mut threads: Vec<Thread> = Vec::new();
    let mut placeholders: HashMap<&AnnotationId, usize> = HashMap::default();
    for (index, annotation) in annotations.iter().enumerate().filter(|(index, _)| parents[*index].is_none()) {
        let missing = parent_id(annotation).filter(|_| !circular[index]);
        let at = missing.and_then(|id| placeholders.get(id).copied()).unwrap_or(threads.len());
        if at == threads.len() {
            placeholders.extend(missing.map(|id| (id, at)));
            threads.push(Thread { missing: missing.cloned(), entries: Vec::new() });
        }
        grow(&mut threads[at].entries, (index, usize::from(missing.is_some())), annotations, &children);
    }
    threads
}

/// The index of the annotation that each one's chain of replies hangs under, its own where it answers nothing; none in a
/// circle and where a parent is missing. Each is walked over once, however long the chains are.
pub fn roots<A: Borrow<Annotation>>(annotations: &[A]) -> Vec<Option<usize>> {
    let annotation = |at: usize| -> &Annotation { annotations[at].borrow() };
    // Few are answered: a map of all would take longer than a key may.
    let answered: HashSet<&AnnotationId> = (0..annotations.len()).filter_map(|at| parent_id(annotation(at))).collect();
    let ids = (0..annotations.len()).map(|at| (&annotation(at).id, at));
    let places: HashMap<&AnnotationId, usize> = ids.filter(|(id, _)| answered.contains(id)).collect();
    let (mut roots, mut seen) = (vec![None; annotations.len()], vec![false; annotations.len()]);
    for from in 0..annotations.len() {
        let (mut at, mut chain) = (from, Vec::new());
        // A circle comes back to one that was seen and has no root.
        let root = loop {
            if std::mem::replace(&mut seen[at], true) {
                break roots[at];
            }
            chain.push(at);
            match parent_id(annotation(at)) {
                Some(parent) => match places.get(parent) {
                    Some(&parent) => at = parent,
                    None => break None,
                },
                None => break Some(at),
            }
        };
        for at in chain {
            roots[at] = root;
        }
    }
    roots
}

/// The id of what an annotation answers.
fn parent_id(annotation: &Annotation) -> Option<&AnnotationId> {
    match &annotation.target {
        Target::Annotation(id) => Some(id),
        Target::Document(_) | Target::Passage(_) => None,
    }
}

/// Which annotations answer themselves through others. Each is walked over at most twice.
fn on_cycles(parents: &[Option<usize>]) -> Vec<bool> {
    let mut circular = vec![false; parents.len()];
    // The number of the walk that came by; 0 where none did.
    let mut walks = vec![0; parents.len()];
    for start in 0..parents.len() {
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| walks[*here] == 0) {
            walks[here] = start + 1;
            at = parents[here];
        }
        // A walk that met itself closed a circle there.
        while let Some(here) = at.filter(|here| walks[*here] == start + 1 && !circular[*here]) {
            circular[here] = true;
            at = parents[here];
        }
    }
    circular
}

/// The children of each, by time and then by id.
fn children(annotations: &[&Annotation], parents: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); annotations.len()];
    for (index, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(index);
        }
    }
    for siblings in &mut children {
        siblings.sort_by_key(|&index| (annotations[index].created, &annotations[index].id));
    }
    children
}

/// Adds `root`, an index with its depth, and all below it, parents first.
fn grow(entries: &mut Vec<ThreadEntry>, root: (usize, usize), annotations: &[&Annotation], children: &[Vec<usize>]) {
    if children[root.0].is_empty() {
        return entries.push(ThreadEntry { index: root.0, depth: root.1, votes: 0 });
    }
    let mut open = vec![root];
    while let Some((index, depth)) = open.pop() {
        let ballots = children[index].iter().filter(|&&child| annotations[child].kind == Kind::Vote);
        let votes = ballots.map(|&child| annotations[child].creator.as_str()).collect::<HashSet<_>>().len();
        entries.push(ThreadEntry { index, depth, votes });
        open.extend(children[index].iter().rev().map(|&child| (child, depth + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One annotation for each word: `2` stands alone, `2<1` answers 1, `2+1` votes for 1.
    fn list(written: &str) -> Vec<Annotation> {
        let one = |(at, word): (usize, &str)| {
            let (id, parent) = word.split_once(['<', '+']).unwrap_or((word, ""));
            let target = match parent {
                "" => Target::Document("urn:sha256:d".to_owned()),
                parent => Target::Annotation(parent.into()),
            };
            Annotation {
                id: id.into(),
                kind: if word.contains('+') { Kind::Vote } else { Kind::Reply },
                creator: format!("urn:uuid:{id}").into(),
                created: jiff::Timestamp::from_second(i64::try_from(at).expect("small")).expect("small"),
                modified: jiff::Timestamp::UNIX_EPOCH,
                note: None,
                tags: Vec::new(),
                color: None,
                target,
                links: Vec::new(),
            }
        };
        written.split_whitespace().enumerate().map(one).collect()
    }

    /// The threads as words: `1 .2 ..3` for a reply to a reply, `?7 .2` for a placeholder, `1*2` for two votes.
    fn drawn(written: &str) -> String {
        let annotations = list(written);
        let one = |thread: Thread| {
            let head = thread.missing.map(|id| format!("?{id}"));
            let entry = |entry: &ThreadEntry| {
                let votes = if entry.votes > 0 { format!("*{}", entry.votes) } else { String::new() };
                format!("{}{}{votes}", ".".repeat(entry.depth), annotations[entry.index].id)
            };
            head.into_iter().chain(thread.entries.iter().map(entry)).collect::<Vec<_>>().join(" ")
        };
        threads(&annotations).into_iter().map(one).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_reply_hangs_under_the_root_of_its_chain() {
        let roots = roots(&list("1 2<1 4<3 3<2 5<9 6<7 7<6 8<6"));
        assert_eq!(roots, [Some(0), Some(0), Some(0), Some(0), None, None, None, None]);
    }

    #[test]
    fn a_chain_of_many_replies_is_walked_over_once() {
        // Newest first, as they would be met in the worst order; each from the root anew would be a billion steps.
        let chain: Vec<String> = (1..40_000).rev().map(|n| format!("{n}<{}", n - 1)).collect();
        let roots = roots(&list(&format!("{} 0", chain.join(" "))));
        assert!(roots.iter().all(|root| *root == Some(39_999)));
    }

    #[test]
    fn replies_stand_under_what_they_answer_in_order_of_time() {
        assert_eq!(drawn("1 5 3<1 4<3 2<1"), "1 .3 ..4 .2 | 5");
    }

    #[test]
    fn a_reply_may_come_before_its_parent() {
        assert_eq!(drawn("2<1 1"), "1 .2");
    }

    #[test]
    fn replies_without_their_parent_hang_under_one_placeholder() {
        assert_eq!(drawn("2<77 1 3<77 4<3"), "?77 .2 .3 ..4 | 1");
    }

    #[test]
    fn annotations_that_answer_each_other_become_roots() {
        assert_eq!(drawn("1<2 2<1"), "1 | 2");
        assert_eq!(drawn("1<1"), "1");
        assert_eq!(drawn("1<2 2<3 3<1 4<3"), "1 | 2 | 3 .4");
    }

    #[test]
    fn votes_are_counted_where_they_were_given() {
        assert_eq!(drawn("1 2+1 3+1 4<1"), "1*2 .2 .3 .4");
    }

    #[test]
    fn a_person_votes_once() {
        let mut annotations = list("1 2+1 3+1");
        annotations[2].creator = annotations[1].creator.clone();
        assert_eq!(threads(&annotations)[0].entries[0].votes, 1);
    }

    #[test]
    fn a_chain_of_many_replies_is_walked_without_recursion() {
        let chain: Vec<String> = (1..50_000).map(|n| format!("{n}<{}", n - 1)).collect();
        let threads = threads(&list(&format!("0 {}", chain.join(" "))));
        assert_eq!(threads[0].entries.last().map(|entry| entry.depth), Some(49_999));
    }

    proptest! {
        #[test]
        fn every_annotation_stands_in_exactly_one_place(parents in prop::collection::vec(0usize..12, 0..12)) {
            let words: Vec<String> = parents.iter().enumerate().map(|(id, parent)| format!("{id}<{parent}")).collect();
            let annotations = list(&words.join(" "));
            let mut seen: Vec<usize> =
                threads(&annotations).iter().flat_map(|t| t.entries.iter().map(|e| e.index)).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..annotations.len()).collect::<Vec<_>>());
        }
    }
}
