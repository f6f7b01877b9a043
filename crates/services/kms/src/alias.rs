//! Aliases. (AWS KMS Developer Guide, "Aliases in AWS KMS".)

pub(crate) mod rule;

use bartizan_service::directory::kms::KmsKey;
use bartizan_service::paging::{Page, page_of_read};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn, Region};

use crate::error::KmsError;
use crate::naming::{self, ALIAS, OWN};
use crate::records::{self, AliasRecord, BY_TARGET, KeyRecord};
use crate::shapes::{
    AliasListEntry, CreateAliasRequest, DeleteAliasRequest, ListAliasesRequest,
    ListAliasesResponse, UpdateAliasRequest,
};
use crate::states::{self, CHANGE};
use crate::{KeyManagement, managed, paging};

/// What the names of aliases begin with that AWS keeps for its services.
const RESERVED: &str = "alias/aws/";
/// The most aliases of a key. (AWS KMS Developer Guide, "Resource quotas".)
const ALIASES_MAX: u64 = 50;
/// How many aliases a page has unless the request says. (AWS KMS API Reference, `ListAliases`.)
const DEFAULT_ALIASES: usize = 50;

/// Names a key.
pub(crate) async fn create(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<CreateAliasRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    check_name(&request.alias_name)?;
    let (key, now) = (naming::key(call, &request.target_key_id, OWN)?, call.now);
    let alias = AliasRecord {
        account: key.account,
        region: key.region.clone(),
        name: request.alias_name,
        target: key.id.to_string(),
        created: now,
        updated: now,
    };
    let done = call.commit(move |writer| {
        let record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, CHANGE)?;
        if writer.get::<AliasRecord>(&alias.key())?.is_some() {
            let message = format!("An alias with the name {} already exists", alias.arn());
            return Err(KmsError::AlreadyExists(message));
        }
        check_count(writer, &record)?;
        Ok(writer.put(&alias.key(), &alias)?)
    });
    Ok(done.await?)
}

/// Lets an alias stand for another key of the same kind.
pub(crate) async fn update(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<UpdateAliasRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    check_name(&request.alias_name)?;
    let (key, now) = (naming::key(call, &request.target_key_id, OWN)?, call.now);
    let decided = call.rests_on();
    let done = call.commit(move |writer| {
        let name = &request.alias_name;
        let mut alias = find(writer, key.account, &key.region, name)?;
        let present = KeyRecord::find(writer, &decided_target(&alias, decided.as_deref())?)?;
        let record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, CHANGE)?;
        if !is_of_one_kind(&present, &record) {
            return Err(KmsError::Validation(format!(
                "Alias {name} cannot be changed from key {} to key {}: both must be symmetric, \
                 asymmetric or HMAC keys, and have the same key usage.",
                present.arn(),
                key.arn
            )));
        }
        if alias.target != record.id {
            check_count(writer, &record)?;
        }
        alias.target = record.id;
        alias.updated = now;
        Ok(writer.put(&alias.key(), &alias)?)
    });
    Ok(done.await?)
}

/// Takes an alias away; its key stays.
pub(crate) async fn delete(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DeleteAliasRequest>,
) -> Result<(), KmsError> {
    check_name(&request.alias_name)?;
    let (account, region, decided) = (call.account()?, call.region.clone(), call.rests_on());
    let done = call.commit(move |writer| {
        let alias = find(writer, account, &region, &request.alias_name)?;
        decided_target(&alias, decided.as_deref())?;
        writer.delete::<AliasRecord>(&alias.key())?;
        Ok::<_, KmsError>(())
    });
    Ok(done.await?)
}

