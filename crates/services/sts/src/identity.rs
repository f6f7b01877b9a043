//! Who is calling, whose key is this, and what does an encoded refusal say.

use bartizan_service::{Authorized, Call};
use bartizan_types::{AccessKeyId, Fault};

use crate::Sts;
use crate::error::StsError;
use crate::shapes::{
    DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse, GetAccessKeyInfoRequest,
    GetAccessKeyInfoResponse, GetCallerIdentityRequest, GetCallerIdentityResponse,
};

/// `GetCallerIdentity`.
pub(crate) async fn caller_identity(
    _sts: &Sts,
    call: &Call,
    _request: Authorized<GetCallerIdentityRequest>,
) -> Result<GetCallerIdentityResponse, Fault> {
    let principal = &call.caller.principal;
    Ok(GetCallerIdentityResponse {
        user_id: principal.user_id(),
        account: principal.account().map(|account| account.to_string()),
        arn: principal.arn().map(|arn| arn.to_string()),
    })
}

/// `GetAccessKeyInfo`: the account is written into the id, of deleted keys too.
pub(crate) async fn access_key_info(
    _sts: &Sts,
    _call: &Call,
    request: Authorized<GetAccessKeyInfoRequest>,
) -> Result<GetAccessKeyInfoResponse, StsError> {
    let id = AccessKeyId::from_client(&request.access_key_id);
    let account = id.written_account().ok_or_else(|| {
        StsError::Validation(format!(
            "`{id}` is not an access key id: it has AKIA or ASIA and 16 digits"
        ))
    })?;
    Ok(GetAccessKeyInfoResponse { account: Some(account.to_string()) })
}

/// `DecodeAuthorizationMessage`.
pub(crate) async fn decode_authorization_message(
    _sts: &Sts,
    call: &Call,
    request: Authorized<DecodeAuthorizationMessageRequest>,
) -> Result<DecodeAuthorizationMessageResponse, Fault> {
    let account = call.account()?;
    let decoded = bartizan_service::decode_authorization_message(
        &call.platform,
        account,
        &request.encoded_message,
    )?;
    Ok(DecodeAuthorizationMessageResponse { decoded_message: Some(decoded) })
}
