//! The attributes of queues. (Amazon SQS API Reference, `CreateQueue` and `SetQueueAttributes`.)

use std::collections::BTreeMap;

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Call, principal_ids};
use bartizan_types::Arn;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::error::SqsError;
use crate::names;

/// The largest message: 1 MiB.
pub(crate) const MESSAGE_BYTES_MAX: u32 = 1_048_576;
/// How many queues a `RedriveAllowPolicy` names at most.
const SOURCES_MAX: usize = 10;
/// The most receives before a message is moved away.
const RECEIVES_MAX: u64 = 1000;

/// The attributes that can be set.
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of the API")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attributes {
    pub(crate) delay: u32,
    pub(crate) size_max: u32,
    pub(crate) retention: u32,
    pub(crate) wait: u32,
    pub(crate) visibility: u32,
    /// As it is stored, with the ids of principals.
    pub(crate) policy: Option<String>,
    pub(crate) redrive: Option<Redrive>,
    pub(crate) redrive_allow: Option<RedriveAllow>,
    pub(crate) fifo: bool,
    pub(crate) content_deduplication: bool,
    pub(crate) deduplicates_by_group: bool,
    pub(crate) throughput_by_group: bool,
    pub(crate) kms_key: Option<String>,
    pub(crate) kms_reuse: u32,
    pub(crate) managed_encryption: bool,
}

/// Where messages go that are received too often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Redrive {
    pub(crate) target: Arn,
    pub(crate) receives: u32,
}

/// Which queues may send messages here that they received too often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RedriveAllow {
    All,
    None,
    Queues(Vec<Arn>),
}

impl Attributes {
    /// Those of a new queue.
    pub(crate) const fn new(fifo: bool) -> Self {
        Self {
            delay: 0,
            size_max: MESSAGE_BYTES_MAX,
            retention: 345_600,
            wait: 0,
            visibility: 30,
            policy: None,
            redrive: None,
            redrive_allow: None,
            fifo,
            content_deduplication: false,
            deduplicates_by_group: false,
            throughput_by_group: false,
            kms_key: None,
            kms_reuse: 300,
            managed_encryption: true,
        }
    }

    /// Sets those of a request.
    pub(crate) fn set(
        &mut self,
        call: &Call,
        given: &BTreeMap<String, String>,
    ) -> Result<(), SqsError> {
        for (name, value) in given {
            self.set_one(call, name, value)?;
        }
        let is_on =
            |name: &str| given.get(name).is_some_and(|value| !value.is_empty() && value != "false");
        if is_on("KmsMasterKeyId") {
            if is_on("SqsManagedSseEnabled") {
                return Err(SqsError::AttributeValue("SqsManagedSseEnabled".to_owned()));
            }
            self.managed_encryption = false;
        } else if is_on("SqsManagedSseEnabled") {
            self.kms_key = None;
        }
        if self.throughput_by_group && !self.deduplicates_by_group {
            return Err(SqsError::AttributeValue("FifoThroughputLimit".to_owned()));
        }
        Ok(())
    }

    fn set_one(&mut self, call: &Call, name: &str, value: &str) -> Result<(), SqsError> {
        let number = |least: u32, most: u32| {
            let read = value.parse::<u32>().ok().filter(|read| (least..=most).contains(read));
            read.ok_or_else(|| SqsError::AttributeValue(name.to_owned()))
        };
        let boolean = || match value {
            "true" | "True" => Ok(true),
            "false" | "False" => Ok(false),
            _ => Err(SqsError::AttributeValue(name.to_owned())),
        };
        let one_of = |off: &str, on: &str| match value {
            _ if value == off => Ok(false),
            _ if value == on => Ok(true),
            _ => Err(SqsError::AttributeValue(name.to_owned())),
        };
        let is_fifo_only =
            ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]
                .contains(&name);
        if is_fifo_only && !self.fifo {
            return Err(SqsError::AttributeName(name.to_owned()));
        }
        match name {
            "DelaySeconds" => self.delay = number(0, 900)?,
            "MaximumMessageSize" => self.size_max = number(1024, MESSAGE_BYTES_MAX)?,
            "MessageRetentionPeriod" => self.retention = number(60, 1_209_600)?,
            "ReceiveMessageWaitTimeSeconds" => self.wait = number(0, 20)?,
            "VisibilityTimeout" => self.visibility = number(0, 43_200)?,
            "KmsDataKeyReusePeriodSeconds" => self.kms_reuse = number(60, 86_400)?,
            "KmsMasterKeyId" => {
                self.kms_key = Some(value.to_owned()).filter(|value| !value.is_empty());
            }
            "SqsManagedSseEnabled" => self.managed_encryption = boolean()?,
            "ContentBasedDeduplication" => self.content_deduplication = boolean()?,
            "DeduplicationScope" => self.deduplicates_by_group = one_of("queue", "messageGroup")?,
            "FifoThroughputLimit" => {
                self.throughput_by_group = one_of("perQueue", "perMessageGroupId")?;
            }
            "Policy" => self.policy = policy(call, value)?,
            "RedrivePolicy" => self.redrive = redrive(value)?,
            "RedriveAllowPolicy" => self.redrive_allow = redrive_allow(value)?,
            // It says what the name says, and cannot be changed.
            "FifoQueue" if boolean()? == self.fifo && self.fifo => {}
            _ => return Err(SqsError::AttributeName(name.to_owned())),
        }
        Ok(())
    }

    /// Those that are set, in text, with principals as they are shown.
    pub(crate) fn shown(&self, call: &Call) -> BTreeMap<&'static str, String> {
        let mut shown = self.texts();
        if let Some(policy) = shown.get_mut("Policy") {
            *policy = principal_ids::shown(policy, &call.directory);
        }
        shown
    }

    fn texts(&self) -> BTreeMap<&'static str, String> {
        let mut shown = BTreeMap::from([
            ("DelaySeconds", self.delay.to_string()),
            ("MaximumMessageSize", self.size_max.to_string()),
            ("MessageRetentionPeriod", self.retention.to_string()),
            ("ReceiveMessageWaitTimeSeconds", self.wait.to_string()),
            ("VisibilityTimeout", self.visibility.to_string()),
            ("SqsManagedSseEnabled", self.managed_encryption.to_string()),
        ]);
        if let Some(policy) = &self.policy {
            shown.insert("Policy", policy.clone());
        }
        if let Some(Redrive { target, receives }) = &self.redrive {
            let text = json!({ "deadLetterTargetArn": target, "maxReceiveCount": receives });
            shown.insert("RedrivePolicy", text.to_string());
        }
        if let Some(allow) = &self.redrive_allow {
            shown.insert("RedriveAllowPolicy", allow.text());
        }
        if let Some(key) = &self.kms_key {
            shown.insert("KmsMasterKeyId", key.clone());
            shown.insert("KmsDataKeyReusePeriodSeconds", self.kms_reuse.to_string());
        }
        if self.fifo {
            let by =
                |by_group: bool, off: &str, on: &str| if by_group { on } else { off }.to_owned();
            shown.insert("FifoQueue", "true".to_owned());
            shown.insert("ContentBasedDeduplication", self.content_deduplication.to_string());
            let scope = by(self.deduplicates_by_group, "queue", "messageGroup");
            shown.insert("DeduplicationScope", scope);
            let limit = by(self.throughput_by_group, "perQueue", "perMessageGroupId");
            shown.insert("FifoThroughputLimit", limit);
        }
        shown
    }

    /// The first of the given ones that a queue has another value of.
    pub(crate) fn differs(
        &self,
        wanted: &Self,
        given: &BTreeMap<String, String>,
    ) -> Option<String> {
        let (own, other) = (self.texts(), wanted.texts());
        let differs = |name: &&String| own.get(name.as_str()) != other.get(name.as_str());
        given.keys().find(differs).cloned()
    }
}

