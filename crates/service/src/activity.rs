//! The activity record: every call becomes an event in CloudTrail's record format. (CloudTrail
//! User Guide, "CloudTrail record contents", event version 1.11.)

use bartizan_store::ActivityRow;
use bartizan_types::{AccountId, Fault, Principal, Session, SessionKind, Timestamp};
use bartizan_wire::Value;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::decide::Decided;
use crate::{Call, EventCategory, Mode, redaction};

/// What a row of the activity record holds.
#[derive(Serialize)]
struct Body<'e> {
    event: &'e Map<String, Json>,
    decisions: &'e [Json],
}

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
    shared: Option<Shared>,
    service: &'static str,
    operation: &'static str,
}

/// The copies of an event for the other accounts whose resources it is about. (CloudTrail User
/// Guide, "CloudTrail record contents", `sharedEventID`.)
#[derive(Debug, Clone)]
struct Shared {
    id: String,
    /// The accounts, each with the id of its copy.
    owners: Vec<(AccountId, String)>,
    /// What they learn of the caller.
    identity: Json,
}

impl Event {
    /// The event of this call.
    pub(crate) fn of(call: &Call) -> Self {
        let event_id = {
            let mut progress = call.progress();
            if progress.event_id.is_empty() {
                progress.event_id = call.platform.random.uuid_at(call.now);
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
            shared: Shared::of(call, &progress.decisions),
            service: call.operation.service,
            operation: call.operation.name,
        };
        event.lookup = lookup_keys(call, &progress.decisions);
        event
    }

    /// The event's rows when the call succeeded with this output.
    pub(crate) fn succeeded(mut self, output: &Value) -> Vec<ActivityRow> {
        let elements = redaction::response(self.service, self.operation, output);
        self.record.insert("responseElements".to_owned(), elements);
        self.into_rows()
    }

    /// The event's rows when the call failed.
    pub(crate) fn failed(mut self, fault: &Fault) -> Vec<ActivityRow> {
        self.record.insert("errorCode".to_owned(), json!(fault.code));
        self.record.insert("errorMessage".to_owned(), json!(redaction::line(&fault.message)));
        self.record.insert("responseElements".to_owned(), Json::Null);
        self.into_rows()
    }

    /// Adds the full explanations of what was decided.
    pub(crate) fn explained(mut self, decisions: &[Decided]) -> Self {
        self.decisions = decisions.iter().map(Decided::told).collect();
        self
    }

    /// The event's own row, and one for each account that it is shared with.
    fn into_rows(mut self) -> Vec<ActivityRow> {
        let Some(shared) = self.shared.take() else { return vec![self.into_row()] };
        self.record.insert("sharedEventID".to_owned(), json!(shared.id));
        let mut rows = Vec::with_capacity(1 + shared.owners.len());
        for (owner, id) in shared.owners {
            let mut copy = self.clone();
            copy.record.insert("eventID".to_owned(), json!(id));
            copy.record.insert("recipientAccountId".to_owned(), json!(owner.to_string()));
            copy.record.insert("userIdentity".to_owned(), shared.identity.clone());
            copy.decisions = Vec::new();
            copy.lookup.retain(|(name, _)| !matches!(*name, "Username" | "AccessKeyId"));
            copy.account = owner;
            copy.id = id;
            rows.push(copy.into_row());
        }
        rows.insert(0, self.into_row());
        rows
    }

    fn into_row(self) -> ActivityRow {
        let body = Body { event: &self.record, decisions: &self.decisions };
        // Maps with names and JSON values always have a JSON form.
        let body = serde_json::to_vec(&body).unwrap_or_default();
        ActivityRow {
            time_ms: self.time.millis(),
            event_id: self.id,
            request_id: self.request_id,
            account: self.account.to_string(),
            region: self.region,
            body,
            keys: self.lookup.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        }
    }
}

impl Shared {
    /// Nothing where all is of the caller's account, or a policy denied: a denial is of the
    /// caller's account alone.
    fn of(call: &Call, decisions: &[Decided]) -> Option<Self> {
        let principal = &call.caller.principal;
        let account = principal.account()?;
        if decisions.iter().any(|decided| !decided.decision.is_allowed()) {
            return None;
        }
        let mut owners: Vec<AccountId> = decisions.iter().filter_map(Decided::owner).collect();
        owners.sort_unstable();
        owners.dedup();
        if owners.is_empty() {
            return None;
        }
        let id = || call.platform.random.uuid_at(call.now);
        Some(Self {
            id: id(),
            owners: owners.into_iter().map(|owner| (owner, id())).collect(),
            identity: json!({
                "type": "AWSAccount",
                "principalId": principal.user_id(),
                "accountId": account.to_string(),
            }),
        })
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
    set("sourceIPAddress", json!(source(call)));
    set("userAgent", json!(origin.user_agent.as_deref().map(redaction::line)));
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
    if origin.tls && origin.host.is_some() {
        set("tlsDetails", json!({ "clientProvidedHostHeader": origin.host }));
    }
    record
}

/// The client's address, or the name of the service that acts for itself. (CloudTrail User Guide,
/// "CloudTrail record contents", `sourceIPAddress`.)
fn source(call: &Call) -> Option<String> {
    match &call.caller.principal {
        Principal::Service { name } => Some(name.clone()),
        _ => call.origin.source_ip.map(|address| address.to_string()),
    }
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
