//! `PutInsightSelectors`, `GetInsightSelectors`.

use std::time::Duration;

use bartizan_rates::Rates;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::subject::{Category, InsightChoice, InsightKind};
use super::{HISTORY, Watch};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::records::Trail;
use crate::selection::Selection;
use crate::shapes::{
    GetInsightSelectorsRequest, GetInsightSelectorsResponse, InsightSelector,
    PutInsightSelectorsRequest, PutInsightSelectorsResponse,
};
use crate::trail::{self, Reference};

/// Sets which insights a trail has; an empty list turns them off.
pub(crate) async fn put(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<PutInsightSelectorsRequest>,
) -> Result<PutInsightSelectorsResponse, CloudTrailError> {
    let request = request.into_inner();
    let destination = request.insights_destination.as_deref();
    let name = trail_only(request.trail_name, request.event_data_store.as_deref().or(destination))?;
    let reference = Reference::read(call, &name)?;
    let region = call.region.as_str().to_owned();
    let choices = read(request.insight_selectors)?;
    let before = call.read(|reader| trail::find_at_home(reader, &reference, &region))?;
    check(&before, &choices)?;
    if !choices.is_empty() {
        trail::check_insights_folder(call, &before).await?;
    }
    let watch = begun(call)?;
    let done = call.commit(move |writer| {
        let mut trail = trail::find_at_home(writer, &reference, &region)?;
        check(&trail, &choices)?;
        if choices.is_empty() {
            writer.delete::<Watch>(&trail.key())?;
        } else if choices != trail.insights {
            writer.put(&trail.key(), &Watch { trail: trail.id.clone(), ..watch })?;
        }
        trail.insights = choices;
        writer.put(&trail.key(), &trail)?;
        Ok::<_, CloudTrailError>(PutInsightSelectorsResponse {
            trail_arn: Some(trail.arn().to_string()),
            insight_selectors: Some(shown(&trail.insights)),
            ..PutInsightSelectorsResponse::default()
        })
    });
    Ok(done.await?)
}

/// Which insights a trail has.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetInsightSelectorsRequest>,
) -> Result<GetInsightSelectorsResponse, CloudTrailError> {
    let request = request.into_inner();
    let name = trail_only(request.trail_name, request.event_data_store.as_deref())?;
    let trail = trail::read(call, &name)?;
    if trail.insights.is_empty() {
        return Err(CloudTrailError::InsightNotEnabled(trail.name));
    }
    Ok(GetInsightSelectorsResponse {
        trail_arn: Some(trail.arn().to_string()),
        insight_selectors: Some(shown(&trail.insights)),
        ..GetInsightSelectorsResponse::default()
    })
}

/// The trail that a request names. Event data stores have no insights here.
fn trail_only(trail: Option<String>, store: Option<&str>) -> Result<String, CloudTrailError> {
    match (trail, store) {
        (Some(trail), None) => Ok(trail),
        (None, Some(_)) => Err(CloudTrailError::not_implemented(
            "Insights on an event data store (EventDataStore)",
        )),
        _ => Err(CloudTrailError::InvalidParameterCombination(
            "Specify either TrailName, or EventDataStore and InsightsDestination.",
        )),
    }
}

fn read(selectors: Vec<InsightSelector>) -> Result<Vec<InsightChoice>, CloudTrailError> {
    let invalid = |reason: String| Err(CloudTrailError::InvalidInsightSelectors(reason));
    let mut choices: Vec<InsightChoice> = Vec::new();
    for selector in selectors {
        let name = selector.insight_type.unwrap_or_default();
        let Some(kind) = InsightKind::named(&name) else {
            return invalid(format!("{name} is not a valid insight type."));
        };
        if choices.iter().any(|choice| choice.kind == kind) {
            return invalid(format!("Insight type {name} is given twice."));
        }
        let names = selector.event_categories.unwrap_or_default();
        let mut categories = Vec::new();
        for name in names {
            match Category::named(&name).filter(|category| !categories.contains(category)) {
                Some(category) => categories.push(category),
                None => return invalid(format!("{name} is not valid among the event categories.")),
            }
        }
        choices.push(InsightChoice { kind, categories });
    }
    Ok(choices)
}

/// A trail has insights about events that it logs only. (CloudTrail API Reference,
/// `PutInsightSelectors`.)
fn check(trail: &Trail, choices: &[InsightChoice]) -> Result<(), CloudTrailError> {
    for choice in choices {
        let name = choice.kind.name();
        if choice.is_about(Category::Management) && !logs_management(&trail.selection, choice.kind)
        {
            return Err(CloudTrailError::InvalidInsightSelectors(format!(
                "{name} on management events needs a trail that logs them; on the rate of calls, \
                 those that write."
            )));
        }
        if choice.is_about(Category::Data) && !trail.selection.logs_data() {
            return Err(CloudTrailError::InvalidInsightSelectors(format!(
                "{name} on data events needs a trail that logs data events."
            )));
        }
    }
    Ok(())
}

fn logs_management(selection: &Selection, kind: InsightKind) -> bool {
    let reads = kind == InsightKind::ApiErrorRate && selection.logs_management(true);
    reads || selection.logs_management(false)
}

/// A watch that learns from what the activity record has of the days before.
fn begun(call: &Call) -> Result<Watch, CloudTrailError> {
    let reach = call.now.millis().saturating_sub(millis(HISTORY));
    let activity = call.platform.activity();
    let place = activity.last_before(reach)?.unwrap_or_default();
    let oldest = activity.following("", 1)?.first().map(|row| row.time_ms);
    let since = Timestamp::from_millis(reach.max(oldest.unwrap_or(call.now.millis())));
    Ok(Watch {
        trail: String::new(),
        place,
        due: None,
        enabled: call.now,
        rates: Rates::new(since),
    })
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn shown(choices: &[InsightChoice]) -> Vec<InsightSelector> {
    let names = |choice: &InsightChoice| {
        choice.categories.iter().map(|category| category.name().to_owned()).collect::<Vec<_>>()
    };
    choices
        .iter()
        .map(|choice| InsightSelector {
            insight_type: Some(choice.kind.name().to_owned()),
            event_categories: Some(names(choice)).filter(|names| !names.is_empty()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(kind: &str, categories: &[&str]) -> InsightSelector {
        InsightSelector {
            insight_type: Some(kind.to_owned()),
            event_categories: Some(categories.iter().map(|name| (*name).to_owned()).collect()),
        }
    }

    #[test]
    fn selectors_are_shown_as_they_were_given() {
        let given = vec![
            selector("ApiErrorRateInsight", &["Data", "Management"]),
            InsightSelector { event_categories: None, ..selector("ApiCallRateInsight", &[]) },
        ];
        assert_eq!(format!("{:?}", shown(&read(given.clone()).unwrap())), format!("{given:?}"));
        for wrong in [
            vec![InsightSelector::default()],
            vec![selector("ApiColourInsight", &[])],
            vec![selector("ApiCallRateInsight", &["Weather"])],
            vec![selector("ApiCallRateInsight", &["Data", "Data"])],
            vec![selector("ApiCallRateInsight", &[]), selector("ApiCallRateInsight", &[])],
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
