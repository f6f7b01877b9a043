//! Patterns tried on messages. (Amazon CloudWatch Logs API Reference, `TestMetricFilter`.)

use bartizan_service::{Authorized, Call};

use crate::Logs;
use crate::error::LogsError;
use crate::filter_log_events::parse;
use crate::shapes::{MetricFilterMatchRecord, TestMetricFilterRequest, TestMetricFilterResponse};

/// Tells which messages match a pattern, and what it extracts of them.
pub(crate) async fn test(
    _logs: &Logs,
    _call: &Call,
    request: Authorized<TestMetricFilterRequest>,
) -> Result<TestMetricFilterResponse, LogsError> {
    let request = request.into_inner();
    let filter = parse(&request.filter_pattern)?;
    let numbered = (1..).zip(request.log_event_messages);
    let matches = numbered.filter_map(|(number, message)| {
        let extracted = filter.extract(&message)?;
        Some(MetricFilterMatchRecord {
            event_number: Some(number),
            event_message: Some(message),
            extracted_values: Some(extracted),
        })
    });
    Ok(TestMetricFilterResponse { matches: Some(matches.collect()) })
}
