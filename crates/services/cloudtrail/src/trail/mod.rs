//! Trails: what they log, and where to.

mod create;
mod delete;
mod destination;
mod list;
mod logging;
mod name;
mod settings;
mod status;
mod update;

use bartizan_service::Call;
use bartizan_service::store::Reader;

use crate::error::CloudTrailError;
use crate::records::{Trail, trails_of};

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use destination::{
    check_insights as check_insights_folder, refused as refused_by_bucket,
};
pub(crate) use list::{describe, list, show};
pub(crate) use logging::{start as start_logging, stop as stop_logging};
pub(crate) use name::Reference;
pub(crate) use settings::refuse;
pub(crate) use status::status;
pub(crate) use update::update;

/// The trail that a call names, as it is seen in the call's region.
pub(crate) fn find(
    reader: &Reader<'_>,
    reference: &Reference,
    region: &str,
) -> Result<Trail, CloudTrailError> {
    let found = reader.get::<Trail>(&reference.key())?;
    found.filter(|trail| trail.is_seen_in(region)).ok_or_else(|| reference.unknown())
}

/// The trail that a call changes, which must be made in its home region.
pub(crate) fn find_at_home(
    reader: &Reader<'_>,
    reference: &Reference,
    region: &str,
) -> Result<Trail, CloudTrailError> {
    let elsewhere = |trail: &Trail| {
        CloudTrailError::InvalidHomeRegion(trail.arn().to_string(), trail.home_region.clone())
    };
    match reader.get::<Trail>(&reference.key())? {
        Some(trail) if trail.home_region == region => Ok(trail),
        Some(trail) if trail.is_multi_region => Err(elsewhere(&trail)),
        Some(_) => Err(reference.unknown()),
        // By its name alone a shadow trail is known, too.
        None => {
            let all = trails_of(reader, reference.account)?;
            let shadow =
                all.iter().find(|trail| trail.name == reference.name && trail.is_seen_in(region));
            Err(shadow.map_or_else(|| reference.unknown(), elsewhere))
        }
    }
}

/// [`find`] outside of a transaction.
pub(crate) fn read(call: &Call, name: &str) -> Result<Trail, CloudTrailError> {
    let reference = Reference::read(call, name)?;
    let region = call.region.as_str();
    Ok(call.read(|reader| find(reader, &reference, region))?)
}
