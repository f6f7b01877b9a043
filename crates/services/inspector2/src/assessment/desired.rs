//! What there is to find, before it is compared with what was found.

use crate::finding::record::Exploited;
use crate::shapes::Finding;

/// What the identities of findings about packages begin with.
pub(super) const OF_PACKAGES: &str = "vulnerability ";

/// A finding that there should be.
#[derive(Debug, Clone)]
pub(super) struct Desired {
    /// What tells it from the others of its resource.
    pub(super) identity: String,
    /// What it says, without what its place and time add.
    pub(super) finding: Finding,
    /// That what it is about is known to be exploited.
    pub(super) exploited: Option<Exploited>,
}
