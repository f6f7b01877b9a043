//! Which VPCs of other accounts may be associated with a private zone. (Route 53 API Reference,
//! `CreateVPCAssociationAuthorization`.)

use bartizan_service::{Authorized, Call};

use super::find;
use super::vpc::{named, put, shown};
use crate::error::Route53Error;
use crate::records::VpcName;
use crate::shapes::{
    CreateVPCAssociationAuthorizationRequest, CreateVPCAssociationAuthorizationResponse,
    DeleteVPCAssociationAuthorizationRequest, DeleteVPCAssociationAuthorizationResponse,
    ListVPCAssociationAuthorizationsRequest, ListVPCAssociationAuthorizationsResponse,
};
use crate::{Route53, paging};

/// Authorizations of a zone. (Route 53 Developer Guide, "Quotas".)
const AUTHORIZATIONS_MAX: usize = 1000;
/// The most authorizations of a page.
const ITEMS: usize = 50;

/// Lets a VPC be associated by its owner. Whose it is nobody is told.
pub(crate) async fn authorize(
    _service: &Route53,
    call: &Call,
    request: Authorized<CreateVPCAssociationAuthorizationRequest>,
) -> Result<CreateVPCAssociationAuthorizationResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let vpc = named(&request.vpc)?;
    let done = call.commit(move |writer| {
        let mut zone = find(writer, account, &request.hosted_zone_id)?;
        if !zone.is_private() {
            return Err(Route53Error::input("A VPC is authorized for a private hosted zone only"));
        }
        if !zone.authorized.contains(&vpc) {
            if zone.authorized.len() >= AUTHORIZATIONS_MAX {
                let message = "You've created the maximum number of authorizations that can be \
                               created for the specified hosted zone.";
                let code = "TooManyVPCAssociationAuthorizations";
                return Err(Route53Error::refused(code, message));
            }
            zone.authorized.push(vpc.clone());
            put(writer, &zone)?;
        }
        let hosted_zone_id = zone.id;
        Ok(CreateVPCAssociationAuthorizationResponse { hosted_zone_id, vpc: shown(&vpc) })
    });
    Ok(done.await?)
}

/// Lets a VPC be associated no more; one that is stays so.
pub(crate) async fn forbid(
    _service: &Route53,
    call: &Call,
    request: Authorized<DeleteVPCAssociationAuthorizationRequest>,
) -> Result<DeleteVPCAssociationAuthorizationResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let vpc = named(&request.vpc)?;
    let done = call.commit(move |writer| {
        let mut zone = find(writer, account, &request.hosted_zone_id)?;
        let place = zone.authorized.iter().position(|one| *one == vpc).ok_or_else(|| {
            let message = "The VPC that you specified is not authorized to be associated with the \
                           hosted zone.";
            let code = "VPCAssociationAuthorizationNotFound";
            Route53Error::Refused(code, message.to_owned(), 404)
        })?;
        zone.authorized.remove(place);
        put(writer, &zone)?;
        Ok::<_, Route53Error>(DeleteVPCAssociationAuthorizationResponse {})
    });
    Ok(done.await?)
}

/// The VPCs that may be associated, in the order in which they were authorized.
pub(crate) async fn authorized(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListVPCAssociationAuthorizationsRequest>,
) -> Result<ListVPCAssociationAuthorizationsResponse, Route53Error> {
    let account = call.account()?;
    let items = paging::items(request.max_results.as_deref(), ITEMS)?;
    let zone = call.read(|reader| find(reader, account, &request.hosted_zone_id))?;
    let from = match &request.next_token {
        None => 0,
        Some(token) => zone.authorized.iter().position(|vpc| vpc.key() == *token).ok_or_else(|| {
            let message = "The value that you specified to get the second or subsequent page of \
                           results is invalid.";
            Route53Error::refused("InvalidPaginationToken", message)
        })?,
    };
    let mut rest = zone.authorized.iter().skip(from);
    let vpcs = rest.by_ref().take(items).map(shown).collect();
    let next_token = rest.next().map(VpcName::key);
    Ok(ListVPCAssociationAuthorizationsResponse { hosted_zone_id: zone.id, next_token, vpcs })
}
