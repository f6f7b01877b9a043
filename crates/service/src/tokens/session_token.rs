//! What a session token holds.

use std::fmt;
use std::io::{Read, Write};

use bartizan_types::{AccountId, Tag, Timestamp, UniqueId};
use serde::{Deserialize, Serialize};

/// The most bytes that an unpacked token may have.
const JSON_BYTES_MAX: u64 = 256 * 1024;

/// What a session token holds.
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionToken {
    /// The secret access key.
    #[serde(rename = "k")]
    pub secret: String,
    /// Whose session it is.
    #[serde(rename = "p")]
    pub principal: TokenPrincipal,
    /// When it was issued.
    #[serde(rename = "i")]
    pub issued: Timestamp,
    /// When it ends.
    #[serde(rename = "e")]
    pub expires: Timestamp,
    /// When MFA was given, if it was.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mfa_authenticated: Option<Timestamp>,
    /// Whether a session made it.
    #[serde(rename = "c", default, skip_serializing_if = "std::ops::Not::not")]
    pub chained: bool,
    /// Session policies; `None` when none was given.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<Vec<TokenPolicy>>,
    /// Session tags.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// The keys of tags that pass on.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub transitive_tag_keys: Vec<String>,
    /// The source identity.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The identity provider, for sessions by web identity or SAML.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub federated_by: Option<String>,
    /// The account that the permissions were delegated to.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub delegated_to: Option<AccountId>,
    /// The delegation request that the permissions were approved by.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<String>,
    /// The ARN of the managed policy that limits a session by `AssumeRoot`, read afresh with each
    /// request.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub root_task: Option<String>,
    /// Whether it is of version 1: good in the regions alone that accounts have by default.
    #[serde(rename = "r", default, skip_serializing_if = "std::ops::Not::not")]
    pub default_regions_only: bool,
}

impl SessionToken {
    /// A plain session: without MFA, policies and tags, its secret still to be made.
    pub const fn plain(principal: TokenPrincipal, issued: Timestamp, expires: Timestamp) -> Self {
        Self {
            secret: String::new(),
            principal,
            issued,
            expires,
            mfa_authenticated: None,
            chained: false,
            policies: None,
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            source_identity: None,
            federated_by: None,
            delegated_to: None,
            delegation: None,
            root_task: None,
            default_regions_only: false,
        }
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionToken")
            .field("principal", &self.principal)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// A session policy in a token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TokenPolicy {
    /// The document that the caller passed.
    #[serde(rename = "i")]
    Inline(String),
    /// The ARN of a managed policy, read afresh with each request.
    #[serde(rename = "a")]
    Managed(String),
}

/// Whose session a token is of, by unique id: one deleted and made again is another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TokenPrincipal {
    /// The root user's.
    #[serde(rename = "r")]
    Root(AccountId),
    /// A user's own.
    #[serde(rename = "u")]
    User(AccountId, UniqueId),
    /// A role's, with the session's name.
    #[serde(rename = "s")]
    Role(AccountId, UniqueId, String),
    /// A federated user's, with the user that asked (none for root) and the session's name.
    #[serde(rename = "f")]
    Federated(AccountId, Option<UniqueId>, String),
}

impl SessionToken {
    /// The token in few bytes, to be sealed.
    pub(super) fn pack(&self) -> Vec<u8> {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        // Writing to memory does not fail.
        encoder.write_all(&json).and_then(|()| encoder.finish()).unwrap_or_default()
    }

    /// What was packed; `None` for anything else.
    pub(super) fn unpack(packed: &[u8]) -> Option<Self> {
        let mut json = Vec::new();
        flate2::read::DeflateDecoder::new(packed)
            .take(JSON_BYTES_MAX)
            .read_to_end(&mut json)
            .ok()?;
        serde_json::from_slice(&json).ok()
    }
}
