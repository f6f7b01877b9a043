//! The certificates that listeners of HTTPS name: server certificates of IAM.

use bartizan_service::Call;
use bartizan_service::store::{Key, Reader, Writer};
use bartizan_types::{AccountId, Fault, Region};

use crate::error::ElbError;
use crate::naming::{Kind, Scope};
use crate::records::ListenerRecord;
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

/// The ARN of a balancer of the account that shows this certificate, in whatever region.
pub(crate) fn user(
    reader: &Reader<'_>,
    account: AccountId,
    arn: &str,
) -> Result<Option<String>, Fault> {
    let mut shown = showing(reader, account, arn)?.into_iter();
    Ok(shown.next().map(|(key, one)| {
        let scope = Scope { account, region: Region::new(&key.region) };
        scope.arn(Kind::Balancer, &one.balancer).to_string()
    }))
}

/// Shows the same certificate under another ARN.
pub(crate) fn renamed(
    writer: &mut Writer<'_>,
    account: AccountId,
    (old, new): (&str, &str),
) -> Result<(), Fault> {
    for (key, mut one) in showing(writer, account, old)? {
        for arn in one.certificates.iter_mut().filter(|arn| *arn == old) {
            new.clone_into(arn);
        }
        writer.put(&key, &one)?;
    }
    Ok(())
}

/// The listeners of the account that show this certificate, in whatever region.
fn showing(
    reader: &Reader<'_>,
    account: AccountId,
    arn: &str,
) -> Result<Vec<(Key, ListenerRecord)>, Fault> {
    /// How many listeners are read at a time.
    const PAGE: usize = 1000;
    // Whatever the account has stands behind a key of it with neither region nor id.
    let mut after = Some(Key::global(account, ""));
    let mut found = Vec::new();
    while let Some(from) = after.take() {
        let mut page = reader.scan_all::<ListenerRecord>(Some(&from), PAGE)?;
        page.retain(|(key, _)| key.account == account.to_string());
        after = page.last().filter(|_| page.len() == PAGE).map(|(key, _)| key.clone());
        found.extend(
            page.into_iter().filter(|(_, one)| one.certificates.iter().any(|it| it == arn)),
        );
    }
    Ok(found)
}
