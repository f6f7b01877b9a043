//! Hosts that register themselves, and what their agents may do.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::directory::Entity;
use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::{Given, World, admin, input_of};
use bartizan_service::{
    Access, BoxFuture, Call, Caller, Directory, HostPlace, HostRule, Hosts, NetworkPlace, NewHost,
};
use bartizan_types::{Fault, Random, Timestamp, UniqueId};
use serde_json::{Value as Json, json};

use crate::{NO_CODE, world};

pub(crate) const INSTANCE: &str = "i-0123456789abcdef0";
pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/host";
/// A role without permissions.
pub(crate) const GUEST: &str = "arn:aws:iam::123456789012:role/guest";

/// A role that may do everything.
pub(crate) struct HostRole;

impl Given for HostRole {
    fn enter(&self, directory: &mut Directory) {
        let admin = "arn:aws:iam::123456789012:user/admin";
        let identity = Arc::clone(&directory.entity_by_arn(admin).unwrap().identity);
        let guest = Entity::clone(directory.entity_by_arn(GUEST).unwrap());
        directory.put_entity(Entity {
            arn: ROLE.parse().unwrap(),
            id: UniqueId::from_stored("AROAHOSTHOSTHOSTHOSTH".to_owned()),
            name: Arc::from("host"),
            identity,
            ..guest
        });
    }
}

/// Who keeps instances, but forgets them: each host is the same one.
pub(crate) struct Machines;

impl Hosts for Machines {
    fn accesses(
        &self,
        _: &Call,
        subnet: Option<&str>,
        groups: &[&str],
        name: Option<&str>,
    ) -> Result<Vec<Access>, Fault> {
        assert_eq!((groups, name), (&[][..], subnet.map(|_| "web")));
        let subnet = format!("arn:aws:ec2:us-east-1:123456789012:subnet/{}", subnet.unwrap_or("*"));
        Ok(vec![Access::on("ec2:RunInstances", &subnet.parse().unwrap())])
    }

    fn choose<'a>(
        &'a self,
        _: &'a Call,
        subnet: Option<String>,
        groups: Vec<String>,
    ) -> BoxFuture<'a, Result<HostPlace, Fault>> {
        let subnet = subnet.unwrap_or_else(|| "subnet-default".to_owned());
        Box::pin(std::future::ready(Ok(HostPlace { subnet, groups })))
    }

    fn register(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        new: &NewHost<'_>,
        _: &dyn Random,
    ) -> Result<String, Fault> {
        assert_eq!((new.name, new.architecture), (Some("web"), "x86_64"));
        Ok(INSTANCE.to_owned())
    }

    fn heard(
        &self,
        _: &mut Writer<'_>,
        _: &NetworkPlace,
        instance: &str,
        _: Timestamp,
        patience: Duration,
    ) -> Result<bool, Fault> {
        assert_eq!(patience, Duration::from_mins(3));
        Ok(instance == INSTANCE)
    }

    fn rules(&self, _: &Reader<'_>, _: &NetworkPlace, _: &str) -> Result<Vec<HostRule>, Fault> {
        Ok(vec![HostRule {
            is_ingress: true,
            protocol: "tcp".to_owned(),
            ports: (22, 22),
            peers: vec!["10.0.0.0/8".parse().unwrap()],
        }])
    }

    fn stands(&self, _: &Reader<'_>, _: &NetworkPlace, instance: &str) -> Result<bool, Fault> {
        Ok(instance == INSTANCE)
    }
}

pub(crate) fn activation() -> Json {
    json!({ "RoleArn": ROLE, "Name": "web", "SubnetId": "subnet-1", "ExpiresInSeconds": 60 })
}

pub(crate) fn registration(id: &str, code: &str) -> Json {
    json!({
        "ActivationId": id,
        "ActivationCode": code,
        "PublicKey": "A".repeat(43) + "=",
        "Architecture": "x86_64",
    })
}

