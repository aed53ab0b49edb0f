//! Whether a few words are a person's name. Precision before recall: a name it does not know stays unknown, which costs
//! an empty field; a wrong one would be shown as a fact.

/// Words that make a capitalised phrase an institution, an office or a heading, not a person.
#[rustfmt::skip]
const NOT_A_PERSON: &[&str] = &[
    "staff", "editorial", "board", "editor", "editors", "editors'", "team", "news", "press", "agency", "agencies",
    "university", "institute", "institution", "center", "centre", "college", "school", "department", "ministry",
    "office", "committee", "council", "association", "society", "foundation", "group", "company", "corporation",
    "inc", "inc.", "ltd", "times", "post", "journal", "review", "magazine", "reuters", "afp", "bloomberg", "desk",
    "bureau", "service", "contributor", "contributors", "correspondent", "reporter", "reporters", "writer",
    "writers", "admin", "administrator", "guest", "author", "authors", "the", "this", "these", "about", "more",
    "on", "in", "at", "of", "for", "with", "to", "from", "our", "your", "by", "is", "how", "why", "what", "when",
    "who", "where", "new", "read", "share", "home", "january", "february", "march", "april", "june", "july",
    "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "north", "south", "east", "west", "united", "states", "kingdom", "republic",
    "comments", "opinion", "politics", "business", "world", "photo", "photos", "photography", "image", "images",
    "video", "source", "updated", "published", "print", "email", "subscribe", "wikipedia", "associated", "network",
    "media", "studies", "policy", "research", "international", "national", "tech", "technology", "science", "blog",
    "report", "chapter", "part", "section", "introduction", "conclusion", "abstract", "notes", "references",
    "bibliography", "software", "engineer", "manager", "director", "professor", "fellow", "analyst", "senior",
    "junior", "chief", "officer", "executive", "vice", "president", "columnist", "lecturer", "deputy", "assistant",
    "associate", "special", "researcher", "journalist", "photographer", "san", "los", "las", "santa", "são", "rio",
    "kong", "york", "fort", "mount", "lake", "beach", "island", "islands", "street", "city", "avenue", "road",
    "and", "or", "not", "a", "an", "no", "all", "us", "we", "you", "it", "via",
];

/// Small words inside names.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "de", "del", "della", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "bin", "ibn", "al",
    "el", "y", "e", "zu", "af", "av", "ap", "st.",
];

/// Words that begin the title of a book or a phrase, and no name.
const ARTICLES: &[&str] = &["der", "die", "das", "ein", "eine", "les", "une", "los", "las", "het"];

/// Titles that go before a name and are not part of it.
const HONORIFICS: &[&str] =
    &["dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame", "rev", "dr.", "prof.", "mr.", "mrs.", "ms.", "rev."];

/// No name with its honorifics is longer, in bytes.
const LONGEST: usize = 120;

/// The name without honorifics and surrounding marks, if `text` is a person's name of two to five words in a
/// script with capitals, or two to five Han, kana or Hangul syllables.
pub fn person(text: &str) -> Option<&str> {
    if text.len() > LONGEST {
        return None;
    }
    let bare = bare(text);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let plausible = (2..=5).contains(&words.len()) && bare.len() <= 60;
    let all = plausible && words.iter().enumerate().all(|(index, word)| is_name_word(word, index));
    // At least two words must be more than an initial or a particle, or one of them beside an initial.
    let full = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !is_particle(word))
        .count();
    let article = |word: &&str| ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word));
    let outer = !words.last().is_some_and(|word| is_particle(word)) && !words.first().is_some_and(article);
    ((all && full >= 1 && outer) || is_east_asian_name(bare)).then_some(bare)
}

/// As [`person`], and a single capitalised word ("Plato") too: for places where only a name can stand.
pub fn person_or_pen_name(text: &str) -> Option<&str> {
    person(text).or_else(|| {
        let bare = bare(text);
        let one = !bare.contains(char::is_whitespace) && (3..=24).contains(&bare.len()) && is_name_word(bare, 0);
        (one && bare.chars().skip(1).all(|c| c.is_lowercase() || c == '-')).then_some(bare)
    })
}

/// As [`person`], where a word before it says that it is one: one of its words may be a month or a point of the compass too
/// (Rebecca West, Thomas More, August Strindberg).
pub fn person_by_label(text: &str) -> Option<&str> {
    let bare = bare(text);
    let lower = bare.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let doubtful = |word: &&&str| NOT_A_PERSON.contains(*word);
    let (first, last) = (words.first()?, words.last()?);
    let known = GIVEN_TOO.contains(first) || FAMILY_TOO.contains(last);
    let fits =
        |(index, word): (usize, &str)| NOT_A_PERSON.contains(&&*word.to_lowercase()) || is_name_word(word, index);
    let plausible = (2..=4).contains(&words.len()) && words.iter().filter(doubtful).count() == 1 && known;
    (plausible && bare.len() <= 60 && bare.split_whitespace().enumerate().all(fits))
        .then_some(bare)
        .filter(|bare| bare.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || is_particle(word)))
}

/// Words of [`NOT_A_PERSON`] that are given names too, and those that are family names too.
const GIVEN_TOO: &[&str] = &["april", "june", "august"];
const FAMILY_TOO: &[&str] = &[
    "west", "north", "east", "south", "more", "post", "lake", "street", "march", "june", "august", "read", "fellow",
    "road",
];

