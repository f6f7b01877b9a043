//! Groups and streams listed. (Amazon CloudWatch Logs API Reference, `DescribeLogGroups` and
//! `DescribeLogStreams`.)

use bartizan_service::{Authorized, Call, paging};

use crate::error::LogsError;
use crate::records::{Group, Stream};
use crate::shapes::{
    DescribeLogGroupsRequest, DescribeLogGroupsResponse, DescribeLogStreamsRequest,
    DescribeLogStreamsResponse, LogGroup, LogStream,
};
use crate::{Logs, names};

const PAGE: usize = 50;
/// How streams are ordered by their last events.
const BY_LAST_EVENT: &str = "LastEventTime";

/// Tells groups.
pub(crate) async fn groups(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DescribeLogGroupsRequest>,
) -> Result<DescribeLogGroupsResponse, LogsError> {
    let request = request.into_inner();
    if request.include_linked_accounts.unwrap_or(false) || request.account_identifiers.is_some() {
        return Err(LogsError::invalid("This account monitors no other accounts."));
    }
    let (prefix, pattern) = (request.log_group_name_prefix, request.log_group_name_pattern);
    if prefix.is_some() && pattern.is_some() {
        return Err(LogsError::invalid(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        ));
    }
    let named = request.log_group_identifiers.map(|identifiers| {
        let named = identifiers.iter().map(|name| names::identified(call, None, Some(name)));
        named.collect::<Result<Vec<_>, LogsError>>()
    });
    let named = named.transpose()?;
    let pattern = pattern.map(|pattern| pattern.to_lowercase());
    let is_wanted = |group: &Group| {
        pattern.as_ref().is_none_or(|pattern| group.name().to_lowercase().contains(pattern))
            && named.as_ref().is_none_or(|named| named.contains(&group.arn))
            && request.log_group_class.as_ref().is_none_or(|class| group.class == *class)
    };
    let limit = limit(request.limit);
    let mut place = paging::place(request.next_token.as_deref())?;
    let (account, region) = (names::account(call)?.to_string(), call.region.as_str());
    let prefix = prefix.unwrap_or_default();
    let mut found = Vec::new();
    while found.len() <= limit {
        let page = call.read(|reader| {
            Ok::<_, LogsError>(reader.scan::<Group>(
                &account,
                region,
                &prefix,
                place.as_deref(),
                PAGE + 1,
            )?)
        })?;
        let Some((last, _)) = page.last() else { break };
        place = Some(last.id.clone());
        found.extend(page.into_iter().map(|(_, group)| group).filter(is_wanted));
    }
    let page = paging::page_of_read(found, limit, |group| group.name().to_owned());
    Ok(DescribeLogGroupsResponse {
        log_groups: Some(page.items.into_iter().map(shown_group).collect()),
        next_token: page.next,
    })
}

fn shown_group(group: Group) -> LogGroup {
    LogGroup {
        log_group_name: Some(group.name().to_owned()),
        creation_time: Some(group.created.millis()),
        retention_in_days: group.retention_days,
        metric_filter_count: Some(0),
        arn: Some(format!("{}:*", group.arn)),
        stored_bytes: Some(0),
        log_group_class: Some(group.class),
        log_group_arn: Some(group.arn.to_string()),
        deletion_protection_enabled: Some(group.is_protected),
        ..LogGroup::default()
    }
}

/// Tells the streams of a group.
pub(crate) async fn streams(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DescribeLogStreamsRequest>,
) -> Result<DescribeLogStreamsResponse, LogsError> {
    let request = request.into_inner();
    let arn = names::identified(
        call,
        request.log_group_name.as_deref(),
        request.log_group_identifier.as_deref(),
    )?;
    let is_by_event = request.order_by.as_deref() == Some(BY_LAST_EVENT);
    let prefix = request.log_stream_name_prefix.unwrap_or_default();
    if is_by_event && !prefix.is_empty() {
        return Err(LogsError::invalid(
            "Cannot order by LastEventTime with a logStreamNamePrefix.",
        ));
    }
    let found = call.read(|reader| {
        let group = names::find(reader, &arn)?;
        let (key, prefix) = (group.key()?, format!("{}/{prefix}", group.id));
        Ok::<_, LogsError>(reader.scan::<Stream>(
            &key.account,
            &key.region,
            &prefix,
            None,
            usize::MAX,
        )?)
    })?;
    let is_descending = request.descending.unwrap_or(false);
    let ranked = found.into_iter().map(|(_, stream)| {
        let last = stream.reach.map_or(0, |(_, last)| last);
        let place = if is_by_event { format!("{last:015} ") } else { String::new() };
        (format!("{place}{}", stream.name), stream)
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by(|(left, _), (right, _)| left.cmp(right));
    if is_descending {
        ranked.reverse();
    }
    if let Some(place) = paging::place(request.next_token.as_deref())? {
        ranked.retain(|(rank, _)| if is_descending { *rank < place } else { *rank > place });
    }
    let page = paging::page_of_read(ranked, limit(request.limit), |(rank, _)| rank.clone());
    Ok(DescribeLogStreamsResponse {
        log_streams: Some(page.items.into_iter().map(|(_, stream)| shown_stream(stream)).collect()),
        next_token: page.next,
    })
}

fn shown_stream(stream: Stream) -> LogStream {
    LogStream {
        arn: Some(stream.arn.to_string()),
        creation_time: Some(stream.created.millis()),
        first_event_timestamp: stream.reach.map(|(first, _)| first),
        last_event_timestamp: stream.reach.map(|(_, last)| last),
        last_ingestion_time: stream.last_ingested,
        upload_sequence_token: Some(crate::put_events::SEQUENCE_TOKEN.to_owned()),
        stored_bytes: Some(0),
        log_stream_name: Some(stream.name),
    }
}

fn limit(limit: Option<i32>) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).map_or(PAGE, |limit| limit.min(PAGE))
}
