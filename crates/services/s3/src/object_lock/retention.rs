//! The retention of one version.

use bartizan_service::{Authorized, Call};
use bartizan_types::{Fault, Timestamp};

use super::{Mode, Retention, check_future, may_bypass, require_lock};
use crate::S3;
use crate::bucket::{self, Named};
use crate::error::S3Error;
use crate::object::Found;
use crate::shapes::{
    GetObjectRetentionOutput, GetObjectRetentionRequest, ObjectLockRetention,
    PutObjectRetentionOutput, PutObjectRetentionRequest,
};
use crate::versions;

/// `PutObjectRetention`: longer and stricter for those who may; shorter or none only with a bypass,
/// and never in mode COMPLIANCE.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutObjectRetentionRequest>,
) -> Result<PutObjectRetentionOutput, Fault> {
    let request = request.into_inner();
    let Some(sent) = &request.retention else {
        return Err(S3Error::MissingRequestBodyError {}.into());
    };
    let wanted = parse(sent)?;
    check_future(wanted, call.now)?;
    let named = Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref());
    let bucket = named.read(call)?;
    require_lock(&bucket)?;
    let bypass = may_bypass(call, &bucket.name, &request.key, request.bypass_governance_retention);
    Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    let now = call.now;
    call.commit(move |writer| {
        let bucket = named.load(writer)?;
        let version_id = request.version_id.as_deref();
        versions::change(writer, &bucket, &request.key, version_id, |content| {
            check_change(content.lock.retention, wanted, now, bypass)?;
            content.lock.retention = wanted;
            Ok(())
        })?;
        Ok::<_, S3Error>(PutObjectRetentionOutput::default())
    })
    .await
}

/// `GetObjectRetention`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetObjectRetentionRequest>,
) -> Result<GetObjectRetentionOutput, Fault> {
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    require_lock(&bucket)?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    let Some(retention) = found.content.lock.retention else {
        return Err(S3Error::NoSuchObjectLockConfiguration { key: request.into_inner().key }.into());
    };
    Ok(GetObjectRetentionOutput {
        retention: Some(ObjectLockRetention {
            mode: Some(retention.mode.name().to_owned()),
            retain_until_date: Some(retention.until),
            event_hold: None,
            event_hold_duration: None,
        }),
    })
}

/// The retention that is asked for; an empty one removes what is there.
fn parse(sent: &ObjectLockRetention) -> Result<Option<Retention>, S3Error> {
    if sent.event_hold.is_some() || sent.event_hold_duration.is_some() {
        return Err(S3Error::not_implemented("An event hold of Object Lock"));
    }
    match (&sent.mode, sent.retain_until_date) {
        (None, None) => Ok(None),
        (Some(mode), Some(until)) => {
            let mode = Mode::parse(mode).ok_or(S3Error::MalformedXML {})?;
            Ok(Some(Retention { mode, until }))
        }
        _ => Err(S3Error::MalformedXML {}),
    }
}

fn check_change(
    present: Option<Retention>,
    wanted: Option<Retention>,
    now: Timestamp,
    bypass: bool,
) -> Result<(), S3Error> {
    let Some(present) = present.filter(|retention| retention.until > now) else { return Ok(()) };
    let is_allowed = wanted.is_some_and(|wanted| wanted.tightens(present))
        || (bypass && present.mode == Mode::Governance);
    if is_allowed { Ok(()) } else { Err(S3Error::ObjectLocked {}) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retention_is_loosened_only_by_a_bypass() {
        let (governance, compliance) = (Mode::Governance, Mode::Compliance);
        let at = |mode, second| Some(Retention { mode, until: Timestamp::from_seconds(second) });
        for (present, wanted, bypass, is_allowed) in [
            (None, at(governance, 20), false, true),
            (at(governance, 20), at(governance, 30), false, true),
            (at(governance, 20), at(compliance, 20), false, true),
            (at(governance, 20), at(governance, 15), false, false),
            (at(governance, 20), at(governance, 15), true, true),
            (at(governance, 20), None, false, false),
            (at(governance, 20), None, true, true),
            (at(governance, 9), None, false, true),
            (at(compliance, 20), at(compliance, 30), false, true),
            (at(compliance, 20), at(compliance, 15), true, false),
            (at(compliance, 20), at(governance, 30), true, false),
            (at(compliance, 20), None, true, false),
        ] {
            let now = Timestamp::from_seconds(10);
            let outcome = check_change(present, wanted, now, bypass);
            assert_eq!(outcome.is_ok(), is_allowed, "{present:?} {wanted:?} {bypass}");
        }
    }
}
