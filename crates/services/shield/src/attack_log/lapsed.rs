//! Subscriptions that ended without a call.

use std::sync::Arc;

use bartizan_service::projection::each;
use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Platform, WebMitigations};
use bartizan_types::{AccountId, Fault};

use crate::records::{AutomaticResponse, ProtectionRecord, SubscriptionRecord, all, key};

/// Gives back the room in web ACLs, with the rules in it, of all accounts whose subscription has
/// ended: what is protected stays, and is answered again when that is enabled again.
pub(super) async fn release_all(platform: &Platform) {
    if let Err(error) = release(platform).await {
        tracing::warn!(%error, "subscriptions that ended cannot be looked for: tried again");
    }
}

async fn release(platform: &Platform) -> Result<(), Fault> {
    let Some(port) = platform.ports.web_mitigations.clone() else { return Ok(()) };
    let now = platform.now();
    let ended = move |reader: &Reader<'_>| {
        let mut ended = Vec::new();
        each::<SubscriptionRecord>(reader, |key, record| {
            if !record.time.is_active(now) {
                ended.extend(key.account.parse::<AccountId>());
            }
            Ok(())
        })
        .map_err(|reason| Fault::new("InternalErrorException", reason, 500))?;
        Ok::<_, Fault>(ended)
    };
    for account in platform.store.read(ended)? {
        let port = Arc::clone(&port);
        let write = move |writer: &mut Writer<'_>| of_account(writer, account, &*port);
        platform.store.write(write).await?;
    }
    Ok(())
}

fn of_account(
    writer: &mut Writer<'_>,
    account: AccountId,
    port: &dyn WebMitigations,
) -> Result<(), Fault> {
    for record in all::<ProtectionRecord>(writer, account)? {
        let Some(held) = record.automatic.filter(|held| held.is_enabled) else { continue };
        if let Ok(resource) = record.resource.parse() {
            port.release(writer, &resource)?;
        }
        let automatic = Some(AutomaticResponse { is_enabled: false, ..held });
        writer.put(&key(account, &record.id), &ProtectionRecord { automatic, ..record.clone() })?;
    }
    Ok(())
}
