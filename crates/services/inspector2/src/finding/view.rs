//! A finding as a caller sees it: with its ARN, and suppressed where a filter says so.

use bartizan_service::store::{Key, Reader};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use super::criteria::Criteria;
use super::record::FindingRecord;
use crate::document::{read, seconds};
use crate::error::InspectorError;
use crate::filter;
use crate::look::Look;
use crate::shapes::Finding;
use crate::{members, scan};

/// A finding, and its status.
pub(crate) struct View<'a> {
    pub(crate) key: &'a Key,
    pub(crate) record: &'a FindingRecord,
    pub(crate) status: &'static str,
}

/// The ARN of a finding.
pub(crate) fn arn(key: &Key) -> String {
    format!("arn:aws:inspector2:{}:{}:finding/{}", key.region, key.account, key.id)
}

impl View<'_> {
    pub(crate) fn arn(&self) -> String {
        arn(self.key)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.status == "ACTIVE"
    }

    /// The range of ports that a finding is about.
    pub(crate) fn ports(&self) -> Option<(i64, i64)> {
        let range = self.record.finding.get("networkReachabilityDetails")?.get("openPortRange")?;
        let port = |name| range.get(name).and_then(Json::as_i64);
        Some((port("begin")?, port("end")?))
    }

    /// The packages that it is about.
    pub(crate) fn packages(&self) -> &[Json] {
        let details = self.record.finding.get("packageVulnerabilityDetails");
        let packages = details.and_then(|details| details.get("vulnerablePackages"));
        packages.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// All of it as the model has it.
    pub(crate) fn shown(&self) -> Result<Finding, InspectorError> {
        let mut finding = self.record.finding.clone();
        if let Some(members) = finding.as_object_mut() {
            let record = self.record;
            for (name, value) in [
                ("findingArn", json!(self.arn())),
                ("status", json!(self.status)),
                ("firstObservedAt", json!(seconds(record.first_observed))),
                ("lastObservedAt", json!(seconds(record.last_observed))),
                ("updatedAt", json!(seconds(record.updated))),
            ] {
                members.insert(name.to_owned(), value);
            }
        }
        read("Finding", &finding)
    }
}

/// What is suppressed of an account.
pub(crate) struct Suppressions(Vec<Criteria>);

impl Suppressions {
    /// By the filters of who decides that: its administrator, or the account.
    pub(crate) fn of(
        reader: &Reader<'_>,
        region: &str,
        decider: AccountId,
    ) -> Result<Self, InspectorError> {
        Ok(Self(filter::suppressing(reader, region, decider)?))
    }

    /// The finding as it is seen under them.
    pub(crate) fn view<'a>(&self, key: &'a Key, record: &'a FindingRecord) -> View<'a> {
        let mut view = View { key, record, status: "ACTIVE" };
        view.status = match record.closed {
            Some(_) => "CLOSED",
            None if self.0.iter().any(|criteria| criteria.matches(&view)) => "SUPPRESSED",
            None => "ACTIVE",
        };
        view
    }
}

/// Tells of every finding that a caller sees: of its own account, and of its members.
pub(crate) fn each(
    reader: &Reader<'_>,
    look: &Look,
    mut tell: impl FnMut(&View<'_>) -> Result<(), InspectorError>,
) -> Result<(), InspectorError> {
    let suppressions = Suppressions::of(reader, &look.region, look.decider(reader)?)?;
    for account in seen_accounts(reader, look)? {
        let mut result = Ok(());
        scan::each::<FindingRecord>(reader, account, &look.region, |key, record| {
            if result.is_ok() {
                result = tell(&suppressions.view(&key, &record));
            }
        })?;
        result?;
    }
    Ok(())
}

/// The accounts whose findings a caller sees.
pub(crate) fn seen_accounts(
    reader: &Reader<'_>,
    look: &Look,
) -> Result<Vec<AccountId>, InspectorError> {
    let mut accounts = vec![look.caller];
    if look.is_administrator(reader)? {
        let members = members::all(reader, look, look.caller)?.into_iter();
        let associated = members.filter(|member| member.is_associated);
        accounts.extend(associated.map(|member| member.account));
    }
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// Finds a finding that a caller sees, by its ARN, and tells of it.
pub(crate) fn find<R>(
    reader: &Reader<'_>,
    look: &Look,
    wanted: &str,
    tell: impl FnOnce(&View<'_>) -> R,
) -> Result<Option<R>, InspectorError> {
    let Some(key) = key_of(wanted, &look.region) else { return Ok(None) };
    let is_seen = |account: &AccountId| account.to_string() == key.account;
    if !seen_accounts(reader, look)?.iter().any(is_seen) {
        return Ok(None);
    }
    let Some(record) = reader.get::<FindingRecord>(&key)? else { return Ok(None) };
    let suppressions = Suppressions::of(reader, &look.region, look.decider(reader)?)?;
    Ok(Some(tell(&suppressions.view(&key, &record))))
}

/// The key of a finding, by its ARN.
fn key_of(arn: &str, region: &str) -> Option<Key> {
    let rest = arn.strip_prefix("arn:aws:inspector2:")?.strip_prefix(region)?;
    let (account, id) = rest.strip_prefix(':')?.split_once(":finding/")?;
    Some(Key::new(account.parse().ok()?, region, id))
}
