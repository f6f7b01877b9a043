//! Object Lock: versions that nobody may delete before a date, or while a legal hold is on.
//! (Amazon S3 User Guide, "Locking objects with Object Lock".)

pub(crate) mod configuration;
pub(crate) mod legal_hold;
pub(crate) mod retention;

use bartizan_service::{Access, Call};
use bartizan_types::Timestamp;
use bartizan_wire::Value;
use serde::{Deserialize, Serialize};

use crate::error::S3Error;
use crate::records::{Bucket, Content};
use crate::rules;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// The lock of a bucket: with it, versions may be locked, and new ones are by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BucketLock {
    pub(crate) default: Option<DefaultRetention>,
}

/// How long new versions are retained where their writer does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DefaultRetention {
    pub(crate) mode: Mode,
    pub(crate) period: Period,
}

/// A period of retention; a year has 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Period {
    Days(u32),
    Years(u32),
}

/// Whether those who may bypass a retention can, or nobody. The later is the stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Mode {
    Governance,
    Compliance,
}

/// Until when a version is retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retention {
    pub(crate) mode: Mode,
    pub(crate) until: Timestamp,
}

/// What locks a version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lock {
    pub(crate) retention: Option<Retention>,
    /// Whether a legal hold is on; `None` where none was ever set.
    pub(crate) legal_hold: Option<bool>,
}

impl Mode {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "GOVERNANCE" => Some(Self::Governance),
            "COMPLIANCE" => Some(Self::Compliance),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Governance => "GOVERNANCE",
            Self::Compliance => "COMPLIANCE",
        }
    }
}

impl Period {
    const fn days(self) -> u32 {
        match self {
            Self::Days(days) => days,
            Self::Years(years) => years.saturating_mul(365),
        }
    }
}

impl Retention {
    /// Whether it may take the place of `present` without a bypass: it must be as strict, and as
    /// long.
    fn tightens(self, present: Self) -> bool {
        self.mode >= present.mode && self.until >= present.until
    }
}

