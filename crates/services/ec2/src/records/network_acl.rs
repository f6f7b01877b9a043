//! Network ACLs.

use bartizan_service::store::Record;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::records::Direction;
use crate::scope::Resource;

/// A network ACL. That all else is denied is not stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct NetworkAclRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    pub(crate) is_default: bool,
    pub(crate) entries: Vec<AclEntry>,
    pub(crate) associations: Vec<AclAssociation>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

/// An entry: of those that match, the one of the lowest number decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AclEntry {
    pub(crate) number: u16,
    pub(crate) direction: Direction,
    /// The number of the protocol; `None` for all.
    pub(crate) protocol: Option<u8>,
    pub(crate) allows: bool,
    pub(crate) block: IpNet,
    /// The ports of TCP and UDP, from and to.
    pub(crate) ports: Option<(u16, u16)>,
    /// Type and code of ICMP, each -1 for all.
    pub(crate) icmp: Option<(i32, i32)>,
}

/// A subnet whose traffic a network ACL is asked about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AclAssociation {
    pub(crate) id: String,
    pub(crate) subnet: String,
}

impl Record for NetworkAclRecord {
    const COLLECTION: &'static str = "ec2.network-acl";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for NetworkAclRecord {
    const KIND: Kind = Kind::NetworkAcl;

    fn id(&self) -> &str {
        &self.id
    }
}
