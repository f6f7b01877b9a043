//! What other services may ask of delegation requests.

use bartizan_service::{
    BoxFuture, Call, Delegated, DelegationNotices, DelegationTemplate, Delegations, Redemption,
    Secret,
};
use bartizan_types::{Arn, Fault};

use super::{notices, opened, template};
use crate::records::DelegationRequest;

/// The requests that IAM keeps.
#[derive(Debug)]
pub(crate) struct Keeper;

impl Delegations for Keeper {
    fn register<'a>(
        &'a self,
        call: &'a Call,
        given: DelegationTemplate,
    ) -> BoxFuture<'a, Result<Arn, Fault>> {
        Box::pin(template::register(call, given))
    }

    fn templates(&self, call: &Call) -> Result<Vec<(Arn, DelegationTemplate)>, Fault> {
        template::all(call)
    }

    fn remove<'a>(&'a self, call: &'a Call, arn: String) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(template::remove(call, arn))
    }

    fn notices(
        &self,
        call: &Call,
        channel: Option<&str>,
        page: Option<&str>,
        limit: Option<i32>,
    ) -> Result<DelegationNotices, Fault> {
        notices::page(call, channel, page, limit)
    }

    fn redeem(&self, call: &Call, token: &str) -> Result<Redemption, Fault> {
        redeem(call, token)
    }
}

/// A token is good for the account that asked, as often as it likes, until the access ends. (IAM
/// User Guide, "Building your integration", on exchange tokens.)
fn redeem(call: &Call, token: &str) -> Result<Redemption, Fault> {
    let Some((id, _)) = token.split_once('.') else { return Ok(Redemption::Unknown) };
    let key = DelegationRequest::key(id);
    let found = call.read(|reader| reader.get::<DelegationRequest>(&key))?;
    let account = call.account()?;
    let Some(request) = found.filter(|request| request.requestor == account) else {
        return Ok(Redemption::Unknown);
    };
    let is_right = opened(&call.platform.vault, &request)?
        .is_some_and(|own| Secret::new(own.as_str()).same(&Secret::new(token)));
    let (since, ends) = (request.approved(), request.access_ends());
    let (true, Some(since), Some(expires), Some(approver)) =
        (is_right, since, ends, request.approver)
    else {
        return Ok(Redemption::Unknown);
    };
    let Some(owner) = request.owner_account.filter(|_| call.now < expires) else {
        return Ok(Redemption::Expired);
    };
    Ok(Redemption::Granted(Box::new(Delegated {
        request: request.id,
        account: owner,
        principal: approver.principal,
        arn: approver.arn.to_string(),
        policy: request.policy,
        tags: approver.tags,
        transitive_tag_keys: approver.transitive_tag_keys,
        source_identity: approver.source_identity,
        federated_by: approver.federated_by,
        chained: approver.chained,
        approved: since,
        expires,
    })))
}
