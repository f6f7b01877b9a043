//! Instances that are hosts with an agent.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::testkit::{ACCOUNT, REGION, World};
use bartizan_service::types::{Fault, Region};
use bartizan_service::{HostPlace, Hosts, NetworkPlace, NewHost};
use serde_json::{Value as Json, json};

use crate::{done, filter, id, refused, subnet, vpc, world};

const PATIENCE: Duration = Duration::from_mins(3);

fn place() -> NetworkPlace {
    NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) }
}

fn port(world: &World) -> Arc<dyn Hosts> {
    world.road.platform().ports.hosts.clone().unwrap()
}

async fn registered(world: &World, subnet: &str) -> String {
    let (port, platform) = (port(world), Arc::clone(world.road.platform()));
    let (now, random) = (platform.now(), Arc::clone(&platform.random));
    let at = HostPlace { subnet: subnet.to_owned(), groups: Vec::new() };
    let made = platform.store.write(move |writer| {
        let new = NewHost {
            place: &at,
            name: Some("web"),
            architecture: "aarch64",
            now,
            patience: PATIENCE,
        };
        port.register(writer, &place(), &new, &*random)
    });
    made.await.unwrap()
}

/// Whether the instance stands when its agent is heard of.
async fn heard(world: &World, instance: &str) -> bool {
    let (port, platform) = (port(world), Arc::clone(world.road.platform()));
    let (now, instance) = (platform.now(), instance.to_owned());
    let noted = platform.store.write(move |writer| {
        let stands = port.heard(writer, &place(), &instance, now, PATIENCE)?;
        assert_eq!(port.stands(writer, &place(), &instance)?, stands);
        Ok::<_, Fault>(stands)
    });
    noted.await.unwrap()
}

async fn shown(world: &World, instance: &str) -> Json {
    let found = json!({ "InstanceIds": [instance] });
    done(world, "DescribeInstances", found).await["Reservations"][0]["Instances"][0].clone()
}

#[tokio::test]
async fn a_host_runs_while_its_agent_is_heard_of() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &network, "10.0.1.0/24").await;
    let instance = registered(&world, &subnet).await;
    let told = shown(&world, &instance).await;
    assert_eq!(told["State"], json!({ "Code": 16, "Name": "running" }));
    assert_eq!((&told["Architecture"], &told["SubnetId"]), (&json!("arm64"), &json!(subnet)));
    assert_eq!(told["Tags"], json!([{ "Key": "Name", "Value": "web" }]));
    for absent in ["ImageId", "InstanceType", "StateReason"] {
        assert!(told[absent].is_null(), "{absent}: {told}");
    }
    assert_eq!(told["SecurityGroups"][0]["GroupName"], "default");
    assert_eq!(told["NetworkInterfaces"].as_array().unwrap().len(), 1);

    let running = json!({ "Filters": filter("instance-state-name", &["running"]) });
    let status = |told: Json| told["InstanceStatuses"].as_array().unwrap().len();
    let of_running = done(&world, "DescribeInstanceStatus", json!({})).await;
    assert_eq!(of_running["InstanceStatuses"][0]["InstanceStatus"]["Status"], "ok");
    world.clock.advance(PATIENCE);
    let told = shown(&world, &instance).await;
    assert_eq!(told["State"]["Name"], "stopped");
    assert_eq!(told["StateReason"]["Code"], "Client.AgentSilent");
    assert_eq!(status(done(&world, "DescribeInstanceStatus", json!({})).await), 0);
    let none = done(&world, "DescribeInstances", running.clone()).await;
    assert_eq!(none["Reservations"], json!([]));
    assert!(heard(&world, &instance).await);
    let found = done(&world, "DescribeInstances", running).await;
    assert_eq!(found["Reservations"][0]["Instances"][0]["InstanceId"], instance.as_str());
}

#[tokio::test]
async fn a_host_is_terminated_but_not_stopped() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &network, "10.0.1.0/24").await;
    let instance = registered(&world, &subnet).await;
    let named = json!({ "InstanceIds": [instance] });
    assert_eq!(refused(&world, "StopInstances", named.clone()).await, "UnsupportedOperation");
    let told = done(&world, "TerminateInstances", named.clone()).await;
    let change = &told["TerminatingInstances"][0];
    assert_eq!(
        (&change["PreviousState"]["Name"], &change["CurrentState"]["Name"]),
        (&json!("running"), &json!("terminated"))
    );
    assert!(!heard(&world, &instance).await, "its agent is over");
    assert_eq!(shown(&world, &instance).await["State"]["Name"], "terminated");
    done(&world, "DeleteSubnet", json!({ "SubnetId": subnet })).await;
    assert!(!heard(&world, "i-0123456789abcdef0").await);
}

#[tokio::test]
async fn what_is_declared_is_no_host() {
    let world = world();
    let image = json!({ "Name": "debian", "ImageLocation": "disk" });
    let image = id(&done(&world, "RegisterImage", image).await["ImageId"]);
    let run = json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1 });
    let declared = id(&done(&world, "RunInstances", run).await["Instances"][0]["InstanceId"]);
    assert!(!heard(&world, &declared).await);
    assert_eq!(shown(&world, &declared).await["State"]["Name"], "stopped");
}
