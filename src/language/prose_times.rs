//! When something happened, as prose says it: days, months, seasons, years, decades, parts of them ("late November") and
//! ranges ("May 20 to 22"). It never says more than the words do: a year that they leave open stays open, and what can be
//! read in two ways (3/4/2021, 2009-10) is no time.

use super::dates::{self, Date};
use super::moment::{Moment, MomentPart, Season};

/// A time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentMention {
    /// Where its words begin, in bytes.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The time, or the beginning of a range.
    pub from: Moment,
    /// The end of a range.
    pub to: Option<Moment>,
}

/// Words that say a time by that of who speaks: it cannot be told.
const RELATIVE: &[&str] = &["last", "this", "next", "previous", "following"];

/// Every time that a text mentions, in order.
pub fn mentions(text: &str) -> Vec<MomentMention> {
    let (mut found, mut next, mut before) = (Vec::new(), 0, ' ');
    for (at, c) in text.char_indices() {
        let begins =
            c.is_alphanumeric() && (!before.is_alphanumeric() || (c.is_ascii_digit() && !before.is_ascii_digit()));
        before = c;
        if at < next || !begins {
            continue;
        }
        if let Some(len) = address(text, at) {
            next = at + len;
            continue;
        }
        if let Some(mention) = mention_at(text, at) {
            next = mention.end;
            found.push(mention);
        }
    }
    found
}

/// The length of the rest of an address that a place lies in or begins: its figures are names, no times.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let begins = ["http://", "https://", "www.", "doi:"].iter().any(|scheme| rest.starts_with(scheme));
    begins.then(|| rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”')).unwrap_or(rest.len()))
}

fn mention_at(text: &str, at: usize) -> Option<MomentMention> {
    let (part, skipped) = part_at(&text[at..]);
    let (moment, len) = moment_at(text, at + skipped, part.is_some())?;
    let mut end = at + skipped + len;
    let (behind, more) =
        part_behind(&text[end..]).filter(|_| moment.date.month.is_some() && moment.date.day.is_none()).unzip();
    end += more.unwrap_or(0);
    let mut from = Moment { part: part.or(behind), ..moment };
    let Some((to, len)) = range_behind(text, (at, end), &from) else {
        // Half a word of a month is one only in a range.
        return is_whole(text, at + skipped, end, &from).then_some(MomentMention { start: at, end, from, to: None });
    };
    if from.date.year.is_none() {
        let wraps = from.date.month > to.date.month;
        from.date.year = to.date.year.map(|year| year - u16::from(wraps));
    }
    Some(MomentMention { start: at, end: end + len, from, to: Some(to) })
}

/// What stands before a time and says which part of it, with its length.
fn part_at(text: &str) -> (Option<MomentPart>, usize) {
    const WORDS: &[(&str, MomentPart)] = &[
        ("early ", MomentPart::Early),
        ("the beginning of ", MomentPart::Early),
        ("beginning of ", MomentPart::Early),
        ("the start of ", MomentPart::Early),
        ("mid-", MomentPart::Mid),
        ("mid ", MomentPart::Mid),
        ("the middle of ", MomentPart::Mid),
        ("late ", MomentPart::Late),
        ("the end of ", MomentPart::Late),
        ("end of ", MomentPart::Late),
        ("Anfang ", MomentPart::Early),
        ("Mitte ", MomentPart::Mid),
        ("Ende ", MomentPart::Late),
        ("début ", MomentPart::Early),
        ("fin ", MomentPart::Late),
    ];
    let begins = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let found = WORDS.iter().find(|(word, _)| begins(word));
    let (part, len) = found.map_or((None, 0), |(word, part)| (Some(*part), word.len()));
    if part.is_some() && text[len..].starts_with("the ") { (part, len + 4) } else { (part, len) }
}

