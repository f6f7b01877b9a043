//! A small world for the tests of services: an embedded store in a temporary folder, a clock that
//! stands still, ids that repeat, and callers whose permissions are known.
//!
//! [`check_operations`] is the rule that every operation has a denied case and a golden of its
//! activity record: it fails for an operation without a [`Case`].

mod cases;
mod given;
mod input;
mod log_bucket;

use std::sync::Arc;

use bartizan_keys::RootKey;
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_store::{ActivityQuery, Store, StoreConfig};
use bartizan_types::{
    AccessKeyId, AccountId, Arn, Fault, ManualClock, Principal, Region, SeededRandom, Timestamp,
    UniqueId,
};
use bartizan_wire::Value;
use serde_json::Value as Json;

use crate::directory::{Account, Entity, RoleFacts};
use crate::{
    Body, Caller, Directory, Incoming, Origin, Platform, PlatformParts, Projection, Reply, Road,
    Service, Settings, SignatureForm, Vault,
};

pub use cases::{Case, check_operations};
pub use given::{Given, given};
pub use input::input_of;
pub use log_bucket::LogBucket;

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
        let mut all: Vec<Arc<dyn Projection>> = vec![given(Fixture)];
        all.extend(projections);
        let settings = Settings { account, dev: false, activity_days: 90, passkey_origin: None };
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

    /// Calls an operation, signed for a region.
    ///
    /// # Errors
    /// The fault the caller would see.
    pub async fn call_in(
        &self,
        region: &str,
        caller: &Caller,
        service: &str,
        operation: &str,
        input: Value,
    ) -> Result<Reply, Fault> {
        let region = Region::new(region);
        self.travel(region, caller, (service, operation), input, None).await
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
        self.travel(Region::new(REGION), caller, (service, operation), input, body).await
    }

    async fn travel(
        &self,
        region: Region,
        caller: &Caller,
        (service, operation): (&str, &str),
        input: Value,
        body: Option<Body>,
    ) -> Result<Reply, Fault> {
        let operation = self.road.operation(service, operation).unwrap();
        self.road
            .travel(Incoming {
                operation,
                caller: caller.clone(),
                region,
                origin: origin(),
                on_behalf_of: None,
                via: None,
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
        created: Timestamp::from_seconds(0),
        role,
    }
}

fn policy(name: &str, text: &str, kind: PolicyKind) -> Attached {
    Attached::inline(name, Arc::new(Policy::parse(text, kind).unwrap()))
}

impl Given for Fixture {
    fn enter(&self, directory: &mut Directory) {
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
    }
}
