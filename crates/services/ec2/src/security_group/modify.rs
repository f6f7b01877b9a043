//! `ModifySecurityGroupRules` and `UpdateSecurityGroupRuleDescriptions…`.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};

use super::of_request;
use super::permission::{self, check_description};
use super::shown::duplicate;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{Direction, Peer, Rule, SecurityGroupRecord};
use crate::scope::Scope;
use crate::shapes::{
    IpPermission, ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResult,
    SecurityGroupRuleDescription, SecurityGroupRuleUpdate,
    UpdateSecurityGroupRuleDescriptionsEgressRequest,
    UpdateSecurityGroupRuleDescriptionsEgressResult,
    UpdateSecurityGroupRuleDescriptionsIngressRequest,
    UpdateSecurityGroupRuleDescriptionsIngressResult,
};
use crate::{Ec2, defaults};

/// Lets rules permit something else.
pub(crate) async fn modify_rules(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifySecurityGroupRulesRequest>,
) -> Result<ModifySecurityGroupRulesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    if request.security_group_rules.is_empty() {
        return Err(Ec2Error::missing("securityGroupRules"));
    }
    let done = call.commit(move |writer| {
        let mut group: SecurityGroupRecord = scope.find(writer, &request.group_id)?;
        for update in request.security_group_rules {
            modify_rule(writer, &scope, &mut group, update)?;
        }
        scope.put(writer, &group)?;
        Ok::<_, Ec2Error>(ModifySecurityGroupRulesResult { r#return: Some(true) })
    });
    Ok(done.await?)
}

fn modify_rule(
    writer: &Writer<'_>,
    scope: &Scope,
    group: &mut SecurityGroupRecord,
    update: SecurityGroupRuleUpdate,
) -> Result<(), Ec2Error> {
    let id = update.security_group_rule_id;
    let wanted =
        update.security_group_rule.ok_or_else(|| Ec2Error::missing("securityGroupRule"))?;
    let wanted = permission::read_update(writer, scope, group, wanted)?;
    let not_found = Kind::SecurityGroupRule.not_found(&id);
    let present = group.rules.iter().find(|rule| rule.id == id).ok_or(not_found)?.clone();
    if !are_alike(&present.permission.peer, &wanted.permission.peer) {
        return Err(Ec2Error::invalid(
            "You may not change the source or destination type of a security group rule.",
        ));
    }
    let is_same = |rule: &Rule| rule.id != id && rule.permission == wanted.permission;
    if group.rules_of(present.direction).any(is_same) {
        return Err(duplicate(&wanted.permission));
    }
    for rule in group.rules.iter_mut().filter(|rule| rule.id == id) {
        rule.permission = wanted.permission.clone();
        rule.description.clone_from(&wanted.description);
    }
    Ok(())
}

/// Whether a rule's other side may be changed from one to the other.
const fn are_alike(one: &Peer, other: &Peer) -> bool {
    matches!(
        (one, other),
        (Peer::V4(_), Peer::V4(_))
            | (Peer::V6(_), Peer::V6(_))
            | (Peer::Group(_), Peer::Group(_))
            | (Peer::PrefixList(_), Peer::PrefixList(_))
    )
}

/// What rules are to be described as, and of which group.
struct Told {
    direction: Direction,
    id: Option<String>,
    name: Option<String>,
    permissions: Vec<IpPermission>,
    rules: Vec<SecurityGroupRuleDescription>,
}

/// Says what rules are for that let traffic in.
pub(crate) async fn describe_ingress_as(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<UpdateSecurityGroupRuleDescriptionsIngressRequest>,
) -> Result<UpdateSecurityGroupRuleDescriptionsIngressResult, Ec2Error> {
    let request = request.into_inner();
    check_dry_run(request.dry_run)?;
    let told = Told {
        direction: Direction::Ingress,
        id: request.group_id,
        name: request.group_name,
        permissions: request.ip_permissions.unwrap_or_default(),
        rules: request.security_group_rule_descriptions.unwrap_or_default(),
    };
    let answer = UpdateSecurityGroupRuleDescriptionsIngressResult { r#return: Some(true) };
    describe_as(call, told, answer).await
}

/// Says what rules are for that let traffic out.
pub(crate) async fn describe_egress_as(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<UpdateSecurityGroupRuleDescriptionsEgressRequest>,
) -> Result<UpdateSecurityGroupRuleDescriptionsEgressResult, Ec2Error> {
    let request = request.into_inner();
    check_dry_run(request.dry_run)?;
    let told = Told {
        direction: Direction::Egress,
        id: request.group_id,
        name: request.group_name,
        permissions: request.ip_permissions.unwrap_or_default(),
        rules: request.security_group_rule_descriptions.unwrap_or_default(),
    };
    let answer = UpdateSecurityGroupRuleDescriptionsEgressResult { r#return: Some(true) };
    describe_as(call, told, answer).await
}

async fn describe_as<R>(call: &Call, told: Told, answer: R) -> Result<R, Ec2Error>
where
    R: bartizan_wire::IntoValue + Clone + Send + 'static,
{
    if told.permissions.is_empty() == told.rules.is_empty() {
        return Err(Ec2Error::combination(
            "Specify either ipPermissions or securityGroupRuleDescriptions",
        ));
    }
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let (id, name) = (told.id.as_deref(), told.name.as_deref());
        let mut group = of_request(writer, &scope, id, name)?;
        for one in &told.rules {
            let id = one.security_group_rule_id.as_deref().unwrap_or_default();
            let description = check_description(one.description.as_ref())?;
            let is_it = |rule: &&mut Rule| rule.id == id && rule.direction == told.direction;
            let rule = group.rules.iter_mut().find(is_it);
            rule.ok_or_else(|| Kind::SecurityGroupRule.not_found(id))?.description = description;
        }
        for asked in permission::read(writer, &scope, &group, &told.permissions)? {
            let is_it = |rule: &&mut Rule| {
                rule.permission == asked.permission && rule.direction == told.direction
            };
            let rule = group.rules.iter_mut().find(is_it).ok_or_else(|| {
                let message = "The specified rule does not exist in this security group.";
                Ec2Error::refused("InvalidPermission.NotFound", message)
            })?;
            rule.description = asked.description;
        }
        scope.put(writer, &group)?;
        Ok::<_, Ec2Error>(answer)
    });
    Ok(done.await?)
}
