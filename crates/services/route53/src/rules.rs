//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for Amazon Route 53".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;
use bartizan_zones::Name;

use crate::id;

/// The action on the zone that `Id` names.
pub(crate) fn zone(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, "hostedzone", ask.text("Id").unwrap_or_default())?])
}

/// The action on the zone that `HostedZoneId` names.
pub(crate) fn zone_by_hosted_zone_id(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, "hostedzone", ask.text("HostedZoneId").unwrap_or_default())?])
}

/// The action on no zone yet, with the VPC of a private one.
#[expect(clippy::unnecessary_wraps, reason = "every rule has this form")]
pub(crate) fn new_zone(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![with_vpc(Access::on_any(ask.action()), ask.input.field("VPC"))])
}

/// The action on the zone that `HostedZoneId` names, with the VPC.
pub(crate) fn zone_and_vpc(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let vpc = ask.input.field("VPC");
    Ok(zone_by_hosted_zone_id(ask)?.into_iter().map(|access| with_vpc(access, vpc)).collect())
}

/// The action on no zone, with the VPC that is asked about.
#[expect(clippy::unnecessary_wraps, reason = "every rule has this form")]
pub(crate) fn vpc(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![with_vpc(Access::on_any(ask.action()), Some(ask.input))])
}

/// A VPC is `VPCId=…,VPCRegion=…` to policies. (Service Authorization Reference, `route53:VPCs`.)
fn with_vpc(access: Access, vpc: Option<&Value>) -> Access {
    let Some(vpc) = vpc else { return access };
    let text = |name| vpc.field(name).and_then(Value::text).unwrap_or_default().to_owned();
    let named = format!("VPCId={},VPCRegion={}", text("VPCId"), text("VPCRegion"));
    access.key_list("route53:VPCs", vec![named])
}

/// The action on a zone whose record sets change, with what changes.
pub(crate) fn changed_sets(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut accesses = zone_by_hosted_zone_id(ask)?;
    let changes = ask.input.field("ChangeBatch").and_then(|batch| batch.field("Changes"));
    let Some(Value::List(changes)) = changes else { return Ok(accesses) };
    let (mut names, mut kinds, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        actions.extend(change.field("Action").and_then(Value::text).map(str::to_owned));
        let Some(set) = change.field("ResourceRecordSet") else { continue };
        kinds.extend(set.field("Type").and_then(Value::text).map(str::to_owned));
        names.extend(set.field("Name").and_then(Value::text).map(normalized));
    }
    let lists = [
        ("route53:ChangeResourceRecordSetsNormalizedRecordNames", names),
        ("route53:ChangeResourceRecordSetsRecordTypes", kinds),
        ("route53:ChangeResourceRecordSetsActions", actions),
    ];
    for (key, mut values) in lists {
        values.sort_unstable();
        values.dedup();
        accesses = accesses.into_iter().map(|one| one.key_list(key, values.clone())).collect();
    }
    Ok(accesses)
}

/// The action on the health check that `HealthCheckId` names.
pub(crate) fn health_check(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, "healthcheck", ask.text("HealthCheckId").unwrap_or_default())?])
}

/// The action on the reusable delegation set that `Id` names.
pub(crate) fn delegation_set(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = id::bare(ask.text("Id").unwrap_or_default(), id::DELEGATION_SET);
    Ok(vec![on(ask, "delegationset", id)?])
}

/// The action on the reusable delegation set that `DelegationSetId` names.
pub(crate) fn limited_delegation_set(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = id::bare(ask.text("DelegationSetId").unwrap_or_default(), id::DELEGATION_SET);
    Ok(vec![on(ask, "delegationset", id)?])
}

/// The action on a change.
pub(crate) fn change(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, "change", id::bare(ask.text("Id").unwrap_or_default(), id::CHANGE))?])
}

/// The action on a resource that has tags.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (kind, id) = (ask.text("ResourceType"), ask.text("ResourceId"));
    Ok(vec![on(ask, kind.unwrap_or_default(), id.unwrap_or_default())?])
}

/// The action on each of several resources that have tags.
pub(crate) fn all_tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let kind = ask.text("ResourceType").unwrap_or_default();
    let Some(Value::List(ids)) = ask.input.field("ResourceIds") else { return Ok(Vec::new()) };
    ids.iter().filter_map(Value::text).map(|id| on(ask, kind, id)).collect()
}

/// A name as conditions are about it: without a dot at the end. (Route 53 Developer Guide, "Using IAM
/// policy conditions for fine-grained access control".)
fn normalized(text: &str) -> String {
    let name =
        Name::parse(text).map_or_else(|_| text.to_lowercase(), |name| name.as_str().to_owned());
    name.strip_suffix('.').map(str::to_owned).unwrap_or(name)
}

/// The action on a resource. Their ARNs name no account; who is not its owner finds none.
fn on(ask: &Ask<'_>, kind: &str, id: &str) -> Result<Access, Fault> {
    // Nobody without an account gets this far.
    let account = ask.call.account()?;
    let id = id::bare(id, id::ZONE);
    let arn = Arn::new("route53", "", None, &format!("{kind}/{id}"));
    let recorded = match kind {
        "hostedzone" => "AWS::Route53::HostedZone",
        "healthcheck" => "AWS::Route53::HealthCheck",
        _ => return Ok(Access::on(ask.action(), &arn).owned_by(account)),
    };
    Ok(Access::on(ask.action(), &arn).owned_by(account).resource_type(recorded))
}
