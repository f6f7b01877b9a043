//! Subscriptions. (AWS Shield Advanced API Reference, `CreateSubscription`, `UpdateSubscription` and
//! `DeleteSubscription`.)

use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::ShieldError;
use crate::records::{self, GroupRecord, ProtectionRecord, SubscriptionRecord};
use crate::shapes::{
    CreateSubscriptionRequest, CreateSubscriptionResponse, DeleteSubscriptionRequest,
    DeleteSubscriptionResponse, DescribeSubscriptionRequest, DescribeSubscriptionResponse,
    GetSubscriptionStateRequest, GetSubscriptionStateResponse, Subscription,
    UpdateSubscriptionRequest, UpdateSubscriptionResponse,
};
use crate::{Shield, limits, protection};

/// What an account commits itself to.
const YEAR: Duration = Duration::from_hours(365 * 24);
/// How long before the end the renewal can be changed.
const CHANGEABLE: Duration = Duration::from_hours(30 * 24);

/// How long a subscription lasts: a year, and each year one more while it is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscribed {
    began: Timestamp,
    /// The end, where it is not renewed.
    ends: Option<Timestamp>,
}

impl Subscribed {
    const fn new(now: Timestamp) -> Self {
        Self { began: now, ends: None }
    }

    const fn is_renewed(self) -> bool {
        self.ends.is_none()
    }

    /// The end of the year that runs.
    fn end(self, now: Timestamp) -> Timestamp {
        let years = u32::try_from(now.since(self.began).as_secs() / YEAR.as_secs());
        let next = years.unwrap_or(u32::MAX).saturating_add(1);
        self.ends.unwrap_or_else(|| self.began.plus(YEAR.saturating_mul(next)))
    }

    pub(crate) fn is_active(self, now: Timestamp) -> bool {
        now < self.end(now)
    }

    fn renew(&mut self, renewed: bool, now: Timestamp) -> Result<(), ShieldError> {
        if renewed == self.is_renewed() {
            return Ok(());
        }
        let end = self.end(now);
        if end.since(now) > CHANGEABLE {
            let message = "AutoRenew can be changed in the last 30 days of the subscription only.";
            return Err(ShieldError::Locked(message.to_owned()));
        }
        self.ends = (!renewed).then_some(end);
        Ok(())
    }
}

/// The subscription of an account, which must be active.
pub(crate) fn of(
    reader: &Reader<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<SubscriptionRecord, ShieldError> {
    let found: Option<SubscriptionRecord> = reader.get(&SubscriptionRecord::key_of(account))?;
    found.filter(|one| one.time.is_active(now)).ok_or(ShieldError::NoSubscription)
}

/// Subscribes the account, for a year at a time.
pub(crate) async fn create(
    _service: &Shield,
    call: &Call,
    _request: Authorized<CreateSubscriptionRequest>,
) -> Result<CreateSubscriptionResponse, ShieldError> {
    let (account, now, id) = (call.account()?, call.now, call.platform.random.uuid());
    let done = call.commit(move |writer| {
        match of(writer, account, now) {
            Err(ShieldError::NoSubscription) => {}
            Ok(_) => return Err(ShieldError::AlreadyExists("SUBSCRIPTION", "subscription")),
            Err(error) => return Err(error),
        }
        let record = SubscriptionRecord {
            id,
            time: Subscribed::new(now),
            contacts: Vec::new(),
            is_engaged: None,
            role: None,
            buckets: Vec::new(),
        };
        writer.put(&SubscriptionRecord::key_of(account), &record)?;
        Ok(CreateSubscriptionResponse {})
    });
    Ok(done.await?)
}

/// The account's subscription.
pub(crate) async fn describe(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DescribeSubscriptionRequest>,
) -> Result<DescribeSubscriptionResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let record = call.read(|reader| of(reader, account, now))?;
    let word = |is_on| if is_on { "ENABLED" } else { "DISABLED" }.to_owned();
    let subscription = Subscription {
        start_time: Some(record.time.began),
        end_time: Some(record.time.end(now)),
        time_commitment_in_seconds: i64::try_from(YEAR.as_secs()).ok(),
        auto_renew: Some(word(record.time.is_renewed())),
        limits: Some(limits::of_protections()),
        proactive_engagement_status: record.is_engaged.map(word),
        subscription_limits: limits::of_subscription(),
        subscription_arn: Some(records::arn(account, "subscription", &record.id).to_string()),
    };
    Ok(DescribeSubscriptionResponse { subscription: Some(subscription) })
}

/// Whether the account is subscribed.
pub(crate) async fn state(
    _service: &Shield,
    call: &Call,
    _request: Authorized<GetSubscriptionStateRequest>,
) -> Result<GetSubscriptionStateResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let key = SubscriptionRecord::key_of(account);
    let found =
        call.read(|reader| Ok::<_, ShieldError>(reader.get::<SubscriptionRecord>(&key)?))?;
    let is_active = found.is_some_and(|one| one.time.is_active(now));
    let state = if is_active { "ACTIVE" } else { "INACTIVE" };
    Ok(GetSubscriptionStateResponse { subscription_state: state.to_owned() })
}

/// Says whether the subscription is renewed at its end.
pub(crate) async fn update(
    _service: &Shield,
    call: &Call,
    request: Authorized<UpdateSubscriptionRequest>,
) -> Result<UpdateSubscriptionResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let renewed = request.into_inner().auto_renew.map(|word| word == "ENABLED");
    let done = call.commit(move |writer| {
        let mut record = of(writer, account, now)?;
        if let Some(renewed) = renewed {
            record.time.renew(renewed, now)?;
            writer.put(&SubscriptionRecord::key_of(account), &record)?;
        }
        Ok::<_, ShieldError>(UpdateSubscriptionResponse {})
    });
    Ok(done.await?)
}

/// Ends a subscription whose year is over, with all that it protects.
pub(crate) async fn delete(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DeleteSubscriptionRequest>,
) -> Result<DeleteSubscriptionResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let mitigations = call.platform.ports.web_mitigations.clone();
    let done = call.commit(move |writer| {
        let record = of(writer, account, now)?;
        if now.since(record.time.began) < YEAR {
            let message = "The subscription's commitment of one year is not over yet.";
            return Err(ShieldError::Locked(message.to_owned()));
        }
        for one in records::all::<ProtectionRecord>(writer, account)? {
            protection::remove(writer, account, &one, mitigations.as_deref())?;
        }
        for group in records::all::<GroupRecord>(writer, account)? {
            writer.delete::<GroupRecord>(&records::key(account, &group.id))?;
        }
        writer.delete::<SubscriptionRecord>(&SubscriptionRecord::key_of(account))?;
        Ok(DeleteSubscriptionResponse {})
    });
    Ok(done.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn it_is_renewed_year_by_year_until_that_is_changed_in_the_last_month() {
        let start = Timestamp::from_seconds(1_700_000_000);
        let mut time = Subscribed::new(start);
        assert_eq!(time.end(start), start.plus(YEAR));
        assert!(matches!(time.renew(false, start.plus(DAY * 300)), Err(ShieldError::Locked(_))));
        let second = start.plus(DAY * 366);
        assert_eq!(time.end(second), start.plus(YEAR * 2));
        let late = start.plus(DAY * 720);
        time.renew(false, late).unwrap();
        assert_eq!(time.end(late), start.plus(YEAR * 2));
        assert!(time.is_active(late));
        assert!(!time.is_active(start.plus(YEAR * 2)));
        time.renew(true, late).unwrap();
        assert!(time.is_active(start.plus(YEAR * 3)));
    }
}
