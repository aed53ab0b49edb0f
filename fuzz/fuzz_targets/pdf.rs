//! PDF files.
#![no_main]

postil_fuzz::fuzz!(postil::format::pdf::FORMAT);
