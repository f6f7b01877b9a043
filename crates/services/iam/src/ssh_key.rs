//! SSH public keys of users.

use bartizan_pki::{PkiError, SshPublicKey};
use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, IdKind, UniqueId};

use crate::access_key::{asked, switched_to};
use crate::error::IamError;
use crate::records::{self, BY_OWNER, SshKey, User};
use crate::shapes::{
    DeleteSSHPublicKeyRequest, GetSSHPublicKeyRequest, GetSSHPublicKeyResponse,
    ListSSHPublicKeysRequest, ListSSHPublicKeysResponse, SSHPublicKey, SSHPublicKeyMetadata,
    UpdateSSHPublicKeyRequest, UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse,
};
use crate::{Iam, paging, rules};

/// How many SSH public keys a user may have. (IAM User Guide, "IAM and AWS STS quotas".)
const KEYS_MAX: usize = 5;

/// Keeps a public key.
pub(crate) async fn upload(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UploadSSHPublicKeyRequest>,
) -> Result<UploadSSHPublicKeyResponse, IamError> {
    let request = request.into_inner();
    let (account, now) = (call.account()?, call.now);
    let key = read(&request.ssh_public_key_body)?;
    let id = UniqueId::generate(IdKind::PublicKey, &*call.platform.random);
    let made = call.commit(move |tx| {
        let user: User = records::find(tx, account, &request.user_name)?;
        let present = of(tx, &user)?;
        for other in &present {
            if read(&other.body)? == key {
                return Err(IamError::DuplicateSshPublicKey);
            }
        }
        if present.len() >= KEYS_MAX {
            return Err(IamError::quota("SSHPublicKeysPerUser", KEYS_MAX));
        }
        let record = SshKey {
            account,
            id,
            user: user.id.clone(),
            active: true,
            uploaded: now,
            body: request.ssh_public_key_body,
        };
        tx.put(&SshKey::key(account, record.id.as_str()), &record)?;
        let shown = shown(&user, &record, &key, record.body.clone())?;
        Ok(UploadSSHPublicKeyResponse { ssh_public_key: Some(shown) })
    });
    Ok(made.await?)
}

/// A public key in the encoding that is asked for.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetSSHPublicKeyRequest>,
) -> Result<GetSSHPublicKeyResponse, IamError> {
    let account = call.account()?;
    let (user, record) = call
        .read(|reader| existing(reader, account, &request.user_name, &request.ssh_public_key_id))?;
    let key = read(&record.body)?;
    let is_openssh = SshPublicKey::is_openssh(&record.body);
    let body = match request.encoding.as_str() {
        "SSH" if is_openssh => record.body.clone(),
        "PEM" if !is_openssh => record.body.clone(),
        "SSH" => key.to_openssh(),
        "PEM" => key.to_pem().map_err(invalid)?,
        other => {
            return Err(IamError::UnrecognizedPublicKeyEncoding(format!(
                "The encoding {other} is not supported: use SSH or PEM"
            )));
        }
    };
    Ok(GetSSHPublicKeyResponse { ssh_public_key: Some(shown(&user, &record, &key, body)?) })
}

/// The public keys of a user, without their bodies.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListSSHPublicKeysRequest>,
) -> Result<ListSSHPublicKeysResponse, IamError> {
    let account = call.account()?;
    let name = asked(call, request.user_name.as_deref())?.ok_or_else(rules::must_name_user)?;
    let (user, keys) = call.read(|reader| {
        let user: User = records::find(reader, account, &name)?;
        let keys = of(reader, &user)?;
        Ok::<_, IamError>((user, keys))
    })?;
    let page = paging::page(keys, request.marker.as_deref(), request.max_items, |key| {
        format!("{:020} {}", key.uploaded.millis(), key.id)
    })?;
    let listed = |key: &SshKey| SSHPublicKeyMetadata {
        user_name: user.name.clone(),
        ssh_public_key_id: key.id.to_string(),
        status: status(key).to_owned(),
        upload_date: key.uploaded,
    };
    Ok(ListSSHPublicKeysResponse {
        ssh_public_keys: Some(page.items.iter().map(listed).collect()),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// Switches a public key on or off.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateSSHPublicKeyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let active = switched_to(&request.status)?;
    let done = call.commit(move |tx| {
        let (_, mut key) = existing(tx, account, &request.user_name, &request.ssh_public_key_id)?;
        key.active = active;
        Ok::<_, IamError>(tx.put(&SshKey::key(account, key.id.as_str()), &key)?)
    });
    Ok(done.await?)
}

/// Removes a public key.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteSSHPublicKeyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let (_, key) = existing(tx, account, &request.user_name, &request.ssh_public_key_id)?;
        tx.delete::<SshKey>(&SshKey::key(account, key.id.as_str()))?;
        Ok::<_, IamError>(())
    });
    Ok(done.await?)
}

/// A user's public keys.
pub(crate) fn of(reader: &Reader<'_>, user: &User) -> Result<Vec<SshKey>, IamError> {
    records::indexed(reader, BY_OWNER, user.id.as_str())
}

fn existing(
    reader: &Reader<'_>,
    account: AccountId,
    name: &str,
    id: &str,
) -> Result<(User, SshKey), IamError> {
    let user: User = records::find(reader, account, name)?;
    let found = reader.get::<SshKey>(&SshKey::key(account, id))?;
    let key = found.filter(|key| key.user == user.id).ok_or_else(|| {
        IamError::NoSuchEntity(format!("The Public Key with id {id} cannot be found."))
    })?;
    Ok((user, key))
}

fn read(body: &str) -> Result<SshPublicKey, IamError> {
    SshPublicKey::parse(body).map_err(|error| match error {
        PkiError::UnknownEncoding => IamError::UnrecognizedPublicKeyEncoding(
            "The public key is neither in ssh-rsa format nor in PEM format.".to_owned(),
        ),
        other => invalid(other),
    })
}

fn invalid(error: PkiError) -> IamError {
    IamError::InvalidPublicKey(match error {
        PkiError::Unsupported => "The public key is not an RSA key of at least 2048 bits.",
        PkiError::Malformed | PkiError::UnknownEncoding => "The public key is malformed.",
    })
}

fn shown(
    user: &User,
    record: &SshKey,
    key: &SshPublicKey,
    body: String,
) -> Result<SSHPublicKey, IamError> {
    Ok(SSHPublicKey {
        user_name: user.name.clone(),
        ssh_public_key_id: record.id.to_string(),
        fingerprint: key.fingerprint().map_err(invalid)?,
        ssh_public_key_body: body,
        status: status(record).to_owned(),
        upload_date: Some(record.uploaded),
    })
}

const fn status(key: &SshKey) -> &'static str {
    if key.active { "Active" } else { "Inactive" }
}
