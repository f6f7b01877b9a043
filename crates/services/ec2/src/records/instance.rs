//! Instances.

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BY_SUBNET, BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// An instance: declared, with an image as its disk and no machine that runs it, or a host with an agent.
/// Its interfaces are those that are attached to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct InstanceRecord {
    pub(crate) id: String,
    /// The id of all that one call declared.
    pub(crate) reservation: String,
    /// Its place among those.
    pub(crate) index: i32,
    /// The image that is its disk; none of a host.
    pub(crate) image: Option<String>,
    pub(crate) architecture: String,
    /// None of a host.
    pub(crate) instance_type: Option<String>,
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
    /// The name of its key pair.
    #[serde(default)]
    pub(crate) key_name: Option<String>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

impl InstanceRecord {
    /// Whether it is a host with an agent.
    pub(crate) const fn is_host(&self) -> bool {
        self.image.is_none()
    }
}

/// When the agent of a host told that it runs: apart from the instance, which that does not change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HostRecord {
    /// The id of the instance.
    pub(crate) id: String,
    /// When its agent was last heard of.
    pub(crate) heard: Timestamp,
    /// From when on, without another word, it does not count as running.
    pub(crate) silent_after: Timestamp,
}

impl Record for HostRecord {
    const COLLECTION: &'static str = "ec2.host";
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
