//! Batches: each entry succeeds or fails by itself. (Amazon SQS API Reference, `SendMessageBatch`.)

use std::collections::BTreeSet;

use bartizan_types::{Fault, FaultKind};

use crate::error::SqsError;
use crate::names::is_plain;
use crate::shapes::BatchResultErrorEntry;

const ENTRIES_MAX: usize = 10;
const ID_MAX: usize = 80;

/// Whether a batch has entries, not too many, each with an id of its own.
pub(crate) fn check<'i>(
    kind: &str,
    ids: impl ExactSizeIterator<Item = &'i str>,
) -> Result<(), SqsError> {
    match ids.len() {
        0 => return Err(SqsError::EmptyBatch(kind.to_owned())),
        1..=ENTRIES_MAX => {}
        more => return Err(SqsError::LongBatch(more)),
    }
    let mut known = BTreeSet::new();
    for id in ids {
        if id.is_empty() || id.len() > ID_MAX || !id.bytes().all(is_plain) {
            return Err(SqsError::InvalidBatchId);
        }
        if !known.insert(id) {
            return Err(SqsError::RepeatedId(id.to_owned()));
        }
    }
    Ok(())
}

/// An entry that failed.
pub(crate) fn failed(id: String, error: SqsError) -> BatchResultErrorEntry {
    let fault = Fault::from(error);
    BatchResultErrorEntry {
        id,
        sender_fault: fault.kind() == FaultKind::Client,
        code: fault.code.to_string(),
        message: Some(fault.message),
    }
}
