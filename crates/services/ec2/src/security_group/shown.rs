//! Rules as answers show them: one by one, and combined into permissions.

use std::collections::BTreeSet;

use bartizan_service::store::Reader;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::{
    BY_SIDE, Direction, Peer, PeeringRecord, PeeringState, Permission, Rule, SecurityGroupRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, ReferencedSecurityGroup,
    RevokedSecurityGroupRule, SecurityGroupRule, UserIdGroupPair,
};
use crate::tags::Shown;

/// The ids of the peering connections of an account that are active.
pub(super) struct Active(BTreeSet<String>);

impl Active {
    pub(super) fn of(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        let side = PeeringRecord::side_key(scope);
        let all = scope::found::<PeeringRecord>(reader, BY_SIDE, &side)?.into_iter();
        let active = all.filter(|peering| peering.state == PeeringState::Active);
        Ok(Self(active.map(|peering| peering.id).collect()))
    }

    /// The status of a connection as rules tell it. (Amazon EC2 API Reference, `UserIdGroupPair`.)
    fn status(&self, connection: &str) -> String {
        if self.0.contains(connection) { "active" } else { "deleted" }.to_owned()
    }
}

/// What permissions are combined by: the protocol and the ports.
type Traffic<'a> = (&'a str, (i32, i32));

/// Permissions with their descriptions, those of the same protocol and ports together.
pub(super) fn combined<'a>(
    scope: &Scope,
    active: &Active,
    all: impl Iterator<Item = (&'a Permission, Option<&'a String>)>,
) -> Vec<IpPermission> {
    let mut combined: Vec<(Traffic<'_>, IpPermission)> = Vec::new();
    for (permission, description) in all {
        let key = (permission.protocol.as_str(), permission.ports);
        let place = combined.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            combined.push((key, empty(permission)));
            combined.len() - 1
        });
        let Some((_, one)) = combined.get_mut(place) else { continue };
        let description = description.cloned();
        match &permission.peer {
            Peer::V4(block) => one
                .ip_ranges
                .get_or_insert_default()
                .push(IpRange { description, cidr_ip: Some(block.to_string()) }),
            Peer::V6(block) => one
                .ipv6_ranges
                .get_or_insert_default()
                .push(Ipv6Range { description, cidr_ipv6: Some(block.to_string()) }),
            Peer::Group(id) => {
                let pair = UserIdGroupPair {
                    description,
                    group_id: Some(id.clone()),
                    user_id: Some(scope.account.to_string()),
                    ..UserIdGroupPair::default()
                };
                one.user_id_group_pairs.get_or_insert_default().push(pair);
            }
            Peer::PeerGroup(group) => {
                let pair = UserIdGroupPair {
                    description,
                    group_id: Some(group.id.clone()),
                    user_id: Some(group.account.to_string()),
                    vpc_id: Some(group.vpc.clone()),
                    vpc_peering_connection_id: Some(group.connection.clone()),
                    peering_status: Some(active.status(&group.connection)),
                    group_name: None,
                };
                one.user_id_group_pairs.get_or_insert_default().push(pair);
            }
            Peer::PrefixList(list) => one
                .prefix_list_ids
                .get_or_insert_default()
                .push(PrefixListId { description, prefix_list_id: Some(list.id.clone()) }),
        }
    }
    combined.into_iter().map(|(_, permission)| permission).collect()
}

/// A permission for nobody yet. Of protocols without ports, none are shown.
fn empty(permission: &Permission) -> IpPermission {
    let (from, to) = permission.ports;
    let has_ports = matches!(permission.protocol.as_str(), "tcp" | "udp" | "icmp" | "icmpv6");
    IpPermission {
        ip_protocol: Some(permission.protocol.clone()),
        from_port: has_ports.then_some(from),
        to_port: has_ports.then_some(to),
        user_id_group_pairs: Some(Vec::new()),
        ip_ranges: Some(Vec::new()),
        ipv6_ranges: Some(Vec::new()),
        prefix_list_ids: Some(Vec::new()),
    }
}

