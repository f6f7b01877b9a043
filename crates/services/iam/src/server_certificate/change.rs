//! Uploading, renaming and removing server certificates.

use bartizan_pki::PrivateKey;
use bartizan_service::{Authorized, Call};
use bartizan_store::Record;
use bartizan_types::{IdKind, UniqueId};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::metadata;
use crate::error::IamError;
use crate::records::{self, Named, ServerCertificate};
use crate::shapes::{
    DeleteServerCertificateRequest, UpdateServerCertificateRequest, UploadServerCertificateRequest,
    UploadServerCertificateResponse,
};
use crate::{Iam, certificate, tags};

/// Keeps a certificate with its private key, which it must be of, and its chain.
pub(crate) async fn upload(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UploadServerCertificateRequest>,
) -> Result<UploadServerCertificateResponse, IamError> {
    let request = request.into_inner();
    let account = call.account()?;
    let read = certificate::valid(&request.certificate_body, call.now)?;
    let key = PrivateKey::from_pem(&request.private_key).map_err(|_| {
        certificate::malformed(
            "Unable to parse private key. Please ensure it is an RSA or ECDSA key in PEM format, \
             without a passphrase.",
        )
    })?;
    if !key.is_of(&read) {
        return Err(IamError::KeyPairMismatch);
    }
    if let Some(chain) = &request.certificate_chain {
        certificate::check_chain(&read, chain)?;
    }
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let id = UniqueId::generate(IdKind::Certificate, &*call.platform.random);
    let sealed = call.platform.vault.seal(
        account,
        ServerCertificate::COLLECTION,
        id.as_str(),
        request.private_key.as_bytes(),
    )?;
    let record = ServerCertificate {
        account,
        name: request.server_certificate_name,
        id,
        path: request.path.unwrap_or_else(|| "/".to_owned()),
        uploaded: call.now,
        expires: read.not_after(),
        body: request.certificate_body,
        chain: request.certificate_chain,
        sealed_key: STANDARD.encode(sealed),
        tags: tags::read(request.tags)?,
    };
    let made = call.commit(move |tx| {
        records::create(tx, &record)?;
        Ok::<_, IamError>(UploadServerCertificateResponse {
            server_certificate_metadata: Some(metadata(&record)),
            tags: tags::shown_if_any(&record.tags),
        })
    });
    Ok(made.await?)
}

/// Renames or moves a certificate; it keeps its unique id, and is shown where it was.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateServerCertificateRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let users = call.platform.ports.certificate_users.clone();
    let done = call.commit(move |tx| {
        let old = request.server_certificate_name;
        let mut record: ServerCertificate = records::find(tx, account, &old)?;
        let before = record.arn().to_string();
        if let Some(path) = request.new_path {
            record.path = path;
        }
        if let Some(name) = request.new_server_certificate_name {
            record.name = name;
        }
        let after = record.arn().to_string();
        for users in users {
            users.renamed(tx, account, (&before, &after))?;
        }
        records::rename(tx, &old, &record)
    });
    Ok(done.await?)
}

/// Removes a certificate.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteServerCertificateRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().server_certificate_name);
    let users = call.platform.ports.certificate_users.clone();
    let done = call.commit(move |tx| {
        let record: ServerCertificate = records::find(tx, account, &name)?;
        let arn = record.arn().to_string();
        for users in users {
            if let Some(user) = users.user(tx, account, &arn)? {
                return Err(IamError::CertificateInUse(record.id.as_str().to_owned(), user));
            }
        }
        records::remove(tx, &record)
    });
    Ok(done.await?)
}
