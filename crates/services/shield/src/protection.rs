//! Protections. (AWS Shield Advanced API Reference, `CreateProtection`.)

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, WebMitigations};
use bartizan_types::AccountId;

use crate::error::ShieldError;
use crate::paging;
use crate::records::{AutomaticResponse, BY_RESOURCE, ProtectionRecord, all, arn, key};
use crate::resource;
use crate::shapes::{
    ApplicationLayerAutomaticResponseConfiguration, BlockAction, CountAction,
    CreateProtectionRequest, CreateProtectionResponse, DeleteProtectionRequest,
    DeleteProtectionResponse, DescribeProtectionRequest, DescribeProtectionResponse,
    InclusionProtectionFilters, ListProtectionsRequest, ListProtectionsResponse, Protection,
    ResponseAction,
};
use crate::{Shield, limits, subscription, tags};

/// Protects a resource.
pub(crate) async fn create(
    _service: &Shield,
    call: &Call,
    request: Authorized<CreateProtectionRequest>,
) -> Result<CreateProtectionResponse, ShieldError> {
    let request = request.into_inner();
    let (account, now) = (call.account()?, call.now);
    call.read(|reader| subscription::of(reader, account, now))?;
    let kind = resource::existing(call, &request.resource_arn)?;
    let record = ProtectionRecord {
        id: call.platform.random.uuid(),
        name: request.name,
        resource: request.resource_arn,
        kind,
        tags: tags::read(request.tags.unwrap_or_default())?,
        health_checks: Vec::new(),
        automatic: None,
    };
    let done = call.commit(move |writer| {
        subscription::of(writer, account, now)?;
        let held = all::<ProtectionRecord>(writer, account)?;
        if held.iter().any(|one| one.resource == record.resource) {
            return Err(ShieldError::AlreadyExists("PROTECTION", "protection"));
        }
        if held.iter().filter(|one| one.kind == kind).count() >= limits::PROTECTIONS {
            return Err(ShieldError::LimitExceeded(kind.as_str(), limits::PROTECTIONS));
        }
        writer.put(&key(account, &record.id), &record)?;
        Ok(CreateProtectionResponse { protection_id: Some(record.id) })
    });
    Ok(done.await?)
}

/// Protects a resource no more.
pub(crate) async fn delete(
    _service: &Shield,
    call: &Call,
    request: Authorized<DeleteProtectionRequest>,
) -> Result<DeleteProtectionResponse, ShieldError> {
    let (account, id) = (call.account()?, request.into_inner().protection_id);
    let mitigations = call.platform.ports.web_mitigations.clone();
    let done = call.commit(move |writer| {
        let record = of_id(writer, account, &id)?;
        remove(writer, account, &record, mitigations.as_deref())?;
        Ok::<_, ShieldError>(DeleteProtectionResponse {})
    });
    Ok(done.await?)
}

/// Removes a protection, and what was done for it in a web ACL.
pub(crate) fn remove(
    writer: &mut Writer<'_>,
    account: AccountId,
    record: &ProtectionRecord,
    mitigations: Option<&dyn WebMitigations>,
) -> Result<(), ShieldError> {
    if let (Some(port), Ok(resource)) = (mitigations, record.resource.parse()) {
        port.release(writer, &resource)?;
    }
    writer.delete::<ProtectionRecord>(&key(account, &record.id))?;
    Ok(())
}

/// A protection, by its id or by its resource.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    request: Authorized<DescribeProtectionRequest>,
) -> Result<DescribeProtectionResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let record = call.read(|reader| {
        subscription::of(reader, account, now)?;
        match (&request.protection_id, &request.resource_arn) {
            (Some(id), None) => of_id(reader, account, id),
            (None, Some(resource)) => of_resource(reader, account, resource),
            _ => {
                let message = "Invalid parameter. You must provide one value, either protectionId \
                               or resourceArn, but not both.";
                Err(ShieldError::InvalidParameter(message.to_owned()))
            }
        }
    })?;
    Ok(DescribeProtectionResponse { protection: Some(shown(account, &record)) })
}

/// The account's protections.
pub(crate) async fn list(
    _service: &Shield,
    call: &Call,
    request: Authorized<ListProtectionsRequest>,
) -> Result<ListProtectionsResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let mut held = call.read(|reader| {
        subscription::of(reader, account, now)?;
        all::<ProtectionRecord>(reader, account)
    })?;
    if let Some(filters) = &request.inclusion_filters {
        held.retain(|one| is_included(filters, one));
    }
    let page = paging::page(held, request.next_token.as_deref(), request.max_results, |one| {
        one.id.clone()
    })?;
    let protections = page.items.iter().map(|one| shown(account, one)).collect();
    Ok(ListProtectionsResponse { protections: Some(protections), next_token: page.next })
}

fn is_included(filters: &InclusionProtectionFilters, one: &ProtectionRecord) -> bool {
    let has = |filter: &Option<Vec<String>>, value: &str| {
        filter.as_ref().is_none_or(|values| values.iter().any(|wanted| wanted == value))
    };
    has(&filters.resource_arns, &one.resource)
        && has(&filters.protection_names, &one.name)
        && has(&filters.resource_types, one.kind.as_str())
}

/// The account's protection of this id.
pub(crate) fn of_id(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
) -> Result<ProtectionRecord, ShieldError> {
    reader.get(&key(account, id))?.ok_or(ShieldError::NotFound("PROTECTION", "protection"))
}

/// The account's protection of a resource.
pub(crate) fn of_resource(
    reader: &Reader<'_>,
    account: AccountId,
    resource: &str,
) -> Result<ProtectionRecord, ShieldError> {
    let found = reader.find::<ProtectionRecord>(BY_RESOURCE, resource)?;
    let own = found.into_iter().find(|(key, _)| key.account == account.to_string());
    let (_, record) = own.ok_or(ShieldError::NotFound("PROTECTION", "protection"))?;
    Ok(record)
}

fn shown(account: AccountId, record: &ProtectionRecord) -> Protection {
    let id_of = |arn: &String| arn.rsplit('/').next().unwrap_or_default().to_owned();
    Protection {
        id: Some(record.id.clone()),
        name: Some(record.name.clone()),
        resource_arn: Some(record.resource.clone()),
        health_check_ids: Some(record.health_checks.iter().map(id_of).collect()),
        protection_arn: Some(arn(account, "protection", &record.id).to_string()),
        application_layer_automatic_response_configuration: record.automatic.map(shown_response),
    }
}

fn shown_response(held: AutomaticResponse) -> ApplicationLayerAutomaticResponseConfiguration {
    let status = if held.is_enabled { "ENABLED" } else { "DISABLED" };
    let action = ResponseAction {
        block: held.blocks.then_some(BlockAction {}),
        count: (!held.blocks).then_some(CountAction {}),
    };
    ApplicationLayerAutomaticResponseConfiguration { status: status.to_owned(), action }
}
