//! Signing certificates of users and of the root user.

use bartizan_pki::Certificate;
use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::AccountId;

use crate::access_key::{Subject, asked, switched_to};
use crate::error::IamError;
use crate::records::{self, BY_CERTIFICATE, BY_OWNER, Owner, SigningCertificate};
use crate::shapes::{
    DeleteSigningCertificateRequest, ListSigningCertificatesRequest,
    ListSigningCertificatesResponse, SigningCertificate as Shown, UpdateSigningCertificateRequest,
    UploadSigningCertificateRequest, UploadSigningCertificateResponse,
};
use crate::{Iam, certificate, paging};

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
        if of(tx, account, &subject.owner)?.len() >= CERTIFICATES_MAX {
            return Err(IamError::quota("CertificatesPerUser", CERTIFICATES_MAX));
        }
        let owner = subject.owner.clone();
        let record =
            SigningCertificate { account, id, owner, active: true, uploaded: now, body, digest };
        tx.put(&SigningCertificate::key(account, &record.id), &record)?;
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
    let account = call.account()?;
    let asked = asked(call, request.user_name.as_deref())?;
    let (subject, certificates) = call.read(|reader| {
        let subject = Subject::of(reader, account, asked.as_deref())?;
        let certificates = of(reader, account, &subject.owner)?;
        Ok::<_, IamError>((subject, certificates))
    })?;
    let page = paging::page(certificates, request.marker.as_deref(), request.max_items, |item| {
        format!("{:020} {}", item.uploaded.millis(), item.id)
    })?;
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
    let account = call.account()?;
    let asked = asked(call, request.user_name.as_deref())?;
    let request = request.into_inner();
    let active = switched_to(&request.status)?;
    let done = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let mut record = existing(tx, account, &subject, &request.certificate_id)?;
        record.active = active;
        Ok::<_, IamError>(tx.put(&SigningCertificate::key(account, &record.id), &record)?)
    });
    Ok(done.await?)
}

/// Removes a certificate.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteSigningCertificateRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let asked = asked(call, request.user_name.as_deref())?;
    let id = request.into_inner().certificate_id;
    let done = call.commit(move |tx| {
        let subject = Subject::of(tx, account, asked.as_deref())?;
        let record = existing(tx, account, &subject, &id)?;
        tx.delete::<SigningCertificate>(&SigningCertificate::key(account, &record.id))?;
        Ok::<_, IamError>(())
    });
    Ok(done.await?)
}

/// The certificates of a user or of the root user.
pub(crate) fn of(
    reader: &Reader<'_>,
    account: AccountId,
    owner: &Owner,
) -> Result<Vec<SigningCertificate>, IamError> {
    records::indexed(reader, BY_OWNER, &owner.index_value(account))
}

fn existing(
    reader: &Reader<'_>,
    account: AccountId,
    subject: &Subject,
    id: &str,
) -> Result<SigningCertificate, IamError> {
    let found = reader.get::<SigningCertificate>(&SigningCertificate::key(account, id))?;
    found.filter(|record| record.owner == subject.owner).ok_or_else(|| {
        IamError::NoSuchEntity(format!("The Certificate with id {id} cannot be found."))
    })
}

fn shown(subject: &Subject, record: &SigningCertificate) -> Shown {
    Shown {
        user_name: subject.name.clone().unwrap_or_default(),
        certificate_id: record.id.clone(),
        certificate_body: record.body.clone(),
        status: if record.active { "Active" } else { "Inactive" }.to_owned(),
        upload_date: Some(record.uploaded),
    }
}
