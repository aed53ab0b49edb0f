//! Which file names which, and the circles that this makes.
//!
//! A name is followed through what passes it on (`pub use`) to the file that defines it: a face that hands its contents
//! on names none of them. It does not look at types that are never named.

use super::source::{Named, Source};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Item, UseTree};

/// The modules of the crate by their paths.
pub struct Modules {
    by_path: BTreeMap<Vec<String>, Module>,
}

struct Module {
    /// The file it stands in.
    file: usize,
    /// What `use` brings into it: the name here → the path as written.
    brought: BTreeMap<String, Vec<String>>,
    /// What `use …::*` brings into it.
    globs: Vec<Vec<String>>,
    /// What is defined in it.
    defined: BTreeSet<String>,
}

impl Modules {
    /// The modules of these files.
    pub fn of(sources: &[Source]) -> Self {
        let mut modules = Self { by_path: BTreeMap::new() };
        for (file, source) in sources.iter().enumerate().filter(|(_, source)| source.path != "main.rs") {
            modules.add(&source.module, file, &source.file.items);
        }
        modules
    }

    fn add(&mut self, path: &[String], file: usize, items: &[Item]) {
        let mut module = Module { file, brought: BTreeMap::new(), globs: Vec::new(), defined: BTreeSet::new() };
        for item in items {
            match item {
                Item::Mod(inner) => {
                    if let Some((_, items)) = &inner.content {
                        self.add(&[path, &[inner.ident.to_string()]].concat(), file, items);
                    }
                }
                Item::Use(item) => module.bring(&item.tree, &[]),
                _ => module.defined.extend(super::names::name_of(item)),
            }
        }
        self.by_path.insert(path.to_vec(), module);
    }

    /// The whole path of what is named, from the crate; `None` for what is not of the crate.
    pub fn whole(&self, named: &Named) -> Option<Vec<String>> {
        self.whole_of(&named.from, &named.parts)
    }

    fn whole_of(&self, from: &[String], parts: &[String]) -> Option<Vec<String>> {
        let (first, mut rest) = parts.split_first()?;
        let mut base = from.to_vec();
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => {
                base.pop();
                while let Some((next, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
                    debug_assert_eq!(next, "super");
                    base.pop();
                    rest = after;
                }
            }
            name if self.by_path.contains_key(&[from, &[name.to_owned()]].concat()) => base.push(name.to_owned()),
            _ => return None,
        }
        base.extend_from_slice(rest);
        Some(base)
    }

    /// The file that defines what a whole path names.
    pub fn file_of(&self, path: &[String]) -> Option<usize> {
        self.follow(path, 16)
    }

    fn follow(&self, path: &[String], patience: usize) -> Option<usize> {
        let depth = (0..=path.len()).rev().find(|depth| self.by_path.contains_key(&path[..*depth]))?;
        let (at, rest) = path.split_at(depth);
        let module = &self.by_path[at];
        let Some(name) = rest.first().filter(|name| *name != "*") else { return Some(module.file) };
        if patience == 0 || module.defined.contains(name) {
            return Some(module.file);
        }
        if let Some(brought) = module.brought.get(name) {
            let whole = self.whole_of(at, brought)?;
            return self.follow(&[&whole, &rest[1..]].concat(), patience - 1);
        }
        let through = module.globs.iter().filter_map(|glob| self.whole_of(at, glob));
        let through = through.filter(|glob| self.by_path.get(glob).is_some_and(|module| module.defined.contains(name)));
        let through = through.map(|glob| [&glob, rest].concat()).next();
        through.map_or(Some(module.file), |whole| self.follow(&whole, patience - 1))
    }
}

impl Module {
    fn bring(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.bring(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.bring(tree, before)),
            UseTree::Glob(_) => self.globs.push(before.to_vec()),
            UseTree::Rename(renamed) => {
                self.brought.insert(renamed.rename.to_string(), with(&renamed.ident));
            }
            UseTree::Name(name) if name.ident == "self" => {
                self.brought.insert(before.last().cloned().unwrap_or_default(), before.to_vec());
            }
            UseTree::Name(name) => {
                self.brought.insert(name.ident.to_string(), with(&name.ident));
            }
        }
    }
}

/// For each file, by its number, the files that it names: with what stands in code, or by `use` alone.
pub fn arrows(modules: &Modules, names: &[Vec<Named>], by_use: bool) -> Vec<BTreeSet<usize>> {
    let of = |(at, named): (usize, &Vec<Named>)| {
        let names = named.iter().filter(|named| !named.passed_on && (named.in_use || !by_use));
        names.filter_map(|named| modules.file_of(&modules.whole(named)?)).filter(|to| *to != at).collect()
    };
    names.iter().enumerate().map(of).collect()
}

/// The circles of a graph, the largest first: Tarjan's strongly connected components of more than one node.
pub fn circles(arrows: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        arrows,
        number: vec![None; arrows.len()],
        low: vec![0; arrows.len()],
        stack: Vec::new(),
        next: 0,
        found: Vec::new(),
    };
    for node in 0..arrows.len() {
        if search.number[node].is_none() {
            search.visit(node);
        }
    }
    search.found.retain(|circle| circle.len() > 1);
    search.found.sort_by_key(|circle| (std::cmp::Reverse(circle.len()), circle.clone()));
    search.found
}

struct Search<'a> {
    arrows: &'a [BTreeSet<usize>],
    number: Vec<Option<usize>>,
    low: Vec<usize>,
    stack: Vec<usize>,
    next: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, node: usize) {
        self.number[node] = Some(self.next);
        self.low[node] = self.next;
        self.next += 1;
        self.stack.push(node);
        for &to in &self.arrows[node] {
            match self.number[to] {
                None => {
                    self.visit(to);
                    self.low[node] = self.low[node].min(self.low[to]);
                }
                Some(number) if self.stack.contains(&to) => self.low[node] = self.low[node].min(number),
                Some(_) => {}
            }
        }
        if self.number[node] == Some(self.low[node]) {
            let from = self.stack.iter().rposition(|on| *on == node).unwrap_or_default();
            let mut circle = self.stack.split_off(from);
            circle.sort_unstable();
            self.found.push(circle);
        }
    }
}
