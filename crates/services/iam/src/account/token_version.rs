//! Which version session tokens of STS's global endpoint are of. (IAM User Guide, "Manage AWS STS in
//! an AWS Region".)

use bartizan_service::{Authorized, Call};

use super::settings;
use crate::Iam;
use crate::error::IamError;
use crate::records::AccountSettings;
use crate::shapes::SetSecurityTokenServicePreferencesRequest;

/// Sets the version of the tokens that are issued from now on.
pub(crate) async fn set(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SetSecurityTokenServicePreferencesRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let is_v1 = match request.global_endpoint_token_version.as_str() {
        "v1Token" => true,
        "v2Token" => false,
        other => {
            return Err(IamError::InvalidInput(format!(
                "The token version {other} is not valid: use v1Token or v2Token"
            )));
        }
    };
    let done = call.commit(move |tx| {
        let mut settings = settings(tx, account)?;
        settings.global_tokens_v1 = is_v1;
        Ok::<_, IamError>(tx.put(&AccountSettings::key(account), &settings)?)
    });
    Ok(done.await?)
}

/// The version's number, as the account's summary tells it.
pub(super) const fn number(settings: &AccountSettings) -> i32 {
    if settings.global_tokens_v1 { 1 } else { 2 }
}
