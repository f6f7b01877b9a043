//! Certificates shown; their private keys never are.

use bartizan_pki::{Certificate, KeyKind};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use crate::Certificates;
use crate::error::AcmError;
use crate::records::{self, Imported};
use crate::shapes::{
    CertificateDetail, CertificateOptions, DescribeCertificateRequest, DescribeCertificateResponse,
    ExtendedKeyUsage, GetCertificateRequest, GetCertificateResponse, KeyUsage,
};

/// Tells all about a certificate.
pub(crate) async fn describe(
    _service: &Certificates,
    call: &Call,
    request: Authorized<DescribeCertificateRequest>,
) -> Result<DescribeCertificateResponse, AcmError> {
    let (account, arn) = (call.account()?, &request.certificate_arn);
    let key = records::key(account, call.region.as_str(), arn)?;
    let (record, user) = call.read(|reader| {
        let record = records::find(reader, &key, arn)?;
        let user = user(call, reader, account, arn)?;
        Ok::<_, AcmError>((record, user))
    })?;
    let certificate = record.certificate()?;
    Ok(DescribeCertificateResponse {
        certificate: Some(detail(&record, &certificate, user, call.now)),
    })
}

/// Tells a certificate and its chain.
pub(crate) async fn get(
    _service: &Certificates,
    call: &Call,
    request: Authorized<GetCertificateRequest>,
) -> Result<GetCertificateResponse, AcmError> {
    let arn = &request.certificate_arn;
    let key = records::key(call.account()?, call.region.as_str(), arn)?;
    let record = call.read(|reader| records::find(reader, &key, arn))?;
    Ok(GetCertificateResponse { certificate: Some(record.body), certificate_chain: record.chain })
}

/// The ARN of what shows a certificate to clients, if something does.
pub(crate) fn user(
    call: &Call,
    reader: &Reader<'_>,
    account: AccountId,
    arn: &str,
) -> Result<Option<String>, AcmError> {
    for users in &call.platform.ports.certificate_users {
        if let Some(user) = users.user(reader, account, arn)? {
            return Ok(Some(user));
        }
    }
    Ok(None)
}

/// The name that AWS calls a certificate by: the common name of its subject, or its first other.
pub(crate) fn domain(certificate: &Certificate) -> Option<String> {
    certificate.common_name().or_else(|| certificate.dns_names().into_iter().next())
}

/// What AWS calls the kind of its key in answers, and in filters.
pub(crate) fn algorithm(certificate: &Certificate) -> (String, String) {
    let name = match certificate.key_kind() {
        Some(KeyKind::Rsa { bits }) => return (format!("RSA-{bits}"), format!("RSA_{bits}")),
        Some(KeyKind::P256) => "EC_prime256v1",
        Some(KeyKind::P384) => "EC_secp384r1",
        Some(KeyKind::P521) => "EC_secp521r1",
        None => "",
    };
    (name.to_owned(), name.to_owned())
}

pub(crate) fn status(certificate: &Certificate, now: Timestamp) -> &'static str {
    if now < certificate.not_after() { "ISSUED" } else { "EXPIRED" }
}

fn detail(
    record: &Imported,
    certificate: &Certificate,
    user: Option<String>,
    now: Timestamp,
) -> CertificateDetail {
    let purposes = certificate
        .purposes()
        .into_iter()
        .map(|(name, oid)| ExtendedKeyUsage { name: Some(name.to_owned()), oid: Some(oid) });
    let for_key = certificate.key_uses().into_iter();
    CertificateDetail {
        certificate_arn: Some(record.arn.to_string()),
        domain_name: domain(certificate),
        subject_alternative_names: Some(certificate.dns_names()),
        managed_by: None,
        domain_validation_options: None,
        serial: Some(certificate.serial()),
        subject: Some(certificate.subject()),
        issuer: Some(certificate.issuer_name()),
        created_at: Some(record.created),
        issued_at: None,
        imported_at: Some(record.latest),
        status: Some(status(certificate, now).to_owned()),
        revoked_at: None,
        revocation_reason: None,
        not_before: Some(certificate.not_before()),
        not_after: Some(certificate.not_after()),
        key_algorithm: Some(algorithm(certificate).0),
        signature_algorithm: certificate.signature_name().map(str::to_owned),
        in_use_by: Some(user.into_iter().collect()),
        failure_reason: None,
        r#type: Some("IMPORTED".to_owned()),
        renewal_summary: None,
        key_usages: Some(for_key.map(|name| KeyUsage { name: Some(name.to_owned()) }).collect()),
        extended_key_usages: Some(purposes.collect()),
        certificate_authority_arn: None,
        renewal_eligibility: Some("INELIGIBLE".to_owned()),
        options: Some(CertificateOptions {
            certificate_transparency_logging_preference: Some("DISABLED".to_owned()),
            export: None,
            validation_method: None,
        }),
        update_summary: None,
        certificate_key_pair_origin: Some("CUSTOMER_PROVIDED".to_owned()),
        acme_endpoint_arn: None,
        acme_account_id: None,
    }
}
