//! Screens one after another as one SVG that plays by itself, again and again. A row stands in it once for the time that it stays the
//! same. It knows nothing of what is shown.

use super::picture;
use std::fmt::Write as _;

/// One screen.
pub struct Frame<'a> {
    /// Its rows, drawn.
    pub rows: Vec<String>,
    /// The line below it.
    pub says: &'a str,
    /// For how many tenths of a second it stands.
    pub tenths: u32,
}

/// All of them, on screens of so many columns and rows.
pub fn film((columns, rows): (u16, u16), frames: &[Frame]) -> String {
    let ends: Vec<u32> = frames.iter().scan(0, |end, frame| Some(add(end, frame.tenths))).collect();
    let mut out = String::new();
    for row in 0..usize::from(rows) {
        let row: Vec<String> = frames.iter().map(|frame| frame.rows.get(row).cloned().unwrap_or_default()).collect();
        track(&mut out, &row, &ends);
    }
    let captions: Vec<String> = frames.iter().map(|frame| picture::caption(frame.says, rows)).collect();
    track(&mut out, &captions, &ends);
    picture::picture((columns, rows + 1), &out)
}

fn add(end: &mut u32, tenths: u32) -> u32 {
    *end += tenths;
    *end
}

/// What stands in one place, from frame to frame.
fn track(out: &mut String, drawn: &[String], ends: &[u32]) {
    let mut from = 0;
    for same in drawn.chunk_by(|a, b| a == b) {
        let to = from + same.len();
        if let Some(drawn) = same.first().filter(|drawn| !drawn.is_empty()) {
            let begin = from.checked_sub(1).map_or(0, |before| ends[before]);
            shown(out, drawn, (begin, ends[to - 1], ends.last().copied().unwrap_or_default()));
        }
        from = to;
    }
}

/// Something that is there from one time to another, in a film of so many tenths of a second.
fn shown(out: &mut String, drawn: &str, (begin, end, all): (u32, u32, u32)) {
    if (begin, end) == (0, all) {
        out.push_str(drawn);
        return;
    }
    let at = |tenths: u32| f64::from(tenths) / f64::from(all);
    let (values, times) = match (begin, end) {
        (0, _) => ("visible;hidden".to_owned(), format!("0;{:.4}", at(end))),
        (_, end) if end == all => ("hidden;visible".to_owned(), format!("0;{:.4}", at(begin))),
        _ => ("hidden;visible;hidden".to_owned(), format!("0;{:.4};{:.4}", at(begin), at(end))),
    };
    let first = if begin == 0 { "visible" } else { "hidden" };
    let seconds = f64::from(all) / 10.0;
    let _ = write!(
        out,
        "<g visibility=\"{first}\"><animate attributeName=\"visibility\" calcMode=\"discrete\" repeatCount=\"indefinite\" \
         dur=\"{seconds}s\" values=\"{values}\" keyTimes=\"{times}\"/>\n{drawn}</g>\n"
    );
}
