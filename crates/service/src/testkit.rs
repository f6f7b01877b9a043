//! A small world for the tests of services: an embedded store in a temporary folder, a clock that
//! stands still, ids that repeat, and callers whose permissions are known.
//!
//! [`check_operations`] is the rule that every operation has a denied case and a golden of its
//! activity record: it fails for an operation without a [`Case`].

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_keys::RootKey;
use bartizan_model::{ServiceModel, ShapeId, ShapeKind};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_store::{ActivityQuery, Change, Reader, Store, StoreConfig};
use bartizan_types::{
    AccessKeyId, AccountId, Arn, Fault, ManualClock, Principal, Region, SeededRandom, Timestamp,
    UniqueId,
};
use bartizan_wire::Value;
use serde_json::Value as Json;

use crate::directory::{Account, Entity, RoleFacts};
use crate::{
    Body, Caller, Directory, Incoming, Operation, Origin, Platform, PlatformParts, Projection, Reply, Road,
    Service, Settings, SignatureForm, Vault,
};

/// The account of the test world.
pub const ACCOUNT: &str = "123456789012";
/// The region of the test world.
pub const REGION: &str = "us-east-1";

/// A world with one account, its root user, a user `nobody` without permissions, a user `admin`
/// who may do everything, and a role `guest` that `admin` may assume.
pub struct World {
    /// The road to the services under test.
    pub road: Road,
    /// The clock.
    pub clock: Arc<ManualClock>,
    _folder: tempfile::TempDir,
}

/// The entities that are there before any service made one.
struct Fixture;

impl World {
    /// A world with these projections and services.
    pub fn new(
        projections: Vec<Arc<dyn Projection>>,
        services: impl FnOnce(&std::path::Path) -> Vec<Arc<dyn Service>>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreConfig::Sqlite { dir: folder.path().to_owned() }).unwrap();
        let clock = Arc::new(ManualClock::new(Timestamp::from_seconds(1_795_510_800)));
        let random = Arc::new(SeededRandom::new(1));
        let vault = Vault::new(RootKey::generate(&*random).unwrap(), random.clone());
        let account = ACCOUNT.parse().unwrap();
        vault.prepare_blocking(&store, account).unwrap();
        let mut all: Vec<Arc<dyn Projection>> = vec![Arc::new(Fixture)];
        all.extend(projections);
        let settings = Settings { account, dev: false, activity_days: 90 };
        let parts = PlatformParts { store, clock: clock.clone(), random, vault, settings };
        let platform = Platform::start(parts, all).unwrap();
        let services = services(folder.path());
        Self { road: Road::new(platform, services), clock, _folder: folder }
    }

    /// Calls an operation without a streamed payload.
    ///
    /// # Errors
    /// The fault the caller would see.
    pub async fn call(
        &self,
        caller: &Caller,
        service: &str,
        operation: &str,
        input: Value,
    ) -> Result<Reply, Fault> {
        self.send(caller, service, operation, input, None).await
    }

    /// Calls an operation.
    ///
    /// # Errors
    /// The fault the caller would see.
    pub async fn send(
        &self,
        caller: &Caller,
        service: &str,
        operation: &str,
        input: Value,
        body: Option<Body>,
    ) -> Result<Reply, Fault> {
        let operation = self.road.operation(service, operation).unwrap();
        self.road
            .travel(Incoming {
                operation,
                caller: caller.clone(),
                region: Region::new(REGION),
                origin: origin(),
                request_id: self.road.platform().random.uuid(),
                input: Ok(input),
                body,
            })
            .await
    }

    /// The newest event of the activity record.
    pub fn last_event(&self) -> Json {
        let activity = self.road.platform().activity();
        activity.flush().unwrap();
        let query = ActivityQuery {
            account: ACCOUNT.to_owned(),
            region: REGION.to_owned(),
            from_ms: 0,
            to_ms: i64::MAX,
            attribute: None,
            page: None,
            limit: 1,
        };
        let page = activity.query(&query).unwrap();
        let wrapped: Json = serde_json::from_slice(&page.rows.first().unwrap().body).unwrap();
        wrapped.get("event").unwrap().clone()
    }
}

/// The root user of the world's account.
pub fn root() -> Caller {
    caller(Principal::Root { account: ACCOUNT.parse().unwrap() })
}

/// The user who may do everything.
pub fn admin() -> Caller {
    user("admin")
}

/// The user who may do nothing.
pub fn nobody() -> Caller {
    user("nobody")
}

fn user(name: &str) -> Caller {
    let entity = entity(name, "user", None);
    caller(Principal::User {
        account: entity.account,
        arn: entity.arn,
        id: entity.id,
        name: name.to_owned(),
    })
}

