//! People's names in one written line: "By Ada North and Bo Lind". It knows no person and splits only where both sides
//! look like a name; else the line stays as it is.

/// The longest byline, in bytes.
const MAX_BYLINE: usize = 200;

/// The authors of a byline; `None` where the line is not plainly one.
pub fn of_byline(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let rest = line.strip_prefix("By ").or_else(|| line.strip_prefix("by "))?;
    if line.len() > MAX_BYLINE || rest.contains('\n') {
        return None;
    }
    let names = split(rest);
    names.iter().all(|name| is_name(name)).then_some(names)
}

/// The names in one line, in its order. A single name, or one that cannot be split for sure, comes back alone.
pub fn split(line: &str) -> Vec<String> {
    let mut parts: Vec<&str> = match inverted(line) {
        _ if line.contains(';') => line.split(';').collect(),
        Some(names) => names,
        None => vec![line],
    };
    for separator in [", and ", " and ", " & ", ",", "、"] {
        parts = parts.into_iter().flat_map(|part| split_at_names(part, separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Names with the family first, and "and" or "&" between them: "North, Ada and Lind, Bo".
fn inverted(line: &str) -> Option<Vec<&str>> {
    let separator = [" and ", " & "].into_iter().find(|separator| line.contains(separator))?;
    let names: Vec<&str> = line.split(separator).map(|name| name.trim().trim_end_matches(',')).collect();
    let word = |part: &str| part.split_whitespace().count() <= 3 && part.trim().starts_with(|c: char| c.is_uppercase());
    let whole = |name: &&str| name.split_once(',').is_some_and(|(family, given)| word(family) && word(given));
    let plain = |name: &&str| name.split(',').all(is_name);
    (names.iter().all(whole) && !names.iter().all(plain)).then_some(names)
}

fn split_at_names<'a>(part: &'a str, separator: &str) -> Vec<&'a str> {
    let pieces: Vec<&str> = part.split(separator).collect();
    // The list "A B, C D and E F" is cut at "and" first, so a piece may itself be a list of names.
    let is_one = |name: &str| is_name(name) || is_east_asian_name(name.trim());
    let all_names = pieces.iter().all(|piece| piece.split([',', '、']).all(is_one));
    if all_names { pieces } else { vec![part] }
}

/// Two to five words, the first and the last with a capital (or of a script that has none).
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    (2..=5).contains(&words.len()) && words.first().is_some_and(capital) && words.last().is_some_and(capital)
}

/// Two to five syllables of Korean or signs of Han, without a space between family and given name.
fn is_east_asian_name(word: &str) -> bool {
    let written = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{4E00}'..='\u{9FFF}' | '々');
    (2..=5).contains(&word.chars().count()) && word.chars().all(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_only_where_both_sides_are_names() {
        assert_eq!(split("Ada North and Bo van Lind"), ["Ada North", "Bo van Lind"]);
        assert_eq!(split("Ada North, Bo Lind, and Cy Holm"), ["Ada North", "Bo Lind", "Cy Holm"]);
        assert_eq!(split("Ministry of Arts and Culture"), ["Ministry of Arts and Culture"]);
        assert_eq!(split("North, Ada"), ["North, Ada"]);
        assert_eq!(split("한서윤 & 박도현"), ["한서윤", "박도현"]);
        assert_eq!(split("佐藤美咲、田中一郎"), ["佐藤美咲", "田中一郎"]);
        let body = "나루터를 관리하는 위원회 및 항만 운영 사무소 & 한국";
        assert_eq!(split(body), [body]);
        assert_eq!(split("North, Ada; Lind, Bo"), ["North, Ada", "Lind, Bo"]);
        assert_eq!(split("North, Ada and Lind, Bo"), ["North, Ada", "Lind, Bo"]);
        assert_eq!(split("Ada North, Cy Holm and Bo Lind, Di Birk"), ["Ada North", "Cy Holm", "Bo Lind", "Di Birk"]);
    }

    #[test]
    fn a_sentence_that_begins_with_by_is_no_byline() {
        assert_eq!(of_byline("By Ada North"), Some(vec!["Ada North".to_owned()]));
        assert_eq!(of_byline("By noon the square was full."), None);
        assert_eq!(of_byline("By Monday Everyone in the Town Knew"), None);
    }
}
