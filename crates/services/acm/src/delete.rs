//! Certificates removed.

use bartizan_service::{Authorized, Call};

use crate::Certificates;
use crate::error::AcmError;
use crate::records::{self, Imported};
use crate::shapes::DeleteCertificateRequest;

/// Removes a certificate that nothing shows to clients.
pub(crate) async fn delete(
    _service: &Certificates,
    call: &Call,
    request: Authorized<DeleteCertificateRequest>,
) -> Result<(), AcmError> {
    let (account, arn) = (call.account()?, request.into_inner().certificate_arn);
    let key = records::key(account, call.region.as_str(), &arn)?;
    let users = call.platform.ports.certificate_users.clone();
    let done = call.commit(move |writer| {
        records::find(writer, &key, &arn)?;
        for users in users {
            if let Some(user) = users.user(writer, account, &arn)? {
                let account = account.to_string();
                return Err(AcmError::ResourceInUse { arn, account, user });
            }
        }
        writer.delete::<Imported>(&key)?;
        Ok(())
    });
    Ok(done.await?)
}
