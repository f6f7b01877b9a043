//! `ListInsightsMetricData`: the rates themselves, counted from the activity record. The first page
//! is the newest one; the points of a page are in the order of time.

use std::collections::BTreeMap;
use std::time::Duration;

use bartizan_service::store::{ActivityPage, ActivityQuery};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{Category, InsightKind, Subject};
use crate::error::CloudTrailError;
use crate::records::{Trail, trails_of};
use crate::shapes::{ListInsightsMetricDataRequest, ListInsightsMetricDataResponse};
use crate::{CloudTrail, delivery, event, lookup, trail};

/// The periods of points, with how long each is available. (CloudTrail API Reference,
/// `ListInsightsMetricData`.)
const PERIODS: [(i32, Duration); 3] = [
    (60, Duration::from_hours(15 * 24)),
    (300, Duration::from_hours(63 * 24)),
    (3600, Duration::from_hours(90 * 24)),
];
/// The most points of a page, and their number where the request names none.
const POINTS_MAX: usize = 21_600;
/// How many events one call looks at. A page may be short of points and still have a next one.
const EXAMINED_MAX: usize = 20_000;
const ROWS: usize = 1000;

/// Shows a rate.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListInsightsMetricDataRequest>,
) -> Result<ListInsightsMetricDataResponse, CloudTrailError> {
    let trail = match &request.trail_name {
        Some(name) => Some(trail::read(call, name)?),
        None => None,
    };
    let subject = subject(call, &request, trail.as_ref())?;
    let points = Points::asked(call, &request)?;
    let (points, next_token) = if is_watched(call, &subject, trail.as_ref())? {
        points.counted(call, &subject, trail.as_ref())?
    } else {
        (Vec::new(), None)
    };
    let request = request.into_inner();
    Ok(ListInsightsMetricDataResponse {
        trail_arn: trail.map(|trail| trail.arn().to_string()),
        event_source: Some(request.event_source),
        event_name: Some(request.event_name),
        insight_type: Some(request.insight_type),
        error_code: request.error_code,
        timestamps: Some(points.iter().map(|(at, _)| Timestamp::from_millis(*at)).collect()),
        values: Some(points.iter().map(|(_, count)| f64::from(*count)).collect()),
        next_token,
    })
}

/// What the request asks about: of a trail's data events, or of the account's management events.
fn subject(
    call: &Call,
    request: &ListInsightsMetricDataRequest,
    trail: Option<&Trail>,
) -> Result<Subject, CloudTrailError> {
    let kind = InsightKind::named(&request.insight_type).ok_or_else(|| {
        CloudTrailError::InvalidParameter(format!("{} is no insight type.", request.insight_type))
    })?;
    let error = request.error_code.clone();
    if error.is_some() != (kind == InsightKind::ApiErrorRate) {
        return Err(CloudTrailError::InvalidParameter(
            "ErrorCode goes with the insight type ApiErrorRateInsight, which needs it.".to_owned(),
        ));
    }
    Ok(Subject {
        kind,
        category: if trail.is_some() { Category::Data } else { Category::Management },
        region: call.region.as_str().to_owned(),
        source: request.event_source.clone(),
        name: request.event_name.clone(),
        error,
    })
}

/// Whether a trail has insights about it: without, there is no data.
fn is_watched(
    call: &Call,
    subject: &Subject,
    trail: Option<&Trail>,
) -> Result<bool, CloudTrailError> {
    let has = |trail: &Trail| {
        trail.is_seen_in(&subject.region)
            && trail
                .insights
                .iter()
                .any(|choice| choice.kind == subject.kind && choice.is_about(subject.category))
    };
    if let Some(trail) = trail {
        return Ok(has(trail));
    }
    let account = call.account()?;
    let trails = call.read(|reader| trails_of(reader, account))?;
    Ok(trails.iter().any(has))
}

/// Points, each the begin of its period and a count, and the token of the next page.
type Page = (Vec<(i64, u32)>, Option<String>);

/// Which points are wanted.
struct Points {
    period_ms: i64,
    from_ms: i64,
    fills: bool,
    max: usize,
    place: Place,
}

/// How far the pages have come.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Points from here on were shown.
    until_ms: i64,
    /// Where to go on among the events of the newest point that is not complete, and how many of
    /// them were counted.
    page: Option<String>,
    counted: u32,
}

