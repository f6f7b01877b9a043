//! How often each account calls each operation, month by month: counted from the activity record, and
//! kept when the record forgets.

mod count;

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call, Platform};
use bartizan_types::{AccountId, Fault, Timestamp};

use self::count::{Counter, counted_until};
use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{AccountUsage, GetUsageInput, GetUsageOutput};
use crate::subject::OWN_SINCE;

pub use count::{count_usage, forget_events};

/// How many lines an answer has.
const LINES_AT_ONCE: usize = 1000;

/// The use of a month: of the caller's account or, where it governs an organization, of each of its
/// accounts since the month in which it joined.
pub(crate) async fn get(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<GetUsageInput>,
) -> Result<GetUsageOutput, OwnError> {
    let request = request.into_inner();
    let month = request.month.unwrap_or_else(|| count::month(call.now));
    if !is_month(&month) {
        return Err(OwnError::Invalid(format!("{month} is no month: write it as 2026-11.")));
    }
    let own = call.account()?;
    let platform = Arc::clone(&call.platform);
    let (wanted, token) = (request.account_id, request.next_token);
    let done = tokio::task::spawn_blocking(move || {
        let mut accounts = platform.store.read(|reader| {
            Ok::<_, OwnError>(accounts(&platform, reader, own, wanted.as_deref())?)
        })?;
        accounts.retain(|_, joined| is_member_in(*joined, &month));
        // What was done a moment ago is in the answer.
        platform.activity().flush()?;
        count_usage(&platform)?;
        platform.store.read(|reader| {
            let (usage, next_token) = lines(reader, &accounts, &month, token.as_deref())?;
            let counted_until = counted_until(reader)?;
            Ok::<_, OwnError>(GetUsageOutput { month, usage, counted_until, next_token })
        })
    });
    done.await.map_err(|error| {
        Fault::new("InternalFailure", format!("the calls were not counted: {error}"), 500)
    })?
}

/// Whether who joined then was there in a month.
fn is_member_in(joined: Timestamp, month: &str) -> bool {
    *count::month(joined) <= *month
}

fn is_month(text: &str) -> bool {
    let parts = text.split_once('-').map(|(year, month)| (year, month.parse::<u8>()));
    let is_number = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    text.len() == 7
        && !text.contains('+')
        && parts.is_some_and(|(year, month)| is_number(year) && matches!(month, Ok(1..=12)))
}

/// Whose use an account may see, and since when.
fn accounts(
    platform: &Platform,
    reader: &Reader<'_>,
    own: AccountId,
    wanted: Option<&str>,
) -> Result<BTreeMap<AccountId, Timestamp>, Fault> {
    let governance = platform.ports.governance.as_ref();
    if let Some(wanted) = wanted {
        let invalid = || Fault::new("ValidationException", format!("{wanted} is no account."), 400);
        let wanted = wanted.parse::<AccountId>().map_err(|_| invalid())?;
        let joined = match governance {
            _ if wanted == own => OWN_SINCE,
            Some(governance) => governance.oversees(reader, own, wanted)?,
            None => {
                let message = "It is another account's use.";
                return Err(Fault::new("AccessDeniedException", message, 400));
            }
        };
        return Ok(BTreeMap::from([(wanted, joined)]));
    }
    let members = governance.and_then(|governance| governance.accounts(reader, own).ok());
    let mut found = members.unwrap_or_default();
    found.insert(own, OWN_SINCE);
    Ok(found)
}

/// A page of the lines of a month, by account, service, operation and region.
fn lines(
    reader: &Reader<'_>,
    accounts: &BTreeMap<AccountId, Timestamp>,
    month: &str,
    token: Option<&str>,
) -> Result<(Vec<AccountUsage>, Option<String>), OwnError> {
    let after =
        token.map(|token| token.split_once('/').ok_or(OwnError::UnknownPage)).transpose()?;
    let first =
        after.map(|(account, _)| account.parse::<AccountId>().map_err(|_| OwnError::UnknownPage));
    let first = first.transpose()?;
    let prefix = format!("{month}/");
    let mut lines = Vec::new();
    for account in accounts.keys().filter(|account| first.is_none_or(|first| **account >= first)) {
        let behind = after.filter(|_| first == Some(*account)).map(|(_, id)| id);
        let room = LINES_AT_ONCE - lines.len();
        let text = account.to_string();
        let found = reader.scan::<Counter>(&text, "", &prefix, behind, room)?;
        let last = found.last().map(|(key, _)| format!("{account}/{}", key.id));
        lines.extend(
            found.into_iter().filter_map(|(key, counter)| shown(*account, &key.id, &counter)),
        );
        if lines.len() >= LINES_AT_ONCE {
            return Ok((lines, last));
        }
    }
    Ok((lines, None))
}

fn shown(account: AccountId, id: &str, counter: &Counter) -> Option<AccountUsage> {
    let mut parts = id.splitn(4, '/').skip(1);
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Some(AccountUsage {
        account_id: account.to_string(),
        service: parts.next()?.to_owned(),
        operation: parts.next()?.to_owned(),
        region: parts.next()?.to_owned(),
        calls: number(counter.calls),
        failed_calls: number(counter.failed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn use_is_seen_since_the_month_of_joining() {
        let joined: Timestamp = Timestamp::from_millis(1_795_510_800_000);
        for (month, expected) in [("2026-10", false), ("2026-11", true), ("2027-01", true)] {
            assert_eq!(is_member_in(joined, month), expected, "{month}");
            assert!(is_member_in(OWN_SINCE, month));
        }
    }

    #[test]
    fn months_are_written_in_one_way() {
        for (text, valid) in [
            ("2026-11", true),
            ("2026-01", true),
            ("2026-13", false),
            ("2026-1", false),
            ("2026-00", false),
            ("26-11", false),
            ("2026/11", false),
            ("", false),
            ("2026-+1", false),
        ] {
            assert_eq!(is_month(text), valid, "{text}");
        }
    }
}
