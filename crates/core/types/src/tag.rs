//! Tags.

use serde::{Deserialize, Serialize};

/// A tag: a key that is unique, whatever its case, on its resource, and a value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tag {
    /// The key, 1 to 128 characters.
    pub key: String,
    /// The value, 0 to 256 characters.
    pub value: String,
}
