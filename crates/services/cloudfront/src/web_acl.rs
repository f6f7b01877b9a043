//! The web ACLs of distributions. (Amazon `CloudFront` API Reference, `AssociateDistributionWebACL`.)

use bartizan_service::{Authorized, Call};

use crate::Cdn;
use crate::distribution::{changed, listed};
use crate::error::CdnError;
use crate::naming;
use crate::records::DistributionRecord;
use crate::shapes::{
    AssociateDistributionWebACLRequest, AssociateDistributionWebACLResult,
    DisassociateDistributionWebACLRequest, DisassociateDistributionWebACLResult,
    ListDistributionsByWebACLIdRequest, ListDistributionsByWebACLIdResult,
};

/// What stands for no web ACL in a request. (The API Reference, `ListDistributionsByWebACLId`.)
const NONE: &str = "null";

/// Lets a web ACL protect a distribution.
pub(crate) async fn associate(
    _service: &Cdn,
    call: &Call,
    request: Authorized<AssociateDistributionWebACLRequest>,
) -> Result<AssociateDistributionWebACLResult, CdnError> {
    let request = request.into_inner();
    if request.web_acl_arn.is_empty() {
        return Err(CdnError::argument("The parameter WebACLArn is required."));
    }
    let (id, arn) = (request.id.clone(), request.web_acl_arn.clone());
    let version = changed(call, (request.id, request.if_match), Some(request.web_acl_arn)).await?;
    let (id, web_acl_arn, e_tag) = (Some(id), Some(arn), Some(version));
    Ok(AssociateDistributionWebACLResult { id, web_acl_arn, e_tag })
}

/// Leaves a distribution unprotected.
pub(crate) async fn disassociate(
    _service: &Cdn,
    call: &Call,
    request: Authorized<DisassociateDistributionWebACLRequest>,
) -> Result<DisassociateDistributionWebACLResult, CdnError> {
    let request = request.into_inner();
    let id = request.id.clone();
    let etag = changed(call, (request.id, request.if_match), None).await?;
    Ok(DisassociateDistributionWebACLResult { id: Some(id), e_tag: Some(etag) })
}

/// The distributions that a web ACL protects, or that none does.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListDistributionsByWebACLIdRequest>,
) -> Result<ListDistributionsByWebACLIdResult, CdnError> {
    let account = call.account()?;
    let wanted = if request.web_acl_id == NONE { "" } else { request.web_acl_id.as_str() };
    let mut all = call.read(|reader| naming::all::<DistributionRecord>(reader, account))?;
    all.retain(|one| one.config.get("WebACLId").and_then(|id| id.as_str()) == Some(wanted));
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let list = listed(call, all, marker, most)?;
    Ok(ListDistributionsByWebACLIdResult { distribution_list: Some(list) })
}
