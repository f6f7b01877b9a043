//! Ending grants: `RetireGrant` and `RevokeGrant`. From then on they admit nobody.

use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;

use super::token::{self, Token};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT};
use crate::records::{GrantRecord, KeyRecord};
use crate::shapes::{RetireGrantRequest, RevokeGrantRequest};

/// Ends a grant by who may retire it.
pub(crate) async fn retire(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<RetireGrantRequest>,
) -> Result<(), KmsError> {
    let Token { key, grant } = named(
        call,
        request.grant_token.as_deref(),
        request.key_id.as_deref(),
        request.grant_id.as_deref(),
    )?;
    end(call, key, grant, request.dry_run).await
}

/// Ends a grant by who administers the key.
pub(crate) async fn revoke(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<RevokeGrantRequest>,
) -> Result<(), KmsError> {
    let key = naming::key(call, &request.key_id, ANY_ACCOUNT)?;
    end(call, key.arn.clone(), request.grant_id.clone(), request.dry_run).await
}

async fn end(call: &Call, key: Arn, grant: String, dry_run: Option<bool>) -> Result<(), KmsError> {
    let missing = KmsError::NotFound(format!("Grant ID {grant} not found"));
    if dry_run.unwrap_or(false) {
        let is_there = call.directory.kms().grant(key.as_str(), &grant).is_some();
        return Err(if is_there { KmsError::DryRunOperation() } else { missing });
    }
    let done = call.commit(move |writer| {
        let KeyRecord { account, region, id, .. } = KeyRecord::find(writer, &key)?;
        let row = GrantRecord::key_of(account, &region, &id, &grant);
        if writer.delete::<GrantRecord>(&row)? { Ok(()) } else { Err(missing) }
    });
    Ok(done.await?)
}

/// The grant that a request names: by its token, or by its key and its id.
pub(super) fn named(
    call: &Call,
    token: Option<&str>,
    key: Option<&str>,
    grant: Option<&str>,
) -> Result<Token, KmsError> {
    match (token, key, grant) {
        (Some(token), None, None) => token::read(token),
        (None, Some(key), Some(grant)) => match naming::find(call, key, ANY_ACCOUNT)? {
            naming::Named::Key(key, _) => {
                Ok(Token { key: key.arn.clone(), grant: grant.to_owned() })
            }
            naming::Named::Hidden(key) => Ok(Token { key, grant: grant.to_owned() }),
        },
        _ => Err(KmsError::Validation(
            "Specify either a GrantToken, or a KeyId and a GrantId.".to_owned(),
        )),
    }
}
