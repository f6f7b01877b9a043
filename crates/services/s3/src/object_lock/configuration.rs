//! The lock of a bucket.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{BucketLock, DefaultRetention, Mode, Period};
use crate::S3;
use crate::bucket::{Nothing, change, read};
use crate::error::S3Error;
use crate::records::Versioning;
use crate::shapes::{
    DefaultRetention as SentRetention, GetObjectLockConfigurationOutput,
    GetObjectLockConfigurationRequest, ObjectLockConfiguration, ObjectLockRule,
    PutObjectLockConfigurationRequest,
};

/// The longest default retention: 100 years. (Amazon S3 User Guide, "Object Lock considerations".)
const DAYS_MAX: u32 = 36_500;

/// `PutObjectLockConfiguration`: of a bucket that keeps versions; a lock stays for good.
pub(crate) async fn put(
    _s3: &S3,
    call: &Call,
    request: Authorized<PutObjectLockConfigurationRequest>,
) -> Result<Nothing, Fault> {
    if request.token.is_some() {
        return Err(S3Error::not_implemented("A token for Object Lock").into());
    }
    let Some(sent) = &request.object_lock_configuration else {
        return Err(S3Error::MissingRequestBodyError {}.into());
    };
    let lock = parse(sent)?;
    change(call, &request.bucket, request.expected_bucket_owner.as_deref(), move |bucket| {
        if bucket.versioning != Versioning::Enabled {
            return Err(S3Error::InvalidBucketState {
                reason: "Versioning must be 'Enabled' on the bucket to apply a Object Lock \
                         configuration"
                    .to_owned(),
            });
        }
        bucket.object_lock = Some(lock);
        Ok(())
    })
    .await
}

/// `GetObjectLockConfiguration`.
pub(crate) async fn show(
    _s3: &S3,
    call: &Call,
    request: Authorized<GetObjectLockConfigurationRequest>,
) -> Result<GetObjectLockConfigurationOutput, Fault> {
    let bucket = read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let Some(lock) = bucket.object_lock else {
        return Err(S3Error::ObjectLockConfigurationNotFoundError { bucket: bucket.name }.into());
    };
    let rule = lock.default.map(|default| {
        let (days, years) = match default.period {
            Period::Days(days) => (i32::try_from(days).ok(), None),
            Period::Years(years) => (None, i32::try_from(years).ok()),
        };
        let mode = Some(default.mode.name().to_owned());
        ObjectLockRule {
            default_retention: Some(SentRetention { mode, days, years, default_event_hold: None }),
        }
    });
    Ok(GetObjectLockConfigurationOutput {
        object_lock_configuration: Some(ObjectLockConfiguration {
            object_lock_enabled: Some("Enabled".to_owned()),
            rule,
        }),
    })
}

fn parse(sent: &ObjectLockConfiguration) -> Result<BucketLock, S3Error> {
    if sent.object_lock_enabled.as_deref() != Some("Enabled") {
        return Err(S3Error::MalformedXML {});
    }
    let default = match &sent.rule {
        None => None,
        Some(rule) => {
            let default = rule.default_retention.as_ref().ok_or(S3Error::MalformedXML {})?;
            Some(default_retention(default)?)
        }
    };
    Ok(BucketLock { default })
}

fn default_retention(sent: &SentRetention) -> Result<DefaultRetention, S3Error> {
    if sent.default_event_hold.is_some() {
        return Err(S3Error::not_implemented("An event hold of Object Lock"));
    }
    let mode = sent.mode.as_deref().and_then(Mode::parse).ok_or(S3Error::MalformedXML {})?;
    let positive = |number: i32| {
        let count = u32::try_from(number).ok().filter(|count| *count > 0);
        count.ok_or_else(|| {
            S3Error::argument(
                "Days",
                number.to_string(),
                "Default retention period must be a positive integer value.",
            )
        })
    };
    let period = match (sent.days, sent.years) {
        (Some(days), None) => Period::Days(positive(days)?),
        (None, Some(years)) => Period::Years(positive(years)?),
        _ => return Err(S3Error::MalformedXML {}),
    };
    if period.days() > DAYS_MAX {
        let days = period.days().to_string();
        return Err(S3Error::argument("Days", days, "Default retention period too large"));
    }
    Ok(DefaultRetention { mode, period })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_retention_has_one_period() {
        let asked = |mode: &str, days, years| {
            let mode = Some(mode.to_owned());
            let sent = SentRetention { mode, days, years, default_event_hold: None };
            default_retention(&sent).map(|default| default.period.days())
        };
        assert_eq!(asked("GOVERNANCE", Some(3), None), Ok(3));
        assert_eq!(asked("COMPLIANCE", None, Some(2)), Ok(730));
        assert!(asked("COMPLIANCE", None, Some(100)).is_ok());
        for (mode, days, years) in [
            ("GOVERNANCE", None, None),
            ("GOVERNANCE", Some(1), Some(1)),
            ("GOVERNANCE", Some(0), None),
            ("GOVERNANCE", Some(-1), None),
            ("COMPLIANCE", None, Some(101)),
            ("COMPLIANCE", None, Some(i32::MAX)),
            ("compliance", Some(1), None),
        ] {
            assert!(asked(mode, days, years).is_err(), "{mode} {days:?} {years:?}");
        }
    }
}
