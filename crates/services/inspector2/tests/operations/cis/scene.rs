//! Hosts that are scanned: some have a disk, some an agent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bartizan_inspector2::{
    CheckedDisk, CisScans, Disk, Disks, Inspector, InspectorProjection, Instance, Resources,
    UncheckedDisk,
};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_reach::Network;
use bartizan_service::directory::{Entity, RoleFacts};
use bartizan_service::store::{Key, Reader};
use bartizan_service::testkit::{ACCOUNT, Given, REGION, World, admin, given};
use bartizan_service::types::{
    AccessKeyId, Arn, Fault, Principal, Region, Session, SessionKind, Timestamp, UniqueId,
};
use bartizan_service::{
    Caller, Directory, HostAgents, NetworkPlace, Ports, Projection, SessionFacts, WaitingChecks,
};
use serde_json::{Value as Json, json};

use super::super::fakes::{Brought, Organization};
use super::super::{ask, called};

/// An instance whose disk is a folder.
pub(super) const ON_DISK: &str = "i-00000000000000001";
/// An instance with an agent.
pub(super) const WITH_AGENT: &str = "i-00000000000000002";
/// Checks of level 1, 1 and 2.
pub(super) const CHECKS: [&str; 3] = ["1.1.1.1", "5.1.20", "1.1.2.3.1"];

/// The hosts, and what the checks say of disks.
#[derive(Default)]
pub(super) struct Hosts {
    pub(super) instances: Mutex<BTreeMap<String, Vec<Instance>>>,
    pub(super) disk: Mutex<Option<Result<CheckedDisk, UncheckedDisk>>>,
}

/// An instance of the team red.
pub(super) fn instance(id: &str, image: Option<&str>, disk: Option<&str>) -> Instance {
    Instance {
        id: id.to_owned(),
        image: image.map(str::to_owned),
        disk: disk.map(str::to_owned),
        instance_type: None,
        vpc: "vpc-1".to_owned(),
        subnet: "subnet-1".to_owned(),
        launched: Timestamp::from_seconds(1_795_000_000),
        interfaces: Vec::new(),
        addresses: Vec::new(),
        tags: BTreeMap::from([("team".to_owned(), "red".to_owned())]),
    }
}

impl Resources for Hosts {
    fn instances(&self, _: &Reader<'_>, place: &NetworkPlace) -> Result<Vec<Instance>, Fault> {
        let all = self.instances.lock().unwrap();
        Ok(all.get(&place.account.to_string()).cloned().unwrap_or_default())
    }

    fn network(&self, _: &Reader<'_>, _: &NetworkPlace) -> Result<Network, Fault> {
        Ok(Network::default())
    }

    fn mark(&self, _: &str) -> Option<String> {
        None
    }

    fn read(&self, _: &str) -> Result<Disk, String> {
        Err("no disk is read for its packages".to_owned())
    }

    fn concerns(&self, _: &str) -> bool {
        false
    }

    fn places(&self, _: &Reader<'_>, _: &str, _: &Key) -> Result<Vec<NetworkPlace>, Fault> {
        Ok(Vec::new())
    }
}

impl Disks for Hosts {
    fn check(&self, _: &str, level: u8, today: i64) -> Result<CheckedDisk, UncheckedDisk> {
        assert!(today > 20_000 && (1..=2).contains(&level));
        self.disk.lock().unwrap().clone().unwrap_or_else(|| Ok(checked(&[])))
    }
}

