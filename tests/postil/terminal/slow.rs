//! A line that takes nothing for a while: what is typed meanwhile shows in one picture when it goes on, not key by key.

use super::idle::asleep;
use super::numbered;
use super::session::{DEADLINE, Home};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Pid;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, sync_channel};

/// So many pages are turned: more bytes than any system keeps for a terminal that nobody reads.
const PAGES: usize = 800;
/// The least bytes of a page of that size.
const PAGE: usize = 3_000;

/// What a program sends, a piece when it is asked for, and no piece before.
fn pieces(mut reader: Box<dyn Read + Send>) -> Receiver<Vec<u8>> {
    let (send, pieces) = sync_channel(0);
    std::thread::spawn(move || {
        let mut bytes = [0; 1 << 14];
        while let Ok(read @ 1..) = reader.read(&mut bytes) {
            if send.send(bytes[..read].to_vec()).is_err() {
                return;
            }
        }
    });
    pieces
}

/// Takes what was sent until the words show; gives how many bytes it was.
fn taken(pieces: &Receiver<Vec<u8>>, screen: &mut vt100::Parser, words: &str) -> usize {
    let mut all = 0;
    while !screen.screen().contents().contains(words) {
        let piece = pieces.recv_timeout(DEADLINE).expect("it goes on");
        screen.process(&piece);
        all += piece.len();
    }
    all
}

#[test]
fn keys_typed_while_the_line_stands_still_cost_one_picture() {
    let text =
        numbered(9_000, |n| format!("Sentence number {n} stands here alone, and says nothing of the others.\n\n"));
    let home = Home::of_reader(&[("long.txt", &text)]);
    let size = PtySize { rows: 60, cols: 150, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
    command.arg(home.corpus().join("long.txt"));
    home.surround(&mut command);
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    drop(pair.slave);
    let pieces = pieces(pair.master.try_clone_reader().expect("a reader"));
    let mut writer = pair.master.take_writer().expect("a writer");
    let mut screen = vt100::Parser::new(size.rows, size.cols, 0);
    taken(&pieces, &mut screen, " words");
    let pid = child.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("a process");
    for page in 0..PAGES {
        writer.write_all(if page % 2 == 0 { b" " } else { b"\x02" }).expect("it takes keys");
        while asleep(pid).is_none() {
            std::thread::yield_now();
        }
    }
    writer.write_all(b"G").expect("it takes keys");
    let all = taken(&pieces, &mut screen, "number 8999 ");
    assert!(all < PAGES * PAGE / 2, "{all} bytes: every page was painted");
    let _ = child.kill().and_then(|()| child.wait());
}
