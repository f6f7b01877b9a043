//! Temporary credentials: what every call that makes a session answers with.

use bartizan_sigv4::Secret;
use bartizan_types::{AccessKeyId, AccountId, Fault, Region, Timestamp};

use crate::{Call, SessionToken, generate_secret};

/// The credentials of a new session.
#[derive(Debug)]
pub struct TemporaryCredentials {
    /// `ASIA…`
    pub access_key_id: AccessKeyId,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub session_token: String,
    /// When they end.
    pub expiration: Timestamp,
}

impl TemporaryCredentials {
    /// Makes the credentials of a session in `account`. The token's secret and version are set here.
    ///
    /// # Errors
    /// The token is too large, or its key cannot be stored.
    pub async fn issue(
        call: &Call,
        account: AccountId,
        token: SessionToken,
    ) -> Result<Self, Fault> {
        let random = &*call.platform.random;
        let access_key_id = AccessKeyId::generate_temporary(account, random);
        let secret = generate_secret(random);
        let token = SessionToken {
            secret: secret.expose().to_owned(),
            default_regions_only: is_global(call.region.as_str(), call.origin.host.as_deref())
                && has_short_tokens(call, account),
            ..token
        };
        let session_token = call.platform.tokens.seal(&access_key_id, &token, call.now).await?;
        Ok(Self { access_key_id, secret, session_token, expiration: token.expires })
    }
}

/// Whether a call came to the global endpoint: one of its region whose host does not name it. (IAM
/// User Guide, "Manage AWS STS in an AWS Region".)
fn is_global(region: &str, host: Option<&str>) -> bool {
    region == Region::GLOBAL_SIGNING && !host.is_some_and(|host| host.contains(region))
}

/// Whether the account has its tokens of the global endpoint in version 1.
fn has_short_tokens(call: &Call, account: AccountId) -> bool {
    call.directory.account(account).is_some_and(|account| account.global_tokens_v1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_global_endpoint_names_no_region() {
        for (region, host, expected) in [
            ("us-east-1", Some("sts.amazonaws.com"), true),
            ("us-east-1", Some("127.0.0.1:4566"), true),
            ("us-east-1", None, true),
            ("us-east-1", Some("sts.us-east-1.amazonaws.com"), false),
            ("eu-west-1", Some("127.0.0.1:4566"), false),
        ] {
            assert_eq!(is_global(region, host), expected, "{region} {host:?}");
        }
    }
}
