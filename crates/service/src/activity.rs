//! The activity record: every call becomes an event in CloudTrail's record format. (CloudTrail
//! User Guide, "CloudTrail record contents", event version 1.11.)

use bartizan_store::ActivityRow;
use bartizan_types::{AccountId, Fault, Principal, Session, SessionKind, Timestamp};
use bartizan_wire::Value;
use serde_json::{Map, Value as Json, json};

use crate::decide::Decided;
use crate::{Call, EventCategory, Mode, redaction};

/// An event in the making: all that is known before the outcome.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    record: Map<String, Json>,
    decisions: Vec<Json>,
    time: Timestamp,
    id: String,
    request_id: String,
    account: AccountId,
    region: String,
    lookup: Vec<(&'static str, String)>,
    service: &'static str,
    operation: &'static str,
}

impl Event {
    /// The event of this call.
    pub(crate) fn of(call: &Call) -> Self {
        let event_id = {
            let mut progress = call.progress();
            if progress.event_id.is_empty() {
                progress.event_id = call.platform.random.uuid();
            }
            progress.event_id.clone()
        };
        let progress = call.progress();
        let account = recipient(call, &progress.decisions);
        let mut event = Self {
            record: record(call, &event_id, account, &progress.decisions),
            decisions: progress.decisions.iter().map(summary).collect(),
            time: call.now,
            id: event_id,
            request_id: call.request_id.clone(),
            account,
            region: call.region.as_str().to_owned(),
            lookup: Vec::new(),
            service: call.operation.service,
            operation: call.operation.name,
        };
        event.lookup = lookup_keys(call, &progress.decisions);
        event
    }

    /// The event's row when the call succeeded with this output.
    pub(crate) fn succeeded(mut self, output: &Value) -> ActivityRow {
        let elements = redaction::response(self.service, self.operation, output);
        self.record.insert("responseElements".to_owned(), elements);
        self.into_row()
    }

    /// The event's row when the call failed.
    pub(crate) fn failed(mut self, fault: &Fault) -> ActivityRow {
        self.record.insert("errorCode".to_owned(), json!(fault.code));
        self.record.insert("errorMessage".to_owned(), json!(fault.message));
        self.record.insert("responseElements".to_owned(), Json::Null);
        self.into_row()
    }

    /// Adds the full explanations of what was decided.
    pub(crate) fn explained(mut self, decisions: &[Decided]) -> Self {
        self.decisions = decisions.iter().map(Decided::told).collect();
        self
    }

