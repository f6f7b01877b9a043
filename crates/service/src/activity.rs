//! The activity record: every call becomes an event in CloudTrail's record format. (CloudTrail
//! User Guide, "CloudTrail record contents", event version 1.11.)

mod identity;
mod service_event;
mod shared;

pub use service_event::ServiceEvent;

use std::borrow::Cow;

use bartizan_store::{ActivityRow, Word};
use bartizan_types::{AccountId, AccountText, Arn, Fault, Principal, Timestamp};
use bartizan_wire::{Value, push_json_text};
use serde_json::json;

use self::shared::Shared;
use crate::call::Progress;
use crate::decide::Decided;
use crate::forwarded::service_principal;
use crate::json::{Object, json_text, push_json};
use crate::{Call, EventCategory, Mode, Operation, redaction, replay};

/// The version of records.
const VERSION: &str = "1.11";
/// The most decisions and resources that one event tells of, and about how many bytes of each: a
/// call may be about a thousand objects with long names, and need no credentials.
const DECISIONS_MAX: usize = 100;
const RESOURCES_BYTES_MAX: usize = 16 << 10;
const EXPLANATIONS_BYTES_MAX: usize = 64 << 10;
/// About how many bytes most records have, with what was decided.
const RECORD_BYTES: usize = 3072;
/// About how many bytes the summary of a decision has.
const SUMMARY_BYTES: usize = 384;
/// The most bytes that stand between an event, its decisions and what lets these be made again.
const AROUND_DECISIONS: usize = 32;
/// How many attributes most events are found by.
const LOOKUP_KEYS: usize = 8;
/// The model of S3's operations on accounts.
const CONTROL: &str = "s3control";

/// An event in the making: all that is known before the outcome.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// In CloudTrail's form, within the row's body.
    record: Object,
    /// What was decided, as a list in JSON.
    decisions: Vec<u8>,
    /// What lets it be decided again, as JSON; none where nothing was decided.
    replay: Option<Vec<u8>>,
    time: Timestamp,
    id: String,
    request_id: String,
    account: AccountId,
    region: String,
    lookup: Vec<(Word, Word)>,
    shared: Option<Shared>,
    /// Whether a policy denied anything.
    denied: bool,
    service: &'static str,
    operation: &'static str,
}

impl Event {
    /// The event of this call.
    pub(crate) fn of(call: &Call) -> Self {
        let event_id = call.event_id();
        let progress = call.progress();
        let account = recipient(call, &progress);
        let mut event = Self {
            record: record(call, &event_id, account, &progress),
            decisions: summaries(&progress.decisions),
            replay: replay_of_caller(&progress.decisions),
            time: call.now,
            id: event_id,
            request_id: call.request_id.clone(),
            account,
            region: call.region.as_str().to_owned(),
            lookup: Vec::new(),
            shared: Shared::of(call, &progress),
            denied: progress.decisions.iter().any(|decided| !decided.decision.is_allowed()),
            service: call.operation.service,
            operation: call.operation.name,
        };
        event.lookup = lookup_keys(call, &progress);
        event
    }

    /// The event's rows when the call succeeded with this output.
    pub(crate) fn succeeded(mut self, output: &Value) -> Vec<ActivityRow> {
        let elements = redaction::response(self.service, self.operation, output);
        self.record.raw("responseElements", &elements);
        self.into_rows()
    }

    /// The event's rows when the call failed.
    pub(crate) fn failed(mut self, fault: &Fault) -> Vec<ActivityRow> {
        if self.denied {
            // A denial is of the caller's account alone.
            self.shared = None;
        }
        self.record.text("errorCode", &fault.code);
        self.record.text("errorMessage", &redaction::line(&fault.message));
        self.record.set("responseElements", &());
        self.into_rows()
    }

    /// Adds the full explanations of what was decided.
    pub(crate) fn explained(mut self, decisions: &[Decided]) -> Self {
        let mut told = Vec::new();
        let mut bytes = 0;
        for decided in shown(decisions) {
            let text = json_text(&decided.told());
            bytes += text.len();
            if bytes > EXPLANATIONS_BYTES_MAX && !told.is_empty() {
                break;
            }
            told.push(text);
        }
        self.decisions = [b"[", told.join(&b","[..]).as_slice(), b"]"].concat();
        self
    }

