//! For how long instances were scanned. (Amazon Inspector API Reference, `ListUsageTotals`; Amazon Inspector User
//! Guide, "Monitoring usage and cost in Amazon Inspector".)

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader, Record, Store};
use bartizan_service::{Authorized, Call, Platform, paging};
use bartizan_types::{AccountId, Fault, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Inspector;
use crate::assessment::Assessor;
use crate::coverage::record::CoveredRecord;
use crate::error::InspectorError;
use crate::look::{self, Look};
use crate::scan;
use crate::shapes::{ListUsageTotalsRequest, ListUsageTotalsResponse, Usage, UsageTotal};

const HOUR_SECONDS: i64 = 3600;
const DAY_SECONDS: i64 = 86_400;
/// How far back usage is told of.
const DAYS: i64 = 30;
/// How many accounts a page has at most, and unless the request says.
const PAGE_ITEMS: usize = 500;

/// How many instances were scanned, or for how many hours all of them together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Hours {
    /// By what their agents told.
    agent: u64,
    /// By their disks.
    agentless: u64,
}

impl Hours {
    const fn plus(self, other: Self) -> Self {
        Self {
            agent: self.agent.saturating_add(other.agent),
            agentless: self.agentless.saturating_add(other.agentless),
        }
    }

    /// How much more of each there is than of another.
    const fn beyond(self, other: Self) -> Self {
        Self {
            agent: self.agent.saturating_sub(other.agent),
            agentless: self.agentless.saturating_sub(other.agentless),
        }
    }
}

/// What was counted of an account in a region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct UsageRecord {
    /// The hour that was counted last, since the epoch, and how many instances were scanned in it.
    hour: i64,
    counted: Hours,
    /// By days since the epoch.
    days: BTreeMap<i64, Hours>,
}

impl Record for UsageRecord {
    const COLLECTION: &'static str = "inspector2.usage";
}

impl UsageRecord {
    fn key(account: &str, region: &str) -> Key {
        Key { account: account.to_owned(), region: region.to_owned(), id: "usage".to_owned() }
    }

    /// Counts the instances that are scanned now. An hour in which there were more of them than when it was
    /// counted before counts as that many.
    fn count(&mut self, scanned: Hours, now: Timestamp) {
        let hour = now.seconds().div_euclid(HOUR_SECONDS);
        if self.hour != hour {
            (self.hour, self.counted) = (hour, Hours::default());
        }
        let more = scanned.beyond(self.counted);
        self.counted = self.counted.plus(more);
        let today = day(now);
        let of_today = self.days.entry(today).or_default();
        *of_today = of_today.plus(more);
        self.days.retain(|day, _| *day > today - DAYS);
    }

    fn total(&self, now: Timestamp) -> Hours {
        let told = self.days.range(day(now) - DAYS + 1..);
        told.fold(Hours::default(), |total, (_, hours)| total.plus(*hours))
    }
}

fn day(now: Timestamp) -> i64 {
    now.seconds().div_euclid(DAY_SECONDS)
}

/// Counts what is scanned now in all accounts. A look more in the same hour changes nothing unless there is
/// more.
///
/// # Errors
/// The store's fault.
pub async fn count_usage(platform: &Platform) -> Result<(), Fault> {
    let (store, now) = (platform.store.clone(), platform.now());
    let ended = |error: tokio::task::JoinError| {
        Fault::new("InternalServerException", format!("usage was not counted: {error}"), 500)
    };
    let look = move || changed(&store, now);
    for (key, scanned) in tokio::task::spawn_blocking(look).await.map_err(ended)?? {
        let counting = platform.store.write(move |writer| {
            let mut record = writer.get::<UsageRecord>(&key)?.unwrap_or_default();
            record.count(scanned, now);
            writer.put(&key, &record)?;
            Ok::<_, Fault>(())
        });
        counting.await?;
    }
    Ok(())
}

/// The accounts in regions of which there is something to count, with what is scanned of each.
fn changed(store: &Store, now: Timestamp) -> Result<Vec<(Key, Hours)>, Fault> {
    let mut changed = Vec::new();
    for (account, region) in store.read(Assessor::places)? {
        let key = UsageRecord::key(&account, &region);
        let (scanned, known) = store.read(|reader| {
            let scanned = scanned(reader, &account, &region)?;
            Ok::<_, Fault>((scanned, reader.get::<UsageRecord>(&key)?))
        })?;
        let before = known.unwrap_or_default();
        let mut after = before.clone();
        after.count(scanned, now);
        if after.days != before.days {
            changed.push((key, scanned));
        }
    }
    Ok(changed)
}

