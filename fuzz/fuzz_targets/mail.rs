//! Mails: headers, parts in one another, encodings, pages.
#![no_main]

postil_fuzz::fuzz!(postil::format::mail::FORMAT);
