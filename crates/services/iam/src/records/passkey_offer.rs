//! What was offered to authenticators, until they answer.

use bartizan_store::{Key, Record, StoreError, Writer};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

use super::Owner;

/// A challenge that an authenticator may answer once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PasskeyOffer {
    /// In base64, as clients send it back.
    pub(crate) challenge: String,
    pub(crate) expires: Timestamp,
}

/// What an offer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Registration,
    Assertion,
}

impl PasskeyOffer {
    /// The store's key: a user has one offer of each kind, the last.
    pub(crate) fn key(account: AccountId, owner: &Owner, ceremony: Ceremony) -> Key {
        let kind = match ceremony {
            Ceremony::Registration => "registration",
            Ceremony::Assertion => "assertion",
        };
        Key::global(account, format!("{kind} {}", owner.index_value(account)))
    }

    /// Takes back what was offered to somebody who is no more.
    pub(crate) fn forget(
        tx: &mut Writer<'_>,
        account: AccountId,
        owner: &Owner,
    ) -> Result<(), StoreError> {
        for ceremony in [Ceremony::Registration, Ceremony::Assertion] {
            tx.delete::<Self>(&Self::key(account, owner, ceremony))?;
        }
        Ok(())
    }
}

impl Record for PasskeyOffer {
    const COLLECTION: &'static str = "iam.passkey_offer";
}
