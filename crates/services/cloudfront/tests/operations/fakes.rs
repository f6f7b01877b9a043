//! What other services would bring: a server certificate, and a web ACL.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::Given;
use bartizan_service::types::{AccountId, Arn, Fault};
use bartizan_service::{Ports, ServerCertificatePem, ServerCertificates, WebAcls};

/// The id of the certificate that is there.
pub(crate) const CERTIFICATE: &str = "ASCA1";
/// The web ACL that is there.
pub(crate) const WEB_ACL: &str = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acl/1";

pub(crate) struct Fakes;

impl Given for Fakes {
    fn offer(&self, ports: &mut Ports) {
        ports.server_certificates = Some(Arc::new(Certificates));
        ports.web_acls = Some(Arc::new(Acls));
    }
}

struct Certificates;

impl ServerCertificates for Certificates {
    fn is_there(&self, _: &Reader<'_>, _: AccountId, _: &str) -> Result<bool, Fault> {
        Ok(false)
    }

    fn arn_of_id(&self, _: &Reader<'_>, _: AccountId, id: &str) -> Result<Option<String>, Fault> {
        let arn = "arn:aws:iam::123456789012:server-certificate/cloudfront/web";
        Ok((id == CERTIFICATE).then(|| arn.to_owned()))
    }

    fn open(
        &self,
        _: &Reader<'_>,
        _: AccountId,
        _: &str,
    ) -> Result<Option<ServerCertificatePem>, Fault> {
        Ok(None)
    }
}

struct Acls;

impl WebAcls for Acls {
    fn protect(&self, _: &mut Writer<'_>, _: &Arn, web_acl: Option<&str>) -> Result<bool, Fault> {
        Ok(web_acl.is_none_or(|arn| arn == WEB_ACL))
    }
}
