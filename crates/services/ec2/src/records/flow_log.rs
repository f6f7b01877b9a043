//! Flow logs.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BY_RESOURCE, BY_TOKEN};
use crate::kind::Kind;
use crate::scope::Resource;

/// Which traffic is to be logged where.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FlowLogRecord {
    pub(crate) id: String,
    /// The VPC, the subnet or the network interface.
    pub(crate) resource: String,
    /// `ACCEPT`, `REJECT` or `ALL`.
    pub(crate) traffic: String,
    /// The ARN of the bucket, with the folder in it.
    pub(crate) destination: String,
    pub(crate) format: String,
    /// For how long flows are counted together.
    pub(crate) interval_seconds: i32,
    pub(crate) is_hive_compatible: bool,
    pub(crate) is_per_hour: bool,
    pub(crate) created: Timestamp,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

impl Record for FlowLogRecord {
    const COLLECTION: &'static str = "ec2.flow-log";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_RESOURCE, self.resource.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for FlowLogRecord {
    const KIND: Kind = Kind::FlowLog;

    fn id(&self) -> &str {
        &self.id
    }
}
