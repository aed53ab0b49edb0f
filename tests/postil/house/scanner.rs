//! The tests of the scanner itself, on crates of a few lines.

use super::{circles, held, names, rooms, sizes, source};
use source::Source;
use std::collections::BTreeMap;

fn crate_of(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, code)| source::parse(path, code).0).collect()
}

fn upwards(files: &[Source]) -> Vec<String> {
    let names: Vec<_> = files.iter().map(source::named).collect();
    rooms::upwards(files, &circles::Modules::of(files), &names).into_iter().collect()
}

fn hidden(files: &[Source]) -> usize {
    rooms::hidden(files, &files.iter().map(source::named).collect::<Vec<_>>()).len()
}

fn circles_of(files: &[(&str, &str)]) -> Vec<Vec<usize>> {
    let files = crate_of(files);
    let names: Vec<_> = files.iter().map(source::named).collect();
    circles::circles(&circles::arrows(&circles::Modules::of(&files), &names, false))
}

#[test]
fn what_stands_behind_tests_is_read_and_tests_are_not() {
    let code = "//! A file.\n\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::cli::B;\n}\n\n// Said.\nfn c() -> crate::ui::D {}\n";
    let (source, _) = source::parse("text/a.rs", code);
    assert_eq!(source.code, "fn a() {}\nfn c() -> crate::ui::D {}");
    assert_eq!(source.lines, 2);
    assert_eq!(upwards(&[source]), ["text/a.rs names crate::ui"]);
}

#[test]
fn a_function_a_field_and_a_line_for_tests_alone_are_left_out() {
    let code = "struct A {\n    #[cfg(test)]\n    b: crate::ui::B,\n}\nimpl A {\n    #[cfg(test)]\n    fn c() -> crate::ui::C {}\n    fn d() {\n        #[cfg(test)]\n        let e = crate::ui::E;\n    }\n}\n#[test]\nfn f() {\n    crate::ui::f();\n}\n";
    let (source, _) = source::parse("text/a.rs", code);
    assert!(source::named(&source).is_empty() && !source.code.contains("ui"), "{}", source.code);
    let kept = "#[cfg(any(test, unix))]\nuse crate::ui::A;\n#[cfg(not(test))]\nuse crate::ui::B;\n";
    assert_eq!(source::named(&source::parse("text/a.rs", kept).0).len(), 2);
}

#[test]
fn a_file_that_is_declared_for_tests_is_none() {
    let (_, modules) = source::parse("app/mod.rs", "mod list;\n#[cfg(test)]\nmod stage;\n");
    assert_eq!(modules, ["stage"]);
}

#[test]
fn groups_hide_nothing_and_are_not_wanted() {
    let files = crate_of(&[("text/a.rs", "use crate::{app::B, text::{C, d::*}};\n")]);
    let parts: Vec<String> = source::named(&files[0]).iter().map(|named| named.parts.join("::")).collect();
    assert_eq!(parts, ["crate::app::B", "crate::text::C", "crate::text::d::*"]);
    assert_eq!(upwards(&files).len(), 1);
    assert_eq!(hidden(&files), 1);
    assert_eq!(hidden(&crate_of(&[("text/a.rs", "use crate::text::{B, C};\n")])), 0);
}

#[test]
fn super_leaves_no_room_unseen() {
    let named = |code: &str| {
        let files = crate_of(&[("text/deep/a.rs", code), ("text/mod.rs", ""), ("app/mod.rs", ""), ("lib.rs", "")]);
        (upwards(&files).len(), hidden(&files))
    };
    assert_eq!(named("use super::super::super::app::Model;\n"), (1, 1));
    assert_eq!(named("use super::super::Span;\n"), (0, 0));
    assert_eq!(named("use super::b::Span;\n"), (0, 0));
}

#[test]
fn names_inside_of_macros_and_in_code_count() {
    let files =
        crate_of(&[("text/a.rs", "fn a() { let _ = format!(\"{}\", crate::cli::NAME); crate::ui::draw(); }\n")]);
    assert_eq!(upwards(&files).len(), 2);
}

