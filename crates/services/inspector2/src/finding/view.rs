//! A finding as a caller sees it: with its ARN, and suppressed where a filter says so.

use std::cell::Cell;
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use super::criteria::Criteria;
use super::record::FindingRecord;
use super::shelf::{self, Fact, Row, Shelf};
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
    pub(crate) shelf: &'a Shelf<'a>,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bartizan_service::testkit::{ACCOUNT, REGION, World};
    use bartizan_types::Timestamp;

    use super::*;
    use crate::shapes::{FilterCriteria, StringFilter};

    #[test]
    fn each_finding_is_judged_by_its_own_resource() {
        let world = World::new(Vec::new(), |_| Vec::new());
        let store = &world.road.platform().store;
        let at = Timestamp::from_millis(1);
        for shelf in ["i-1", "i-2"] {
            let record = |number: usize| FindingRecord {
                identity: number.to_string(),
                resource: shelf.to_owned(),
                // Two ways of telling a resource, in turn: twice the one, once the other.
                finding: json!({ "resources": [{ "id": format!("{shelf}-{}", number % 3 / 2) }] }),
                exploited: None,
                first_observed: at,
                last_observed: at,
                updated: at,
                closed: None,
            };
            let findings: BTreeMap<String, FindingRecord> =
                (0..6).map(|number| (format!("{shelf}-{number}"), record(number))).collect();
            let put = move |writer: &mut bartizan_service::store::Writer<'_>| {
                shelf::put(writer, (ACCOUNT, REGION, shelf), &findings)
            };
            store.write_blocking(put).unwrap();
        }
        let value = "i-2-1".to_owned();
        let filter = StringFilter { comparison: "EQUALS".to_owned(), value };
        let asked = FilterCriteria { resource_id: Some(vec![filter]), ..FilterCriteria::default() };
        let criteria = Criteria::read(asked).unwrap();
        let (mut found, suppressions) = (Vec::new(), Suppressions(Vec::new()));
        let read = |reader: &Reader<'_>| {
            shelf::each(reader, ACCOUNT, REGION, None, |shelf| {
                for row in shelf.rows() {
                    let view = View {
                        reader: *reader,
                        region: REGION,
                        account: ACCOUNT,
                        prefix: "",
                        shelf,
                        row,
                        suppressions: &suppressions,
                        status: Cell::new(None),
                    };
                    if criteria.matches(&view)? {
                        found.push(view.row.text(Fact::Id).to_owned());
                    }
                }
                Ok::<_, InspectorError>(ControlFlow::Continue(()))
            })
        };
        assert!(store.read(read).is_ok());
        assert_eq!(found, ["i-2-2", "i-2-5"]);
    }
}