fn caller(principal: Principal) -> Caller {
    Caller {
        access_key: Some(AccessKeyId::from_client("AKIATESTTESTTESTTEST")),
        principal,
        session: None,
        principal_tags: Arc::from([]),
    }
}

fn origin() -> Origin {
    Origin {
        source_ip: Some(std::net::Ipv4Addr::new(192, 0, 2, 1).into()),
        user_agent: Some("testkit".to_owned()),
        referer: None,
        tls: false,
        host: None,
        signature: SignatureForm::Header,
        signature_age_millis: Some(0),
        content_sha256: None,
    }
}

fn entity(name: &str, kind: &str, role: Option<RoleFacts>) -> Entity {
    let account: AccountId = ACCOUNT.parse().unwrap();
    let prefix = if kind == "role" { "AROA" } else { "AIDA" };
    Entity {
        account,
        id: UniqueId::from_stored(format!("{prefix}{:A<17}", name.to_uppercase())),
        arn: Arn::new("iam", "", Some(account), &format!("{kind}/{name}")),
        name: Arc::from(name),
        identity: Arc::from([]),
        boundary: None,
        tags: Arc::from([]),
        role,
    }
}

fn policy(name: &str, text: &str, kind: PolicyKind) -> Attached {
    Attached::inline(name, Arc::new(Policy::parse(text, kind).unwrap()))
}

impl Projection for Fixture {
    fn load(&self, _reader: &Reader<'_>, directory: &mut Directory) -> Result<(), String> {
        let account: AccountId = ACCOUNT.parse().unwrap();
        directory.put_account(account, Account::default());
        let everything = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
        directory.put_entity(Entity {
            identity: Arc::from([policy("everything", everything, PolicyKind::Identity)]),
            ..entity("admin", "user", None)
        });
        directory.put_entity(entity("nobody", "user", None));
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",
               "Principal":{{"AWS":"arn:aws:iam::{ACCOUNT}:root"}},
               "Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}]}}"#
        );
        let facts = RoleFacts {
            trust: Some(policy("trust", &trust, PolicyKind::Trust)),
            max_session_seconds: 3600,
            service_linked: false,
        };
        directory.put_entity(entity("guest", "role", Some(facts)));
        Ok(())
    }

    fn apply(
        &self,
        _changes: &[Change],
        _reader: &Reader<'_>,
        _directory: &mut Directory,
    ) -> Result<(), String> {
        Ok(())
    }
}

/// A sample call of one operation: what must be there before, and its input as JSON.
#[derive(Debug, Clone)]
pub struct Case {
    /// The operation.
    pub operation: &'static str,
    /// Calls that `admin` makes first: operation, input and streamed payload.
    pub before: Vec<(&'static str, Json, Option<&'static str>)>,
    /// The input. In it and in the inputs of calls before, the text `$Operation.Path` stands for
    /// what is at the path of that operation's answer.
    pub input: Json,
    /// The streamed payload.
    pub body: Option<&'static str>,
    /// Where even the caller who may do everything is refused: by this code.
    pub refused: Option<&'static str>,
    /// Whether denials are items of an answer, as of `DeleteObjects`.
    pub denies_items: bool,
}

impl Case {
    /// A case that needs nothing before.
    pub const fn new(operation: &'static str, input: Json) -> Self {
        Self { operation, before: Vec::new(), input, body: None, refused: None, denies_items: false }
    }

    /// Something that root does first.
    #[must_use]
    pub fn after(mut self, operation: &'static str, input: Json) -> Self {
        self.before.push((operation, input, None));
        self
    }

    /// Something that root does first, with a streamed payload.
    #[must_use]
    pub fn after_sending(
        mut self,
        operation: &'static str,
        input: Json,
        body: &'static str,
    ) -> Self {
        self.before.push((operation, input, Some(body)));
        self
    }

    /// Refused to everyone, by this code.
    #[must_use]
    pub const fn refused_by(mut self, code: &'static str) -> Self {
        self.refused = Some(code);
        self
    }

    /// Denied by items of the answer.
    #[must_use]
    pub const fn denying_items(mut self) -> Self {
        self.denies_items = true;
        self
    }

    /// With a streamed payload.
    #[must_use]
    pub const fn with_body(mut self, body: &'static str) -> Self {
        self.body = Some(body);
        self
    }
}

