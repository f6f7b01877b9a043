//! Security groups and their rules.

use bartizan_service::store::Record;
use bartizan_types::AccountId;
use ipnet::{Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

use super::{BY_GROUP, BY_PREFIX_LIST, BY_RULE, BY_VPC};
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
    /// Whatever has this security group of a peered VPC.
    PeerGroup(PeerGroup),
    /// Whatever a prefix list holds.
    PrefixList(PrefixListName),
}

/// A security group of a peered VPC. It may be deleted, and the peering connection ended: what names it stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PeerGroup {
    pub(crate) account: AccountId,
    pub(crate) id: String,
    pub(crate) vpc: String,
    /// The peering connection.
    pub(crate) connection: String,
}

/// A prefix list that a rule names.
#[derive(Debug, Clone, Eq, Serialize, Deserialize)]
pub(crate) struct PrefixListName {
    pub(crate) id: String,
    /// How many rules it counts as: the most entries that it may have.
    pub(crate) weight: usize,
}

impl PartialEq for PrefixListName {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
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
        let mut lists: Vec<&String> = self.rules.iter().filter_map(Rule::prefix_list).collect();
        lists.sort_unstable();
        lists.dedup();
        keys.extend(lists.into_iter().map(|list| (BY_PREFIX_LIST, list.clone())));
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
            Peer::V4(_) | Peer::V6(_) | Peer::PeerGroup(_) | Peer::PrefixList(_) => None,
        }
    }

    /// The security group of a peered VPC that it names.
    pub(crate) const fn peer_group(&self) -> Option<&PeerGroup> {
        match &self.permission.peer {
            Peer::PeerGroup(group) => Some(group),
            Peer::V4(_) | Peer::V6(_) | Peer::Group(_) | Peer::PrefixList(_) => None,
        }
    }

    /// The prefix list that it names.
    pub(crate) const fn prefix_list(&self) -> Option<&String> {
        match &self.permission.peer {
            Peer::PrefixList(list) => Some(&list.id),
            Peer::V4(_) | Peer::V6(_) | Peer::Group(_) | Peer::PeerGroup(_) => None,
        }
    }
}
