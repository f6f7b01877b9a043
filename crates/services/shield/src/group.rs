//! Protection groups. (AWS Shield Advanced API Reference, `CreateProtectionGroup`.)

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::error::ShieldError;
use crate::paging;
use crate::protection::of_resource;
use crate::records::{GroupRecord, ProtectionRecord, all, arn, key};
use crate::resource::ResourceKind;
use crate::shapes::{
    CreateProtectionGroupRequest, CreateProtectionGroupResponse, DeleteProtectionGroupRequest,
    DeleteProtectionGroupResponse, DescribeProtectionGroupRequest, DescribeProtectionGroupResponse,
    InclusionProtectionGroupFilters, ListProtectionGroupsRequest, ListProtectionGroupsResponse,
    ListResourcesInProtectionGroupRequest, ListResourcesInProtectionGroupResponse, ProtectionGroup,
    UpdateProtectionGroupRequest, UpdateProtectionGroupResponse,
};
use crate::{Shield, limits, subscription, tags};

/// The patterns that need something beside.
const ARBITRARY: &str = "ARBITRARY";
const BY_RESOURCE_TYPE: &str = "BY_RESOURCE_TYPE";

/// Makes a group.
pub(crate) async fn create(
    _service: &Shield,
    call: &Call,
    request: Authorized<CreateProtectionGroupRequest>,
) -> Result<CreateProtectionGroupResponse, ShieldError> {
    let request = request.into_inner();
    let (account, now) = (call.account()?, call.now);
    let kind = request.resource_type.as_deref().and_then(ResourceKind::named);
    let record = GroupRecord {
        id: request.protection_group_id,
        aggregation: request.aggregation,
        pattern: request.pattern,
        kind,
        members: request.members.unwrap_or_default(),
        tags: tags::read(request.tags.unwrap_or_default())?,
    };
    check_pattern(&record)?;
    let done = call.commit(move |writer| {
        subscription::of(writer, account, now)?;
        if writer.get::<GroupRecord>(&key(account, &record.id))?.is_some() {
            return Err(ShieldError::AlreadyExists("PROTECTION_GROUP", "protection group"));
        }
        if all::<GroupRecord>(writer, account)?.len() >= limits::GROUPS {
            return Err(ShieldError::LimitExceeded("PROTECTION_GROUP", limits::GROUPS));
        }
        check_members(writer, account, &record)?;
        writer.put(&key(account, &record.id), &record)?;
        Ok(CreateProtectionGroupResponse {})
    });
    Ok(done.await?)
}

/// Gives a group other resources.
pub(crate) async fn update(
    _service: &Shield,
    call: &Call,
    request: Authorized<UpdateProtectionGroupRequest>,
) -> Result<UpdateProtectionGroupResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let done = call.commit(move |writer| {
        let held = of_id(writer, account, &request.protection_group_id)?;
        let record = GroupRecord {
            aggregation: request.aggregation,
            pattern: request.pattern,
            kind: request.resource_type.as_deref().and_then(ResourceKind::named),
            members: request.members.unwrap_or_default(),
            ..held
        };
        check_pattern(&record)?;
        check_members(writer, account, &record)?;
        writer.put(&key(account, &record.id), &record)?;
        Ok::<_, ShieldError>(UpdateProtectionGroupResponse {})
    });
    Ok(done.await?)
}

/// Deletes a group; its resources stay protected.
pub(crate) async fn delete(
    _service: &Shield,
    call: &Call,
    request: Authorized<DeleteProtectionGroupRequest>,
) -> Result<DeleteProtectionGroupResponse, ShieldError> {
    let (account, id) = (call.account()?, request.into_inner().protection_group_id);
    let done = call.commit(move |writer| {
        of_id(writer, account, &id)?;
        writer.delete::<GroupRecord>(&key(account, &id))?;
        Ok::<_, ShieldError>(DeleteProtectionGroupResponse {})
    });
    Ok(done.await?)
}

/// A group.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    request: Authorized<DescribeProtectionGroupRequest>,
) -> Result<DescribeProtectionGroupResponse, ShieldError> {
    let account = call.account()?;
    let record = call.read(|reader| of_id(reader, account, &request.protection_group_id))?;
    Ok(DescribeProtectionGroupResponse { protection_group: shown(account, &record) })
}

