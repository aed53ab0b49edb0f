//! A place in what was read of a text, found again in all of it, which may read otherwise there: an article is only known when its
//! page is. It reads no file and compares no versions; what was written on a text is found by `annotation::anchor`.

use memchr::memmem;

/// How many bytes before or after a place are looked for, the longest first.
const LENGTHS: [usize; 3] = [96, 24, 12];
/// How many places with the same words are compared.
const MOST: usize = 1000;

/// Where the words at byte `at` of `before` stand in `now`: where all up to there is the same, there; else at the nearest place with
/// the words after it, or those before it. Without such `at` itself, which may lie behind the end of `now`, or inside of a character.
pub fn carried(before: &str, now: &str, at: usize) -> usize {
    let at = before.floor_char_boundary(at);
    let (read, rest) = before.split_at(at);
    if now.starts_with(read) {
        return at;
    }
    let nearest = |words: &str| {
        let all = memmem::find_iter(now.as_bytes(), words.as_bytes()).take(MOST);
        all.min_by_key(|found| found.abs_diff(at)).filter(|_| !words.trim().is_empty())
    };
    let found = LENGTHS.iter().find_map(|length| {
        let (after, ahead) = (rest.floor_char_boundary(*length), read.ceil_char_boundary(at.saturating_sub(*length)));
        nearest(&rest[..after]).or_else(|| Some(nearest(&read[ahead..])? + at - ahead))
    });
    found.unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place marked in `before` goes to the one marked in `now`.
    fn check(before: &str, now: &str) {
        let (at, expected) = (before.find('|').unwrap(), now.find('|').unwrap());
        assert_eq!(carried(&before.replace('|', ""), &now.replace('|', ""), at), expected, "{before} → {now}");
    }

    #[test]
    fn a_place_stays_at_its_words_whatever_comes_before_them() {
        check("The tide |turns at noon.", "The tide |turns at noon. It is high.");
        check("Home All The tide |turns at noon.", "The tide |turns at noon.");
        check("The tide |turns at noon.", "Of tides\n\nThe tide |turns at noon.");
        check("Menü The tide turns|", "The tide turns|, they say");
    }

    #[test]
    fn of_the_same_words_the_nearest_count() {
        let (one, other) = ("The tide turns at noon and at midnight. ", "Somebody waits for it on the stones. ");
        check(&format!("x{one}{other}|{one}{other}"), &format!("{one}{other}|{one}{other}{one}{other}"));
    }

    #[test]
    fn words_that_are_gone_leave_the_place_where_it_was() {
        check("The tide |turns.", "Noon, mid|night.");
        assert_eq!(carried("abc", "", 9), 3);
    }
}
