//! The identities of annotations and readers, each a type of its own, so that one is never taken for the other.
//!
//! Both are IRIs as a record writes them (`urn:uuid:…`; other programs' records bring other schemes), kept letter for
//! letter: two are the same where their letters are. Nothing here checks the form; see `annotation::record`.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt, ops::Deref};

/// Makes an identity: a text that is told apart by its type.
macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The identity written as `iri`, letter for letter.
            pub fn new(iri: impl Into<Box<str>>) -> Self {
                Self(iri.into())
            }

            /// As it is written in records.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(iri: &str) -> Self {
                Self::new(iri)
            }
        }

        impl From<String> for $name {
            fn from(iri: String) -> Self {
                Self::new(iri)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
    };
}

identity!(
    /// Which annotation: the `id` of its record.
    AnnotationId
);

identity!(
    /// Which reader: the `id` of the reader's `reader.json`, and the `creator` of the records they wrote.
    ReaderId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_written_as_its_letters_and_found_by_them() {
        let id = AnnotationId::new("urn:uuid:1");
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"urn:uuid:1\"");
        assert_eq!(serde_json::from_str::<AnnotationId>("\"urn:uuid:1\"").unwrap(), id);
        assert!(std::collections::HashSet::from([id]).contains("urn:uuid:1"));
    }
}
