//! `GetSessionToken`: temporary credentials that are the user still.

use bartizan_service::{Authorized, Call, SessionToken, TokenPrincipal};
use bartizan_types::Principal;

use crate::Sts;
use crate::error::StsError;
use crate::session;
use crate::shapes::{GetSessionTokenRequest, GetSessionTokenResponse};

/// A session's length where the request names none, and the longest a user may ask, in seconds.
const USER_SECONDS: (u32, u32) = (43_200, 129_600);
/// The same for the root user.
const ROOT_SECONDS: (u32, u32) = (3600, 3600);

/// Issues the credentials.
pub(crate) async fn issue(
    _sts: &Sts,
    call: &Call,
    request: Authorized<GetSessionTokenRequest>,
) -> Result<GetSessionTokenResponse, StsError> {
    session::unsupported("MinimumSessionTokenSize", request.minimum_session_token_size.is_some())?;
    let (principal, (default, longest)) = match &call.caller.principal {
        Principal::Root { account } => (TokenPrincipal::Root(*account), ROOT_SECONDS),
        Principal::User { account, id, .. } => {
            (TokenPrincipal::User(*account, id.clone()), USER_SECONDS)
        }
        Principal::Session(_)
        | Principal::Service { .. }
        | Principal::OriginIdentity { .. }
        | Principal::Anonymous => {
            return Err(StsError::AccessDenied(
                "Cannot call GetSessionToken with session credentials".to_owned(),
            ));
        }
    };
    // Root may ask for more, and gets an hour. (STS API Reference, "GetSessionToken".)
    let seconds =
        session::duration_seconds(request.duration_seconds, default, USER_SECONDS.1)?.min(longest);
    let mfa_authenticated =
        session::mfa(call, request.serial_number.as_deref(), request.token_code.as_deref()).await?;
    let plain = SessionToken::plain(principal, call.now, session::end(call, seconds));
    let token = SessionToken { mfa_authenticated, ..plain };
    let credentials = session::credentials(call, call.account()?, token).await?;
    Ok(GetSessionTokenResponse {
        credentials: Some(credentials),
        session_token_utilization: None,
        session_token_size: None,
    })
}
