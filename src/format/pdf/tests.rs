//! PDF seen from outside.
