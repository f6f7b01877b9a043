//! `ImportMFATokens`: the seeds of hardware tokens, for users to be given them.

use bartizan_service::{Authorized, Call, TokenSeed};
use bartizan_types::Fault;
use zeroize::Zeroizing;

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{ImportMFATokensInput, ImportMFATokensOutput};

/// A token's period where none is told, in seconds.
const DEFAULT_PERIOD_SECONDS: u32 = 30;

/// Hands the tokens to who keeps MFA devices.
pub(crate) async fn import(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<ImportMFATokensInput>,
) -> Result<ImportMFATokensOutput, OwnError> {
    let devices =
        call.platform.ports.mfa.as_ref().ok_or_else(|| {
            Fault::new("NotImplemented", "no service here keeps MFA devices", 501)
        })?;
    let tokens = request.into_inner().tokens;
    let imported_count = i32::try_from(tokens.len()).unwrap_or(i32::MAX);
    let tokens = tokens.into_iter().map(|token| TokenSeed {
        serial: token.serial_number,
        seed: Zeroizing::new(token.seed),
        period_seconds: token
            .period_seconds
            .map_or(DEFAULT_PERIOD_SECONDS, |period| u32::try_from(period).unwrap_or_default()),
    });
    devices.import(call, tokens.collect()).await?;
    Ok(ImportMFATokensOutput { imported_count })
}
