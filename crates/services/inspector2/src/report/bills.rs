//! Bills of materials: one for each resource whose packages are known.

use std::collections::BTreeSet;

use bartizan_assess::bill::{self, Maker};
use bartizan_assess::inventory::Package;
use bartizan_service::store::Reader;
use bartizan_service::{NetworkPlace, Platform};
use bartizan_types::{AccountId, Region};
use bartizan_wire::{IntoValue as _, Value};

use super::record::ReportRecord;
use super::write::{Failure, File};
use crate::assessment::packages_of;
use crate::coverage::RESOURCE_TYPE;
use crate::coverage::record::CoveredRecord;
use crate::document;
use crate::error::InspectorError;
use crate::inventory::{self, InventoryRecord};
use crate::look::Look;
use crate::scan;
use crate::shapes::ResourceFilterCriteria;

/// How large all bills of an export together may be.
const EXPORT_BYTES_MAX: usize = 256 << 20;

/// The files of an export.
pub(super) fn files(
    platform: &Platform,
    look: &Look,
    id: &str,
    record: &ReportRecord,
) -> Result<Vec<File>, Failure> {
    let criteria: ResourceFilterCriteria =
        document::read("ResourceFilterCriteria", &record.criteria)?;
    let criteria = criteria.into_value();
    let (mut files, mut bytes) = (Vec::new(), 0);
    platform.store.read(|reader| {
        for account in look.seen_accounts(reader)? {
            for (_, covered) in scan::all::<CoveredRecord>(reader, account, &look.region)? {
                if !is_asked_for(&criteria, account, &covered) {
                    continue;
                }
                let Some(body) = bill(reader, look, account, &covered, &record.format)? else {
                    continue;
                };
                bytes += body.len();
                if bytes > EXPORT_BYTES_MAX {
                    let why = "The export is too large: ask for fewer resources.";
                    return Err(InspectorError::Invalid(why.to_owned()));
                }
                let (format, instance) = (&record.format, &covered.instance);
                files.push(File {
                    name: format!(
                        "{format}_outputs_{id}/account={account}/resource={RESOURCE_TYPE}/{instance}.json"
                    ),
                    content_type: "application/json",
                    body,
                });
            }
        }
        Ok::<_, InspectorError>(())
    })?;
    if files.is_empty() {
        let why = "No resource that meets the criteria has an inventory.".to_owned();
        return Err(Failure::new("NO_FINDINGS_FOUND", why));
    }
    Ok(files)
}

fn bill(
    reader: &Reader<'_>,
    look: &Look,
    account: AccountId,
    covered: &CoveredRecord,
    format: &str,
) -> Result<Option<Vec<u8>>, InspectorError> {
    let Some(id) = &covered.inventory else { return Ok(None) };
    let place = NetworkPlace { account, region: Region::new(&look.region) };
    let found = reader.get::<InventoryRecord>(&inventory::key(&place, id))?;
    let Some(InventoryRecord { inventory }) = found else { return Ok(None) };
    let packages: Vec<(Package, BTreeSet<&str>)> = packages_of(&inventory);
    let packages: Vec<&Package> = packages.iter().map(|(package, _)| package).collect();
    let created = look.now.iso8601();
    let version = env!("CARGO_PKG_VERSION");
    let maker = Maker { version, created: &created, subject: &covered.instance };
    let bill = match format {
        "SPDX_2_3" => bill::spdx(&packages, maker),
        _ => bill::cyclonedx_1_4(&packages, maker),
    };
    Ok(Some(bill.to_string().into_bytes()))
}

/// Whether a resource is what criteria ask for: all members have to match; of one, a value that it asks
/// for, and none that it excludes. (Amazon Inspector API Reference, `ResourceFilterCriteria`.)
fn is_asked_for(criteria: &Value, account: AccountId, covered: &CoveredRecord) -> bool {
    let Value::Struct(members) = criteria else { return true };
    let account = account.to_string();
    members.iter().all(|(name, value)| {
        let Value::List(filters) = value else { return true };
        let text =
            |filter: &Value, name| filter.field(name).and_then(Value::text).map(str::to_owned);
        let found: Option<&str> = match *name {
            "accountId" => Some(&account),
            "resourceId" => Some(&covered.instance),
            "resourceType" => Some(RESOURCE_TYPE),
            "ec2InstanceTags" => {
                return filters.iter().any(|filter| {
                    let tag = text(filter, "key").and_then(|key| covered.tags.get(&key).cloned());
                    let value = text(filter, "value");
                    tag.is_some_and(|tag| value.is_none_or(|value| value == tag))
                });
            }
            // What no instance has.
            _ => None,
        };
        let names = |filter: &&Value| found.is_some() && text(filter, "value").as_deref() == found;
        let is_excluding =
            |filter: &&Value| text(filter, "comparison").as_deref() == Some("NOT_EQUALS");
        let (excluding, asking): (Vec<&Value>, Vec<&Value>) =
            filters.iter().partition(is_excluding);
        !excluding.iter().any(names) && (asking.is_empty() || asking.iter().any(names))
    })
}
