//! Proper names in a running text: people by the office before them, by the form of a given name or by what follows; bodies and
//! treaties by the word they end in; abbreviations by what they are said to stand for. Each finding says how sure it is. It
//! looks at one paragraph, knows no person and joins no two mentions.

use super::name_definitions::definitions;
use super::name_tokens::{Certainty, NameFinding, NameKind, NameToken, finding, tokens};
use super::name_words::{
    is_body, is_calendar, is_common, is_led, is_of_office, is_origin, is_place, is_prefix, is_role, is_treaty,
};
use super::names::{person, person_or_pen_name};

/// Words between capitals that names have inside: Ministry *of* Trade.
const JOINTS: &[&str] = &["of", "for", "on", "and", "the", "&"];

/// The names in a paragraph, in the order of the text.
pub fn names_in(text: &str) -> Vec<NameFinding> {
    let tokens = tokens(text);
    let (mut found, in_brackets): (Vec<NameFinding>, Vec<(usize, usize)>) =
        definitions(text, &tokens).into_iter().unzip();
    let mut together = None;
    for run in runs(&tokens) {
        for mut name in of_run(&tokens, run) {
            // "By A B and C D": who stands beside somebody is somebody.
            if name.kind == NameKind::Person && together == Some(run.0) {
                name.certainty = Certainty::Sure;
            }
            if name.kind == NameKind::Person && name.certainty == Certainty::Sure {
                together = tokens.get(run.1).filter(|and| and.text == "and").map(|_| run.1 + 1);
            }
            add(&mut found, &in_brackets, name);
        }
    }
    let shouted = tokens.iter().filter(|token| token.is_abbreviation()).count() * 2 > tokens.len();
    for name in abbreviations(&tokens).filter(|_| !shouted) {
        add(&mut found, &in_brackets, name);
    }
    found.sort_by_key(|name| name.start);
    found
}

/// Adds a name where nothing else was found, and where it is not what a definition gives.
fn add(found: &mut Vec<NameFinding>, given: &[(usize, usize)], name: NameFinding) {
    let taken = found.iter().map(|it| (it.start, it.end)).chain(given.iter().copied());
    if taken.clone().all(|(start, end)| end <= name.start || name.end <= start) {
        found.push(name);
    }
}

