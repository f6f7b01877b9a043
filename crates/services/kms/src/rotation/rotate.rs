//! Rotations on demand, and what a rotation does.

use bartizan_keys::{KeyMaterial, KeySpec};
use bartizan_service::directory::kms::KeyOrigin;
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call, Vault};

use super::{check_kind, check_primary, imported};
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::{KeyRecord, MaterialRecord, Rotated, RotationType};
use crate::shapes::{RotateKeyOnDemandRequest, RotateKeyOnDemandResponse};
use crate::states::{self, USE};
use crate::{KeyManagement, key};

/// How often a key may be rotated on demand. (AWS KMS API Reference, `RotateKeyOnDemand`.)
const ON_DEMAND_MAX: u32 = 25;

/// Gives a key new material, now.
pub(crate) async fn on_demand(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<RotateKeyOnDemandRequest>,
) -> Result<RotateKeyOnDemandResponse, KmsError> {
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    check_kind(&key)?;
    let material = match key.origin {
        KeyOrigin::AwsKms => Some(key::generate_now(call, KeySpec::SymmetricDefault)?),
        KeyOrigin::External => None,
        KeyOrigin::ExternalKeyStore | KeyOrigin::AwsCloudHsm => {
            return Err(super::wrong_origin(&key));
        }
    };
    let vault = call.platform.vault.clone();
    let done = call.commit(move |writer| {
        let mut record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, USE)?;
        check_primary(&record)?;
        if record.rotation.on_demand >= ON_DEMAND_MAX {
            let message = format!(
                "{} was rotated on demand {ON_DEMAND_MAX} times, which is the maximum.",
                key.arn
            );
            return Err(KmsError::LimitExceeded(message));
        }
        record.rotation.on_demand += 1;
        for mut one in record.family(writer)? {
            one.rotation.on_demand = record.rotation.on_demand;
            one.save(writer)?;
        }
        let rotated = Rotated { at: now, by: RotationType::OnDemand };
        match &material {
            Some(material) => put_material(writer, &record, material, rotated, &vault)?,
            None => imported::rotate(writer, &record, rotated)?,
        }
        Ok(RotateKeyOnDemandResponse { key_id: Some(key.arn.to_string()) })
    });
    Ok(done.await?)
}

/// Makes new material the current one of a key and of its replicas.
pub(crate) fn put_material(
    writer: &mut Writer<'_>,
    key: &KeyRecord,
    material: &KeyMaterial,
    rotated: Rotated,
    vault: &Vault,
) -> Result<(), KmsError> {
    for mut one in key.family(writer)? {
        let sealed = MaterialRecord::seal(&one, material, vault, rotated.at)?;
        let sealed = MaterialRecord { rotated: Some(rotated), ..sealed };
        writer.put(&sealed.key(), &sealed)?;
        one.current_material = Some(sealed.id);
        one.save(writer)?;
    }
    Ok(())
}
