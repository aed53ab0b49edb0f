//! Tests of sidecar files: byte-exact form, damage, cuts, and the unions that git makes.

use super::*;
use crate::annotation::ReaderId;
use crate::annotation::merge::merge;
use crate::annotation::samples::{DOCUMENT, any_record, at, reader, record, urn};
use proptest::prelude::*;

fn mei() -> Reader {
    Reader { id: reader(900), name: "Mei Tanaka".to_owned(), nickname: "mei".to_owned() }
}

fn fresh() -> Sidecar {
    let sha256 = DOCUMENT.trim_start_matches("urn:sha256:").to_owned();
    let identity = DocumentIdentity { title: "Brief".to_owned(), path: "week-2/brief.pdf".to_owned(), sha256 };
    let ids = NewIds { collection: urn(801).to_string(), page: urn(802).to_string(), identity: urn(803) };
    Sidecar::new(&identity, &mei(), &ids, at(0))
}

fn with(records: &[Record]) -> Sidecar {
    let mut sidecar = fresh();
    for record in records {
        sidecar.put(record.clone());
    }
    sidecar
}

/// What git's `merge=union` makes of two versions of a file that started as `base`: the lines of both in every place
/// where they differ. Only lines replaced in place and lines added at the end occur.
fn union(base: &Sidecar, a: &Sidecar, b: &Sidecar) -> String {
    let texts = [base.to_text(), a.to_text(), b.to_text()];
    let [base, a, b] = texts.each_ref().map(|text| text.lines().collect::<Vec<_>>());
    let common = base.len() - 1;
    let mut lines = Vec::new();
    for at in 0..common {
        match (a[at] != base[at], b[at] != base[at]) {
            (true, true) if a[at] != b[at] => lines.extend([a[at], b[at]]),
            (true, _) => lines.push(a[at]),
            _ => lines.push(b[at]),
        }
    }
    lines.extend(&a[common..a.len() - 1]);
    lines.extend(&b[common..]);
    lines.join("\n") + "\n"
}

#[test]
fn what_records_mean_may_be_read_along_and_every_line_stays_as_it_was() {
    let kept =
        r#",{"id":"urn:x:1","type":"Annotation","x:kept":[1.50,"\u00e9"],"body":{"value":"hm"},"target":"urn:x:d"}"#;
    let whole =
        with(&[record(1, 1, "hm"), record(2, 2, "")]).to_text().replace("]}}", &format!("{kept}\n,half a line\n]}}}}"));
    for text in [whole.as_str(), &whole[..whole.len() / 2], &whole.replace('\n', " "), ""] {
        let (alone, along) = (Sidecar::parse(text), Sidecar::parse_with_meaning(text));
        assert_eq!((&alone, alone.faults(), alone.to_text()), (&along, along.faults(), along.to_text()));
        let meanings = |sidecar: &Sidecar| sidecar.records().map(Record::annotation).collect::<Vec<_>>();
        assert_eq!(meanings(&alone), meanings(&along));
    }
    assert!(Sidecar::parse_with_meaning(&whole).to_text().contains(kept));
}

