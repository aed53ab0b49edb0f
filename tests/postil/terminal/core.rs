//! The core loop: open, read, mark, tag, write, quit, come back.

use super::*;

#[test]
fn peek() {
    let home = Home::with(&[("harbour.txt", HARBOUR)]);
    let mut s = home.start();
    s.wait_for("1 text").settle();
    println!("{}\n----", s.screen());
    s.send("\r").wait_for("freezes").settle();
    println!("{}\n----", s.screen());
    s.send("f").settle();
    println!("{}\n----", s.screen());
    s.send("s").settle();
    println!("{}\n----", s.screen());
    s.send("\r").settle();
    println!("{}\n----", s.screen());
    s.send("\r").settle();
    println!("{}\n----", s.screen());
    s.send("tcold,").settle();
    println!("{}\n----", s.screen());
    s.send("amy note\x1b").settle();
    println!("{}\n----", s.screen());
    println!("{:?}", home.sidecars());
    s.send("q").settle();
    println!("{}\n----", s.screen());
    s.send("q").end();
    println!("{:?}", String::from_utf8_lossy(&s.raw()).len());
}