/// The people of a list: "A, B and C", "A & B", "A; B". Empty where the first part is not a name; stops at the first
/// part that is not ("A, B, Staff Writers").
pub fn people(list: &str) -> Vec<String> {
    let list = &list[..list.floor_char_boundary(1000)];
    let several = list.contains(" and ") || list.contains(['&', ';']);
    let mut names = Vec::new();
    for part in parts(list) {
        let Some(name) = person(part) else {
            if several && is_institution(part) {
                continue;
            }
            break;
        };
        names.push(name.to_owned());
        if names.len() == 24 {
            break;
        }
    }
    names
}

/// Where people work: between the names of a byline it may be passed over.
fn is_institution(part: &str) -> bool {
    const KINDS: &[&str] = &[
        "university",
        "college",
        "institute",
        "institution",
        "center",
        "centre",
        "school",
        "academy",
        "council",
        "foundation",
    ];
    let acronym = (2..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_uppercase());
    acronym || part.to_lowercase().split_whitespace().any(|word| KINDS.contains(&word))
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '&', '、', '，', '·', '・'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" with "))
        .flat_map(couple)
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| !part.is_empty())
}

/// Two full names joined by a small word that also stands inside names ("Ortega y Gasset").
fn couple(part: &str) -> impl Iterator<Item = &str> {
    let joined = [" y ", " e ", " et ", " und "].iter().find_map(|joint| part.split_once(joint));
    match joined.filter(|(one, other)| person(one).is_some() && person(other).is_some()) {
        Some((one, other)) => [Some(one), Some(other)],
        None => [Some(part), None],
    }
    .into_iter()
    .flatten()
}

fn bare(text: &str) -> &str {
    let mut text = text.trim().trim_matches(['*', '_', ':', '.', ',', '(', ')', '[', ']', '"']).trim();
    // An initial at the end keeps its dot ("Philip K." is rare, "Sammy Davis Jr." is not).
    while let Some((first, rest)) = text.split_once(' ') {
        if !HONORIFICS.contains(&first.to_lowercase().as_str()) {
            break;
        }
        text = rest.trim_start();
    }
    text
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn is_name_word(word: &str, index: usize) -> bool {
    if index > 0 && is_particle(word) {
        return true;
    }
    let fits = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‐'));
    let opens =
        word.chars().next().is_some_and(char::is_uppercase) || word.starts_with("al-") || word.starts_with("el-");
    let dots = word.matches('.').count();
    let initial =
        dots > 0 && (word.chars().filter(|c| c.is_alphabetic()).count() <= 2 || matches!(word, "Jr." | "Sr."));
    fits && opens && (dots == 0 || initial) && word.len() <= 24 && !NOT_A_PERSON.contains(&word.to_lowercase().as_str())
}

/// Two to four Han or three Hangul syllables, or a run with one space; kana names too.
fn is_east_asian_name(text: &str) -> bool {
    let (mut count, mut gaps, mut hangul) = (0, 0, 0);
    for c in text.chars() {
        match u32::from(c) {
            0x3040..=0x30FF | 0x4E00..=0x9FFF | 0x3400..=0x4DBF => count += 1,
            0xAC00..=0xD7A3 => {
                count += 1;
                hangul += 1;
            }
            0x20 | 0x3000 => gaps += 1,
            _ => return false,
        }
    }
    gaps <= 1
        && if hangul == count {
            (2..=4).contains(&count) && hangul > 0
        } else {
            hangul == 0 && (2..=8).contains(&count)
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_many_shapes_are_known() {
        for name in [
            "Mary Ann Evans",
            "J. R. R. Tolkien",
            "Ludwig van Beethoven",
            "CHOI Eunmi",
            "Ji-Young Lee",
            "Flann O’Brien",
            "山田太郎",
            "김철수",
            "Sammy Davis Jr.",
        ] {
            assert!(person(name).is_some(), "{name}");
        }
        assert_eq!(person("Dr. Mary Shelley"), Some("Mary Shelley"));
    }

    #[test]
    fn offices_headings_and_sentences_are_not_names() {
        for phrase in [
            "Editorial Board",
            "The New York Times",
            "South Korea",
            "Associated Press",
            "Kyoto University",
            "a photo",
            "He said so",
            "Reuters",
            "Chapter One",
            "3 Doors Down",
        ] {
            assert_eq!(person(phrase), None, "{phrase}");
        }
    }

    #[test]
    fn a_list_of_people_ends_at_the_first_part_that_is_none() {
        assert_eq!(people("Ann Lee, Bo Chan and Cy Twombly"), ["Ann Lee", "Bo Chan", "Cy Twombly"]);
        assert_eq!(people("Ann Lee, Staff Writer"), ["Ann Lee"]);
        assert_eq!(people("Ann Lee, Hill College, and Bo Chan, ANU"), ["Ann Lee", "Bo Chan"]);
        assert_eq!(people("Ann Lee, Hill College, Upper Hill"), ["Ann Lee"]);
        assert!(people("the river and the sea").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_judged_without_a_panic(text in "\\PC{0,80}") {
            person_or_pen_name(&text);
            people(&text);
        }
    }
}
