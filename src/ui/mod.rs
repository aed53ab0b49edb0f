//! Draws a Model; decides nothing.
