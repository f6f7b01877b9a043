//! Route tables.

use bartizan_service::store::Record;
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::{BY_TOKEN, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// A route table. Its local routes are its VPC's blocks and are not stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RouteTableRecord {
    pub(crate) id: String,
    pub(crate) vpc: String,
    pub(crate) routes: Vec<Route>,
    pub(crate) associations: Vec<Association>,
    /// The token of the request that made it, by which the same request again is known.
    pub(crate) client_token: Option<String>,
}

/// Where a route leads from.
pub(crate) type Destination = IpNet;

/// A route that somebody made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Route {
    pub(crate) destination: Destination,
    pub(crate) target: Target,
}

/// Where a route leads to, by its id. What is gone since makes the route a black hole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Target {
    InternetGateway(String),
    NetworkInterface(String),
    NatGateway(String),
    Peering(String),
    EgressOnlyGateway(String),
}

impl Target {
    /// The id of what it leads to.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::InternetGateway(id)
            | Self::NetworkInterface(id)
            | Self::NatGateway(id)
            | Self::Peering(id)
            | Self::EgressOnlyGateway(id) => id,
        }
    }
}

/// What follows a route table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Association {
    pub(crate) id: String,
    /// The subnet; `None` for every subnet of the VPC that no table is given: the main one.
    pub(crate) subnet: Option<String>,
}

impl Record for RouteTableRecord {
    const COLLECTION: &'static str = "ec2.route-table";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![(BY_VPC, self.vpc.clone())];
        keys.extend(self.client_token.iter().map(|token| (BY_TOKEN, token.clone())));
        keys
    }
}

impl Resource for RouteTableRecord {
    const KIND: Kind = Kind::RouteTable;

    fn id(&self) -> &str {
        &self.id
    }
}

impl RouteTableRecord {
    /// Whether it is its VPC's main route table.
    pub(crate) fn is_main(&self) -> bool {
        self.associations.iter().any(|association| association.subnet.is_none())
    }
}
