//! Hits of a pattern in one text, forwards and backwards. It reads the text in pieces, so that no expression costs more
//! than a bounded look ahead for each hit, and it keeps nothing between calls.

use super::Pattern;
use crate::text::{Direction, Span};
use regex::Regex;

/// The text is searched in pieces of so many bytes …
const PIECE: usize = 64 * 1024;

/// … and a hit that begins in a piece may reach so far past its end.
const REACH: usize = 4 * 1024;

/// The first `limit` hits that begin in `within`, in text order; they do not overlap and none is empty.
pub fn find(pattern: &Pattern, text: &str, within: Span, limit: usize) -> Vec<Span> {
    hits(pattern, text, within).take(limit).collect()
}

/// All hits that begin in `within`, found as they are asked for.
pub fn hits<'a>(pattern: &'a Pattern, text: &'a str, within: Span) -> impl Iterator<Item = Span> + 'a {
    let within = within.clamp_to(text);
    Hits { pattern, text, at: within.start, end: within.end, piece: None }
}

/// The first hit that begins at `at` or later, or backwards the last one that begins before `at`; else, gone
/// round the end of the text, the first or last hit of all, and `true`.
pub fn find_next(pattern: &Pattern, text: &str, at: usize, direction: Direction) -> Option<(Span, bool)> {
    let at = text.floor_char_boundary(at);
    let (near, far) = (Span::new(at, text.len()), Span::at(0).union(Span::at(at)));
    if direction == Direction::Backward {
        let found = last_hit(pattern, text, far).map(|hit| (hit, false));
        return found.or_else(|| last_hit(pattern, text, near).map(|hit| (hit, true)));
    }
    let found = hits(pattern, text, near).next().map(|hit| (hit, false));
    found.or_else(|| hits(pattern, text, far).next().map(|hit| (hit, true)))
}

/// The last hit that begins in `within`, looking from its end. Each piece is entered from the piece before it, so
/// that a hit that reaches over the border is seen whole.
fn last_hit(pattern: &Pattern, text: &str, within: Span) -> Option<Span> {
    let first_piece = within.start / PIECE;
    (first_piece..=within.end / PIECE).rev().find_map(|piece| {
        let entry = text.floor_char_boundary(piece.saturating_sub(1) * PIECE);
        let from = text.floor_char_boundary(piece * PIECE).max(within.start);
        let to = text.floor_char_boundary((piece + 1) * PIECE).min(within.end);
        hits(pattern, text, Span { start: entry.min(to), end: to }).filter(|hit| hit.start >= from).last()
    })
}

struct Hits<'a> {
    pattern: &'a Pattern,
    text: &'a str,
    /// Where the next hit may begin.
    at: usize,
    /// Where no hit begins any more.
    end: usize,
    /// The piece that `at` stands in.
    piece: Option<SearchWindow<'a>>,
}

#[derive(Clone, Copy)]
struct SearchWindow<'a> {
    /// Hits of this piece begin before this.
    end: usize,
    /// And end at this at the latest.
    reach: usize,
    /// What finds them; nothing where there can be none.
    regex: Option<&'a Regex>,
}

impl Iterator for Hits<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.end {
            let piece = self.piece();
            let found = piece.regex.and_then(|regex| {
                let found = regex.find_at(&self.text[..piece.reach], self.at)?;
                (found.start() < piece.end).then(|| Span::from(found.range()))
            });
            let Some(hit) = found else {
                self.at = piece.end;
                continue;
            };
            if !hit.is_empty() {
                self.at = hit.end;
                return Some(hit);
            }
            self.at = self.text.ceil_char_boundary(hit.end + 1);
        }
        None
    }
}

impl<'a> Hits<'a> {
    fn piece(&mut self) -> SearchWindow<'a> {
        if let Some(piece) = self.piece.filter(|piece| self.at < piece.end) {
            return piece;
        }
        let border = (self.at / PIECE + 1) * PIECE;
        let end = self.text.floor_char_boundary(border).min(self.end);
        // A character that lies over the border would stop the walk.
        let end = if end > self.at { end } else { self.text.ceil_char_boundary(self.at + 1) };
        let reach = self.text.floor_char_boundary(end + REACH);
        let piece = SearchWindow { end, reach, regex: self.pattern.regex_for(&self.text.as_bytes()[self.at..reach]) };
        self.piece = Some(piece);
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn all(written: &str, text: &str) -> Vec<Span> {
        find(&Pattern::parse(written).unwrap(), text, Span::new(0, text.len()), usize::MAX)
    }

    /// `marked` with every hit in braces is what the pattern makes of it without them.
    fn check(written: &str, marked: &str) {
        let text = marked.replace(['{', '}'], "");
        let mut shown = text.clone();
        for hit in all(written, &text).into_iter().rev() {
            shown.insert(hit.end, '}');
            shown.insert(hit.start, '{');
        }
        assert_eq!(shown, marked, "{written}");
    }

    #[test]
    fn words_are_a_phrase_over_any_white_space() {
        check("old wall", "An {old wall}, {old\n\n  wall}, oldwall");
        check("a.b", "{a.b} axb");
        check("aa", "{aa}a");
    }

