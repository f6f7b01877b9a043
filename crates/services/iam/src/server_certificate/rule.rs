//! Which resources calls about server certificates concern.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::records::{Named, ServerCertificate};
use crate::rules;

/// A certificate that the call uploads.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::on_new::<ServerCertificate>(ask, "ServerCertificateName")?;
    rules::with_tagging(ask, access, "iam:TagServerCertificate")
}

/// The certificate, with the tags it has and those the call names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = on_certificate(ask)?.0.request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The certificate as it is, and as it shall be named.
pub(crate) fn update(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, certificate) = on_certificate(ask)?;
    let mut accesses = vec![access];
    let (path, name) = (ask.text("NewPath"), ask.text("NewServerCertificateName"));
    if path.is_some() || name.is_some() {
        let path = path.unwrap_or_else(|| certificate.as_ref().map_or("/", Named::path));
        let name = name.or(ask.text("ServerCertificateName")).unwrap_or_default();
        accesses.push(rules::on_target::<ServerCertificate>(ask, path, name)?);
    }
    Ok(accesses)
}

/// The account's certificates under `PathPrefix`.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("PathPrefix").unwrap_or("/");
    let arn = rules::new_arn::<ServerCertificate>(ask.call.account()?, path, "");
    Ok(vec![Access::on(ask.action(), &arn)])
}

fn on_certificate(ask: &Ask<'_>) -> Result<(Access, Option<ServerCertificate>), Fault> {
    let name = ask.text("ServerCertificateName").unwrap_or_default();
    let (access, found) = rules::on::<ServerCertificate>(ask, name)?;
    let tags = found.as_ref().map_or(&[][..], |certificate| &certificate.tags);
    Ok((access.resource_tags(Some("iam"), tags), found))
}
