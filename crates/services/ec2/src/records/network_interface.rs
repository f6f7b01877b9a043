//! Network interfaces.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bartizan_service::store::Record;
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BY_GROUP, BY_INSTANCE, BY_PUBLIC_ADDRESS, BY_RESOURCE, BY_SUBNET, BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// A network interface.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkInterfaceRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    pub(crate) subnet: String,
    pub(crate) zone: String,
    pub(crate) zone_id: String,
    pub(crate) description: String,
    /// Its addresses in the subnet, the primary one first.
    pub(crate) addresses: Vec<Ipv4Addr>,
    /// Its addresses of IPv6.
    #[serde(default)]
    pub(crate) v6_addresses: Vec<Ipv6Addr>,
    pub(crate) groups: Vec<String>,
    pub(crate) mac: String,
    pub(crate) source_dest_check: bool,
    /// The service that made it and has it in use; `None` for those that users made.
    pub(crate) manager: Option<Manager>,
    /// The instance that has it.
    #[serde(default)]
    pub(crate) attachment: Option<Attachment>,
    /// The public address that its primary address was given with it, and loses with it.
    #[serde(default)]
    pub(crate) public: Option<Ipv4Addr>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

/// A service that has a network interface in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manager {
    /// As `amazon-elb`.
    pub(crate) requester: String,
    /// The ARN of what the interface is for.
    pub(crate) resource: String,
    /// The id of the attachment.
    pub(crate) attachment: String,
}

/// How an instance has a network interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attachment {
    pub(crate) id: String,
    pub(crate) instance: String,
    pub(crate) device: i32,
    pub(crate) delete_on_termination: bool,
    pub(crate) since: Timestamp,
}

impl Record for NetworkInterfaceRecord {
    const COLLECTION: &'static str = "ec2.network-interface";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone()), (BY_SUBNET, self.subnet.clone())];
        keys.extend(self.groups.iter().map(|group| (BY_GROUP, group.clone())));
        keys.extend(self.manager.iter().map(|manager| (BY_RESOURCE, manager.resource.clone())));
        keys.extend(self.attachment.iter().map(|one| (BY_INSTANCE, one.instance.clone())));
        keys.extend(self.public.iter().map(|address| (BY_PUBLIC_ADDRESS, address.to_string())));
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for NetworkInterfaceRecord {
    const KIND: Kind = Kind::NetworkInterface;

    fn id(&self) -> &str {
        &self.id
    }
}

impl NetworkInterfaceRecord {
    /// All its addresses in the subnet, those of IPv4 first.
    pub(crate) fn all_addresses(&self) -> impl Iterator<Item = IpAddr> {
        let v6 = self.v6_addresses.iter().copied().map(IpAddr::V6);
        self.addresses.iter().copied().map(IpAddr::V4).chain(v6)
    }
}
