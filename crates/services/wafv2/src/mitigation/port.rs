//! The port by which AWS Shield Advanced answers attacks.

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{MitigationRule, WebMitigations};
use bartizan_types::{Arn, Fault, Random, Region};

use super::{CAPACITY, Held, MitigationRecord, statement};
use crate::compile;
use crate::error::WafError;
use crate::records::{AssociationRecord, BY_WEB_ACL, EntityRecord};
use crate::scope::{GLOBAL_REGION, Name};
use crate::web_acl::CAPACITY_MAX;

/// The port.
#[derive(Debug)]
pub(crate) struct Port;

impl WebMitigations for Port {
    fn has_web_acl(&self, reader: &Reader<'_>, resource: &Arn) -> Result<bool, Fault> {
        Ok(web_acl(reader, resource)?.is_some())
    }

    fn sharing(&self, reader: &Reader<'_>, resource: &Arn) -> Result<Vec<String>, Fault> {
        let Some(name) = web_acl(reader, resource)? else { return Ok(Vec::new()) };
        let found = reader.find::<AssociationRecord>(BY_WEB_ACL, name.arn().as_str())?;
        Ok(found.into_iter().map(|(_, record)| record.resource).collect())
    }

    fn reserve(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        random: &dyn Random,
    ) -> Result<bool, Fault> {
        let (Some(key), Some(name)) = (key(resource), web_acl(writer, resource)?) else {
            return Ok(false);
        };
        let Some(record) = writer.get::<EntityRecord>(&EntityRecord::key_of(&name))? else {
            return Ok(false);
        };
        let is_first = Held::of(writer, &name)?.is_none();
        if is_first && record.capacity + CAPACITY > CAPACITY_MAX {
            return Ok(false);
        }
        let kept = MitigationRecord { uid: random.uuid(), id: random.uuid(), rule: None };
        writer.put(&key, &kept)?;
        Ok(true)
    }

    fn release(&self, writer: &mut Writer<'_>, resource: &Arn) -> Result<(), Fault> {
        if let Some(key) = key(resource) {
            writer.delete::<MitigationRecord>(&key)?;
        }
        Ok(())
    }

    fn put(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        rule: Option<&MitigationRule>,
    ) -> Result<Option<String>, Fault> {
        let Some(key) = key(resource) else { return Ok(None) };
        let Some(held) = writer.get::<MitigationRecord>(&key)? else { return Ok(None) };
        let wanted = rule.and_then(statement::stored);
        if held.rule != wanted {
            let next = MitigationRecord { rule: wanted.clone(), ..held.clone() };
            writer.put(&key, &next)?;
            if let Err(error) = checked(writer, resource) {
                // A rule that cannot be must not stand in the way of the customer's own.
                tracing::warn!(%resource, %error, "an attack cannot be answered");
                writer.put(&key, &held)?;
                return Ok(None);
            }
        }
        let name = web_acl(writer, resource)?.filter(|_| wanted.is_some());
        let group = name.map(|name| Held::of(writer, &name)).transpose()?.flatten();
        Ok(group.map(|group| group.name.name))
    }
}

/// The web ACL of the resource compiles, and its group has room for its rules.
fn checked(reader: &Reader<'_>, resource: &Arn) -> Result<(), WafError> {
    let Some(name) = web_acl(reader, resource)? else { return Ok(()) };
    if let Some(held) = Held::of(reader, &name)?
        && !held.fits()?
    {
        return Err(WafError::WAFLimitsExceeded);
    }
    let record: Option<EntityRecord> = reader.get(&EntityRecord::key_of(&name))?;
    record.map_or(Ok(()), |record| compile::web_acl(reader, &record).map(drop))
}

/// The web ACL that protects a resource.
fn web_acl(reader: &Reader<'_>, resource: &Arn) -> Result<Option<Name>, WafError> {
    let Some(key) = key(resource) else { return Ok(None) };
    Ok(reader.get::<AssociationRecord>(&key)?.map(|held| held.web_acl))
}

/// The store's key of a resource; distributions are in no region, and what is theirs is in one.
fn key(resource: &Arn) -> Option<Key> {
    let region = if resource.region().is_empty() { GLOBAL_REGION } else { resource.region() };
    let account = resource.account_id()?;
    Some(AssociationRecord::key_of(account, &Region::new(region), resource.as_str()))
}
