//! What the calls that issue credentials share: durations, session policies, the credentials.

use std::time::Duration;

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Call, CodeVerdict, SessionToken, TemporaryCredentials, TokenPolicy};
use bartizan_types::{AccountId, Arn, Fault, Timestamp};

use crate::error::StsError;
use crate::shapes::{Credentials, PolicyDescriptorType};

/// The most characters that session policies may have together.
const POLICY_CHARACTERS_MAX: usize = 2048;
/// The most managed session policies.
const POLICY_ARNS_MAX: usize = 10;
/// The shortest session, in seconds.
pub(crate) const SHORTEST_SECONDS: u32 = 900;

/// A session's length within its bounds.
///
/// # Errors
/// `ValidationError` outside of them.
pub(crate) fn duration_seconds(
    asked: Option<i32>,
    default: u32,
    longest: u32,
) -> Result<u32, StsError> {
    let Some(asked) = asked else { return Ok(default.min(longest)) };
    let refused = |relation: &str, bound: u32| {
        StsError::Validation(format!(
            "1 validation error detected: Value '{asked}' at 'durationSeconds' failed to satisfy \
             constraint: Member must have value {relation} than or equal to {bound}"
        ))
    };
    let seconds = u32::try_from(asked).map_err(|_| refused("greater", SHORTEST_SECONDS))?;
    if seconds < SHORTEST_SECONDS {
        return Err(refused("greater", SHORTEST_SECONDS));
    }
    if seconds > longest {
        return Err(refused("less", longest));
    }
    Ok(seconds)
}

/// The session policies of a request, checked; `None` when it passes none.
///
/// # Errors
/// `MalformedPolicyDocument`, `PackedPolicyTooLarge` or `ValidationError`.
pub(crate) fn policies(
    call: &Call,
    account: AccountId,
    document: Option<&str>,
    arns: Option<&[PolicyDescriptorType]>,
) -> Result<Option<Vec<TokenPolicy>>, StsError> {
    let arns: Vec<&str> = arns
        .unwrap_or_default()
        .iter()
        .filter_map(|descriptor| descriptor.arn.as_deref())
        .collect();
    if document.is_none() && arns.is_empty() {
        return Ok(None);
    }
    if arns.len() > POLICY_ARNS_MAX {
        return Err(StsError::Validation(format!(
            "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: \
             Member must have length less than or equal to {POLICY_ARNS_MAX}"
        )));
    }
    let characters = document.map_or(0, |text| text.chars().count())
        + arns.iter().map(|arn| arn.chars().count()).sum::<usize>();
    if characters > POLICY_CHARACTERS_MAX {
        return Err(StsError::PackedPolicyTooLarge {
            percent: characters.saturating_mul(100) / POLICY_CHARACTERS_MAX,
        });
    }
    let mut policies = Vec::new();
    if let Some(text) = document {
        Policy::parse(text, PolicyKind::Session)
            .map_err(|error| StsError::MalformedPolicyDocument(error.to_string()))?;
        policies.push(TokenPolicy::Inline(text.to_owned()));
    }
    for arn in arns {
        managed_policy(call, account, arn)?;
        policies.push(TokenPolicy::Managed(arn.to_owned()));
    }
    Ok(Some(policies))
}

fn managed_policy(call: &Call, account: AccountId, arn: &str) -> Result<(), StsError> {
    let parsed: Arn =
        arn.parse().map_err(|_| StsError::Validation(format!("`{arn}` is not a policy ARN")))?;
    let here = parsed.account() == "aws" || parsed.account_id() == Some(account);
    if here && call.directory.managed_policy(arn).is_some() {
        return Ok(());
    }
    Err(StsError::MalformedPolicyDocument(format!(
        "The policy {arn} is not attachable: it must be an AWS managed policy or one of account \
         {account}"
    )))
}

/// Makes the credentials of a session.
///
/// # Errors
/// The token is too large, or its key cannot be stored.
pub(crate) async fn credentials(
    call: &Call,
    account: AccountId,
    token: SessionToken,
) -> Result<Credentials, Fault> {
    let issued = TemporaryCredentials::issue(call, account, token).await?;
    Ok(Credentials {
        access_key_id: issued.access_key_id.to_string(),
        secret_access_key: issued.secret.expose().to_owned(),
        session_token: issued.session_token,
        expiration: issued.expiration,
    })
}

/// The instant `seconds` from the call.
pub(crate) fn end(call: &Call, seconds: u32) -> Timestamp {
    call.now.plus(Duration::from_secs(u64::from(seconds)))
}

/// Refuses parameters of the newest model that Bartizan does not serve.
///
/// # Errors
/// `NotImplemented` where one is given.
pub(crate) fn unsupported(parameter: &'static str, is_given: bool) -> Result<(), StsError> {
    if is_given { Err(StsError::NotImplemented { parameter }) } else { Ok(()) }
}

/// Uses up the MFA code of a request, and tells when MFA was given: now, or never.
///
/// # Errors
/// `AccessDenied` where the code is not right, or not of a device of the caller.
pub(crate) async fn mfa(
    call: &Call,
    serial: Option<&str>,
    code: Option<&str>,
) -> Result<Option<Timestamp>, StsError> {
    let (serial, code) = match (serial, code) {
        (None, None) => return Ok(None),
        (Some(serial), Some(code)) => (serial, code),
        _ => {
            return Err(mfa_failed(
                ", must provide both MFA serial number and one time pass code.",
            ));
        }
    };
    let verdict = match &call.platform.ports.mfa {
        Some(devices) => devices.redeem(call, serial, code).await?,
        None => CodeVerdict::NotChecked,
    };
    match verdict {
        CodeVerdict::Accepted => Ok(Some(call.now)),
        CodeVerdict::Wrong => Err(mfa_failed(" with invalid MFA one time pass code.")),
        CodeVerdict::NotChecked => Err(mfa_failed(
            ", unable to validate MFA code.  Please verify your MFA serial number is valid and \
             associated with this user.",
        )),
    }
}

fn mfa_failed(how: &str) -> StsError {
    StsError::AccessDenied(format!("MultiFactorAuthentication failed{how}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_keep_within_their_bounds() {
        assert_eq!(duration_seconds(None, 3600, 43_200).unwrap(), 3600);
        assert_eq!(duration_seconds(None, 43_200, 3600).unwrap(), 3600);
        assert_eq!(duration_seconds(Some(900), 3600, 43_200).unwrap(), 900);
        for (asked, word) in [(899, "greater"), (-1, "greater"), (43_201, "less")] {
            let error = duration_seconds(Some(asked), 3600, 43_200).unwrap_err();
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
