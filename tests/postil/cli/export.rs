//! `postil export` of annotations: every format from one seminar, where it goes, and what is refused.

use super::{Home, documents, keys};
use serde_json::Value;

fn seminar() -> Home {
    let home = Home::new();
    let asked =
        home.annotate(&["stones", "--quote", "kept by stones", "--question", "--note", "By whom?", "--reader", "Tom"]);
    home.annotate(&["stones", "--reply-to", &asked, "--note", "By \u{1b}[31mus.", "--reader", "Mei Lin"]);
    home.annotate(&["moss", "--quote", "slowly", "--note", "Not so slowly.", "--tag", "time", "--reader", "Mei Lin"]);
    home
}

/// What was printed, with the ids of annotations out of the way.
fn printed(home: &Home, args: &[&str]) -> String {
    let ran = home.run(&[&["export", "texts"], args].concat());
    assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
    regex::Regex::new("[0-9a-f]{8}-[0-9a-f-]{27}").unwrap().replace_all(&ran.out, "ID").into_owned()
}

#[test]
fn an_export_without_more_is_markdown_of_everything() {
    let expected = "\
# Stones

Ada North, “Stones”, 2020-03

> “kept by stones” ([¶ 1](postil:stones.md#ID))

By whom?

— question

- By ␛[31mus.

  — Mei Lin

# moss.txt

“moss.txt”

> “slowly” ([¶ 1](postil:week-1/moss.txt#ID))

Not so slowly.

— Mei Lin · #time
";
    assert_eq!(printed(&seminar(), &[]), expected);
}

#[test]
fn a_query_says_which_and_nothing_found_is_told_by_the_exit_code() {
    let home = seminar();
    assert!(!printed(&home, &["tag:time"]).contains("Stones"));
    let nothing = home.run(&["export", "texts", "tag:nothing"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    home.run(&["export", "texts", "kind:sonnet"]).fails("kind:sonnet is unknown", "quotation marks");
}

#[test]
fn json_is_that_of_notes() {
    let home = seminar();
    let exported: Value = serde_json::from_str(&home.run(&["export", "texts", "--json"]).out).unwrap();
    assert_eq!(exported, home.json(&["notes", "texts", "--json"]));
    let page: Value = serde_json::from_str(&home.run(&["export", "texts", "--format", "w3c"]).out).unwrap();
    assert_eq!((keys(&page).as_str(), page["items"].as_array().unwrap().len()), ("@context type items", 3));
    let own: Value =
        serde_json::from_str(&home.run(&["export", "texts", "--format", "w3c", "--standalone"]).out).unwrap();
    assert_eq!(own[0]["target"]["source"], "stones.md");
    assert_eq!((&own[0]["target"]["selector"][1]["start"], &own[0]["creator"]["name"]), (&30.into(), &"Tom".into()));
}

#[test]
fn every_format_prints_something_that_drives_no_terminal() {
    let home = seminar();
    for format in ["markdown", "text", "org", "html", "csv", "json", "w3c", "anki"] {
        let printed = printed(&home, &["--format", format]);
        assert!(printed.contains("slowly") && !printed.contains('\u{1b}'), "{format}: {printed}");
    }
}

#[test]
fn a_file_is_written_whole_and_over_nothing_that_is_there() {
    let home = seminar();
    let told = home.run(&["export", "texts", "--out", "mine.md"]);
    assert_eq!((told.code, told.out.as_str()), (0, "3 annotations on 2 texts in mine.md\n"), "{told:?}");
    assert!(home.read("mine.md").starts_with("# Stones\n"));
    home.run(&["export", "texts", "--out", "mine.md"]).fails("mine.md already", "--force");
    assert_eq!(home.run(&["export", "texts", "kind:note", "--out", "mine.md", "--force"]).code, 0);
    assert!(home.read("mine.md").starts_with("# moss.txt\n"));
    assert_eq!(home.run(&["export", "texts", "tag:nothing", "--out", "none.md"]).code, 1);
    assert!(!home.path("none.md").exists());
}

#[test]
fn a_folder_has_a_file_for_each_text_with_front_matter() {
    let home = seminar();
    let told = home.run(&["export", "texts", "--out", "vault/"]);
    assert_eq!(told.out, "3 annotations on 2 texts in 2 files in vault/\n", "{told:?}");
    let stones = home.read("vault/stones.md");
    assert!(stones.starts_with("---\ntitle: \"Stones\"\nauthors: [\"Ada North\"]\ndate: \"2020-03\"\n"), "{stones}");
    assert!(home.read("vault/week-1/moss.md").contains("tags: [\"time\"]"));
    assert!(!stones.contains('\u{1b}'));
    home.run(&["export", "texts", "--out", "vault/"]).fails("vault/stones.md", "");
    home.run(&["export", "texts", "--format", "csv", "--out", "vault"])
        .fails("csv is one file", "--out annotations.csv");
    home.run(&["export", "texts", "--out", "essay.docx"])
        .fails("markdown is no file of a word processor", "--format html");
    home.run(&["export", "texts", "--format", "brat"]).fails("brat is a folder of files", "--out FOLDER/");
    assert_eq!(home.run(&["export", "texts", "--format", "brat", "--out", "brat/"]).code, 0);
    assert!(
        home.read("brat/week-1/moss.txt.ann").starts_with("T1\tNote "),
        "{}",
        home.read("brat/week-1/moss.txt.ann")
    );
    assert!(home.read("brat/stones.md.txt").starts_with("Stones\n\nA wall"));
}

#[test]
fn copies_of_the_files_hold_the_annotations_and_what_cannot_is_told() {
    let home = seminar();
    let name = |ending: &str| format!("counting-across-the-strait.{ending}");
    for ending in ["docx", "odt", "pdf"] {
        if cfg!(not(feature = "pdf")) && ending == "pdf" {
            continue;
        }
        let bytes = std::fs::read(documents().join("one-text-six-ways").join(name(ending))).unwrap();
        home.write(&format!("texts/{}", name(ending)), bytes);
        let quote = "No minister ordered the rise, and none ordered the first of the two falls.";
        let (text, corpus) = (name(ending), ["--reader", "Mei Lin"]);
        let note = [&[text.as_str(), "--quote", quote, "--note", "Who <did>?", "--tag", "law"][..], &corpus].concat();
        let id = home.annotate(&note);
        home.annotate(&[&[text.as_str(), "--reply-to", &id, "--note", "Nobody."][..], &corpus].concat());
        home.annotate(&[&[text.as_str(), "--document-note", "--note", "On all."][..], &corpus].concat());
        let told = home.run(&["export", "texts", "--format", "copies", "--out", "marked/", "--force"]);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.err.contains("stones.md: a file of this format holds no annotations"), "{told:?}");
        let read = home.json(&["text", &format!("marked/{}", name(ending)), "--json"]);
        let said: Vec<(&str, bool)> = read["comments"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|comment| comment["author"] == "Mei Lin")
            .map(|comment| (comment["text"].as_str().unwrap(), comment["answers"].is_number()))
            .collect();
        for wanted in [("Who <did>?\n\n#law", false), ("Nobody.", true), ("On all.", false)] {
            assert!(said.contains(&wanted), "{ending}: {said:?}");
        }
        let marked =
            read["comments"].as_array().unwrap().iter().find(|comment| comment["text"] == "Who <did>?\n\n#law");
        let at = |key: &str| usize::try_from(marked.unwrap()[key].as_u64().unwrap()).unwrap();
        let text: Vec<char> = read["text"].as_str().unwrap().chars().collect();
        assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), quote, "{ending}");
    }
}

#[test]
fn an_export_for_no_kind_of_these_texts_says_so_and_writes_nothing() {
    let home = seminar();
    let told = home.run(&["export", "texts", "--format", "epub-annotations", "--out", "sets/"]);
    told.fails("none of 2 texts is of a kind that this format is for", "markdown, html and w3c");
    assert!(std::fs::read_dir(home.path("sets")).map_or(true, |mut inside| inside.next().is_none()));
}

#[test]
fn a_quickfix_list_leads_an_editor_to_each_place() {
    let listed = printed(&seminar(), &["--format", "quickfix", "tag:time"]);
    assert!(
        listed.starts_with("week-1/moss.txt:") && listed.ends_with("Not so slowly. “slowly” (Mei Lin) #time\n"),
        "{listed}"
    );
}

#[test]
fn a_template_of_ones_own_writes_what_it_says_and_its_faults_are_told() {
    let home = seminar();
    home.write(
        "mine.j2",
        "{% for it in annotations if it.note %}{{ it.name }}: {{ it.note }} ({{ it.citation }})\n{% endfor %}",
    );
    let expected = "Tom: By whom? (Ada North, “Stones”, 2020-03, ¶ 1)\nMei Lin: By ␛[31mus. (Ada North, “Stones”, 2020-03)\n\
        Mei Lin: Not so slowly. (“moss.txt”, ¶ 1)\n";
    assert_eq!(printed(&home, &["--template", "mine.j2"]), expected);
    home.write("bad.j2", "\n{% for %}");
    home.run(&["export", "texts", "--template", "bad.j2"]).fails("bad.j2: line 2: ", "language");
}

#[test]
fn a_format_that_is_not_known_is_answered_with_those_that_are() {
    seminar()
        .run(&["export", "texts", "--format", "markdwn"])
        .fails("there is no format markdwn", "Did you mean markdown?");
}

#[test]
fn a_bibliography_beside_the_texts_says_more_of_them_than_they_do() {
    let home = seminar();
    home.write(
        "texts/references.bib",
        "@book{moss, title = {On {Moss}}, author = {Kim Ha-neul}, date = {2019}, publisher = {Harbour Press}, file = {moss.txt}}\n",
    );
    let cited = |style: &[&str]| printed(&home, &[&["--format", "text", "tag:time"], style].concat());
    assert!(cited(&[]).starts_with("Kim Ha-neul, “On Moss”, Harbour Press, 2019\n"), "{}", cited(&[]));
    let printed = |args: &[&str]| home.run(&[&["export", "texts", "--format", "csv", "tag:time"], args].concat()).out;
    assert!(printed(&["--style", "apa"]).contains(",\"(Kim, 2019, para. 1)\","), "{}", printed(&["--style", "apa"]));
    assert!(printed(&["--style", "chicago-notes"]).contains("Kim Ha-neul, On Moss (Harbour Press, 2019), para. 1."));
    home.run(&["export", "texts", "--style", "harvard"]).fails("there is no style harvard", "chicago-notes");
    let all = home.run(&["export", "texts", "--format", "bibtex"]).out;
    assert!(all.contains("@book{moss,\n  author = {Kim, Ha-neul},\n  title = {On Moss},\n"), "{all}");
    assert_eq!(all.matches('@').count(), 2, "texts without annotations are in it too: {all}");
}

#[test]
fn a_web_edition_is_a_page_for_each_text_and_a_first_one() {
    let home = seminar();
    home.write("texts/plain.txt", "Nobody has written here.\n");
    let told = home.run(&["export", "texts", "--site", "site"]);
    assert_eq!(told.out, "3 texts in 4 files in site\n", "{told:?}");
    assert!(home.read("site/index.html").contains("<a href=\"texts/week-1/moss.txt.html\">moss.txt</a>"));
    let page = home.read("site/texts/stones.md.html");
    assert!(
        page.contains("data-n=\"1\">kept by\nstones</mark>") || page.contains("data-n=\"1\">kept by stones</mark>"),
        "{page}"
    );
    assert!(home.read("site/texts/plain.txt.html").contains("Nobody has written here."));
}

#[test]
fn a_place_that_is_not_there_is_answered_with_what_is() {
    let home = seminar();
    let open = |place: &str| home.run(&["open", place, "--corpus", "texts"]);
    open("moss:P9").fails("no paragraph 9", "It has 1 paragraph");
    open("moss:p9").fails("no page 9", "no pages");
    open("nothing:P1").fails("no document is called like", "postil list");
    open("postil:#x").fails("no link of postil", "postil:week-1/moss.txt#P12");
    open("postil:week-1/moss.txt#P1").fails("this needs a terminal", "");
    home.run(&["list", "texts"]);
    home.write("other/a.txt", "Words.\n");
    home.run(&["other"]).fails("this needs a terminal", "");
    assert!(!home.run(&["list"]).err.contains("other, the folder read last"), "what did not open was not read");
}

#[test]
fn what_is_written_among_the_texts_is_told_to_show_as_one_of_them() {
    let home = seminar();
    let told = |args: &[&str]| home.run(&[&["export", "texts"], args].concat()).out;
    assert!(
        told(&["--out", "texts/notes.md"]).contains("notes.md; that lies among the texts, and shows as one of them")
    );
    assert!(told(&["--site", "texts/site"]).contains("they lie among the texts"));
    for elsewhere in
        [&["--out", "notes.md"][..], &["--site", "site"], &["--format", "json", "--out", "texts/notes.json"]]
    {
        assert!(!told(elsewhere).contains("among the texts"), "{elsewhere:?}");
    }
}
