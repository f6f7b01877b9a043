//! Managed rule sets: what an account publishes for others to use as managed rule groups, in
//! versions. Its vendor is the account, by its id, and every account of the installation is a
//! customer. (AWS WAF API Reference, `PutManagedRuleSetVersions`.)

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_inspect::definition::{ManagedGroup, References as _, rule_group};
use bartizan_service::projection::each;
use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call, Platform};
use bartizan_types::{AccountId, Fault, Timestamp};
use serde_json::{Value as Json, json};

use crate::Waf;
use crate::entity::{self, Place};
use crate::error::WafError;
use crate::records::{self, EntityRecord};
use crate::references::Stored;
use crate::scope::{Kind, Name};
use crate::shapes::{
    GetManagedRuleSetRequest, GetManagedRuleSetResponse, ListManagedRuleSetsRequest,
    ListManagedRuleSetsResponse, ManagedRuleSet, ManagedRuleSetSummary, ManagedRuleSetVersion,
    PutManagedRuleSetVersionsRequest, PutManagedRuleSetVersionsResponse,
    UpdateManagedRuleSetVersionExpiryDateRequest, UpdateManagedRuleSetVersionExpiryDateResponse,
    VersionToPublish,
};
use crate::{compile, managed};

/// The most versions that are offered at a time. AWS publishes none.
const VERSIONS_MAX: usize = 100;

/// Offers versions, each by a rule group of the vendor's own, and recommends one. The first call with
/// an id makes the set: there is no one else who could.
pub(crate) async fn publish(
    _service: &Waf,
    call: &Call,
    request: Authorized<PutManagedRuleSetVersionsRequest>,
) -> Result<PutManagedRuleSetVersionsResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::ManagedRuleSet)?;
    let name = place.name(&request.name, &request.id);
    let (now, next) = (call.now, call.platform.random.uuid());
    let done = call.commit(move |writer| {
        let held: Option<EntityRecord> = writer.get(&EntityRecord::key_of(&name))?;
        let mut record = match held {
            Some(_) => entity::locked(writer, &name, &request.lock_token)?,
            None => made(writer, &place, name)?,
        };
        let mut set = set(&record)?;
        let mut versions = set.published_versions.take().unwrap_or_default();
        versions.retain(|_, version| !is_over(version, now));
        for (version, offer) in request.versions_to_publish.unwrap_or_default() {
            let offered = offered(writer, &record.name, versions.get(&version), offer, now)?;
            versions.insert(version, offered);
        }
        set.recommended_version = request.recommended_version.or(set.recommended_version);
        check_offer(&versions, set.recommended_version.as_deref())?;
        set.published_versions = Some(versions);
        record.settings = entity::settings(set);
        record.lock_token.clone_from(&next);
        writer.put(&record.key(), &record)?;
        compile::check_users(writer, &record.name)?;
        let next_lock_token = Some(next);
        Ok::<_, WafError>(PutManagedRuleSetVersionsResponse { next_lock_token })
    });
    Ok(done.await?)
}

/// Says when a version ends: it is offered to nobody from now on.
pub(crate) async fn end(
    _service: &Waf,
    call: &Call,
    request: Authorized<UpdateManagedRuleSetVersionExpiryDateRequest>,
) -> Result<UpdateManagedRuleSetVersionExpiryDateResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::ManagedRuleSet)?;
    let name = place.name(&request.name, &request.id);
    let (version, at) = (request.version_to_expire, request.expiry_timestamp);
    let (ending, now) = (version.clone(), call.now);
    let change = move |_: &Reader<'_>, record: &mut EntityRecord| {
        let mut set = set(record)?;
        let mut versions = set.published_versions.take().unwrap_or_default();
        let held = versions.get_mut(&ending).ok_or(WafError::WAFNonexistentItem)?;
        if set.recommended_version.as_ref() == Some(&ending) {
            let reason = "The recommended version cannot expire. Recommend another one first.";
            return Err(WafError::parameter("EXPIRE_TIMESTAMP", &ending, reason));
        }
        held.expiry_timestamp = Some(at);
        held.last_update_timestamp = Some(now);
        versions.retain(|_, version| !is_over(version, now));
        set.published_versions = Some(versions);
        record.settings = entity::settings(set);
        Ok(())
    };
    let next = entity::update(call, name, request.lock_token, change, |next_lock_token| {
        PutManagedRuleSetVersionsResponse { next_lock_token }
    });
    Ok(UpdateManagedRuleSetVersionExpiryDateResponse {
        next_lock_token: next.await?.next_lock_token,
        expiring_version: Some(version),
        expiry_timestamp: Some(at),
    })
}

