//! Invitations, and requests to enable all features.

use std::time::Duration;

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The index of invitations by the account that is invited.
pub(crate) const BY_INVITED: &str = "invited";
/// The index of handshakes by their ids.
pub(crate) const BY_ID: &str = "id";
/// The index of handshakes by both sides; values by [`sent`].
pub(crate) const BY_SENT: &str = "sent";
/// The index of the parts of a handshake; values by [`part_of`].
pub(crate) const BY_WHOLE: &str = "whole";
/// How long an invitation can be answered. (Organizations User Guide, "Inviting an account".)
const INVITATION_OPEN_FOR: Duration = Duration::from_hours(15 * 24);
/// How long all features can be approved and enabled. (There, "Enabling all features".)
const FEATURES_OPEN_FOR: Duration = Duration::from_hours(90 * 24);
/// How long one that is over can be seen. (Organizations API Reference, `ListHandshakesForAccount`.)
const SHOWN_FOR: Duration = Duration::from_hours(30 * 24);

/// What an organization asks of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Handshake {
    /// `h-…`.
    pub(crate) id: String,
    pub(crate) management: AccountId,
    /// `o-…`.
    pub(crate) organization: String,
    #[serde(default)]
    pub(crate) action: HandshakeAction,
    /// The id of the request that this one is a part of.
    #[serde(default)]
    pub(crate) parent: Option<String>,
    /// Who is asked.
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

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) enum HandshakeAction {
    /// To join.
    #[default]
    Invite,
    /// Of the management account, to enable all features when everybody approved.
    EnableAllFeatures,
    /// Of a member that was invited, to approve that.
    ApproveAllFeatures,
}

impl HandshakeAction {
    /// AWS's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Invite => "INVITE",
            Self::EnableAllFeatures => "ENABLE_ALL_FEATURES",
            Self::ApproveAllFeatures => "APPROVE_ALL_FEATURES",
        }
    }
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
        let action = self.action.name().to_ascii_lowercase();
        let resource = format!("handshake/{}/{action}/{}", self.organization, self.id);
        Arn::new("organizations", "", Some(self.management), &resource)
    }

    /// When it can no longer be answered.
    pub(crate) fn expires(&self) -> Timestamp {
        self.requested.plus(match self.action {
            HandshakeAction::Invite => INVITATION_OPEN_FOR,
            _ => FEATURES_OPEN_FOR,
        })
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

/// The index value of what an organization asks of an account.
pub(crate) fn sent(management: AccountId, invited: AccountId) -> String {
    format!("{management} {invited}")
}

/// The index value of the parts of a handshake.
pub(crate) fn part_of(management: AccountId, whole: &str) -> String {
    format!("{management} {whole}")
}

impl Record for Handshake {
    const COLLECTION: &'static str = "organizations.handshake";

    const VERSION: u32 = 2;

    /// The second version is found by [`BY_ID`], [`BY_SENT`] and [`BY_WHOLE`], too.
    fn migrate(_from_version: u32, body: Json) -> Result<Json, String> {
        Ok(body)
    }

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut keys = vec![
            (BY_ID, self.id.clone()),
            (BY_INVITED, self.invited.to_string()),
            (BY_SENT, sent(self.management, self.invited)),
        ];
        keys.extend(self.parent.iter().map(|whole| (BY_WHOLE, part_of(self.management, whole))));
        keys
    }
}
