//! A finding as a caller sees it: with its ARN, and suppressed where a filter says so.

use std::cell::Cell;
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use super::criteria::Criteria;
use super::record::FindingRecord;
use super::shelf::{self, Fact, Row, ShelfRecord};
use crate::document::{read, seconds};
use crate::error::InspectorError;
use crate::filter;
use crate::look::Look;
use crate::shapes::Finding;

/// A finding on its shelf.
pub(crate) struct View<'a> {
    reader: Reader<'a>,
    region: &'a str,
    pub(crate) account: &'a str,
    /// What the ids of the shelf's parts begin with: findings are told of in its order.
    pub(crate) prefix: &'a str,
    pub(crate) shelf: &'a ShelfRecord,
    pub(crate) row: Row<'a>,
    suppressions: &'a Suppressions,
    status: Cell<Option<&'static str>>,
}

/// The ARN of a finding.
pub(crate) fn arn(key: &Key) -> String {
    format!("arn:aws:inspector2:{}:{}:finding/{}", key.region, key.account, key.id)
}

impl View<'_> {
    pub(crate) fn key(&self) -> Key {
        let (account, region) = (self.account.to_owned(), self.region.to_owned());
        Key { account, region, id: self.row.text(Fact::Id).to_owned() }
    }

    pub(crate) fn arn(&self) -> String {
        arn(&self.key())
    }

    pub(crate) fn status(&self) -> Result<&'static str, InspectorError> {
        if let Some(status) = self.status.get() {
            return Ok(status);
        }
        // Filters that suppress are about what is active else.
        self.status.set(Some("ACTIVE"));
        let status = if self.row.is_closed() {
            "CLOSED"
        } else if self.suppressions.is_about(self)? {
            "SUPPRESSED"
        } else {
            "ACTIVE"
        };
        self.status.set(Some(status));
        Ok(status)
    }

    /// The resource as the finding tells it.
    pub(crate) fn resource(&self) -> Option<&Json> {
        self.shelf.resource_of(&self.row)
    }

    /// All of the finding.
    pub(crate) fn record(&self) -> Result<Option<FindingRecord>, InspectorError> {
        Ok(self.reader.get(&self.key())?)
    }
}

/// All of a finding as the model has it.
pub(crate) fn shown(
    key: &Key,
    record: FindingRecord,
    status: &str,
) -> Result<Finding, InspectorError> {
    let mut finding = record.finding;
    if let Some(members) = finding.as_object_mut() {
        for (name, value) in [
            ("findingArn", json!(arn(key))),
            ("status", json!(status)),
            ("firstObservedAt", json!(seconds(record.first_observed))),
            ("lastObservedAt", json!(seconds(record.last_observed))),
            ("updatedAt", json!(seconds(record.updated))),
        ] {
            members.insert(name.to_owned(), value);
        }
    }
    read("Finding", &finding)
}

/// What is suppressed of an account.
struct Suppressions(Vec<Criteria>);

impl Suppressions {
    /// By the filters of who decides that: its administrator, or the account.
    fn of(reader: &Reader<'_>, look: &Look) -> Result<Self, InspectorError> {
        Ok(Self(filter::suppressing(reader, &look.region, look.decider(reader)?)?))
    }

    fn is_about(&self, view: &View<'_>) -> Result<bool, InspectorError> {
        for criteria in &self.0 {
            if criteria.matches(view)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Where to begin: at the shelf of an account's resource.
pub(crate) struct Start<'s> {
    pub(crate) account: &'s str,
    pub(crate) prefix: &'s str,
}

/// Tells of the findings that a caller sees, of its own account and of its members that are asked for, in
/// the order of accounts, resources and ids, until it is told to stop.
pub(crate) fn each(
    reader: &Reader<'_>,
    look: &Look,
    start: Option<&Start<'_>>,
    is_asked_for: impl Fn(&str) -> bool,
    mut tell: impl FnMut(&View<'_>) -> Result<ControlFlow<()>, InspectorError>,
) -> Result<(), InspectorError> {
    let suppressions = Suppressions::of(reader, look)?;
    for account in look.seen_accounts(reader)? {
        let account = account.to_string();
        if start.is_some_and(|start| *account < *start.account) || !is_asked_for(&account) {
            continue;
        }
        let from = start.filter(|start| start.account == account).map(|start| start.prefix);
        let ended = shelf::each(reader, &account, &look.region, from, |shelf| {
            let prefix = shelf::prefix(&shelf.resource);
            for row in shelf.rows() {
                let view = View {
                    reader: *reader,
                    region: &look.region,
                    account: &account,
                    prefix: &prefix,
                    shelf,
                    row,
                    suppressions: &suppressions,
                    status: Cell::new(None),
                };
                if tell(&view)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok::<_, InspectorError>(ControlFlow::Continue(()))
        })?;
        if ended.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// Finds a finding that a caller sees, by its ARN.
pub(crate) fn find(
    reader: &Reader<'_>,
    look: &Look,
    wanted: &str,
) -> Result<Option<(Key, FindingRecord)>, InspectorError> {
    let Some((account, key)) = key_of(wanted, &look.region) else { return Ok(None) };
    if !look.may_decide_for(reader, account)? {
        return Ok(None);
    }
    Ok(reader.get::<FindingRecord>(&key)?.map(|record| (key, record)))
}

/// The key of a finding, by its ARN.
fn key_of(arn: &str, region: &str) -> Option<(AccountId, Key)> {
    let rest = arn.strip_prefix("arn:aws:inspector2:")?.strip_prefix(region)?;
    let (account, id) = rest.strip_prefix(':')?.split_once(":finding/")?;
    let account = account.parse().ok()?;
    Some((account, Key::new(account, region, id)))
}
