//! `CreateTrail`.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Region;

use super::settings::{self, refuse_absent_services, shown_as};
use super::{Reference, destination};
use crate::error::CloudTrailError;
use crate::records::{Progress, Trail, trails_of};
use crate::selection::Selection;
use crate::shapes::{CreateTrailRequest, CreateTrailResponse};
use crate::{CloudTrail, tags};

/// The most trails that are seen in a region. (CloudTrail User Guide, "Quotas in AWS CloudTrail".)
const TRAILS_MAX: usize = 5;

/// Makes a trail, which does not log yet.
pub(crate) async fn create(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<CreateTrailRequest>,
) -> Result<CreateTrailResponse, CloudTrailError> {
    let request = request.into_inner();
    let reference = Reference::read(call, &request.name)?;
    if request.name.starts_with("arn:") {
        return Err(CloudTrailError::InvalidTrailName(
            "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, \
             periods (.), hyphens (-), and underscores (_)."
                .to_owned(),
        ));
    }
    if !Region::is_known(&reference.region) {
        let region = &reference.region;
        let reason = format!("There is no region {region}: a trail needs one that AWS has.");
        return Err(CloudTrailError::UnsupportedOperation(reason));
    }
    refuse_absent_services!(request)?;
    let is_multi_region = request.is_multi_region_trail.unwrap_or(false);
    let global = request.include_global_service_events.unwrap_or(true);
    settings::check_reach(is_multi_region, global)?;
    let mut trail = Trail {
        id: call.platform.random.uuid(),
        account: reference.account,
        home_region: reference.region,
        name: reference.name,
        bucket: settings::bucket(request.s3_bucket_name)?,
        bucket_region: String::new(),
        key_prefix: settings::key_prefix(request.s3_key_prefix)?,
        includes_global_services: global,
        is_multi_region,
        validates_files: request.enable_log_file_validation.unwrap_or(false),
        logs_own_deliveries: request.recursive_logging.unwrap_or(true),
        selection: Selection::default(),
        insights: Vec::new(),
        tags: tags::put(Vec::new(), request.tags_list.unwrap_or_default())?,
        kms_key: request.kms_key_id.filter(|key| !key.is_empty()),
    };
    call.read(|reader| check_room(reader, &trail))?;
    destination::check(call, &mut trail).await?;
    let done = call.commit(move |writer| {
        check_room(writer, &trail)?;
        let progress = Progress { trail: trail.id.clone(), ..Progress::default() };
        writer.put(&trail.key(), &trail)?;
        writer.put(&trail.key(), &progress)?;
        Ok::<_, CloudTrailError>(shown_as!(CreateTrailResponse, trail))
    });
    Ok(done.await?)
}

/// Whether the name is free and the quota leaves room, in every region that would see the trail.
pub(super) fn check_room(reader: &Reader<'_>, new: &Trail) -> Result<(), CloudTrailError> {
    let account = new.account.to_string();
    let mut others = trails_of(reader, new.account)?;
    others.retain(|other| other.id != new.id);
    let meets = |other: &&Trail| {
        other.is_multi_region || new.is_multi_region || other.home_region == new.home_region
    };
    if others.iter().filter(meets).any(|other| other.name == new.name) {
        return Err(CloudTrailError::TrailAlreadyExists(new.name.clone(), account));
    }
    let mut regions: Vec<&str> = vec![&new.home_region];
    if new.is_multi_region {
        regions.extend(others.iter().map(|other| other.home_region.as_str()));
    }
    for region in regions {
        let seen = others.iter().filter(|other| other.is_seen_in(region)).count();
        if seen >= TRAILS_MAX {
            let region = region.to_owned();
            return Err(CloudTrailError::MaximumNumberOfTrailsExceeded(account, seen, region));
        }
    }
    Ok(())
}
