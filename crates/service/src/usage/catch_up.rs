//! What the activity record tells of uses that were not stored when Bartizan ended.

use std::borrow::Cow;

use bartizan_store::{ActivityRow, Store, StoreError};
use bartizan_types::{AccessKeyId, Timestamp};
use serde::Deserialize;

use super::key_use::{self, KEY_TYPE};
use super::noted::Use;
use super::{KeyLastUse, Noted, Place, STORE_AT, write};
use crate::Directory;

/// How many events are read at once.
const PAGE_EVENTS: usize = 1000;

/// Stores the uses of the events behind the last place. Nothing else may be noted meanwhile.
///
/// # Errors
/// The store or the activity record cannot be read or written.
pub(crate) fn catch_up(store: &Store, directory: &Directory) -> Result<(), StoreError> {
    let activity = store.activity();
    activity.flush()?;
    let place = store.read(|reader| reader.get::<Place>(&Place::key()))?;
    let mut stored = place.map(|place| place.event_id).unwrap_or_default();
    let mut after = stored.clone();
    let mut noted = Noted::default();
    loop {
        let events = activity.following(&after, PAGE_EVENTS)?;
        for event in &events {
            note(&mut noted, event);
        }
        let is_last = events.len() < PAGE_EVENTS;
        if let Some(event) = events.last() {
            after.clone_from(&event.event_id);
        }
        if noted.len() >= STORE_AT || (is_last && after != stored) {
            stored.clone_from(&after);
            let (noted, directory) = (std::mem::take(&mut noted), directory.clone());
            let place = Some(after.clone());
            store.write_blocking(move |writer| write(writer, &noted, place, &directory))?;
        }
        if is_last {
            return Ok(());
        }
    }
}

/// Who called what, in an event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told<'e> {
    #[serde(borrow)]
    user_identity: Identity<'e>,
    #[serde(borrow)]
    event_source: Cow<'e, str>,
    #[serde(borrow)]
    event_name: Cow<'e, str>,
    #[serde(borrow)]
    aws_region: Cow<'e, str>,
    #[serde(borrow)]
    error_code: Option<Cow<'e, str>>,
    #[serde(borrow, default)]
    resources: Vec<Resource<'e>>,
}

#[derive(Deserialize)]
struct Resource<'e> {
    #[serde(borrow, rename = "accountId")]
    account: Option<Cow<'e, str>>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'e, str>,
    #[serde(borrow, rename = "ARN")]
    arn: Cow<'e, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'e> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'e, str>,
    #[serde(borrow)]
    principal_id: Option<Cow<'e, str>>,
    #[serde(borrow)]
    account_id: Option<Cow<'e, str>>,
    #[serde(borrow)]
    access_key_id: Option<Cow<'e, str>>,
    #[serde(borrow)]
    session_context: Option<SessionContext<'e>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext<'e> {
    #[serde(borrow)]
    session_issuer: Option<Issuer<'e>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issuer<'e> {
    #[serde(borrow)]
    principal_id: Cow<'e, str>,
}

/// What a row of the activity record holds, as far as it matters.
#[derive(Deserialize)]
struct Body<'e> {
    #[serde(borrow)]
    event: Told<'e>,
}

/// Notes what an event tells; those of nobody, and copies for other accounts, tell nothing.
fn note(noted: &mut Noted, row: &ActivityRow) {
    let Ok(Body { event }) = serde_json::from_slice(&row.body) else { return };
    noted.note_keys(keys_used(&event, row));
    let identity = event.user_identity;
    let account = identity.account_id.and_then(|account| account.parse().ok());
    let Some(account) = account else { return };
    let service = event.event_source.split('.').next().unwrap_or_default().to_owned();
    let used = Use {
        account,
        time: Timestamp::from_millis(row.time_ms),
        region: &event.aws_region,
        service: Cow::Owned(service),
        event: Cow::Owned(event.event_name.into_owned()),
    };
    let issuer = identity.session_context.and_then(|context| context.session_issuer);
    match (&*identity.kind, issuer, identity.principal_id) {
        ("IAMUser", _, Some(id)) => noted.note_caller(&id, &used),
        ("AssumedRole", Some(issuer), _) => {
            noted.note_last(&issuer.principal_id, &used);
            noted.note_caller(&issuer.principal_id, &used);
        }
        ("FederatedUser", Some(issuer), _) => noted.note_caller(&issuer.principal_id, &used),
        ("Root", ..) => noted.note_caller(&account.to_string(), &used),
        _ => return,
    }
    if let Some(key) = identity.access_key_id {
        noted.note_key(&AccessKeyId::from_client(&key), &used);
    }
}

/// The keys of the key service that an event tells of as used.
fn keys_used(event: &Told<'_>, row: &ActivityRow) -> Vec<(String, KeyLastUse)> {
    let service = event.event_source.split('.').next().unwrap_or_default();
    if event.error_code.is_some() || !key_use::is_use(service, &event.event_name) {
        return Vec::new();
    }
    let keys = event.resources.iter().filter(|resource| resource.kind == KEY_TYPE);
    keys.map(|key| {
        let is_owners = key.account.as_deref() == Some(&*row.account);
        let last = KeyLastUse {
            time: Timestamp::from_millis(row.time_ms),
            operation: event.event_name.to_string(),
            event_id: is_owners.then(|| row.event_id.clone()),
            request_id: row.request_id.clone(),
        };
        (key.arn.to_string(), last)
    })
    .collect()
}
