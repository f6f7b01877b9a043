//! Making, switching and removing access keys.

use bartizan_service::{Authorized, Call};

use super::{Subject, asked};
use crate::Iam;
use crate::bootstrap::new_access_key;
use crate::credential::{self, status};
use crate::error::IamError;
use crate::records::AccessKey;
use crate::shapes::{
    AccessKey as Shown, CreateAccessKeyRequest, CreateAccessKeyResponse, DeleteAccessKeyRequest,
    UpdateAccessKeyRequest,
};

/// How many access keys a user or the root user may have. (IAM User Guide, "IAM and AWS STS
/// quotas".)
pub(crate) const KEYS_MAX: usize = 2;

/// Makes a key; its secret is told once.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateAccessKeyRequest>,
) -> Result<CreateAccessKeyResponse, IamError> {
    let account = call.account()?;
    let asked = asked(call, request.user_name.as_deref())?;
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let (platform, now) = (std::sync::Arc::clone(&call.platform), call.now);
    let made = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let present: Vec<AccessKey> = credential::of(tx, account, &subject.owner)?;
        if present.len() >= KEYS_MAX {
            return Err(IamError::quota("AccessKeysPerUser", KEYS_MAX));
        }
        let (key, secret) =
            new_access_key(&platform.vault, &*platform.random, now, account, subject.owner)?;
        tx.put(&AccessKey::key(account, &key.id), &key)?;
        Ok(CreateAccessKeyResponse {
            access_key: Shown {
                user_name: subject.name.unwrap_or_default(),
                access_key_id: key.id.to_string(),
                status: status(key.active).to_owned(),
                secret_access_key: secret.expose().to_owned(),
                create_date: Some(now),
            },
        })
    });
    Ok(made.await?)
}

/// Switches a key on or off.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateAccessKeyRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.access_key_id);
    credential::switch::<AccessKey>(call, user, id, &request.status).await
}

/// Removes a key.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteAccessKeyRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.access_key_id);
    credential::remove::<AccessKey>(call, user, id).await
}
