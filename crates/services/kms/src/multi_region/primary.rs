//! `UpdatePrimaryRegion`.

use bartizan_service::directory::kms::KeyOrigin;
use bartizan_service::{Authorized, Call};
use bartizan_types::Region;

use super::check_primary;
use crate::error::KmsError;
use crate::naming::{self, OWN};
use crate::records::{KeyRecord, MultiRegion, key_arn};
use crate::shapes::UpdatePrimaryRegionRequest;
use crate::states::{self, USE};
use crate::{KeyManagement, import};

/// Makes a replica the primary key, and the primary key a replica.
pub(crate) async fn update(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<UpdatePrimaryRegionRequest>,
) -> Result<(), KmsError> {
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    let primary = Region::new(&request.primary_region);
    let replica = key_arn(&primary, key.account, &key.id);
    if call.directory.kms().key(replica.as_str()).is_none() {
        // One that is made meanwhile was not decided about.
        return Err(KmsError::NotFound(format!("Key '{replica}' does not exist")));
    }
    let done = call.commit(move |writer| {
        let record = KeyRecord::find(writer, &key.arn)?;
        states::check(&key.arn, record.state(writer, now)?, USE)?;
        check_primary(&record)?;
        let replica = KeyRecord::find(writer, &replica)?;
        states::check(&replica.arn(), replica.state(writer, now)?, USE)?;
        if record.origin == KeyOrigin::External {
            import::check_complete(writer, &record, &replica, now)?;
        }
        for mut one in record.family(writer)? {
            one.multi_region = Some(MultiRegion { primary: primary.clone() });
            one.save(writer)?;
        }
        Ok::<_, KmsError>(())
    });
    Ok(done.await?)
}
