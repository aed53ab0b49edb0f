//! Formats seen from outside: whole files in, documents out.
