//! Rotation of key material: what was encrypted by earlier material can be decrypted still. (AWS KMS
//! Developer Guide, "Rotate AWS KMS keys".)

mod imported;
mod list;
mod rotate;
pub(crate) mod rule;

use bartizan_keys::KeySpec;
use bartizan_service::directory::kms::{KeyOrigin, KmsKey};
use bartizan_service::{Authorized, Call};

use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT, OWN};
use crate::records::{KeyRecord, Schedule};
use crate::shapes::{
    DisableKeyRotationRequest, EnableKeyRotationRequest, GetKeyRotationStatusRequest,
    GetKeyRotationStatusResponse,
};
use crate::states::{self, CHANGE, USE};

pub(crate) use list::list;
pub(crate) use rotate::{on_demand, put_material};

/// How often a key is rotated unless the request says, in days. (AWS KMS API Reference,
/// `EnableKeyRotation`.)
const PERIOD_DAYS: i32 = 365;

/// Has a key rotated again and again, with its replicas.
pub(crate) async fn enable(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<EnableKeyRotationRequest>,
) -> Result<(), KmsError> {
    let now = call.now;
    let period = request.rotation_period_in_days;
    change(call, &request.key_id, move |present| {
        let days = period.unwrap_or(PERIOD_DAYS);
        present.filter(|known| known.period_days == days).or(Some(Schedule::from(now, days)))
    })
    .await
}

/// Lets a key's material be.
pub(crate) async fn disable(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DisableKeyRotationRequest>,
) -> Result<(), KmsError> {
    change(call, &request.key_id, |_| None).await
}

/// Whether a key is rotated, and when.
pub(crate) async fn status(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<GetKeyRotationStatusRequest>,
) -> Result<GetKeyRotationStatusResponse, KmsError> {
    let key = naming::key(call, &request.key_id, ANY_ACCOUNT)?;
    states::check(&key.arn, key.state(call.now), CHANGE)?;
    let record = call.read(|reader| KeyRecord::find(reader, &key.arn))?;
    let schedule = record.rotation.schedule;
    Ok(GetKeyRotationStatusResponse {
        key_rotation_enabled: Some(schedule.is_some()),
        key_id: Some(key.arn.to_string()),
        rotation_period_in_days: schedule.map(|schedule| schedule.period_days),
        next_rotation_date: schedule.map(|schedule| schedule.next),
        // A rotation is done when its call returns.
        on_demand_rotation_start_date: None,
    })
}

async fn change(
    call: &Call,
    name: &str,
    change: impl FnOnce(Option<Schedule>) -> Option<Schedule> + Send + 'static,
) -> Result<(), KmsError> {
    let (key, now) = (naming::key(call, name, OWN)?, call.now);
    check_kind(&key)?;
    if key.origin != KeyOrigin::AwsKms {
        return Err(wrong_origin(&key));
    }
    let done = call.commit(move |writer| {
        let record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, USE)?;
        check_primary(&record)?;
        let schedule = change(record.rotation.schedule);
        for mut one in record.family(writer)? {
            one.rotation.schedule = schedule;
            one.save(writer)?;
        }
        Ok::<_, KmsError>(())
    });
    Ok(done.await?)
}

/// Whether a key is of a kind that is rotated at all.
fn check_kind(key: &KmsKey) -> Result<(), KmsError> {
    if key.spec == KeySpec::SymmetricDefault {
        return Ok(());
    }
    let (arn, spec) = (&key.arn, key.spec.name());
    let message = format!("{arn} key spec is {spec} which is not valid for this operation.");
    Err(KmsError::UnsupportedOperation(message))
}

fn wrong_origin(key: &KmsKey) -> KmsError {
    let (arn, origin) = (&key.arn, key.origin.name());
    let message = format!("{arn} origin is {origin} which is not valid for this operation.");
    KmsError::UnsupportedOperation(message)
}

/// Rotation is a property of the primary key alone.
fn check_primary(key: &KeyRecord) -> Result<(), KmsError> {
    if key.is_replica() {
        let message = format!("{} is a replica: rotate its primary key.", key.arn());
        return Err(KmsError::UnsupportedOperation(message));
    }
    Ok(())
}
