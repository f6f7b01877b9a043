//! What opens the service's ports. Decisions need none of its facts but those that its own rules read.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{CertificateUsers, Ports, Projection, ServerCertificates};
use bartizan_types::{AccountId, Fault};

use crate::config;
use crate::error::CdnError;
use crate::naming;
use crate::published::Certificate;
use crate::records::DistributionRecord;

/// Tells which distribution shows a certificate. It is entered behind those who keep certificates.
#[derive(Debug, Default)]
pub struct CdnProjection;

impl Projection for CdnProjection {
    fn offer(&self, ports: &mut Ports) {
        let keepers = ports.server_certificates.clone();
        ports.certificate_users.push(Arc::new(Distributions(keepers)));
    }
}

struct Distributions(Option<Arc<dyn ServerCertificates>>);

impl CertificateUsers for Distributions {
    fn user(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        arn: &str,
    ) -> Result<Option<String>, Fault> {
        for record in naming::all::<DistributionRecord>(reader, account)? {
            if self.shown(reader, &record)?.as_deref() == Some(arn) {
                return Ok(Some(naming::distribution_arn(account, &record.id).to_string()));
            }
        }
        Ok(None)
    }
}

impl Distributions {
    /// The ARN of the certificate that a distribution shows, if it is one of its own.
    fn shown(
        &self,
        reader: &Reader<'_>,
        record: &DistributionRecord,
    ) -> Result<Option<String>, CdnError> {
        match (config::certificate(record)?, &self.0) {
            (Certificate::Acm(arn), _) => Ok(Some(arn)),
            (Certificate::Iam(id), Some(keepers)) => {
                Ok(keepers.arn_of_id(reader, record.account, &id)?)
            }
            _ => Ok(None),
        }
    }
}
