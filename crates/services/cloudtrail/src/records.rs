//! What CloudTrail keeps in the store, and under which keys.

use std::time::Duration;

use bartizan_service::store::{Key, Reader, Record, StoreError, Writer};
use bartizan_types::{AccountId, Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::insights::InsightChoice;
use crate::selection::Selection;

/// A trail as calls set it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "the API has these four")]
pub(crate) struct Trail {
    /// Tells it from a later trail of the same name.
    pub(crate) id: String,
    pub(crate) account: AccountId,
    pub(crate) home_region: String,
    pub(crate) name: String,
    pub(crate) bucket: String,
    pub(crate) bucket_region: String,
    pub(crate) key_prefix: Option<String>,
    pub(crate) includes_global_services: bool,
    pub(crate) is_multi_region: bool,
    pub(crate) validates_files: bool,
    pub(crate) logs_own_deliveries: bool,
    pub(crate) selection: Selection,
    /// The insights it has; none where they are off.
    #[serde(default)]
    pub(crate) insights: Vec<InsightChoice>,
    pub(crate) tags: Vec<Tag>,
    /// The ARN of the key of KMS that its files are encrypted with.
    #[serde(default)]
    pub(crate) kms_key: Option<String>,
}

/// How far a trail has come: what the worker writes, and what starts and stops it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The id of the trail it is of.
    pub(crate) trail: String,
    /// When it was logging, in order; over when all their events are delivered.
    pub(crate) periods: Vec<Period>,
    /// The last event of the activity record that was dealt with; empty before the first.
    pub(crate) place: String,
    /// Files that are decided on and not all delivered.
    pub(crate) batch: Option<Batch>,
    /// When events are looked for again.
    pub(crate) due: Option<Timestamp>,
    /// Failures in a row.
    pub(crate) failures: u32,
    /// When the trail had fallen so far behind that the events it came to were forgotten, since it
    /// was started.
    #[serde(default)]
    pub(crate) lost_events: Option<Timestamp>,
    /// The chains of digests, one for each region that events came from.
    pub(crate) chains: Vec<Chain>,
    pub(crate) started: Option<Timestamp>,
    pub(crate) stopped: Option<Timestamp>,
    pub(crate) delivered: Option<Timestamp>,
    pub(crate) attempted: Option<Timestamp>,
    pub(crate) error: Option<String>,
    pub(crate) digest_delivered: Option<Timestamp>,
    pub(crate) digest_error: Option<String>,
}

/// For how long after its end events of a period may take to be recorded.
const LATE_EVENTS: Duration = Duration::from_hours(1);

/// A time in which a trail logs, or an event data store ingests; open until it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

impl Period {
    /// Whether it ended so long ago that all of its events are recorded.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until.plus(LATE_EVENTS) < now)
    }
}

/// Events that were read together, as the files they become. It is stored before the first file
/// is written, so that after a kill the same files are written again, with the same names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) at: Timestamp,
    /// The last event that was read.
    pub(crate) last: String,
    /// Whether more events may wait behind it.
    pub(crate) is_full: bool,
    pub(crate) files: Vec<PendingFile>,
}

/// A log file that is not delivered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingFile {
    pub(crate) region: String,
    /// Whether its events are insights.
    #[serde(default)]
    pub(crate) is_insight: bool,
    /// The ids of its events.
    pub(crate) events: Vec<String>,
}

/// The digests of the log files of one region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chain {
    pub(crate) region: String,
    /// When the last digest ended, or the chain began.
    pub(crate) since: Timestamp,
    pub(crate) previous: Option<PreviousDigest>,
    /// Log files that no digest names yet, as digests show them.
    pub(crate) files: Vec<LoggedFile>,
    /// A digest that is decided on and not delivered: its end, and how many of the files it names.
    pub(crate) pending: Option<(Timestamp, usize)>,
    /// The last refusal, until a digest is taken again.
    #[serde(default)]
    pub(crate) refusal: Option<Refusal>,
}

/// That a digest was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    /// The code of the error.
    pub(crate) code: String,
    /// How many there were in a row, and when the next try is due.
    pub(crate) failures: u32,
    pub(crate) due: Timestamp,
}

/// A delivered digest that the next one refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PreviousDigest {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) hash: String,
    pub(crate) signature: String,
}

/// A delivered log file as a digest names it. (CloudTrail User Guide, "CloudTrail digest file
/// structure".)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedFile {
    pub(crate) s3_bucket: String,
    pub(crate) s3_object: String,
    pub(crate) hash_value: String,
    pub(crate) hash_algorithm: String,
    pub(crate) newest_event_time: String,
    pub(crate) oldest_event_time: String,
}

/// A key that signs the digests of one region.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DigestKey {
    /// The public key, PKCS#1 in DER, as base64.
    pub(crate) public: String,
    /// The private key, sealed, as base64.
    pub(crate) sealed: String,
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

impl Record for Trail {
    const COLLECTION: &'static str = "cloudtrail.trail";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.to_string())]
    }
}

impl Record for Progress {
    const COLLECTION: &'static str = "cloudtrail.progress";
}

impl Record for DigestKey {
    const COLLECTION: &'static str = "cloudtrail.digest_key";
}

impl Trail {
    /// The key of its record and of its progress.
    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, &self.home_region, self.name.as_str())
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> Arn {
        arn(&self.home_region, self.account, &self.name)
    }

    /// Whether calls in this region see it: in other regions than its own as a shadow trail.
    pub(crate) fn is_seen_in(&self, region: &str) -> bool {
        self.is_multi_region || self.home_region == region
    }
}

impl Progress {
    /// Whether the trail is logging.
    pub(crate) fn is_logging(&self) -> bool {
        self.periods.last().is_some_and(|period| period.until.is_none())
    }

    /// Whether the trail was logging at this moment.
    pub(crate) fn was_logging(&self, at: Timestamp) -> bool {
        self.periods
            .iter()
            .any(|period| at >= period.from && period.until.is_none_or(|until| at <= until))
    }
}

/// The ARN of a trail.
pub(crate) fn arn(region: &str, account: AccountId, name: &str) -> Arn {
    Arn::new("cloudtrail", region, Some(account), &format!("trail/{name}"))
}

/// Every trail of an account, in all regions.
pub(crate) fn trails_of(reader: &Reader<'_>, account: AccountId) -> Result<Vec<Trail>, StoreError> {
    let found = reader.find::<Trail>("account", &account.to_string())?;
    Ok(found.into_iter().map(|(_, trail)| trail).collect())
}

/// Changes the progress of a trail, unless that was deleted in the meantime; whether it is there.
pub(crate) fn advance(
    writer: &mut Writer<'_>,
    trail: &Trail,
    change: impl FnOnce(&mut Progress),
) -> Result<bool, StoreError> {
    let key = trail.key();
    let Some(mut progress) = writer.get::<Progress>(&key)?.filter(|found| found.trail == trail.id)
    else {
        return Ok(false);
    };
    change(&mut progress);
    writer.put(&key, &progress)?;
    Ok(true)
}
