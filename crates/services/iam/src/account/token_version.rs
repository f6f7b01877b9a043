//! Which version of tokens the global STS endpoint issues. Bartizan has one endpoint and one form
//! of token, valid in every region; the setting is kept and shown.

use bartizan_service::{Authorized, Call};

use super::settings;
use crate::Iam;
use crate::error::IamError;
use crate::records::AccountSettings;
use crate::shapes::SetSecurityTokenServicePreferencesRequest;

/// Sets the version.
pub(crate) async fn set(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SetSecurityTokenServicePreferencesRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let version = match request.global_endpoint_token_version.as_str() {
        "v1Token" => 1,
        "v2Token" => 2,
        other => {
            return Err(IamError::InvalidInput(format!(
                "The token version {other} cannot be set: use v1Token or v2Token"
            )));
        }
    };
    let done = call.commit(move |tx| {
        let mut settings = settings(tx, account)?;
        settings.global_endpoint_token_version = Some(version);
        Ok::<_, IamError>(tx.put(&AccountSettings::key(account), &settings)?)
    });
    Ok(done.await?)
}