    /// The event's own row, and one for each account that it is shared with.
    fn into_rows(mut self) -> Vec<ActivityRow> {
        let Some(shared) = self.shared.take() else { return vec![self.into_row()] };
        self.record.set("sharedEventID", &shared.id);
        let mut rows = Vec::with_capacity(1 + shared.owners.len());
        for owner in shared.owners {
            let mut copy = self.clone();
            let account = owner.account.to_string();
            copy.record.replace(&[
                ("eventID", json!(owner.id)),
                ("recipientAccountId", json!(account)),
                ("userIdentity", shared.identity.clone()),
            ]);
            copy.decisions = b"[]".to_vec();
            copy.replay = owner.replay;
            copy.lookup.retain(|(name, _)| !matches!(&**name, "Username" | "AccessKeyId"));
            copy.account = owner.account;
            copy.id = owner.id;
            rows.push(copy.into_row());
        }
        rows.insert(0, self.into_row());
        rows
    }

    fn into_row(self) -> ActivityRow {
        let mut body = self.record.finish();
        let replay_bytes = self.replay.as_ref().map_or(0, Vec::len);
        body.reserve(self.decisions.len() + replay_bytes + AROUND_DECISIONS);
        body.extend_from_slice(b",\"decisions\":");
        body.extend_from_slice(&self.decisions);
        if let Some(replay) = &self.replay {
            body.extend_from_slice(b",\"replay\":");
            body.extend_from_slice(replay);
        }
        body.push(b'}');
        ActivityRow {
            time_ms: self.time.millis(),
            event_id: self.id,
            request_id: self.request_id,
            account: self.account.to_string(),
            region: self.region,
            body,
            keys: self.lookup,
        }
    }
}

/// The account whose record the event belongs to: the caller's, or the resource owner's when the
/// caller has none.
fn recipient(call: &Call, progress: &Progress) -> AccountId {
    let caller = call.caller.principal.account().filter(|_| progress.federated.is_none());
    let mut decisions = progress.decisions.iter();
    caller
        .or_else(|| decisions.find_map(|decided| decided.access().resource_account))
        .or_else(|| call.on_behalf_of.as_ref().and_then(Arn::account_id))
        .unwrap_or(call.platform.settings.account)
}

/// The deciding statements in short; the whole path is made on demand.
fn summaries(decisions: &[Decided]) -> Vec<u8> {
    let mut text = Vec::with_capacity(SUMMARY_BYTES * decisions.len().min(DECISIONS_MAX) + 2);
    text.push(b'[');
    for decided in shown(decisions) {
        let access = decided.access();
        text.extend_from_slice(if text.len() > 1 { b",{\"action\":" } else { b"{\"action\":" });
        push_json_text(&mut text, access.action());
        text.extend_from_slice(b",\"resource\":");
        push_json_text(&mut text, access.resource());
        text.extend_from_slice(b",\"decision\":");
        push_json(&mut text, &decided.decision);
        text.push(b'}');
    }
    text.push(b']');
    text
}

/// What lets the decisions be made again, for the caller's account. One that rests on what a foreign
/// resource is like would come out otherwise without it: it is counted, and its owner's event has it.
fn replay_of_caller(decisions: &[Decided]) -> Option<Vec<u8>> {
    let told = shown(decisions).filter(|decided| !decided.tells_of_foreign());
    replay::kept(told, decisions.len())
}

/// The decisions that an event tells of, denials first: a call may need a thousand.
fn shown(decisions: &[Decided]) -> impl Iterator<Item = &Decided> {
    let is_allowed = |decided: &&Decided| decided.decision.is_allowed();
    let denied = decisions.iter().filter(move |decided| !is_allowed(decided));
    within_bounds(denied.chain(decisions.iter().filter(is_allowed)))
}

/// As many decisions as one event tells of.
fn within_bounds<'d>(
    decisions: impl Iterator<Item = &'d Decided>,
) -> impl Iterator<Item = &'d Decided> {
    let mut bytes = 0;
    decisions.take(DECISIONS_MAX).take_while(move |decided| {
        let is_first = bytes == 0;
        bytes += decided.access().resource().len();
        is_first || bytes <= RESOURCES_BYTES_MAX
    })
}