/// What the checks said of a disk: each check with its status.
pub(super) fn checked(said: &[(&str, &'static str)]) -> CheckedDisk {
    let one = |(id, status): &(&str, &'static str)| {
        ((*id).to_owned(), (*status).into(), format!("/etc/{id}: found"))
    };
    CheckedDisk { platform: "DEBIAN_12".to_owned(), results: said.iter().map(one).collect() }
}

/// A role that may do everything.
struct HostRole;

fn role() -> Entity {
    let everything = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let policy = Policy::parse(everything, PolicyKind::Identity).unwrap();
    let account = ACCOUNT.parse().unwrap();
    Entity {
        account,
        id: UniqueId::from_stored("AROAHOSTHOSTHOSTHOSTH".to_owned()),
        arn: Arn::new("iam", "", Some(account), "role/host"),
        name: Arc::from("host"),
        identity: Arc::from([Attached::inline("everything", Arc::new(policy))]),
        boundary: None,
        tags: Arc::from([]),
        created: Timestamp::from_seconds(0),
        role: Some(RoleFacts { trust: None, max_session_seconds: 3600, service_linked: false }),
    }
}

impl Given for HostRole {
    fn enter(&self, directory: &mut Directory) {
        directory.put_entity(role());
    }

    fn offer(&self, ports: &mut Ports) {
        ports.host_agents = Some(Arc::new(Agents));
    }
}

/// Knows the agents of hosts by the keys of their sessions.
struct Agents;

impl HostAgents for Agents {
    fn is_agent(
        &self,
        _: &Reader<'_>,
        place: &NetworkPlace,
        instance: &str,
        caller: &Caller,
        _: Timestamp,
    ) -> Result<bool, Fault> {
        assert_eq!((place.account.to_string().as_str(), place.region.as_str()), (ACCOUNT, REGION));
        Ok(caller.access_key == Some(key_of(instance)))
    }
}

/// The key of the session that the agent of an instance was given.
fn key_of(instance: &str) -> AccessKeyId {
    AccessKeyId::from_client(&format!("ASIA{instance}"))
}

/// A session of the role by the name of an instance, which its agent was given.
pub(super) fn session_of(instance: &str) -> Caller {
    Caller { access_key: Some(key_of(instance)), ..named_after(instance) }
}

/// A session of the role by the name of an instance, as whoever may assume the role can make it.
pub(super) fn named_after(instance: &str) -> Caller {
    let entity = role();
    let kind = SessionKind::Role {
        role_arn: entity.arn,
        role_id: entity.id,
        service_linked: false,
        federated_by: None,
    };
    let arn = Arn::new("sts", "", Some(entity.account), &format!("assumed-role/host/{instance}"));
    let session = Session { account: entity.account, arn, name: instance.to_owned(), kind };
    let facts = SessionFacts {
        issued: Timestamp::from_seconds(1_795_510_000),
        expires: Timestamp::from_seconds(1_895_510_000),
        mfa_authenticated: None,
        is_plain: false,
        delegated_to: None,
        root_task: None,
        chained: false,
        policies: None,
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        default_regions_only: false,
    };
    Caller { principal: Principal::Session(session), session: Some(Arc::new(facts)), ..admin() }
}

/// A world with hosts in it.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) hosts: Arc<Hosts>,
    scans: CisScans,
}

impl Stage {
    /// An account with an instance of each kind.
    pub(super) fn new() -> Self {
        Self::with(&Organization::new())
    }

    pub(super) fn with(organization: &Arc<Organization>) -> Self {
        let projections = vec![
            given(Brought(Arc::clone(organization))),
            given(HostRole),
            Arc::new(InspectorProjection) as Arc<dyn Projection>,
        ];
        let world = World::new(projections, |_| vec![Arc::new(Inspector::default())]);
        let hosts = Arc::<Hosts>::default();
        let own =
            vec![instance(ON_DISK, Some("ami-1"), Some("disk")), instance(WITH_AGENT, None, None)];
        hosts.instances.lock().unwrap().insert(ACCOUNT.to_owned(), own);
        *hosts.disk.lock().unwrap() = Some(Ok(checked(&[
            (CHECKS[0], "PASSED"),
            (CHECKS[1], "FAILED"),
            (CHECKS[2], "NOT_APPLICABLE"),
        ])));
        let (scans, _) = CisScans::new(hosts.clone(), hosts.clone());
        Self { world, hosts, scans }
    }

    /// Does what is due.
    pub(super) fn step(&self) {
        self.scans.step(self.world.road.platform()).unwrap();
    }

    /// As after a restart of the server.
    pub(super) fn restart(&mut self) {
        self.scans = CisScans::new(self.hosts.clone(), self.hosts.clone()).0;
    }

    /// What waits for the agent of an instance.
    pub(super) fn waiting(&self, instance: &str) -> Option<WaitingChecks> {
        let platform = self.world.road.platform();
        let port = platform.ports.host_checks.clone().unwrap();
        let place = NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) };
        let now = platform.now();
        platform.store.read(|reader| port.waiting(reader, &place, instance, now)).unwrap()
    }

    /// Makes a configuration; its ARN.
    pub(super) async fn configure(&self, changes: Json) -> String {
        let told = ask(&self.world, "CreateCisScanConfiguration", configuration(changes)).await;
        told.unwrap()["scanConfigurationArn"].as_str().unwrap().to_owned()
    }

    /// The scans that are listed.
    pub(super) async fn scans(&self, input: Json) -> Vec<Json> {
        let told = ask(&self.world, "ListCisScans", input).await.unwrap();
        told["scans"].as_array().unwrap().clone()
    }

    /// Calls an operation as the agent of an instance.
    pub(super) async fn as_agent(
        &self,
        instance: &str,
        operation: &str,
        input: Json,
    ) -> Result<Json, Fault> {
        called(&self.world, session_of(instance), operation, input).await
    }
}

/// A configuration of the team red that is scanned at once, with changes.
pub(super) fn configuration(changes: Json) -> Json {
    let mut input = json!({
        "scanName": "nightly",
        "securityLevel": "LEVEL_2",
        "schedule": { "oneTime": {} },
        "targets": { "accountIds": ["SELF"], "targetResourceTags": { "team": ["red", "blue"] } },
    });
    let Json::Object(changes) = changes else { panic!("changes are an object") };
    input.as_object_mut().unwrap().extend(changes);
    input
}
