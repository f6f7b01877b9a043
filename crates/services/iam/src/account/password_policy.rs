//! The account's password policy.

use bartizan_service::{Authorized, Call};

use super::settings;
use crate::Iam;
use crate::error::IamError;
use crate::records::{AccountSettings, PasswordPolicy};
use crate::shapes::{
    GetAccountPasswordPolicyResponse, PasswordPolicy as Shown, UpdateAccountPasswordPolicyRequest,
};

/// The least length where the request names none. (IAM API Reference,
/// "`UpdateAccountPasswordPolicy`".)
const DEFAULT_MINIMUM_LENGTH: i32 = 6;

/// Sets the policy as a whole: what the request leaves out gets its default, not its old value.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateAccountPasswordPolicyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let policy = PasswordPolicy {
        minimum_length: request.minimum_password_length.unwrap_or(DEFAULT_MINIMUM_LENGTH),
        require_symbols: request.require_symbols.unwrap_or(false),
        require_numbers: request.require_numbers.unwrap_or(false),
        require_uppercase: request.require_uppercase_characters.unwrap_or(false),
        require_lowercase: request.require_lowercase_characters.unwrap_or(false),
        allow_users_to_change: request.allow_users_to_change_password.unwrap_or(false),
        max_age_days: request.max_password_age.filter(|days| *days > 0),
        reuse_prevention: request.password_reuse_prevention.filter(|count| *count > 0),
        hard_expiry: request.hard_expiry,
    };
    let done = call.commit(move |tx| {
        let mut settings = settings(tx, account)?;
        settings.password_policy = Some(policy);
        Ok::<_, IamError>(tx.put(&AccountSettings::key(account), &settings)?)
    });
    Ok(done.await?)
}

/// The policy.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<GetAccountPasswordPolicyResponse, IamError> {
    let account = call.account()?;
    let settings = call.read(|reader| settings(reader, account))?;
    let policy = settings.password_policy.ok_or_else(|| {
        IamError::NoSuchEntity(format!(
            "The Password Policy with domain name {account} cannot be found."
        ))
    })?;
    Ok(GetAccountPasswordPolicyResponse { password_policy: shown(&policy) })
}

/// Takes the policy away.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let mut settings = settings(tx, account)?;
        if settings.password_policy.take().is_none() {
            return Err(IamError::NoSuchEntity(
                "The account policy with name PasswordPolicy cannot be found.".to_owned(),
            ));
        }
        Ok(tx.put(&AccountSettings::key(account), &settings)?)
    });
    Ok(done.await?)
}

fn shown(policy: &PasswordPolicy) -> Shown {
    Shown {
        minimum_password_length: Some(policy.minimum_length),
        require_symbols: Some(policy.require_symbols),
        require_numbers: Some(policy.require_numbers),
        require_uppercase_characters: Some(policy.require_uppercase),
        require_lowercase_characters: Some(policy.require_lowercase),
        allow_users_to_change_password: Some(policy.allow_users_to_change),
        expire_passwords: Some(policy.max_age_days.is_some()),
        max_password_age: policy.max_age_days,
        password_reuse_prevention: policy.reuse_prevention,
        hard_expiry: policy.hard_expiry,
    }
}
