//! Web pages.
#![no_main]

postil_fuzz::fuzz!(postil::format::html::FORMAT);
