//! Rule groups.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use crate::Waf;
use crate::compile::{self, check_users};
use crate::entity::{self, Place, summary};
use crate::error::WafError;
use crate::records::EntityRecord;
use crate::scope::{Kind, Name};
use crate::shapes::{
    CreateRuleGroupRequest, CreateRuleGroupResponse, DeleteRuleGroupRequest, GetRuleGroupRequest,
    GetRuleGroupResponse, ListRuleGroupsRequest, ListRuleGroupsResponse, MonetizationConfig,
    UpdateRuleGroupRequest, UpdateRuleGroupResponse,
};

/// The most capacity of a group. (AWS WAF Developer Guide, "AWS WAF quotas".)
const CAPACITY_MAX: u64 = 5_000;

summary!(RuleGroupSummary);

/// Makes a group.
pub(crate) async fn create(
    _service: &Waf,
    call: &Call,
    request: Authorized<CreateRuleGroupRequest>,
) -> Result<CreateRuleGroupResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::RuleGroup)?;
    refuse_monetization(request.monetization_config.as_ref())?;
    let (description, tags) = (request.description.clone(), request.tags.clone());
    let settings = entity::settings(request.clone());
    let mut record = entity::new(call, &place, &request.name, description, tags, settings)?;
    record.capacity = u64::try_from(request.capacity).unwrap_or(0);
    let done = call.commit(move |writer| {
        entity::insert(writer, &place, &record)?;
        check(writer, &record)?;
        Ok::<_, WafError>(CreateRuleGroupResponse { summary: Some(summary(&record)) })
    });
    Ok(done.await?)
}

/// Shows a group, by its ARN or by its name, scope and id.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetRuleGroupRequest>,
) -> Result<GetRuleGroupResponse, WafError> {
    let name = named(call, &request)?;
    let record = call.read(|reader| entity::find(reader, &name))?;
    let rule_group = Some(entity::shown("RuleGroup", &record)?);
    Ok(GetRuleGroupResponse { rule_group, lock_token: Some(record.lock_token) })
}

/// Gives a group other rules, within its capacity.
pub(crate) async fn update(
    _service: &Waf,
    call: &Call,
    request: Authorized<UpdateRuleGroupRequest>,
) -> Result<UpdateRuleGroupResponse, WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::RuleGroup)?.name(&request.name, &request.id);
    refuse_monetization(request.monetization_config.as_ref())?;
    let settings = entity::settings(request.clone());
    let next = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        let mut record = entity::locked(writer, &name, &request.lock_token)?;
        record.settings = settings;
        record.description = request.description;
        record.lock_token.clone_from(&next);
        writer.put(&record.key(), &record)?;
        check(writer, &record)?;
        check_users(writer, &name)?;
        Ok::<_, WafError>(UpdateRuleGroupResponse { next_lock_token: Some(next) })
    });
    Ok(done.await?)
}

/// Deletes a group.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteRuleGroupRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::RuleGroup)?.name(&request.name, &request.id);
    Ok(call.commit(move |writer| entity::delete(writer, &name, &request.lock_token)).await?)
}

/// Lists groups.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListRuleGroupsRequest>,
) -> Result<ListRuleGroupsResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::RuleGroup)?;
    let page = entity::page(call, &place, request.next_marker.as_deref(), request.limit)?;
    let rule_groups = Some(page.items.iter().map(summary).collect());
    Ok(ListRuleGroupsResponse { next_marker: page.next, rule_groups })
}

fn named(call: &Call, request: &GetRuleGroupRequest) -> Result<Name, WafError> {
    if let Some(arn) = &request.arn {
        let name = Name::of_arn(arn).filter(|name| name.kind == Kind::RuleGroup);
        return name.ok_or_else(|| WafError::arn(arn));
    }
    match (&request.name, &request.scope, &request.id) {
        (Some(name), Some(scope), Some(id)) => {
            Ok(Place::of(call, scope, Kind::RuleGroup)?.name(name, id))
        }
        _ => Err(WafError::parameter("RULE_GROUP", "ARN", "Give the ARN, or name, scope and id.")),
    }
}

fn check(reader: &Reader<'_>, record: &EntityRecord) -> Result<(), WafError> {
    let capacity = compile::capacity(reader, &record.name, &record.settings)?;
    if record.capacity > CAPACITY_MAX || capacity > record.capacity {
        return Err(WafError::WAFLimitsExceeded);
    }
    compile::group(reader, record)
}

pub(crate) fn refuse_monetization(config: Option<&MonetizationConfig>) -> Result<(), WafError> {
    config.map_or(Ok(()), |_| Err(WafError::not_implemented("MonetizationConfig")))
}