/// Abbreviations that stand alone, those of two words whole: KORUS FTA.
fn abbreviations<'a>(tokens: &'a [NameToken<'_>]) -> impl Iterator<Item = NameFinding> + 'a {
    let is_one = |token: &NameToken<'_>| token.is_abbreviation() && !is_place(token.text) && !is_roman(token.text);
    let mut at = 0;
    std::iter::from_fn(move || {
        at += tokens[at.min(tokens.len())..].iter().position(is_one)?;
        let two = tokens.get(at + 1).is_some_and(|next| is_one(next) && next.gap == " " && !tokens[at].possessive);
        let words = &tokens[at..at + 1 + usize::from(two)];
        at += words.len();
        Some(finding(words, NameKind::Abbreviation, Certainty::Sure))
    })
}

/// The single words with a capital that do not begin a sentence, and where they stand: a family name may be one.
pub fn single_capitals(text: &str) -> Vec<(usize, usize)> {
    let tokens = tokens(text);
    let plain = |token: &NameToken<'_>| token.is_capital() && !is_common(token.text);
    tokens.iter().filter(|token| plain(token)).map(|token| (token.start, token.end)).collect()
}

/// Runs of words with capitals, and of the small words between them.
fn runs(tokens: &[NameToken<'_>]) -> Vec<(usize, usize)> {
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if !tokens[at].is_capital() || is_common(tokens[at].text) || is_calendar(tokens[at].text) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < tokens.len() && continues(tokens, at, next) {
            next += 1;
            if tokens[next - 1].is_capital() {
                end = next;
            }
        }
        runs.push((at, end));
        at = end;
    }
    runs
}

/// Whether the word at `next` goes on with the run that began at `first`.
fn continues(tokens: &[NameToken<'_>], first: usize, next: usize) -> bool {
    let (token, before) = (&tokens[next], &tokens[next - 1]);
    // "Trade, Industry and Energy": a list in the name of a ministry.
    let comma = token.gap.trim() == "," && !before.possessive;
    let listed = comma && (token.is_capital() || token.text == "and") && lists(tokens, first, next);
    if !(token.goes_on_from(before) || listed) {
        return false;
    }
    match token.text {
        "and" | "&" => joins(tokens, first, next),
        joint if JOINTS.contains(&joint) => joint != "the" || matches!(before.text, "of" | "for" | "and"),
        _ => token.is_capital() && !is_calendar(token.text) && (is_of_office(token.text) || !is_common(token.text)),
    }
}

fn has_office_of(tokens: &[NameToken<'_>]) -> bool {
    tokens.windows(2).any(|two| {
        let head = is_body(two[0].text) || is_role(two[0].text) || is_treaty(two[0].text);
        head && matches!(two[1].text, "of" | "for" | "on")
    })
}

/// Whether a comma parts what one office is for: an "and" follows, with nothing but capitals before it.
fn lists(tokens: &[NameToken<'_>], first: usize, next: usize) -> bool {
    let rest = tokens[next..].iter().take(5);
    let and = rest.take_while(|token| token.is_capital() || token.text == "and").any(|token| token.text == "and");
    has_office_of(&tokens[first..next]) && and && !is_place(tokens[next].text)
}

/// Whether "and" stands inside a name: in what a ministry is for, or between two words before one that ends a name.
fn joins(tokens: &[NameToken<'_>], first: usize, and: usize) -> bool {
    let after: Vec<&NameToken<'_>> = tokens[and + 1..]
        .iter()
        .skip_while(|token| token.text == "the")
        .take_while(|token| token.is_capital())
        .take(4)
        .collect();
    let Some(next) = after.first() else { return false };
    let head = after.iter().any(|token| is_body(token.text) || is_treaty(token.text));
    let opens = and > 1 && (tokens[and - 2].text == "the" || tokens[and - 2].possessive);
    if head && opens {
        let last = tokens[and - 1].text;
        return (is_origin(last) || !is_place(last)) && !is_origin(next.text);
    }
    let office = after.get(1).is_some_and(|token| is_of_office(token.text));
    let somebody = after.iter().any(|token| is_role(token.text));
    has_office_of(&tokens[first..and]) && !head && !somebody && (!is_place(next.text) || office)
}

/// The names in a run: somebody at its end, and a body or treaty before.
fn of_run(tokens: &[NameToken<'_>], (from, to): (usize, usize)) -> Vec<NameFinding> {
    let run = &tokens[from..to];
    let mut found = Vec::new();
    let before = from.checked_sub(1).map(|at| &tokens[at]);
    let person_from = somebody(run, before, &tokens[to..]);
    let mut rest = run;
    if let Some((at, end, certainty)) = person_from {
        found.push(finding(&run[at..end], NameKind::Person, certainty));
        rest = &run[..at];
    }
    for part in bodies(rest) {
        let last = part.iter().rev().find(|token| is_treaty(token.text) || is_body(token.text));
        let kind =
            if last.is_some_and(|token| is_treaty(token.text)) { NameKind::Agreement } else { NameKind::Organisation };
        found.push(finding(part, kind, Certainty::Sure));
    }
    found
}

/// Where somebody's name stands in a run, from its end back, and how sure that is.
fn somebody(
    run: &[NameToken<'_>],
    before: Option<&NameToken<'_>>,
    after: &[NameToken<'_>],
) -> Option<(usize, usize, Certainty)> {
    let to = without_origin(run);
    let from = run[..to].iter().rposition(is_no_name).map_or(0, |at| at + 1);
    let from = behind_office(run, from, to);
    let words = &run[from..to];
    let first = words.first()?;
    if words.len() > 1 && words.iter().all(NameToken::is_abbreviation) {
        return None;
    }
    let name = finding(words, NameKind::Person, Certainty::Sure).name;
    let by_office = run[..from].iter().any(|token| is_role(token.text));
    let by_word = from == 0 && before.is_some_and(|token| is_role(token.text) && first.goes_on_from(token));
    let next = after.first().filter(|_| to == run.len());
    if words.len() == 1 {
        let leads = next.is_some_and(|next| is_led(next.text) && next.goes_on_from(first));
        return ((by_office || by_word || leads) && is_family_name(first.text)).then_some((from, to, Certainty::Sure));
    }
    if words.len() > 4 || person(&name).is_none() && !is_shouted_name(words) {
        return None;
    }
    let given = words.iter().any(|token| is_syllables(token.text));
    let told = by_office || by_word || given || is_introduced(before, if to == run.len() { after } else { &[] });
    Some((from, to, if told { Certainty::Sure } else { Certainty::Possible }))
}

/// Where a given name of two syllables begins a name behind what an office is for: Ministry of Tides | Sun-ho Baek.
fn behind_office(run: &[NameToken<'_>], from: usize, to: usize) -> usize {
    let body = run[..from].iter().any(|token| is_body(token.text));
    let given = to >= from + 3 && is_syllables(run[to - 2].text) && !is_syllables(run[to - 1].text);
    if body && given { to - 2 } else { from }
}

/// Whether a word is no part of somebody's name.
fn is_no_name(token: &NameToken<'_>) -> bool {
    let word = token.text;
    is_role(word) || is_of_office(word) || is_place(word) || is_body(word) || is_treaty(word) || !token.is_capital()
}

/// Where a run ends without the country behind a name that is no body's: Ada Brink *of Norway*.
fn without_origin(run: &[NameToken<'_>]) -> usize {
    let bare = run.iter().all(|token| !is_body(token.text) && !is_treaty(token.text) && !is_role(token.text));
    let of = run.iter().rposition(|token| token.text == "of").filter(|of| *of > 0 && bare);
    of.filter(|of| run[of + 1..].iter().all(|token| is_place(token.text))).unwrap_or(run.len())
}

fn is_family_name(word: &str) -> bool {
    person_or_pen_name(word).is_some() && !is_common(word) && word.chars().any(char::is_lowercase)
}

/// A name with the family name in capitals: CHOI Eunmi.
fn is_shouted_name(words: &[NameToken<'_>]) -> bool {
    words.len() == 2
        && words.iter().filter(|token| token.is_abbreviation()).count() == 1
        && words.iter().all(|token| token.text.len() > 2)
}

/// A given name of two syllables with a hyphen between them: Jae-in.
fn is_syllables(word: &str) -> bool {
    let Some((first, second)) = word.split_once('-') else { return false };
    let small = !second.is_empty() && second.chars().all(char::is_lowercase) && second.chars().count() <= 6;
    small
        && first.chars().count() <= 6
        && first.starts_with(char::is_uppercase)
        && !is_prefix(first)
        && first.chars().skip(1).all(char::is_lowercase)
}

/// Whether what stands beside two words says that they are somebody: "By", ", the …", ", head of", "is a".
fn is_introduced(before: Option<&NameToken<'_>>, after: &[NameToken<'_>]) -> bool {
    if before.is_some_and(|token| token.text == "By") {
        return true;
    }
    let Some(next) = after.first() else { return false };
    let aside = next.gap.trim() == "," && matches!(next.text, "the" | "a" | "an" | "head" | "former" | "who" | "whose");
    let is = matches!(next.text, "is" | "was") && next.gap.trim().is_empty();
    let is = is && after.get(1).is_some_and(|token| matches!(token.text, "a" | "an" | "the"));
    aside || is
}

/// The bodies and treaties in a run without the person at its end.
fn bodies<'a, 't>(run: &'a [NameToken<'t>]) -> Vec<&'a [NameToken<'t>]> {
    let mut found = Vec::new();
    let mut from = 0;
    for part in parts(run) {
        let part = trimmed(&run[part.0.max(from)..part.1]);
        from = 0;
        let heads = part.iter().any(|token| is_body(token.text) || is_treaty(token.text));
        if heads && part.len() > 1 && part.iter().filter(|token| token.is_capital()).count() > 1 {
            found.push(part);
        }
    }
    found
}

/// Cuts a run where another body begins behind "of the": the Bureau of the | Ministry of Trade.
fn parts(run: &[NameToken<'_>]) -> Vec<(usize, usize)> {
    let (mut cuts, mut from) = (Vec::new(), 0);
    for at in 1..run.len() {
        let begins = is_body(run[at].text) && run.get(at + 1).is_some_and(|next| matches!(next.text, "of" | "for"));
        if begins && from < at && !run[at - 1].is_capital() {
            cuts.push((from, at));
            from = at;
        }
        // "Ministry of Trade of Japan": of whom, not what for.
        let second = run[at].text == "of" && run[from..at].iter().any(|token| matches!(token.text, "of" | "for"));
        if second && run[at + 1..].iter().all(|token| is_place(token.text) || token.is_abbreviation()) {
            cuts.push((from, at));
            from = run.len();
            break;
        }
    }
    cuts.push((from, run.len()));
    cuts.retain(|(from, to)| from < to);
    cuts
}

/// Without joints at the ends, without offices and adjectives of countries before, and without what follows the last word of
/// a name.
fn trimmed<'a, 't>(part: &'a [NameToken<'t>]) -> &'a [NameToken<'t>] {
    let mut part = part;
    while part.last().is_some_and(|last| !last.is_capital()) {
        part = &part[..part.len() - 1];
    }
    while part.first().is_some_and(|first| !first.is_capital()) {
        part = &part[1..];
    }
    // Offices with what they are for: "Director-General of the", "Minister of", and one behind: "Association Chair".
    while part.last().is_some_and(|last| is_role(last.text)) {
        part = &part[..part.len() - 1];
    }
    if let Some(at) = part.iter().rposition(|token| is_role(token.text)) {
        let rest = &part[at + 1..];
        let from = rest.iter().position(NameToken::is_capital).unwrap_or(rest.len());
        part = if rest.iter().any(|token| is_body(token.text)) { &rest[from..] } else { &[] };
    }
    while part.len() > 2 && is_origin(part[0].text) && part[1].is_capital() {
        part = &part[1..];
    }
    part
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names with the letter of their kind; `?` where it is only possible, `=` before the abbreviation given.
    fn found(text: &str) -> String {
        let shown = |it: NameFinding| {
            let kind = it.kind.name().chars().next().unwrap_or_default();
            let sure = if it.certainty == Certainty::Possible { "?" } else { "" };
            let short = it.short.map_or(String::new(), |short| format!("={short}"));
            format!("{kind}{sure}:{}{short}", it.name)
        };
        names_in(text).into_iter().map(shown).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn people_are_told_by_the_office_before_them_by_given_names_and_by_what_follows() {
        for (text, expected) in [
            ("They met Prime Minister Ada Brink and President Lind.", "p:Ada Brink | p:Lind"),
            ("Norwegian Secretary of Defense Bo Lind spoke.", "p:Bo Lind"),
            ("Han Mi-rae spoke, and Sun-ho Baek.", "p:Han Mi-rae | p:Sun-ho Baek"),
            ("Ines Calder, the late poet, and Cy Holm is a guest.", "p:Ines Calder | p:Cy Holm"),
            ("the leader Pak Un Sol went", "p:Pak Un Sol"),
            ("By Ada Brink and Cy Holm", "p:Ada Brink | p:Cy Holm"),
            ("the Lind administration and the Norwegian government", "p:Lind"),
            ("her counterparts Ada Brink of Norway and others", "p:Ada Brink"),
            (
                "Bo Lind, the Herring Association Chair, met Ada Brink Sept. 3",
                "p:Bo Lind | o:Herring Association | p?:Ada Brink",
            ),
            ("Then Ada Brink went home.", "p?:Ada Brink"),
            ("Dr. BAEK Sumi is here.", "p:BAEK Sumi"),
            ("South Korea and New Zealand met in Post-war Europe.", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn bodies_and_treaties_are_told_by_their_last_word() {
        for (text, expected) in [
            ("The Norwegian Supreme Court ruled.", "o:Supreme Court"),
            ("the Ministry of Trade, Fish and Ports met", "o:Ministry of Trade, Fish and Ports"),
            ("the Harbour and Tide Treaty holds", "a:Harbour and Tide Treaty"),
            ("the Bureau of the Ministry of Tides", "o:Ministry of Tides"),
            ("the Asian and Baltic Tides Bureau ran", "o:Asian and Baltic Tides Bureau"),
            ("the UN General Assembly met", "o:UN General Assembly"),
            ("Under Secretary for Growth, Energy, and the Environment Ada Brink", "p:Ada Brink"),
            ("the Ministry of Tides Sun-ho Baek and Norway", "o:Ministry of Tides | p:Sun-ho Baek"),
            ("the Ministry of Tides of Norway", "o:Ministry of Tides"),
            ("the Blue House and the Tide Office", "o:Blue House | o:Tide Office"),
            ("Director-General of the Northern Tides Bureau Bo Lind", "o:Tides Bureau | p:Bo Lind"),
            ("the Free Harbour Agreement", "a:Free Harbour Agreement"),
            ("The court of the town, a ministry", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_an_abbreviation_stands_for_is_read_from_brackets_and_or() {
        for (text, expected) in [
            ("the General Treaty of Open Harbours (GTOH) held", "a:General Treaty of Open Harbours=GTOH"),
            ("the Norway-Iceland Herring Pact (NORI HP)", "a:Norway-Iceland Herring Pact=NORI HP"),
            ("the ASTM (Asia-Sea Tide Meeting) began", "a:Asia-Sea Tide Meeting=ASTM"),
            ("known as the Republic of Tides, or ROT, is old", "a:Republic of Tides=ROT"),
            ("GTOH held (XYZ) and again GTOH", "a:GTOH | a:XYZ | a:GTOH"),
            ("“Open Pacific Herring Framework (OPHF)”", "a:Open Pacific Herring Framework=OPHF"),
            ("she left University of Bergen (USA) early", "o:University of Bergen"),
            ("the NORI HP and more", "a:NORI HP"),
            ("a long walk (in 2019) and more (see below)", ""),
            ("Part IV of the US report", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text_has_names_that_stand_in_it() {
        for text in ["", "’s", "A.", "U.S. (", "(A) (B) or C, or DD", "Ａ B-c’s d. É. 한국(ROK)", "&&& A& B"] {
            for name in names_in(text) {
                assert!(text.get(name.start..name.end).is_some_and(|words| !words.is_empty()), "{text}: {name:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn findings_are_spans_of_the_text_in_order(text in "([A-Z][a-z]{0,4}[-’'.]?|of|and|\\(|\\)|, | |한국|É){0,30}") {
            let mut last = 0;
            for name in names_in(&text) {
                proptest::prop_assert!(name.start >= last && text.get(name.start..name.end).is_some());
                last = name.end;
            }
        }
    }
}