    #[test]
    fn lower_case_finds_either_case_and_upper_case_itself() {
        check("wall", "{wall} {Wall} {WALL}");
        check("Wall", "wall {Wall} WALL");
        check("straße", "{straße} {STRAßE}");
        check("σοφος", "{σοφος} {ΣΟΦΟΣ} {σοφός}");
    }

    #[test]
    fn plain_letters_find_accents_and_accents_find_themselves() {
        check("cafe", "{cafe} {Café} {cafe\u{301}} {CAFÉ}");
        check("café", "cafe {Café} {cafe\u{301}} cafè");
        check("cafe\u{301}", "cafe {Café}");
        check("Cafe", "cafe {Café} CAFE");
        check("lodz", "{Łódź}");
    }

    #[test]
    fn readings_in_brackets_are_passed_over() {
        check("港の船", "{港（みなと）の船}（ふね）は、{港の船}、港（とても大きい、と言われる）の船");
        check("正午に出た", "{正午(しょうご)に出た}。{正午に出た}。");
        check("北京", "{北（ㄅㄟ）京}");
        check("みなと", "港（{みなと}）の船");
        check("abc", "ab(みな)c");
    }

    #[test]
    fn signs_of_no_width_are_passed_over() {
        check("zerowidth", "{zero\u{200B}width} {zerowidth} zero width");
        check("zero", "“{zero}\u{2060}”");
    }

    #[test]
    fn a_word_that_a_line_divides_is_found_whole() {
        check("morning", "since {mor-\n  ning}, {morning}, mor- ning, mor-\n\nning, mor\nning");
        check("since morning", "{since mor-\nning}, {since Mor\u{2010}\nning}");
        check("self-made", "{self-\nmade} {self-made} self-\n\nmade");
        check("mor- ning", "{mor-\nning}");
        check("office", "{of-\nfice} {oﬀ-\nice} {of\u{AD}\nfice}");
        check("no", "n-o {n-\no}t");
    }

    #[test]
    fn typographic_signs_are_found_by_plain_ones() {
        check("it's", "{it's} {it’s}");
        check("it’s", "it's {it’s}");
        check("\"a-b\"", "{\"a-b\"} {“a–b”} {„a—b“}");
        check("wait...", "{wait...} {wait…}");
    }

    #[test]
    fn ligatures_and_soft_hyphens_do_not_hide_a_word() {
        check("office", "{office} {oﬃce} {oﬀice} {ofﬁce} {of\u{AD}fice}");
        check("aether", "{aether} {Æther} {ÆTHER}");
        check("strasse", "{Straße}");
        check("m2", "12 {m²}, {m2}, {m₂}, m³");
        check("10-6", "{10⁻⁶} and {10−6}");
        check("co2", "{CO₂}");
        check("examples", "{exam\u{AD}ples}");
    }

    #[test]
    fn an_expression_is_taken_as_it_is() {
        check("/w.ll/", "{wall} {Well} wl");
        check("/^a\\w+$/", "{ab}\n{ac}\nb ad");
        check("/x*/", "a{xx}b");
        check("/é/", "{é} e");
    }

    #[test]
    fn a_hit_over_the_border_of_two_pieces_is_found_both_ways() {
        for word in ["needle", "nééedle"] {
            for shift in 0..8 {
                let start = PIECE - shift;
                let text = format!("{}{word}{}", "a".repeat(start), "b".repeat(100));
                let pattern = Pattern::parse(&format!("/{word}/")).unwrap();
                let hit = Span::new(start, start + word.len());
                assert_eq!(find(&pattern, &text, Span::new(0, text.len()), 9), [hit]);
                assert_eq!(find_next(&pattern, &text, text.len(), Direction::Backward), Some((hit, false)));
                assert_eq!(find_next(&pattern, &text, start + 1, Direction::Forward), Some((hit, true)));
            }
        }
        let text = "é".repeat(PIECE);
        let word = Pattern::parse("/\\w+$/").unwrap();
        assert!(find_next(&word, &text, text.len(), Direction::Backward).is_some());
    }

    #[test]
    fn a_search_goes_round_the_end_and_says_so() {
        let pattern = Pattern::parse("a").unwrap();
        let text = "-a-a-";
        assert_eq!(find_next(&pattern, text, 2, Direction::Forward), Some((Span::new(3, 4), false)));
        assert_eq!(find_next(&pattern, text, 4, Direction::Forward), Some((Span::new(1, 2), true)));
        assert_eq!(find_next(&pattern, text, 3, Direction::Backward), Some((Span::new(1, 2), false)));
        assert_eq!(find_next(&pattern, text, 1, Direction::Backward), Some((Span::new(3, 4), true)));
        assert_eq!(find_next(&pattern, "---", 1, Direction::Backward), None);
        assert_eq!(find_next(&pattern, "", 7, Direction::Forward), None);
    }

