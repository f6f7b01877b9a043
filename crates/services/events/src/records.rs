//! What is stored of buses, rules and events.

use std::collections::BTreeMap;

use bartizan_service::store::{Key, Reader, Record};
use bartizan_types::{Arn, Tag, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::EventsError;
use crate::names::{BusName, RuleName};

/// The secondary key by which rules are found by the ARN of a target.
pub(crate) const TARGET: &str = "target";

/// A bus. A default bus has a record only once it has something to be kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Bus {
    pub(crate) description: Option<String>,
    pub(crate) dead_letters: Option<String>,
    pub(crate) policy: Option<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) created: Option<Timestamp>,
    pub(crate) modified: Option<Timestamp>,
}

impl Record for Bus {
    const COLLECTION: &'static str = "events.bus";
}

/// Whether a rule lets events through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    Enabled,
    Disabled,
    /// Also the calls that only read.
    EnabledWithReads,
}

impl State {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
            Self::EnabledWithReads => "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
        }
    }
}

/// A rule, with its targets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) pattern: Option<String>,
    pub(crate) schedule: Option<String>,
    pub(crate) state: State,
    pub(crate) description: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) created_by: String,
    /// Since when a rate is counted.
    pub(crate) since: Timestamp,
    /// By their ids.
    pub(crate) targets: BTreeMap<String, Target>,
}

impl Record for Rule {
    const COLLECTION: &'static str = "events.rule";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        let mut arns: Vec<_> = self.targets.values().map(|target| target.arn.to_string()).collect();
        arns.sort_unstable();
        arns.dedup();
        arns.into_iter().map(|arn| (TARGET, arn)).collect()
    }
}

/// Where a rule sends events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target {
    pub(crate) arn: Arn,
    pub(crate) role: Option<Arn>,
    pub(crate) given: Given,
    pub(crate) message_group: Option<String>,
    pub(crate) dead_letters: Option<Arn>,
    pub(crate) retries_max: Option<u32>,
    pub(crate) age_seconds_max: Option<u32>,
}

/// What a target is given of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Given {
    Event,
    Constant(String),
    Part(String),
    Transformed { paths: Option<BTreeMap<String, String>>, template: String },
}

/// An event that matched a rule, as long as it is not delivered everywhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    /// The event's JSON, sealed, in base64.
    pub(crate) sealed: String,
    pub(crate) ingested: Timestamp,
    /// Whether it came from another bus.
    pub(crate) is_passed_on: bool,
}

impl Record for Event {
    const COLLECTION: &'static str = "events.event";
}

/// That an event is to be delivered to a target. The id of its key is the event's, and a number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// The rule's key, and the target's id.
    pub(crate) rule: String,
    pub(crate) target: String,
    /// Whether the target takes events one after the other.
    pub(crate) is_in_order: bool,
    /// When it is tried, in milliseconds since 1970; none before it was tried at all.
    pub(crate) due: Option<i64>,
    /// How often it was tried again.
    pub(crate) retries: u32,
    /// Why it goes to the dead letters.
    pub(crate) dead: Option<Dead>,
}

impl Record for Delivery {
    const COLLECTION: &'static str = "events.delivery";
}

/// Why an event cannot be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dead {
    pub(crate) code: String,
    pub(crate) message: String,
    /// What of the retry policy is exhausted.
    pub(crate) exhausted: Option<String>,
    /// How often the target was tried again.
    pub(crate) retries: u32,
    pub(crate) since: Timestamp,
}

/// When a rule runs next. The key is the rule's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turn {
    pub(crate) next: Timestamp,
}

impl Record for Turn {
    const COLLECTION: &'static str = "events.turn";
}

/// The event of a delivery.
pub(crate) fn event_key(delivery: &Key) -> Key {
    let event = delivery.id.split('/').next().unwrap_or_default();
    Key { id: event.to_owned(), ..delivery.clone() }
}

/// A bus, which must be there; the default one always is.
pub(crate) fn bus(reader: &Reader<'_>, name: &BusName) -> Result<Bus, EventsError> {
    match reader.get::<Bus>(&name.key())? {
        Some(bus) => Ok(bus),
        None if name.is_default() => Ok(Bus::default()),
        None => Err(EventsError::NoSuchBus(name.name.clone())),
    }
}

/// A rule, which must be there.
pub(crate) fn rule(reader: &Reader<'_>, name: &RuleName) -> Result<Rule, EventsError> {
    bus(reader, &name.bus)?;
    reader.get::<Rule>(&name.key())?.ok_or_else(|| name.missing())
}
