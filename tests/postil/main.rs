//! One integration binary, a module for each thing that is tested from outside.

mod cli;
mod house;
mod store;
mod sidecars;