/// A rule on its own.
pub(super) fn shown_rule(
    scope: &Scope,
    group: &SecurityGroupRecord,
    rule: &Rule,
    active: &Active,
    tags: &Shown,
) -> SecurityGroupRule {
    let (from, to) = rule.permission.ports;
    let (v4, v6, other, prefix_list_id) = sides(&rule.permission.peer);
    let other = other.map(|id| match rule.peer_group() {
        Some(peer) => ReferencedSecurityGroup {
            group_id: Some(id),
            peering_status: Some(active.status(&peer.connection)),
            user_id: Some(peer.account.to_string()),
            vpc_id: Some(peer.vpc.clone()),
            vpc_peering_connection_id: Some(peer.connection.clone()),
        },
        None => ReferencedSecurityGroup {
            group_id: Some(id),
            user_id: Some(scope.account.to_string()),
            ..ReferencedSecurityGroup::default()
        },
    });
    SecurityGroupRule {
        security_group_rule_id: Some(rule.id.clone()),
        group_id: Some(group.id.clone()),
        group_owner_id: Some(scope.account.to_string()),
        is_egress: Some(rule.direction == Direction::Egress),
        ip_protocol: Some(rule.permission.protocol.clone()),
        from_port: Some(from),
        to_port: Some(to),
        cidr_ipv4: v4,
        cidr_ipv6: v6,
        referenced_group_info: other,
        prefix_list_id,
        description: rule.description.clone(),
        tags: Some(tags.of(&rule.id)),
        security_group_rule_arn: Some(scope.arn(Kind::SecurityGroupRule, &rule.id).to_string()),
    }
}

/// A rule that is no more.
pub(super) fn shown_revoked(group: &SecurityGroupRecord, rule: &Rule) -> RevokedSecurityGroupRule {
    let (from, to) = rule.permission.ports;
    let (cidr_ipv4, cidr_ipv6, referenced_group_id, prefix_list_id) = sides(&rule.permission.peer);
    RevokedSecurityGroupRule {
        security_group_rule_id: Some(rule.id.clone()),
        group_id: Some(group.id.clone()),
        is_egress: Some(rule.direction == Direction::Egress),
        ip_protocol: Some(rule.permission.protocol.clone()),
        from_port: Some(from),
        to_port: Some(to),
        cidr_ipv4,
        cidr_ipv6,
        referenced_group_id,
        prefix_list_id,
        description: rule.description.clone(),
    }
}

/// The other side: as a block of IPv4, of IPv6, as a group, or as a prefix list.
type Sides = (Option<String>, Option<String>, Option<String>, Option<String>);

fn sides(peer: &Peer) -> Sides {
    match peer {
        Peer::V4(block) => (Some(block.to_string()), None, None, None),
        Peer::V6(block) => (None, Some(block.to_string()), None, None),
        Peer::Group(id) => (None, None, Some(id.clone()), None),
        Peer::PeerGroup(group) => (None, None, Some(group.id.clone()), None),
        Peer::PrefixList(list) => (None, None, None, Some(list.id.clone())),
    }
}

/// The group has a rule that permits this.
pub(super) fn duplicate(permission: &Permission) -> Ec2Error {
    let peer = match &permission.peer {
        Peer::V4(block) => block.to_string(),
        Peer::V6(block) => block.to_string(),
        Peer::Group(id) => id.clone(),
        Peer::PeerGroup(group) => group.id.clone(),
        Peer::PrefixList(list) => list.id.clone(),
    };
    let (from, to) = permission.ports;
    let number = |number: i32| if number < 0 { "ALL".to_owned() } else { number.to_string() };
    let what = match permission.protocol.as_str() {
        "-1" => "ALL".to_owned(),
        name @ ("tcp" | "udp") => {
            format!("{}, from port: {from}, to port: {to}", name.to_uppercase())
        }
        name @ ("icmp" | "icmpv6") => {
            format!("{}, type: {}, code: {}", name.to_uppercase(), number(from), number(to))
        }
        other => other.to_owned(),
    };
    let message = format!("the specified rule \"peer: {peer}, {what}, ALLOW\" already exists");
    Ec2Error::refused("InvalidPermission.Duplicate", message)
}
