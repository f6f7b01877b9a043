//! Invitations.

use std::time::Duration;

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

/// The index of invitations by the account that is invited.
pub(crate) const BY_INVITED: &str = "invited";
/// How long an invitation can be answered. (Organizations User Guide, "Inviting an account".)
pub(crate) const OPEN_FOR: Duration = Duration::from_hours(15 * 24);
/// How long one that is over can be seen. (Organizations API Reference, `ListHandshakesForAccount`.)
pub(crate) const SHOWN_FOR: Duration = Duration::from_hours(30 * 24);

/// An invitation of an account to an organization.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Handshake {
    /// `h-…`.
    pub(crate) id: String,
    pub(crate) management: AccountId,
    /// `o-…`.
    pub(crate) organization: String,
    pub(crate) invited: AccountId,
    /// The e-mail address by which it was invited, if it was.
    pub(crate) email: Option<String>,
    pub(crate) requested: Timestamp,
    pub(crate) notes: Option<String>,
    /// The tags that the account gets when it joins.
    pub(crate) tags: Vec<Tag>,
    /// How it was answered, and when.
    pub(crate) answer: Option<(HandshakeAnswer, Timestamp)>,
}

/// How an invitation was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum HandshakeAnswer {
    /// The account joined.
    Accepted,
    /// It does not want to.
    Declined,
    /// The organization took the invitation back.
    Canceled,
}

impl Handshake {
    /// The store's key.
    pub(crate) fn key(management: AccountId, id: &str) -> Key {
        Key::global(management, id)
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> Arn {
        let resource = format!("handshake/{}/invite/{}", self.organization, self.id);
        Arn::new("organizations", "", Some(self.management), &resource)
    }

    /// When it can no longer be answered.
    pub(crate) fn expires(&self) -> Timestamp {
        self.requested.plus(OPEN_FOR)
    }

    /// AWS's name of the state it is in.
    pub(crate) fn state(&self, now: Timestamp) -> &'static str {
        match self.answer {
            Some((HandshakeAnswer::Accepted, _)) => "ACCEPTED",
            Some((HandshakeAnswer::Declined, _)) => "DECLINED",
            Some((HandshakeAnswer::Canceled, _)) => "CANCELED",
            None if now >= self.expires() => "EXPIRED",
            None => "OPEN",
        }
    }

    /// Whether it can be answered.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        self.answer.is_none() && now < self.expires()
    }

    /// Whether it is shown: when it is over, for a while.
    pub(crate) fn is_shown(&self, now: Timestamp) -> bool {
        let over = self.answer.map_or_else(|| self.expires(), |(_, at)| at);
        self.is_open(now) || now < over.plus(SHOWN_FOR)
    }
}

impl Record for Handshake {
    const COLLECTION: &'static str = "organizations.handshake";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_INVITED, self.invited.to_string())]
    }
}
