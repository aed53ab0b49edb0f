//! `postil names [PATH]`: the names that recur in a corpus, under all their forms, and how each text introduces them. It knows
//! nobody: everything it says stands in the texts.
//!
//! The keys of `--json`, one object a name:
//!
//! | key | value |
//! |---|---|
//! | `name` | the name as it is written most often in full |
//! | `kind` | `person`, `organisation`, `agreement` or `abbreviation` |
//! | `short` | the abbreviation that a text gives it, or null |
//! | `forms` | every form in which it is written, the most frequent first |
//! | `count` | how often it stands in the texts |
//! | `documents` | how many texts it stands in |
//! | `introductions` | array of {document, start, end, sentence}: in each text the first place that says who or what it is, in code points |

use super::out::{Out, tell, tell_all};
use super::outcome::{Failure, Outcome};
use super::search::of_texts;
use super::setup::{Room, config};
use crate::document::Document;
use crate::language::counts::counted;
use crate::language::name_tokens::NameKind;
use crate::store::LookedUp;
use crate::study::names::{NameSighting, NamedEntity, named_entities, sightings};
use crate::text::{Span, hyphen, wrap};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The widest line of a sentence, in cells.
const WIDTH: usize = 92;

const EXAMPLES: &str = "\
A family name alone is the one who was named in full before it. Two orders of the same words are one name, and an abbreviation
is what a text says that it stands for.

  postil names documents --kind person
  postil names documents --name gsomia

`dictionary_folder` in settings.toml names a folder of dictionaries.";

/// The people, bodies, treaties and abbreviations that recur in a folder of texts.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct NamesArgs {
    /// A folder of texts, or one text. Default: the one around this folder, else the one read last, else ./documents.
    path: Option<PathBuf>,
    /// Only what is called so; with how each text introduces it, and what the dictionaries of the settings say.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Only names of this kind.
    #[arg(long, value_parser = NameKind::ALL.map(NameKind::name))]
    kind: Option<String>,
    /// Also names that stand there once.
    #[arg(long)]
    all: bool,
    /// Only in texts for which this query holds.
    #[arg(long, allow_hyphen_values = true)]
    query: Option<String>,
    /// Print JSON: an array of {name, kind, short, forms, count, documents, introductions}.
    #[arg(long)]
    json: bool,
}

/// A text with what is kept of it.
struct NamedDocument {
    path: String,
    /// The sentence and its place in code points, for each sighting that may introduce something.
    said: Vec<(Span, String, (usize, usize))>,
}

/// Collects the names of all texts and prints them.
pub fn run(args: &NamesArgs, out: &mut Out) -> Result<Outcome, Failure> {
    let query = args.query.as_deref().map(of_texts).transpose()?.unwrap_or_default();
    let room = Room::open(args.path.as_deref())?;
    let (entries, errors) = room.entries();
    tell_all(&errors);
    let (mut documents, mut texts) = (Vec::new(), Vec::new());
    room.library.find_all(&entries, &query, &mut |step| {
        match step.found {
            Some(Ok(text)) => {
                let names = sightings(&text.document);
                documents.push(NamedDocument::of(text.path.as_str(), &text.document, &names));
                texts.push(names);
            }
            Some(Err(error)) => tell(&error.to_string()),
            None => {}
        }
        true
    });
    let names: Vec<NamedEntity> = named_entities(texts).into_iter().filter(|name| args.wants(name)).collect();
    print(args, &names, &documents, out)?;
    let defined = match args.name.as_deref().filter(|_| !args.json) {
        Some(word) => print_entries(word, &config(&room.dirs).0.settings.dictionary_folder, out)?,
        None => false,
    };
    Ok(Outcome::found(defined || !names.is_empty()))
}

