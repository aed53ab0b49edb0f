//! Settings, keys and themes: as written → as meant, all faults at once. Pure; it reads no file and knows no screen library.

pub mod syllabus;
