//! Which operations of a service a user or a role called, and when last.

use std::collections::BTreeMap;

use bartizan_store::{Key, Reader, Record, StoreError, Writer};
use bartizan_types::{AccountId, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

/// How many records of one principal are read: more than there are services.
const SERVICES_MAX: usize = 1000;

/// The operations of one service that a user, a role or the root user called, as events name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceUse {
    /// The last call of each operation.
    pub operations: BTreeMap<String, OperationUse>,
}

/// The last call of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationUse {
    /// When.
    pub time: Timestamp,
    /// The region called.
    pub region: String,
}

impl Record for ServiceUse {
    const COLLECTION: &'static str = "iam.service_use";
}

impl ServiceUse {
    /// What is stored of a user or role, by service.
    pub(super) fn stored(
        reader: &Reader<'_>,
        account: AccountId,
        principal: &str,
    ) -> Result<Vec<(String, Self)>, StoreError> {
        let prefix = format!("{principal}/");
        let found = reader.scan::<Self>(&account.to_string(), "", &prefix, None, SERVICES_MAX)?;
        let service = |key: &Key| key.id.strip_prefix(&prefix).unwrap_or_default().to_owned();
        Ok(found.into_iter().map(|(key, uses)| (service(&key), uses)).collect())
    }

    /// Tells of all that is stored of an account's principals, with the service.
    pub(super) fn each_stored(
        reader: &Reader<'_>,
        account: AccountId,
        mut each: impl FnMut(&str, &Self),
    ) -> Result<(), StoreError> {
        let account = account.to_string();
        let mut after: Option<String> = None;
        loop {
            let page = reader.scan::<Self>(&account, "", "", after.as_deref(), SERVICES_MAX)?;
            for (key, uses) in &page {
                each(key.id.split_once('/').map_or("", |(_, service)| service), uses);
            }
            if page.len() < SERVICES_MAX {
                return Ok(());
            }
            after = page.last().map(|(key, _)| key.id.clone());
        }
    }

    pub(super) fn key(account: AccountId, principal: &str, service: &str) -> Key {
        Key::global(account, format!("{principal}/{service}"))
    }

    pub(super) fn forget(
        writer: &mut Writer<'_>,
        account: AccountId,
        principal: &UniqueId,
    ) -> Result<(), StoreError> {
        for (service, _) in Self::stored(writer, account, principal.as_str())? {
            writer.delete::<Self>(&Self::key(account, principal.as_str(), &service))?;
        }
        Ok(())
    }
}

impl OperationUse {
    /// Takes a call into account, unless a later one is known.
    pub(super) fn note(&mut self, time: Timestamp, region: &str) {
        if time < self.time {
            return;
        }
        self.time = time;
        if self.region != region {
            region.clone_into(&mut self.region);
        }
    }
}