/// Runs each case in a world of its own: a user without permissions is denied, by a message that
/// names the action; the user who may do everything succeeds, and the event of that is handed to
/// `golden` with the operation's name.
///
/// # Panics
/// An operation has no case, a case names no operation, or one of the above does not hold.
pub async fn check_operations(
    service: &str,
    world: impl Fn() -> World,
    cases: &[Case],
    mut golden: impl FnMut(&str, &Json),
) {
    let operations =
        world().road.services().find(|known| known.name() == service).unwrap().operations();
    let declared: BTreeSet<_> = operations.iter().map(|operation| operation.name).collect();
    let covered: BTreeSet<_> = cases.iter().map(|case| case.operation).collect();
    assert_eq!(covered, declared, "each operation of {service} needs a denied case and a golden");
    for case in cases {
        let world = world();
        let mut answers = Vec::new();
        for (operation, input, body) in &case.before {
            let input = input_of(service, operation, &filled(input, &answers));
            let body = body.map(|text| Body::from_bytes(text.into()));
            let made = world.send(&admin(), service, operation, input, body).await;
            assert!(made.is_ok(), "{}: before, {operation}: {made:?}", case.operation);
            answers.push((*operation, made.unwrap().value));
        }
        let operation = world.road.operation(service, case.operation).unwrap();
        let input = || input_of(service, case.operation, &filled(&case.input, &answers));
        let body = || case.body.map(|text| Body::from_bytes(text.into()));
        let stranger = if operation.actions.is_empty() { Caller::anonymous() } else { nobody() };
        let denied = world.send(&stranger, service, case.operation, input(), body()).await;
        check_denied(case, operation, denied);
        // What a refusal leaves takes another way than what a commit leaves: let it arrive first.
        world.road.platform().activity().flush().unwrap();
        let done = world.send(&admin(), service, case.operation, input(), body()).await;
        match (case.refused, done) {
            (None, done) => assert!(done.is_ok(), "{}: {:?}", case.operation, done.err()),
            (Some(code), done) => assert_eq!(done.unwrap_err().code, code, "{}", case.operation),
        }
        golden(case.operation, &world.last_event());
    }
}

fn check_denied(case: &Case, operation: &Operation, denied: Result<Reply, Fault>) {
    let said = if case.denies_items {
        denied.unwrap().value.to_json().to_string()
    } else {
        let fault = denied.unwrap_err();
        assert!(matches!(fault.status, 400 | 403), "{}: {fault}", case.operation);
        fault.message
    };
    let names_action = operation.actions.iter().any(|action| said.contains(action));
    assert!(
        names_action || operation.actions.is_empty(),
        "{}: the denial must name the action: {said}",
        case.operation
    );
}

/// An input with what earlier answers hold in place of `$Operation.Path`.
fn filled(input: &Json, answers: &[(&str, Value)]) -> Json {
    match input {
        Json::String(text) => {
            let reference = text.strip_prefix('$').and_then(|rest| rest.split_once('.'));
            let found = reference.and_then(|(operation, path)| {
                let (_, answer) = answers.iter().rev().find(|(known, _)| *known == operation)?;
                answer.path(path)
            });
            found.map_or_else(|| input.clone(), Value::to_json)
        }
        Json::Array(items) => items.iter().map(|item| filled(item, answers)).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), filled(value, answers))).collect()
        }
        other => other.clone(),
    }
}

/// JSON as the input of an operation, by its model.
///
/// # Panics
/// The JSON does not have the input's shape.
pub fn input_of(service: &str, operation: &str, json: &Json) -> Value {
    let model = bartizan_model::service(service).unwrap();
    let operation = model.operation(operation).unwrap();
    operation.input.map_or(Value::Struct(Vec::new()), |shape| value_of(model, shape, json))
}

fn value_of(model: &ServiceModel, id: ShapeId, json: &Json) -> Value {
    match (&model.shape(id).kind, json) {
        (ShapeKind::Structure(structure), Json::Object(entries)) => {
            let member = |(name, value): (&String, &Json)| {
                let member = structure.member(name).unwrap();
                (member.name, value_of(model, member.shape, value))
            };
            Value::Struct(entries.iter().map(member).collect())
        }
        (ShapeKind::List(list), Json::Array(items)) => {
            Value::List(items.iter().map(|item| value_of(model, list.member.shape, item)).collect())
        }
        (ShapeKind::Map(map), Json::Object(entries)) => {
            let entry = |(key, value): (&String, &Json)| {
                (key.clone(), value_of(model, map.value.shape, value))
            };
            Value::Map(entries.iter().map(entry).collect())
        }
        (ShapeKind::Timestamp(_), Json::String(text)) => {
            Value::Time(Timestamp::parse_iso8601(text).unwrap())
        }
        (_, Json::String(text)) => Value::of_text(text),
        (_, Json::Bool(value)) => Value::Bool(*value),
        (_, Json::Number(number)) => Value::Int(number.as_i64().unwrap()),
        (kind, other) => panic!("{other} is no {kind:?}"),
    }
}
