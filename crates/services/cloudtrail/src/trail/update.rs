//! `UpdateTrail`.

use bartizan_service::{Authorized, Call};

use super::settings::{self, refuse_absent_services, shown_as};
use super::{Reference, create, destination, find_at_home};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::records::{self, Trail};
use crate::shapes::{UpdateTrailRequest, UpdateTrailResponse};

/// Changes what the request names and leaves the rest.
pub(crate) async fn update(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<UpdateTrailRequest>,
) -> Result<UpdateTrailResponse, CloudTrailError> {
    let request = request.into_inner();
    let reference = Reference::read(call, &request.name)?;
    let region = call.region.as_str().to_owned();
    let before = call.read(|reader| find_at_home(reader, &reference, &region))?;
    refuse_absent_services!(request)?;
    let change = Change::read(request)?;
    let mut changed = change.applied_to(before)?;
    destination::check(call, &mut changed).await?;
    let Trail { bucket_region, kms_key, .. } = changed;
    let done = call.commit(move |writer| {
        // What others changed in the meantime stays.
        let trail = find_at_home(writer, &reference, &region)?;
        let mut trail = Trail { bucket_region, ..change.applied_to(trail)? };
        if change.kms_key.is_some() {
            trail.kms_key = kms_key;
        }
        create::check_room(writer, &trail)?;
        writer.put(&trail.key(), &trail)?;
        records::advance(writer, &trail, |progress| {
            progress.due = None;
            progress.failures = 0;
        })?;
        Ok::<_, CloudTrailError>(shown_as!(UpdateTrailResponse, trail))
    });
    Ok(done.await?)
}

/// What a request changes.
struct Change {
    bucket: Option<String>,
    /// The new prefix; an empty one takes it away.
    key_prefix: Option<String>,
    includes_global_services: Option<bool>,
    is_multi_region: Option<bool>,
    validates_files: Option<bool>,
    logs_own_deliveries: Option<bool>,
    /// The name of the new key; an empty one takes it away.
    kms_key: Option<String>,
}

impl Change {
    fn read(request: UpdateTrailRequest) -> Result<Self, CloudTrailError> {
        Ok(Self {
            bucket: request.s3_bucket_name.map(settings::bucket).transpose()?,
            key_prefix: request.s3_key_prefix,
            includes_global_services: request.include_global_service_events,
            is_multi_region: request.is_multi_region_trail,
            validates_files: request.enable_log_file_validation,
            logs_own_deliveries: request.recursive_logging,
            kms_key: request.kms_key_id,
        })
    }

    fn applied_to(&self, mut trail: Trail) -> Result<Trail, CloudTrailError> {
        if let Some(bucket) = &self.bucket {
            trail.bucket.clone_from(bucket);
        }
        if self.key_prefix.is_some() {
            trail.key_prefix = settings::key_prefix(self.key_prefix.clone())?;
        }
        if let Some(key) = &self.kms_key {
            trail.kms_key = Some(key.clone()).filter(|key| !key.is_empty());
        }
        let set = |to: &mut bool, asked: Option<bool>| *to = asked.unwrap_or(*to);
        set(&mut trail.includes_global_services, self.includes_global_services);
        set(&mut trail.is_multi_region, self.is_multi_region);
        set(&mut trail.validates_files, self.validates_files);
        set(&mut trail.logs_own_deliveries, self.logs_own_deliveries);
        settings::check_reach(trail.is_multi_region, trail.includes_global_services)?;
        Ok(trail)
    }
}
