//! `DescribeEgressOnlyInternetGateways`.

use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run};
use crate::filter::Filtered;
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::EgressOnlyGatewayRecord;
use crate::shapes::{
    DescribeEgressOnlyInternetGatewaysRequest, DescribeEgressOnlyInternetGatewaysResult,
    EgressOnlyInternetGateway, InternetGatewayAttachment, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's egress-only internet gateways in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeEgressOnlyInternetGatewaysRequest>,
) -> Result<DescribeEgressOnlyInternetGatewaysResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let gateways = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let gateways = scope.all::<EgressOnlyGatewayRecord>(reader)?;
        Ok::<_, Ec2Error>(gateways.iter().map(|one| shown(one, &tags)).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        gateways,
        &Wanted {
            ids: request.egress_only_internet_gateway_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeEgressOnlyInternetGatewaysResult {
        egress_only_internet_gateways: Some(page.items),
        next_token: page.next,
    })
}

/// An egress-only internet gateway as answers show it.
pub(super) fn shown(gateway: &EgressOnlyGatewayRecord, tags: &Shown) -> EgressOnlyInternetGateway {
    let attachment = InternetGatewayAttachment {
        state: Some("attached".to_owned()),
        vpc_id: Some(gateway.vpc.clone()),
    };
    EgressOnlyInternetGateway {
        attachments: Some(vec![attachment]),
        egress_only_internet_gateway_id: Some(gateway.id.clone()),
        tags: Some(tags.of(&gateway.id)),
    }
}

impl Listed for EgressOnlyInternetGateway {
    const KIND: Kind = Kind::EgressOnlyGateway;

    fn id(&self) -> &str {
        self.egress_only_internet_gateway_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for EgressOnlyInternetGateway {
    /// Tags alone. (Amazon EC2 API Reference, `DescribeEgressOnlyInternetGateways`.)
    const FILTERS: &'static [&'static str] = &[];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}