/// What the dictionaries of the settings say of a word, below what the texts say; whether that is anything.
fn print_entries(word: &str, folder: &str, out: &mut Out) -> Result<bool, Failure> {
    if folder.is_empty() {
        return Ok(false);
    }
    let found = LookedUp::in_folder(folder, word, None);
    tell_all(&found.faults);
    for entry in &found.entries {
        out.line(&format!("{} · {}", entry.head, entry.dictionary))?;
        for line in entry.text.lines() {
            let rows = wrap::wrap(line, Span::new(0, line.len()), WIDTH, WIDTH);
            rows.into_iter().try_for_each(|row| out.line(format!("    {}", row.of(line)).trim_end()))?;
        }
    }
    Ok(!found.entries.is_empty())
}

impl NamesArgs {
    fn wants(&self, name: &NamedEntity) -> bool {
        let is_kind = self.kind.as_deref().is_none_or(|kind| name.kind.is_some_and(|it| it.name() == kind));
        let is_called = self.name.as_deref().is_none_or(|words| name.is_called(words));
        is_kind && is_called && (self.all || self.name.is_some() || name.recurs())
    }
}

impl NamedDocument {
    fn of(path: &str, document: &Document, names: &[NameSighting]) -> Self {
        let said = names.iter().map(|name| {
            let text = document.text();
            let points = document.offsets().to_code_points(text, name.sentence);
            (name.span, hyphen::one_line(name.sentence.of(text)), points)
        });
        Self { path: path.to_owned(), said: said.collect() }
    }

    fn said(&self, span: Span) -> Option<&(Span, String, (usize, usize))> {
        self.said.iter().find(|(of, ..)| *of == span)
    }
}

/// The places that introduce a name: the path, the sentence, its place.
fn introductions<'a>(name: &NamedEntity, documents: &'a [NamedDocument]) -> Vec<(&'a str, &'a str, (usize, usize))> {
    let of = |at: &usize| {
        let (number, place) = &name.places[*at];
        let document = documents.get(*number)?;
        let (_, sentence, points) = document.said(place.span)?;
        Some((document.path.as_str(), sentence.as_str(), *points))
    };
    name.introductions.iter().filter_map(of).collect()
}

fn texts(name: &NamedEntity) -> usize {
    name.places.iter().map(|(number, _)| number).collect::<BTreeSet<_>>().len()
}

fn print(args: &NamesArgs, names: &[NamedEntity], documents: &[NamedDocument], out: &mut Out) -> Result<(), Failure> {
    if args.json {
        return out.json(&Value::Array(names.iter().map(|name| object(name, documents)).collect()));
    }
    let width = names.iter().map(|name| name.places.len().to_string().len()).max().unwrap_or(0);
    for name in names {
        let (count, title, kind) = (name.places.len(), name.title(), name.kind.map_or("", |kind| kind.name()));
        out.line(&format!("{count:>width$}  {title}  {kind}, {}", counted(texts(name), "text")))?;
        if args.name.is_some() {
            let others: Vec<&str> = name.forms.iter().map(String::as_str).filter(|form| *form != name.name).collect();
            if !others.is_empty() {
                out.line(&format!("  also: {}", others.join(", ")))?;
            }
            for (path, sentence, _) in introductions(name, documents) {
                out.line(&format!("  {path}"))?;
                let rows = wrap::wrap(sentence, Span::new(0, sentence.len()), WIDTH, WIDTH);
                rows.into_iter().try_for_each(|row| out.line(&format!("    {}", row.of(sentence))))?;
            }
        }
    }
    Ok(())
}

fn object(name: &NamedEntity, documents: &[NamedDocument]) -> Value {
    let said = introductions(name, documents).into_iter().map(|(document, sentence, (start, end))| {
        json!({ "document": document, "start": start, "end": end, "sentence": sentence })
    });
    json!({
        "name": name.name, "kind": name.kind.map(NameKind::name), "short": name.short, "forms": name.forms,
        "count": name.places.len(), "documents": texts(name), "introductions": said.collect::<Vec<_>>(),
    })
}
