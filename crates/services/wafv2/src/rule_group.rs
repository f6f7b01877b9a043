//! Rule groups.

use std::collections::BTreeSet;

use bartizan_inspect::definition::refuse_groups;
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use serde_json::Value as Json;

use crate::Waf;
use crate::entity::{self, Place, summary};
use crate::error::WafError;
use crate::records::EntityRecord;
use crate::scope::{Kind, Name};
use crate::shapes::{
    CreateRuleGroupRequest, CreateRuleGroupResponse, DeleteRuleGroupRequest, GetRuleGroupRequest,
    GetRuleGroupResponse, LabelSummary, ListRuleGroupsRequest, ListRuleGroupsResponse,
    MonetizationConfig, RuleGroup, UpdateRuleGroupRequest, UpdateRuleGroupResponse,
};
use crate::{compile, mitigation, quotas};

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
    compile::refuse_unknown_origin(call, &settings)?;
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
    let record = call.read(|reader| match mitigation::group(reader, &name)? {
        Some(record) => Ok(record),
        None => entity::find(reader, &name),
    })?;
    let mut group: RuleGroup = entity::shown("RuleGroup", &record)?;
    let prefix = record.name.label_namespace();
    let rules = record.settings.get("Rules").and_then(Json::as_array);
    let rules = rules.map(Vec::as_slice).unwrap_or_default();
    group.available_labels = summaries(rules.iter().flat_map(added), &prefix);
    group.consumed_labels = summaries(rules.iter().flat_map(asked), &prefix);
    let lock_token = Some(record.lock_token);
    Ok(GetRuleGroupResponse { rule_group: Some(group), lock_token })
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
    compile::refuse_unknown_origin(call, &settings)?;
    let change = move |reader: &Reader<'_>, record: &mut EntityRecord| {
        record.settings = settings;
        record.description = request.description;
        check(reader, record)
    };
    let answer = |next_lock_token| UpdateRuleGroupResponse { next_lock_token };
    entity::update(call, name, request.lock_token, change, answer).await
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

/// Labels by their full names, each once; none where there are none.
fn summaries<'j>(labels: impl Iterator<Item = &'j str>, prefix: &str) -> Option<Vec<LabelSummary>> {
    let full = |label: &str| {
        if label.starts_with("awswaf:") { label.to_owned() } else { format!("{prefix}{label}") }
    };
    let names: BTreeSet<String> = labels.map(full).collect();
    let summary = |name| LabelSummary { name: Some(name) };
    (!names.is_empty()).then(|| names.into_iter().map(summary).collect())
}

/// The labels that a rule adds.
fn added(rule: &Json) -> Vec<&str> {
    let labels = rule.get("RuleLabels").and_then(Json::as_array).into_iter().flatten();
    labels.filter_map(|label| label.get("Name")?.as_str()).collect()
}

/// The labels that the statements of a rule ask for.
fn asked(json: &Json) -> Vec<&str> {
    match json {
        Json::Array(items) => items.iter().flat_map(asked).collect(),
        Json::Object(members) => {
            let label = members.get("LabelMatchStatement").and_then(|held| held.get("Key"));
            label
                .and_then(Json::as_str)
                .into_iter()
                .chain(members.values().flat_map(asked))
                .collect()
        }
        _ => Vec::new(),
    }
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
    quotas::check(Kind::RuleGroup, &record.settings)?;
    for rule in compile::rules(&record.settings)? {
        refuse_groups(&rule.statement)?;
    }
    if record.capacity > CAPACITY_MAX {
        return Err(WafError::over_capacity("RULE_GROUP", record.capacity));
    }
    let capacity = compile::capacity(reader, &record.name, &record.settings);
    match capacity {
        Ok(capacity) if capacity > record.capacity => {
            Err(WafError::over_capacity("RULE_GROUP", capacity))
        }
        // What is wrong with a statement goes before what cannot be weighed.
        weighed => compile::group(reader, record).and(weighed.map(drop)),
    }
}

pub(crate) fn refuse_monetization(config: Option<&MonetizationConfig>) -> Result<(), WafError> {
    config.map_or(Ok(()), |_| Err(WafError::not_implemented("MonetizationConfig")))
}
