//! Plain text.
#![no_main]

postil_fuzz::fuzz!(text postil::format::text::parse);
