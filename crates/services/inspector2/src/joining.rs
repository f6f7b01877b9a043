//! Accounts that join an organization: they become members, and are scanned as its administrator said.
//! (Amazon Inspector API Reference, `UpdateOrganizationConfiguration`.)

use std::sync::Arc;

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Governance, Platform};
use bartizan_types::{AccountId, Fault, Timestamp};

use crate::organization::joined;
use crate::records::{AccountRecord, MemberRecord, OrganizationRecord};
use crate::scan;

const SCAN: usize = 100;

/// Takes in who joined, and lets go who left.
///
/// # Errors
/// The store's fault. An organization that is no more is left alone.
pub async fn keep_up(platform: &Platform) -> Result<(), Fault> {
    let Some(governance) = platform.ports.governance.clone() else { return Ok(()) };
    let mut after: Option<Key> = None;
    loop {
        let page = platform.store.read(|reader| {
            let found = reader.scan_all::<OrganizationRecord>(after.as_ref(), SCAN)?;
            Ok::<_, Fault>(found)
        })?;
        after = page.last().map(|(key, _)| key.clone());
        let is_last = page.len() < SCAN;
        for (key, record) in page {
            keep_up_one(platform, &governance, key, &record).await?;
        }
        if is_last {
            return Ok(());
        }
    }
}

async fn keep_up_one(
    platform: &Platform,
    governance: &Arc<dyn Governance>,
    key: Key,
    seen: &OrganizationRecord,
) -> Result<(), Fault> {
    let Ok(management) = key.account.parse::<AccountId>() else { return Ok(()) };
    let (store, of_look) = (platform.store.clone(), Arc::clone(governance));
    let (administrator, region, known) =
        (seen.administrator, key.region.clone(), seen.known.clone());
    // An organization has as many accounts as it likes, which would hold up requests.
    let look = move || {
        store.read(|reader| {
            let Ok(accounts) = joined(reader, Some(&of_look), management) else {
                return Ok(false);
            };
            let has_left = |member: &MemberRecord| !accounts.contains(&member.account);
            let members = scan::all::<MemberRecord>(reader, administrator, &region)?;
            let has_all_left_gone = !members.iter().any(|(_, member)| has_left(member));
            Ok::<_, Fault>(accounts == known && has_all_left_gone)
        })
    };
    let ended = |error: tokio::task::JoinError| {
        Fault::new("InternalServerException", format!("accounts were not read: {error}"), 500)
    };
    if tokio::task::spawn_blocking(look).await.map_err(ended)?? {
        return Ok(());
    }
    let (governance, now) = (Arc::clone(governance), platform.now());
    let write = move |writer: &mut Writer<'_>| {
        let Some(mut record) = writer.get::<OrganizationRecord>(&key)? else { return Ok(()) };
        let Ok(accounts) = joined(writer, Some(&governance), management) else { return Ok(()) };
        for (key, member) in scan::all::<MemberRecord>(writer, record.administrator, &key.region)? {
            if !accounts.contains(&member.account) {
                writer.delete::<MemberRecord>(&key)?;
            }
        }
        if record.of_new.is_any() {
            for new in accounts.difference(&record.known) {
                take_in(writer, &record, &key.region, *new, now)?;
            }
        }
        record.known = accounts;
        writer.put(&key, &record)?;
        Ok::<_, Fault>(())
    };
    platform.store.write(write).await
}

fn take_in(
    writer: &mut Writer<'_>,
    organization: &OrganizationRecord,
    region: &str,
    account: AccountId,
    now: Timestamp,
) -> Result<(), Fault> {
    let member = MemberRecord { account, is_associated: true, updated: now };
    writer.put(&MemberRecord::key(organization.administrator, region, account), &member)?;
    let key = AccountRecord::key(account, region);
    let mut record = writer.get::<AccountRecord>(&key)?.unwrap_or_default();
    record.scans = record.scans.and(organization.of_new);
    Ok(writer.put(&key, &record)?)
}
