//! The private annotations of whoever writes here: among the user's own data, in files like all others, and never in the
//! corpus. They are read by those alone who ask for them; whatever sends, packs or prints does not.

use crate::store::fs::dirs::Dirs;
use crate::store::sidecar::annotations::{Annotations, Base, WritePlace};
use std::path::Path;

/// The folder among the user's data.
const PRIVATE: &str = "private";

impl Annotations {
    /// With the private ones: for what shows them to their reader.
    pub fn with_private(self, dirs: &Dirs) -> Self {
        let below = Path::new(PRIVATE).join(&self.key);
        Self { private: Some(Base { trusted: dirs.data.clone(), below }), ..self }
    }

    /// Without the private ones: for what others may come to see.
    pub fn without_private(self) -> Self {
        Self { private: None, ..self }
    }

    /// The private ones by themselves; `None` where nobody has asked for them.
    pub fn private(&self) -> Option<Self> {
        let base = self.private.clone()?;
        let place = WritePlace::Fallback(base.path(), "these are private".to_owned());
        let bases = [self.bases[0].clone(), base];
        Some(Self { place, bases, own: None, private: None, is_private: true, ..self.clone() })
    }

    /// Whether these are the private ones by themselves.
    pub(in crate::store) fn are_private(&self) -> bool {
        self.is_private
    }
}
