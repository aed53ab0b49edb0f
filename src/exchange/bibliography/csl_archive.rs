//! The citation styles and locales that the program brings (`assets/citations`), unpacked one by one when they are asked for:
//! as XML they are a tenth of what the table of all styles in the citing library takes. It understands none of them.

use crate::format::archive::Archive;

/// The styles and locales.
pub struct CslArchive(Archive);

impl CslArchive {
    /// Opens what the program brings.
    pub fn open() -> Option<Self> {
        Archive::open(include_bytes!("../../../assets/citations/csl.zip").to_vec()).ok().map(Self)
    }

    /// A style by the name of its file, as CSL.
    pub fn style(&self, name: &str) -> Option<String> {
        self.text(&format!("styles/{name}.csl"))
    }

    /// A locale by its code (`en-US`), as CSL.
    pub fn locale(&self, code: &str) -> Option<String> {
        self.text(&format!("locales/locales-{code}.xml"))
    }

    fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.0.read(name).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::citationberg::LocaleFile;

    #[test]
    fn every_locale_can_be_read() {
        let archive = CslArchive::open().unwrap();
        let locales: Vec<&str> = archive.0.names().filter(|name| name.starts_with("locales/")).collect();
        assert!(locales.len() > 50);
        for name in locales {
            assert!(LocaleFile::from_xml(&archive.text(name).unwrap()).is_ok(), "{name}");
        }
    }
}
