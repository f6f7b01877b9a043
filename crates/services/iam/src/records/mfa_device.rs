//! MFA devices.

use std::fmt;

use bartizan_store::{Key, Record};
use bartizan_types::{AccountId, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use super::{BY_CREDENTIAL, BY_OWNER, Owner, Tries};

/// An MFA device, whether somebody has it or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MfaDevice {
    pub(crate) account: AccountId,
    /// The ARN of a virtual device; what is printed on a hardware token.
    pub(crate) serial: String,
    pub(crate) created: Timestamp,
    pub(crate) tags: Vec<Tag>,
    pub(crate) holding: Option<Holding>,
    pub(crate) token: Token,
}

/// Who has a device, and since when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Holding {
    pub(crate) owner: Owner,
    pub(crate) enabled: Timestamp,
}

/// What a device proves itself by.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Token {
    /// An application that makes codes.
    Virtual(OneTime),
    /// A key fob or a display card.
    Hardware(OneTime),
    /// A security key or a passkey.
    Passkey(Passkey),
}

/// A device that signs. Nothing of it is secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Passkey {
    /// The credential's id, in base64.
    pub(crate) credential: String,
    /// The public key as COSE writes it, in base64.
    pub(crate) key: String,
    /// The last signature counter.
    pub(crate) counter: u32,
    pub(crate) tries: Tries,
}

/// A device that makes one-time codes. Its seed is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct OneTime {
    /// The seed as the vault sealed it for this row, in base64.
    pub(crate) sealed_seed: String,
    pub(crate) period_seconds: u32,
    /// How many steps the device's clock is ahead.
    pub(crate) drift: i64,
    /// The step of the last code that was accepted: none up to it is accepted any more.
    pub(crate) last_step: Option<u64>,
    #[serde(flatten)]
    pub(crate) tries: Tries,
}

impl MfaDevice {
    /// The store's key.
    pub(crate) fn key(account: AccountId, serial: &str) -> Key {
        Key::global(account, serial)
    }

    /// Whether this principal has the device.
    pub(crate) fn is_of(&self, owner: &Owner) -> bool {
        self.holding.as_ref().is_some_and(|holding| holding.owner == *owner)
    }
}

impl Token {
    /// The device as one that makes codes, if it does.
    pub(crate) const fn one_time_mut(&mut self) -> Option<&mut OneTime> {
        match self {
            Self::Virtual(one_time) | Self::Hardware(one_time) => Some(one_time),
            Self::Passkey(_) => None,
        }
    }

    /// Whether it is a virtual device.
    pub(crate) const fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual(_))
    }
}

impl OneTime {
    /// A device that was never used.
    pub(crate) fn new(sealed_seed: String, period_seconds: u32) -> Self {
        Self { sealed_seed, period_seconds, drift: 0, last_step: None, tries: Tries::default() }
    }
}

impl fmt::Debug for OneTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTime")
            .field("period_seconds", &self.period_seconds)
            .field("tries", &self.tries)
            .finish_non_exhaustive()
    }
}

impl Record for MfaDevice {
    const COLLECTION: &'static str = "iam.mfa_device";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let owner = self.holding.as_ref().map(|it| (BY_OWNER, it.owner.index_value(self.account)));
        let credential = match &self.token {
            Token::Passkey(passkey) => Some((BY_CREDENTIAL, passkey.credential.clone())),
            Token::Virtual(_) | Token::Hardware(_) => None,
        };
        owner.into_iter().chain(credential).collect()
    }
}
