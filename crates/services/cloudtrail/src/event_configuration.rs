//! `PutEventConfiguration`, `GetEventConfiguration`: how the data events of a trail are aggregated.
//! Bartizan delivers each event by itself, so that a trail can have no aggregation but none.

use bartizan_service::{Authorized, Call};

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::shapes::{
    GetEventConfigurationRequest, GetEventConfigurationResponse, PutEventConfigurationRequest,
    PutEventConfigurationResponse,
};
use crate::trail::{self, Reference};

/// Takes what changes nothing, and refuses the rest.
pub(crate) async fn put(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<PutEventConfigurationRequest>,
) -> Result<PutEventConfigurationResponse, CloudTrailError> {
    let request = request.into_inner();
    let name = trail_only(request.trail_name, request.event_data_store.as_deref())?;
    if request.max_event_size.is_some() || request.context_key_selectors.is_some() {
        return Err(CloudTrailError::InvalidParameterCombination(
            "MaxEventSize and ContextKeySelectors are settings of event data stores.",
        ));
    }
    let Some(aggregations) = request.aggregation_configurations else {
        return Err(CloudTrailError::InvalidParameterCombination(
            "AggregationConfigurations is required for a trail.",
        ));
    };
    if !aggregations.is_empty() {
        return Err(CloudTrailError::not_implemented(
            "Aggregation of data events (AggregationConfigurations)",
        ));
    }
    let reference = Reference::read(call, &name)?;
    let region = call.region.as_str().to_owned();
    let done = call.commit(move |writer| {
        let trail = trail::find_at_home(writer, &reference, &region)?;
        Ok::<_, CloudTrailError>(PutEventConfigurationResponse {
            trail_arn: Some(trail.arn().to_string()),
            aggregation_configurations: Some(Vec::new()),
            ..PutEventConfigurationResponse::default()
        })
    });
    Ok(done.await?)
}

/// The settings of a trail.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetEventConfigurationRequest>,
) -> Result<GetEventConfigurationResponse, CloudTrailError> {
    let request = request.into_inner();
    let name = trail_only(request.trail_name, request.event_data_store.as_deref())?;
    let trail = trail::read(call, &name)?;
    Ok(GetEventConfigurationResponse {
        trail_arn: Some(trail.arn().to_string()),
        aggregation_configurations: Some(Vec::new()),
        ..GetEventConfigurationResponse::default()
    })
}

fn trail_only(trail: Option<String>, store: Option<&str>) -> Result<String, CloudTrailError> {
    match (trail, store) {
        (Some(trail), None) => Ok(trail),
        (None, Some(_)) => Err(CloudTrailError::not_implemented(
            "The event configuration of an event data store (EventDataStore)",
        )),
        _ => Err(CloudTrailError::InvalidParameterCombination(
            "Specify either TrailName or EventDataStore.",
        )),
    }
}
