//! The place of somebody who leads.
/// x
pub(super) const PLACE: &str = "place.json";
