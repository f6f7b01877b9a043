//! Whether the account issues identity tokens for services outside.

use bartizan_service::{Authorized, Call, issuers};

use crate::Iam;
use crate::error::IamError;
use crate::shapes::{
    EnableOutboundWebIdentityFederationResponse, GetOutboundWebIdentityFederationInfoResponse,
};

/// Switches it on.
pub(crate) async fn enable(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<EnableOutboundWebIdentityFederationResponse, IamError> {
    let account = call.account()?;
    let (platform, id) = (call.platform.clone(), call.platform.random.uuid());
    let done = call.commit(move |tx| match issuers::enable(tx, account, id)? {
        Some(id) => Ok(EnableOutboundWebIdentityFederationResponse {
            issuer_identifier: Some(issuers::url(&platform, &id)),
        }),
        None => Err(IamError::FeatureEnabled(
            "Outbound web identity federation is already enabled for this account.",
        )),
    });
    Ok(done.await?)
}

/// Switches it off.
pub(crate) async fn disable(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let done = call.commit(
        move |tx| {
            if issuers::disable(tx, account)? { Ok(()) } else { Err(disabled()) }
        },
    );
    Ok(done.await?)
}

/// By which name the account issues tokens.
pub(crate) async fn info(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<GetOutboundWebIdentityFederationInfoResponse, IamError> {
    let account = call.account()?;
    let id = call.read(|reader| issuers::enabled(reader, account))?.ok_or_else(disabled)?;
    Ok(GetOutboundWebIdentityFederationInfoResponse {
        issuer_identifier: Some(issuers::url(&call.platform, &id)),
        jwt_vending_enabled: Some(true),
    })
}

fn disabled() -> IamError {
    IamError::FeatureDisabled("Outbound web identity federation is not enabled for this account.")
}
