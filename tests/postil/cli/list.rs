//! `postil list` and `postil text`.

use super::{Home, documents, keys};

#[test]
fn documents_are_listed_in_aligned_columns() {
    let ran = Home::new().run(&["list", "texts"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.out,
        "\
PATH             WORDS  READ  NOTES  DATE     KIND      AUTHORS    TITLE
stones.md           18    0%      0  2020-03  markdown  Ada North  Stones
week-1/moss.txt     18    0%      0           text
"
    );
}

#[test]
fn the_keys_of_the_list_are_golden() {
    let home = Home::new();
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    let list = home.json(&["list", "texts", "--json"]);
    let wanted = "path title authors date publication format words annotations session due done prompts answered progress warnings damaged";
    assert_eq!(keys(&list[0]), wanted);
    assert_eq!(list[0]["title"], "Stones");
    assert_eq!(list[0]["authors"][0], "Ada North");
    assert!(list[0]["publication"].is_null() && list[0]["progress"] == 0.0);
    assert_eq!((&list[0]["annotations"], &list[1]["annotations"]), (&0.into(), &1.into()));
}

#[test]
fn what_was_counted_is_known_the_next_time_and_what_changed_since_is_counted_anew() {
    let home = Home::new();
    home.write("texts/syllabus.toml", "[[session]]\nreadings = [\"stones.md\"]\nprompts = [\"Why?\"]\n");
    home.annotate(&["moss", "--quote", "slowly", "--reader", "Mei"]);
    let counted = || {
        let list = home.json(&["list", "texts", "--json"]);
        let of = |at: usize| [&list[at]["annotations"], &list[at]["answered"]].map(|count| count.as_u64().unwrap());
        (of(0), of(1))
    };
    let settle = || {
        let files = ["week-1", "."]
            .map(|folder| std::fs::read_dir(home.path(&format!("texts/annotations/mei/{folder}"))).unwrap());
        for file in files.into_iter().flatten().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let file = std::fs::File::options().append(true).open(file).unwrap();
            file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_mins(1)).unwrap();
        }
    };
    let kept = || std::fs::read_dir(home.path("cache/postil/summaries")).map_or(0, Iterator::count);
    settle();
    assert_eq!((counted(), kept()), (([0, 0], [1, 0]), 1), "one text has annotations");
    assert_eq!(counted(), ([0, 0], [1, 0]));
    home.annotate(&["moss", "--quote", "north wall", "--reader", "Mei"]);
    settle();
    assert_eq!(counted(), ([0, 0], [2, 0]));
    let report = home.json(&["report", "texts", "--json"]);
    let id = report["prompts"][0]["id"].as_str().unwrap();
    home.annotate(&["stones", "--reply-to", id, "--note", "So.", "--reader", "Mei"]);
    for known in ["anew", "as kept"] {
        settle();
        assert_eq!(counted(), ([1, 1], [2, 0]), "{known}");
    }
}

#[test]
fn a_damaged_file_is_listed_with_its_reason_and_the_rest_is_unharmed() {
    let home = Home::new();
    home.write("texts/broken.txt", b"\0\x01\x02\0\0\xff\xfe\0".repeat(40));
    home.write("texts/empty.txt", "");
    let ran = home.run(&["list", "texts"]);
    assert_eq!(ran.out.matches("damaged: ").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("Stones") && ran.code == 0);
    let list = home.json(&["list", "texts", "--json"]);
    assert!(list[0]["format"].is_null() && list[0]["words"] == 0 && list[0]["warnings"][0].is_string());
}

#[test]
fn the_order_is_the_syllabus_then_paths_or_what_is_asked_for() {
    let home = Home::new();
    home.write("texts/another.md", "# Zebra\n\nOne word more than none.\n");
    home.write("texts/syllabus.toml", "[[session]]\nreadings = [\"week-1/moss.txt\"]\n");
    let order = |args: &[&str]| {
        let list = home.json(&[&["list", "texts", "--json"], args].concat());
        let names = list.as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order(&[]), "week-1/moss.txt another.md stones.md");
    assert_eq!(order(&["--sort", "words"]), "another.md week-1/moss.txt stones.md");
    assert_eq!(order(&["--sort", "date"]), "stones.md week-1/moss.txt another.md");
    home.run(&["list", "--sort", "colour"]).fails("colour", "syllabus");
}

