//! One integration binary, a module for each thing that is tested from outside.

mod house;
mod store;
mod terminal;
