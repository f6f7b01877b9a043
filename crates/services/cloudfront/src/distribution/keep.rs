//! Distributions on their way into the store, with what others keep for them.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Call, ServerCertificates, WebAcls};
use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use crate::config;
use crate::error::CdnError;
use crate::naming::{self, check_version, new_id};
use crate::published::Certificate;
use crate::records::{BY_ALIAS, DistributionRecord};
use crate::shapes::DistributionConfig;

/// Who keeps what distributions name.
pub(crate) struct Means {
    certificates: Option<Arc<dyn ServerCertificates>>,
    web_acls: Option<Arc<dyn WebAcls>>,
}

impl Means {
    /// Those of a call.
    pub(crate) fn of(call: &Call) -> Self {
        let ports = &call.platform.ports;
        Self { certificates: ports.server_certificates.clone(), web_acls: ports.web_acls.clone() }
    }

    /// Checks a distribution with its whole configuration, and stores it.
    pub(super) fn put(
        &self,
        writer: &mut Writer<'_>,
        record: &mut DistributionRecord,
        config: &DistributionConfig,
    ) -> Result<(), CdnError> {
        let meant = config::read(writer, record.account, config)?;
        self.check_certificate(writer, record.account, &meant.certificate)?;
        check_aliases(writer, &record.id, &meant.aliases)?;
        record.aliases = meant.aliases;
        self.protect(writer, record, config.web_acl_id.as_deref())?;
        Ok(writer.put(&record.key(), record)?)
    }

    fn check_certificate(
        &self,
        reader: &Reader<'_>,
        account: AccountId,
        certificate: &Certificate,
    ) -> Result<(), CdnError> {
        let is_there = match (certificate, &self.certificates) {
            (Certificate::Default, _) => true,
            (Certificate::Iam(id), Some(port)) => port.arn_of_id(reader, account, id)?.is_some(),
            (Certificate::Acm(arn), Some(port)) => port.is_there(reader, account, arn)?,
            (_, None) => false,
        };
        if is_there {
            return Ok(());
        }
        let message = "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't \
            valid, or doesn't include a valid certificate chain.";
        Err(CdnError::refused("InvalidViewerCertificate", message))
    }

    /// Lets the web ACL that is named protect a distribution, or none.
    fn protect(
        &self,
        writer: &mut Writer<'_>,
        record: &DistributionRecord,
        web_acl: Option<&str>,
    ) -> Result<(), CdnError> {
        let arn = naming::distribution_arn(record.account, &record.id);
        let web_acl = web_acl.filter(|text| !text.is_empty());
        let is_done = match &self.web_acls {
            Some(port) => port.protect(writer, &arn, web_acl)?,
            None => web_acl.is_none(),
        };
        if is_done {
            return Ok(());
        }
        let message = "A web ACL ID specified is not valid. To specify a web ACL created using the \
            latest version of AWS WAF, use the ACL ARN.";
        Err(CdnError::refused("InvalidWebACLId", message))
    }

    /// Leaves a distribution unprotected.
    pub(super) fn unprotect(
        &self,
        writer: &mut Writer<'_>,
        record: &DistributionRecord,
    ) -> Result<(), CdnError> {
        self.protect(writer, record, None)
    }
}

/// A name leads to one distribution. (`CloudFront` Developer Guide, "Requirements for using alternate
/// domain names".)
fn check_aliases(reader: &Reader<'_>, own: &str, aliases: &[String]) -> Result<(), CdnError> {
    for alias in aliases {
        let found = reader.find::<DistributionRecord>(BY_ALIAS, alias)?;
        if found.iter().any(|(_, record)| record.id != own) {
            let message = "One or more of the CNAMEs you provided are already associated with a \
                different resource.";
            return Err(CdnError::conflict("CNAMEAlreadyExists", message));
        }
    }
    Ok(())
}

/// Gives a distribution another web ACL, or none; its new version.
pub(crate) async fn changed(
    call: &Call,
    (id, if_match): (String, Option<String>),
    web_acl: Option<String>,
) -> Result<String, CdnError> {
    let (account, means, now) = (call.account()?, Means::of(call), call.now);
    let random = Arc::clone(&call.platform.random);
    let mut etag = new_id('E', &*random);
    let version = etag.clone();
    call.commit(move |writer| {
        let mut record = naming::distribution(writer, account, &id)?;
        check_version(if_match.as_deref(), &record.etag)?;
        means.protect(writer, &record, web_acl.as_deref())?;
        if let Json::Object(members) = &mut record.config {
            members.insert("WebACLId".to_owned(), json!(web_acl.unwrap_or_default()));
        }
        record.etag = std::mem::take(&mut etag);
        record.modified = now;
        Ok::<_, CdnError>(writer.put(&record.key(), &record)?)
    })
    .await?;
    Ok(version)
}