    fn into_row(self) -> ActivityRow {
        let body = json!({ "event": self.record, "decisions": self.decisions });
        ActivityRow {
            time_ms: self.time.millis(),
            event_id: self.id,
            request_id: self.request_id,
            account: self.account.to_string(),
            region: self.region,
            body: body.to_string().into_bytes(),
            keys: self.lookup.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

/// The account whose record the event belongs to: the caller's, or the resource owner's when the
/// caller has none.
fn recipient(call: &Call, decisions: &[Decided]) -> AccountId {
    call.caller
        .principal
        .account()
        .or_else(|| decisions.iter().find_map(|decided| decided.access().resource_account))
        .unwrap_or(call.platform.settings.account)
}

/// The deciding statements in short; the whole path is made on demand.
fn summary(decided: &Decided) -> Json {
    json!({
        "action": decided.access().action(),
        "resource": decided.access().resource(),
        "decision": decided.decision,
    })
}

fn record(
    call: &Call,
    event_id: &str,
    account: AccountId,
    decisions: &[Decided],
) -> Map<String, Json> {
    let operation = call.operation;
    let origin = &call.origin;
    let mut record = Map::new();
    let mut set = |name: &str, value: Json| {
        record.insert(name.to_owned(), value);
    };
    set("eventVersion", json!("1.11"));
    set("userIdentity", user_identity(call));
    set("eventTime", json!(call.now.iso8601()));
    set("eventSource", json!(event_source(operation.service)));
    set("eventName", json!(operation.name));
    set("awsRegion", json!(call.region.as_str()));
    set("sourceIPAddress", json!(origin.source_ip.map(|address| address.to_string())));
    set("userAgent", json!(origin.user_agent));
    set(
        "requestParameters",
        redaction::request(operation.service, operation.name, &call.recorded_input),
    );
    set("requestID", json!(call.request_id));
    set("eventID", json!(event_id));
    set("readOnly", json!(operation.mode != Mode::Write));
    let resources: Vec<Json> = decisions.iter().filter_map(resource).collect();
    if !resources.is_empty() {
        set("resources", Json::Array(resources));
    }
    set("eventType", json!("AwsApiCall"));
    set("managementEvent", json!(operation.category == EventCategory::Management));
    set("recipientAccountId", json!(account.to_string()));
    set(
        "eventCategory",
        json!(match operation.category {
            EventCategory::Management => "Management",
            EventCategory::Data => "Data",
        }),
    );
    if origin.tls {
        set("tlsDetails", json!({ "clientProvidedHostHeader": origin.host }));
    }
    record
}

fn resource(decided: &Decided) -> Option<Json> {
    let access = decided.access();
    let kind = access.resource_type?;
    Some(json!({
        "accountId": access.resource_account.map(|account| account.to_string()),
        "type": kind,
        "ARN": access.resource(),
    }))
}

/// The event source of a service, as `iam.amazonaws.com`.
fn event_source(service: &str) -> String {
    format!("{service}.amazonaws.com")
}

/// The attributes that `LookupEvents` searches by. (CloudTrail API Reference, `LookupAttribute`.)
fn lookup_keys(call: &Call, decisions: &[Decided]) -> Vec<(&'static str, String)> {
    if call.operation.category == EventCategory::Data {
        return Vec::new();
    }
    let mut keys = vec![
        ("EventName", call.operation.name.to_owned()),
        ("EventSource", event_source(call.operation.service)),
        ("ReadOnly", (call.operation.mode != Mode::Write).to_string()),
    ];
    if let Some(name) = user_name(&call.caller.principal) {
        keys.push(("Username", name));
    }
    if let Some(key) = &call.caller.access_key {
        keys.push(("AccessKeyId", key.as_str().to_owned()));
    }
    for decided in decisions {
        let access = decided.access();
        if let Some(kind) = access.resource_type {
            let name = access.resource().rsplit(['/', ':']).next().unwrap_or_default();
            keys.push(("ResourceType", kind.to_owned()));
            keys.push(("ResourceName", name.to_owned()));
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The name `LookupEvents` shows for a principal.
pub fn user_name(principal: &Principal) -> Option<String> {
    match principal {
        Principal::Root { .. } => Some("root".to_owned()),
        Principal::User { name, .. } | Principal::Service { name } => Some(name.clone()),
        Principal::Session(session) => Some(session.name.clone()),
        Principal::Anonymous => None,
    }
}

fn user_identity(call: &Call) -> Json {
    let principal = &call.caller.principal;
    let mut identity = Map::new();
    let mut set = |name: &str, value: Json| {
        identity.insert(name.to_owned(), value);
    };
    let kind = match principal {
        Principal::Root { .. } => "Root",
        Principal::User { .. } => "IAMUser",
        Principal::Session(Session { kind: SessionKind::Role { .. }, .. }) => "AssumedRole",
        Principal::Session(Session { kind: SessionKind::Federated { .. }, .. }) => "FederatedUser",
        Principal::Service { .. } => "AWSService",
        Principal::Anonymous => "AWSAccount",
    };
    set("type", json!(kind));
    if let Principal::Service { name } = principal {
        set("invokedBy", json!(name));
        return Json::Object(identity);
    }
    set("principalId", json!(principal.user_id()));
    if let Some(arn) = principal.arn() {
        set("arn", json!(arn));
    }
    set(
        "accountId",
        json!(principal.account().map_or_else(|| "anonymous".to_owned(), |id| id.to_string())),
    );
    if let Some(key) = &call.caller.access_key {
        set("accessKeyId", json!(key.as_str()));
    }
    if let Principal::User { name, .. } = principal {
        set("userName", json!(name));
    }
    if let Some(session) = &call.caller.session {
        let mut context = Map::new();
        if let Some(issuer) = session_issuer(principal) {
            context.insert("sessionIssuer".to_owned(), issuer);
        }
        if let Some(source) = &session.source_identity {
            context.insert("sourceIdentity".to_owned(), json!(source));
        }
        context.insert(
            "attributes".to_owned(),
            json!({
                "creationDate": session.issued.iso8601(),
                "mfaAuthenticated": session.mfa_authenticated.is_some().to_string(),
            }),
        );
        set("sessionContext", Json::Object(context));
    }
    Json::Object(identity)
}

fn session_issuer(principal: &Principal) -> Option<Json> {
    let Principal::Session(session) = principal else { return None };
    let (kind, id, arn) = match &session.kind {
        SessionKind::Role { role_arn, role_id, .. } => ("Role", role_id, role_arn),
        SessionKind::Federated { user } => {
            let (arn, id) = user.as_ref()?;
            ("IAMUser", id, arn)
        }
    };
    Some(json!({
        "type": kind,
        "principalId": id.as_str(),
        "arn": arn,
        "accountId": session.account.to_string(),
        "userName": arn.resource().rsplit('/').next(),
    }))
}
