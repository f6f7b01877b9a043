//! Temporary delegation: an account asks for permissions of another for a while, somebody there
//! approves, and the asker trades the token it is sent for credentials. (IAM User Guide, "IAM
//! temporary delegation".)

mod boundaries;
mod check;
mod notices;
mod port;
mod request;
pub(crate) mod rule;
mod steps;
mod summary;
mod template;

pub(crate) use port::Keeper;
pub(crate) use request::{create, get, list};
pub(crate) use steps::{accept, associate, reject, send_token, update};
pub(crate) use summary::summarize;

use bartizan_service::{Call, Vault};
use bartizan_store::Record;
use bartizan_types::{AccountId, Fault};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::IamError;
use crate::records::{DelegationOwner, DelegationRequest};

/// Whether it was the caller who took the request on.
fn is_caller(call: &Call, owner: &DelegationOwner) -> bool {
    call.caller.principal.user_id().is_some_and(|id| id == owner.user_id)
}

/// What is said to a caller that is neither a user, a role's session nor the root user.
fn no_identity() -> IamError {
    IamError::AccessDenied("Only an IAM identity can take part in a delegation.".to_owned())
}

fn missing(id: &str) -> IamError {
    IamError::NoSuchEntity(format!("Delegation request {id} does not exist."))
}

/// The id in the ARN of a request.
fn id_of(account: AccountId, arn: &str) -> Result<String, IamError> {
    DelegationRequest::id_in(account, arn).ok_or_else(|| {
        IamError::InvalidInput(format!("{arn} is not the ARN of a delegation request."))
    })
}

/// An exchange token, sealed for the account that asked, as text.
fn sealed(vault: &Vault, request: &DelegationRequest, token: &str) -> Result<String, Fault> {
    let table = DelegationRequest::COLLECTION;
    let sealed = vault.seal(request.requestor, table, &request.id, token.as_bytes())?;
    Ok(STANDARD.encode(sealed))
}

/// The exchange token of a request; none where it was not sent.
fn opened(vault: &Vault, request: &DelegationRequest) -> Result<Option<Zeroizing<String>>, Fault> {
    let damaged = || Fault::new("InternalFailure", "an exchange token is damaged", 500);
    let Some(sealed) = &request.sealed_token else { return Ok(None) };
    let sealed = STANDARD.decode(sealed).map_err(|_| damaged())?;
    let table = DelegationRequest::COLLECTION;
    let bytes = vault.open(request.requestor, table, &request.id, &sealed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
    Ok(Some(Zeroizing::new(text.to_owned())))
}