/// The account's groups.
pub(crate) async fn list(
    _service: &Shield,
    call: &Call,
    request: Authorized<ListProtectionGroupsRequest>,
) -> Result<ListProtectionGroupsResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let mut held = call.read(|reader| {
        subscription::of(reader, account, now)?;
        all::<GroupRecord>(reader, account)
    })?;
    if let Some(filters) = &request.inclusion_filters {
        held.retain(|one| is_included(filters, one));
    }
    let page = paging::page(held, request.next_token.as_deref(), request.max_results, |one| {
        one.id.clone()
    })?;
    let groups = page.items.iter().map(|one| shown(account, one)).collect();
    Ok(ListProtectionGroupsResponse { protection_groups: groups, next_token: page.next })
}

/// The protected resources that a group takes in.
pub(crate) async fn resources(
    _service: &Shield,
    call: &Call,
    request: Authorized<ListResourcesInProtectionGroupRequest>,
) -> Result<ListResourcesInProtectionGroupResponse, ShieldError> {
    let account = call.account()?;
    let found = call.read(|reader| {
        let group = of_id(reader, account, &request.protection_group_id)?;
        let found = all::<ProtectionRecord>(reader, account)?.into_iter();
        let found = found.filter(|one| takes_in(&group, one)).map(|one| one.resource);
        Ok::<Vec<String>, ShieldError>(found.collect())
    })?;
    let (token, most) = (request.next_token.as_deref(), request.max_results);
    let page = paging::page(found, token, most, Clone::clone)?;
    Ok(ListResourcesInProtectionGroupResponse { resource_arns: page.items, next_token: page.next })
}

/// Whether a group takes in what is protected.
pub(crate) fn takes_in(group: &GroupRecord, one: &ProtectionRecord) -> bool {
    let is_named = group.pattern != ARBITRARY || group.members.contains(&one.resource);
    is_named && group.kind.is_none_or(|kind| kind == one.kind)
}

/// The account's group of this id.
pub(crate) fn of_id(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<GroupRecord, ShieldError> {
    let found = reader.get(&key(account, id))?;
    found.ok_or(ShieldError::NotFound("PROTECTION_GROUP", "protection group"))
}

/// What goes with a pattern is given, and nothing else is.
fn check_pattern(group: &GroupRecord) -> Result<(), ShieldError> {
    let (is_by_type, is_arbitrary) =
        (group.pattern == BY_RESOURCE_TYPE, group.pattern == ARBITRARY);
    let wrong = if is_by_type != group.kind.is_some() {
        "ResourceType"
    } else if is_arbitrary == group.members.is_empty() {
        "Members"
    } else if group.members.len() > limits::MEMBERS {
        return Err(ShieldError::LimitExceeded("ARBITRARY_PATTERN_MEMBERS", limits::MEMBERS));
    } else {
        return Ok(());
    };
    let (with, pattern) = match wrong {
        "Members" => (wrong, ARBITRARY),
        _ => (wrong, BY_RESOURCE_TYPE),
    };
    let message = format!("{with} must be given with the pattern {pattern}, and with no other.");
    Err(ShieldError::InvalidParameter(message))
}

/// Everything that a group names is protected.
fn check_members(
    reader: &Reader<'_>,
    account: AccountId,
    group: &GroupRecord,
) -> Result<(), ShieldError> {
    group.members.iter().try_for_each(|one| of_resource(reader, account, one).map(drop))
}

fn is_included(filters: &InclusionProtectionGroupFilters, one: &GroupRecord) -> bool {
    let has = |filter: &Option<Vec<String>>, value: &str| {
        filter.as_ref().is_none_or(|values| values.iter().any(|wanted| wanted == value))
    };
    has(&filters.protection_group_ids, &one.id)
        && has(&filters.patterns, &one.pattern)
        && has(&filters.aggregations, &one.aggregation)
        && has(&filters.resource_types, one.kind.map_or("", ResourceKind::as_str))
}

fn shown(account: AccountId, record: &GroupRecord) -> ProtectionGroup {
    ProtectionGroup {
        protection_group_id: record.id.clone(),
        aggregation: record.aggregation.clone(),
        pattern: record.pattern.clone(),
        resource_type: record.kind.map(|kind| kind.as_str().to_owned()),
        members: record.members.clone(),
        protection_group_arn: Some(arn(account, "protection-group", &record.id).to_string()),
    }
}
