//! The prompts of a session, as they are written in the plan, and the words that they had before. It knows no answers.

use super::{Prompt, SyllabusFile, TomlValue};
use crate::config::fault::quoted;
use crate::text::visible::clean;
use std::collections::BTreeSet;

/// What may stand in a prompt that is a table.
const PROMPT_KEYS: &[&str] = &["document", "quote", "text", "formerly"];

impl SyllabusFile {
    /// The prompts of one session.
    pub(super) fn prompts(&mut self, value: &TomlValue<'_>) -> Vec<Prompt> {
        let written = self.list(value);
        let read: Vec<(&TomlValue<'_>, Prompt)> =
            written.iter().filter_map(|item| Some((item, self.prompt(item)?))).collect();
        let now: BTreeSet<String> = read.iter().map(|(_, prompt)| prompt.text.clone()).collect();
        let mut before = BTreeSet::new();
        for (item, prompt) in &read {
            for words in prompt.formerly.iter().filter(|words| **words != prompt.text) {
                if now.contains(words) {
                    let message =
                        format!("{} is asked in this session: answers to it belong to that prompt", quoted(words));
                    self.fault(item.span(), message);
                } else if !before.insert(words.clone()) {
                    let message =
                        format!("two prompts of this session were {}: answers to it belong to neither", quoted(words));
                    self.fault(item.span(), message);
                }
            }
        }
        read.into_iter().map(|(_, prompt)| prompt).collect()
    }

    fn prompt(&mut self, item: &TomlValue<'_>) -> Option<Prompt> {
        if let Some(text) = item.get_ref().as_str() {
            return Some(Prompt { text: clean(text.to_owned()), ..Prompt::default() });
        }
        let mut prompt = Prompt::default();
        let table = self.table(item)?;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "document" => prompt.document = self.path(value),
                "quote" => prompt.quote = self.string(value),
                "text" => prompt.text = self.string(value).unwrap_or_default(),
                "formerly" => prompt.formerly = self.strings(value),
                _ => self.unknown(key, PROMPT_KEYS),
            }
        }
        if prompt.quote.is_some() && !table.contains_key("document") {
            self.fault(item.span(), "a quotation is looked for nowhere: document = \"…\" says in which text it stands");
        }
        if prompt.text.is_empty() {
            self.fault(item.span(), "a prompt without a text is left out");
            return None;
        }
        Some(prompt)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_faults;

    #[test]
    fn the_words_that_a_prompt_had_are_told_apart_from_those_that_are_asked() {
        let plan = check_faults(
            r#"
[[session]]
prompts = [
  "Who speaks?",
  { text = "Why here?", formerly = "Wy here?" },
  { text = "Which?", formerly = ["Wich?", "Which one?"] },
  { text = "When?", formerly = "Who speaks?" }, # is asked in this session
  { text = "Where?", formerly = "Wy here?" }, # two prompts of this session were
  { text = "What?", formerly = 3 }, # a list in brackets is wanted here
]
[[session]]
prompts = [{ text = "Why?", formerly = "Wy here?" }]
"#,
        );
        let prompts = &plan.sessions[0].prompts;
        assert_eq!(prompts[1].formerly, ["Wy here?"]);
        assert_eq!(prompts[2].formerly, ["Wich?", "Which one?"]);
        assert!(prompts[0].formerly.is_empty() && prompts[5].formerly.is_empty() && prompts.len() == 6);
    }
}
