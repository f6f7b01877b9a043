//! Balancers. (ELB User Guide for Application Load Balancers, "Application Load Balancers".)

mod create;
mod placing;
mod shown;

use bartizan_service::{Authorized, Call};

pub(crate) use create::create;
pub(crate) use placing::{set_groups, set_subnets};

use self::placing::networks;
use self::shown::shown;
use crate::access_logs::is_of_logs;
use crate::attributes::{self, OF_BALANCER};
use crate::error::ElbError;
use crate::naming::{Kind, Scope};
use crate::paging;
use crate::records::{BalancerRecord, ListenerRecord, RuleRecord};
use crate::shapes::{
    DeleteLoadBalancerInput, DeleteLoadBalancerOutput, DescribeCapacityReservationInput,
    DescribeCapacityReservationOutput, DescribeLoadBalancerAttributesInput,
    DescribeLoadBalancerAttributesOutput, DescribeLoadBalancersInput, DescribeLoadBalancersOutput,
    LoadBalancerAttribute, ModifyLoadBalancerAttributesInput, ModifyLoadBalancerAttributesOutput,
};
use crate::{LoadBalancing, access_logs};

/// The attribute by which a balancer cannot be deleted.
const PROTECTION: &str = "deletion_protection.enabled";

/// The account's balancers in the region.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeLoadBalancersInput>,
) -> Result<DescribeLoadBalancersOutput, ElbError> {
    let scope = Scope::of(call)?;
    let all = call.read(|reader| scope.all::<BalancerRecord>(reader, ""))?;
    let arns = request.load_balancer_arns.as_deref().unwrap_or_default();
    let names = request.names.as_deref().unwrap_or_default();
    if !arns.is_empty() && !names.is_empty() {
        return Err(ElbError::invalid("Names and LoadBalancerArns cannot be specified together"));
    }
    for arn in arns {
        scope.id(Kind::Balancer, arn)?;
    }
    let is_missing_arn = arns.iter().any(|arn| !all.iter().any(|one| one.arn == *arn));
    let is_missing_name = names.iter().any(|name| !all.iter().any(|one| one.name == *name));
    if is_missing_arn || is_missing_name {
        return Err(Kind::Balancer.not_found());
    }
    let is_wanted = |one: &BalancerRecord| {
        (arns.is_empty() || arns.contains(&one.arn))
            && (names.is_empty() || names.contains(&one.name))
    };
    let wanted = all.into_iter().filter(is_wanted).collect();
    let page =
        paging::page(wanted, request.marker.as_deref(), request.page_size, |one| one.id.clone())?;
    Ok(DescribeLoadBalancersOutput {
        load_balancers: Some(page.items.iter().map(|one| shown(&scope, one)).collect()),
        next_marker: page.next,
    })
}

/// Deletes a balancer with its listeners and rules. One that is not there was deleted before.
pub(crate) async fn delete(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DeleteLoadBalancerInput>,
) -> Result<DeleteLoadBalancerOutput, ElbError> {
    let scope = Scope::of(call)?;
    let networks = networks(call)?;
    let arn = request.into_inner().load_balancer_arn;
    let done = call.commit(move |writer| {
        let id = match scope.id(Kind::Balancer, &arn) {
            Ok(id) => id,
            Err(error) if error == Kind::Balancer.not_found() => {
                return Ok(DeleteLoadBalancerOutput {});
            }
            Err(error) => return Err(error),
        };
        let Some(balancer) = writer.get::<BalancerRecord>(&scope.key(&id))? else {
            return Ok(DeleteLoadBalancerOutput {});
        };
        if balancer.attributes.get(PROTECTION).is_some_and(|value| value == "true") {
            let message = format!(
                "Load balancer '{arn}' cannot be deleted because deletion protection is enabled"
            );
            return Err(ElbError::refused("OperationNotPermitted", message));
        }
        let below = format!("{id}/");
        for listener in scope.all::<ListenerRecord>(writer, &below)? {
            scope.remove::<ListenerRecord>(writer, &listener.id)?;
        }
        for rule in scope.all::<RuleRecord>(writer, &below)? {
            scope.remove::<RuleRecord>(writer, &rule.id)?;
        }
        networks.detach(writer, &scope.place(), &arn, None)?;
        scope.remove::<BalancerRecord>(writer, &id)?;
        Ok(DeleteLoadBalancerOutput {})
    });
    Ok(done.await?)
}

/// The capacity that is reserved for a balancer: none, as nothing can be reserved.
pub(crate) async fn describe_capacity(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeCapacityReservationInput>,
) -> Result<DescribeCapacityReservationOutput, ElbError> {
    let scope = Scope::of(call)?;
    call.read(|reader| scope.find::<BalancerRecord>(reader, &request.load_balancer_arn))?;
    Ok(DescribeCapacityReservationOutput::default())
}

/// A balancer's attributes.
pub(crate) async fn describe_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeLoadBalancerAttributesInput>,
) -> Result<DescribeLoadBalancerAttributesOutput, ElbError> {
    let scope = Scope::of(call)?;
    let balancer =
        call.read(|reader| scope.find::<BalancerRecord>(reader, &request.load_balancer_arn))?;
    Ok(DescribeLoadBalancerAttributesOutput { attributes: Some(shown_attributes(&balancer)) })
}

/// Sets attributes of a balancer.
pub(crate) async fn modify_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyLoadBalancerAttributesInput>,
) -> Result<ModifyLoadBalancerAttributesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let arn = request.load_balancer_arn;
    let wanted: Vec<_> = request.attributes.into_iter().map(|one| (one.key, one.value)).collect();
    let is_of_logs = |(key, _): &(Option<String>, _)| key.as_deref().is_some_and(is_of_logs);
    if wanted.iter().any(is_of_logs) {
        let mut balancer: BalancerRecord = call.read(|reader| scope.find(reader, &arn))?;
        attributes::set(&OF_BALANCER, &mut balancer.attributes, wanted.iter().cloned())?;
        access_logs::check(call, &balancer).await?;
    }
    let done = call.commit(move |writer| {
        let mut balancer: BalancerRecord = scope.find(writer, &arn)?;
        attributes::set(&OF_BALANCER, &mut balancer.attributes, wanted.into_iter())?;
        scope.put(writer, &balancer)?;
        let attributes = Some(shown_attributes(&balancer));
        Ok::<_, ElbError>(ModifyLoadBalancerAttributesOutput { attributes })
    });
    Ok(done.await?)
}

fn shown_attributes(balancer: &BalancerRecord) -> Vec<LoadBalancerAttribute> {
    let shown = |(key, value)| LoadBalancerAttribute { key: Some(key), value: Some(value) };
    attributes::shown(&OF_BALANCER, &balancer.attributes).map(shown).collect()
}
