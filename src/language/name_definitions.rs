//! Where a text says what an abbreviation stands for. It knows no abbreviation.

use super::name_tokens::{Certainty, NameFinding, NameKind, NameToken, finding};
use super::name_words::{is_body, is_treaty};

/// Where the text says what an abbreviation stands for, each with the place of the abbreviation: "Long Name (LN)",
/// "LN (Long Name)", "Long Name, or LN".
pub(super) fn definitions(text: &str, tokens: &[NameToken<'_>]) -> Vec<(NameFinding, (usize, usize))> {
    let mut found = Vec::new();
    for at in 1..tokens.len() {
        let token = &tokens[at];
        let opens = token.gap.trim_end().ends_with(['(', '（']) && token.gap.trim().chars().count() <= 2;
        let or = at > 1 && tokens[at - 1].text == "or" && tokens[at - 1].gap.trim() == ",";
        if !(opens || or) {
            continue;
        }
        match short_end(text, tokens, at) {
            Some(end) => {
                let before = &tokens[..if or { at - 1 } else { at }];
                let name = long_form(text, before, &text[token.start..end]);
                found.extend(name.map(|name| (name, (token.start, end))));
            }
            None if opens => {
                let short = (tokens[at - 1].start, tokens[at - 1].end);
                found.extend(in_brackets(text, tokens, at).map(|name| (name, short)));
            }
            None => {}
        }
    }
    found
}

/// The end of the abbreviation that begins at a word in brackets, of one word or two: KORUS FTA.
fn short_end(text: &str, tokens: &[NameToken<'_>], at: usize) -> Option<usize> {
    let is_short = |token: &NameToken<'_>| {
        let capitals = token.text.chars().filter(|c| c.is_uppercase()).count();
        capitals > 1 && capitals * 2 >= token.text.chars().count() && token.text.chars().count() <= 10
    };
    is_short(tokens.get(at)?).then_some(())?;
    let two = tokens.get(at + 1).filter(|next| is_short(next) && next.gap == " ");
    let end = two.unwrap_or(&tokens[at]).end;
    let next = text[end..].trim_start().chars().next();
    next.is_none_or(|c| matches!(c, ')' | ',' | ';' | ':' | '.' | '）')).then_some(end)
}

/// What an abbreviation stands for among the words before it: the algorithm of Schwartz and Hearst (2003), from the last letter
/// back, the first at the beginning of a word.
fn long_form(text: &str, before: &[NameToken<'_>], short: &str) -> Option<NameFinding> {
    let most = (short.chars().count() + 5).min(short.chars().count() * 2) + 2;
    let first = before.len().saturating_sub(most);
    let window = &before[first..];
    let (from, to) = (window.first()?.start, window.last()?.end);
    let start = from + schwartz_hearst(short, &text[from..to])?;
    let at = window.iter().rposition(|token| token.start <= start)?;
    let words = &window[at..];
    let whole = words.windows(2).all(|two| two[1].gap.trim().is_empty() || two[1].gap.trim() == ",");
    let longer = words.iter().filter(|word| word.text.chars().count() > 1).count() > 1 || words[0].text.contains('-');
    (whole && longer && words[0].text != short).then(|| defined(words, short))
}

fn defined(words: &[NameToken<'_>], short: &str) -> NameFinding {
    let kind = match words {
        _ if words.iter().any(|token| is_treaty(token.text)) => NameKind::Agreement,
        _ if words.iter().any(|token| is_body(token.text)) => NameKind::Organisation,
        _ => NameKind::Abbreviation,
    };
    NameFinding { short: Some(short.to_owned()), ..finding(words, kind, Certainty::Sure) }
}

/// "ASEM (Asia-Europe Meeting)": the abbreviation first.
fn in_brackets(text: &str, tokens: &[NameToken<'_>], at: usize) -> Option<NameFinding> {
    let short = tokens[at - 1].is_abbreviation().then(|| tokens[at - 1].text)?;
    let close = tokens[at].start + text[tokens[at].start..].find([')', '）'])?;
    let words: Vec<NameToken<'_>> = tokens[at..].iter().take_while(|token| token.end <= close).copied().collect();
    let long = &text[tokens[at].start..words.last()?.end];
    let fits = words.len() <= 10 && schwartz_hearst(short, long) == Some(0);
    fits.then(|| defined(&words, short))
}

/// Where in `long` the first letter stands of what `short` abbreviates; `None` where it does not, or where most of its letters
/// begin no word.
fn schwartz_hearst(short: &str, long: &str) -> Option<usize> {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let chars: Vec<(usize, char)> = long.char_indices().collect();
    let mut at = chars.len();
    for (index, wanted) in letters.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let is = chars[at].1.to_lowercase().eq(std::iter::once(*wanted));
            let begins = at == 0 || !chars[at - 1].1.is_alphanumeric();
            if is && (index > 0 || begins) {
                break;
            }
        }
    }
    let initials: Vec<char> = initials(&long[chars.get(at)?.0..]);
    (in_common(&letters, &initials) * 2 >= letters.len()).then_some(chars[at].0)
}

/// The small first letters of the words, and of the parts of those with hyphens.
fn initials(words: &str) -> Vec<char> {
    let parts = words.split(|c: char| !c.is_alphanumeric()).filter_map(|part| part.chars().next());
    parts.flat_map(char::to_lowercase).collect()
}

/// How many letters two rows have in common in the same order.
fn in_common(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()]
}
