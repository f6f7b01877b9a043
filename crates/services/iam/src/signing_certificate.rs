//! Signing certificates of users and of the root user.

use bartizan_pki::Certificate;
use bartizan_service::{Authorized, Call};

use crate::access_key::{Subject, asked};
use crate::credential::{self, status};
use crate::error::IamError;
use crate::records::{self, BY_CERTIFICATE, Credential, SigningCertificate};
use crate::shapes::{
    DeleteSigningCertificateRequest, ListSigningCertificatesRequest,
    ListSigningCertificatesResponse, SigningCertificate as Shown, UpdateSigningCertificateRequest,
    UploadSigningCertificateRequest, UploadSigningCertificateResponse,
};
use crate::{Iam, certificate};

/// How many signing certificates a user may have. (IAM User Guide, "IAM and AWS STS quotas".)
pub(crate) const CERTIFICATES_MAX: usize = 2;

/// Keeps a certificate.
pub(crate) async fn upload(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UploadSigningCertificateRequest>,
) -> Result<UploadSigningCertificateResponse, IamError> {
    let account = call.account()?;
    let asked = asked(call, request.user_name.as_deref())?;
    let body = request.into_inner().certificate_body;
    if Certificate::from_pem(&body).is_err() {
        return Err(certificate::malformed(&format!("Certificate {body} is malformed.")));
    }
    let digest = certificate::valid(&body, call.now)?.digest();
    let now = call.now;
    let id = call.platform.random.uuid().replace('-', "").to_uppercase();
    let made = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let value = SigningCertificate::digest_value(account, &digest);
        if !records::indexed::<SigningCertificate>(tx, BY_CERTIFICATE, &value)?.is_empty() {
            return Err(IamError::DuplicateCertificate);
        }
        let present: Vec<SigningCertificate> = credential::of(tx, account, &subject.owner)?;
        if present.len() >= CERTIFICATES_MAX {
            return Err(IamError::quota("CertificatesPerUser", CERTIFICATES_MAX));
        }
        let owner = subject.owner.clone();
        let record =
            SigningCertificate { account, id, owner, active: true, uploaded: now, body, digest };
        tx.put(&SigningCertificate::key_of(account, &record.id), &record)?;
        Ok(UploadSigningCertificateResponse { certificate: shown(&subject, &record) })
    });
    Ok(made.await?)
}

/// The certificates of a user or of the caller.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListSigningCertificatesRequest>,
) -> Result<ListSigningCertificatesResponse, IamError> {
    let (marker, max_items) = (request.marker.as_deref(), request.max_items);
    let (subject, page) = credential::list(call, request.user_name.as_deref(), marker, max_items)?;
    Ok(ListSigningCertificatesResponse {
        certificates: page.items.iter().map(|item| shown(&subject, item)).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// Switches a certificate on or off.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateSigningCertificateRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.certificate_id);
    credential::switch::<SigningCertificate>(call, user, id, &request.status).await
}

/// Removes a certificate.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteSigningCertificateRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let (user, id) = (request.user_name.as_deref(), request.certificate_id);
    credential::remove::<SigningCertificate>(call, user, id).await
}

fn shown(subject: &Subject, record: &SigningCertificate) -> Shown {
    Shown {
        user_name: subject.name.clone().unwrap_or_default(),
        certificate_id: record.id.clone(),
        certificate_body: record.body.clone(),
        status: status(record.active).to_owned(),
        upload_date: Some(record.uploaded),
    }
}