impl Lock {
    /// The lock that a new version asks for by headers, which the bucket must allow.
    pub(crate) fn of_headers(
        mode: Option<&str>,
        until: Option<Timestamp>,
        legal_hold: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, S3Error> {
        let retention = match (mode, until) {
            (None, None) => None,
            (Some(mode), Some(until)) => {
                let unknown = || {
                    S3Error::argument("x-amz-object-lock-mode", mode, "Unknown wormMode directive.")
                };
                Some(Retention { mode: Mode::parse(mode).ok_or_else(unknown)?, until })
            }
            _ => {
                return Err(S3Error::argument(
                    "x-amz-object-lock-retain-until-date",
                    "",
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be \
                     supplied",
                ));
            }
        };
        check_future(retention, now)?;
        let legal_hold = legal_hold.map(legal_hold::parse).transpose()?;
        Ok(Self { retention, legal_hold })
    }

    /// The lock of a version that is written into this bucket now: what was asked for, and the
    /// bucket's default where no retention was.
    pub(crate) fn in_bucket(self, bucket: &Bucket, now: Timestamp) -> Result<Self, S3Error> {
        self.admit(bucket)?;
        let default = bucket.object_lock.as_ref().and_then(|lock| lock.default);
        let by_default = default.map(|default| Retention {
            mode: default.mode,
            until: later(now, default.period.days()),
        });
        Ok(Self { retention: self.retention.or(by_default), ..self })
    }

    /// Whether a version of the bucket may ask for it.
    pub(crate) fn admit(&self, bucket: &Bucket) -> Result<(), S3Error> {
        if *self == Self::default() { Ok(()) } else { require_lock(bucket) }
    }

    /// Whether the version may be deleted for good.
    fn check_deletion(&self, now: Timestamp, may_bypass: bool) -> Result<(), S3Error> {
        let is_held = self.legal_hold == Some(true);
        let is_retained = self.retention.is_some_and(|retention| {
            retention.until > now && !(may_bypass && retention.mode == Mode::Governance)
        });
        if is_held || is_retained { Err(S3Error::ObjectLocked {}) } else { Ok(()) }
    }
}

/// Whether a version may be deleted for good.
pub(crate) fn check_deletion(
    content: Option<&Content>,
    now: Timestamp,
    may_bypass: bool,
) -> Result<(), S3Error> {
    content.map_or(Ok(()), |content| content.lock.check_deletion(now, may_bypass))
}

/// Whether the caller asks to bypass a retention of mode GOVERNANCE, and may.
pub(crate) fn may_bypass(call: &Call, bucket: &str, key: &str, asked: Option<bool>) -> bool {
    asked == Some(true)
        && call.may(&rules::object_access(call, "s3:BypassGovernanceRetention", bucket, key))
}

/// Sets the condition keys of the lock that a request asks for.
pub(crate) fn condition_keys(
    access: Access,
    mode: Option<&str>,
    until: Option<Timestamp>,
    legal_hold: Option<&str>,
    now: Timestamp,
) -> Access {
    let remaining = until.map(|until| {
        (until.millis().saturating_sub(now.millis()).max(0) + DAY_MILLIS - 1) / DAY_MILLIS
    });
    access
        .key_if("s3:object-lock-mode", mode)
        .key_if("s3:object-lock-retain-until-date", until.map(Timestamp::iso8601))
        .key_if("s3:object-lock-remaining-retention-days", remaining.map(|days| days.to_string()))
        .key_if("s3:object-lock-legal-hold", legal_hold)
}

/// An instant in the input.
pub(crate) fn instant(input: &Value, path: &str) -> Option<Timestamp> {
    match input.path(path) {
        Some(Value::Time(instant)) => Some(*instant),
        _ => None,
    }
}

fn check_future(retention: Option<Retention>, now: Timestamp) -> Result<(), S3Error> {
    match retention {
        Some(retention) if retention.until <= now => Err(S3Error::argument(
            "x-amz-object-lock-retain-until-date",
            retention.until.iso8601(),
            "The retain until date must be in the future!",
        )),
        _ => Ok(()),
    }
}

fn later(now: Timestamp, days: u32) -> Timestamp {
    Timestamp::from_millis(now.millis().saturating_add(i64::from(days) * DAY_MILLIS))
}

/// Whether versions of the bucket can be locked.
fn require_lock(bucket: &Bucket) -> Result<(), S3Error> {
    match bucket.object_lock {
        Some(_) => Ok(()),
        None => Err(S3Error::request("Bucket is missing Object Lock Configuration")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_000_000);

    fn retained(mode: Mode, seconds: i64) -> Retention {
        Retention { mode, until: Timestamp::from_seconds(1_000_000 + seconds) }
    }

    #[test]
    fn what_keeps_a_version() {
        let (governance, compliance) = (Mode::Governance, Mode::Compliance);
        for (retention, legal_hold, bypass, may_go) in [
            (None, None, false, true),
            (Some(retained(governance, 1)), None, false, false),
            (Some(retained(governance, 1)), None, true, true),
            (Some(retained(governance, 0)), None, false, true),
            (Some(retained(compliance, 1)), None, true, false),
            (Some(retained(compliance, -1)), None, false, true),
            (None, Some(true), true, false),
            (None, Some(false), false, true),
            (Some(retained(governance, 1)), Some(true), true, false),
        ] {
            let lock = Lock { retention, legal_hold };
            assert_eq!(lock.check_deletion(NOW, bypass).is_ok(), may_go, "{lock:?} {bypass}");
        }
    }

    #[test]
    fn a_lock_by_headers_is_whole_and_in_the_future() {
        let until = |seconds: i64| Some(Timestamp::from_seconds(1_000_000 + seconds));
        for (mode, date, hold, is_right) in [
            (None, None, None, true),
            (Some("GOVERNANCE"), until(5), Some("ON"), true),
            (Some("GOVERNANCE"), until(0), None, false),
            (Some("GOVERNANCE"), None, None, false),
            (None, until(5), None, false),
            (Some("governance"), until(5), None, false),
            (None, None, Some("MAYBE"), false),
        ] {
            let lock = Lock::of_headers(mode, date, hold, NOW);
            assert_eq!(lock.is_ok(), is_right, "{mode:?} {date:?} {hold:?}");
        }
    }
}
