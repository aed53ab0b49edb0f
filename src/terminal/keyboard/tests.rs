//! Bytes and what they mean: in whole, in parts, and with time between the parts.

use super::*;
use proptest::prelude::*;

/// Inputs in words; pastes joined, so that the parts they came in do not matter.
fn shown(inputs: Vec<Input>) -> String {
    let mut joined: Vec<Input> = Vec::new();
    for input in inputs {
        match (joined.last_mut(), input) {
            (Some(Input::Paste(before)), Input::Paste(text)) => before.push_str(&text),
            (_, input) => joined.push(input),
        }
    }
    let words = joined.into_iter().map(|input| match input {
        Input::Key(chord) => chord.to_string(),
        Input::Paste(text) => format!("{text:?}"),
        Input::Mouse(event) => format!("{:?}@{},{}", event.act, event.column, event.row),
        Input::Focus => "focus".to_owned(),
        Input::Well => "well".to_owned(),
        Input::Margins => "margins".to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Pieces with a pause after each, as the loop that reads would hand them over.
fn paused(pieces: &[(&[u8], Duration)]) -> String {
    let (mut keyboard, mut found) = (Keyboard::default(), Vec::new());
    for (bytes, pause) in pieces {
        found.extend(keyboard.take(bytes));
        let mut left = *pause;
        while let Some(wait) = keyboard.wait().filter(|wait| *wait <= left) {
            left -= wait;
            found.extend(keyboard.decide());
        }
    }
    shown(found)
}

/// All at once, then silence.
fn keys(bytes: &[u8]) -> String {
    paused(&[(bytes, Duration::from_secs(9))])
}

/// In two parts, that many milliseconds apart.
fn late(milliseconds: u64, first: &str, second: &str) -> String {
    paused(&[(first.as_bytes(), Duration::from_millis(milliseconds)), (second.as_bytes(), Duration::from_secs(9))])
}

#[test]
fn keys_are_told_as_terminals_send_them() {
    assert_eq!(keys(b"jG \r\t\x7f\x08"), "j G space enter tab backspace backspace");
    assert_eq!(keys(b"j\nj"), "j enter j", "typed before the terminal was the program's");
    assert_eq!(keys(b"\x04\x1a\x1c\x00"), "ctrl-d ctrl-z ctrl-\\ ctrl-space");
    assert_eq!(
        keys(b"\x1b[A\x1bOB\x1b[1;5C\x1b[H\x1b[4~\x1b[3~\x1b[Z"),
        "up down ctrl-right home end delete shift-tab"
    );
    assert_eq!(keys(b"\x1bOP\x1b[15~\x1b[17~\x1b[24~\x1b[[C\x1b[1;2R"), "f1 f5 f6 f12 f3 shift-f3");
    assert_eq!(keys("é漢🙂".as_bytes()), "é 漢 🙂");
    assert_eq!(keys(b"\x1b[97;5u\x1b[27;5;13~"), "ctrl-a ctrl-enter");
}

#[test]
fn an_escape_is_a_key_only_when_nothing_follows() {
    assert_eq!(keys(b"\x1b"), "esc");
    assert_eq!(keys(b"\x1b\x1b[B"), "esc down");
    assert_eq!(keys(b"\x1bf\x1b["), "alt-f alt-[");
    let mut keyboard = Keyboard::default();
    assert_eq!(keyboard.take(b"\x1b"), []);
    assert_eq!(keyboard.wait(), Some(ALONE));
    assert_eq!(keyboard.take(b"[D"), [Input::Key(Key::Left.into())]);
    assert_eq!(keyboard.wait(), None);
}

#[test]
fn the_mouse_is_told_in_both_forms() {
    assert_eq!(
        keys(b"\x1b[<0;11;6M\x1b[<32;300;7M\x1b[<0;12;7m\x1b[<65;1;1M\x1b[<2;1;1M"),
        "Down@10,5 Drag@299,6 Up@11,6 Wheel(Forward)@0,0"
    );
    assert_eq!(keys(b"\x1b[M +&\x1b[M#+&\x1b[M`!!"), "Down@10,5 Up@10,5 Wheel(Backward)@0,0");
}

#[test]
fn what_no_key_sends_is_dropped_and_the_rest_is_read() {
    assert_eq!(keys(b"a\xff\x80b\x1b[?62;c\x1b[12;40Rc\x1b[\x01d\xe2\x28e"), "a b c ctrl-a d ( e");
    assert_eq!(keys(&[b"\x1b[".as_slice(), &[b'1'; 65], b"x"].concat()), "1 x");
}

#[test]
fn a_paste_is_text_whatever_is_in_it_and_comes_as_it_arrives() {
    assert_eq!(keys(b"\x1b[200~q\x1b]52;c;x\x07\r\n\x1b[201~j"), "\"q\\u{1b}]52;c;x\\u{7}\\r\\n\" j");
    let mut keyboard = Keyboard::default();
    assert_eq!(keyboard.take("\x1b[200~ab\u{e9}".as_bytes()[..9].as_ref()), [Input::Paste("ab".into())]);
    assert_eq!(keyboard.take(b"\xa9c\x1b[2"), [Input::Paste("éc".into())]);
    assert_eq!(keyboard.wait(), None);
    assert_eq!(keyboard.take(b"01~q"), [Input::Key(Chord::char('q'))]);
}

#[test]
fn what_comes_late_is_still_the_rest_of_what_was_begun() {
    for pause in [5, 40, 60, 90] {
        assert_eq!(late(pause, "\x1b", "[B"), "down", "{pause}");
        assert_eq!(late(pause, "\x1b", "[<65;10;10M"), "Wheel(Forward)@9,9", "{pause}");
    }
    for pause in [40, 60, 400, 5000] {
        assert_eq!(late(pause, "\x1b[<65;1", "0;10M"), "Wheel(Forward)@9,9", "{pause}");
        assert_eq!(late(pause, "\x1b[1;", "5C"), "ctrl-right", "{pause}");
        assert_eq!(late(pause, "\x1b[M ", "+&"), "Down@10,5", "{pause}");
        assert_eq!(late(pause, "\x1b[20", "0~q\x1b[201~"), "\"q\"", "{pause}");
        assert_eq!(late(pause, "\x1b]11;rgb:ff/", "ff/ff\x1b\\j"), "j", "{pause}");
        assert_eq!(late(pause, "\x1b]11;rgb:ff/ff/ff\x1b", "\\j"), "j", "{pause}");
        let (mut keyboard, letter) = (Keyboard::default(), "한".as_bytes());
        assert_eq!((keyboard.take(&letter[..1]), keyboard.wait()), (vec![], None));
        assert_eq!(keyboard.take(&letter[1..]), [Input::Key(Chord::char('한'))]);
    }
}

#[test]
fn where_an_escape_was_told_too_early_the_rest_is_no_key_that_writes() {
    assert_eq!(late(400, "\x1b", "[B"), "esc down");
    assert_eq!(late(400, "\x1b", "[<65;10;10M"), "esc Wheel(Forward)@9,9");
    assert_eq!(late(400, "\x1b[", "<65;10;10M"), "alt-[ Wheel(Forward)@9,9");
    assert_eq!(late(400, "\x1b[", "B"), "alt-[ down");
    assert_eq!(late(400, "\x1b", "]11;rgb:f/f/f\x07j"), "esc j");
    assert_eq!(late(400, "\x1b]", "11;rgb:f/f/f\x07j"), "alt-] j");
    assert_eq!(late(400, "\x1b", "P1+r5463\x1b\\j"), "esc j");
    let wheel: Vec<(&[u8], Duration)> =
        b"\x1b[<65;10;10M".chunks(1).map(|byte| (byte, Duration::from_millis(400))).collect();
    assert_eq!(paused(&wheel), "esc [ Wheel(Forward)@9,9");
}

#[test]
fn on_a_line_that_was_seen_to_be_slow_an_arrow_in_three_pieces_is_one() {
    let slowly = |bytes: &'static [u8]| bytes.chunks(1).map(|byte| (byte, Duration::from_millis(400)));
    let apart = |first: &'static [u8], then: &'static [u8]| {
        let pieces: Vec<(&[u8], Duration)> = slowly(first).chain(slowly(then)).collect();
        paused(&pieces)
    };
    assert_eq!(apart(b"", b"\x1b[B"), "esc [ B", "nothing is known of the line yet");
    assert_eq!(apart(b"\x1b[<65;10;10M", b"\x1b[B"), "esc [ Wheel(Forward)@9,9 esc down");
    let seen: &[(&[u8], Duration)] = &[(b"\x1b[1;", Duration::from_millis(400)), (b"5C", Duration::ZERO)];
    let then = slowly(b"\x1b[B").collect::<Vec<_>>();
    assert_eq!(paused(&[seen, &then].concat()), "ctrl-right esc down");
    // Escape itself is as quick as ever, and what is typed after it is what was typed.
    let mut keyboard = Keyboard { torn: true, ..Keyboard::default() };
    keyboard.take(b"\x1b");
    assert_eq!(keyboard.wait(), Some(ALONE));
    assert_eq!((keyboard.decide(), keyboard.wait()), (vec![], Some(ESCAPE)));
    assert_eq!(keyboard.decide(), [Input::Key(Key::Esc.into())]);
    assert_eq!(keyboard.take(b"["), []);
    assert_eq!(shown(keyboard.take(b"j")), "[ j");
}

#[test]
fn what_is_typed_after_an_escape_is_what_was_typed() {
    assert_eq!(late(40, "\x1b", "j"), "esc j");
    assert_eq!(late(10, "\x1b", "j"), "alt-j");
    assert_eq!(late(40, "\x1b", "\x1b"), "esc esc");
    for keys in ["j", "[", "]", "P", "O", "]1", "[j", "P1", "Px", "_x", "é"] {
        let typed = keys.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        assert_eq!(late(400, "\x1b", keys), format!("esc {typed}"), "{keys}");
    }
}

#[test]
fn that_the_terminal_knows_margins_is_told_and_that_it_does_not_is_no_key() {
    assert_eq!(keys(b"\x1b[?69;2$yj\x1b[?69;1$y"), "margins j margins");
    assert_eq!(keys(b"\x1b[?69;0$yj\x1b[?69;4$yk\x1b[?2026;2$yl"), "j k l");
}

#[test]
fn that_the_terminal_is_well_is_told_however_it_comes_apart() {
    assert_eq!(keys(b"\x1b[0nj"), "well j");
    for cut in 2..4 {
        assert_eq!(late(60, &"\x1b[0n"[..cut], &"\x1b[0n"[cut..]), "well", "at {cut}");
    }
}

#[test]
fn what_a_terminal_answers_is_no_key() {
    for answer in [
        "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]52;c;YWJj\x07",
        "\x1b]lA title\x1b\\",
        "\x1bP1+r5463\x1b\\",
        "\x1bP>|xterm(379)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b^said\x1b\\",
        "\x1bXsaid\x07",
        "\x1b[?62;22c",
        "\x1b[>41;379;0c",
        "\x1b[12;40R",
        "\x1b[1;40R",
        "\x1b[?1;3R",
        "\x1b[?1;0;256S",
        "\x1b[?2026;2$y",
        "\x1b[?997;1n",
        "\x1b[8;24;80t",
        "\x1b[?1u",
        "\x1b[3n",
    ] {
        assert_eq!(keys(format!("{answer}j").as_bytes()), "j", "{answer:?}");
        for cut in 2..answer.len() {
            assert_eq!(late(60, &answer[..cut], &answer[cut..]), "", "{answer:?} at {cut}");
        }
    }
    assert_eq!(keys(b"\x1b[I"), "focus");
    assert_eq!(keys(b"\x1b[O"), "");
}

#[test]
fn an_answer_without_an_end_can_be_left() {
    assert_eq!(keys(b"\x1b]11;rgb\x1b[Bj"), "down j");
    assert_eq!(keys(b"\x1b]11;rgb\x18j"), "j");
    assert_eq!(keys(b"\x1bPabc\x1bqj"), "q j");
    let endless = [b"\x1b]52;c;".as_slice(), &vec![b'A'; 3 << 20], b"\x07j"].concat();
    let (mut keyboard, mut found) = (Keyboard::default(), 0);
    for part in endless.chunks(4096) {
        found += keyboard.take(part).len();
        assert!(keyboard.pending.len() < 8192);
    }
    assert!(found > 0, "what is longer than any answer is taken for what it is");
}

/// Pieces of input of every kind.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(
        prop::sample::select(vec![
            "\x1b[200~",
            "\x1b[201~",
            "\x1b[A",
            "\x1b[<0;3;4M",
            "\x1b[<65;1",
            "\x1bO",
            "\x1b",
            "[",
            "é",
            "漢",
            "\r",
            "\n",
            "q",
            "1",
            ";",
            "~",
            "\u{9b}",
            "\x1b]11;rgb:f/f/f",
            "\x07",
            "\x1b\\",
            "\x1bP1+r",
            "\x1b[M",
            "\x1b[I",
            "<",
            "O",
        ]),
        0..20,
    )
}

/// Inputs that are complete by themselves, none of which is a lone Escape or a part of something longer.
fn whole() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(
        prop::sample::select(vec![
            "\x1b[200~q\r\n\x1b[201~q",
            "\x1b[A",
            "\x1bOB",
            "\x1b[<0;3;4M",
            "\x1b[<65;10;10M",
            "\x1b[M +&",
            "é",
            "漢",
            "🙂",
            "\r",
            "q",
            "1",
            "M",
            "\x1b]11;rgb:f/f/f\x07",
            "\x1bP1+r5463\x1b\\",
            "\x1b[12;40R",
            "\x1b[I",
            "\x1b[3~",
        ]),
        0..12,
    )
}

