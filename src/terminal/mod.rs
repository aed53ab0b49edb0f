//! Raw mode, events to messages, effects to the workers, painting. The only module that names crossterm.