impl Points {
    fn asked(
        call: &Call,
        request: &ListInsightsMetricDataRequest,
    ) -> Result<Self, CloudTrailError> {
        let asked = request.period.unwrap_or(3600);
        let Some((seconds, kept)) = PERIODS.into_iter().find(|(seconds, _)| *seconds == asked)
        else {
            return Err(CloudTrailError::InvalidParameter(
                "Period must be 60, 300 or 3600.".to_owned(),
            ));
        };
        let period_ms = i64::from(seconds) * 1000;
        let kept_ms = i64::try_from(kept.as_millis()).unwrap_or(i64::MAX);
        let oldest = call.now.millis().saturating_sub(kept_ms);
        let start = request.start_time.map_or(oldest, |start| start.millis().max(oldest));
        let end = request.end_time.unwrap_or(call.now).min(call.now).millis();
        if request.start_time.is_some_and(|start| start.millis() > end) {
            return Err(CloudTrailError::InvalidParameter(
                "The start time must be before the end time.".to_owned(),
            ));
        }
        let first = Place { until_ms: end, page: None, counted: 0 };
        let place = match &request.next_token {
            Some(token) => {
                let place = Place::read(token).ok_or_else(CloudTrailError::InvalidNextToken)?;
                Place { until_ms: place.until_ms.min(end), ..place }
            }
            None => first,
        };
        Ok(Self {
            period_ms,
            from_ms: start.div_euclid(period_ms).saturating_mul(period_ms),
            fills: request.data_type.as_deref() == Some("FillWithZeros"),
            max: request.max_results.and_then(|max| max.try_into().ok()).unwrap_or(POINTS_MAX),
            place,
        })
    }

    fn counted(
        self,
        call: &Call,
        subject: &Subject,
        trail: Option<&Trail>,
    ) -> Result<Page, CloudTrailError> {
        let mut tally = Tally::new(&self);
        let by_name = ("EventName".to_owned(), subject.name.clone());
        let mut query = ActivityQuery {
            account: call.account()?.to_string(),
            region: subject.region.clone(),
            from_ms: self.from_ms,
            to_ms: self.place.until_ms.saturating_sub(1),
            attribute: trail.is_none().then_some(by_name),
            page: self.place.page.clone(),
            limit: ROWS,
        };
        let mut examined = 0;
        loop {
            let ActivityPage { rows, next } = lookup::page(call, &query)?;
            examined += rows.len();
            for row in &rows {
                let record = event::record(row).filter(|record| subject.counts(record));
                if record.is_some_and(|record| {
                    trail.is_none_or(|trail| delivery::selects(trail, row, &record))
                }) {
                    tally.count(row.time_ms);
                }
            }
            query.page = next;
            if query.page.is_none() {
                return Ok(tally.points(&self, None));
            }
            if examined >= EXAMINED_MAX {
                let last_ms = rows.last().map_or(self.from_ms, |row| row.time_ms);
                return Ok(tally.points(&self, query.page.map(|page| (last_ms, page))));
            }
        }
    }
}

/// How many events there were in each period.
struct Tally {
    period_ms: i64,
    counts: BTreeMap<i64, u32>,
}

impl Tally {
    fn new(points: &Points) -> Self {
        let mut tally = Self { period_ms: points.period_ms, counts: BTreeMap::new() };
        if points.place.page.is_some() {
            let open = tally.begin(points.place.until_ms.saturating_sub(1));
            tally.counts.insert(open, points.place.counted);
        }
        tally
    }

    fn begin(&self, time_ms: i64) -> i64 {
        time_ms.div_euclid(self.period_ms).saturating_mul(self.period_ms)
    }

    fn count(&mut self, time_ms: i64) {
        let count = self.counts.entry(self.begin(time_ms)).or_default();
        *count = count.saturating_add(1);
    }

