//! `DescribeVpcs`.

use bartizan_service::{Authorized, Call};

use super::v6;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{Block, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeVpcsRequest, DescribeVpcsResult, Tag, Vpc, VpcCidrBlockAssociation, VpcCidrBlockState,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's VPCs in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeVpcsRequest>,
) -> Result<DescribeVpcsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let vpcs = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let vpcs = scope.all::<VpcRecord>(reader)?;
        Ok::<_, Ec2Error>(vpcs.iter().map(|vpc| shown(&scope, vpc, &tags)).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        vpcs,
        &Wanted {
            ids: request.vpc_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeVpcsResult { vpcs: Some(page.items), next_token: page.next })
}

/// A VPC as answers show it.
pub(super) fn shown(scope: &Scope, vpc: &VpcRecord, tags: &Shown) -> Vpc {
    let blocks: Vec<_> = vpc.blocks.iter().map(|one| block(one, "associated")).collect();
    let v6_blocks = vpc.v6_blocks.iter().map(|one| v6::shown(scope, one, "associated"));
    Vpc {
        owner_id: Some(scope.account.to_string()),
        instance_tenancy: Some(vpc.tenancy.clone()),
        ipv6_cidr_block_association_set: Some(v6_blocks.collect()),
        is_default: Some(vpc.is_default),
        tags: Some(tags.of(&vpc.id)),
        vpc_id: Some(vpc.id.clone()),
        state: Some("available".to_owned()),
        cidr_block: blocks.first().and_then(|block| block.cidr_block.clone()),
        cidr_block_association_set: Some(blocks),
        // No DHCP options, as AssociateDhcpOptions names that state.
        dhcp_options_id: Some("default".to_owned()),
        ..Vpc::default()
    }
}

/// A block as answers show it.
pub(super) fn block(block: &Block, state: &str) -> VpcCidrBlockAssociation {
    VpcCidrBlockAssociation {
        association_id: Some(block.association.clone()),
        cidr_block: Some(block.cidr.to_string()),
        cidr_block_state: Some(VpcCidrBlockState {
            state: Some(state.to_owned()),
            ..VpcCidrBlockState::default()
        }),
    }
}

impl Listed for Vpc {
    const KIND: Kind = Kind::Vpc;

    fn id(&self) -> &str {
        self.vpc_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for Vpc {
    const FILTERS: &'static [&'static str] = &[
        "cidr",
        "cidr-block",
        "cidrBlock",
        "cidr-block-association.association-id",
        "cidr-block-association.cidr-block",
        "cidr-block-association.state",
        "dhcp-options-id",
        "dhcpOptionsId",
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.ipv6-pool",
        "ipv6-cidr-block-association.state",
        "is-default",
        "isDefault",
        "owner-id",
        "state",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let blocks = || self.cidr_block_association_set.iter().flatten();
        let v6_blocks = || self.ipv6_cidr_block_association_set.iter().flatten();
        match name {
            "cidr" | "cidr-block" | "cidrBlock" => text(self.cidr_block.as_ref()),
            "cidr-block-association.association-id" => {
                blocks().filter_map(|block| block.association_id.clone()).collect()
            }
            "cidr-block-association.cidr-block" => {
                blocks().filter_map(|block| block.cidr_block.clone()).collect()
            }
            "cidr-block-association.state" => {
                blocks().filter_map(|block| block.cidr_block_state.clone()?.state).collect()
            }
            "dhcp-options-id" | "dhcpOptionsId" => text(self.dhcp_options_id.as_ref()),
            "ipv6-cidr-block-association.association-id" => {
                v6_blocks().filter_map(|block| block.association_id.clone()).collect()
            }
            "ipv6-cidr-block-association.ipv6-cidr-block" => {
                v6_blocks().filter_map(|block| block.ipv6_cidr_block.clone()).collect()
            }
            "ipv6-cidr-block-association.ipv6-pool" => {
                v6_blocks().filter_map(|block| block.ipv6_pool.clone()).collect()
            }
            "ipv6-cidr-block-association.state" => {
                v6_blocks().filter_map(|block| block.ipv6_cidr_block_state.clone()?.state).collect()
            }
            "is-default" | "isDefault" => text(self.is_default.as_ref()),
            "owner-id" => text(self.owner_id.as_ref()),
            "state" => text(self.state.as_ref()),
            "vpc-id" => text(self.vpc_id.as_ref()),
            _ => Vec::new(),
        }
    }
}
