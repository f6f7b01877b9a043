//! `DescribeVpcPeeringConnections`.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{ANSWERABLE, is_pending, is_shown, status};
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{BY_SIDE, PeeringRecord, PeeringSide, PeeringState, VpcRecord};
use crate::scope::found;
use crate::shapes::{
    CidrBlock, DescribeVpcPeeringConnectionsRequest, DescribeVpcPeeringConnectionsResult,
    Ipv6CidrBlock, Tag, VpcPeeringConnection, VpcPeeringConnectionStateReason,
    VpcPeeringConnectionVpcInfo,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The peering connections that the account has a side of in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeVpcPeeringConnectionsRequest>,
) -> Result<DescribeVpcPeeringConnectionsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let request = request.into_inner();
    let peerings = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let side = PeeringRecord::side_key(&scope);
        let peerings = found::<PeeringRecord>(reader, BY_SIDE, &side)?;
        let peerings = peerings.iter().filter(|peering| is_shown(peering, now));
        peerings.map(|peering| shown(reader, peering, &tags, now)).collect::<Result<Vec<_>, _>>()
    })?;
    let page = listing::page(
        peerings,
        &Wanted {
            ids: request.vpc_peering_connection_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeVpcPeeringConnectionsResult {
        vpc_peering_connections: Some(page.items),
        next_token: page.next,
    })
}

/// A peering connection as answers show it.
pub(super) fn shown(
    reader: &Reader<'_>,
    peering: &PeeringRecord,
    tags: &Shown,
    now: Timestamp,
) -> Result<VpcPeeringConnection, Ec2Error> {
    let (code, message) = status(peering, now);
    // Who has not accepted yet shows nothing of its network.
    let is_open = peering.state == PeeringState::Active;
    Ok(VpcPeeringConnection {
        accepter_vpc_info: Some(side(reader, &peering.accepter, is_open)?),
        requester_vpc_info: Some(side(reader, &peering.requester, true)?),
        expiration_time: is_pending(peering, now).then(|| peering.created.plus(ANSWERABLE)),
        status: Some(VpcPeeringConnectionStateReason {
            code: Some(code.to_owned()),
            message: Some(message),
        }),
        tags: Some(tags.of(&peering.id)),
        vpc_peering_connection_id: Some(peering.id.clone()),
        ..VpcPeeringConnection::default()
    })
}

fn side(
    reader: &Reader<'_>,
    side: &PeeringSide,
    is_open: bool,
) -> Result<VpcPeeringConnectionVpcInfo, Ec2Error> {
    let vpc: Option<VpcRecord> =
        if is_open { reader.get(&side.scope().key(&side.vpc))? } else { None };
    let v6_blocks = vpc.iter().flat_map(|vpc| &vpc.v6_blocks);
    let v6_block = |block: &crate::records::V6Block| Ipv6CidrBlock {
        ipv6_cidr_block: Some(block.cidr.to_string()),
    };
    let v6_shown: Vec<_> = v6_blocks.map(v6_block).collect();
    let blocks = vpc.map(|vpc| vpc.blocks).unwrap_or_default();
    let block =
        |block: &crate::records::Block| CidrBlock { cidr_block: Some(block.cidr.to_string()) };
    let shown: Vec<_> = blocks.iter().map(block).collect();
    Ok(VpcPeeringConnectionVpcInfo {
        cidr_block: blocks.first().map(|block| block.cidr.to_string()),
        ipv6_cidr_block_set: (!v6_shown.is_empty()).then_some(v6_shown),
        cidr_block_set: (!shown.is_empty()).then_some(shown),
        owner_id: Some(side.account.to_string()),
        vpc_id: Some(side.vpc.clone()),
        region: Some(side.region.clone()),
        ..VpcPeeringConnectionVpcInfo::default()
    })
}

impl Listed for VpcPeeringConnection {
    const KIND: Kind = Kind::Peering;

    fn id(&self) -> &str {
        self.vpc_peering_connection_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for VpcPeeringConnection {
    const FILTERS: &'static [&'static str] = &[
        "accepter-vpc-info.cidr-block",
        "accepter-vpc-info.owner-id",
        "accepter-vpc-info.vpc-id",
        "expiration-time",
        "requester-vpc-info.cidr-block",
        "requester-vpc-info.owner-id",
        "requester-vpc-info.vpc-id",
        "status-code",
        "status-message",
        "vpc-peering-connection-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let status = self.status.as_ref();
        if let Some(what) = name.strip_prefix("accepter-vpc-info.") {
            return of_side(self.accepter_vpc_info.as_ref(), what);
        }
        if let Some(what) = name.strip_prefix("requester-vpc-info.") {
            return of_side(self.requester_vpc_info.as_ref(), what);
        }
        match name {
            "expiration-time" => text(self.expiration_time.map(Timestamp::iso8601).as_ref()),
            "status-code" => text(status.and_then(|one| one.code.as_ref())),
            "status-message" => text(status.and_then(|one| one.message.as_ref())),
            _ => text(self.vpc_peering_connection_id.as_ref()),
        }
    }
}

fn of_side(side: Option<&VpcPeeringConnectionVpcInfo>, what: &str) -> Vec<String> {
    text(side.and_then(|side| match what {
        "cidr-block" => side.cidr_block.as_ref(),
        "owner-id" => side.owner_id.as_ref(),
        _ => side.vpc_id.as_ref(),
    }))
}
