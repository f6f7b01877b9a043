//! How requests name keys: by id, ARN, alias or the alias's ARN. (AWS KMS Developer Guide, "Key
//! identifiers".)

use std::sync::Arc;

use bartizan_service::directory::kms::KmsKey;
use bartizan_service::{Call, Directory};
use bartizan_types::{AccountId, Arn, Region};

use crate::error::KmsError;
use crate::records::key_arn;

/// What a multi-Region key's id begins with.
pub(crate) const MULTI_REGION: &str = "mrk-";
/// What every alias's name begins with.
pub(crate) const ALIAS: &str = "alias/";

/// How an operation lets keys be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Also by alias.
    pub(crate) aliases: bool,
    /// Also those of other accounts, by ARN.
    pub(crate) accounts: bool,
}

/// Keys of the caller's account, by id or ARN.
pub(crate) const OWN: Reach = Reach { aliases: false, accounts: false };
/// Keys of any account, by id or ARN.
pub(crate) const ANY_ACCOUNT: Reach = Reach { aliases: false, accounts: true };
/// Keys of any account, by id, ARN or alias.
pub(crate) const ANY_NAME: Reach = Reach { aliases: true, accounts: true };

/// What a request names.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    /// A key, and the alias by which it was named.
    Key(Arc<KmsKey>, Option<String>),
    /// Something of another account that is not there, or not for this operation: which of both is
    /// not for the caller to know.
    Hidden(Arn),
}

/// What `name` names.
///
/// # Errors
/// It is in the caller's own account and is not there, or nothing is named so.
pub(crate) fn find(call: &Call, name: &str, reach: Reach) -> Result<Named, KmsError> {
    let own = call.caller.principal.account();
    find_in(&call.directory, (&call.region, own), name, reach)
}

/// As [`find`], in this region, and of this account where the name tells none.
pub(crate) fn find_in(
    directory: &Directory,
    (region, own): (&Region, Option<AccountId>),
    name: &str,
    reach: Reach,
) -> Result<Named, KmsError> {
    let (arn, account) = if name.starts_with("arn:") {
        foreign_arn(region, name)?
    } else {
        let own = own.ok_or_else(|| KmsError::InvalidArn(name.to_owned()))?;
        (own_arn(region, own, name, reach)?, own)
    };
    let hidden = || Named::Hidden(arn.clone());
    let is_own = Some(account) == own;
    let is_shown = is_own || reach.accounts;
    let keys = directory.kms();
    if let Some(alias) = arn.resource().strip_prefix(ALIAS) {
        if !reach.aliases {
            return Err(KmsError::InvalidArn(arn.to_string()));
        }
        let key = keys.target(arn.as_str()).and_then(|target| keys.key(target));
        return match key.filter(|_| is_shown) {
            Some(key) => Ok(Named::Key(Arc::clone(key), Some(format!("{ALIAS}{alias}")))),
            None if is_own => Err(KmsError::NotFound(format!("Alias {arn} is not found."))),
            None => Ok(hidden()),
        };
    }
    match keys.key(arn.as_str()).filter(|_| is_shown) {
        Some(key) => Ok(Named::Key(Arc::clone(key), None)),
        None if is_own => Err(KmsError::NotFound(format!("Key '{arn}' does not exist"))),
        None => Ok(hidden()),
    }
}

/// The key that a handler's input names, which its rule has found already.
pub(crate) fn key(call: &Call, name: &str, reach: Reach) -> Result<Arc<KmsKey>, KmsError> {
    match find(call, name, reach)? {
        Named::Key(key, _) => Ok(key),
        Named::Hidden(arn) => Err(KmsError::NotFound(format!("Key '{arn}' does not exist"))),
    }
}

/// An ARN of this region, and its account.
fn foreign_arn(region: &Region, text: &str) -> Result<(Arn, AccountId), KmsError> {
    let invalid = || KmsError::InvalidArn(text.to_owned());
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    let account = arn.account_id().ok_or_else(invalid)?;
    if arn.partition() != "aws" || arn.service() != "kms" {
        return Err(invalid());
    }
    if arn.region() != region.as_str() {
        return Err(KmsError::NotFound(format!("Invalid arn {}", arn.region())));
    }
    match arn.resource().split_once('/') {
        Some(("key", id)) => check_id(id)?,
        Some(("alias", _)) => {}
        _ => return Err(invalid()),
    }
    Ok((arn, account))
}

/// The ARN of what an account calls so in the call's region.
fn own_arn(region: &Region, own: AccountId, name: &str, reach: Reach) -> Result<Arn, KmsError> {
    if name.starts_with(ALIAS) && reach.aliases {
        return Ok(Arn::new("kms", region.as_str(), Some(own), name));
    }
    check_id(name)?;
    Ok(key_arn(region, own, name))
}

/// Whether it is of the form of a key's id.
fn check_id(id: &str) -> Result<(), KmsError> {
    if is_id(id) { Ok(()) } else { Err(KmsError::NotFound(format!("Invalid keyId '{id}'"))) }
}

fn is_id(id: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_hexdigit();
    if let Some(digits) = id.strip_prefix(MULTI_REGION) {
        return digits.len() == 32 && digits.bytes().all(is_digit);
    }
    let is_dash = |place: usize| matches!(place, 8 | 13 | 18 | 23);
    id.len() == 36
        && id.bytes().enumerate().all(
            |(place, byte)| {
                if is_dash(place) { byte == b'-' } else { is_digit(byte) }
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_or_those_of_multi_region_keys() {
        for (id, expected) in [
            ("1234abcd-12ab-34cd-56ef-1234567890ab", true),
            ("mrk-1234abcd12ab34cd56ef1234567890ab", true),
            ("1234abcd12ab34cd56ef1234567890ab", false),
            ("mrk-1234abcd-12ab-34cd-56ef-1234567890ab", false),
            ("1234abcd-12ab-34cd-56ef-1234567890ag", false),
            ("mrk-", false),
            ("", false),
        ] {
            assert_eq!(is_id(id), expected, "{id}");
        }
    }
}
