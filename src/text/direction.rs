//! The way that something goes in a text. It moves nothing.

/// The way that something goes in a text: on towards the end, or back towards the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    #[default]
    Forward,
    /// Towards the beginning.
    Backward,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }

    /// 1 or -1.
    pub const fn sign(self) -> isize {
        match self {
            Self::Forward => 1,
            Self::Backward => -1,
        }
    }
}
