//! `DescribeSubnets`.

use std::collections::BTreeMap;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::v6;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{NetworkInterfaceRecord, SubnetRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeSubnetsRequest, DescribeSubnetsResult, PrivateDnsNameOptionsOnLaunch, Subnet, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, cidr, defaults};

/// How many addresses interfaces have, by the subnet's id.
#[derive(Default)]
pub(super) struct Taken(BTreeMap<String, u32>);

impl Taken {
    fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        for interface in scope.all::<NetworkInterfaceRecord>(reader)? {
            let count = u32::try_from(interface.addresses.len()).unwrap_or(u32::MAX);
            let sum = taken.entry(interface.subnet).or_default();
            *sum = sum.saturating_add(count);
        }
        Ok(Self(taken))
    }
}

/// The account's subnets in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeSubnetsRequest>,
) -> Result<DescribeSubnetsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let subnets = call.read(|reader| {
        let (tags, taken) = (Shown::all(reader, &scope)?, Taken::all(reader, &scope)?);
        let subnets = scope.all::<SubnetRecord>(reader)?;
        let shown = |subnet| shown(&scope, subnet, &tags, &taken);
        Ok::<_, Ec2Error>(subnets.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        subnets,
        &Wanted {
            ids: request.subnet_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeSubnetsResult { subnets: Some(page.items), next_token: page.next })
}

/// A subnet as answers show it.
pub(super) fn shown(scope: &Scope, subnet: &SubnetRecord, tags: &Shown, taken: &Taken) -> Subnet {
    let taken = taken.0.get(&subnet.id).copied().unwrap_or_default();
    let free = cidr::usable(subnet.cidr).saturating_sub(taken);
    let v6_blocks = subnet.v6_block.iter().map(|block| v6::shown(block, "associated"));
    Subnet {
        availability_zone_id: Some(subnet.zone_id.clone()),
        map_customer_owned_ip_on_launch: Some(false),
        owner_id: Some(scope.account.to_string()),
        assign_ipv6_address_on_creation: Some(subnet.assigns_v6),
        ipv6_cidr_block_association_set: Some(v6_blocks.collect()),
        tags: Some(tags.of(&subnet.id)),
        subnet_arn: Some(scope.arn(Kind::Subnet, &subnet.id).to_string()),
        enable_dns64: Some(false),
        ipv6_native: Some(false),
        private_dns_name_options_on_launch: Some(PrivateDnsNameOptionsOnLaunch {
            hostname_type: Some("ip-name".to_owned()),
            enable_resource_name_dns_a_record: Some(false),
            enable_resource_name_dns_aaaa_record: Some(false),
        }),
        subnet_id: Some(subnet.id.clone()),
        state: Some("available".to_owned()),
        vpc_id: Some(subnet.vpc.clone()),
        cidr_block: Some(subnet.cidr.to_string()),
        available_ip_address_count: i32::try_from(free).ok(),
        availability_zone: Some(subnet.zone.clone()),
        default_for_az: Some(subnet.is_default),
        map_public_ip_on_launch: Some(subnet.map_public_ip),
        ..Subnet::default()
    }
}

impl Listed for Subnet {
    const KIND: Kind = Kind::Subnet;

    fn id(&self) -> &str {
        self.subnet_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for Subnet {
    const FILTERS: &'static [&'static str] = &[
        "availability-zone",
        "availabilityZone",
        "availability-zone-id",
        "availabilityZoneId",
        "available-ip-address-count",
        "cidr-block",
        "cidr",
        "cidrBlock",
        "customer-owned-ipv4-pool",
        "default-for-az",
        "defaultForAz",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.state",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "map-public-ip-on-launch",
        "outpost-arn",
        "owner-id",
        "private-dns-name-options-on-launch.hostname-type",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
        "state",
        "subnet-arn",
        "subnet-id",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let names = self.private_dns_name_options_on_launch.as_ref();
        let v6_blocks = || self.ipv6_cidr_block_association_set.iter().flatten();
        match name {
            "availability-zone" | "availabilityZone" => text(self.availability_zone.as_ref()),
            "availability-zone-id" | "availabilityZoneId" => {
                text(self.availability_zone_id.as_ref())
            }
            "available-ip-address-count" => text(self.available_ip_address_count.as_ref()),
            "cidr-block" | "cidr" | "cidrBlock" => text(self.cidr_block.as_ref()),
            "default-for-az" | "defaultForAz" => text(self.default_for_az.as_ref()),
            "enable-dns64" => text(self.enable_dns64.as_ref()),
            "ipv6-cidr-block-association.association-id" => {
                v6_blocks().filter_map(|block| block.association_id.clone()).collect()
            }
            "ipv6-cidr-block-association.ipv6-cidr-block" => {
                v6_blocks().filter_map(|block| block.ipv6_cidr_block.clone()).collect()
            }
            "ipv6-cidr-block-association.state" => {
                v6_blocks().filter_map(|block| block.ipv6_cidr_block_state.clone()?.state).collect()
            }
            "ipv6-native" => text(self.ipv6_native.as_ref()),
            "map-customer-owned-ip-on-launch" => {
                text(self.map_customer_owned_ip_on_launch.as_ref())
            }
            "map-public-ip-on-launch" => text(self.map_public_ip_on_launch.as_ref()),
            "owner-id" => text(self.owner_id.as_ref()),
            "private-dns-name-options-on-launch.hostname-type" => {
                text(names.and_then(|names| names.hostname_type.as_ref()))
            }
            "private-dns-name-options-on-launch.enable-resource-name-dns-a-record" => {
                text(names.and_then(|names| names.enable_resource_name_dns_a_record.as_ref()))
            }
            "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record" => {
                text(names.and_then(|names| names.enable_resource_name_dns_aaaa_record.as_ref()))
            }
            "state" => text(self.state.as_ref()),
            "subnet-arn" => text(self.subnet_arn.as_ref()),
            "subnet-id" => text(self.subnet_id.as_ref()),
            "vpc-id" => text(self.vpc_id.as_ref()),
            _ => Vec::new(),
        }
    }
}
