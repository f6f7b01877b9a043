//! A walk along the activity record, a page at a time: bounded in events, so that no call takes long.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan_service::store::{ActivityLog, ActivityRow, Place};
use bartizan_types::{AccountId, Timestamp};

use crate::error::OwnError;

/// How many events are read at a time.
const EVENTS_AT_ONCE: usize = 1000;
/// How many events one call looks at.
const EVENTS_MAX: usize = 10_000;
/// How long an event may take to be stored, in milliseconds: behind one so much later than the end
/// there is none before it.
const STORED_WITHIN_MS: i64 = 60_000;

/// Which events are walked along.
#[derive(Debug)]
pub(crate) struct Walk {
    /// Each account, and since when its events may be seen.
    accounts: BTreeMap<String, i64>,
    since_ms: i64,
    until_ms: i64,
    /// The event behind which it goes on.
    after: Option<String>,
}

impl Walk {
    /// Along the events of these accounts, of each since it may be seen, from then until now; or on
    /// from a page.
    ///
    /// # Errors
    /// No answer gave the token.
    pub(crate) fn of(
        accounts: impl IntoIterator<Item = (AccountId, Timestamp)>,
        since: Option<Timestamp>,
        now: Timestamp,
        token: Option<&str>,
    ) -> Result<Self, OwnError> {
        let page = token.map(|token| read(token).ok_or(OwnError::UnknownPage)).transpose()?;
        let (until_ms, after) = page.unzip();
        Ok(Self {
            accounts: accounts
                .into_iter()
                .map(|(account, since)| (account.to_string(), since.millis()))
                .collect(),
            since_ms: since.map_or(0, Timestamp::millis),
            until_ms: until_ms.unwrap_or(now.millis()),
            after,
        })
    }

    /// Hands each event over, in the order they were stored, until told to stop or there were many;
    /// the token of the next page, if there may be one.
    ///
    /// # Errors
    /// The record cannot be read, or was forgotten up to the page.
    pub(crate) fn along(
        &self,
        activity: &ActivityLog,
        mut each: impl FnMut(&ActivityRow) -> ControlFlow<()>,
    ) -> Result<Option<String>, OwnError> {
        let mut after = self.start(activity)?;
        for _ in 0..EVENTS_MAX / EVENTS_AT_ONCE {
            let (rows, end, goes_on) = self.next(activity, &after)?;
            for row in rows.iter().filter(|row| self.holds(row)) {
                if each(row).is_break() {
                    return Ok(Some(self.token(&row.event_id)));
                }
            }
            let Some(end) = end else { return Ok(None) };
            if !goes_on || end.time_ms > self.until_ms.saturating_add(STORED_WITHIN_MS) {
                return Ok(None);
            }
            after = end.event_id;
        }
        Ok(Some(self.token(&after)))
    }

    fn start(&self, activity: &ActivityLog) -> Result<String, OwnError> {
        match &self.after {
            Some(event_id) if activity.holds(event_id)? => Ok(event_id.clone()),
            Some(_) => Err(OwnError::UnknownPage),
            None => {
                // Requests may have been answered a moment ago.
                activity.flush()?;
                Ok(activity.last_before(self.since_ms)?.unwrap_or_default())
            }
        }
    }

    /// The next events, where they end, and whether more may lie behind.
    fn next(
        &self,
        activity: &ActivityLog,
        after: &str,
    ) -> Result<(Vec<ActivityRow>, Option<Place>, bool), OwnError> {
        let mut accounts = self.accounts.keys();
        if let (Some(account), None) = (accounts.next(), accounts.next()) {
            let stretch = activity.stretch(account, after, EVENTS_AT_ONCE)?;
            return Ok((stretch.rows, stretch.end, stretch.goes_on));
        }
        let rows = activity.following(after, EVENTS_AT_ONCE)?;
        let place =
            |row: &ActivityRow| Place { event_id: row.event_id.clone(), time_ms: row.time_ms };
        let (end, goes_on) = (rows.last().map(place), rows.len() == EVENTS_AT_ONCE);
        Ok((rows, end, goes_on))
    }

    fn holds(&self, row: &ActivityRow) -> bool {
        (self.since_ms..=self.until_ms).contains(&row.time_ms)
            && self.accounts.get(&row.account).is_some_and(|since_ms| row.time_ms >= *since_ms)
    }

    fn token(&self, event_id: &str) -> String {
        format!("{}.{event_id}", self.until_ms)
    }
}

/// The end and the place that a token tells.
fn read(token: &str) -> Option<(i64, String)> {
    let (until_ms, event_id) = token.split_once('.')?;
    Some((until_ms.parse().ok()?, event_id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_account_did_before_it_joined_is_passed_by() {
        let [member, own, other] = [1, 2, 3].map(|number| AccountId::from_number(number).unwrap());
        let time = Timestamp::from_millis;
        let walk = |since: Option<i64>| {
            Walk::of([(member, time(50)), (own, time(0))], since.map(time), time(90), None).unwrap()
        };
        for (since, account, time_ms, expected) in [
            (None, member, 49, false),
            (None, member, 50, true),
            (None, own, 49, true),
            (None, other, 60, false),
            (None, own, 91, false),
            (Some(40), member, 45, false),
            (Some(40), own, 45, true),
            (Some(60), member, 55, false),
        ] {
            let row = ActivityRow {
                time_ms,
                event_id: "e".to_owned(),
                request_id: "r".to_owned(),
                account: account.to_string(),
                region: "eu-west-1".to_owned(),
                body: Vec::new(),
                keys: Vec::new(),
            };
            assert_eq!(walk(since).holds(&row), expected, "{since:?} {account} {time_ms}");
        }
    }
}
