//! `postil export --format FORMAT [FILTER]…`: annotations, document after document, to standard output, a file or a folder.

use super::sinks::{StreamSink, must_not_be_there};
use super::writing::Export;
use crate::cli::annotated::{filter, nothing_found};
use crate::cli::citing::CitingStyle;
use crate::cli::out::{Out, tell, tell_all};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::setup::{self, Room};
use crate::config::fault::nearest;
use crate::exchange::export::annotations::{
    ANNOTATION_EXPORTERS, AnnotationExporter, AnnotationWriter, ExportOptions, ExportShape, Grouping, PositionUnits,
    annotation_exporter, template_writer,
};
use crate::text::shown;
use std::path::{Path, PathBuf};

/// How annotations are exported.
#[derive(Debug, clap::Args)]
pub struct AnnotationArgs {
    /// Write into this file, or this folder where its name ends with `/`; of Markdown a folder has a file for each text.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bundle", "curated"])]
    out: Option<PathBuf>,
    /// Make a web edition in this folder: the same as --format site --out FOLDER/.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["bundle", "curated", "out", "template"])]
    site: Option<PathBuf>,
    /// Cite in this style: chicago-notes, chicago-author-date, apa, mla, or a CSL file, NAME.csl; plain: author, title, date, place. Default: the setting citation_style.
    #[arg(long, value_name = "STYLE", conflicts_with_all = ["bundle", "curated"])]
    style: Option<String>,
    /// Put annotations together by document, tag or color (markdown).
    #[arg(long, value_name = "WHAT", default_value = "document", value_parser = ["document", "tag", "color"])]
    group: String,
    /// Write by this template of your own, in place of a format: `postil export --help` names what it can use.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bundle", "curated"])]
    template: Option<PathBuf>,
    /// Your private notes too, which nothing writes otherwise; with --bundle they alone, for your other device or to keep.
    #[arg(long, conflicts_with = "curated")]
    pub private: bool,
    /// With --format w3c: each record with the address of the text and its place in the text as it is now.
    #[arg(long)]
    standalone: bool,
    /// With --standalone: what positions count; utf-16 is for Recogito and most programs in browsers.
    #[arg(long, value_name = "UNITS", default_value = "code-points", value_parser = ["code-points", "utf-16"])]
    units: String,
}

/// What is exported.
pub struct AnnotationRequest<'a> {
    /// The name of the format.
    pub format: &'a str,
    /// The filter.
    pub words: &'a [String],
    /// Whether files are written over.
    pub force: bool,
    /// Whether what is to be read blind first is not left out.
    pub unblind: bool,
}

/// Exports. Nothing found: no annotation passes the filter.
pub fn run(
    path: Option<&Path>,
    args: &AnnotationArgs,
    request: &AnnotationRequest<'_>,
    out: &mut Out,
) -> Result<Outcome, Failure> {
    let exporter = named(if args.site.is_some() { "site" } else { request.format })?;
    let filter = filter(request.words)?;
    let in_folder = args.in_folder();
    let options = args.options(in_folder);
    let mut writer = match &args.template {
        Some(file) => templated(file)?,
        None => (exporter.writer)(options),
    };
    must_fit(exporter, args, in_folder)?;
    let room = Room::open(path)?.with_private_if(args.private);
    let set = setup::config(&room.dirs).0.settings.tools.citation_style;
    let style = CitingStyle::named(args.style.as_deref().or(Some(&set)))?;
    let (subject, unblind) = (exporter.subject, request.unblind);
    let export = Export { room: &room, filter, subject, style, unblind, tell: &|fault| tell(fault) };
    let told = match args.place() {
        None => {
            let found = export.carry_out(&mut *writer, &mut StreamSink { out })?;
            if found.documents == 0 {
                tell_all(&Vec::from_iter(nothing_found("export", path, request.words)));
            }
            return Ok(Outcome::found(found.documents > 0));
        }
        Some(folder) if in_folder => export.write_folder(&mut *writer, (folder, request.force))?,
        Some(file) => {
            must_not_be_there(file, request.force)?;
            export.write_file(&mut *writer, (file, request.force))?
        }
    };
    match &told {
        Some(told) => out.line(told)?,
        None => tell("nothing was found to export"),
    }
    Ok(Outcome::found(told.is_some()))
}

fn named(name: &str) -> Result<&'static AnnotationExporter, Failure> {
    let names = || ANNOTATION_EXPORTERS.iter().map(|row| row.name);
    annotation_exporter(name).ok_or_else(|| {
        let near = nearest(name, names()).map_or_else(String::new, |near| format!("Did you mean {near}? "));
        Failure::new(
            format!("there is no format {name}"),
            format!("{near}There are {}.", names().collect::<Vec<_>>().join(", ")),
        )
    })
}

fn templated(file: &Path) -> Result<Box<dyn AnnotationWriter>, Failure> {
    let text = String::from_utf8_lossy(&crate::store::bundle::read(file)?).into_owned();
    let hint = "The language is that of Jinja: `{% for it in annotations %}{{ it.quote }}{% endfor %}`.";
    template_writer(text).map_err(|fault| Failure::new(format!("{}: {fault}", shown(file)), hint))
}

/// Whether the name of a file says that a word processor wrote it, which the format is not.
fn is_of_word_processor(out: &Path, exporter: &AnnotationExporter) -> bool {
    const ENDINGS: [&str; 6] = ["doc", "docx", "odt", "rtf", "pdf", "pages"];
    let ending = out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).unwrap_or_default();
    exporter.shape != ExportShape::Folder && ENDINGS.contains(&ending.as_str()) && ending != exporter.extension
}

/// Whether the format can go where it is to go.
fn must_fit(exporter: &AnnotationExporter, args: &AnnotationArgs, in_folder: bool) -> Result<(), Failure> {
    let name = exporter.name;
    match exporter.shape {
        _ if args.template.is_some() && in_folder => {
            Err(Failure::new("a template is written into one file", "Give --out FILE."))
        }
        _ if args.template.is_some() => Ok(()),
        _ if args.out.as_deref().is_some_and(|out| is_of_word_processor(out, exporter)) => {
            let hint = "Write --format html or markdown, each under its own ending: word processors open the one, pandoc makes theirs of the other.";
            Err(Failure::new(format!("{name} is no file of a word processor, which that ending says"), hint))
        }
        ExportShape::Folder if !in_folder => Err(Failure::new(
            format!("{name} is a folder of files"),
            "Give one, with a slash at its end: --out FOLDER/.",
        )),
        ExportShape::Stream if in_folder => {
            let hint = format!("Give the name of a file: --out annotations.{}.", exporter.extension);
            Err(Failure::new(format!("{name} is one file"), hint))
        }
        _ => Ok(()),
    }
}

impl AnnotationArgs {
    /// Whether a folder is asked for.
    fn in_folder(&self) -> bool {
        let ends = |path: &Path| path.as_os_str().as_encoded_bytes().ends_with(b"/");
        self.site.is_some() || self.out.as_deref().is_some_and(|out| out.is_dir() || ends(out))
    }

    /// Where it is to go.
    fn place(&self) -> Option<&Path> {
        self.site.as_deref().or(self.out.as_deref())
    }

    fn options(&self, split: bool) -> ExportOptions {
        let grouping = match self.group.as_str() {
            "tag" => Grouping::Tag,
            "color" => Grouping::Color,
            _ => Grouping::Document,
        };
        let units = if self.units == "utf-16" { PositionUnits::Utf16 } else { PositionUnits::CodePoints };
        ExportOptions { grouping, standalone: self.standalone, units, split }
    }
}
