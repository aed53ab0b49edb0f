//! What every page of the web edition begins and ends with: style, script, and the policy that forbids all others. It knows no text.

use crate::exchange::export::annotations::link;
use crate::exchange::export::escape::html_escaped;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("../../../../../assets/site/page.css");
const SCRIPT: &str = include_str!("../../../../../assets/site/page.js");

/// What all pages begin with.
pub(super) struct PageHead {
    policy: String,
}

impl PageHead {
    /// The head with the digests of style and script.
    pub(super) fn new() -> Self {
        let digest = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            digest(STYLE),
            digest(SCRIPT)
        );
        Self { policy }
    }

    /// The head of a page in a language, with its title.
    pub(super) fn with(&self, title: &str, language: Option<&str>) -> String {
        let language = language.map_or_else(String::new, |tag| format!(" lang=\"{}\"", html_escaped(tag)));
        format!(
            "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"{}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" \
             content=\"no-referrer\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n",
            self.policy,
            html_escaped(title)
        )
    }
}

/// What all pages end with.
pub(super) fn foot() -> String {
    format!("<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

/// An address below the folder of pages, as a link.
pub(super) fn escaped_path(path: &str) -> String {
    let link = link::link(path, "");
    link.trim_start_matches(link::SCHEME).trim_end_matches('#').to_owned()
}
