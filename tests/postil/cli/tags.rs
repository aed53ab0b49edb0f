//! `postil tags`: the tree, and changing one's own tags without touching others'.

use super::{Home, keys};

/// Mei writes on this device; Tom's folder lies beside hers.
fn seminar() -> Home {
    let home = Home::new();
    home.run(&["reader", "--rename", "Mei"]);
    home.annotate(&["moss", "--quote", "slowly", "--tag", "time", "--tag", "law/sea"]);
    home.annotate(&["stones", "--quote", "kept by stones", "--tag", "law", "--question", "--note", "By whom?"]);
    home.annotate(&["stones", "--quote", "Moss asks", "--tag", "law", "--reader", "Tom"]);
    home
}

fn tree(home: &Home) -> String {
    home.run(&["tags", "texts"]).out
}

const BEFORE: &str = "\
3  law  (2 texts, 2 mine)
1    sea  (1 text, 1 mine)
1  time  (1 text, 1 mine)
";

#[test]
fn the_tree_counts_what_is_below_and_what_is_mine() {
    let home = seminar();
    assert_eq!(tree(&home), BEFORE);
    assert_eq!(home.run(&["tags", "texts", "kind:question"]).out, "1  law  (1 text, 1 mine)\n");
    assert_eq!(home.run(&["tags", "texts", "kind:reply"]).code, 1);
    let json = home.json(&["tags", "texts", "--json"]);
    assert_eq!(keys(&json[0]), "tag count with_below mine documents");
    assert_eq!((&json[0]["count"], &json[1]["tag"]), (&2.into(), &"law/sea".into()));
}

#[test]
fn a_dry_run_shows_each_change_and_writes_nothing() {
    let home = seminar();
    let ran = home.run(&["tags", "texts", "--rename", "law", "right", "--dry-run"]);
    assert_eq!(
        ran.out,
        "\
stones.md  question  By whom?  law → right
week-1/moss.txt  highlight  slowly  time, law/sea → time, right/sea
"
    );
    assert!(ran.err.contains("2 annotations of yours in 2 texts would change; nothing is written"), "{ran:?}");
    assert!(ran.err.contains("1 of another reader stays as it is"), "{ran:?}");
    assert_eq!(tree(&home), BEFORE);
}

#[test]
fn a_rename_changes_one_s_own_and_its_reverse_changes_them_back() {
    let home = seminar();
    assert_eq!(home.run(&["tags", "texts", "--rename", "law", "right"]).code, 0);
    assert_eq!(
        tree(&home),
        "\
1  law  (1 text, 0 mine)
2  right  (2 texts, 2 mine)
1    sea  (1 text, 1 mine)
1  time  (1 text, 1 mine)
"
    );
    home.run(&["tags", "texts", "--rename", "right", "law"]).fails("law is in use", "--merge right law");
    assert_eq!(home.run(&["tags", "texts", "--merge", "right", "law"]).code, 0);
    assert_eq!(tree(&home), BEFORE);
}

#[test]
fn merging_makes_one_of_several_and_deleting_takes_off_what_is_below() {
    let home = seminar();
    assert_eq!(home.run(&["tags", "texts", "--merge", "time", "law", "all"]).code, 0);
    let notes = home.json(&["notes", "texts", "is:mine", "--json"]);
    let tags: Vec<String> = notes.as_array().unwrap().iter().map(|note| note["tags"].to_string()).collect();
    assert_eq!(tags, [r#"["all"]"#, r#"["all","all/sea"]"#]);
    assert_eq!(home.run(&["tags", "texts", "kind:highlight", "--delete", "all"]).code, 0);
    assert_eq!(tree(&home), "1  all  (1 text, 1 mine)\n1  law  (1 text, 0 mine)\n");
}

#[test]
fn a_tag_that_is_not_there_or_only_others_have_changes_nothing() {
    let home = seminar();
    home.run(&["tags", "texts", "--delete", "tine"]).fails("has the tag tine", "Did you mean time?");
    home.run(&["tags", "texts", "--rename", "law", " # "]).fails("a tag is empty", "without `#`");
    assert_eq!(home.run(&["tags", "texts", "--dry-run"]).code, 2, "a dry run of nothing is wrong usage");
    home.run(&["tags", "texts", "is:mine", "--delete", "law"]);
    let ran = home.run(&["tags", "texts", "--delete", "law"]);
    assert_eq!((ran.code, tree(&home).as_str()), (1, "1  law  (1 text, 0 mine)\n1  time  (1 text, 1 mine)\n"));
}