/// What stands behind a month of Chinese, Japanese or Korean and says which part of it, with its length.
fn part_behind(text: &str) -> Option<(MomentPart, usize)> {
    const SIGNS: &[(&str, MomentPart)] = &[
        ("上旬", MomentPart::Early),
        ("初旬", MomentPart::Early),
        ("初め", MomentPart::Early),
        ("초", MomentPart::Early),
        ("中旬", MomentPart::Mid),
        ("半ば", MomentPart::Mid),
        ("중순", MomentPart::Mid),
        ("下旬", MomentPart::Late),
        ("末", MomentPart::Late),
        ("하순", MomentPart::Late),
        ("말", MomentPart::Late),
    ];
    let rest = text.trim_start_matches(' ');
    let found = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
    found.map(|(sign, part)| (*part, text.len() - rest.len() + sign.len()))
}

/// The time that begins at a place, and its length; `in_part` where words before it say which part is meant.
fn moment_at(text: &str, at: usize, in_part: bool) -> Option<(Moment, usize)> {
    let rest = &text[at..];
    season(text, at)
        .or_else(|| era(rest))
        .or_else(|| decade(rest))
        .or_else(|| month_of_year(rest))
        .or_else(|| full(text, at, in_part))
        .or_else(|| signed(rest))
        .or_else(|| day_and_month(rest))
        .or_else(|| month_alone(text, at, in_part))
}

/// `summer 2019`, `the summer of 2019`; without a year only `the summer` and its like.
fn season(text: &str, at: usize) -> Option<(Moment, usize)> {
    const SEASONS: &[(&str, Season)] = &[
        ("spring", Season::Spring),
        ("summer", Season::Summer),
        ("autumn", Season::Autumn),
        ("fall", Season::Autumn),
        ("winter", Season::Winter),
    ];
    let word = word_at(&text[at..]);
    let (name, season) = *SEASONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    let rest = &text[at + word.len()..];
    let behind = rest.trim_start_matches([',', ' ']);
    let behind = behind.strip_prefix("of ").unwrap_or(behind);
    let year = year_at(behind).filter(|_| behind.len() < rest.len());
    let moment = |year| Moment { season: Some(season), ..Moment::of(Date { year, month: None, day: None }) };
    if let Some(year) = year {
        return Some((moment(Some(year)), text.len() - at - behind.len() + 4));
    }
    // A fall and a spring are other things, too, and so is a summer of something.
    let told = matches!(last_word(&text[..at]).as_str(), "the" | "in");
    let other = matches!(name, "fall" | "spring") || rest.trim_start().starts_with("of ");
    (told && !other).then(|| (moment(None), word.len()))
}

/// Years of the Japanese eras: `令和元年11月22日`.
fn era(text: &str) -> Option<(Moment, usize)> {
    const ERAS: &[(&str, u16)] = &[("明治", 1867), ("大正", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018)];
    let (name, base) = ERAS.iter().find(|(name, _)| text.starts_with(name))?;
    let rest = &text[name.len()..];
    let (count, len) = if rest.starts_with('元') {
        (1, '元'.len_utf8())
    } else {
        number(rest).filter(|(n, _)| (1..100).contains(n))?
    };
    let rest = rest[len..].strip_prefix('年')?;
    let year = base + count;
    let (month, day, more) = month_and_day(rest, ["月", "日"]).unwrap_or((None, None, 0));
    Some((Moment::of(Date { year: Some(year), month, day }), text.len() - rest.len() + more))
}

/// `11月22日`, `11월 22일`, `11月`: without a year.
fn signed(text: &str) -> Option<(Moment, usize)> {
    let (month, day, len) = month_and_day(text, ["月", "日"]).or_else(|| month_and_day(text, ["월", "일"]))?;
    month.map(|month| (Moment::of(Date { year: None, month: Some(month), day }), len))
}

