//! Times as programs write them. A time without a zone stays a time without a zone.

use super::mark::MarkTime;
use crate::language::dates;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use regex::Regex;
use std::sync::LazyLock;

/// ISO 8601 with a zone, with a blank or `T`; without one, or a date alone, what a clock showed.
pub fn iso(written: &str) -> Option<MarkTime> {
    let written = written.trim();
    let instant = written.parse::<Timestamp>().ok().map(MarkTime::Instant);
    let clock = || written.parse::<DateTime>().ok().map(MarkTime::WallClock);
    instant.or_else(clock)
}

/// Seconds since 1970.
pub fn unix(seconds: i64) -> Option<MarkTime> {
    Timestamp::from_second(seconds).ok().map(MarkTime::Instant)
}

/// Hours, minutes, seconds; what stands before or behind says which half of the day.
static CLOCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?P<before>上午|下午|오전|오후|午前|午後)?\s*
        (?P<hour>[0-9]{1,2})\s*(?:[:h時时点點시]|시\s)\s*(?P<minute>[0-9]{1,2})(?:(?:\s*min|[:分분])\s*(?P<second>[0-9]{1,2}))?
        [\s秒초s]*(?P<behind>[AaPp]\.?\s?[Mm]\b)?",
    )
    .ok()
});
/// The zone, where a line has one.
static ZONE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:GMT|UTC)([+-])([0-9]{1,2}):?([0-9]{2})?").ok());

/// A date and a time of day in prose, in the languages that `language::dates` knows.
pub fn prose(line: &str) -> Option<MarkTime> {
    let (date, _, end) = dates::find(line)?;
    let date = Date::new(i16::try_from(date.year?).ok()?, date.month? as i8, date.day? as i8).ok()?;
    let clock = clock(&line[end..]).unwrap_or(Time::midnight());
    let clock = date.to_datetime(clock);
    let zoned = || {
        Timestamp::from_second(clock.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second() - offset(line)?)
            .ok()
    };
    Some(zoned().map_or(MarkTime::WallClock(clock), MarkTime::Instant))
}

/// Seconds east of Greenwich.
fn offset(line: &str) -> Option<i64> {
    let found = ZONE.as_ref()?.captures(line)?;
    let number = |group| found.get(group).map_or(Some(0), |it| it.as_str().parse::<i64>().ok());
    let seconds = number(2)? * 3600 + number(3)? * 60;
    Some(if &found[1] == "-" { -seconds } else { seconds })
}

fn clock(text: &str) -> Option<Time> {
    let found = CLOCK.as_ref()?.captures(text)?;
    let number = |name| found.name(name).map_or(Some(0), |it| it.as_str().parse::<i8>().ok());
    let half = found.name("before").or_else(|| found.name("behind")).map(|it| it.as_str().to_lowercase());
    let hour = number("hour")?;
    let hour = match half.as_deref() {
        Some("下午" | "오후" | "午後") if hour < 12 => hour + 12,
        Some("上午" | "오전" | "午前") if hour == 12 => 0,
        Some(half) if half.starts_with('p') && hour < 12 => hour + 12,
        Some(half) if half.starts_with('a') && hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, number("minute")?, number("second")?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_prose_are_read_in_the_languages_of_the_devices() {
        for (line, wanted) in [
            ("Added on Monday, March 4, 2024 9:12:45 PM", "2024-03-04T21:12:45"),
            ("Added on Tuesday, March 5, 2024 12:00:05\u{202f}AM", "2024-03-05T00:00:05"),
            ("Added on Monday, May 15, 2017, 11:09 PM", "2017-05-15T23:09:00"),
            ("Added on Saturday, 23 December 2017 09:46:53", "2017-12-23T09:46:53"),
            ("Hinzugefügt am Montag, 30. Dezember 2024 14:46:33", "2024-12-30T14:46:33"),
            ("Añadido el martes, 12 de marzo de 2024 0:37:31", "2024-03-12T00:37:31"),
            ("Ajouté le lundi 17 décembre 2012 à 08:27:45", "2012-12-17T08:27:45"),
            ("terça-feira, 19 de março de 2019 23h32min06s", "2019-03-19T23:32:06"),
            ("作成日: 2023年9月4日月曜日 22:53:55", "2023-09-04T22:53:55"),
            ("添加于 2024年12月30日星期一 下午2:46:33", "2024-12-30T14:46:33"),
            ("추가됨: 2024년 12월 30일 월요일 오후 2:46:33", "2024-12-30T14:46:33"),
            ("Toegevoegd op maandag 30 december 2024 14:46:33", "2024-12-30T14:46:33"),
            ("Добавлено: понедельник, 30 декабря 2024 г. в 14:46:33", "2024-12-30T14:46:33"),
            ("Aggiunto in data lunedì 30 dicembre 2024 14:46:33", "2024-12-30T14:46:33"),
        ] {
            assert_eq!(prose(line), Some(MarkTime::WallClock(wanted.parse().unwrap())), "{line}");
        }
    }

    #[test]
    fn a_zone_that_is_written_makes_an_instant() {
        let instant = |text: &str| Some(MarkTime::Instant(text.parse().unwrap()));
        assert_eq!(prose("2013年8月5日 星期一 上午09时11分28秒 GMT+08:00"), instant("2013-08-05T01:11:28Z"));
        assert_eq!(prose("terça-feira, 19 de março de 2019 23h32min06s GMT-03:00"), instant("2019-03-20T02:32:06Z"));
        assert_eq!(iso("2026-01-27 05:56:46+00:00"), instant("2026-01-27T05:56:46Z"));
        assert_eq!(iso("2026-03-01T12:11:07.123456+00:00"), instant("2026-03-01T12:11:07.123456Z"));
        assert_eq!(iso("2026-03-01 21:11"), Some(MarkTime::WallClock("2026-03-01T21:11:00".parse().unwrap())));
        assert_eq!(iso("soon"), None);
    }
}
