//! A person's name in its parts, as a bibliography needs them. What cannot be told apart stays whole.

/// A name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// The family name with its particle; the whole name where there are no parts.
    pub family: String,
    /// The given names; empty where there are no parts.
    pub given: String,
    /// `Jr.`, `III`.
    pub suffix: String,
    /// Whether the text has the family name first (Kim Min-su).
    pub family_first: bool,
}

/// Small words that belong to a family name.
const PARTICLES: &[&str] =
    &["de", "del", "della", "da", "dos", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "af", "av"];

/// What goes behind a name.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Words of which no person is called.
const INSTITUTION: &[&str] = &[
    "ministry",
    "university",
    "institute",
    "editors",
    "committee",
    "office",
    "department",
    "council",
    "association",
    "press",
    "of",
    "for",
    "the",
    "and",
];

impl PersonName {
    /// The parts of a name as a text has it: `Ada North`, `North, Ada`, `Kim Min-su`, `佐藤花`, `Ministry of Fisheries`.
    pub fn of(written: &str) -> Self {
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((family, rest)) = written.split_once(", ") {
            let (given, suffix) = rest.split_once(", ").unwrap_or((rest, ""));
            return Self {
                family: family.to_owned(),
                given: given.to_owned(),
                suffix: suffix.to_owned(),
                family_first: false,
            };
        }
        let mut words: Vec<&str> = written.split(' ').collect();
        let is_one_of = |word: &str, known: &[&str]| known.contains(&word.to_lowercase().trim_end_matches('.'));
        let whole = || Self { family: written.clone(), ..Self::default() };
        if words.len() < 2
            || words.iter().any(|word| is_one_of(word, INSTITUTION))
            || !written.contains(|c: char| c.is_lowercase())
        {
            return whole();
        }
        let suffix = words.pop_if(|last| is_one_of(last, SUFFIXES)).unwrap_or_default().to_owned();
        // Given names of two syllables with a hyphen, the second one small, are Korean or Chinese; a family name in front of
        // them stands where it does there.
        if let [family, given] = words[..]
            && is_hyphened(given)
            && !is_hyphened(family)
        {
            return Self { family: family.to_owned(), given: given.to_owned(), suffix, family_first: true };
        }
        let particle =
            words.iter().position(|word| PARTICLES.contains(word)).filter(|at| *at > 0 && *at + 1 < words.len());
        let at = particle.unwrap_or(words.len() - 1);
        Self { family: words[at..].join(" "), given: words[..at].join(" "), suffix, family_first: false }
    }

    /// The name as it is written in running text.
    pub fn written(&self) -> String {
        let (first, second) = if self.family_first { (&self.family, &self.given) } else { (&self.given, &self.family) };
        [first, second, &self.suffix]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The name with the family name first and commas between: what all formats of bibliographies understand.
    pub(super) fn with_commas(&self) -> String {
        [&self.family, &self.given, &self.suffix]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The particle of the family name, and the rest of it.
    pub(super) fn particle(&self) -> (&str, &str) {
        let small = |word: &&str| word.chars().all(|c| c.is_lowercase() || c == '\'');
        let length: usize = self.family.split(' ').take_while(small).map(|word| word.len() + 1).sum();
        if length == 0 || length >= self.family.len() {
            return ("", &self.family);
        }
        (&self.family[..length - 1], &self.family[length..])
    }
}

fn is_hyphened(word: &str) -> bool {
    word.split_once('-').is_some_and(|(_, second)| second.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_parts_that_can_be_told() {
        for (written, family, given, suffix) in [
            ("Ada North", "North", "Ada", ""),
            ("Ada M. North", "North", "Ada M.", ""),
            ("North, Ada", "North", "Ada", ""),
            ("Inés de la Cruz", "de la Cruz", "Inés", ""),
            ("John Smith Jr.", "Smith", "John", "Jr."),
            ("Kim Min-su", "Kim", "Min-su", ""),
            ("Min-su Kim", "Kim", "Min-su", ""),
            ("佐藤花", "佐藤花", "", ""),
            ("김 민수", "김 민수", "", ""),
            ("Plato", "Plato", "", ""),
            ("Ministry of Fisheries", "Ministry of Fisheries", "", ""),
        ] {
            let name = PersonName::of(written);
            assert_eq!(
                (name.family.as_str(), name.given.as_str(), name.suffix.as_str()),
                (family, given, suffix),
                "{written}"
            );
            if !written.contains(',') {
                assert_eq!(name.written(), written);
            }
        }
        assert_eq!(PersonName::of("Inés de la Cruz").particle(), ("de la", "Cruz"));
    }
}