pub(crate) fn report(instance: &str) -> Json {
    json!({ "InstanceId": instance, "IntervalSeconds": 60, "InventoryVersion": "ab" })
}

pub(crate) async fn done(world: &World, caller: &Caller, operation: &str, input: Json) -> Json {
    let input = input_of("bartizan", operation, &input);
    world.call(caller, "bartizan", operation, input).await.unwrap().value.to_json()
}

pub(crate) async fn refused(world: &World, caller: &Caller, operation: &str, input: Json) -> Fault {
    let input = input_of("bartizan", operation, &input);
    world.call(caller, "bartizan", operation, input).await.unwrap_err()
}

/// The id and the code of a new activation.
pub(crate) async fn activated(world: &World) -> (String, String) {
    let made = done(world, &admin(), "CreateAgentActivation", activation()).await;
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("ActivationId"), text("ActivationCode"))
}

#[tokio::test]
async fn a_code_is_good_once_and_for_a_while() {
    let world = world();
    let (id, code) = activated(&world).await;
    let nobody = Caller::anonymous();
    // A wrong code is told as one that never was.
    let wrong = refused(&world, &nobody, "RegisterAgent", registration(&id, NO_CODE)).await;
    let other = "00000000-0000-4000-8000-000000000001";
    let unknown = refused(&world, &nobody, "RegisterAgent", registration(other, &code)).await;
    assert_eq!((&wrong.code, &wrong.message), (&unknown.code, &unknown.message));
    assert_eq!(wrong.code, "InvalidActivationException");

    let own = registration(&id, &code);
    let made = done(&world, &nobody, "RegisterAgent", own.clone()).await;
    assert_eq!(
        made,
        json!({ "InstanceId": INSTANCE, "AccountId": "123456789012", "Region": "us-east-1" })
    );
    let event = world.last_event();
    assert_eq!(event["recipientAccountId"], "123456789012");
    assert!(!event.to_string().contains(&code), "{event}");
    // The same host, whose first answer was lost.
    assert_eq!(done(&world, &nobody, "RegisterAgent", own.clone()).await, made);
    let mut another = own;
    another["PublicKey"] = json!("B".repeat(42) + "A=");
    let told = refused(&world, &nobody, "RegisterAgent", another).await;
    assert_eq!(told.code, "ActivationUsedException");

    let (id, code) = activated(&world).await;
    world.clock.advance(Duration::from_mins(1));
    let told = refused(&world, &nobody, "RegisterAgent", registration(&id, &code)).await;
    assert_eq!(told.code, "ActivationExpiredException");
    let (id, code) = activated(&world).await;
    done(&world, &admin(), "DeleteAgentActivation", json!({ "ActivationId": id })).await;
    let told = refused(&world, &nobody, "RegisterAgent", registration(&id, &code)).await;
    assert_eq!(told.code, "InvalidActivationException");
    let told =
        refused(&world, &admin(), "DeleteAgentActivation", json!({ "ActivationId": id })).await;
    assert_eq!(told.code, "ActivationNotFoundException");
}

#[tokio::test]
async fn no_code_is_stored() {
    let world = world();
    let (_, code) = activated(&world).await;
    let event = world.last_event();
    assert_eq!(event["responseElements"]["activationCode"], "HIDDEN_DUE_TO_SECURITY_REASONS");
    assert!(!event.to_string().contains(&code));
}

#[tokio::test]
async fn a_role_is_of_the_account_and_the_callers_to_pass() {
    let world = world();
    for role in ["arn:aws:iam::123456789012:role/none", "arn:aws:iam::123456789012:user/admin", "x"]
    {
        let told = refused(
            &world,
            &admin(),
            "CreateAgentActivation",
            json!({ "RoleArn": format!("{role:0<20}") }),
        )
        .await;
        assert_eq!(told.code, "ValidationException", "{role}");
    }
}
