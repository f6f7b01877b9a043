//! Target groups. (ELB User Guide for Application Load Balancers, "Target groups for your Application
//! Load Balancers".)

mod create;
mod health;
mod health_check;
mod shown;
mod targets;

use bartizan_service::{Authorized, Call};

pub(crate) use create::create;
pub(crate) use health::describe_health;
pub(crate) use targets::{deregister, register};

use self::shown::shown;
use crate::attributes::{self, OF_GROUP};
use crate::error::ElbError;
use crate::naming::{Kind, Scope};
use crate::records::{BalancerRecord, GroupRecord};
use crate::shapes::{
    DeleteTargetGroupInput, DeleteTargetGroupOutput, DescribeTargetGroupAttributesInput,
    DescribeTargetGroupAttributesOutput, DescribeTargetGroupsInput, DescribeTargetGroupsOutput,
    ModifyTargetGroupAttributesInput, ModifyTargetGroupAttributesOutput, ModifyTargetGroupInput,
    ModifyTargetGroupOutput, TargetGroupAttribute,
};
use crate::{LoadBalancing, action, paging};

/// The account's target groups in the region.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeTargetGroupsInput>,
) -> Result<DescribeTargetGroupsOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let arns = request.target_group_arns.unwrap_or_default();
    let names = request.names.unwrap_or_default();
    let ways = [request.load_balancer_arn.is_some(), !arns.is_empty(), !names.is_empty()];
    if ways.into_iter().filter(|way| *way).count() > 1 {
        return Err(ElbError::invalid("Specify one of LoadBalancerArn, TargetGroupArns and Names"));
    }
    let (all, of_balancer) = call.read(|reader| {
        let balancer = match &request.load_balancer_arn {
            Some(arn) => Some(scope.find::<BalancerRecord>(reader, arn)?.id),
            None => None,
        };
        let mut all = Vec::new();
        for group in scope.all::<GroupRecord>(reader, "")? {
            let users = action::users(reader, &group.arn)?;
            all.push((group, users));
        }
        Ok::<_, ElbError>((all, balancer))
    })?;
    for arn in &arns {
        scope.id(Kind::Group, arn)?;
    }
    let is_missing_arn = arns.iter().any(|arn| !all.iter().any(|(one, _)| one.arn == *arn));
    let is_missing_name = names.iter().any(|name| !all.iter().any(|(one, _)| one.name == *name));
    if is_missing_arn || is_missing_name {
        return Err(Kind::Group.not_found());
    }
    let is_wanted = |(one, users): &(GroupRecord, Vec<String>)| {
        (arns.is_empty() || arns.contains(&one.arn))
            && (names.is_empty() || names.contains(&one.name))
            && of_balancer.as_ref().is_none_or(|balancer| users.contains(balancer))
    };
    let wanted: Vec<_> = all.into_iter().filter(is_wanted).collect();
    if of_balancer.is_some() && wanted.is_empty() {
        return Err(Kind::Group.not_found());
    }
    let page = paging::page(wanted, request.marker.as_deref(), request.page_size, |(one, _)| {
        one.id.clone()
    })?;
    let shown = |(group, users): &(GroupRecord, Vec<String>)| shown(&scope, group, users);
    Ok(DescribeTargetGroupsOutput {
        target_groups: Some(page.items.iter().map(shown).collect()),
        next_marker: page.next,
    })
}

/// Changes how the health of targets is checked.
pub(crate) async fn modify(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyTargetGroupInput>,
) -> Result<ModifyTargetGroupOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut group: GroupRecord = scope.find(writer, &request.target_group_arn)?;
        group.health = health_check::changed(&group.health, request.into())?;
        scope.put(writer, &group)?;
        let users = action::users(writer, &group.arn)?;
        let target_groups = Some(vec![shown(&scope, &group, &users)]);
        Ok::<_, ElbError>(ModifyTargetGroupOutput { target_groups })
    });
    Ok(done.await?)
}

/// Deletes a target group that no rule forwards to. One that is not there was deleted before.
pub(crate) async fn delete(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DeleteTargetGroupInput>,
) -> Result<DeleteTargetGroupOutput, ElbError> {
    let (scope, arn) = (Scope::of(call)?, request.into_inner().target_group_arn);
    let done = call.commit(move |writer| {
        match scope.find::<GroupRecord>(writer, &arn) {
            Ok(group) => {
                if !action::users(writer, &arn)?.is_empty() {
                    let message =
                        format!("Target group '{arn}' is currently in use by a listener or a rule");
                    return Err(ElbError::refused("ResourceInUse", message));
                }
                scope.remove::<GroupRecord>(writer, &group.id)?;
            }
            Err(error) if error == Kind::Group.not_found() => {}
            Err(error) => return Err(error),
        }
        Ok(DeleteTargetGroupOutput {})
    });
    Ok(done.await?)
}

/// A target group's attributes.
pub(crate) async fn describe_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeTargetGroupAttributesInput>,
) -> Result<DescribeTargetGroupAttributesOutput, ElbError> {
    let scope = Scope::of(call)?;
    let group = call.read(|reader| scope.find::<GroupRecord>(reader, &request.target_group_arn))?;
    Ok(DescribeTargetGroupAttributesOutput { attributes: Some(shown_attributes(&group)) })
}

/// Sets attributes of a target group.
pub(crate) async fn modify_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyTargetGroupAttributesInput>,
) -> Result<ModifyTargetGroupAttributesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut group: GroupRecord = scope.find(writer, &request.target_group_arn)?;
        check_stickiness(&group.protocol, &request.attributes)?;
        let wanted = request.attributes.into_iter().map(|one| (one.key, one.value));
        attributes::set(&OF_GROUP, &mut group.attributes, wanted)?;
        let has = |key: &str, value: &str| {
            group.attributes.get(key).is_some_and(|present| present == value)
        };
        let is_named = group.attributes.contains_key("stickiness.app_cookie.cookie_name");
        if has("stickiness.enabled", "true") && has("stickiness.type", "app_cookie") && !is_named {
            let message = "The name of the application's cookie must be specified";
            return Err(ElbError::refused("InvalidConfigurationRequest", message));
        }
        scope.put(writer, &group)?;
        Ok(ModifyTargetGroupAttributesOutput { attributes: Some(shown_attributes(&group)) })
    });
    Ok(done.await?)
}

/// Refuses types of stickiness that only other protocols have, and those that none has.
fn check_stickiness(protocol: &str, wanted: &[TargetGroupAttribute]) -> Result<(), ElbError> {
    let types = wanted.iter().filter(|one| one.key.as_deref() == Some("stickiness.type"));
    let message = match types.filter_map(|one| one.value.as_deref()).next_back() {
        None | Some("lb_cookie" | "app_cookie") => return Ok(()),
        Some("source_ip") => format!(
            "Stickiness type 'source_ip' is not supported for target groups with the {protocol} \
             protocol"
        ),
        Some(_) => "'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]".to_owned(),
    };
    Err(ElbError::refused("InvalidConfigurationRequest", message))
}

fn shown_attributes(group: &GroupRecord) -> Vec<TargetGroupAttribute> {
    let shown = |(key, value)| TargetGroupAttribute { key: Some(key), value: Some(value) };
    attributes::shown(&OF_GROUP, &group.attributes).map(shown).collect()
}
