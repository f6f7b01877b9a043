//! `DescribeNetworkAcls`.

use std::collections::BTreeSet;

use bartizan_service::{Authorized, Call};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{AclEntry, Direction, NetworkAclRecord, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeNetworkAclsRequest, DescribeNetworkAclsResult, IcmpTypeCode, NetworkAcl,
    NetworkAclAssociation, NetworkAclEntry, PortRange, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The numbers of the entries that deny all else, of IPv4 and of IPv6; nobody can take them away.
const ALL_ELSE: i32 = 32_767;
const ALL_ELSE_V6: i32 = 32_768;

/// The account's network ACLs in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeNetworkAclsRequest>,
) -> Result<DescribeNetworkAclsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let acls = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let acls = scope.all::<NetworkAclRecord>(reader)?;
        let vpcs = scope.all::<VpcRecord>(reader)?.into_iter();
        let of_v6: BTreeSet<String> = vpcs.filter(VpcRecord::has_v6).map(|vpc| vpc.id).collect();
        let shown = |acl: &NetworkAclRecord| shown(&scope, acl, of_v6.contains(&acl.vpc), &tags);
        Ok::<_, Ec2Error>(acls.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        acls,
        &Wanted {
            ids: request.network_acl_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeNetworkAclsResult { network_acls: Some(page.items), next_token: page.next })
}

/// A network ACL as answers show it; what it does with IPv6 is of VPCs that have that.
pub(super) fn shown(
    scope: &Scope,
    acl: &NetworkAclRecord,
    has_v6: bool,
    tags: &Shown,
) -> NetworkAcl {
    let association = |one: &crate::records::AclAssociation| NetworkAclAssociation {
        network_acl_association_id: Some(one.id.clone()),
        network_acl_id: Some(acl.id.clone()),
        subnet_id: Some(one.subnet.clone()),
    };
    let mut entries = Vec::new();
    for direction in [Direction::Egress, Direction::Ingress] {
        let mut own: Vec<_> = acl.entries.iter().filter(|one| one.direction == direction).collect();
        own.sort_by_key(|entry| entry.number);
        entries.extend(own.into_iter().map(shown_entry));
        let denied = NetworkAclEntry {
            egress: Some(direction == Direction::Egress),
            protocol: Some("-1".to_owned()),
            rule_action: Some("deny".to_owned()),
            ..NetworkAclEntry::default()
        };
        let v6 = has_v6.then(|| NetworkAclEntry {
            ipv6_cidr_block: Some(Ipv6Net::default().to_string()),
            rule_number: Some(ALL_ELSE_V6),
            ..denied.clone()
        });
        entries.push(NetworkAclEntry {
            cidr_block: Some(Ipv4Net::default().to_string()),
            rule_number: Some(ALL_ELSE),
            ..denied
        });
        entries.extend(v6);
    }
    NetworkAcl {
        associations: Some(acl.associations.iter().map(association).collect()),
        entries: Some(entries),
        is_default: Some(acl.is_default),
        network_acl_id: Some(acl.id.clone()),
        tags: Some(tags.of(&acl.id)),
        vpc_id: Some(acl.vpc.clone()),
        owner_id: Some(scope.account.to_string()),
    }
}

fn shown_entry(entry: &AclEntry) -> NetworkAclEntry {
    let shown = NetworkAclEntry {
        egress: Some(entry.direction == Direction::Egress),
        icmp_type_code: entry
            .icmp
            .map(|(kind, code)| IcmpTypeCode { code: Some(code), r#type: Some(kind) }),
        port_range: entry
            .ports
            .map(|(from, to)| PortRange { from: Some(from.into()), to: Some(to.into()) }),
        protocol: Some(entry.protocol.map_or_else(|| "-1".to_owned(), |number| number.to_string())),
        rule_action: Some(if entry.allows { "allow" } else { "deny" }.to_owned()),
        rule_number: Some(entry.number.into()),
        ..NetworkAclEntry::default()
    };
    match entry.block {
        IpNet::V4(block) => NetworkAclEntry { cidr_block: Some(block.to_string()), ..shown },
        IpNet::V6(block) => NetworkAclEntry { ipv6_cidr_block: Some(block.to_string()), ..shown },
    }
}

impl Listed for NetworkAcl {
    const KIND: Kind = Kind::NetworkAcl;

    fn id(&self) -> &str {
        self.network_acl_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for NetworkAcl {
    const FILTERS: &'static [&'static str] = &[
        "association.association-id",
        "association.network-acl-id",
        "association.subnet-id",
        "default",
        "entry.cidr",
        "entry.egress",
        "entry.icmp.code",
        "entry.icmp.type",
        "entry.ipv6-cidr",
        "entry.port-range.from",
        "entry.port-range.to",
        "entry.protocol",
        "entry.rule-action",
        "entry.rule-number",
        "network-acl-id",
        "owner-id",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        if let Some(what) = name.strip_prefix("entry.") {
            return self.entries.iter().flatten().flat_map(|entry| of_entry(entry, what)).collect();
        }
        let associations = self.associations.iter().flatten();
        match name {
            "association.association-id" => {
                associations.filter_map(|one| one.network_acl_association_id.clone()).collect()
            }
            "association.network-acl-id" => {
                associations.filter_map(|one| one.network_acl_id.clone()).collect()
            }
            "association.subnet-id" => {
                associations.filter_map(|one| one.subnet_id.clone()).collect()
            }
            "default" => text(self.is_default.as_ref()),
            "network-acl-id" => text(self.network_acl_id.as_ref()),
            "owner-id" => text(self.owner_id.as_ref()),
            _ => text(self.vpc_id.as_ref()),
        }
    }
}

fn of_entry(entry: &NetworkAclEntry, what: &str) -> Vec<String> {
    let icmp = entry.icmp_type_code.as_ref();
    let ports = entry.port_range.as_ref();
    match what {
        "cidr" => text(entry.cidr_block.as_ref()),
        "egress" => text(entry.egress.as_ref()),
        "icmp.code" => text(icmp.and_then(|one| one.code.as_ref())),
        "icmp.type" => text(icmp.and_then(|one| one.r#type.as_ref())),
        "ipv6-cidr" => text(entry.ipv6_cidr_block.as_ref()),
        "port-range.from" => text(ports.and_then(|one| one.from.as_ref())),
        "port-range.to" => text(ports.and_then(|one| one.to.as_ref())),
        // By its number, or by the name that the guide has for it.
        "protocol" => match entry.protocol.as_deref() {
            Some("6") => vec!["6".to_owned(), "tcp".to_owned()],
            Some("17") => vec!["17".to_owned(), "udp".to_owned()],
            Some("1") => vec!["1".to_owned(), "icmp".to_owned()],
            _ => text(entry.protocol.as_ref()),
        },
        "rule-action" => text(entry.rule_action.as_ref()),
        _ => text(entry.rule_number.as_ref()),
    }
}
