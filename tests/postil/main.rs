//! One integration binary, a module for each thing that is tested from outside.

mod anchoring;
mod cli;
mod damaged;
mod formats;
mod fuzzed;
mod house;
mod lookalikes;
mod receipt;
mod schema;
mod sidecars;
mod store;
mod terminal;
mod web;
