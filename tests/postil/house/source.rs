//! The sources as the tests of the plan read them: each file to its end, without what is under `#[cfg(test)]`.
//!
//! A file is parsed, never searched as text: what stands after a test module is read like what stands before it. It
//! knows Rust, not rooms.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::{collections::BTreeSet, fs, path::Path};
use syn::{Attribute, Item, spanned::Spanned, visit_mut::VisitMut};

/// One file of `src`, without its tests.
pub struct Source {
    /// The path below `src`, with `/`.
    pub path: String,
    /// The path of its module: `app/mod.rs` is `app`, `app/list.rs` is `app`, `list`; empty for `lib.rs`.
    pub module: Vec<String>,
    /// What it holds.
    pub file: syn::File,
    /// Lines of code outside tests: neither blank nor comment.
    pub lines: usize,
    /// The code of those lines, for what is looked for by its name alone.
    pub code: String,
}

/// Reads every source file below a folder but those that are tests as a whole.
pub fn read(src: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut tests = BTreeSet::new();
    walk(src, &mut |path| {
        let code = fs::read_to_string(path).expect("a source file can be read");
        let below = path.strip_prefix(src).expect("walked from src").to_string_lossy().replace('\\', "/");
        let (source, of_tests) = parse(&below, &code);
        tests.extend(of_tests.into_iter().map(|name| [source.module.clone(), vec![name]].concat()));
        found.push(source);
    });
    found.retain(|source| !(1..=source.module.len()).any(|len| tests.contains(&source.module[..len])));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A file by its path below `src` and its code, with the names of the modules it keeps for tests alone.
pub fn parse(path: &str, code: &str) -> (Source, Vec<String>) {
    let mut file = syn::parse_file(code).expect("what compiles can be parsed");
    let mut dropped = WithoutTests::default();
    dropped.visit_file_mut(&mut file);
    let outside = |number: usize| !dropped.lines.iter().any(|(from, to)| (*from..=*to).contains(&number));
    let told = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let kept: Vec<&str> =
        (1..).zip(code.lines()).filter(|(at, line)| outside(*at) && told(line)).map(|(_, line)| line).collect();
    let (lines, code) = (kept.len(), kept.join("\n"));
    (Source { path: path.to_owned(), module: module_of(path), file, lines, code }, dropped.modules)
}

fn module_of(path: &str) -> Vec<String> {
    let names = path.trim_end_matches(".rs").split('/').map(str::to_owned);
    let mut names: Vec<String> = names.collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib" || name == "main") {
        names.pop();
    }
    names
}

/// Takes out what is compiled for tests alone, and keeps in mind where it stood.
#[derive(Default)]
struct WithoutTests {
    lines: Vec<(usize, usize)>,
    modules: Vec<String>,
}

impl WithoutTests {
    fn kept(&mut self, attributes: &[Attribute], tokens: &impl ToTokens) -> bool {
        let test = attributes.iter().any(is_for_tests);
        if test {
            let span = tokens.to_token_stream().span();
            self.lines.push((span.start().line, span.end().line));
        }
        !test
    }
}

impl VisitMut for WithoutTests {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        file.items.retain(|item| self.keeps_item(item));
        syn::visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(|item| self.keeps_item(item));
        }
        syn::visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
        block.items.retain(|item| match item {
            syn::ImplItem::Fn(function) => self.kept(&function.attrs, item),
            syn::ImplItem::Const(value) => self.kept(&value.attrs, item),
            _ => true,
        });
        syn::visit_mut::visit_item_impl_mut(self, block);
    }

    fn visit_fields_named_mut(&mut self, fields: &mut syn::FieldsNamed) {
        let all = std::mem::take(&mut fields.named);
        fields.named = all.into_iter().filter(|field| self.kept(&field.attrs, field)).collect();
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.retain(|statement| match statement {
            syn::Stmt::Item(item) => self.keeps_item(item),
            syn::Stmt::Local(local) => self.kept(&local.attrs, local),
            _ => true,
        });
        syn::visit_mut::visit_block_mut(self, block);
    }
}

impl WithoutTests {
    fn keeps_item(&mut self, item: &Item) -> bool {
        let kept = self.kept(attributes(item), item);
        if let (false, Item::Mod(module)) = (kept, item) {
            self.modules.push(module.ident.to_string());
        }
        kept
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return attribute.path().is_ident("test") };
    let written = list.tokens.to_string().replace(' ', "");
    list.path.is_ident("cfg") && (written == "test" || written.starts_with("all(test,"))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Calls `visit` with each Rust file below a folder.
pub fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path);
        }
    }
}

/// A path as a file names it: `crate::text::Span`, `super::list`, `list::open`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The module it is named in, by its path from the crate.
    pub from: Vec<String>,
    /// Its parts as written; groups are taken apart, `*` is a part.
    pub parts: Vec<String>,
    /// Whether it is only passed on: a `use` with a visibility.
    pub passed_on: bool,
    /// Whether it stands in a `use`, not in code.
    pub in_use: bool,
}

/// The paths of more than one part that the file names, in `use`, in code and inside of macros.
pub fn named(source: &Source) -> Vec<Named> {
    let mut found = Vec::new();
    named_in(&source.file.items, &source.module, &mut found);
    found
}

fn named_in(items: &[Item], module: &[String], found: &mut Vec<Named>) {
    for item in items {
        if let Item::Mod(inner) = item {
            if let Some((_, items)) = &inner.content {
                named_in(items, &[module, &[inner.ident.to_string()]].concat(), found);
            }
            continue;
        }
        let in_use = matches!(item, Item::Use(_));
        let passed_on = matches!(item, Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited));
        let mut paths = Vec::new();
        collect(item.to_token_stream(), &mut paths);
        found.extend(paths.into_iter().map(|parts| Named { from: module.to_vec(), parts, passed_on, in_use }));
    }
}

/// The paths in a stream of tokens: names with `::` between them, a group in braces after one is taken apart.
fn collect(tokens: TokenStream, found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            // `pub(in crate::room)` says who may see a thing; it names nothing.
            TokenTree::Ident(name) if name == "pub" && matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) => {
                at += 2;
            }
            TokenTree::Ident(_) => at = path(&tokens, at, &[], found),
            TokenTree::Group(group) => {
                collect(group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads one path that begins at `at`, and gives back where it ends.
fn path(tokens: &[TokenTree], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut parts = before.to_vec();
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(name) => parts.push(name.to_string()),
            TokenTree::Punct(star) if star.as_char() == '*' && !parts.is_empty() => parts.push("*".to_owned()),
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
                for branch in branches(group.stream()) {
                    path(&branch, 0, &parts, found);
                }
                return at + 1;
            }
            // `Vec::<T>::new`: what stands between the brackets is read as a path of its own.
            _ => break,
        }
        at += 1;
        if !(is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1))) {
            break;
        }
        at += 2;
    }
    if parts.len() > 1 {
        found.push(parts);
    }
    at
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

fn branches(stream: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut branches = vec![Vec::new()];
    for token in stream {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            branches.push(Vec::new());
        } else if let Some(branch) = branches.last_mut() {
            branch.push(token);
        }
    }
    branches.retain(|branch| !branch.is_empty());
    branches
}
