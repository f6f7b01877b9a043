//! What is to be scanned, and when. (Amazon Inspector API Reference, `CreateCisScanConfiguration` and what
//! goes with it.)

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use super::pages::{Item, Wanted, page};
use super::records::{Accounts, ConfigurationRecord, Targets};
use super::schedule::Times;
use super::{arns, checks, clock, filters, targets};
use crate::error::InspectorError;
use crate::look::Look;
use crate::shapes::{
    CisScanConfiguration, CreateCisScanConfigurationRequest, CreateCisScanConfigurationResponse,
    DeleteCisScanConfigurationRequest, DeleteCisScanConfigurationResponse,
    ListCisScanConfigurationsRequest, ListCisScanConfigurationsResponse, Schedule,
    UpdateCisScanConfigurationRequest, UpdateCisScanConfigurationResponse,
};
use crate::{Inspector, document, scan, tags};

/// How many configurations an account has in a region.
const CONFIGURATIONS_MAX: u64 = 500;
/// How many items a page has unless the request says, which is the most that it may say.
const PAGE_ITEMS: i32 = 100;

/// The key of the configuration of the caller's that an ARN names.
pub(crate) fn key_of(look: &Look, named: &str) -> Option<Key> {
    let (owner, id) = arns::configuration_named(named, &look.region)?;
    (owner == look.caller).then(|| Key::new(owner, &look.region, id))
}

/// The configuration of the caller's that an ARN names, which must be there.
pub(crate) fn find(
    reader: &Reader<'_>,
    look: &Look,
    named: &str,
) -> Result<(Key, ConfigurationRecord), InspectorError> {
    let missing = InspectorError::NotFound("There is no CIS scan configuration of this ARN.");
    let Some(key) = key_of(look, named) else { return Err(missing) };
    let found = reader.get::<ConfigurationRecord>(&key)?;
    found.map(|record| (key, record)).ok_or(missing)
}

/// Keeps a configuration. One of `oneTime` is scanned at once.
pub(crate) async fn create(
    _service: &Inspector,
    call: &Call,
    request: Authorized<CreateCisScanConfigurationRequest>,
) -> Result<CreateCisScanConfigurationResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let times = Times::read(&request.schedule)?;
    let (tags, id) = (tags::read(request.tags)?, call.platform.random.uuid());
    let level = level_of(&request.security_level);
    let done = call.commit(move |writer| {
        let named = request.targets;
        let accounts = Accounts::read(writer, &look, &named.account_ids)?;
        let count = writer.count::<ConfigurationRecord>(&look.caller.to_string(), &look.region)?;
        if count >= CONFIGURATIONS_MAX {
            let why = format!("An account has at most {CONFIGURATIONS_MAX} configurations.");
            return Err(InspectorError::Invalid(why));
        }
        let record = ConfigurationRecord {
            name: request.scan_name,
            level,
            schedule: document::stored(request.schedule),
            targets: Targets { accounts, tags: named.target_resource_tags },
            tags,
            due: times.first(look.now),
        };
        let arn = arns::configuration(look.caller, &look.region, &id).to_string();
        writer.put(&Key::new(look.caller, &look.region, id), &record)?;
        Ok(CreateCisScanConfigurationResponse { scan_configuration_arn: Some(arn) })
    });
    Ok(done.await?)
}

/// Changes a configuration. A new schedule begins now; a scan that is under way goes on as it began.
pub(crate) async fn update(
    _service: &Inspector,
    call: &Call,
    request: Authorized<UpdateCisScanConfigurationRequest>,
) -> Result<UpdateCisScanConfigurationResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let times = request.schedule.as_ref().map(Times::read).transpose()?;
    let done = call.commit(move |writer| {
        let (key, mut record) = find(writer, &look, &request.scan_configuration_arn)?;
        record.name = request.scan_name.unwrap_or(record.name);
        if let Some(level) = &request.security_level {
            record.level = level_of(level);
        }
        if let (Some(schedule), Some(times)) = (request.schedule, times) {
            record.schedule = document::stored(schedule);
            record.due = times.first(look.now);
        }
        let named = request.targets.unwrap_or_default();
        if let Some(accounts) = named.account_ids {
            record.targets.accounts = Accounts::read(writer, &look, &accounts)?;
        }
        record.targets.tags = named.target_resource_tags.unwrap_or(record.targets.tags);
        writer.put(&key, &record)?;
        let scan_configuration_arn = request.scan_configuration_arn;
        Ok::<_, InspectorError>(UpdateCisScanConfigurationResponse { scan_configuration_arn })
    });
    Ok(done.await?)
}