#[test]
fn an_empty_folder_is_nothing_found_and_a_missing_one_a_failure() {
    let home = Home::with(&[]);
    let ran = home.run(&["list", "texts"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("no texts in"), "{ran:?}");
    home.write("texts/syllabus.toml", "");
    std::fs::create_dir(home.path("texts/week-2")).unwrap();
    let part = home.run(&["list", "texts/week-2"]);
    assert!(part.code == 1 && part.err.contains("/texts/week-2\n"), "{part:?}");
    assert_eq!(home.run(&["list", "texts", "--json"]).out, "[]\n");
    home.run(&["list", "nowhere"]).fails("nowhere", "Check the name");
    home.run(&["lits"]).fails("lits", "`postil list`");
}

#[test]
fn a_name_that_would_steer_the_terminal_is_printed_harmlessly() {
    let home = Home::with(&[("\u{1b}]0;owned\u{7}\u{202e}.txt", "\u{1b}[2JWords.\u{9b}31m\n")]);
    for args in [&["list", "texts"][..], &["list", "texts", "--json"], &["text", "owned", "--corpus", "texts"]] {
        let ran = home.run(args);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{ran:?}");
    }
}

#[test]
fn the_text_is_the_canonical_one_and_json_counts_in_code_points() {
    let home = Home::new();
    let text = home.run(&["text", "stones", "--corpus", "texts"]).out;
    assert_eq!(
        text,
        "Stones\n\nA wall is a “promise” kept by stones. It stands.\n\nMoss\n\nMoss asks for nothing. It stands.\n"
    );
    assert_eq!(
        home.run(&["text", "stones", "--corpus", "texts", "--at", "P2"]).out,
        "Moss asks for nothing. It stands.\n"
    );
    let json = home.json(&["text", "texts/stones.md", "--json"]);
    assert!(
        keys(&json).ends_with("progress warnings damaged text blocks outline sections pages images comments"),
        "{}",
        keys(&json)
    );
    assert_eq!(json["path"], "stones.md");
    assert_eq!(json["text"], text.trim_end());
    assert_eq!(keys(&json["blocks"][0]), "kind level start end");
    assert_eq!(keys(&json["outline"][0]), "level title start");
    let chars: Vec<char> = json["text"].as_str().unwrap().chars().collect();
    let (start, end) = (json["blocks"][2]["start"].as_u64().unwrap(), json["blocks"][2]["end"].as_u64().unwrap());
    assert_eq!(chars[start as usize..end as usize].iter().collect::<String>(), "Moss");
}

#[test]
fn the_outline_is_indented_and_has_offsets() {
    let ran = Home::new().run(&["text", "stones", "--corpus", "texts", "--outline"]);
    assert_eq!(ran.out, "       0  Stones\n      58    Moss\n");
    let ran = Home::new().run(&["text", "moss", "--corpus", "texts", "--outline"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn a_document_is_found_by_any_unique_part_or_not_at_all() {
    let home = Home::with(&[("a/one.md", "# The First\n\nx\n"), ("b/one.txt", "second"), ("empty.txt", "")]);
    for unique in ["a/one.md", "a/", "the fir", "one.md"] {
        assert_eq!(home.json(&["text", unique, "--corpus", "texts", "--json"])["path"], "a/one.md", "{unique}");
    }
    home.run(&["text", "one", "--corpus", "texts"]).fails("a/one.md, b/one.txt", "Say more");
    home.run(&["text", "three", "--corpus", "texts"]).fails("three", "postil list");
    home.run(&["text", "empty", "--corpus", "texts"]).fails("empty.txt: The file is empty", "saved");
}

#[test]
fn a_file_belongs_to_the_corpus_that_is_read_or_else_to_its_own_folder() {
    let home = Home::new();
    home.write("elsewhere/deep/x.txt", "Alone.");
    assert_eq!(home.json(&["text", "elsewhere/deep/x.txt", "--json"])["path"], "x.txt");
    home.write("documents/deep/y.txt", "In the corpus.");
    assert_eq!(home.json(&["text", "documents/deep/y.txt", "--json"])["path"], "deep/y.txt");
    assert_eq!(home.json(&["text", "texts/week-1/moss.txt", "--corpus", "texts", "--json"])["path"], "week-1/moss.txt");
}

#[test]
fn the_sample_corpus_is_listed_without_a_warning() {
    let list = Home::new().json(&["list", documents().to_str().unwrap(), "--json"]);
    for row in list.as_array().unwrap() {
        assert_eq!(row["warnings"].as_array().unwrap().len(), 0, "{row}");
        assert!(row["title"].is_string() && row["words"].as_u64().unwrap() > 100, "{row}");
    }
}

#[test]
fn a_text_that_took_work_to_make_is_the_same_from_the_cache_and_without_it() {
    let paragraph = |n: usize| format!("<p>Paragraph {n} of the page says <em>something</em> about salt and rope.</p>");
    let paragraphs: String = (0..40).map(paragraph).collect();
    let page = format!(
        "<!DOCTYPE html><html><head><title>Salt</title></head><body><article><h1>Salt</h1>{paragraphs}</article></body></html>"
    );
    let home = Home::with(&[("page.html", &page)]);
    let texts = home.path("cache/postil/texts");
    let said = || home.run(&["text", "texts/page.html", "--json"]).out;
    let anew = said();
    let kept = || std::fs::read_dir(&texts).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    assert_eq!(kept().len(), 1);
    assert_eq!(said(), anew, "from the cache");
    std::fs::write(&kept()[0], "nonsense").unwrap();
    assert_eq!(said(), anew, "made again");
    assert!(std::fs::metadata(&kept()[0]).unwrap().len() > 1_000);
    std::fs::remove_dir_all(home.path("cache")).unwrap();
    assert_eq!(said(), anew, "without a cache");
    let listed = home.run(&["list", "texts", "--json"]).out;
    assert_eq!(home.run(&["list", "texts", "--json"]).out, listed);
    assert_eq!(home.run(&["search", "paragraph 7", "texts"]).out.lines().count(), 1);
}

#[test]
fn what_is_no_text_is_counted_and_bytes_under_the_name_of_one_are_damaged() {
    let home = Home::new();
    home.write("texts/numbers.csv", "1,2\n");
    home.write("texts/week-1/table.ods", "PK");
    std::os::unix::fs::symlink("/", home.path("texts/away")).unwrap();
    let ran = home.run(&["list", "texts"]);
    assert!(ran.code == 0 && ran.err.contains("left out: 2 files of other kinds, 1 link"), "{ran:?}");
    let noise: Vec<u8> = (0..4000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    home.write("texts/noise.txt", noise);
    let all = home.json(&["list", "texts", "--json"]);
    let noise = all.as_array().unwrap().iter().find(|row| row["path"] == "noise.txt").unwrap();
    assert!(noise["damaged"] == true && noise["warnings"][0].as_str().unwrap().contains("binary"), "{noise}");
    let alone = Home::with(&[]);
    alone.write("texts/numbers.csv", "1\n");
    let ran = alone.run(&["list", "texts"]);
    assert!(ran.code == 1 && ran.err.contains("left out: 1 file of another kind"), "{ran:?}");
}

#[test]
fn a_part_of_a_name_that_many_have_names_some_and_counts_the_rest() {
    let files: Vec<(String, &str)> = (1..=6).map(|n| (format!("moss-{n}.txt"), "Moss.\n")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let home = Home::with(&files);
    home.run(&["text", "moss", "--corpus", "texts"]).fails("moss-4.txt and 2 more", "Say more of the path");
}
