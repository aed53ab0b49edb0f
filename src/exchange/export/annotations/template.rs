//! The reader's own format: a template in the language of Jinja (MiniJinja), filled in for each document. It opens no file and
//! includes none.
//!
//! What it can name: `document` with `title`, `path`, `authors`, `date`, `publication`, `url`, `identifier`, `reference`; and
//! `annotations`, each with the keys of `postil notes --json`, and `name`, `paragraph`, `place`, `citation`, `link`, `depth`, `mine`.

use super::exporter::{AnnotationWriter, ExportSink};
use super::facts::{AnnotatedDocument, ExportedAnnotation};
use super::json::object;
use super::link::link;
use super::words::{cited, cited_with_work};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde_json::{Value, json};
use std::io;

/// The name of the one template.
const NAME: &str = "template";

struct TemplateWriter {
    environment: Environment<'static>,
}

/// A writer that fills in a template; what is wrong with the template, in words with its line.
pub fn template_writer(template: String) -> Result<Box<dyn AnnotationWriter>, String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| told(&error))?);
    environment.add_template_owned(NAME, template).map_err(|error| told(&error))?;
    Ok(Box::new(TemplateWriter { environment }))
}

fn told(error: &minijinja::Error) -> String {
    let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    format!("{line}{detail}")
}

impl AnnotationWriter for TemplateWriter {
    fn document(
        &mut self,
        about: &AnnotatedDocument<'_>,
        annotations: &[ExportedAnnotation],
        out: &mut dyn ExportSink,
    ) -> io::Result<()> {
        let facts = about.metadata;
        let annotations: Vec<Value> = annotations.iter().map(|exported| named(about, exported)).collect();
        let names = json!({
            "document": {
                "title": about.title(), "path": about.path, "authors": facts.authors, "date": facts.date,
                "publication": facts.publication, "url": facts.url, "identifier": facts.identifier,
                "reference": about.citer.reference(),
            },
            "annotations": annotations,
        });
        let template = self.environment.get_template(NAME).map_err(|error| io::Error::other(told(&error)))?;
        let filled = template.render(Serde(&names));
        out.write(&filled.map_err(|error| io::Error::other(format!("the template: {}", told(&error))))?)
    }
}

/// What a template can name of an annotation.
fn named(about: &AnnotatedDocument<'_>, exported: &ExportedAnnotation) -> Value {
    let mut named = object(about.path, exported);
    let more = json!({
        "name": exported.maker.as_ref().map(|maker| &maker.name), "depth": exported.depth, "mine": exported.mine,
        "paragraph": exported.place.as_ref().map(|place| place.paragraph), "place": cited(exported),
        "citation": cited_with_work(about, exported), "link": link(about.path, &exported.annotation.id),
    });
    if let (Some(named), Value::Object(more)) = (named.as_object_mut(), more) {
        named.extend(more);
    }
    named
}

#[cfg(test)]
mod tests {
    use super::super::facts::PlainCiter;
    use super::super::samples::{Kept, annotations, document, metadata};
    use super::*;
    use crate::exchange::bibliography::BibliographicItem;

    fn filled(template: &str) -> Result<String, String> {
        let (document, metadata) = (document(), metadata());
        let citer = PlainCiter { metadata: &metadata, path: "a.md" };
        let item = BibliographicItem::of_metadata(&metadata, "a.md");
        let about = AnnotatedDocument {
            path: "a.md",
            metadata: &metadata,
            document: Some(&document),
            urn: None,
            item: &item,
            citer: &citer,
            file: &|| None,
        };
        let mut kept = Kept::default();
        let mut writer = template_writer(template.to_owned())?;
        writer.document(&about, &annotations(&document), &mut kept).map_err(|error| error.to_string())?;
        Ok(kept.stream)
    }

    #[test]
    fn a_template_says_what_is_written_of_each_document() {
        let template = "{{ document.title }}\n{% for it in annotations if it.quote %}\n- {{ it.quote }} ({{ it.place }}){% if it.tags %} {{ it.tags | join('+') }}{% endif +%}\n{% endfor %}\n";
        let expected = "<Stones>\n- A wall is a *promise*. (p. 12) law+policy/trade\n- gone words (words that are not in the text any more)\n";
        assert_eq!(filled(template).as_deref(), Ok(expected));
    }

    #[test]
    fn a_fault_of_a_template_names_its_line() {
        assert!(filled("a\n{% for %}").unwrap_err().starts_with("line 2: "));
        assert!(filled("{{ document.title.nothing.at_all }}").is_err());
    }
}
