//! The exporters: one table of formats that a report and a digest can be written in. It gathers no facts and opens no file.

pub mod annotations;
mod csv;
mod escape;
pub(super) use escape::csv_escaped;
mod excerpts;
mod exporter;
mod gradebook;
mod html;
mod json;
mod markdown;
#[cfg(test)]
mod samples;
mod sheet;

pub use exporter::{Exporter, Facts};
pub use gradebook::{GRADEBOOKS, altered_login, gradebook_format};

/// All exporters, the usual one first.
pub static EXPORTERS: &[Exporter] = &[markdown::EXPORTER, html::EXPORTER, csv::EXPORTER, json::EXPORTER];

/// Finds the exporter of that name.
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|exporter| exporter.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_writes_a_report_and_a_digest_and_is_found_by_its_name() {
        for row in EXPORTERS {
            assert!(exporter(row.name).is_some_and(|found| found.extension == row.extension), "{}", row.name);
            assert!(row.text(&Facts::Report(&samples::report())).contains("cmd"), "{}", row.name);
            assert!(row.text(&Facts::Digest(&samples::digest())).contains("promise"), "{}", row.name);
        }
    }
}