    /// The points of the page and the token of the next one. `rest` is where counting ended: the
    /// time of the last event and its place.
    fn points(self, wanted: &Points, rest: Option<(i64, String)>) -> Page {
        let open = rest.as_ref().map(|(last_ms, _)| self.begin(*last_ms));
        let complete_from = open.map_or(wanted.from_ms, |open| open + self.period_ms);
        let newest = self.begin(wanted.place.until_ms.saturating_sub(1));
        let mut points: Vec<(i64, u32)> = Vec::new();
        if wanted.fills {
            let mut at = newest;
            while at >= complete_from && points.len() <= wanted.max {
                points.push((at, self.counts.get(&at).copied().unwrap_or(0)));
                at -= self.period_ms;
            }
        } else {
            let found = self.counts.range(complete_from..).rev();
            let found = found.filter(|(_, count)| **count > 0).take(wanted.max + 1);
            points.extend(found.map(|(at, count)| (*at, *count)));
        }
        let next = if points.len() > wanted.max {
            points.truncate(wanted.max);
            points.last().map(|(at, _)| Place { until_ms: *at, page: None, counted: 0 })
        } else {
            rest.zip(open).map(|((_, page), open)| Place {
                until_ms: open + self.period_ms,
                page: Some(page),
                counted: self.counts.get(&open).copied().unwrap_or(0),
            })
        };
        points.reverse();
        (points, next.map(|place| place.token()))
    }
}

impl Place {
    fn token(&self) -> String {
        let Self { until_ms, page, counted } = self;
        format!("{until_ms},{counted},{}", page.as_deref().unwrap_or_default())
    }

    fn read(token: &str) -> Option<Self> {
        let (until_ms, rest) = token.split_once(',')?;
        let (counted, page) = rest.split_once(',')?;
        Some(Self {
            until_ms: until_ms.parse().ok()?,
            counted: counted.parse().ok()?,
            page: Some(page.to_owned()).filter(|page| !page.is_empty()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn points(fills: bool, max: usize, place: Place) -> Points {
        Points { period_ms: 60_000, from_ms: 0, fills, max, place }
    }

    fn from_now(until_ms: i64) -> Place {
        Place { until_ms, page: None, counted: 0 }
    }

    fn tally(points: &Points, times: &[i64]) -> Tally {
        let mut tally = Tally::new(points);
        for time_ms in times {
            tally.count(*time_ms);
        }
        tally
    }

    #[test]
    fn points_are_counted_and_filled() {
        let times = [250_000, 241_000, 61_000, 5];
        for (fills, expected) in [
            (false, vec![(0, 1), (60_000, 1), (240_000, 2)]),
            (true, vec![(0, 1), (60_000, 1), (120_000, 0), (180_000, 0), (240_000, 2)]),
        ] {
            let wanted = points(fills, 10, from_now(300_000));
            assert_eq!(tally(&wanted, &times).points(&wanted, None), (expected, None));
        }
    }

    #[test]
    fn pages_go_back_in_time() {
        let wanted = points(false, 2, from_now(300_000));
        let (page, next) = tally(&wanted, &[250_000, 61_000, 5]).points(&wanted, None);
        assert_eq!(page, [(60_000, 1), (240_000, 1)]);
        let place = Place::read(&next.unwrap()).unwrap();
        assert_eq!(place, from_now(60_000));
    }

    #[test]
    fn a_point_with_many_events_is_counted_over_several_pages() {
        let wanted = points(true, 10, from_now(120_000));
        let rest = Some((30_000, "30000.7".to_owned()));
        let (page, next) = tally(&wanted, &[70_000, 50_000, 30_000]).points(&wanted, rest);
        assert_eq!(page, [(60_000, 1)]);
        let wanted = points(true, 10, Place::read(&next.unwrap()).unwrap());
        let (page, next) = tally(&wanted, &[20_000]).points(&wanted, None);
        assert_eq!((page, next), (vec![(0, 3)], None));
    }

    proptest! {
        #[test]
        fn any_token_is_refused_or_gives_a_bounded_page(
            token in "(-?[0-9]{1,19}|[0-9,.a]{0,9}),[0-9]{0,10},[0-9.]{0,9}",
            fills: bool,
        ) {
            if let Some(place) = Place::read(&token) {
                let wanted = points(fills, 10, place);
                let (page, _) = tally(&wanted, &[61_000, 5]).points(&wanted, None);
                prop_assert!(page.len() <= 10);
            }
        }
    }

    #[test]
    fn a_token_that_no_page_gave_is_refused() {
        for wrong in ["", "1", "1,2", "a,1,", "1,-1,", "99999999999999999999,1,"] {
            assert_eq!(Place::read(wrong), None, "{wrong}");
        }
    }
}
