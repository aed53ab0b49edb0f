//! The program on a screen of its own, until the list shows how much was written on every text.

use crate::{Cost, environment, peak};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// Tall enough for all texts of the class.
const ROWS: u16 = 200;
const COLUMNS: u16 = 120;
/// How long it may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Opens the class; gives the time until all counts show, and the most memory until a second later.
pub fn open(folder: &Path) -> Cost {
    let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
    command.env_clear();
    command.cwd(folder);
    for (key, value) in environment(folder) {
        command.env(key, value);
    }
    command.arg(folder.join("corpus"));
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("it starts");
    drop(pair.slave);
    let (send, receive) = channel();
    let mut output = pair.master.try_clone_reader().expect("a reader");
    thread::spawn(move || {
        let mut piece = vec![0; 1 << 16];
        while let Ok(read @ 1..) = output.read(&mut piece) {
            if send.send(piece[..read].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
    while !counted(&screen.screen().contents()) && start.elapsed() < PATIENCE {
        if let Ok(bytes) = receive.recv_timeout(Duration::from_millis(50)) {
            screen.process(&bytes);
        }
    }
    let time = start.elapsed();
    thread::sleep(Duration::from_secs(1));
    let memory = child.process_id().map_or(0, peak);
    let _ = pair.master.take_writer().expect("a writer").write_all(b"q");
    let _ = child.wait();
    Cost { time, memory }
}

/// Whether every text that shows has its count.
fn counted(screen: &str) -> bool {
    let signs = screen.matches('✎').count();
    signs > 0 && screen.contains("texts") && signs >= screen.matches("Title").count().max(60)
}
