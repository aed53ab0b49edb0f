//! `postil timeline`.

use super::{Home, keys};

const TEXT: &str = "The pass\n\nSalt came over it until late November 1911. On Dec. 3 it was closed.\n\n\
                    In the summer of 1912 it was opened, as in the 1890s.\n";

fn home() -> Home {
    let home = Home::new();
    std::fs::create_dir(home.path("pass")).unwrap();
    std::fs::write(home.path("pass/pass.txt"), TEXT).unwrap();
    std::fs::write(home.path("pass/later.md"), "# Later\n\nIn May 1912, nobody knew. On March 3 nobody cared.\n")
        .unwrap();
    home
}

#[test]
fn dated_statements_stand_in_order_as_precise_as_their_words() {
    let ran = home().run(&["timeline", "pass"]);
    assert_eq!(
        ran.out,
        "\
1890s  pass.txt  In the summer of 1912 it was opened, as in the 1890s.
1911-11 late  pass.txt  Salt came over it until late November 1911.
1911-12-03  pass.txt  On Dec. 3 it was closed.
1912-03-03  later.md  On March 3 nobody cared.
1912-05  later.md  In May 1912, nobody knew.
1912 summer  pass.txt  In the summer of 1912 it was opened, as in the 1890s.
"
    );
}

#[test]
fn a_query_leaves_the_sentences_with_its_words() {
    let home = home();
    let ran = home.run(&["timeline", "pass", "--query", "salt"]);
    assert_eq!(ran.out, "1911-11 late  pass.txt  Salt came over it until late November 1911.\n");
    assert_eq!(home.run(&["timeline", "pass", "--query", "in:later"]).out.lines().count(), 2);
    assert_eq!(home.run(&["timeline", "pass", "--query", "heron"]).code, 1);
}

#[test]
fn json_says_where_each_stands_and_csv_and_a_calendar_have_the_same() {
    let home = home();
    let all = home.json(&["timeline", "pass", "--format", "json"]);
    assert_eq!(keys(&all[0]), "when precision part year_carried words sentence document start end");
    assert_eq!((&all[2]["when"], &all[2]["year_carried"]), (&"1911-12-03".into(), &true.into()));
    assert_eq!((&all[1]["when"], &all[1]["part"]), (&"1911-11".into(), &"late".into()));
    assert_eq!(all[5]["when"], "1912-22");
    let start = all[2]["start"].as_u64().unwrap() as usize;
    assert!(TEXT.chars().skip(start).collect::<String>().starts_with("On Dec. 3"));
    assert_eq!(home.run(&["timeline", "pass", "--format", "csv"]).out.lines().count(), 7);
    let calendar = home.run(&["timeline", "pass", "--format", "ics"]).out;
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 6);
    assert!(calendar.contains("DTSTART;VALUE=DATE:19111203\r\nDTEND;VALUE=DATE:19111204\r\n"), "{calendar}");
}