#[test]
fn a_new_file_has_the_form_that_never_changes() {
    let text = with(&[record(1, 1, "hm")]).to_text();
    let header = format!(
        r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","id":"{}","type":"AnnotationCollection","label":"Brief","creator":{{"id":"{}","type":"Person","name":"Mei Tanaka","nickname":"mei"}},"created":"{}","first":{{"id":"{}","type":"AnnotationPage","items":["#,
        urn(801),
        urn(900),
        time_text(at(0)),
        urn(802),
    );
    let lines: Vec<&str> = text.split('\n').collect();
    assert_eq!(lines[0], header);
    assert!(lines[1].starts_with(&format!(r#"{{"id":"{}","type":"Annotation","motivation":"identifying""#, urn(803))));
    assert_eq!(lines[2], format!(",{}", record(1, 1, "hm").to_line()));
    assert_eq!(lines[3..], ["]}}", ""]);
    serde_json::from_str::<Value>(&text).expect("it is JSON");
}

#[test]
fn a_file_knows_its_reader_and_its_document() {
    let read = Sidecar::parse(&fresh().to_text());
    assert_eq!(read.owner(), Some(&reader(900)));
    assert_eq!(read.identity().map(|identity| identity.path), Some("week-2/brief.pdf".to_owned()));
    assert!(read.faults().is_empty() && read.unread().next().is_none());
}

#[test]
fn an_edit_replaces_its_line_and_leaves_the_others_as_they_are() {
    let odd = format!(", {}  ", record(1, 1, "odd").to_line().replace(":{", ": {"));
    let text = with(&[record(2, 1, "two")]).to_text().replace("\n]}}", &format!("\n{odd}\n]}}}}"));
    let mut sidecar = Sidecar::parse(&text);
    assert!(sidecar.faults().is_empty());
    sidecar.put(record(2, 5, "new"));
    let written = sidecar.to_text();
    assert!(written.contains(odd.trim_matches([',', ' '])), "{written}");
    assert!(written.contains("new") && !written.contains("two"));
    assert_eq!(written.lines().count(), text.lines().count());
}

#[test]
fn a_new_record_about_the_document_goes_to_the_end() {
    let mut sidecar = fresh();
    let before = sidecar.to_text();
    let moved = DocumentIdentity { path: "week-3/brief.pdf".to_owned(), ..sidecar.identity().expect("it says") };
    sidecar.put(Record::identifying(&moved, &urn(803), &reader(900), at(9)));
    assert_eq!(sidecar.identity(), Some(moved));
    assert!(sidecar.to_text().starts_with(before.trim_end_matches("]}}\n")));
    sidecar.put(Record::identifying(&DocumentIdentity::default(), &urn(803), &reader(900), at(12)));
    assert_eq!(sidecar.to_text().lines().count(), 4);
}

#[test]
fn a_collided_id_is_written_as_it_was() {
    let mut sidecar = with(&[record(1, 1, "old")]);
    sidecar.put(record(1, 2, "new").with_id(&format!("{}#{}", urn(1), urn(900)).into()));
    assert_eq!(sidecar.get(&urn(1)), Some(&record(1, 2, "new")));
}

#[test]
fn a_record_of_somebody_else_is_never_written_over() {
    let theirs = Record::parse(&record(1, 9, "theirs").to_line().replace(&*urn(900), &urn(901))).expect("a record");
    let mut sidecar = with(std::slice::from_ref(&theirs));
    sidecar.put(record(1, 2, "mine"));
    sidecar.put(record(1, 3, "mine, later"));
    assert_eq!(sidecar.get(&urn(1)), Some(&record(1, 3, "mine, later")));
    assert!(sidecar.records().skip(1).eq([&theirs, &record(1, 3, "mine, later")]));
}

#[test]
fn the_newest_of_several_lines_counts_and_is_the_one_replaced() {
    let base = with(&[record(1, 1, "base")]);
    let (mut a, mut b) = (base.clone(), base.clone());
    a.put(record(1, 5, "newer"));
    b.put(record(1, 3, "older"));
    let mut both = Sidecar::parse(&union(&base, &a, &b));
    assert!(both.faults().is_empty());
    assert_eq!(both.get(&urn(1)), Some(&record(1, 5, "newer")));
    both.put(record(1, 6, "newest"));
    let text = both.to_text();
    assert!(text.contains("newest") && text.contains("older") && !text.contains("newer"));
}

#[test]
fn the_marks_of_a_conflict_are_passed_over() {
    let text = with(&[record(1, 1, "a"), record(2, 1, "b")]).to_text();
    let marked: Vec<String> = text
        .lines()
        .enumerate()
        .flat_map(|(at, line)| match at {
            2 => vec!["<<<<<<< HEAD".to_owned(), line.to_owned(), "||||||| base".to_owned(), "=======".to_owned()],
            3 => vec![line.to_owned(), ">>>>>>> b".to_owned()],
            _ => vec![line.to_owned()],
        })
        .collect();
    let read = Sidecar::parse(&marked.join("\r\n"));
    assert_eq!(read.faults().len(), 1);
    assert_eq!(read, Sidecar::parse(&text));
    assert_eq!(read.to_text(), text);
}

#[test]
fn a_file_laid_out_anew_by_another_program_is_read_whole() {
    let sidecar = with(&[record(1, 1, "a"), record(2, 1, "")]);
    let value: Value = serde_json::from_str(&sidecar.to_text()).expect("it is JSON");
    for text in [format!("{value:#}"), value.to_string(), format!("\u{feff}{value}\n")] {
        let read = Sidecar::parse(&text);
        assert_eq!(read.faults(), [""; 0]);
        assert_eq!(read.to_text(), sidecar.to_text());
    }
}

#[test]
fn what_a_line_says_is_not_lost_where_the_whole_says_more() {
    let line = |number| record(number, 1, "a").to_line();
    let split = |number| line(number).replacen(',', ",\n", 1);
    // By its lines this says one record, as a whole two others.
    let text = format!("{{\"items\":[{{\"x\":[\n{}\n]}},\n{},\n{}\n]}}", line(1), split(2), split(3));
    serde_json::from_str::<Value>(&text).expect("it is JSON");
    let read = Sidecar::parse(&text);
    assert_eq!(read.records().map(Record::to_line).collect::<Vec<_>>(), [line(1)]);
    let rest: String = read.unread().collect();
    assert!(split(2).lines().chain(split(3).lines()).all(|part| rest.contains(part)), "{rest}");
    let again = Sidecar::parse(&read.to_text());
    assert!(again.records().any(|record| record.to_line() == line(1)), "nor when it is written");
}

#[test]
fn a_collection_without_records_keeps_its_keys_in_any_layout() {
    let text = r#"{"id":"urn:x:c","type":"AnnotationCollection","first":{"type":"AnnotationPage","items":[],"x:k":1},"x:l":2}"#;
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    let read = Sidecar::parse(&format!("{value:#}"));
    assert_eq!(read.unread().count(), 0);
    let again: Value = serde_json::from_str(&read.to_text()).expect("it is JSON");
    assert_eq!(again, value);
}

#[test]
fn a_page_by_itself_stays_one() {
    let item = record(1, 1, "a").to_line();
    let text = format!(r#"{{"id":"urn:x:p","type":"AnnotationPage","items":[{item}],"x:k":1}}"#);
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    for text in [text, format!("{value:#}")] {
        let read = Sidecar::parse(&text);
        let again: Value = serde_json::from_str(&read.to_text()).expect("it is JSON");
        assert_eq!(again, value);
        assert_eq!(Sidecar::parse(&read.to_text()), read);
    }
}

#[test]
fn a_line_with_a_key_twice_stays_as_it_is_until_it_is_changed() {
    let twice = record(1, 1, "a").to_line().replace(r#""type":"Annotation""#, r#""type":"Annotation","x":1,"x":2"#);
    let text = fresh().to_text().replace("\n]}}", &format!("\n,{twice}\n]}}}}"));
    let mut read = Sidecar::parse(&text);
    read.put(record(2, 1, "b"));
    assert!(read.to_text().contains(&twice));
    assert_eq!(read.get(&urn(1)).and_then(|record| record.object().get("x")), Some(&Value::from(2)));
}

#[test]
fn what_is_no_annotation_is_kept_where_it_stands() {
    let text = with(&[record(1, 1, "a")]).to_text().replace("\n]}}", "\n,{\"id\":7}\n, nonsense\n,42\n]}}");
    let mut read = Sidecar::parse(&text);
    assert_eq!(read.faults().len(), 3);
    assert_eq!(read.unread().collect::<Vec<_>>(), [",{\"id\":7}", ", nonsense", ",42"]);
    assert_eq!(read.to_text(), text);
    read.put(record(2, 1, "b"));
    assert_eq!(Sidecar::parse(&read.to_text()), read);
}

#[test]
fn an_unknown_end_of_a_later_version_stays() {
    let text = fresh().to_text().replace("\n]}}", "\n]},\"x:later\":true}");
    let mut read = Sidecar::parse(&text);
    assert!(read.faults().is_empty());
    read.put(record(1, 1, "a"));
    serde_json::from_str::<Value>(&read.to_text()).expect("it is JSON still");
    assert!(read.to_text().ends_with("\n]},\"x:later\":true}\n"));
}

#[test]
fn a_lost_header_is_made_anew_and_the_records_stay() {
    let whole = with(&[record(1, 1, "a")]);
    let written = whole.to_text();
    let (_, text) = written.split_once('\n').expect("it has a header");
    let read = Sidecar::parse(text);
    assert!(!read.faults().is_empty());
    assert_eq!(read.owner(), Some(&reader(900)));
    assert!(read.records().eq(whole.records()));
    let again = Sidecar::parse(&read.to_text());
    assert!(again.faults().is_empty());
    assert_eq!(again, read);
    serde_json::from_str::<Value>(&read.to_text()).expect("it is JSON again");
}

#[test]
fn an_empty_file_is_nothing_and_stays_so() {
    for text in ["", "\n", "\u{feff}", "[]", " \n\n]}}\n"] {
        let read = Sidecar::parse(text);
        assert!(read.records().next().is_none() && read.unread().next().is_none(), "{text:?}");
    }
    assert!(Sidecar::parse("").is_empty() && Sidecar::parse("").to_text().is_empty());
}

#[test]
fn the_faults_of_a_hopeless_file_are_not_all_told() {
    let read = Sidecar::parse(&"{nonsense\n".repeat(1000));
    assert_eq!(read.faults().len(), TOLD + 1);
    assert!(read.faults()[TOLD].contains("more"), "{:?}", read.faults());
    assert_eq!(read.unread().count(), 1000);
}

#[test]
fn many_headers_and_ends_are_read_in_one_pass() {
    let text = format!("{}{}", fresh().to_text(), "]x\n]}}\n{\"a\":[\n".repeat(20_000));
    let read = Sidecar::parse(&text);
    assert_eq!(read.unread().count(), 40_000);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_to_the_byte(records in prop::collection::vec(any_record(), 0..9)) {
        let sidecar = with(&records);
        let text = sidecar.to_text();
        let read = Sidecar::parse(&text);
        prop_assert_eq!(read.faults(), [""; 0]);
        prop_assert_eq!(&read, &sidecar);
        prop_assert_eq!(read.to_text(), text.clone());
        let value: Value = serde_json::from_str(&text).expect("it is JSON");
        prop_assert_eq!(value["first"]["items"].as_array().map(Vec::len), Some(sidecar.records().count()));
        for line in text.lines().skip(2).take(sidecar.records().count() - 1) {
            let comma_first = line.starts_with(",{") && line.ends_with('}');
            prop_assert!(comma_first);
        }
    }

    #[test]
    fn a_union_of_two_versions_is_whole_and_says_what_both_say(
        base in prop::collection::vec(any_record(), 0..5),
        a in prop::collection::vec(any_record(), 0..5),
        b in prop::collection::vec(any_record(), 0..5),
    ) {
        let base = with(&base);
        let (mut left, mut right) = (base.clone(), base.clone());
        for record in a {
            left.put(record);
        }
        for record in b {
            right.put(record);
        }
        let text = union(&base, &left, &right);
        serde_json::from_str::<Value>(&text).expect("it is JSON");
        let both = Sidecar::parse(&text);
        prop_assert_eq!(both.faults(), [""; 0]);
        // What one side wrote is there; what neither touched is there.
        let [old, left, right, both] = [&base, &left, &right, &both].map(Sidecar::to_text);
        let is_in = |text: &str, line: &str| text.lines().any(|other| other == line);
        for line in left.lines().chain(right.lines()) {
            let expected = !is_in(&old, line) || (is_in(&left, line) && is_in(&right, line));
            prop_assert!(!expected || is_in(&both, line));
        }
    }

    #[test]
    fn lines_in_any_order_with_any_repeated_lose_nothing(
        records in prop::collection::vec(any_record(), 1..9), shuffle in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
    ) {
        let sidecar = with(&records);
        let text = sidecar.to_text();
        let lines: Vec<&str> = text.lines().collect();
        let mut mixed = lines.clone();
        for index in &shuffle {
            mixed.push(lines[index.index(lines.len())]);
        }
        mixed.rotate_left(shuffle[0].index(lines.len()));
        let read = Sidecar::parse(&mixed.join("\n"));
        prop_assert_eq!(read.unread().count(), 0);
        let (plain, mixed): (Vec<_>, Vec<_>) = (sidecar.records().cloned().collect(), read.records().cloned().collect());
        let files: [(Option<&ReaderId>, &[Record]); 2] = [(None, &plain), (None, &mixed)];
        let (one, other) = (merge([files[0]]), merge([files[1]]));
        prop_assert_eq!((one.live, one.tombstones, one.kept_aside), (other.live, other.tombstones, other.kept_aside));
    }

    #[test]
    fn a_cut_at_any_byte_loses_at_most_the_record_it_goes_through(
        records in prop::collection::vec(any_record(), 0..5), cut in any::<prop::sample::Index>(),
    ) {
        let sidecar = with(&records);
        let text = sidecar.to_text();
        let cut = text.floor_char_boundary(cut.index(text.len()));
        let read = Sidecar::parse(&text[..cut]);
        let whole_lines = text[..cut].matches('\n').count();
        let expected: Vec<&Record> = sidecar.records().take(whole_lines.saturating_sub(1)).collect();
        let found: Vec<&Record> = read.records().collect();
        prop_assert!(found.starts_with(&expected) && found.len() <= expected.len() + 1);
        let again = Sidecar::parse(&read.to_text());
        prop_assert_eq!(&again, &read);
        prop_assert!(again.unread().eq(read.unread()));
    }

    #[test]
    fn damage_never_shrinks_a_file(
        records in prop::collection::vec(any_record(), 0..5),
        damage in prop::collection::vec((any::<prop::sample::Index>(), "[\\PC\n,{}\\[\\]\"]{0,6}"), 0..4),
        more in any_record(),
    ) {
        let mut text = with(&records).to_text();
        for (place, junk) in damage {
            let place = text.floor_char_boundary(place.index(text.len()));
            text.insert_str(place, &junk);
        }
        let mut read = Sidecar::parse(&text);
        let sizes = |s: &Sidecar| (s.records().count(), s.unread().count());
        let before = sizes(&read);
        let again = Sidecar::parse(&read.to_text());
        prop_assert_eq!(sizes(&again), before);
        prop_assert_eq!(again.to_text(), read.to_text());
        read.put(more.clone());
        let after = Sidecar::parse(&read.to_text());
        prop_assert!(after.records().count() >= before.0 && after.unread().count() >= before.1);
        prop_assert!(after.records().any(|record| *record == more));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[\\PC\n]{0,80}|([\\]\\[{},\":\n=<>a ]{0,8}(\"id\":\"a\",\"target\":1)?){0,4}") {
        let read = Sidecar::parse(&text);
        let _ = (read.owner(), read.identity(), read_any(&text));
        prop_assert_eq!(Sidecar::parse(&read.to_text()).to_text(), read.to_text());
    }
}

#[test]
fn which_document_a_file_is_about_is_read_without_the_rest_however_it_is_laid_out() {
    let mut sidecar = with(&[record(1, 0, "a note on identifying things")]);
    let other = DocumentIdentity { path: "week-3/brief.pdf".to_owned(), ..sidecar.identity().expect("it says so") };
    sidecar.put(Record::identifying(&other, &urn(804), &mei().id, at(5)));
    let all = |sidecar: &Sidecar| sidecar.records().filter_map(Record::identity).collect::<Vec<_>>();
    assert_eq!(all(&sidecar).len(), 2);
    let text = sidecar.to_text();
    assert_eq!(Sidecar::identities_in(&text), all(&sidecar));
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(Sidecar::identities_in(&format!("{value:#}")), all(&sidecar), "laid out anew by another program");
    assert_eq!(Sidecar::identities_in("{"), []);
}
