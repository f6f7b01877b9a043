//! `DescribeInternetGateways`.

use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::InternetGatewayRecord;
use crate::scope::Scope;
use crate::shapes::{
    DescribeInternetGatewaysRequest, DescribeInternetGatewaysResult, InternetGateway,
    InternetGatewayAttachment, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// The account's internet gateways in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeInternetGatewaysRequest>,
) -> Result<DescribeInternetGatewaysResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let gateways = call.read(|reader| {
        let tags = Shown::all(reader, &scope)?;
        let gateways = scope.all::<InternetGatewayRecord>(reader)?;
        let shown = |gateway| shown(&scope, gateway, &tags);
        Ok::<_, Ec2Error>(gateways.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        gateways,
        &Wanted {
            ids: request.internet_gateway_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeInternetGatewaysResult {
        internet_gateways: Some(page.items),
        next_token: page.next,
    })
}

/// An internet gateway as answers show it.
pub(super) fn shown(
    scope: &Scope,
    gateway: &InternetGatewayRecord,
    tags: &Shown,
) -> InternetGateway {
    let attachment = |vpc: &String| InternetGatewayAttachment {
        // AWS says so of an attached gateway, other than of other attachments.
        state: Some("available".to_owned()),
        vpc_id: Some(vpc.clone()),
    };
    InternetGateway {
        attachments: Some(gateway.vpc.iter().map(attachment).collect()),
        internet_gateway_id: Some(gateway.id.clone()),
        owner_id: Some(scope.account.to_string()),
        tags: Some(tags.of(&gateway.id)),
    }
}

impl Listed for InternetGateway {
    const KIND: Kind = Kind::InternetGateway;

    fn id(&self) -> &str {
        self.internet_gateway_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for InternetGateway {
    const FILTERS: &'static [&'static str] =
        &["attachment.state", "attachment.vpc-id", "internet-gateway-id", "owner-id"];

    fn tags(&self) -> &[Tag] {
        self.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let attachments = self.attachments.iter().flatten();
        match name {
            "attachment.state" => attachments.filter_map(|one| one.state.clone()).collect(),
            "attachment.vpc-id" => attachments.filter_map(|one| one.vpc_id.clone()).collect(),
            "internet-gateway-id" => text(self.internet_gateway_id.as_ref()),
            _ => text(self.owner_id.as_ref()),
        }
    }
}
