//! What checks say, as Inspector shows it. (Amazon Inspector API Reference, `CisSessionMessage` and
//! `CisScanResultDetails`.)

use serde::{Deserialize, Serialize};

use super::records::ResultsRecord;
use crate::shapes::StatusCounts;

/// What one check said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Status {
    Passed,
    Failed,
    /// Neither: it does not apply, or could not be judged. The rule's own status is kept.
    Skipped(Skipped),
}

/// Why a check was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Skipped {
    NotEvaluated,
    Informational,
    Unknown,
    NotApplicable,
    Error,
}

impl Status {
    /// A rule's status, as a session tells it.
    pub(super) fn of_rule(name: &str) -> Option<Self> {
        Some(match name {
            "PASSED" => Self::Passed,
            "FAILED" => Self::Failed,
            "NOT_EVALUATED" => Self::Skipped(Skipped::NotEvaluated),
            "INFORMATIONAL" => Self::Skipped(Skipped::Informational),
            "UNKNOWN" => Self::Skipped(Skipped::Unknown),
            "NOT_APPLICABLE" => Self::Skipped(Skipped::NotApplicable),
            "ERROR" => Self::Skipped(Skipped::Error),
            _ => return None,
        })
    }

    /// As results have it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Failed => "FAILED",
            Self::Skipped(_) => "SKIPPED",
        }
    }

    /// Why, in words; with what was found.
    pub(super) fn reason(self, found: &str) -> String {
        let why = match self {
            Self::Passed | Self::Failed => return found.to_owned(),
            Self::Skipped(Skipped::NotEvaluated) => "Not evaluated",
            Self::Skipped(Skipped::Informational) => "For information only",
            Self::Skipped(Skipped::Unknown) => "Only the running host can tell",
            Self::Skipped(Skipped::NotApplicable) => "Does not apply",
            Self::Skipped(Skipped::Error) => "Could not be read",
        };
        if found.is_empty() { why.to_owned() } else { format!("{why}: {found}") }
    }
}

/// How many checks passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
}

impl Counts {
    pub(super) fn of(results: &ResultsRecord) -> Self {
        let mut counts = Self::default();
        for result in results.results.values() {
            counts.add(result.status);
        }
        counts
    }

    pub(super) fn add(&mut self, status: Status) {
        let one = match status {
            Status::Passed => &mut self.passed,
            Status::Failed => &mut self.failed,
            Status::Skipped(_) => &mut self.skipped,
        };
        *one = one.saturating_add(1);
    }

    /// These and others.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
            skipped: self.skipped.saturating_add(other.skipped),
        }
    }

    pub(super) const fn total(self) -> u32 {
        self.passed.saturating_add(self.failed).saturating_add(self.skipped)
    }

    pub(super) fn shown(self) -> StatusCounts {
        StatusCounts {
            failed: Some(number(self.failed)),
            skipped: Some(number(self.skipped)),
            passed: Some(number(self.passed)),
        }
    }
}

/// A count as the model has it.
pub(super) fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
