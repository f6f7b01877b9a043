//! Queues listed.

use bartizan_service::paging::{page, page_of_read, place};
use bartizan_service::{Authorized, Call};

use crate::Sqs;
use crate::error::SqsError;
use crate::names;
use crate::records::{DEAD_LETTER_TARGET, Queue};
use crate::shapes::{
    ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult, ListQueuesRequest,
    ListQueuesResult,
};

/// The most queues of a page, and how many there are without `MaxResults`.
const PAGE_MAX: usize = 1000;

/// The caller's queues whose names begin with a prefix.
pub(crate) async fn queues(
    _sqs: &Sqs,
    call: &Call,
    request: Authorized<ListQueuesRequest>,
) -> Result<ListQueuesResult, SqsError> {
    let limit = limit(request.max_results, request.next_token.is_some())?;
    let (account, region) = (call.account()?.to_string(), call.region.as_str());
    let prefix = request.queue_name_prefix.as_deref().unwrap_or_default();
    let after = place(request.next_token.as_deref())?;
    let found = call.read(|reader| {
        reader.scan::<Queue>(&account, region, prefix, after.as_deref(), limit + 1)
    })?;
    let page = page_of_read(found, limit, |(key, _)| key.id.clone());
    let urls: Vec<String> =
        page.items.iter().map(|(_, queue)| names::url(call, &queue.arn)).collect();
    Ok(ListQueuesResult {
        queue_urls: Some(urls).filter(|urls| !urls.is_empty()),
        next_token: page.next.filter(|_| request.max_results.is_some()),
    })
}

/// The queues that a queue takes the messages of that were received too often.
pub(crate) async fn sources(
    sqs: &Sqs,
    call: &Call,
    request: Authorized<ListDeadLetterSourceQueuesRequest>,
) -> Result<ListDeadLetterSourceQueuesResult, SqsError> {
    let limit = limit(request.max_results, request.next_token.is_some())?;
    let arn = names::of_url(call, &request.queue_url)?;
    sqs.hall.find(&arn)?;
    let found = call.read(|reader| reader.find::<Queue>(DEAD_LETTER_TARGET, arn.as_str()))?;
    let page = page(found, request.next_token.as_deref(), limit, |(key, _)| key.id.clone())?;
    Ok(ListDeadLetterSourceQueuesResult {
        queue_urls: page.items.iter().map(|(_, queue)| names::url(call, &queue.arn)).collect(),
        next_token: page.next.filter(|_| request.max_results.is_some()),
    })
}

fn limit(wanted: Option<i32>, has_token: bool) -> Result<usize, SqsError> {
    let Some(wanted) = wanted else {
        if has_token {
            return Err(SqsError::InvalidParameter(
                "MaxResults is a mandatory parameter when you provide a value for NextToken."
                    .to_owned(),
            ));
        }
        return Ok(PAGE_MAX);
    };
    let read = usize::try_from(wanted).ok().filter(|wanted| (1..=PAGE_MAX).contains(wanted));
    read.ok_or_else(|| {
        SqsError::value(wanted, "MaxResults", "MaxResults must be an integer between 1 and 1000.")
    })
}
