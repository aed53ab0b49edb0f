//! The state of the program and every change of it: Model, Msg, update, effects as data. Pure.