fn record(call: &Call, event_id: &str, account: AccountId, progress: &Progress) -> Object {
    let operation = call.operation;
    let origin = &call.origin;
    let mut record = Object::behind(b"{\"event\":", RECORD_BYTES);
    record.text("eventVersion", VERSION);
    record.object("userIdentity", |identity| match &progress.federated {
        Some(federated) => identity::federated(federated, identity),
        None => identity::of_caller(call, identity),
    });
    record.text("eventTime", &call.now.iso8601());
    record.text("eventSource", &event_source(operation.service));
    record.text("eventName", &event_name(operation));
    record.text("awsRegion", call.region.as_str());
    record.set_text("sourceIPAddress", source(call).as_deref());
    record.set_text("userAgent", origin.user_agent.as_deref().map(redaction::line).as_deref());
    record.raw("requestParameters", &call.request_parameters);
    if !progress.additional.is_empty() {
        record.set("additionalEventData", &progress.additional);
    }
    record.text("requestID", &call.request_id);
    record.text("eventID", event_id);
    record.flag("readOnly", operation.mode != Mode::Write);
    let resources = within_bounds(progress.decisions.iter()).map(Decided::access);
    let resources = resources.filter_map(|access| Some((access, access.resource_type?)));
    let mut resources = resources.peekable();
    if resources.peek().is_some() {
        record.list("resources", resources, |resource, (access, kind)| {
            let owner = access.resource_account.map(AccountId::text);
            resource.set_text("accountId", owner.as_ref().map(AccountText::as_str));
            resource.text("type", kind);
            resource.text("ARN", access.resource());
        });
    }
    record.text("eventType", "AwsApiCall");
    record.flag("managementEvent", operation.category == EventCategory::Management);
    record.text("recipientAccountId", account.text().as_str());
    let category = match operation.category {
        EventCategory::Management => "Management",
        EventCategory::Data => "Data",
    };
    record.text("eventCategory", category);
    if origin.tls && origin.host.is_some() {
        record.set("tlsDetails", &json!({ "clientProvidedHostHeader": origin.host }));
    }
    record
}

/// The client's address, or the name of the service that acts for itself or for the caller. (CloudTrail User Guide,
/// "CloudTrail record contents", `sourceIPAddress`.)
fn source(call: &Call) -> Option<String> {
    match (&call.caller.principal, call.via) {
        (Principal::Service { name }, _) => Some(name.clone()),
        (_, Some(via)) => Some(service_principal(via)),
        (_, None) => call.origin.address(),
    }
}

/// The event source of a service, as `iam.amazonaws.com`.
fn event_source(service: &'static str) -> String {
    service_principal(event_service(service))
}

/// A service as its events name it: as it signs.
pub fn event_service(service: &'static str) -> &'static str {
    bartizan_model::service(service).map_or(service, |model| model.signing_name)
}

/// An operation as its events name it: those of S3 Control on accounts are S3's events, told apart
/// from those on buckets. (Amazon S3 User Guide, "Amazon S3 CloudTrail events".)
pub fn event_name(operation: &Operation) -> Cow<'static, str> {
    if operation.service == CONTROL {
        Cow::Owned(operation.name.replace("PublicAccess", "AccountPublicAccess"))
    } else {
        Cow::Borrowed(operation.name)
    }
}

/// The attributes that `LookupEvents` searches by. (CloudTrail API Reference, `LookupAttribute`.)
fn lookup_keys(call: &Call, progress: &Progress) -> Vec<(Word, Word)> {
    if call.operation.category == EventCategory::Data {
        return Vec::new();
    }
    let mut keys: Vec<(Word, Word)> = Vec::with_capacity(LOOKUP_KEYS);
    let mut set = |name, value| keys.push((Word::Borrowed(name), value));
    let is_read_only = if call.operation.mode == Mode::Write { "false" } else { "true" };
    set("EventName", event_name(call.operation));
    set("EventSource", Word::Owned(event_source(call.operation.service)));
    set("ReadOnly", Word::Borrowed(is_read_only));
    if let Some(federated) = &progress.federated {
        set("Username", Word::Owned(federated.user_name.clone()));
    } else if let Some(name) = user_name(&call.caller.principal) {
        set("Username", Word::Owned(name));
    }
    if let Some(key) = call.caller.access_key.as_ref().filter(|_| progress.federated.is_none()) {
        set("AccessKeyId", Word::Owned(key.as_str().to_owned()));
    }
    for decided in &progress.decisions {
        let access = decided.access();
        if let Some(kind) = access.resource_type {
            let name = access.resource().rsplit(['/', ':']).next().unwrap_or_default();
            set("ResourceType", Word::Borrowed(kind));
            set("ResourceName", Word::Owned(name.to_owned()));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The name `LookupEvents` shows for a principal.
pub fn user_name(principal: &Principal) -> Option<String> {
    match principal {
        Principal::Root { .. } => Some("root".to_owned()),
        Principal::User { name, .. } | Principal::Service { name } => Some(name.clone()),
        Principal::Session(session) => Some(session.name.clone()),
        Principal::OriginIdentity { .. } | Principal::Anonymous => None,
    }
}
