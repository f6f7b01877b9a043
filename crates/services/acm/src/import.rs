//! Certificates imported. (ACM User Guide, "Import certificates into AWS Certificate Manager" and
//! "Prerequisites for importing ACM certificates".)

use bartizan_pki::{Certificate, KeyKind, PkiError, PrivateKey};
use bartizan_service::store::Record;
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Timestamp};
use bartizan_wire::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::AcmError;
use crate::records::{self, Imported};
use crate::shapes::{ImportCertificateRequest, ImportCertificateResponse};
use crate::{Certificates, tags};

/// The most certificates that an account imports in a region. (ACM User Guide, "Quotas".)
const CERTIFICATES_MAX: u64 = 2500;

/// What came, checked.
struct Checked {
    body: String,
    chain: Option<String>,
    key: Zeroizing<String>,
}

/// Keeps a certificate with its private key and its chain, or puts them in another one's place.
pub(crate) async fn import(
    _service: &Certificates,
    call: &Call,
    request: Authorized<ImportCertificateRequest>,
) -> Result<ImportCertificateResponse, AcmError> {
    let request = request.into_inner();
    let (account, region) = (call.account()?, call.region.to_string());
    let tags = tags::read(request.tags.unwrap_or_default())?;
    if request.certificate_arn.is_some() && !tags.is_empty() {
        return Err(AcmError::validation("Tagging is not permitted on re-import."));
    }
    let chain = request.certificate_chain.as_ref();
    let checked = check(&request.certificate, chain, &request.private_key, call.now)?;
    let again = request.certificate_arn;
    let arn = again.clone().unwrap_or_else(|| {
        let resource = format!("certificate/{}", call.platform.random.uuid());
        Arn::new("acm", &region, Some(account), &resource).to_string()
    });
    let key = records::key(account, &region, &arn)?;
    let vault = &call.platform.vault;
    vault.prepare(&call.platform.store, account).await?;
    let sealed = vault.seal(account, Imported::COLLECTION, &key.id, checked.key.as_bytes())?;
    let mut record = Imported {
        arn: arn.parse().map_err(|_| AcmError::InvalidArn(arn.clone()))?,
        body: checked.body,
        chain: checked.chain,
        sealed_key: STANDARD.encode(sealed),
        created: call.now,
        latest: call.now,
        tags,
    };
    let done = call.commit(move |writer| {
        if again.is_some() {
            let old = records::find(writer, &key, &arn)?;
            (record.created, record.tags) = (old.created, old.tags);
        } else if writer.count::<Imported>(&account.to_string(), &region)? >= CERTIFICATES_MAX {
            return Err(AcmError::LimitExceeded(format!(
                "Cannot import more than {CERTIFICATES_MAX} certificates"
            )));
        }
        writer.put(&key, &record)?;
        Ok(ImportCertificateResponse { certificate_arn: Some(arn) })
    });
    Ok(done.await?)
}

fn check(
    body: &Bytes,
    chain: Option<&Bytes>,
    key: &Bytes,
    now: Timestamp,
) -> Result<Checked, AcmError> {
    let invalid = |what: &str| {
        AcmError::Validation(format!("The {what} is not PEM-encoded or is not valid."))
    };
    let text = |bytes: &Bytes, what: &str| {
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| invalid(what))
    };
    let body = text(body, "certificate")?;
    let mut certificates =
        Certificate::chain_from_pem(&body).map_err(|_| invalid("certificate"))?;
    let certificate = certificates.pop().ok_or_else(|| invalid("certificate"))?;
    if !certificates.is_empty() {
        return Err(AcmError::validation(
            "The certificate field contains more than one certificate. You can specify only one \
             certificate in this field.",
        ));
    }
    check_certificate(&certificate, now)?;
    let chain = chain.map(|chain| text(chain, "certificate chain")).transpose()?;
    check_chain(&certificate, chain.as_deref())?;
    let key = Zeroizing::new(text(key, "private key")?);
    let read = PrivateKey::from_pem(&key).map_err(|error| match error {
        PkiError::Encrypted => {
            AcmError::validation("The private key must not be encrypted by a passphrase.")
        }
        _ => invalid("private key"),
    })?;
    if !read.is_of(&certificate) {
        return Err(AcmError::validation("The private key does not match the certificate."));
    }
    Ok(Checked { body, chain, key })
}

fn check_certificate(certificate: &Certificate, now: Timestamp) -> Result<(), AcmError> {
    if now < certificate.not_before() {
        return Err(AcmError::validation("The certificate is not in effect yet, is not valid."));
    }
    if now >= certificate.not_after() {
        return Err(AcmError::validation("The certificate has expired, is not valid."));
    }
    match certificate.key_kind() {
        Some(
            KeyKind::Rsa { bits: 1024 | 2048 | 3072 | 4096 }
            | KeyKind::P256
            | KeyKind::P384
            | KeyKind::P521,
        ) => Ok(()),
        _ => Err(AcmError::validation(
            "The certificate's key must be RSA of 1024, 2048, 3072 or 4096 bits, or of the curves \
             P-256, P-384 or P-521.",
        )),
    }
}

/// A chain leads upwards from the certificate; without one it must have signed itself.
fn check_chain(certificate: &Certificate, chain: Option<&str>) -> Result<(), AcmError> {
    let Some(chain) = chain else {
        if certificate.is_issued_by(certificate) {
            return Ok(());
        }
        return Err(AcmError::validation(
            "Provided certificate is not a valid self signed. Please provide either a valid \
             self-signed certificate or certificate chain.",
        ));
    };
    let chain = Certificate::chain_from_pem(chain).map_err(|_| {
        AcmError::validation("The certificate chain is not PEM-encoded or is not valid.")
    })?;
    let below = std::iter::once(certificate).chain(&chain);
    if below.zip(&chain).all(|(below, above)| below.is_issued_by(above)) {
        return Ok(());
    }
    Err(AcmError::validation("Could not validate the certificate with the certificate chain."))
}
