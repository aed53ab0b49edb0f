//! Web pages saved as one file, with their pictures.
#![no_main]

postil_fuzz::fuzz!(postil::format::mhtml::FORMAT);
