//! One integration binary, a module for each thing that is tested from outside.

mod anchoring;
mod house;
