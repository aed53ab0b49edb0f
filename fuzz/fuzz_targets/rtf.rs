//! Rich text: control words, groups, code pages, tables, notes.
#![no_main]

postil_fuzz::fuzz!(postil::format::rtf::FORMAT);