/// Shows a set to its vendor.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetManagedRuleSetRequest>,
) -> Result<GetManagedRuleSetResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::ManagedRuleSet)?;
    let name = place.name(&request.name, &request.id);
    let record = call.read(|reader| entity::find(reader, &name))?;
    let managed_rule_set = Some(set(&record)?);
    Ok(GetManagedRuleSetResponse { managed_rule_set, lock_token: Some(record.lock_token) })
}

/// Lists a vendor's sets.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListManagedRuleSetsRequest>,
) -> Result<ListManagedRuleSetsResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::ManagedRuleSet)?;
    let page = entity::page(call, &place, request.next_marker.as_deref(), request.limit)?;
    let managed_rule_sets = Some(page.items.iter().map(summary).collect());
    Ok(ListManagedRuleSetsResponse { next_marker: page.next, managed_rule_sets })
}

fn summary(record: &EntityRecord) -> ManagedRuleSetSummary {
    ManagedRuleSetSummary {
        name: Some(record.name.name.clone()),
        id: Some(record.name.id.clone()),
        description: None,
        lock_token: Some(record.lock_token.clone()),
        arn: Some(record.name.arn().to_string()),
        label_namespace: Some(record.name.label_namespace()),
    }
}

/// The set that a record keeps.
pub(crate) fn set(record: &EntityRecord) -> Result<ManagedRuleSet, WafError> {
    entity::shown("ManagedRuleSet", record)
}

/// A new set, if there is none of its name and room for it.
fn made(writer: &mut Writer<'_>, place: &Place, name: Name) -> Result<EntityRecord, WafError> {
    let record = EntityRecord {
        name,
        description: None,
        lock_token: String::new(),
        tags: Vec::new(),
        settings: json!({}),
        capacity: 0,
        policy: None,
    };
    entity::insert(writer, place, &record)?;
    Ok(record)
}

/// A version as it is published: what it was before, but for what the request says.
fn offered(
    reader: &Reader<'_>,
    of: &Name,
    before: Option<&ManagedRuleSetVersion>,
    offer: VersionToPublish,
    now: Timestamp,
) -> Result<ManagedRuleSetVersion, WafError> {
    let arn = offer.associated_rule_group_arn;
    let arn = arn.or_else(|| before.and_then(|before| before.associated_rule_group_arn.clone()));
    let arn = arn.ok_or_else(|| WafError::arn("AssociatedRuleGroupArn"))?;
    let name = Name::of_arn(&arn).filter(|name| name.kind == Kind::RuleGroup);
    let name = name.ok_or_else(|| WafError::arn(&arn))?;
    let is_own = name.account == of.account && name.region == of.region && name.scope == of.scope;
    if !is_own {
        return Err(WafError::arn(&arn));
    }
    let capacity = entity::find(reader, &name)?.capacity;
    let days = offer.forecasted_lifetime;
    Ok(ManagedRuleSetVersion {
        associated_rule_group_arn: Some(arn),
        capacity: i64::try_from(capacity).ok(),
        forecasted_lifetime: days.or_else(|| before.and_then(|before| before.forecasted_lifetime)),
        publish_timestamp: Some(before.and_then(|before| before.publish_timestamp).unwrap_or(now)),
        last_update_timestamp: Some(now),
        expiry_timestamp: before.and_then(|before| before.expiry_timestamp),
    })
}

/// One of the versions is recommended: customers who choose none get that.
fn check_offer(
    versions: &BTreeMap<String, ManagedRuleSetVersion>,
    recommended: Option<&str>,
) -> Result<(), WafError> {
    if versions.len() > VERSIONS_MAX {
        return Err(WafError::WAFLimitsExceeded);
    }
    let recommended = recommended.unwrap_or_default();
    match versions.get(recommended) {
        Some(version) if version.expiry_timestamp.is_none() => Ok(()),
        _ => Err(WafError::format("MANAGED_RULE_SET", format!("RecommendedVersion {recommended}"))),
    }
}

fn is_over(version: &ManagedRuleSetVersion, now: Timestamp) -> bool {
    version.expiry_timestamp.is_some_and(|at| at <= now)
}

/// The set of a vendor that a web ACL at a place may use.
pub(crate) fn find(
    reader: &Reader<'_>,
    near: &Name,
    (vendor, name): (&str, &str),
) -> Option<EntityRecord> {
    let account: AccountId = vendor.parse().ok()?;
    let (region, scope) = (&near.region, near.scope);
    let sets = records::of_kind(reader, account, region, scope, Kind::ManagedRuleSet).ok()?;
    sets.into_iter().find(|record| record.name.name == name)
}

