//! The certificates that listeners of HTTPS name: server certificates of IAM.

use bartizan_service::Call;
use bartizan_service::store::Reader;

use crate::error::ElbError;
use crate::naming::Scope;
use crate::shapes::Certificate;

/// The ARNs of certificates that a request names.
pub(crate) fn arns(certificates: Option<Vec<Certificate>>) -> Result<Vec<String>, ElbError> {
    let mut arns = Vec::new();
    for certificate in certificates.unwrap_or_default() {
        let arn = certificate
            .certificate_arn
            .ok_or_else(|| ElbError::invalid("A certificate ARN must be specified"))?;
        if certificate.is_default.is_some() {
            return Err(ElbError::invalid("IsDefault cannot be specified in a request"));
        }
        if !arns.contains(&arn) {
            arns.push(arn);
        }
    }
    Ok(arns)
}

/// Whether the account has these certificates.
pub(crate) fn check(
    call: &Call,
    reader: &Reader<'_>,
    scope: &Scope,
    arns: &[String],
) -> Result<(), ElbError> {
    let port = call.platform.ports.server_certificates.clone().ok_or_else(|| {
        ElbError::not_implemented("HTTPS without the service that keeps server certificates")
    })?;
    for arn in arns {
        if !port.is_there(reader, scope.account, arn)? {
            let message = format!("Certificate '{arn}' not found");
            return Err(ElbError::refused("CertificateNotFound", message));
        }
    }
    Ok(())
}
