//! `PutEventSelectors`, `GetEventSelectors`.

use bartizan_service::{Authorized, Call};

use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::selection::{AdvancedSelector, BasicSelector, Selection};
use crate::shapes::{
    GetEventSelectorsRequest, GetEventSelectorsResponse, PutEventSelectorsRequest,
    PutEventSelectorsResponse,
};
use crate::trail::{self, Reference};

/// Sets which events a trail logs.
pub(crate) async fn put(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<PutEventSelectorsRequest>,
) -> Result<PutEventSelectorsResponse, CloudTrailError> {
    let request = request.into_inner();
    let reference = Reference::read(call, &request.trail_name)?;
    let region = call.region.as_str().to_owned();
    let selection = read(request)?;
    let done = call.commit(move |writer| {
        let mut trail = trail::find_at_home(writer, &reference, &region)?;
        trail.selection = selection;
        writer.put(&trail.key(), &trail)?;
        let (basic, advanced) = shown(&trail.selection);
        Ok::<_, CloudTrailError>(PutEventSelectorsResponse {
            trail_arn: Some(trail.arn().to_string()),
            event_selectors: basic,
            advanced_event_selectors: advanced,
        })
    });
    Ok(done.await?)
}

/// Which events a trail logs.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetEventSelectorsRequest>,
) -> Result<GetEventSelectorsResponse, CloudTrailError> {
    let trail = trail::read(call, &request.trail_name)?;
    let (event_selectors, advanced_event_selectors) = shown(&trail.selection);
    Ok(GetEventSelectorsResponse {
        trail_arn: Some(trail.arn().to_string()),
        event_selectors,
        advanced_event_selectors,
    })
}

fn read(request: PutEventSelectorsRequest) -> Result<Selection, CloudTrailError> {
    let selection = match (request.event_selectors, request.advanced_event_selectors) {
        (Some(basic), None) => BasicSelector::read_all(basic).map(Selection::Basic),
        (None, Some(advanced)) => AdvancedSelector::read_all(advanced).map(Selection::Advanced),
        _ => Err("Specify either EventSelectors or AdvancedEventSelectors.".to_owned()),
    };
    selection.map_err(CloudTrailError::InvalidEventSelectors)
}

type Shown =
    (Option<Vec<crate::shapes::EventSelector>>, Option<Vec<crate::shapes::AdvancedEventSelector>>);

fn shown(selection: &Selection) -> Shown {
    match selection {
        Selection::Basic(selectors) => {
            (Some(selectors.iter().map(BasicSelector::shown).collect()), None)
        }
        Selection::Advanced(selectors) => {
            (None, Some(selectors.iter().map(AdvancedSelector::shown).collect()))
        }
    }
}
