//! Subscription filters, and the events that they are shown: at least once, in the order of their
//! segments. (Amazon CloudWatch Logs API Reference, `PutSubscriptionFilter`; User Guide, "Using
//! subscription filters".)

mod deliver;

use bartizan_service::store::{Key, Writer};
use bartizan_service::{Authorized, Call, paging};
use bartizan_types::Arn;

pub use self::deliver::deliver;
use crate::error::LogsError;
use crate::filter_log_events::parse;
use crate::records::{Delivery, Group, Stream, Subscription};
use crate::shapes::{
    DeleteSubscriptionFilterRequest, DescribeSubscriptionFiltersRequest,
    DescribeSubscriptionFiltersResponse, PutSubscriptionFilterRequest, SubscriptionFilter,
};
use crate::{Logs, names};

/// The most subscription filters of a group. (Amazon CloudWatch Logs User Guide, "CloudWatch Logs
/// quotas".)
const SUBSCRIPTIONS_MAX: usize = 2;
const PAGE: usize = 50;

/// Puts a subscription filter, whose destination is a function that can be invoked.
pub(crate) async fn put(
    _logs: &Logs,
    call: &Call,
    request: Authorized<PutSubscriptionFilterRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    let is_more = request.apply_on_transformed_logs.unwrap_or(false)
        || request.field_selection_criteria.is_some()
        || request.emit_system_fields.is_some_and(|fields| !fields.is_empty());
    if is_more {
        return Err(LogsError::invalid(
            "Transformed logs, selection criteria and system fields are not supported.",
        ));
    }
    if request.role_arn.is_some() {
        return Err(LogsError::invalid(
            "destinationArn for vendor lambda cannot be used with roleArn",
        ));
    }
    parse(&request.filter_pattern)?;
    let arn = names::group(call, &request.log_group_name)?;
    let subscription = Subscription {
        name: request.filter_name,
        pattern: request.filter_pattern,
        destination: function(&arn, &request.destination_arn)?,
        distribution: request.distribution,
        created: call.now,
    };
    call.read(|reader| names::find(reader, &arn))?;
    deliver::try_out(call.road(), &arn, &subscription).await.map_err(|_| {
        LogsError::invalid(
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs \
             permission to execute your function.",
        )
    })?;
    let done = call.commit(move |writer| {
        let mut group = names::find(writer, &arn)?;
        let held = &mut group.subscriptions;
        let is_full = held.len() >= SUBSCRIPTIONS_MAX;
        match held.iter_mut().find(|held| held.name == subscription.name) {
            Some(held) => *held = subscription,
            None if is_full => return Err(LogsError::LimitExceeded),
            None => held.push(subscription),
        }
        Ok(writer.put(&group.key()?, &group)?)
    });
    Ok(done.await?)
}

/// Keeps in mind that a segment is to be shown to the subscriptions of its group.
pub(crate) fn announce(
    writer: &mut Writer<'_>,
    group: &Group,
    stream: &Stream,
    segment: &Key,
    now: i64,
) -> Result<(), LogsError> {
    for subscription in &group.subscriptions {
        let delivery = Delivery {
            group: group.arn.clone(),
            stream: stream.name.clone(),
            subscription: subscription.clone(),
            segment: segment.id.clone(),
            since: now,
            next: now,
            tries: 0,
        };
        let id = format!("{}/{}", segment.id, subscription.name);
        writer.put(&Key { id, ..segment.clone() }, &delivery)?;
    }
    Ok(())
}

/// The function of the group's region that a destination is.
fn function(group: &Arn, destination: &str) -> Result<Arn, LogsError> {
    let refused = || {
        LogsError::invalid(format!(
            "destinationArn {destination} is not the ARN of a Lambda function of this region."
        ))
    };
    let arn: Arn = destination.parse().map_err(|_| refused())?;
    let is_function = arn.service() == "lambda"
        && arn.region() == group.region()
        && arn.account_id().is_some()
        && arn.resource().starts_with("function:");
    if is_function { Ok(arn) } else { Err(refused()) }
}

/// Deletes a subscription filter: what it was not shown yet is not shown it.
pub(crate) async fn delete(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DeleteSubscriptionFilterRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    let arn = names::group(call, &request.log_group_name)?;
    let done = call.commit(move |writer| {
        let mut group = names::find(writer, &arn)?;
        let before = group.subscriptions.len();
        group.subscriptions.retain(|held| held.name != request.filter_name);
        if group.subscriptions.len() == before {
            return Err(LogsError::NoSuchSubscription);
        }
        Ok(writer.put(&group.key()?, &group)?)
    });
    Ok(done.await?)
}

/// Tells the subscription filters of a group.
pub(crate) async fn describe(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DescribeSubscriptionFiltersRequest>,
) -> Result<DescribeSubscriptionFiltersResponse, LogsError> {
    let request = request.into_inner();
    let arn = names::group(call, &request.log_group_name)?;
    let group = call.read(|reader| names::find(reader, &arn))?;
    let prefix = request.filter_name_prefix.unwrap_or_default();
    let name = group.name().to_owned();
    let found = group.subscriptions.into_iter().filter(|held| held.name.starts_with(&prefix));
    let limit = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(PAGE);
    let page = paging::page(found.collect(), request.next_token.as_deref(), limit, |held| {
        held.name.clone()
    })?;
    let shown = page.items.into_iter().map(|held| SubscriptionFilter {
        filter_name: Some(held.name),
        log_group_name: Some(name.clone()),
        filter_pattern: Some(held.pattern),
        destination_arn: Some(held.destination.to_string()),
        role_arn: None,
        distribution: held.distribution,
        apply_on_transformed_logs: Some(false),
        creation_time: Some(held.created.millis()),
        field_selection_criteria: None,
        emit_system_fields: None,
    });
    Ok(DescribeSubscriptionFiltersResponse {
        subscription_filters: Some(shown.collect()),
        next_token: page.next,
    })
}
