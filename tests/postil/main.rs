//! One integration binary, a module for each thing that is tested from outside.

mod cli;
mod formats;
mod house;
mod sidecars;
mod store;
mod terminal;