/// How many instances of an account in a region are scanned for packages.
fn scanned(reader: &Reader<'_>, account: &str, region: &str) -> Result<Hours, Fault> {
    let mut scanned = Hours::default();
    let place = (account, region);
    scan::each::<CoveredRecord>(reader, place, None, |_, covered| {
        if covered.packages.0 == "ACTIVE" {
            let one = if covered.is_agent_based {
                Hours { agent: 1, agentless: 0 }
            } else {
                Hours { agent: 0, agentless: 1 }
            };
            scanned = scanned.plus(one);
        }
        ControlFlow::Continue(())
    })
    .map(drop)?;
    Ok(scanned)
}

/// Tells for how many hours instances were scanned in 30 days, of the caller's account and of its members.
pub(crate) async fn list(
    service: &Inspector,
    call: &Call,
    request: Authorized<ListUsageTotalsRequest>,
) -> Result<ListUsageTotalsResponse, InspectorError> {
    let (look, request) = (Look::of(call)?, request.into_inner());
    let limit = request.max_results.and_then(|most| usize::try_from(most).ok());
    let named = request.account_ids.filter(|ids| !ids.is_empty());
    let named = named.map(|ids| ids.iter().map(|id| look::account(id)).collect());
    let named: Option<BTreeSet<AccountId>> = named.transpose()?;
    let token = request.next_token;
    let listed = service.read(call, move |reader| {
        let mut accounts = look.seen_accounts(reader)?;
        if let Some(named) = named {
            if !named.is_subset(&accounts) {
                let why = "The caller does not decide for an account that is named.";
                return Err(InspectorError::Denied(why));
            }
            accounts = named;
        }
        let accounts: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        let limit = limit.unwrap_or(PAGE_ITEMS);
        let page = paging::page(accounts, token.as_deref(), limit, String::clone);
        let page = page.map_err(|_| {
            let why = "nextToken is not one that an earlier answer gave.";
            InspectorError::Invalid(why.to_owned())
        })?;
        let totals = page.items.into_iter().map(|account| total(reader, &look, account));
        Ok((totals.collect::<Result<Vec<_>, _>>()?, page.next))
    });
    let (totals, next_token) = listed.await?;
    Ok(ListUsageTotalsResponse { next_token, totals: Some(totals) })
}

fn total(reader: &Reader<'_>, look: &Look, account: String) -> Result<UsageTotal, InspectorError> {
    let record = reader.get::<UsageRecord>(&UsageRecord::key(&account, &look.region))?;
    let hours = record.unwrap_or_default().total(look.now);
    let usage =
        [("EC2_INSTANCE_HOURS", hours.agent), ("EC2_AGENTLESS_INSTANCE_HOURS", hours.agentless)];
    let usage = usage.into_iter().map(|(kind, hours)| shown(kind, hours)).collect();
    Ok(UsageTotal { account_id: Some(account), usage: Some(usage) })
}

/// Nothing is charged for here.
fn shown(kind: &str, hours: u64) -> Usage {
    #[expect(clippy::cast_precision_loss, reason = "there are less than 2⁵³ hours")]
    let total = hours as f64;
    Usage {
        r#type: Some(kind.to_owned()),
        total: Some(total),
        estimated_monthly_cost: Some(0.0),
        currency: Some("USD".to_owned()),
        cloud_provider: Some("AWS".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_seconds(20_000 * DAY_SECONDS + hours * HOUR_SECONDS + 1800)
    }

    #[test]
    fn an_hour_counts_once_and_days_are_forgotten() {
        let of = |agent, agentless| Hours { agent, agentless };
        let mut record = UsageRecord::default();
        for (hour, scanned, total) in [
            (0, of(2, 0), of(2, 0)),
            // Another look in the same hour.
            (0, of(2, 0), of(2, 0)),
            (0, of(1, 3), of(2, 3)),
            (0, of(2, 3), of(2, 3)),
            (1, of(1, 0), of(3, 3)),
            (24, of(1, 1), of(4, 4)),
            (24 * 30 - 1, of(0, 0), of(4, 4)),
            // The first day is 30 days ago.
            (24 * 30, of(5, 0), of(6, 1)),
            (24 * 90, of(0, 0), of(0, 0)),
        ] {
            record.count(scanned, at(hour));
            assert_eq!(record.total(at(hour)), total, "{hour}");
        }
        assert!(record.days.len() <= 30);
        record.count(of(1, 0), at(24 * 100));
        assert_eq!(record.total(at(24 * 130)), Hours::default(), "nothing was counted since");
    }
}
