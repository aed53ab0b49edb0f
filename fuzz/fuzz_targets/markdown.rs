//! Markdown.
#![no_main]

postil_fuzz::fuzz!(text postil::format::markdown::parse);
