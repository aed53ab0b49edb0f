//! A time as precise as words give it: a day, a month, a season, a year, a decade, or a part of one. How it is shown, written
//! in EDTF, and where it stands among others. It reads no text.

use super::dates::Date;
use std::fmt;

/// What [`Moment::order`] has for a year that is not known.
pub const YEAR_UNKNOWN: u16 = u16::MAX;

/// A season; its number is that of EDTF (ISO 8601-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Season {
    /// 21.
    Spring,
    /// 22.
    Summer,
    /// 23.
    Autumn,
    /// 24.
    Winter,
}

impl Season {
    /// Its number in EDTF.
    pub const fn number(self) -> u8 {
        21 + self as u8
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }
}

/// A part of a month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MomentPart {
    /// Its first third.
    Early,
    /// Its middle.
    Mid,
    /// Its last third, or its end.
    Late,
}

impl MomentPart {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Mid => "mid",
            Self::Late => "late",
        }
    }
}

/// A time as precise as the words give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Year, month and day, as far as they are given.
    pub date: Date,
    /// The season, where that is given instead of a month.
    pub season: Option<Season>,
    /// Whether the year stands for its decade.
    pub decade: bool,
    /// Which part of it.
    pub part: Option<MomentPart>,
}

impl Moment {
    /// A plain date.
    pub const fn of(date: Date) -> Self {
        Self { date, season: None, decade: false, part: None }
    }

    /// How precise it is, in a word.
    pub fn precision(&self) -> &'static str {
        match (self.date.day, self.date.month, self.season) {
            (Some(_), ..) => "day",
            (_, Some(_), _) => "month",
            (_, _, Some(_)) => "season",
            _ if self.decade => "decade",
            _ => "year",
        }
    }

    /// Whether it says more than a year, so that another time may leave that year out.
    pub fn is_within_year(&self) -> bool {
        self.date.month.is_some() || self.season.is_some() || self.part.is_some()
    }

    /// EDTF (ISO 8601-2): `2019-11-22`, `2019-11`, `2019-22` for summer, `199X`, `XXXX-11` where the year is not known. The
    /// part of a month or year has no sign there.
    pub fn edtf(&self) -> String {
        let year = match self.date.year {
            Some(year) if self.decade => format!("{:03}X", year / 10),
            Some(year) => format!("{year:04}"),
            None => "XXXX".to_owned(),
        };
        match (self.date.month, self.date.day, self.season) {
            (Some(month), Some(day), _) => format!("{year}-{month:02}-{day:02}"),
            (Some(month), None, _) => format!("{year}-{month:02}"),
            (None, _, Some(season)) => format!("{year}-{}", season.number()),
            _ => year,
        }
    }

    /// Where it stands among others: at the first day that it can mean. What has no year stands behind all.
    pub fn order(&self) -> (u16, u8, u8) {
        let year = self.date.year.unwrap_or(YEAR_UNKNOWN);
        let third = self.part.map_or(0, |part| part as u8);
        match (self.date.month, self.season) {
            (Some(month), _) => (year, month, self.date.day.unwrap_or(if third > 0 { third * 10 + 1 } else { 0 })),
            // Winter is said of its beginning and its end; its beginning counts.
            (None, Some(season)) => (year, 3 + 3 * (season as u8), 0),
            _ => (year, third * 4, 0),
        }
    }
}

/// `2019-11-22`, `2019-11 late`, `2019 summer`, `1990s`, `????-11-22`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.season {
            Some(season) => {
                let year = self.date.year.map_or_else(|| "????".to_owned(), |year| format!("{year:04}"));
                write!(f, "{year} {}", season.name())?;
            }
            None if self.decade => write!(f, "{}s", self.date.year.unwrap_or_default())?,
            None => f.write_str(&self.edtf().replace("XXXX", "????"))?,
        }
        self.part.map_or(Ok(()), |part| write!(f, " {}", part.name()))
    }
}
