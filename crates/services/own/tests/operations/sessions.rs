//! Sessions that agents are given, and what they may do by them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use bartizan_service::store::Reader;
use bartizan_service::testkit::{World, admin};
use bartizan_service::{
    Authorized, Call, Caller, NetworkPlace, Reply, needs_no_permission, operations,
};
use bartizan_types::{AccessKeyId, Fault, Region};
use bartizan_wire::{Bytes, Value, shape};
use serde_json::{Value as Json, json};

use crate::agents::{GUEST, INSTANCE, ROLE, activated, done, refused, report};
use crate::world;

/// Who gives sessions: of each the key is another.
#[derive(Default)]
pub(crate) struct Sts(AtomicU32);

shape! { AssumeRoleInput {
    role_arn: String = show "RoleArn",
    role_session_name: String = show "RoleSessionName",
    duration_seconds: i64 = show "DurationSeconds",
} }

operations! {
    Sts = "sts";
    AssumeRole: Issue Management Signed [] needs_no_permission => assume;
}

async fn assume(
    sts: &Sts,
    call: &Call,
    request: Authorized<AssumeRoleInput>,
) -> Result<Reply, Fault> {
    let request = request.into_inner();
    assert_eq!((&*request.role_arn, &*request.role_session_name), (ROLE, INSTANCE));
    let number = sts.0.fetch_add(1, Ordering::Relaxed);
    let seconds = u64::try_from(request.duration_seconds).unwrap();
    let credentials = Value::Struct(vec![
        ("AccessKeyId", Value::of_text(format!("ASIATESTTESTTEST{number:0>4}"))),
        ("SecretAccessKey", Value::of_text("secret")),
        ("SessionToken", Value::of_text("token")),
        ("Expiration", Value::Time(call.now.plus(Duration::from_secs(seconds)))),
    ]);
    Ok(Reply { value: Value::Struct(vec![("Credentials", credentials)]), body: None })
}

/// A registered agent.
pub(crate) struct Agent {
    pub(crate) world: World,
    key: Ed25519KeyPair,
}

impl Agent {
    async fn registered() -> Self {
        Self::registered_in(world()).await
    }

    pub(crate) async fn registered_in(world: World) -> Self {
        let key = Ed25519KeyPair::generate().unwrap();
        let (id, code) = activated(&world).await;
        let public = Bytes::copy_from_slice(key.public_key().as_ref());
        let input = Value::Struct(vec![
            ("ActivationId", Value::of_text(id)),
            ("ActivationCode", Value::of_text(code)),
            ("PublicKey", Value::Blob(public)),
            ("Architecture", Value::of_text("x86_64")),
        ]);
        world.call(&Caller::anonymous(), "bartizan", "RegisterAgent", input).await.unwrap();
        Self { world, key }
    }

    /// Asks for a session by a proof of so many milliseconds ago.
    async fn ask(&self, ago: i64, signed: &str) -> Result<Json, Fault> {
        let millis = self.world.road.platform().now().millis() - ago;
        let proof = format!("bartizan:GetAgentCredentials\n{signed}\n{millis}");
        let signature = Bytes::copy_from_slice(self.key.sign(proof.as_bytes()).as_ref());
        let input = Value::Struct(vec![
            ("InstanceId", Value::of_text(INSTANCE)),
            ("SignedAtMillis", Value::Int(millis)),
            ("Signature", Value::Blob(signature)),
        ]);
        let nobody = Caller::anonymous();
        let reply = self.world.call(&nobody, "bartizan", "GetAgentCredentials", input).await?;
        Ok(reply.value.to_json())
    }

    /// The agent with a new session.
    pub(crate) async fn session(&self) -> Caller {
        let told = self.ask(0, INSTANCE).await.unwrap();
        self.caller(ROLE, INSTANCE, told["Credentials"]["AccessKeyId"].as_str().unwrap())
    }

    fn caller(&self, role: &str, name: &str, key: &str) -> Caller {
        let directory = self.world.road.platform().directory().unwrap();
        let session = Caller::of_entity(directory.entity_by_arn(role).unwrap(), name).unwrap();
        Caller { access_key: Some(AccessKeyId::from_client(key)), ..session }
    }

    /// Whether a caller is the agent of the instance, as other services are told.
    fn is(&self, caller: &Caller) -> bool {
        let platform = self.world.road.platform();
        let (port, now) = (platform.ports.host_agents.clone().unwrap(), platform.now());
        let account = "123456789012".parse().unwrap();
        let place = NetworkPlace { account, region: Region::new("us-east-1") };
        let told = |reader: &Reader<'_>| port.is_agent(reader, &place, INSTANCE, caller, now);
        platform.store.read(told).unwrap()
    }

    /// With which error a report is refused.
    async fn refusal(&self, caller: &Caller, input: Json) -> Fault {
        refused(&self.world, caller, "SendAgentReport", input).await
    }
}

