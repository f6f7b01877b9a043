//! What requests may ask of general purpose buckets and none has here: whoever asks is told so.

use bartizan_wire::Value;

use crate::error::S3Error;

/// The members by which requests lock what they write until an event.
const EVENT_HOLD: &[&str] =
    &["ObjectLockEventHold", "ObjectLockEventHoldDurationDays", "ObjectLockEventHoldDurationYears"];

/// Refuses a request that asks for what would not be done.
pub(crate) fn refuse(input: &Value) -> Result<(), S3Error> {
    let asks = |names: &[&str]| names.iter().any(|name| input.field(name).is_some());
    if asks(EVENT_HOLD) {
        return Err(S3Error::not_implemented("An event hold of Object Lock"));
    }
    if asks(&["WriteOffsetBytes"]) {
        return Err(S3Error::not_implemented("Appending to objects, as directory buckets do,"));
    }
    if asks(&["AnnotationDirective"]) {
        return Err(S3Error::not_implemented("Copying annotations of objects"));
    }
    Ok(())
}
