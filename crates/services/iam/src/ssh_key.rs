//! SSH public keys of users.

use bartizan_pki::{PkiError, SshPublicKey};
use bartizan_service::{Authorized, Call};
use bartizan_types::{IdKind, UniqueId};

use crate::access_key::Subject;
use crate::credential::{self, status};
use crate::error::IamError;
use crate::records::{Credential, Owner, SshKey};
use crate::shapes::{
    DeleteSSHPublicKeyRequest, GetSSHPublicKeyRequest, GetSSHPublicKeyResponse,
    ListSSHPublicKeysRequest, ListSSHPublicKeysResponse, SSHPublicKey, SSHPublicKeyMetadata,
    UpdateSSHPublicKeyRequest, UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse,
};
use crate::{Iam, rules};

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
        let subject = Subject::of(tx, account, Some(&request.user_name))?;
        let present: Vec<SshKey> = credential::of(tx, account, &subject.owner)?;
        for other in &present {
            if read(&other.body)? == key {
                return Err(IamError::DuplicateSshPublicKey);
            }
        }
        if present.len() >= KEYS_MAX {
            return Err(IamError::quota("SSHPublicKeysPerUser", KEYS_MAX));
        }
        let Owner::User(user) = subject.owner.clone() else { return Err(rules::must_name_user()) };
        let record = SshKey {
            account,
            id,
            user,
            active: true,
            uploaded: now,
            body: request.ssh_public_key_body,
        };
        tx.put(&SshKey::key_of(account, record.id()), &record)?;
        let shown = shown(&subject, &record, &key, record.body.clone())?;
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
    let (subject, record) = call.read(|reader| {
        let subject = Subject::of(reader, account, Some(&request.user_name))?;
        let record = credential::find(reader, account, &subject, &request.ssh_public_key_id)?;
        Ok::<(Subject, SshKey), IamError>((subject, record))
    })?;
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
    Ok(GetSSHPublicKeyResponse { ssh_public_key: Some(shown(&subject, &record, &key, body)?) })
}

/// The public keys of a user, without their bodies.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListSSHPublicKeysRequest>,
) -> Result<ListSSHPublicKeysResponse, IamError> {
    let (marker, max_items) = (request.marker.as_deref(), request.max_items);
    let (subject, page) =
        credential::list::<SshKey>(call, request.user_name.as_deref(), marker, max_items)?;
    let listed = |key: &SshKey| SSHPublicKeyMetadata {
        user_name: subject.name.clone().unwrap_or_default(),
        ssh_public_key_id: key.id.to_string(),
        status: status(key.active).to_owned(),
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
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_str(), request.ssh_public_key_id);
    credential::switch::<SshKey>(call, Some(user), id, &request.status).await
}

/// Removes a public key.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteSSHPublicKeyRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_str(), request.ssh_public_key_id);
    credential::remove::<SshKey>(call, Some(user), id).await
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
        PkiError::Malformed | PkiError::Encrypted | PkiError::UnknownEncoding => {
            "The public key is malformed."
        }
    })
}

fn shown(
    subject: &Subject,
    record: &SshKey,
    key: &SshPublicKey,
    body: String,
) -> Result<SSHPublicKey, IamError> {
    Ok(SSHPublicKey {
        user_name: subject.name.clone().unwrap_or_default(),
        ssh_public_key_id: record.id.to_string(),
        fingerprint: key.fingerprint().map_err(invalid)?,
        ssh_public_key_body: body,
        status: status(record.active).to_owned(),
        upload_date: Some(record.uploaded),
    })
}