#[tokio::test]
async fn only_the_agents_own_session_reports() {
    let agent = Agent::registered().await;
    let own = agent.session().await;
    let key = own.access_key.clone().unwrap();
    for caller in [
        admin(),
        agent.caller(ROLE, "i-0000000000000000f", key.as_str()),
        agent.caller(GUEST, INSTANCE, key.as_str()),
        // Who may assume the role gives the session whatever name they like.
        agent.caller(ROLE, INSTANCE, "ASIAOTHEROTHEROTHER0"),
        Caller { access_key: None, ..own.clone() },
    ] {
        let told = agent.refusal(&caller, report(INSTANCE)).await;
        assert_eq!(told.code, "AccessDeniedException");
        assert!(!agent.is(&caller), "other services are told the same");
    }
    assert!(agent.is(&own));
    let world = &agent.world;
    let told = done(world, &own, "SendAgentReport", report(INSTANCE)).await;
    assert_eq!(told, json!({ "InventoryWanted": false }), "nobody keeps inventories here");
    let next = agent.session_later(Duration::from_mins(50)).await;
    for caller in [&own, &next] {
        done(world, caller, "SendAgentReport", report(INSTANCE)).await;
    }
    assert!(agent.is(&own) && agent.is(&next));
    world.clock.advance(Duration::from_mins(10));
    assert_eq!(agent.refusal(&own, report(INSTANCE)).await.code, "AccessDeniedException");
    assert!(!agent.is(&own) && agent.is(&next));
    done(world, &next, "SendAgentReport", report(INSTANCE)).await;
}

impl Agent {
    async fn session_later(&self, later: Duration) -> Caller {
        self.world.clock.advance(later);
        self.session().await
    }
}

#[tokio::test]
async fn reports_are_answered_by_what_the_agent_lacks() {
    let agent = Agent::registered().await;
    let (world, own) = (&agent.world, agent.session().await);
    let mut asking =
        json!({ "InstanceId": INSTANCE, "IntervalSeconds": 60, "FirewallVersion": "0" });
    let told = done(world, &own, "SendAgentReport", asking.clone()).await;
    let rule = json!({ "Direction": "INGRESS", "Protocol": "tcp", "FromPort": 22, "ToPort": 22,
        "Peers": ["10.0.0.0/8"] });
    assert_eq!(told["FirewallRules"], json!([rule]));
    assert_eq!(told["InventoryWanted"], false, "its disk was not looked through yet");
    asking["FirewallVersion"] = told["FirewallVersion"].clone();
    asking["FirewallResets"] = json!(1);
    let told = done(world, &own, "SendAgentReport", asking).await;
    assert_eq!(told, json!({ "InventoryWanted": false }), "they are known");
    for (inventory, version) in [("bm9uZQ==", Some("ab")), ("", None)] {
        let mut broken = report(INSTANCE);
        broken["Inventory"] = json!(inventory);
        broken["InventoryVersion"] = json!(version);
        if version.is_none() {
            broken.as_object_mut().unwrap().remove("InventoryVersion");
        }
        assert_eq!(agent.refusal(&own, broken).await.code, "ValidationException");
    }
}

#[tokio::test]
async fn a_proof_is_good_once_and_now() {
    let agent = Agent::registered().await;
    agent.session().await;
    let event = agent.world.last_event();
    // Who proves nothing leaves no trace in the account's record, and has no session made.
    let told = agent.ask(0, "i-0000000000000000f").await.unwrap_err();
    assert_eq!(told.code, "AgentNotRegisteredException");
    assert_eq!(agent.world.last_event(), event);
    for ago in [0, 1] {
        let told = agent.ask(ago, INSTANCE).await.unwrap_err();
        assert!(told.message.contains("was used before"), "{told}");
        assert_eq!(agent.world.last_event()["errorCode"], "ValidationException");
    }
    for ago in [300_001, -300_001] {
        let told = agent.ask(ago, INSTANCE).await.unwrap_err();
        assert!(told.message.contains("set the clock"), "{told}");
    }
    agent.world.clock.advance(Duration::from_mins(5));
    let told = agent.ask(300_000, INSTANCE).await.unwrap_err();
    assert!(told.message.contains("was used before"), "{told}");
    let told = agent.ask(299_999, INSTANCE).await.unwrap();
    assert_eq!(told["Credentials"]["AccessKeyId"], "ASIATESTTESTTEST0001", "the others made none");
}

#[tokio::test]
async fn who_floods_is_told_to_wait() {
    let agent = Agent::registered().await;
    let own = agent.session().await;
    let mut taken = 0;
    let told = loop {
        let input =
            bartizan_service::testkit::input_of("bartizan", "SendAgentReport", &report(INSTANCE));
        match agent.world.call(&own, "bartizan", "SendAgentReport", input).await {
            Ok(_) if taken < 1000 => taken += 1,
            Ok(_) => panic!("all were taken"),
            Err(told) => break told,
        }
    };
    assert_eq!((taken, &*told.code, told.status), (50, "ThrottlingException", 429));
    assert_eq!(told.headers, [("retry-after", "1".to_owned())]);
    agent.world.clock.advance(Duration::from_secs(1));
    done(&agent.world, &own, "SendAgentReport", report(INSTANCE)).await;
}
