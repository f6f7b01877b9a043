//! Regions, and which of them AWS has.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The regions that every account has without opting in. (AWS Account Management Reference Guide,
/// "Enable or disable AWS Regions in your account".)
pub const REGIONS_ON: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The regions that an account opts in to. (The same page.)
pub const REGIONS_OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// A region's name, such as `us-east-1`; cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region(Arc<str>);

impl Region {
    /// The region a global service's calls are signed for and recorded in.
    pub const GLOBAL_SIGNING: &'static str = "us-east-1";

    /// A region with this name. Any name is taken: who signs for a region that AWS opened after
    /// this list was written is served, too.
    pub fn new(name: &str) -> Self {
        Self(Arc::from(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether every account has it without opting in.
    pub fn is_by_default(&self) -> bool {
        REGIONS_ON.contains(&self.as_str())
    }

    /// Whether AWS has a region of this name. What is kept for each region asks this first, so that
    /// nobody makes it grow by inventing names.
    pub fn is_known(name: &str) -> bool {
        REGIONS_ON.contains(&name) || REGIONS_OPT_IN.contains(&name)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_known_by_its_exact_name() {
        for known in ["us-east-1", "eu-south-2"] {
            assert!(Region::is_known(known), "{known}");
        }
        for unknown in ["", "us-east-9", "US-EAST-1", "us-east-1 ", "moon-north-1"] {
            assert!(!Region::is_known(unknown), "{unknown}");
        }
    }
}