/// The account's aliases in the region, or one key's.
pub(crate) async fn list(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListAliasesRequest>,
) -> Result<ListAliasesResponse, KmsError> {
    let account = call.account()?;
    let of_key = match &request.key_id {
        Some(name) => Some(naming::key(call, name, OWN)?),
        None => None,
    };
    let (marker, limit) = (request.marker.as_deref(), request.limit);
    let page = call.read(|reader| {
        if let Some(key) = &of_key {
            // It has few.
            let aliases = of(reader, key)?.iter().map(shown).collect();
            return paging::page(aliases, marker, limit, DEFAULT_ALIASES, name);
        }
        let size = paging::size(limit, DEFAULT_ALIASES);
        let page = paging::scanned(reader, (account, &call.region), marker, size)?;
        let unmade = managed::unmade_names(call, account).map(|name| AliasListEntry {
            alias_arn: Some(
                Arn::new("kms", call.region.as_str(), Some(account), &name).to_string(),
            ),
            alias_name: Some(name),
            ..AliasListEntry::default()
        });
        Ok(with_unmade(&page, unmade, paging::place(marker)?.as_deref(), size))
    })?;
    Ok(ListAliasesResponse {
        aliases: Some(page.items),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

fn shown(alias: &AliasRecord) -> AliasListEntry {
    AliasListEntry {
        alias_name: Some(alias.name.clone()),
        alias_arn: Some(alias.arn().to_string()),
        target_key_id: Some(alias.target.clone()),
        creation_date: Some(alias.created),
        last_updated_date: Some(alias.updated),
    }
}

fn name(alias: &AliasListEntry) -> String {
    alias.alias_name.clone().unwrap_or_default()
}

/// The page with the aliases of keys that AWS manages and has not made, which stand for no key yet. (AWS
/// KMS API Reference, `ListAliases`.)
fn with_unmade(
    page: &Page<AliasRecord>,
    unmade: impl Iterator<Item = AliasListEntry>,
    after: Option<&str>,
    size: usize,
) -> Page<AliasListEntry> {
    let mut items: Vec<_> = page.items.iter().map(shown).collect();
    let last = items.last().filter(|_| page.next.is_some()).map(name);
    let is_of_page = |one: &AliasListEntry| {
        let name = name(one);
        after.is_none_or(|after| name.as_str() > after)
            && last.as_ref().is_none_or(|last| name < *last)
            && page.items.iter().all(|made| made.name != name)
    };
    items.extend(unmade.filter(is_of_page));
    items.sort_by_cached_key(name);
    let whole = page_of_read(items, size, name);
    Page { next: whole.next.or_else(|| page.next.clone()), items: whole.items }
}

/// A key's aliases.
fn of(reader: &Reader<'_>, key: &KmsKey) -> Result<Vec<AliasRecord>, KmsError> {
    let reference = records::reference(key.account, &key.region, &key.id);
    Ok(reader.find(BY_TARGET, &reference)?.into_iter().map(|(_, alias)| alias).collect())
}

fn find(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
    name: &str,
) -> Result<AliasRecord, KmsError> {
    reader.get(&AliasRecord::key_of(account, region, name))?.ok_or_else(|| {
        KmsError::NotFound(format!("Alias arn:aws:kms:{region}:{account}:{name} is not found."))
    })
}

/// The key that an alias stands for, which must be the one that was decided about.
fn decided_target(alias: &AliasRecord, decided: Option<&str>) -> Result<Arn, KmsError> {
    let target = records::key_arn(&alias.region, alias.account, &alias.target);
    if decided == Some(target.as_str()) { Ok(target) } else { Err(KmsError::meanwhile()) }
}

fn check_count(reader: &Reader<'_>, key: &KeyRecord) -> Result<(), KmsError> {
    if reader.count_found::<AliasRecord>(BY_TARGET, &key.reference())? >= ALIASES_MAX {
        let message = format!("A KMS key has at most {ALIASES_MAX} aliases: {}", key.arn());
        return Err(KmsError::LimitExceeded(message));
    }
    Ok(())
}

/// Whether an alias may change from one key to the other. (AWS KMS API Reference, `UpdateAlias`.)
fn is_of_one_kind(one: &KeyRecord, other: &KeyRecord) -> bool {
    one.usage == other.usage && one.spec.is_asymmetric() == other.spec.is_asymmetric()
}

/// Whether an alias may have this name.
fn check_name(name: &str) -> Result<(), KmsError> {
    let Some(own) = name.strip_prefix(ALIAS) else {
        return Err(KmsError::Validation(
            "Alias must start with the prefix \"alias/\". Please see \
             https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
                .to_owned(),
        ));
    };
    if name.starts_with(RESERVED) {
        return Err(KmsError::NotAuthorized());
    }
    if own.is_empty() || own.contains(':') {
        let message = format!("{name} contains invalid characters for an alias");
        return Err(KmsError::Validation(message));
    }
    Ok(())
}
