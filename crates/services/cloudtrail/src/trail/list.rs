//! `GetTrail`, `DescribeTrails`, `ListTrails`.

use bartizan_service::{Authorized, Call};

use super::Reference;
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::records::{Trail, trails_of};
use crate::selection::Selection;
use crate::shapes::{
    self, DescribeTrailsRequest, DescribeTrailsResponse, GetTrailRequest, GetTrailResponse,
    ListTrailsRequest, ListTrailsResponse, TrailInfo,
};

/// One trail.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetTrailRequest>,
) -> Result<GetTrailResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.name)?;
    let unknown =
        CloudTrailError::TrailNotFound(request.name.clone(), reference.account.to_string());
    let region = call.region.as_str();
    let found = call.read(|reader| {
        let found = reader.get::<Trail>(&reference.key())?;
        Ok::<_, CloudTrailError>(found.filter(|trail| trail.is_seen_in(region)))
    })?;
    let trail = found.ok_or(unknown)?;
    Ok(GetTrailResponse { trail: Some(shown(&trail)) })
}

/// The trails that are seen in the region, or those named of them. Names that are unknown are left
/// out.
pub(crate) async fn describe(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DescribeTrailsRequest>,
) -> Result<DescribeTrailsResponse, CloudTrailError> {
    let region = call.region.as_str();
    let shadows = request.include_shadow_trails.unwrap_or(true);
    let mut trails = match request.trail_name_list.as_deref() {
        None | Some([]) => seen(call)?,
        Some(asked) => named(call, asked)?,
    };
    trails.retain(|trail| shadows || trail.home_region == region);
    Ok(DescribeTrailsResponse { trail_list: Some(trails.iter().map(shown).collect()) })
}

/// The names of the trails that are seen in the region. Five at most: there is one page.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListTrailsRequest>,
) -> Result<ListTrailsResponse, CloudTrailError> {
    if request.next_token.is_some() {
        return Err(CloudTrailError::InvalidToken());
    }
    let info = |trail: &Trail| TrailInfo {
        trail_arn: Some(trail.arn().to_string()),
        name: Some(trail.name.clone()),
        home_region: Some(trail.home_region.clone()),
    };
    let trails = seen(call)?.iter().map(info).collect();
    Ok(ListTrailsResponse { trails: Some(trails), next_token: None })
}

/// The trails of these names or ARNs that are seen in the region.
fn named(call: &Call, asked: &[String]) -> Result<Vec<Trail>, CloudTrailError> {
    let account = call.account()?;
    let mut trails = Vec::new();
    for text in asked {
        let reference = Reference::read(call, text)?;
        let found = call.read(|reader| reader.get::<Trail>(&reference.key()))?;
        trails
            .extend(found.filter(|trail| {
                trail.account == account && trail.is_seen_in(call.region.as_str())
            }));
    }
    Ok(trails)
}

fn seen(call: &Call) -> Result<Vec<Trail>, CloudTrailError> {
    let account = call.account()?;
    let mut trails = call.read(|reader| trails_of(reader, account))?;
    trails.retain(|trail| trail.is_seen_in(call.region.as_str()));
    Ok(trails)
}

fn shown(trail: &Trail) -> shapes::Trail {
    shapes::Trail {
        name: Some(trail.name.clone()),
        s3_bucket_name: Some(trail.bucket.clone()),
        s3_key_prefix: trail.key_prefix.clone(),
        kms_key_id: trail.kms_key.clone(),
        include_global_service_events: Some(trail.includes_global_services),
        is_multi_region_trail: Some(trail.is_multi_region),
        home_region: Some(trail.home_region.clone()),
        trail_arn: Some(trail.arn().to_string()),
        log_file_validation_enabled: Some(trail.validates_files),
        has_custom_event_selectors: Some(trail.selection != Selection::default()),
        has_insight_selectors: Some(!trail.insights.is_empty()),
        is_organization_trail: Some(false),
        recursive_logging: Some(trail.logs_own_deliveries),
        ..shapes::Trail::default()
    }
}
