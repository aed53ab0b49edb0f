//! The private annotations of whoever writes here: among the user's own data, in files like all others, and never in the
//! corpus. They are read by those alone who ask for them; whatever sends, packs or prints does not. With them goes what opens
//! what others have encrypted for this reader.

use crate::store::fs::dirs::Dirs;
use crate::store::sidecar::annotations::{Annotations, Base, WritePlace};
use crate::store::sidecar::keyring::Keyring;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder among the user's data.
pub(in crate::store) const PRIVATE: &str = "private";

impl Annotations {
    /// With the private ones, and with the reader's keys: for what shows them to their reader.
    pub fn with_private(self, dirs: &Dirs) -> Self {
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        self.with_private_at(dirs, &home)
    }

    /// As [`Self::with_private`], with the keys of that home folder.
    pub(in crate::store) fn with_private_at(self, dirs: &Dirs, home: &Path) -> Self {
        let below = Path::new(PRIVATE).join(&self.key);
        let keyring = Some(Arc::new(Keyring::at(dirs, home)));
        Self { private: Some(Base { trusted: dirs.data.clone(), below }), keyring, ..self }
    }

    /// Without the private ones and the keys: for what others may come to see.
    pub fn without_private(self) -> Self {
        Self { private: None, keyring: None, ..self }
    }

    /// The reader's keys; `None` where nobody has asked for them.
    pub(in crate::store) fn keyring(&self) -> Option<&Keyring> {
        self.keyring.as_deref()
    }

    /// The private ones by themselves; `None` where nobody has asked for them.
    pub fn private(&self) -> Option<Self> {
        let base = self.private.clone()?;
        let place = WritePlace::Fallback(base.path(), "these are private".to_owned());
        let bases = [self.bases[0].clone(), base];
        let people = Arc::default();
        Some(Self { place, bases, own: None, private: None, keyring: None, is_private: true, people, ..self.clone() })
    }

    /// Whether these are the private ones by themselves.
    pub(in crate::store) fn are_private(&self) -> bool {
        self.is_private
    }
}