    #[test]
    fn only_hits_that_begin_inside_are_given_and_no_more_than_asked_for() {
        let pattern = Pattern::parse("abc").unwrap();
        let text = "abc abc abc abc";
        let starts = |from, to, limit| -> Vec<usize> {
            find(&pattern, text, Span::new(from, to), limit).into_iter().map(|hit| hit.start).collect()
        };
        assert_eq!(starts(0, text.len(), 2), [0, 4]);
        assert_eq!(starts(1, 9, 9), [4, 8]);
        assert_eq!(starts(1, 8, 9), [4]);
        assert_eq!(starts(0, 99, 99), [0, 4, 8, 12]);
        assert_eq!(starts(5, 5, 9), [] as [usize; 0]);
    }

    /// The plain way: at each place, try the pattern character by character.
    fn naive(pattern: &str, text: &str) -> Vec<Span> {
        let ignore_case = !pattern.chars().any(char::is_uppercase);
        let pattern: Vec<char> = pattern.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < text.len() {
            match naive_end(&pattern, &text[at..], ignore_case, None) {
                Some(length) => {
                    hits.push(Span::new(at, at + length));
                    at += length;
                }
                None => at = text.ceil_char_boundary(at + 1),
            }
        }
        hits
    }

    /// `last` is the character of the pattern before, inside a word.
    fn naive_end(pattern: &[char], text: &str, ignore_case: bool, last: Option<char>) -> Option<usize> {
        let Some(&wanted) = pattern.first() else {
            return Some(text.len() - text.trim_start_matches(fold::is_mark).len());
        };
        let c = text.chars().next()?;
        let rest = &text[c.len_utf8()..];
        let before = last.unwrap_or(' ');
        let line =
            text.strip_prefix(['-', '\u{2010}']).filter(|_| before.is_alphanumeric() && wanted.is_alphanumeric());
        let line = if before == '-' && wanted != ' ' { Some(text) } else { line };
        let next = line.and_then(|line| line.strip_prefix('\n')).map(|next| next.trim_start_matches([' ', '\t']));
        if let Some(end) = next.and_then(|next| {
            let end = naive_end(pattern, next, ignore_case, None)?;
            Some(text.len() - next.len() + end)
        }) {
            return Some(end);
        }
        let plus = |taken: usize, more: &[char], rest| {
            let done = &pattern[..pattern.len() - more.len()];
            let last = done.last().map_or(last, |&done| (done != ' ').then_some(done));
            Some(taken + naive_end(more, rest, ignore_case, last)?)
        };
        if last.is_some() && (c == '\u{AD}' || fold::is_mark(c)) {
            return plus(c.len_utf8(), pattern, rest);
        }
        if wanted == ' ' {
            let spaces = text.len() - text.trim_start().len();
            return (spaces > 0).then(|| plus(spaces, &pattern[1..], &text[spaces..])).flatten();
        }
        if c == 'ﬁ' && pattern.starts_with(&['f', 'i']) {
            return plus(c.len_utf8(), &pattern[2..], rest);
        }
        let same = fold::stands_for(wanted, ignore_case).contains(&c);
        same.then(|| plus(c.len_utf8(), &pattern[1..], rest)).flatten()
    }

    proptest! {
        #[test]
        fn hits_equal_a_plain_folded_scan(
            pattern in "[abfi'-]{1,3}( [abAfi]{1,2})?",
            text in "[aabbAáàÄfiﬁ’'–\u{301} \n-]{0,40}",
        ) {
            prop_assert_eq!(all(&pattern, &text), naive(&pattern, &text));
        }

        #[test]
        fn ascii_text_gives_the_same_hits_by_the_fast_way(pattern in "[ab A]{0,3}[ab]", text in "[abAB \n]{0,60}") {
            for other in [" é", " ’", " \u{2003}"] {
                let padded = format!("{text}{other}");
                prop_assert_eq!(all(&pattern, &text), all(&pattern, &padded));
            }
        }

        #[test]
        fn any_query_on_any_text_gives_whole_hits_in_order(pattern in "\\PC{0,8}", text in "\\PC{0,80}", at in 0usize..100) {
            for written in [pattern.clone(), format!("/{pattern}/")] {
                let Ok(pattern) = Pattern::parse(&written) else { continue };
                let mut end = 0;
                for hit in find(&pattern, &text, Span::new(0, text.len()), usize::MAX) {
                    prop_assert!(hit.start >= end && hit.end > hit.start);
                    prop_assert!(text.get(hit.start..hit.end).is_some());
                    end = hit.end;
                }
                prop_assert_eq!(end > 0, find_next(&pattern, &text, at, Direction::Forward).is_some());
            }
        }

        #[test]
        fn next_and_previous_are_the_neighbours_in_the_list(text in "[ab é]{0,40}", at in 0usize..60) {
            let pattern = Pattern::parse("/a+b?/").unwrap();
            let hits = find(&pattern, &text, Span::new(0, text.len()), usize::MAX);
            let at = text.floor_char_boundary(at);
            let before = hits.iter().rev().find(|hit| hit.start < at);
            let expected = before.map(|&hit| (hit, false)).or(hits.last().map(|&hit| (hit, true)));
            prop_assert_eq!(find_next(&pattern, &text, at, Direction::Backward), expected);
        }
    }
}