/// Month, day and length of numbers with these signs behind them.
fn month_and_day(text: &str, [months, days]: [&str; 2]) -> Option<(Option<u8>, Option<u8>, usize)> {
    let part = |text: &str, sign: &str, most: u16| {
        let rest = text.trim_start_matches(' ');
        let (value, len) = number(rest).filter(|(value, _)| (1..=most).contains(value))?;
        let rest = rest[len..].strip_prefix(sign)?;
        Some((u8::try_from(value).ok()?, text.len() - rest.len()))
    };
    let (month, len) = part(text, months, 12)?;
    let (day, more) = part(&text[len..], days, 31).unzip();
    Some((Some(month), day, len + more.unwrap_or(0)))
}

/// `1990s`, `1990’s`.
fn decade(text: &str) -> Option<(Moment, usize)> {
    let year = year_at(text).filter(|year| year % 10 == 0)?;
    let rest = &text[4..];
    let sign = ["s", "'s", "’s", "年代", "년대"].into_iter().find(|sign| rest.starts_with(sign))?;
    let ends = !rest[sign.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let date = Date { year: Some(year), month: None, day: None };
    ends.then(|| (Moment { decade: true, ..Moment::of(date) }, 4 + sign.len()))
}

/// `2019-11`; not where the second number could be the year after.
fn month_of_year(text: &str) -> Option<(Moment, usize)> {
    let year = year_at(text)?;
    let (month, len) =
        number(text[4..].strip_prefix('-')?).filter(|(month, len)| (1..=12).contains(month) && *len == 2)?;
    let goes_on = text[5 + len..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'));
    (!goes_on && month != (year + 1) % 100)
        .then(|| (Moment::of(Date { year: Some(year), month: u8::try_from(month).ok(), day: None }), 5 + len))
}

/// Dates of numbers and words; a year alone only where it is one.
fn full(text: &str, at: usize, in_part: bool) -> Option<(Moment, usize)> {
    let (date, len) = dates::at_start(&text[at..])?;
    let whole = date.year.is_some() && date.day.is_some();
    let behind = &text[at + len..];
    let is_signed = !text[..at + len].ends_with(|c: char| c.is_ascii());
    let ends = is_signed || !behind.starts_with(|c: char| c.is_ascii_digit() || (!whole && c.is_ascii_alphanumeric()));
    let is_year = date.month.is_none() && date.day.is_none();
    let fine = if is_year { in_part || is_year_alone(text, (at, at + len)) } else { ends };
    fine.then_some((Moment::of(date), len))
}

/// What follows a number that is an amount.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "soldiers",
    "troops",
    "workers",
    "words",
    "pages",
    "won",
    "yen",
    "dollars",
    "euros",
    "percent",
    "per",
    "million",
    "billion",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "meters",
    "metres",
    "tons",
    "tonnes",
    "times",
    "items",
    "hours",
    "days",
    "years",
    "ships",
    "houses",
    "km²",
    "kg",
    "m",
    "lines",
    "copies",
    "x",
    "pixels",
];

/// What stands before a number that is no year.
const NUMBERED: &[&str] = &[
    "no", "nr", "number", "page", "p", "pp", "vol", "volume", "room", "some", "about", "nearly", "almost", "over",
    "only", "another", "line", "iso", "rfc", "section", "§", "form", "forms", "model", "modèle", "figure", "fig",
    "table", "chapter", "article", "route", "flight", "x",
];

/// Whether four digits are a year: not part of a longer number, no amount of something.
fn is_year_alone(text: &str, (start, end): (usize, usize)) -> bool {
    let words = &text[start..end];
    let (before, after) = (&text[..start], &text[end..]);
    let joined = |c: char| matches!(c, '-' | '/' | '.' | ',' | ':' | '=' | '_');
    let beside = |c: Option<char>, next: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '€' | '£' | '¥' | '₩' | '#' | '%' | '°'))
            || (c.is_some_and(joined) && next.is_some_and(|next| next.is_ascii_digit()))
    };
    let (mut back, mut on) = (before.chars().rev(), after.chars());
    if words.len() != 4 || !words.bytes().all(|byte| byte.is_ascii_digit()) {
        // `3年` is how long something takes.
        return !words.starts_with(|c: char| c.is_ascii_digit()) || year_at(words).is_some() || says_era(before);
    }
    if beside(back.next(), back.next()) || (beside(on.next(), on.next()) && !goes_to_a_year(&text[start..])) {
        return false;
    }
    let next = word_at(after.trim_start_matches(' ')).to_lowercase();
    let by_sign = [before.trim_end_matches(' ').ends_with('×'), after.trim_start_matches(' ').starts_with('×')];
    !by_sign.contains(&true) && !COUNTED.contains(&next.as_str()) && !NUMBERED.contains(&last_word(before).as_str())
}

