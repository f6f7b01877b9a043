//! `StartLogging`, `StopLogging`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{Reference, find_at_home};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::records::{self, Period, Progress};
use crate::shapes::{
    StartLoggingRequest, StartLoggingResponse, StopLoggingRequest, StopLoggingResponse,
};

/// How many times in which a trail logged are kept apart while their events are not delivered;
/// beyond, the oldest are joined, which delivers too much rather than too little.
const PERIODS_MAX: usize = 100;

/// Logs from now on. A trail that is logging goes on.
pub(crate) async fn start(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<StartLoggingRequest>,
) -> Result<StartLoggingResponse, CloudTrailError> {
    // A new trail need not read what happened before it.
    let place = call.platform.activity().last_before(call.now.millis())?.unwrap_or_default();
    let now = call.now;
    change(call, &request.name, move |progress| begin(progress, now, place)).await?;
    Ok(StartLoggingResponse::default())
}

/// Logs no more. What happened until now is delivered still.
pub(crate) async fn stop(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<StopLoggingRequest>,
) -> Result<StopLoggingResponse, CloudTrailError> {
    let now = call.now;
    change(call, &request.name, move |progress| end(progress, now)).await?;
    Ok(StopLoggingResponse::default())
}

async fn change(
    call: &Call,
    name: &str,
    change: impl FnOnce(&mut Progress) + Send + 'static,
) -> Result<(), CloudTrailError> {
    let reference = Reference::read(call, name)?;
    let region = call.region.as_str().to_owned();
    let done = call.commit(move |writer| {
        let trail = find_at_home(writer, &reference, &region)?;
        records::advance(writer, &trail, change)?;
        Ok::<_, CloudTrailError>(())
    });
    Ok(done.await?)
}

fn begin(progress: &mut Progress, now: Timestamp, place: String) {
    if progress.is_logging() {
        return;
    }
    if progress.periods.is_empty() {
        progress.place = place;
        progress.due = None;
    }
    progress.periods.push(Period { from: now, until: None });
    if progress.periods.len() > PERIODS_MAX {
        let oldest = progress.periods.remove(0);
        if let Some(next) = progress.periods.first_mut() {
            next.from = oldest.from;
        }
    }
    progress.started = Some(now);
    progress.lost_events = None;
}

fn end(progress: &mut Progress, now: Timestamp) {
    if let Some(last) = progress.periods.last_mut().filter(|last| last.until.is_none()) {
        last.until = Some(now);
        progress.stopped = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn a_trail_logs_from_start_to_stop() {
        let mut progress = Progress::default();
        begin(&mut progress, at(10), "a".to_owned());
        begin(&mut progress, at(11), "b".to_owned());
        assert_eq!((progress.place.as_str(), progress.started), ("a", Some(at(10))));
        end(&mut progress, at(20));
        end(&mut progress, at(21));
        begin(&mut progress, at(30), "c".to_owned());
        assert_eq!(progress.place, "a", "what happened before is not delivered yet");
        assert_eq!(progress.stopped, Some(at(20)));
        for (moment, logged) in [(9, false), (10, true), (20, true), (21, false), (30, true)] {
            assert_eq!(progress.was_logging(at(moment)), logged, "{moment}");
        }
    }

    #[test]
    fn periods_are_bounded_and_lose_nothing() {
        let mut progress = Progress::default();
        for number in 0..150 {
            begin(&mut progress, at(number * 10), String::new());
            end(&mut progress, at(number * 10 + 1));
        }
        assert_eq!(progress.periods.len(), PERIODS_MAX);
        assert!((0..150).all(|number| progress.was_logging(at(number * 10))));
    }
}