/// What a vendor publishes, in a version; in the recommended one where that is not there any more.
/// (AWS WAF Developer Guide, "Version life cycle for managed rule groups".)
pub(crate) fn group(
    reader: &Reader<'_>,
    near: &Name,
    named: (&str, &str),
    version: Option<&str>,
) -> Option<ManagedGroup> {
    let record = find(reader, near, named)?;
    let set = set(&record).ok()?;
    let versions = set.published_versions?;
    let recommended = || versions.get(&set.recommended_version?);
    let version = version.and_then(|version| versions.get(version)).or_else(recommended)?;
    let references = Stored { reader, of: &record.name, is_new: false };
    let mut definition = references.rule_group(version.associated_rule_group_arn.as_deref()?)?;
    definition.arn = format!("{}#{}", record.name.account, record.name.name);
    definition.label_namespace = record.name.label_namespace();
    let group = rule_group(&definition, &references).ok()?;
    Some(ManagedGroup { capacity: definition.capacity, group: Arc::new(group) })
}

/// Whether a web ACL uses a set.
pub(crate) fn is_used_by(set: &Name, record: &EntityRecord) -> bool {
    let is_near = record.name.region == set.region && record.name.scope == set.scope;
    let vendor = set.account.to_string();
    is_near && uses(&record.settings).any(|(held, name, _)| held == vendor && name == set.name)
}

/// The managed rule groups that rules use: vendors, names and versions.
fn uses(settings: &Json) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
    let rules = settings.get("Rules").and_then(Json::as_array).into_iter().flatten();
    let used = rules.filter_map(|rule| rule.pointer("/Statement/ManagedRuleGroupStatement"));
    used.filter_map(|used| {
        let text = |member| used.get(member).and_then(Json::as_str);
        Some((text("VendorName")?, text("Name")?, text("Version")))
    })
}

/// Refuses versions that vendors do not offer. One that ends at some time goes on to be used, and is
/// not chosen anew; one that has ended is to be given up with the next change.
pub(crate) fn check_versions(
    reader: &Reader<'_>,
    of: &Name,
    (settings, before): (&Json, Option<&Json>),
    now: Timestamp,
) -> Result<(), WafError> {
    for used in uses(settings) {
        let (vendor, name, Some(version)) = used else { continue };
        if managed::is_built_in(vendor, name) {
            continue;
        }
        let Some(record) = find(reader, of, (vendor, name)) else { continue };
        let versions = set(&record)?.published_versions.unwrap_or_default();
        let is_known = before.is_some_and(|before| uses(before).any(|held| held == used));
        match versions.get(version) {
            Some(held) if held.expiry_timestamp.is_none() => {}
            Some(held) if is_known && !is_over(held, now) => {}
            None if !is_known => {
                let reason = "A reference in your rule statement is not valid.";
                return Err(WafError::parameter("MANAGED_RULE_SET_STATEMENT", version, reason));
            }
            _ => return Err(WafError::WAFExpiredManagedRuleGroupVersion),
        }
    }
    Ok(())
}

/// Ends the versions whose time has come: web ACLs that use them get the recommended ones. To be done
/// every now and then.
///
/// # Errors
/// The store fails.
pub async fn end_versions(platform: &Arc<Platform>) -> Result<(), Fault> {
    let now = platform.clock.now();
    let mut over = Vec::new();
    let found = platform.store.read(|reader| {
        each::<EntityRecord>(reader, |key, record| {
            let is_set = record.name.kind == Kind::ManagedRuleSet;
            over.extend((is_set && without_ended(&record, now).is_some()).then(|| key.clone()));
            Ok(())
        })
        .map_err(WafError::internal)
    });
    found.map_err(Fault::from)?;
    if over.is_empty() {
        return Ok(());
    }
    let done = platform.store.write(move |writer| {
        for key in &over {
            let record: Option<EntityRecord> = writer.get(key)?;
            if let Some(record) = record.and_then(|record| without_ended(&record, now)) {
                writer.put(key, &record)?;
            }
        }
        Ok::<_, WafError>(())
    });
    done.await.map_err(Fault::from)
}

/// A set without the versions whose time has come, if there are such.
fn without_ended(record: &EntityRecord, now: Timestamp) -> Option<EntityRecord> {
    let mut set = set(record).ok()?;
    let mut versions = set.published_versions.take()?;
    let count = versions.len();
    versions.retain(|_, version| !is_over(version, now));
    if versions.len() == count {
        return None;
    }
    set.published_versions = Some(versions);
    Some(EntityRecord { settings: entity::settings(set), ..record.clone() })
}
