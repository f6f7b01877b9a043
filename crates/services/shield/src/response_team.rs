//! What the response team may reach. (AWS WAF Developer Guide, "Granting access for the SRT".)

use bartizan_policy::document::{Document, Effect};
use bartizan_service::{Access, Authorized, Call};
use bartizan_types::Arn;

use crate::error::ShieldError;
use crate::records::SubscriptionRecord;
use crate::shapes::{
    AssociateDRTLogBucketRequest, AssociateDRTLogBucketResponse, AssociateDRTRoleRequest,
    AssociateDRTRoleResponse, DescribeDRTAccessRequest, DescribeDRTAccessResponse,
    DisassociateDRTLogBucketRequest, DisassociateDRTLogBucketResponse, DisassociateDRTRoleRequest,
    DisassociateDRTRoleResponse,
};
use crate::{Shield, limits, subscription};

/// Whom the role must trust, and what it must be allowed.
const PRINCIPAL: &str = "drt.shield.amazonaws.com";
const POLICY: &str = "arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy";

/// Gives the response team a role, in place of the one that it had.
pub(crate) async fn associate_role(
    _service: &Shield,
    call: &Call,
    request: Authorized<AssociateDRTRoleRequest>,
) -> Result<AssociateDRTRoleResponse, ShieldError> {
    let (account, now, arn) = (call.account()?, call.now, request.into_inner().role_arn);
    check_role(call, &arn)?;
    let done = call.commit(move |writer| {
        let mut held = subscription::of(writer, account, now)?;
        held.role = Some(arn);
        writer.put(&SubscriptionRecord::key_of(account), &held)?;
        Ok::<_, ShieldError>(AssociateDRTRoleResponse {})
    });
    Ok(done.await?)
}

/// The role is the account's, trusts the response team, has its policy, and is the caller's to pass.
fn check_role(call: &Call, text: &str) -> Result<(), ShieldError> {
    let missing = ShieldError::NotFound("ROLE", "role");
    let (Ok(arn), account) = (text.parse::<Arn>(), call.account()?) else { return Err(missing) };
    let found = call.directory.entity_by_arn(text).filter(|one| one.account == account);
    let (Some(role), true) = (found, arn.account_id() == Some(account)) else {
        return Err(missing);
    };
    let facts = role.role.as_ref().ok_or(missing)?;
    let pass = Access::on("iam:PassRole", &arn).key_static("iam:PassedToService", PRINCIPAL);
    call.require(&pass).map_err(|fault| ShieldError::DependencyDenied(fault.message))?;
    if !facts.trust.as_ref().is_some_and(|trust| is_trusting(trust.policy.document())) {
        let message = format!("The role must trust the service principal {PRINCIPAL}.");
        return Err(ShieldError::InvalidParameter(message));
    }
    if !role.identity.iter().any(|policy| policy.source.arn.as_deref() == Some(POLICY)) {
        let message = "The managed policy AWSShieldDRTAccessPolicy must be attached to the role.";
        return Err(ShieldError::InvalidParameter(message.to_owned()));
    }
    Ok(())
}

/// Whether a trust policy lets the response team assume its role.
fn is_trusting(trust: &Document) -> bool {
    trust.statements.iter().any(|statement| {
        let principals = statement.principal.iter().flat_map(|principal| &principal.entries);
        let mut services = principals
            .filter(|entry| entry.kind.value == "Service")
            .flat_map(|entry| &entry.element.values);
        statement.effect == Some(Effect::Allow)
            && statement.names("sts:AssumeRole")
            && services.any(|service| service.value == PRINCIPAL)
    })
}

/// Takes the role from the response team.
pub(crate) async fn disassociate_role(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DisassociateDRTRoleRequest>,
) -> Result<DisassociateDRTRoleResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let done = call.commit(move |writer| {
        let mut held = subscription::of(writer, account, now)?;
        if held.role.take().is_none() {
            let message = "No role is associated.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        writer.put(&SubscriptionRecord::key_of(account), &held)?;
        Ok(DisassociateDRTRoleResponse {})
    });
    Ok(done.await?)
}

/// Lets the response team read a bucket with logs.
pub(crate) async fn associate_bucket(
    _service: &Shield,
    call: &Call,
    request: Authorized<AssociateDRTLogBucketRequest>,
) -> Result<AssociateDRTLogBucketResponse, ShieldError> {
    let (account, now, bucket) = (call.account()?, call.now, request.into_inner().log_bucket);
    let found = call.directory.resource(Arn::new("s3", "", None, &bucket).as_str());
    let is_there = found.is_some_and(|found| found.account == account);
    let done = call.commit(move |writer| {
        let mut held = subscription::of(writer, account, now)?;
        if held.role.is_none() {
            return Err(ShieldError::NoRole);
        }
        if !is_there {
            return Err(ShieldError::NotFound("BUCKET", "bucket"));
        }
        if held.buckets.contains(&bucket) {
            let message = "The bucket is associated already.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        if held.buckets.len() >= limits::BUCKETS {
            return Err(ShieldError::LimitExceeded("LOG_BUCKET", limits::BUCKETS));
        }
        held.buckets.push(bucket);
        writer.put(&SubscriptionRecord::key_of(account), &held)?;
        Ok(AssociateDRTLogBucketResponse {})
    });
    Ok(done.await?)
}

/// Lets it read a bucket no more.
pub(crate) async fn disassociate_bucket(
    _service: &Shield,
    call: &Call,
    request: Authorized<DisassociateDRTLogBucketRequest>,
) -> Result<DisassociateDRTLogBucketResponse, ShieldError> {
    let (account, now, bucket) = (call.account()?, call.now, request.into_inner().log_bucket);
    let done = call.commit(move |writer| {
        let mut held = subscription::of(writer, account, now)?;
        if held.role.is_none() {
            return Err(ShieldError::NoRole);
        }
        let place = held.buckets.iter().position(|one| *one == bucket);
        held.buckets.remove(place.ok_or(ShieldError::NotFound("BUCKET", "bucket"))?);
        writer.put(&SubscriptionRecord::key_of(account), &held)?;
        Ok(DisassociateDRTLogBucketResponse {})
    });
    Ok(done.await?)
}

/// What the response team may reach.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DescribeDRTAccessRequest>,
) -> Result<DescribeDRTAccessResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let held = call.read(|reader| subscription::of(reader, account, now))?;
    Ok(DescribeDRTAccessResponse { role_arn: held.role, log_bucket_list: Some(held.buckets) })
}
