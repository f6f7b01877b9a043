//! Security keys and passkeys: AWS's console registers them and signs users in by them with
//! operations that are not public, so these are Bartizan's own.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::{
    Access, Ask, Authorized, Call, CodeVerdict, Passkeys, SessionToken, TemporaryCredentials,
    TokenPrincipal,
};
use bartizan_types::{Fault, Principal};

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{
    FinishPasskeyRegistrationInput, FinishPasskeyRegistrationOutput,
    GetSessionTokenWithPasskeyInput, GetSessionTokenWithPasskeyOutput, SessionCredentials,
    StartPasskeyAuthenticationInput, StartPasskeyAuthenticationOutput,
    StartPasskeyRegistrationInput, StartPasskeyRegistrationOutput,
};

/// A session's length where the request names none, in seconds, as of `GetSessionToken`.
const DEFAULT_SECONDS: u32 = 43_200;
/// The longest session of the root user, in seconds, as of `GetSessionToken`.
const ROOT_SECONDS_MAX: u32 = 3600;

/// What whoever keeps authenticators says that a registration needs.
pub(crate) fn registration(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    keeper(ask.call)?.registration_needs(ask)
}

fn keeper(call: &Call) -> Result<&Arc<dyn Passkeys>, Fault> {
    call.platform
        .ports
        .passkeys
        .as_ref()
        .ok_or_else(|| Fault::new("NotImplemented", "no service here keeps security keys", 501))
}

/// Offers a challenge to the authenticator of a user.
pub(crate) async fn start_registration(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<StartPasskeyRegistrationInput>,
) -> Result<StartPasskeyRegistrationOutput, OwnError> {
    let options = keeper(call)?.offer_registration(call, request.into_inner().user_name).await?;
    Ok(StartPasskeyRegistrationOutput { options })
}

/// Registers what the authenticator made.
pub(crate) async fn finish_registration(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<FinishPasskeyRegistrationInput>,
) -> Result<FinishPasskeyRegistrationOutput, OwnError> {
    let request = request.into_inner();
    let made =
        keeper(call)?.register(call, request.user_name, request.device_name, request.credential);
    Ok(FinishPasskeyRegistrationOutput { serial_number: made.await? })
}

/// Offers a challenge to the caller's authenticators.
pub(crate) async fn start_authentication(
    _service: &OwnApi,
    call: &Call,
    _request: Authorized<StartPasskeyAuthenticationInput>,
) -> Result<StartPasskeyAuthenticationOutput, OwnError> {
    let options = keeper(call)?.offer_assertion(call).await?;
    Ok(StartPasskeyAuthenticationOutput { options })
}

/// A session with MFA for a caller whose authenticator answered: what `GetSessionToken` gives for a
/// code.
pub(crate) async fn session_token(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<GetSessionTokenWithPasskeyInput>,
) -> Result<GetSessionTokenWithPasskeyOutput, OwnError> {
    let request = request.into_inner();
    let asked = request.duration_seconds.and_then(|seconds| u32::try_from(seconds).ok());
    let seconds = asked.unwrap_or(DEFAULT_SECONDS);
    let refused = |how: &str| {
        Fault::new("AccessDenied", format!("MultiFactorAuthentication failed{how}"), 403)
    };
    match keeper(call)?.redeem(call, request.credential).await? {
        CodeVerdict::Accepted => {}
        CodeVerdict::Wrong => return Err(refused(" with invalid response of the device.").into()),
        CodeVerdict::NotChecked => {
            return Err(refused(
                ", unable to validate the response. Start anew; too many failures hold a device up.",
            )
            .into());
        }
    }
    let (principal, seconds) = match &call.caller.principal {
        Principal::Root { account } => {
            (TokenPrincipal::Root(*account), seconds.min(ROOT_SECONDS_MAX))
        }
        Principal::User { account, id, .. } => {
            (TokenPrincipal::User(*account, id.clone()), seconds)
        }
        _ => return Err(refused(", only a user has a device.").into()),
    };
    let expires = call.now.plus(Duration::from_secs(u64::from(seconds)));
    let plain = SessionToken::plain(principal, call.now, expires);
    let token = SessionToken { mfa_authenticated: Some(call.now), ..plain };
    let issued = TemporaryCredentials::issue(call, call.account()?, token).await?;
    Ok(GetSessionTokenWithPasskeyOutput {
        credentials: SessionCredentials {
            access_key_id: issued.access_key_id.to_string(),
            secret_access_key: issued.secret.expose().to_owned(),
            session_token: issued.session_token,
            expiration: issued.expiration,
        },
    })
}