#[test]
fn an_inner_room_names_only_those_before_it() {
    let told = |path: &str, code: &str| {
        let files = crate_of(&[
            (path, code),
            ("app/mod.rs", "pub mod model;\npub struct Old;\n"),
            ("app/model.rs", "pub struct Model;\n"),
            ("app/status/mod.rs", "pub fn b() {}\n"),
            ("lib.rs", "pub mod app;\n"),
        ]);
        upwards(&files)
    };
    assert_eq!(told("app/query/a.rs", "use crate::app::model::Model;\n"), Vec::<String>::new());
    assert_eq!(told("app/query/a.rs", "use crate::app::status::b;\n"), ["app/query/a.rs names app::status"]);
    assert_eq!(told("app/query/a.rs", "fn c(_: crate::app::Old) {}\n"), ["app/query/a.rs names app, its face"]);
    assert_eq!(told("app/desk.rs", "use crate::app::status::b;\n"), Vec::<String>::new());
}

#[test]
fn a_circle_of_three_is_found_and_a_chain_is_none() {
    let a = ("a.rs", "use crate::b::B;\npub struct A;\n");
    let b = ("b.rs", "pub struct B(crate::c::C);\n");
    let c = ("c.rs", "use super::a::A;\npub struct C;\n");
    assert_eq!(circles_of(&[a, b, c]), [[0, 1, 2]]);
    assert_eq!(circles_of(&[a, b, ("c.rs", "pub struct C;\n")]), Vec::<Vec<usize>>::new());
}

#[test]
fn a_face_that_passes_on_names_nothing_and_is_seen_through() {
    let face = ("text/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use b::{B, C as D};\n");
    let a = ("text/a.rs", "pub struct A;\n");
    let b = ("text/b.rs", "use super::A;\npub struct B;\npub struct C;\n");
    assert_eq!(circles_of(&[face, a, b]), Vec::<Vec<usize>>::new());
    assert_eq!(circles_of(&[face, ("text/a.rs", "use crate::text::D;\npub struct A;\n"), b]), [[1, 2]]);
    let busy = ("text/mod.rs", "mod a;\npub use a::A;\npub struct E;\nfn f() { a::g(); }\n");
    assert_eq!(circles_of(&[busy, ("text/a.rs", "use super::E;\n")]), [[0, 1]]);
}

#[test]
fn sizes_and_names_are_counted_outside_tests() {
    let files = crate_of(&[
        (
            "a.rs",
            "struct A {\n    b: u8,\n    c: u8,\n}\nimpl A {\n    fn d(&self) {\n        e();\n    }\n}\n#[cfg(test)]\nmod t {\n    struct A;\n}\n",
        ),
        ("b.rs", "enum A {}\ntype B = u8;\n"),
    ]);
    let sizes = sizes::of(&files);
    assert_eq!(sizes.structs, [("a.rs: A".to_owned(), 2)]);
    assert_eq!(sizes.impls, [("a.rs: A".to_owned(), 5)]);
    assert_eq!(sizes.functions, [("a.rs: d".to_owned(), 3)]);
    let types = names::types(&files);
    assert!(types["A"] == ["a.rs", "b.rs"] && types["B"] == ["b.rs"]);
}

#[test]
fn a_list_gets_no_longer_and_says_what_it_no_longer_needs() {
    let found = BTreeMap::from([("a".to_owned(), 70), ("b".to_owned(), 5)]);
    let faults = |known: &[(&str, usize)]| held::faults("LIST", &found, known, "part it");
    assert_eq!(faults(&[("a", 70), ("b", 9)]), "");
    assert!(faults(&[("a", 69), ("b", 5)]).contains("part it") && faults(&[("a", 70)]).contains("\"b\", 5"));
    assert!(faults(&[("a", 70), ("b", 5), ("c", 1)]).contains("take these out of allowed::LIST"));
}

#[test]
fn a_circle_may_lose_files_and_none_may_join() {
    let circle = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(held::circles(&[circle(&["a", "b"])], &[&["a", "b"]]), "");
    assert!(held::circles(&[circle(&["a", "b", "c"])], &[&["a", "b"]]).contains("into a file below both"));
    assert!(
        held::circles(&[circle(&["a", "b"])], &[&["a", "b", "c"]]).contains("take these out of allowed::CIRCLES: c")
    );
}
