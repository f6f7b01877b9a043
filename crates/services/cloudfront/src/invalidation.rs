//! Invalidations: what is cached of some paths is forgotten. (Amazon `CloudFront` API Reference,
//! `CreateInvalidation`.)

use std::sync::Arc;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::Cdn;
use crate::error::CdnError;
use crate::naming::{self, new_id};
use crate::paging;
use crate::policy::listed;
use crate::records::{BY_DISTRIBUTION, InvalidationRecord};
use crate::shapes::{
    CreateInvalidationRequest, CreateInvalidationResult, GetInvalidationRequest,
    GetInvalidationResult, Invalidation, InvalidationBatch, InvalidationList, InvalidationSummary,
    ListInvalidationsRequest, ListInvalidationsResult, Paths,
};

/// The most paths at a time. (`CloudFront` Developer Guide, "Quotas on invalidations".)
const PATHS_MAX: usize = 3000;
/// How many invalidations of a distribution are kept to be looked at.
const KEPT_MAX: usize = 1000;

/// Forgets what is cached of some paths: it is gone when this is answered.
pub(crate) async fn create(
    _service: &Cdn,
    call: &Call,
    request: Authorized<CreateInvalidationRequest>,
) -> Result<CreateInvalidationResult, CdnError> {
    let request = request.into_inner();
    let (account, now, batch) = (call.account()?, call.now, request.invalidation_batch);
    let paths = paths(batch.paths)?;
    if batch.caller_reference.is_empty() {
        return Err(CdnError::argument("The parameter CallerReference is required."));
    }
    let (distribution, reference) = (request.distribution_id, batch.caller_reference);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        naming::distribution(writer, account, &distribution)?;
        let mut held = of(writer, account, &distribution)?;
        let same = held.iter().find(|one| one.caller_reference == reference);
        let record = match same {
            Some(same) if same.paths == paths => same.clone(),
            Some(_) => {
                let message = "The caller reference was used for another invalidation of the \
                    distribution.";
                return Err(CdnError::argument(message));
            }
            None => {
                let id = new_id('I', &*random);
                let caller_reference = reference;
                let record = InvalidationRecord {
                    account,
                    distribution,
                    id,
                    created: now,
                    caller_reference,
                    paths,
                };
                writer.put(&key(account, &record.distribution, &record.id), &record)?;
                held.sort_by_key(|one| one.created);
                let beyond = (held.len() + 1).saturating_sub(KEPT_MAX);
                for old in held.iter().take(beyond) {
                    writer.delete::<InvalidationRecord>(&key(
                        account,
                        &old.distribution,
                        &old.id,
                    ))?;
                }
                record
            }
        };
        let (of, id) = (&record.distribution, &record.id);
        let location = format!(
            "https://cloudfront.amazonaws.com/2020-05-31/distribution/{of}/invalidation/{id}"
        );
        Ok(CreateInvalidationResult {
            location: Some(location),
            invalidation: Some(shown(record, "InProgress")),
        })
    });
    Ok(done.await?)
}

/// An invalidation.
pub(crate) async fn one(
    _service: &Cdn,
    call: &Call,
    request: Authorized<GetInvalidationRequest>,
) -> Result<GetInvalidationResult, CdnError> {
    let account = call.account()?;
    let found = call.read(|reader| {
        naming::distribution(reader, account, &request.distribution_id)?;
        let key = key(account, &request.distribution_id, &request.id);
        let found = reader.get::<InvalidationRecord>(&key)?;
        found.ok_or_else(|| CdnError::missing("NoSuchInvalidation", "invalidation"))
    })?;
    Ok(GetInvalidationResult { invalidation: Some(shown(found, "Completed")) })
}

/// The invalidations of a distribution, the newest first.
pub(crate) async fn list(
    _service: &Cdn,
    call: &Call,
    request: Authorized<ListInvalidationsRequest>,
) -> Result<ListInvalidationsResult, CdnError> {
    let account = call.account()?;
    let found = call.read(|reader| {
        naming::distribution(reader, account, &request.distribution_id)?;
        of(reader, account, &request.distribution_id)
    })?;
    let (marker, most) = (request.marker.as_deref(), request.max_items.as_deref());
    let newest = |one: &InvalidationRecord| {
        format!("{:020}{}", i64::MAX.saturating_sub(one.created.millis()), one.id)
    };
    let (page, max_items) = paging::page(found, marker, most, newest)?;
    let items: Vec<_> = page.items.into_iter().map(summary).collect();
    let list = InvalidationList {
        marker: marker.unwrap_or_default().to_owned(),
        is_truncated: page.next.is_some(),
        next_marker: page.next,
        max_items,
        quantity: i32::try_from(items.len()).unwrap_or(i32::MAX),
        items: (!items.is_empty()).then_some(items),
    };
    Ok(ListInvalidationsResult { invalidation_list: Some(list) })
}

fn of(
    reader: &Reader<'_>,
    account: AccountId,
    distribution: &str,
) -> Result<Vec<InvalidationRecord>, CdnError> {
    let found = reader.find::<InvalidationRecord>(BY_DISTRIBUTION, distribution)?;
    let own = found.into_iter().map(|(_, record)| record);
    Ok(own.filter(|record| record.account == account).collect())
}

fn key(account: AccountId, distribution: &str, id: &str) -> Key {
    Key::global(account, format!("{distribution}/{id}"))
}

/// The paths of a request: each begins with a slash, and a star stands at the end only. (The
/// Developer Guide, "Specify the files to invalidate".)
fn paths(paths: Paths) -> Result<Vec<String>, CdnError> {
    let mut read = listed(paths.quantity, paths.items)?;
    if read.is_empty() {
        return Err(CdnError::argument(
            "Your request must contain at least one invalidation path.",
        ));
    }
    if read.len() > PATHS_MAX {
        let message = "Invalidation batch specified is too large.";
        return Err(CdnError::Refused("BatchTooLarge", message.to_owned(), 413));
    }
    for path in &mut read {
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        let star = path.find('*');
        let is_path = star.is_none_or(|at| at + 1 == path.len());
        if !is_path || path.bytes().any(|byte| !matches!(byte, b'!'..=b'~')) {
            let message = "Your request contains one or more invalid invalidation paths.";
            return Err(CdnError::argument(message));
        }
    }
    Ok(read)
}

fn summary(record: InvalidationRecord) -> InvalidationSummary {
    let (id, create_time) = (record.id, record.created);
    InvalidationSummary { id, create_time, status: "Completed".to_owned() }
}

fn shown(record: InvalidationRecord, status: &str) -> Invalidation {
    let quantity = i32::try_from(record.paths.len()).unwrap_or(i32::MAX);
    Invalidation {
        id: record.id,
        status: status.to_owned(),
        create_time: record.created,
        invalidation_batch: InvalidationBatch {
            paths: Paths { quantity, items: Some(record.paths) },
            caller_reference: record.caller_reference,
        },
    }
}
