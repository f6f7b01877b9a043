//! The tags of resources, each under its resource's id.

use bartizan_service::store::Record;
use bartizan_types::Tag;
use serde::{Deserialize, Serialize};

/// The tags of one resource: at least one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TagsRecord {
    /// The id of the resource.
    pub(crate) resource: String,
    pub(crate) tags: Vec<Tag>,
}

impl Record for TagsRecord {
    const COLLECTION: &'static str = "ec2.tags";
}
