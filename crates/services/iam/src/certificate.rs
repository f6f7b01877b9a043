//! What is asked of certificates that are uploaded.

use bartizan_pki::Certificate;
use bartizan_types::Timestamp;

use crate::error::IamError;

/// AWS's message for a certificate that cannot be read.
const UNREADABLE: &str =
    "Unable to parse certificate. Please ensure the certificate is in PEM format.";

/// The certificate in `body`, which must be valid at `now`. (IAM User Guide, "Manage server
/// certificates in IAM".)
pub(crate) fn valid(body: &str, now: Timestamp) -> Result<Certificate, IamError> {
    let certificate = Certificate::from_pem(body).map_err(|_| malformed(UNREADABLE))?;
    if now < certificate.not_before() {
        return Err(malformed("Certificate is not yet valid. Its validity begins in the future."));
    }
    if now >= certificate.not_after() {
        return Err(malformed("Certificate is no longer valid. Its validity ended in the past."));
    }
    Ok(certificate)
}

/// Refuses a chain whose certificates did not issue each other, from the one that issued
/// `certificate` upwards.
pub(crate) fn check_chain(certificate: &Certificate, chain: &str) -> Result<(), IamError> {
    let chain = Certificate::chain_from_pem(chain).map_err(|_| malformed(UNREADABLE))?;
    let issued = std::iter::once(certificate).chain(&chain);
    // AWS counts from the certificate itself, which it calls -1.
    for (index, (below, above)) in (-1..).zip(issued.zip(&chain)) {
        if !below.is_issued_by(above) {
            return Err(malformed(&format!(
                "Unable to validate certificate chain. The certificate chain must start with the \
                 immediate signing certificate, followed by any intermediaries in order. The \
                 index within the chain of the invalid certificate is: {index}"
            )));
        }
    }
    Ok(())
}

/// A certificate that is refused, and why.
pub(crate) fn malformed(message: &str) -> IamError {
    IamError::MalformedCertificate(message.to_owned())
}
