//! Who sends a request: from what it presents to a caller.

use std::sync::Arc;

use bartizan_service::{Caller, Directory, Platform};
use bartizan_sigv4::{Presented, Secret, SigningError};
use bartizan_types::{AccountId, Principal, Region};
use http::HeaderMap;

use crate::dev;

/// A caller whose secret is known, or whom `--dev` takes at its word.
pub(crate) struct Claimed {
    pub(crate) caller: Caller,
    /// The secret to verify the signature with; `None` only under `--dev`, for a key that
    /// Bartizan never issued.
    pub(crate) secret: Option<Secret>,
}

/// Finds whom the presented access key stands for. Nothing is verified yet.
///
/// # Errors
/// The key or its session token is unknown, inactive, expired or not of this principal any more, or
/// the account is closed or has not this region. (AWS Account Management Reference Guide, "Enable or
/// disable AWS Regions in your account".)
pub(crate) fn claim(
    platform: &Platform,
    directory: &Directory,
    presented: &Presented,
    region: &Region,
    headers: &HeaderMap,
) -> Result<Claimed, SigningError> {
    let claimed = holder(platform, directory, presented, headers)?;
    let account = claimed.caller.principal.account();
    let is_closed = account.and_then(|id| directory.account(id)).is_some_and(|it| it.closed);
    let is_there = account.is_none_or(|id| directory.has_region(id, region));
    match &presented.security_token {
        _ if is_there && !is_closed => Ok(claimed),
        Some(_) => Err(SigningError::InvalidToken),
        None => Err(SigningError::UnknownAccessKey(presented.access_key_id.to_string())),
    }
}

fn holder(
    platform: &Platform,
    directory: &Directory,
    presented: &Presented,
    headers: &HeaderMap,
) -> Result<Claimed, SigningError> {
    if let Some(token) = &presented.security_token {
        let (caller, secret) =
            platform.tokens.open(directory, &presented.access_key_id, token, platform.now())?;
        if !caller.session.as_ref().is_some_and(|it| it.is_good_in(&presented.scope.region)) {
            return Err(SigningError::InvalidToken);
        }
        return Ok(Claimed { caller, secret: Some(secret) });
    }
    let unknown = || SigningError::UnknownAccessKey(presented.access_key_id.to_string());
    if let Some(key) = directory.access_key(&presented.access_key_id) {
        if !key.active {
            return Err(unknown());
        }
        let caller = match &key.user {
            None => root(key.account),
            Some(id) => {
                let user = directory.user(id).ok_or_else(unknown)?;
                Caller::of_entity(user, "").ok_or_else(unknown)?
            }
        };
        let caller = Caller { access_key: Some(presented.access_key_id.clone()), ..caller };
        return Ok(Claimed { caller, secret: Some(key.secret.clone()) });
    }
    let issued_form = presented.access_key_id.account().is_some();
    if !platform.settings.dev || issued_form || dev::may_come_from_a_web_page(headers) {
        return Err(unknown());
    }
    let account = dev::account_of(presented.access_key_id.as_str(), platform.settings.account);
    let caller = Caller { access_key: Some(presented.access_key_id.clone()), ..root(account) };
    Ok(Claimed { caller, secret: None })
}

fn root(account: AccountId) -> Caller {
    Caller {
        principal: Principal::Root { account },
        access_key: None,
        session: None,
        principal_tags: Arc::from([]),
    }
}
