//! The certificate of the names that distributions are given. AWS's is signed by an authority that
//! browsers trust; this one is made at each start, and signs itself.

use std::sync::Arc;

use bartizan_edge::config::Certificate;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The names.
const NAMES: &str = "*.cloudfront.net";
/// What access logs call it.
const ARN: &str = "cloudfront";

/// A new certificate; nothing where none can be made, which leaves distributions to HTTP.
pub(super) fn made() -> Option<Arc<Certificate>> {
    match rcgen::generate_simple_self_signed([NAMES.to_owned()]) {
        Ok(made) => Some(Arc::new(Certificate {
            arn: ARN.to_owned(),
            chain_pem: pem("CERTIFICATE", made.cert.der()),
            key_pem: pem("PRIVATE KEY", &made.signing_key.serialize_der()),
        })),
        Err(error) => {
            tracing::error!(%error, "no certificate for the names of distributions can be made");
            None
        }
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}
