//! Times as records write them: RFC 3339, UTC with `Z`, milliseconds. Reading takes what other tools write.
//!
//! No clock here: a time is always handed in.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    fmt::temporal::DateTimePrinter,
    tz::Offset,
};
use std::borrow::Cow;

/// The printer of all written times.
static PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// The instant that `written` names: any zone offset, any number of fraction digits (those past the ninth are cut
/// off), UTC where no zone is given, midnight where only a date is given. `None` where it is no time.
pub fn parse_time(written: &str) -> Option<Timestamp> {
    as_written_here(written.as_bytes()).or_else(|| parse_any(written))
}

/// The same of a time as [`time_text`] writes it, to the letter: most are.
fn as_written_here(written: &[u8]) -> Option<Timestamp> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, b'.', f0, f1, f2, b'Z'] =
        *written
    else {
        return None;
    };
    let number = |digits: &[u8]| {
        let digit = |sum: i16, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'));
        digits.iter().try_fold(0, digit)
    };
    let two = |tens: u8, ones: u8| number(&[tens, ones]).and_then(|number| i8::try_from(number).ok());
    let (year, milliseconds) = (number(&[y0, y1, y2, y3])?, i32::from(number(&[f0, f1, f2])?));
    let (month, day, hour, minute, second) = (two(m0, m1)?, two(d0, d1)?, two(h0, h1)?, two(n0, n1)?, two(s0, s1)?);
    let time = DateTime::new(year, month, day, hour, minute, second, milliseconds * 1_000_000).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

fn parse_any(written: &str) -> Option<Timestamp> {
    let text = nine_digits(written.trim());
    let dated = |date: Date| format!("{date}T00:00:00Z").parse().ok();
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok()).or_else(|| text.parse::<Date>().ok().and_then(dated))
}

/// The text of a time in records: `2026-11-22T09:00:01.000Z`. What is finer than a millisecond is cut off.
pub fn time_text(time: Timestamp) -> String {
    PRINTER.timestamp_to_string(&to_millisecond(time))
}

/// Whether a written time is as records must have it: an instant in UTC, with `Z`.
pub fn is_utc(written: &str) -> bool {
    written.ends_with('Z') && written.parse::<Timestamp>().is_ok()
}

/// The time to write into a record that is changed at `now`, of which the newest version seen is from `newest_seen`:
/// later than both, so that a clock in the future swallows no edit. In whole milliseconds.
pub fn next_modified(now: Timestamp, newest_seen: Timestamp) -> Timestamp {
    let after = newest_seen.checked_add(SignedDuration::from_millis(1)).unwrap_or(newest_seen);
    to_millisecond(now.max(after))
}

/// The last whole millisecond at or before `time`.
pub fn to_millisecond(time: Timestamp) -> Timestamp {
    let milliseconds = time.as_nanosecond().div_euclid(1_000_000);
    i64::try_from(milliseconds).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(time)
}

/// `text` with at most nine digits after its first full stop or comma.
fn nine_digits(text: &str) -> Cow<'_, str> {
    let Some(point) = text.find(['.', ',']) else { return text.into() };
    let (head, tail) = text.split_at(point + 1);
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits <= 9 { text.into() } else { format!("{head}{}{}", &tail[..9], &tail[digits..]).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(parse_time(a).map(time_text), Some(b.to_owned()), "{a}");
    }

    #[test]
    fn times_are_compared_as_instants() {
        same("2026-11-22T18:00:10+09:00", "2026-11-22T09:00:10.000Z");
        same("2026-11-22T09:00:05Z", "2026-11-22T09:00:05.000Z");
        same("2026-11-22T09:00:05.5Z", "2026-11-22T09:00:05.500Z");
        same("2015-08-21T10:30:00.123456+00:00", "2015-08-21T10:30:00.123Z");
        same("2026-11-22T09:00:05.1234567890123456789Z", "2026-11-22T09:00:05.123Z");
    }

    #[test]
    fn a_time_as_it_is_written_here_is_read_as_any_other() {
        let numbers = ["0", "1", "2", "9"].map(str::to_owned);
        let times = [
            "2026-11-22T09:00:01.000Z",
            "1970-01-01T00:00:00.000Z",
            "0000-01-01T00:00:00.001Z",
            "2024-02-29T23:59:59.999Z",
        ];
        for time in times.into_iter().chain([
            "2023-02-29T00:00:00.000Z",
            "2026-06-30T23:59:60.500Z",
            "9999-12-31T23:59:59.999Z",
        ]) {
            assert_eq!(parse_time(time), parse_any(time), "{time}");
            for (at, number) in (0..time.len()).flat_map(|at| numbers.iter().map(move |number| (at, number))) {
                let other = format!("{}{number}{}", &time[..at], &time[at + 1..]);
                assert_eq!(parse_time(&other), parse_any(&other), "{other}");
            }
        }
    }

    #[test]
    fn a_time_without_a_zone_is_utc_and_a_date_is_its_midnight() {
        same("2026-11-22T09:00:05", "2026-11-22T09:00:05.000Z");
        same(" 2026-11-22 ", "2026-11-22T00:00:00.000Z");
    }

    #[test]
    fn what_is_no_time_is_none() {
        for written in ["", "soon", "2026-13-45", ".", "2026-11-22T09:00:05.", "99999-01-01"] {
            assert_eq!(parse_time(written), None, "{written}");
        }
        assert!(!is_utc("2026-11-22T18:00:10+09:00") && is_utc("2026-11-22T09:00:10.000Z"));
    }

    #[test]
    fn times_before_1970_are_cut_downwards_too() {
        same("1969-12-31T23:59:59.9995Z", "1969-12-31T23:59:59.999Z");
    }
}
