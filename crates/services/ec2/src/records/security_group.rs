//! Security groups and their rules.

use bartizan_service::store::Record;
use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::{BY_GROUP, BY_RULE, BY_VPC};
use crate::kind::Kind;
use crate::scope::Resource;

/// A security group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecurityGroupRecord {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) vpc: String,
    pub(crate) rules: Vec<Rule>,
}

/// A rule of a security group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) direction: Direction,
    pub(crate) permission: Permission,
    pub(crate) description: Option<String>,
}

/// Which traffic a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Direction {
    Ingress,
    Egress,
}

/// What a rule permits: two of these that are equal are one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Permission {
    /// `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all, or the number of another protocol.
    pub(crate) protocol: String,
    /// The ports, or type and code of ICMP, from and to; -1 for all.
    pub(crate) ports: (i32, i32),
    pub(crate) peer: Peer,
}

/// Who is on the other side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Peer {
    V4(Ipv4Net),
    V6(Ipv6Net),
    /// Whatever has this security group.
    Group(String),
}

impl Record for SecurityGroupRecord {
    const COLLECTION: &'static str = "ec2.security-group";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut named: Vec<&String> = self.rules.iter().filter_map(Rule::group).collect();
        named.sort_unstable();
        named.dedup();
        let mut keys = vec![(BY_VPC, self.vpc.clone())];
        keys.extend(named.into_iter().map(|group| (BY_GROUP, group.clone())));
        keys.extend(self.rules.iter().map(|rule| (BY_RULE, rule.id.clone())));
        keys
    }
}

impl Resource for SecurityGroupRecord {
    const KIND: Kind = Kind::SecurityGroup;

    fn id(&self) -> &str {
        &self.id
    }
}

impl SecurityGroupRecord {
    /// The name of the group that each VPC has from the start.
    pub(crate) const DEFAULT: &'static str = "default";

    /// The rules of one direction.
    pub(crate) fn rules_of(&self, direction: Direction) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.direction == direction)
    }
}

impl Rule {
    /// The security group that it names.
    pub(crate) const fn group(&self) -> Option<&String> {
        match &self.permission.peer {
            Peer::Group(group) => Some(group),
            Peer::V4(_) | Peer::V6(_) => None,
        }
    }
}