/// Forgets a configuration. Its scan that is under way is cancelled; what was found stays.
pub(crate) async fn delete(
    _service: &Inspector,
    call: &Call,
    request: Authorized<DeleteCisScanConfigurationRequest>,
) -> Result<DeleteCisScanConfigurationResponse, InspectorError> {
    let (look, arn) = (Look::of(call)?, request.into_inner().scan_configuration_arn);
    let done = call.commit(move |writer| {
        let (key, _) = find(writer, &look, &arn)?;
        clock::cancel(writer, &key)?;
        writer.delete::<ConfigurationRecord>(&key)?;
        let scan_configuration_arn = arn;
        Ok::<_, InspectorError>(DeleteCisScanConfigurationResponse { scan_configuration_arn })
    });
    Ok(done.await?)
}

/// Lists the configurations of the caller's account.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListCisScanConfigurationsRequest>,
) -> Result<ListCisScanConfigurationsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let criteria = request.filter_criteria.unwrap_or_default();
    let limit = request.max_results.unwrap_or(PAGE_ITEMS);
    let listed = service.read(call, move |reader| {
        let found = scan::all::<ConfigurationRecord>(reader, look.caller, &look.region)?;
        let mut items = Vec::new();
        for (key, record) in found {
            let arn = arns::configuration(look.caller, &look.region, &key.id).to_string();
            let is_wanted = filters::text(criteria.scan_name_filters.as_ref(), &record.name)
                && filters::text(criteria.scan_configuration_arn_filters.as_ref(), &arn)
                && filters::tags(
                    criteria.target_resource_tag_filters.as_ref(),
                    &record.targets.tags,
                );
            if is_wanted {
                let by_name = request.sort_by.as_deref() == Some("SCAN_NAME");
                let sorted_by = if by_name { record.name.clone() } else { arn.clone() };
                items.push(Item { sorted_by, place: arn.clone(), value: (arn, record) });
            }
        }
        let wanted = Wanted::new(request.sort_order.as_ref(), request.next_token.as_ref(), limit);
        let (found, next_token) = page(items, &wanted)?;
        let found = found.into_iter();
        let shown = found.map(|(arn, record)| shown(reader, &look, look.caller, arn, record));
        Ok((shown.collect::<Result<Vec<_>, _>>()?, next_token))
    });
    let (scan_configurations, next_token) = listed.await?;
    let scan_configurations = Some(scan_configurations);
    Ok(ListCisScanConfigurationsResponse { scan_configurations, next_token })
}

fn shown(
    reader: &Reader<'_>,
    look: &Look,
    owner: AccountId,
    arn: String,
    record: ConfigurationRecord,
) -> Result<CisScanConfiguration, InspectorError> {
    let accounts = match &record.targets.accounts {
        all @ Accounts::All => all.now(reader, look)?,
        Accounts::These(accounts) => accounts.clone(),
    };
    Ok(CisScanConfiguration {
        scan_configuration_arn: arn,
        owner_id: Some(owner.to_string()),
        scan_name: Some(record.name),
        security_level: Some(checks::level_name(record.level).to_owned()),
        schedule: Some(document::read::<Schedule>("Schedule", &record.schedule)?),
        targets: Some(targets::shown(&accounts, &record.targets.tags)),
        tags: Some(record.tags),
    })
}

fn level_of(name: &str) -> u8 {
    if name == "LEVEL_2" { 2 } else { 1 }
}
