//! Turning keys on and off, and describing them.

use bartizan_service::{Authorized, Call};

use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::KeyRecord;
use crate::shapes::{DisableKeyRequest, EnableKeyRequest, UpdateKeyDescriptionRequest};
use crate::states::{self, Allows, CHANGE, SWITCH};

/// Turns a key on.
pub(crate) async fn enable(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<EnableKeyRequest>,
) -> Result<(), KmsError> {
    change(call, &request.key_id, SWITCH, |key| key.enabled = true).await
}

/// Turns a key off: from then on nobody uses it.
pub(crate) async fn disable(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DisableKeyRequest>,
) -> Result<(), KmsError> {
    change(call, &request.key_id, SWITCH, |key| key.enabled = false).await
}

/// Gives a key another description.
pub(crate) async fn describe_as(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<UpdateKeyDescriptionRequest>,
) -> Result<(), KmsError> {
    let request = request.into_inner();
    let description = request.description;
    change(call, &request.key_id, CHANGE, move |key| key.description = description).await
}

/// Changes the key of this name, if its state allows it.
async fn change(
    call: &Call,
    name: &str,
    allows: Allows,
    change: impl FnOnce(&mut KeyRecord) + Send + 'static,
) -> Result<(), KmsError> {
    let (key, now) = (naming::key(call, name, OWN)?, call.now);
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, allows)?;
        change(&mut record);
        record.save(writer)
    });
    Ok(done.await?)
}
