//! Egress-only internet gateways: what leaves by IPv6 gets its answers, and nothing else comes in. (Amazon
//! VPC User Guide, "Enable outbound IPv6 traffic using an egress-only internet gateway".)

mod describe;
pub(crate) mod rule;

use std::sync::Arc;

use bartizan_service::{Authorized, Call};

pub(crate) use describe::describe;

use self::describe::shown;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{EgressOnlyGatewayRecord, VpcRecord};
use crate::scope;
use crate::shapes::{
    CreateEgressOnlyInternetGatewayRequest, CreateEgressOnlyInternetGatewayResult,
    DeleteEgressOnlyInternetGatewayRequest, DeleteEgressOnlyInternetGatewayResult,
};
use crate::tags::{self, Shown};
use crate::{Ec2, defaults, quotas};

/// Makes an egress-only internet gateway of a VPC.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateEgressOnlyInternetGatewayRequest>,
) -> Result<CreateEgressOnlyInternetGatewayResult, Ec2Error> {
    let request = request.into_inner();
    let tags = tags::of_new(call, Kind::EgressOnlyGateway, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let (vpc, token) = (request.vpc_id, request.client_token);
    let done = call.commit(move |writer| {
        let made = scope.made_before::<EgressOnlyGatewayRecord>(writer, token.as_deref())?;
        let gateway = match made {
            Some(made) if made.vpc != vpc => return Err(scope::token_mismatch()),
            Some(made) => made,
            None => {
                scope.find::<VpcRecord>(writer, &vpc)?;
                if scope.count::<EgressOnlyGatewayRecord>(writer)? >= quotas::EGRESS_ONLY_GATEWAYS {
                    let message =
                        "The maximum number of egress-only internet gateways has been reached.";
                    let code = "EgressOnlyInternetGatewayLimitExceeded";
                    return Err(Ec2Error::refused(code, message));
                }
                let id = Kind::EgressOnlyGateway.new_id(&*random);
                let new = EgressOnlyGatewayRecord { id, vpc, client_token: token.clone() };
                scope.put(writer, &new)?;
                tags::put(writer, &scope, &new.id, tags)?;
                new
            }
        };
        let tags = Shown::one(writer, &scope, &gateway.id)?;
        Ok(CreateEgressOnlyInternetGatewayResult {
            client_token: token,
            egress_only_internet_gateway: Some(shown(&gateway, &tags)),
        })
    });
    Ok(done.await?)
}

/// Deletes an egress-only internet gateway; routes to it lead nowhere.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteEgressOnlyInternetGatewayRequest>,
) -> Result<DeleteEgressOnlyInternetGatewayResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = request.into_inner().egress_only_internet_gateway_id;
    let done = call.commit(move |writer| {
        scope.find::<EgressOnlyGatewayRecord>(writer, &id)?;
        scope.remove::<EgressOnlyGatewayRecord>(writer, &id)?;
        Ok::<_, Ec2Error>(DeleteEgressOnlyInternetGatewayResult { return_code: Some(true) })
    });
    Ok(done.await?)
}
