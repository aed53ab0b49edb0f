//! Signatures: every device of a reader signs what it writes in a chain of links, so that a record that is missing, altered, brought
//! back or put in between shows (`docs/sidecar.md`, Signatures). Whose keys count is said by the roster of the syllabus, and by
//! `allowed_signers` beside the texts. A signature says who, and in which order; when is the signer's word.

mod chain;
pub(in crate::store) mod claims;
mod folder_chain;
mod key_list;
mod keygen;
mod proofs;
mod signing;
mod standing;
mod to_sign;

pub use keygen::SigningKey;
pub use proofs::{KnownChains, Signers, proofs, signed_times};
pub use signing::{SignedNow, sign_all, sign_waiting};
pub use standing::{SignatureStanding, absent_signers, shared_keys, standings};
