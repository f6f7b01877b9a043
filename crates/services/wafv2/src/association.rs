//! Which web ACL protects which resource.

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn, Fault};

use crate::Waf;
use crate::error::WafError;
use crate::records::{AssociationRecord, BY_WEB_ACL};
use crate::scope::{Name, Scope};
use crate::shapes::{
    AssociateWebACLRequest, DisassociateWebACLRequest, GetWebACLForResourceRequest,
    GetWebACLForResourceResponse, ListResourcesForWebACLRequest, ListResourcesForWebACLResponse,
};
use crate::web_acl::of_arn;
use crate::{entity, mitigation};

/// The type of resource that is meant unless a request says. (AWS WAF API Reference,
/// `ListResourcesForWebACL`.)
const BALANCER: &str = "APPLICATION_LOAD_BALANCER";

/// Lets a web ACL protect a load balancer, instead of the one that did.
pub(crate) async fn associate(
    _service: &Waf,
    call: &Call,
    request: Authorized<AssociateWebACLRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let web_acl = of_arn(&request.web_acl_arn)?;
    let (arn, account) = protected(call, &request.resource_arn)?;
    if web_acl.scope != Scope::Regional || web_acl.region.as_str() != arn.region() {
        return Err(WafError::arn(&request.web_acl_arn));
    }
    check_there(call, &arn)?;
    let key = AssociationRecord::key_of(account, &web_acl.region, arn.as_str());
    let done = call.commit(move |writer| {
        entity::find(writer, &web_acl)?;
        let record = AssociationRecord { resource: request.resource_arn, web_acl };
        Ok::<_, WafError>(writer.put(&key, &record)?)
    });
    Ok(done.await?)
}

/// Leaves a resource unprotected.
pub(crate) async fn disassociate(
    _service: &Waf,
    call: &Call,
    request: Authorized<DisassociateWebACLRequest>,
) -> Result<(), WafError> {
    let (arn, account) = protected(call, &request.resource_arn)?;
    check_there(call, &arn)?;
    let key = AssociationRecord::key_of(account, &call.region, arn.as_str());
    let done = call.commit(move |writer| {
        writer.delete::<AssociationRecord>(&key)?;
        Ok::<_, WafError>(())
    });
    Ok(done.await?)
}

/// The web ACL that protects a resource, if one does.
pub(crate) async fn of_resource(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetWebACLForResourceRequest>,
) -> Result<GetWebACLForResourceResponse, WafError> {
    let (arn, account) = protected(call, &request.resource_arn)?;
    check_there(call, &arn)?;
    let key = AssociationRecord::key_of(account, &call.region, arn.as_str());
    let record = call.read(|reader| match reader.get::<AssociationRecord>(&key)? {
        Some(held) => mitigation::shown(reader, entity::find(reader, &held.web_acl)?).map(Some),
        None => Ok(None),
    })?;
    let web_acl = record.map(|record| entity::shown("WebACL", &record)).transpose()?;
    Ok(GetWebACLForResourceResponse { web_acl })
}

/// The resources that a web ACL protects.
pub(crate) async fn of_web_acl(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListResourcesForWebACLRequest>,
) -> Result<ListResourcesForWebACLResponse, WafError> {
    let web_acl = of_arn(&request.web_acl_arn)?;
    // Those of distributions are listed by them. (The API Reference, `ListResourcesForWebACL`.)
    let is_balancer = web_acl.scope == Scope::Regional
        && request.resource_type.as_deref().is_none_or(|kind| kind == BALANCER);
    let found = call.read(|reader| {
        entity::find(reader, &web_acl)?;
        Ok::<_, WafError>(reader.find::<AssociationRecord>(BY_WEB_ACL, web_acl.arn().as_str())?)
    })?;
    let gone = gone(call, &web_acl)?;
    let there = found.into_iter().filter(|(key, _)| is_balancer && !gone.contains(key));
    let arns = there.map(|(_, record)| record.resource);
    Ok(ListResourcesForWebACLResponse { resource_arns: Some(arns.collect()) })
}

/// The associations of a web ACL with resources that were deleted: they hold nothing any more.
pub(crate) fn gone(call: &Call, web_acl: &Name) -> Result<Vec<Key>, Fault> {
    // A distribution takes its association along when it is deleted.
    if web_acl.scope == Scope::Cloudfront {
        return Ok(Vec::new());
    }
    let Some(port) = &call.platform.ports.web_resources else { return Ok(Vec::new()) };
    let arn = web_acl.arn();
    let found = call.read(|reader| reader.find::<AssociationRecord>(BY_WEB_ACL, arn.as_str()))?;
    let mut gone = Vec::new();
    for (key, record) in found {
        let is_there = match record.resource.parse() {
            Ok(arn) => port.is_there(call, &arn)?,
            Err(_) => false,
        };
        if !is_there {
            gone.push(key);
        }
    }
    Ok(gone)
}

/// Refuses a resource that is not there.
fn check_there(call: &Call, resource: &Arn) -> Result<(), WafError> {
    let port = call.platform.ports.web_resources.as_ref();
    if port.map_or(Ok(false), |port| port.is_there(call, resource))? {
        Ok(())
    } else {
        Err(WafError::WAFNonexistentItem)
    }
}

/// The load balancer that an ARN names, and its account. AWS refuses distributions here: they name
/// their web ACL themselves. (AWS WAF API Reference, `AssociateWebACL`.)
fn protected(call: &Call, text: &str) -> Result<(Arn, AccountId), WafError> {
    let invalid = || WafError::arn(text);
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    let account = arn.account_id().ok_or_else(invalid)?;
    let is_balancer = text.starts_with("arn:aws:")
        && arn.service() == "elasticloadbalancing"
        && arn.resource().starts_with("loadbalancer/app/")
        && arn.region() == call.region.as_str();
    if is_balancer && account == call.account()? { Ok((arn, account)) } else { Err(invalid()) }
}
