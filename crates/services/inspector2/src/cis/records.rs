//! What is stored of configurations, scans and what they found. All of it is of its owner and a region.

use std::collections::{BTreeMap, BTreeSet};

use bartizan_service::store::{Key, Record};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::outcome::{Counts, Status};

/// Finds the configurations that wait for their next scan.
pub(super) const BY_DUE: &str = "inspector2.cis-configuration.due";
/// The value of those.
pub(super) const DUE: &str = "due";
/// Finds scans by their configuration while they are under way.
pub(super) const BY_CONFIGURATION: &str = "inspector2.cis-scan.configuration";
/// Finds what an agent is to check by the id of the job.
pub(super) const BY_JOB: &str = "inspector2.cis-target.job";
/// Finds what waits for the agent of an instance.
pub(super) const BY_INSTANCE: &str = "inspector2.cis-target.instance";
/// Finds all that is to be checked, by who checks it.
pub(super) const BY_CHECKER: &str = "inspector2.cis-target.checker";
/// Those that the server checks itself.
pub(super) const BY_SERVER: &str = "server";
/// Those that agents check.
pub(super) const BY_AGENT: &str = "agent";

/// What is to be scanned, and when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConfigurationRecord {
    pub(super) name: String,
    /// Of the benchmark's profile: 1 or 2, which includes 1.
    pub(super) level: u8,
    /// The model's `Schedule`.
    pub(super) schedule: Json,
    pub(super) targets: Targets,
    pub(crate) tags: BTreeMap<String, String>,
    /// When the next scan begins.
    pub(super) due: Option<Timestamp>,
}

/// Which instances are scanned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Targets {
    pub(super) accounts: Accounts,
    /// All of these keys, each with one of its values.
    pub(super) tags: BTreeMap<String, Vec<String>>,
}

/// Of which accounts they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Accounts {
    /// The owner's, and those that are its members when a scan begins.
    All,
    /// These, as far as the owner decides for them when a scan begins.
    These(BTreeSet<AccountId>),
}

impl Record for ConfigurationRecord {
    const COLLECTION: &'static str = "inspector2.cis-configuration";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        self.due.map(|_| (BY_DUE, DUE.to_owned())).into_iter().collect()
    }
}

/// One scan of all targets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ScanRecord {
    /// The id of its configuration.
    pub(super) configuration: String,
    pub(super) name: String,
    pub(super) level: u8,
    pub(super) accounts: BTreeSet<AccountId>,
    pub(super) tags: BTreeMap<String, Vec<String>>,
    pub(super) started: Timestamp,
    pub(super) status: ScanStatus,
    /// How many targets are not checked yet.
    pub(super) open: u64,
    /// Whether one of them was checked.
    pub(super) is_any_checked: bool,
    /// What was found in each account.
    pub(super) counts: BTreeMap<AccountId, Counts>,
}

/// How far a scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ScanStatus {
    InProgress,
    Completed,
    Failed,
    Cancelled,
}

impl ScanStatus {
    /// As the model names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Record for ScanRecord {
    const COLLECTION: &'static str = "inspector2.cis-scan";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        if self.status != ScanStatus::InProgress {
            return Vec::new();
        }
        vec![(BY_CONFIGURATION, self.configuration.clone())]
    }
}

/// An instance in a scan.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TargetRecord {
    pub(super) scan: String,
    pub(super) level: u8,
    pub(super) account: AccountId,
    pub(super) region: String,
    pub(super) instance: String,
    /// The tags by which it is a target.
    pub(super) tags: BTreeMap<String, Vec<String>>,
    /// As `DEBIAN_12`, once it is known.
    pub(super) platform: String,
    pub(super) checker: Checker,
    /// How it ended, if it did.
    pub(super) end: Option<End>,
    pub(super) since: Timestamp,
    pub(super) counts: Counts,
    /// What was said of the benchmark and of the end: version, profile, reason.
    pub(super) told: BTreeMap<String, String>,
}

/// Who runs the checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Checker {
    /// The server, on this disk.
    Server { disk: String },
    /// The agent of the host, by the job of this id.
    Agent { job: String, session: Option<Session> },
    /// Nobody can.
    Nobody,
}

/// An agent at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Session {
    pub(super) token: String,
    pub(super) heard: Timestamp,
}

/// How the checking of an instance ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum End {
    Completed,
    Cancelled,
    TimedOut,
    /// It was not checked: it runs what there are no checks for.
    UnsupportedSystem,
    /// It was not checked: it has no disk here, and no agent.
    Unmanaged,
}

impl End {
    /// As the model names it: the status and the reason.
    pub(super) const fn names(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Completed => ("COMPLETED", None),
            Self::Cancelled => ("CANCELLED", None),
            Self::TimedOut => ("TIMED_OUT", None),
            Self::UnsupportedSystem => ("CANCELLED", Some("UNSUPPORTED_OS")),
            Self::Unmanaged => ("CANCELLED", Some("SSM_UNMANAGED")),
        }
    }
}

impl TargetRecord {
    /// The status and the reason, as the model names them.
    pub(super) fn names(&self) -> (Option<&'static str>, Option<&'static str>) {
        match self.end.map(End::names) {
            Some((status, reason)) => (Some(status), reason),
            None => (None, Some("SCAN_IN_PROGRESS")),
        }
    }

    /// The key of the instance in a scan.
    pub(super) fn key(&self, scan: &Key) -> Key {
        let id = format!("{}/{}/{}", self.scan, self.account, self.instance);
        Key { account: scan.account.clone(), region: scan.region.clone(), id }
    }
}

/// What waits for the agent of an instance is found by this.
pub(super) fn waiting(account: AccountId, region: &str, instance: &str) -> String {
    format!("{account}/{region}/{instance}")
}

impl Record for TargetRecord {
    const COLLECTION: &'static str = "inspector2.cis-target";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        match &self.checker {
            _ if self.end.is_some() => Vec::new(),
            Checker::Server { .. } => vec![(BY_CHECKER, BY_SERVER.to_owned())],
            Checker::Agent { job, .. } => vec![
                (BY_CHECKER, BY_AGENT.to_owned()),
                (BY_JOB, job.clone()),
                (BY_INSTANCE, waiting(self.account, &self.region, &self.instance)),
            ],
            Checker::Nobody => Vec::new(),
        }
    }
}

/// What was found of an instance, under the key of its target.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ResultsRecord {
    /// By the number of the check.
    pub(super) results: BTreeMap<String, ResultRecord>,
}

/// What one check said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResultRecord {
    pub(super) status: Status,
    pub(super) reason: String,
}

impl Record for ResultsRecord {
    const COLLECTION: &'static str = "inspector2.cis-result";
}