proptest! {
    #[test]
    fn the_parts_that_bytes_come_in_do_not_matter(pieces in pieces(), cuts in prop::collection::vec(0_usize..100, 0..9)) {
        let bytes = pieces.concat().into_bytes();
        prop_assert_eq!(shown(Keyboard::default().take(&bytes)), parted(&bytes, &cuts, |_| 0));
    }

    #[test]
    fn nor_does_the_time_between_them(
        pieces in whole(),
        cuts in prop::collection::vec(0_usize..100, 0..9),
        pauses in prop::collection::vec(0_u64..9000, 10),
    ) {
        let bytes = pieces.concat().into_bytes();
        // An Escape alone is a key after a tenth of a second: right behind one the pauses are shorter.
        let pause = |at: usize| match &bytes[..at] {
            [.., ESC] | [.., ESC, b'[' | b'O' | b']' | b'P'] => pauses[at % 10] % 70,
            _ => pauses[at % 10],
        };
        prop_assert_eq!(parted(&bytes, &[], |_| 0), parted(&bytes, &cuts, pause));
    }

    #[test]
    fn however_long_it_takes_no_key_comes_of_what_is_none(
        pieces in whole(),
        cuts in prop::collection::vec(0_usize..100, 0..9),
    ) {
        let bytes = pieces.concat().into_bytes();
        let plain = |said: String| said.split(' ').filter(|word| !matches!(*word, "esc" | "alt-[" | "alt-]" | "alt-P" | "alt-O" | "[" | "O" | "P" | "]")).collect::<Vec<_>>().join(" ");
        let whole = plain(parted(&bytes, &[], |_| 0));
        // One pause somewhere, longer than any that is waited for.
        for cut in cuts {
            prop_assert_eq!(&whole, &plain(parted(&bytes, &[cut], |_| 9000)));
        }
    }

    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut keyboard = Keyboard::default();
        keyboard.take(&bytes);
        for _ in 0..4 {
            keyboard.decide();
        }
        prop_assert_eq!(keyboard.wait(), None);
    }
}

/// Bytes cut in places, with a pause after each cut that depends on how many bytes came before it.
fn parted(bytes: &[u8], cuts: &[usize], pause: impl Fn(usize) -> u64) -> String {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).chain([bytes.len()]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut from = 0;
    let mut parts: Vec<(&[u8], Duration)> = Vec::new();
    for end in ends {
        parts.push((&bytes[from..end], Duration::from_millis(if end < bytes.len() { pause(end) } else { 0 })));
        from = end;
    }
    paused(&parts)
}
