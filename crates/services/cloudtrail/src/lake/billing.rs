//! Billing modes and how long they let events be retained. (CloudTrail API Reference,
//! `CreateEventDataStore`.)

use serde::{Deserialize, Serialize};

use crate::error::CloudTrailError;

/// The shortest retention period, in days.
const RETENTION_MIN_DAYS: i32 = 7;

/// What a store costs in AWS; here it only says how long events can be retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum BillingMode {
    Extendable,
    Fixed,
}

impl BillingMode {
    /// The billing mode of this name.
    pub(crate) fn read(name: &str) -> Result<Self, CloudTrailError> {
        match name {
            "EXTENDABLE_RETENTION_PRICING" => Ok(Self::Extendable),
            "FIXED_RETENTION_PRICING" => Ok(Self::Fixed),
            other => Err(CloudTrailError::InvalidParameter(format!(
                "BillingMode {other} is not valid: it is EXTENDABLE_RETENTION_PRICING or \
                 FIXED_RETENTION_PRICING."
            ))),
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Extendable => "EXTENDABLE_RETENTION_PRICING",
            Self::Fixed => "FIXED_RETENTION_PRICING",
        }
    }

    /// How long events are retained where a request does not say: a year, or seven.
    pub(crate) const fn default_days(self) -> u16 {
        match self {
            Self::Extendable => 366,
            Self::Fixed => 2557,
        }
    }

    /// A retention period in days that this mode allows: up to ten years, or seven.
    pub(crate) fn days(self, asked: i32) -> Result<u16, CloudTrailError> {
        let most = match self {
            Self::Extendable => 3653,
            Self::Fixed => 2557,
        };
        let days = u16::try_from(asked).ok();
        days.filter(|_| (RETENTION_MIN_DAYS..=most).contains(&asked)).ok_or_else(|| {
            CloudTrailError::InvalidParameter(format!(
                "RetentionPeriod must be between {RETENTION_MIN_DAYS} and {most} days for {}.",
                self.name()
            ))
        })
    }

    /// The mode after a change to `asked`: no way leads back to fixed retention.
    pub(crate) fn changed_to(self, asked: Self) -> Result<Self, CloudTrailError> {
        if self == Self::Extendable && asked == Self::Fixed {
            return Err(CloudTrailError::InvalidParameter(
                "BillingMode cannot be changed from EXTENDABLE_RETENTION_PRICING to \
                 FIXED_RETENTION_PRICING."
                    .to_owned(),
            ));
        }
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mode_has_its_longest_retention() {
        for (mode, days, fine) in [
            (BillingMode::Extendable, 6, false),
            (BillingMode::Extendable, 7, true),
            (BillingMode::Extendable, 3653, true),
            (BillingMode::Extendable, 3654, false),
            (BillingMode::Fixed, 2557, true),
            (BillingMode::Fixed, 2558, false),
            (BillingMode::Fixed, -1, false),
        ] {
            assert_eq!(mode.days(days).is_ok(), fine, "{mode:?} {days}");
            assert!(mode.days(i32::from(mode.default_days())).is_ok());
            assert_eq!(BillingMode::read(mode.name()).unwrap(), mode);
        }
        assert!(BillingMode::read("FREE").is_err());
    }

    #[test]
    fn the_mode_can_be_changed_one_way_only() {
        use BillingMode::{Extendable, Fixed};
        for (from, to, fine) in [
            (Fixed, Extendable, true),
            (Fixed, Fixed, true),
            (Extendable, Extendable, true),
            (Extendable, Fixed, false),
        ] {
            assert_eq!(from.changed_to(to).is_ok(), fine, "{from:?} to {to:?}");
        }
    }
}