impl RedriveAllow {
    /// Whether a queue may send what it received too often.
    pub(crate) fn admits(&self, source: &Arn) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Queues(queues) => queues.contains(source),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::All => json!({ "redrivePermission": "allowAll" }),
            Self::None => json!({ "redrivePermission": "denyAll" }),
            Self::Queues(queues) => {
                json!({ "redrivePermission": "byQueue", "sourceQueueArns": queues })
            }
        }
        .to_string()
    }
}

fn policy(call: &Call, text: &str) -> Result<Option<String>, SqsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = || SqsError::AttributeValue("Policy".to_owned());
    Policy::parse(text, PolicyKind::Resource).map_err(|_| invalid())?;
    principal_ids::stored(text, &call.directory).map(Some).map_err(|_| invalid())
}

fn redrive(text: &str) -> Result<Option<Redrive>, SqsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = |reason: &str| SqsError::value(text, "RedrivePolicy", reason);
    let read: Json = serde_json::from_str(text)
        .map_err(|_| invalid("Redrive policy is not a valid JSON map."))?;
    let target = read.get("deadLetterTargetArn").and_then(Json::as_str);
    let target = target.ok_or_else(|| {
        invalid("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
    })?;
    let receives = read.get("maxReceiveCount").ok_or_else(|| {
        invalid("Redrive policy does not contain mandatory attribute: maxReceiveCount.")
    })?;
    let receives = match receives {
        Json::String(digits) => digits.parse().ok(),
        other => other.as_u64(),
    };
    let receives = receives.filter(|receives| (1..=RECEIVES_MAX).contains(receives));
    let receives = receives.and_then(|receives| u32::try_from(receives).ok()).ok_or_else(|| {
        invalid("Invalid value for maxReceiveCount: it must be an integer between 1 and 1000.")
    })?;
    let target =
        names::of_arn(target).ok_or_else(|| invalid("Invalid value for deadLetterTargetArn."))?;
    Ok(Some(Redrive { target, receives }))
}

fn redrive_allow(text: &str) -> Result<Option<RedriveAllow>, SqsError> {
    if text.is_empty() {
        return Ok(None);
    }
    let invalid = |reason: &str| SqsError::value(text, "RedriveAllowPolicy", reason);
    let read: Json = serde_json::from_str(text)
        .map_err(|_| invalid("RedriveAllowPolicy is not a valid JSON map."))?;
    let sources = read.get("sourceQueueArns");
    match (read.get("redrivePermission").and_then(Json::as_str), sources) {
        (Some("allowAll"), None) => Ok(Some(RedriveAllow::All)),
        (Some("denyAll"), None) => Ok(Some(RedriveAllow::None)),
        (Some("byQueue"), Some(Json::Array(arns))) if (1..=SOURCES_MAX).contains(&arns.len()) => {
            let read = arns.iter().map(|arn| arn.as_str().and_then(names::of_arn));
            let read: Option<Vec<Arn>> = read.collect();
            let wrong = || invalid("sourceQueueArns must be ARNs of queues.");
            Ok(Some(RedriveAllow::Queues(read.ok_or_else(wrong)?)))
        }
        _ => Err(invalid(
            "redrivePermission must be allowAll, denyAll, or byQueue with 1 to 10 sourceQueueArns.",
        )),
    }
}