/// Whether words before a number with a sign say that it counts the years of our era.
fn says_era(before: &str) -> bool {
    ["西暦", "西曆", "公元", "紀元", "서기", "기원후"].iter().any(|era| before.trim_end_matches(' ').ends_with(era))
}

/// Whether a hyphen and a later year follow the year that a text begins with: `2017-2019`, `1914-18`.
fn goes_to_a_year(text: &str) -> bool {
    let (Some(year), Some(rest)) = (year_at(text), text.get(4..).and_then(|rest| rest.strip_prefix('-'))) else {
        return false;
    };
    let short = number(rest).filter(|(value, len)| *len == 2 && *value > 12 && *value > year % 100);
    let ends = !rest[short.map_or(0, |(_, len)| len)..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
    year_at(rest).is_some_and(|to| to > year) || (short.is_some() && ends)
}

/// `22 August`, `3rd of May`: without a year.
fn day_and_month(text: &str) -> Option<(Moment, usize)> {
    let (day, len) = number(text).filter(|(day, len)| (1..=31).contains(day) && *len <= 2)?;
    let rest = &text[len..];
    let rest = ["st", "nd", "rd", "th", "."].iter().find_map(|sign| rest.strip_prefix(sign)).unwrap_or(rest);
    let rest = rest.strip_prefix(' ')?;
    let rest = rest.strip_prefix("of ").unwrap_or(rest);
    let word = word_at(rest);
    let month = dates::month(word).filter(|_| word.starts_with(char::is_uppercase))?;
    let date = Date { year: None, month: Some(month), day: u8::try_from(day).ok() };
    Some((Moment::of(date), text.len() - rest.len() + word.len()))
}

/// A month without a year: `in November`. Words that are names or verbs, too, need a word before them that says so.
fn month_alone(text: &str, at: usize, in_part: bool) -> Option<(Moment, usize)> {
    let rest = &text[at..];
    let word = word_at(rest);
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let month = dates::month(word)?;
    let is_short = word == "Sept" || (word.len() == 3 && word != "May");
    let len = word.len() + usize::from(is_short && rest[word.len()..].starts_with('.'));
    let before = last_word(&text[..at]);
    if RELATIVE.contains(&before.as_str()) {
        return None;
    }
    let told = in_part
        || matches!(
            before.as_str(),
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "of"
                | "during"
                | "from"
                | "through"
                | "before"
                | "after"
                | "and"
                | "to"
                | "early"
                | "late"
                | "between"
                | "throughout"
        );
    let doubtful = ["May", "March", "April", "June", "August", "Mars", "Mai", "Jan", "Mar", "Jun"].contains(&word);
    let capital = rest[len..].trim_start_matches(' ').starts_with(char::is_uppercase);
    let fine = if doubtful {
        told || (before == "the" && word != "March" && word != "May")
    } else {
        told || before == "the" || !capital
    };
    let whole = fine && (word.len() > 3 || word == "May" || ranges(&rest[len..]));
    whole.then_some((Moment::of(Date { year: None, month: Some(month), day: None }), len))
}

/// Whether a range goes on there.
fn ranges(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with(['-', '–', '—', '~', '～'])
}

/// Whether what stands alone is a time: three letters of a month are one only with more.
fn is_whole(text: &str, start: usize, end: usize, moment: &Moment) -> bool {
    let alone = moment.date.month.is_some() && moment.date.day.is_none() && moment.date.year.is_none();
    !(alone && word_at(&text[start..end]).len() == 3 && end - start <= 4 && &text[start..start + 3] != "May")
}

/// The end of a range behind a time, and its length.
fn range_behind(text: &str, (start, end): (usize, usize), from: &Moment) -> Option<(Moment, usize)> {
    let rest = &text[end..];
    let trimmed = rest.trim_start_matches(' ');
    let signs = ["–", "—", "-", "−", "~", "〜", "～", "から", "부터", "to ", "until ", "through ", "till "];
    let and = matches!(last_word(&text[..start]).as_str(), "between").then_some("and ");
    let sign = signs.into_iter().chain(and).find(|sign| trimmed.starts_with(sign))?;
    let behind = trimmed[sign.len()..].trim_start_matches(' ');
    let place = text.len() - behind.len();
    let (part, skipped) = part_at(behind);
    let whole = moment_at(text, place + skipped, true).map(|(to, len)| (Moment { part, ..to }, skipped + len));
    let (mut to, len) = whole
        .filter(|(to, _)| to.precision() != "year" || from.precision() == "year")
        .or_else(|| rest_of(behind, from))?;
    to.date.year = to.date.year.or(from.date.year);
    let later = to.date.year.is_none() || from.date.year.is_none() || from.order() <= to.order();
    later.then(|| (to, place - end + len))
}

/// The end of a range of which only a day (`20 to 22`) or the last two digits of a year (`1914–18`) are written.
fn rest_of(text: &str, from: &Moment) -> Option<(Moment, usize)> {
    let (value, len) = number(text)?;
    let ends = !text[len..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '/');
    let day = from.date.day.filter(|_| (1..=31).contains(&value) && ends && len <= 2).and(u8::try_from(value).ok());
    if let Some(day) = day {
        let behind = text[len..].trim_start_matches([',', ' ']);
        let year = year_at(behind).filter(|_| behind.len() < text.len() - len);
        let len = if year.is_some() { text.len() - behind.len() + 4 } else { len };
        let date = Date { day: Some(day), year: year.or(from.date.year), ..from.date };
        return Some((Moment { date, part: None, ..*from }, len));
    }
    let year = from.date.year.filter(|year| from.precision() == "year" && len == 2 && ends && value > year % 100)?;
    Some((Moment::of(Date { year: Some(year / 100 * 100 + value), ..from.date }), len))
}

/// The year that four digits at the beginning are.
fn year_at(text: &str) -> Option<u16> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 4).then(|| text[..4].parse().ok()).flatten().filter(|year| (1000..2200).contains(year))
}

