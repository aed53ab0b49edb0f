//! The numbers of the jobs that are given to threads. They count up, so that an answer to an older job is known to be stale.

/// Which job; by default none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

impl JobId {
    /// No job: before the first one.
    pub const NONE: Self = Self(0);

    /// Its number, to tell whether it is another.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The job after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
