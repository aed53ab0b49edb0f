//! The title of a page without the name of its site around it. It shortens only where the page itself says what the
//! rest is: the site's name, the author's, or a heading that has the shorter title.

/// What stands between the title of an article and the name of its site.
const BETWEEN: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " · ", " • ", " » ", " « ", " / ", "｜", "_"];

/// The title without the names in `around` (the site, the authors) at its end and its beginning, and no longer than a
/// heading of the page that it begins or ends with.
pub(super) fn without_site(title: &str, around: &[&str], headings: &[String]) -> String {
    let mut rest = title.trim();
    while let Some(shorter) = without_one(rest, |part| around.iter().any(|name| same(name, part))) {
        rest = shorter;
    }
    let heads = |part: &str| headings.iter().any(|heading| same(heading, part));
    if !heads(rest)
        && let Some(heading) = parts(rest).find(|(part, _)| heads(part))
    {
        rest = heading.0;
    }
    rest.to_owned()
}

/// The title without its last or first part where that is a name.
fn without_one(title: &str, is_name: impl Fn(&str) -> bool) -> Option<&str> {
    parts(title).find(|(part, other)| is_name(other) && !is_name(part)).map(|(part, _)| part)
}

/// Every way to cut a title in two at its last or first mark: what may be the title, and the other part.
fn parts(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let last = BETWEEN.iter().filter_map(|mark| title.rsplit_once(mark));
    let first = BETWEEN.iter().filter_map(|mark| title.split_once(mark));
    let both = last.chain(first).flat_map(|(before, after)| [(before, after), (after, before)]);
    both.map(|(part, other)| (part.trim(), other.trim())).filter(|(part, _)| !part.is_empty())
}

/// Whether `half` is what stands before or behind a colon of a title: a subtitle is part of it, and so is what it is of.
pub(super) fn is_half(half: &str, title: &str) -> bool {
    let half = half.split_whitespace().collect::<Vec<_>>().join(" ");
    let colon = |rest: &str| rest.trim().starts_with([':', '：']) || rest.trim().ends_with([':', '：']);
    let rest = title.strip_suffix(&*half).or_else(|| title.strip_prefix(&*half));
    !half.is_empty() && rest.is_some_and(colon)
}

/// Whether two titles or names are the same words.
pub(super) fn same(a: &str, b: &str) -> bool {
    let words =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (words(a), words(b));
    !a.is_empty() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: &str) {
        let headings = ["The Wheel".to_owned(), "A long way – and back".to_owned()];
        assert_eq!(without_site(title, &["The Mill", "Ada North"], &headings), expected);
    }

    #[test]
    fn names_around_a_title_are_cut_off() {
        check("Of Wheels | The Mill", "Of Wheels");
        check("The Mill: Of Wheels", "The Mill: Of Wheels");
        check("the mill - Of Wheels", "Of Wheels");
        check("Of Wheels - Ada North - The Mill", "Of Wheels");
        check("The Mill", "The Mill");
    }

    #[test]
    fn a_half_of_a_title_with_a_colon_is_not_the_title() {
        let title = "Oil and Glass: The Accounts of a Tower";
        assert!(is_half("The Accounts of a Tower", title) && is_half("Oil and Glass", title));
        assert!(!is_half(title, title) && !is_half("a Tower", title) && !is_half("", title));
    }

    #[test]
    fn a_heading_says_where_the_title_ends() {
        check("The Wheel - Encyclopedia", "The Wheel");
        check("News » The wheel!", "The wheel!");
        check("A long way – and back", "A long way – and back");
        check("Something - else", "Something - else");
    }
}