fn number(text: &str) -> Option<(u16, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..len].parse().ok().filter(|_| len <= 4)?, len))
}

fn word_at(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())]
}

/// The last word of a text in small letters, where only blanks or an opening bracket stand behind it.
fn last_word(text: &str) -> String {
    let text = text.trim_end_matches(' ').trim_end_matches('.');
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphabetic() || *c == '§')
        .last()
        .map_or(text.len(), |(at, _)| at);
    text[start..].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every time in a text, as it is shown.
    fn shown(text: &str) -> Vec<String> {
        let of = |mention: MomentMention| match mention.to {
            Some(to) => format!("{}/{to}", mention.from),
            None => mention.from.to_string(),
        };
        mentions(text).into_iter().map(of).collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(text), expected, "{text}");
    }

    #[test]
    fn times_are_as_precise_as_their_words() {
        check("It fell on Nov. 22, 2019, before noon.", &["2019-11-22"]);
        check("On 20 May 2022 and in May 2022", &["2022-05-20", "2022-05"]);
        check("In late November the ice came.", &["????-11 late"]);
        check("On 22 August, the 3rd of May and 9. November", &["????-08-22", "????-05-03", "????-11-09"]);
        check("at the end of 2019, in mid-November 2020 and early 2021", &["2019 late", "2020-11 mid", "2021 early"]);
        check("the summer of 2019, fall 2020, in the summer", &["2019 summer", "2020 autumn", "???? summer"]);
        check("in the 1990s; the treaty of 1965 (1965)", &["1990s", "1965", "1965"]);
        check("2019-11-22T10:00 and 2019-11", &["2019-11-22", "2019-11"]);
    }

    #[test]
    fn ranges_have_both_ends() {
        check("from May 20 to 22, 2021.", &["2021-05-20/2021-05-22"]);
        check("from May 20 to 22 they met", &["????-05-20/????-05-22"]);
        check("from November to February", &["????-11/????-02"]);
        check("2019 to 2011", &["2019", "2011"]);
        check("between June 3 and 5 they met", &["????-06-03/????-06-05"]);
        check("Sep — Dec 2019", &["2019-09/2019-12"]);
        check("November 2019 to February 2020", &["2019-11/2020-02"]);
        check("Nov – Feb 2020", &["2019-11/2020-02"]);
        check("the 2017-2019 period, the war of 1914–18, 1914-18", &["2017/2019", "1914/1918", "1914/1918"]);
        check("on June 3 and 5 they met", &["????-06-03"]);
    }

    #[test]
    fn dates_of_east_asia_with_and_without_their_year() {
        check("2016年10月14日07:17、10月14日07:17", &["2016-10-14", "????-10-14"]);
        check("2019년 11월 22일에, 11월 말에", &["2019-11-22", "????-11 late"]);
        check("令和元年11月22日、平成31年4月、11月下旬", &["2019-11-22", "2019-04", "????-11 late"]);
        check("昭和20年8月15日から1990年代まで、大正2年", &["1945-08-15/1990s", "1913"]);
        check("3か月と3개월", &[]);
    }

    #[test]
    fn numbers_and_words_that_mean_something_else_are_no_times() {
        check("1,735 categories, 2019 people, $2019, p. 1965, 2022-19, 12019, 3/4/2021, 2009-10", &[]);
        check("She may march. May I? March on, April Smith, August Strindberg!", &[]);
        check("The fall of Rome, a spring of water, the 21st century", &[]);
        check("See RFC 2119, ISO 8601, no. 1984.", &[]);
        check("a screen of 1800 x 1920 or 1800 × 1920, Form 1040, modèle 1600", &[]);
        check("https://example.org/2007/ops/2008-02, www.example.org/1999 and doi:10.1000/1998", &[]);
        check("1年版と300年、3년", &[]);
        check("西暦57年、794年3月、2019年", &["0057", "0794-03", "2019"]);
    }

    #[test]
    fn months_that_are_words_too_need_a_word_that_says_so() {
        check("last October, this May, next summer, last November’s figures", &[]);
        check("following the August GSOMIA talks, and in late June.", &["????-08", "????-06 late"]);
        check("in May, since March, the August heat, of April", &["????-05", "????-03", "????-08", "????-04"]);
        check("In September and October", &["????-09", "????-10"]);
    }

    #[test]
    fn times_stand_in_their_order() {
        let order = |text: &str| mentions(text)[0].from.order();
        let sorted =
            ["in 1999", "2019", "early 2019", "in January 2019", "2019-01-05", "summer 2019", "late 2019", "in May"];
        assert!(sorted.is_sorted_by_key(|text| order(text)), "{:?}", sorted.map(order));
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_a_panic(text in "(\\PC|[0-9 .,/–-]|May|late |2019|年|月|令和|to ){0,40}") {
            for mention in mentions(&text) {
                prop_assert!(text.get(mention.start..mention.end).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
