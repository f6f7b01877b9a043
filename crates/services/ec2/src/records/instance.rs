//! Instances.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BY_SUBNET, BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// An instance that was declared: an image is its disk, and no machine runs it. Its interfaces are those
/// that are attached to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceRecord {
    pub(crate) id: String,
    /// The id of all that one call declared.
    pub(crate) reservation: String,
    /// Its place among those.
    pub(crate) index: i32,
    pub(crate) image: String,
    pub(crate) architecture: String,
    pub(crate) instance_type: String,
    pub(crate) vpc: String,
    pub(crate) subnet: String,
    pub(crate) zone: String,
    pub(crate) zone_id: String,
    pub(crate) declared: Timestamp,
    pub(crate) terminated: Option<Timestamp>,
    pub(crate) disable_api_termination: bool,
    pub(crate) disable_api_stop: bool,
    /// `stop` or `terminate`.
    pub(crate) on_shutdown: String,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

impl Record for InstanceRecord {
    const COLLECTION: &'static str = "ec2.instance";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone()), (BY_SUBNET, self.subnet.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for InstanceRecord {
    const KIND: Kind = Kind::Instance;

    fn id(&self) -> &str {
        &self.id
    }
}
