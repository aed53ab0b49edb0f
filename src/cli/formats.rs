//! The table of formats as help and documentation show it. What a format is stands in `format` alone.

use crate::format::{FORMATS, Format};

/// Two lines a format: its name and what its files are; what they are called.
pub fn table() -> String {
    let rows: Vec<[String; 3]> = FORMATS.iter().map(row).collect();
    let width = rows.iter().map(|[name, ..]| name.len()).max().unwrap_or(0);
    let lines = |[name, files, about]: &[String; 3]| format!("  {name:width$}  {about}\n  {:width$}  {files}\n", "");
    let rows: String = rows.iter().map(lines).collect();
    format!("Formats (what a file is, its content says before its name):\n{rows}")
}

/// The names of all formats, in one line.
pub fn names() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    format!("Formats: {} (see `postil list --help`).", names.join(", "))
}

fn row(format: &Format) -> [String; 3] {
    let files: Vec<String> = format.extensions.iter().map(|extension| format!(".{extension}")).collect();
    [format.name.to_owned(), files.join(" "), format.about.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_has_a_row_for_every_format() {
        let manual = include_str!("../../docs/manual/02-reading.md");
        for [name, files, about] in FORMATS.iter().map(row) {
            let row = format!("| {name} | `{}` | {about} |", files.replace(' ', "` `"));
            assert!(manual.contains(&row), "docs/manual/02-reading.md misses this row in the table of formats:\n{row}");
        }
    }

    #[test]
    fn help_and_manual_page_have_the_table() {
        let mut command = crate::cli::command();
        command.build();
        let list = command.find_subcommand_mut("list").unwrap();
        let help = list.render_long_help().to_string();
        let mut page = Vec::new();
        clap_mangen::Man::new(list.clone()).render(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for [name, files, about] in FORMATS.iter().map(row) {
            assert!(help.contains(&about) && help.contains(&files), "{name}: {help}");
            assert!(page.contains(&about), "{name}: {page}");
            assert!(command.render_help().to_string().contains(&name));
        }
    }
}
