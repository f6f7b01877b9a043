//! `RevokeSecurityGroupIngress` and `RevokeSecurityGroupEgress`.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use super::authorize::asked;
use super::shown::{Active, combined, shown_revoked};
use super::{of_request, permission};
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{Direction, Permission, Rule, SecurityGroupRecord, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    IpPermission, RevokeSecurityGroupEgressRequest, RevokeSecurityGroupEgressResult,
    RevokeSecurityGroupIngressRequest, RevokeSecurityGroupIngressResult, RevokedSecurityGroupRule,
};
use crate::tags::records::TagsRecord;
use crate::{Ec2, defaults};

/// What is to be permitted no more, and of which group.
struct Unwanted {
    direction: Direction,
    id: Option<String>,
    name: Option<String>,
    permissions: Vec<IpPermission>,
    rules: Vec<String>,
}

/// What came of it: the permissions that the group had not, and the rules that it has no more.
type Outcome = (Vec<IpPermission>, Vec<RevokedSecurityGroupRule>);

/// Lets traffic in no more.
pub(crate) async fn revoke_ingress(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<RevokeSecurityGroupIngressRequest>,
) -> Result<RevokeSecurityGroupIngressResult, Ec2Error> {
    let request = request.into_inner();
    let unwanted = Unwanted {
        direction: Direction::Ingress,
        id: request.group_id,
        name: request.group_name,
        permissions: asked!(request)?,
        rules: request.security_group_rule_ids.unwrap_or_default(),
    };
    check_dry_run(request.dry_run)?;
    revoke(call, unwanted, |(unknown, revoked)| RevokeSecurityGroupIngressResult {
        r#return: Some(true),
        unknown_ip_permissions: Some(unknown),
        revoked_security_group_rules: Some(revoked),
    })
    .await
}

/// Lets traffic out no more.
pub(crate) async fn revoke_egress(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<RevokeSecurityGroupEgressRequest>,
) -> Result<RevokeSecurityGroupEgressResult, Ec2Error> {
    let request = request.into_inner();
    let unwanted = Unwanted {
        direction: Direction::Egress,
        id: Some(request.group_id),
        name: None,
        permissions: asked!(request)?,
        rules: request.security_group_rule_ids.unwrap_or_default(),
    };
    check_dry_run(request.dry_run)?;
    revoke(call, unwanted, |(unknown, revoked)| RevokeSecurityGroupEgressResult {
        r#return: Some(true),
        unknown_ip_permissions: Some(unknown),
        revoked_security_group_rules: Some(revoked),
    })
    .await
}

async fn revoke<R>(
    call: &Call,
    unwanted: Unwanted,
    answer: impl FnOnce(Outcome) -> R + Send + 'static,
) -> Result<R, Ec2Error>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    if unwanted.permissions.is_empty() && unwanted.rules.is_empty() {
        return Err(Ec2Error::missing("ipPermissions or securityGroupRuleIds"));
    }
    let scope = defaults::network(call).await?;
    let done =
        call.commit(move |writer| Ok::<_, Ec2Error>(answer(remove(writer, &scope, &unwanted)?)));
    Ok(done.await?)
}

fn remove(
    writer: &mut Writer<'_>,
    scope: &Scope,
    unwanted: &Unwanted,
) -> Result<Outcome, Ec2Error> {
    let mut group = of_request(writer, scope, unwanted.id.as_deref(), unwanted.name.as_deref())?;
    let mut gone = Vec::new();
    for id in &unwanted.rules {
        let is_it = |rule: &&Rule| rule.id == *id && rule.direction == unwanted.direction;
        let rule =
            group.rules.iter().find(is_it).ok_or_else(|| Kind::SecurityGroupRule.not_found(id))?;
        gone.push(rule.clone());
    }
    let mut unknown: Vec<Permission> = Vec::new();
    for asked in permission::read(writer, scope, &group, &unwanted.permissions)? {
        match group.rules_of(unwanted.direction).find(|rule| rule.permission == asked.permission) {
            Some(rule) => gone.push(rule.clone()),
            None => unknown.push(asked.permission),
        }
    }
    if !unknown.is_empty() && !is_in_default_vpc(writer, scope, &group)? {
        let message = "The specified rule does not exist in this security group.";
        return Err(Ec2Error::refused("InvalidPermission.NotFound", message));
    }
    gone.sort_by(|one, other| one.id.cmp(&other.id));
    gone.dedup_by(|one, other| one.id == other.id);
    group.rules.retain(|rule| !gone.iter().any(|other| other.id == rule.id));
    for rule in &gone {
        writer.delete::<TagsRecord>(&scope.key(&rule.id))?;
    }
    scope.put(writer, &group)?;
    let active = Active::of(writer, scope)?;
    let unknown = combined(scope, &active, unknown.iter().map(|permission| (permission, None)));
    Ok((unknown, gone.iter().map(|rule| shown_revoked(&group, rule)).collect()))
}

/// Whether a permission that a group has not is told and not refused: so AWS does in default VPCs.
/// (Amazon EC2 API Reference, `RevokeSecurityGroupIngress`.)
fn is_in_default_vpc(
    writer: &Writer<'_>,
    scope: &Scope,
    group: &SecurityGroupRecord,
) -> Result<bool, Ec2Error> {
    Ok(scope.find::<VpcRecord>(writer, &group.vpc)?.is_default)
}
