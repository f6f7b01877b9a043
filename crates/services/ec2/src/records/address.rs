//! Elastic IP addresses.

use std::net::Ipv4Addr;

use bartizan_service::store::Record;
use serde::{Deserialize, Serialize};

use super::{BY_INTERFACE, BY_PUBLIC_ADDRESS};
use crate::kind::Kind;
use crate::scope::Resource;

/// An elastic IP address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AddressRecord {
    pub(crate) id: String,
    pub(crate) public: Ipv4Addr,
    pub(crate) association: Option<AddressAssociation>,
}

/// Which private address an elastic one stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AddressAssociation {
    pub(crate) id: String,
    pub(crate) interface: String,
    pub(crate) private: Ipv4Addr,
}

impl Record for AddressRecord {
    const COLLECTION: &'static str = "ec2.address";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_PUBLIC_ADDRESS, self.public.to_string())];
        keys.extend(self.association.iter().map(|one| (BY_INTERFACE, one.interface.clone())));
        keys
    }
}

impl Resource for AddressRecord {
    const KIND: Kind = Kind::Address;

    fn id(&self) -> &str {
        &self.id
    }
}
