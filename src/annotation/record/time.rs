//! Times as records write them: RFC 3339, UTC with `Z`, milliseconds. Reading takes what other tools write.
//!
//! No clock here: a time is always handed in.

use jiff::{SignedDuration, Timestamp, civil::Date, fmt::temporal::DateTimePrinter};
use std::borrow::Cow;

/// The printer of all written times.
static PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// The instant that `written` names: any zone offset, any number of fraction digits (those past the ninth are cut
/// off), UTC where no zone is given, midnight where only a date is given. `None` where it is no time.
pub fn parse_time(written: &str) -> Option<Timestamp> {
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
