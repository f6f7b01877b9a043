//! Images.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;
use crate::scope::Resource;

/// An image: a file or a folder that the disk of an instance is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ImageRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) architecture: String,
    /// Its path below the operator's folder of images.
    pub(crate) location: String,
    pub(crate) created: Timestamp,
}

impl Record for ImageRecord {
    const COLLECTION: &'static str = "ec2.image";
}

impl Resource for ImageRecord {
    const KIND: Kind = Kind::Image;

    fn id(&self) -> &str {
        &self.id
    }
}
