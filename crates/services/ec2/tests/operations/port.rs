//! What other services put into networks.

use std::sync::Arc;

use bartizan_service::testkit::{ACCOUNT, REGION};
use bartizan_service::types::{Fault, Region};
use bartizan_service::{NetworkPlace, ServiceInterface};
use serde_json::json;

use crate::{done, filter, id, refused, subnet, vpc, world};

const BALANCER: &str = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1";

#[tokio::test]
async fn what_a_service_puts_into_a_subnet_keeps_it() {
    let world = world();
    let network = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &network, "10.0.1.0/24").await;
    let platform = Arc::clone(world.road.platform());
    let port = platform.ports.networks.clone().unwrap();
    let place = NetworkPlace { account: ACCOUNT.parse().unwrap(), region: Region::new(REGION) };
    let known = platform.store.read(|reader| port.subnet(reader, &place, &subnet)).unwrap();
    assert_eq!((known.vpc.as_str(), known.free_addresses), (network.as_str(), 251));
    let random = Arc::clone(&platform.random);
    let (own, network_port, at) = (subnet.clone(), Arc::clone(&port), place.clone());
    let address = platform.store.write(move |writer| {
        let new = ServiceInterface {
            subnet: &own,
            groups: &[],
            description: "ELB app/a/1",
            requester: "amazon-elb",
            resource: BALANCER,
        };
        network_port.attach(writer, &at, &new, &*random)
    });
    let address = address.await.unwrap().to_string();
    let found = json!({ "Filters": filter("requester-managed", &["true"]) });
    let found = done(&world, "DescribeNetworkInterfaces", found).await;
    let interface = &found["NetworkInterfaces"][0];
    assert_eq!(interface["PrivateIpAddress"], address.as_str());
    assert_eq!(
        (&interface["Status"], &interface["Attachment"]["InstanceOwnerId"]),
        (&json!("in-use"), &json!("amazon-elb"))
    );
    let interface = id(&interface["NetworkInterfaceId"]);
    let delete = json!({ "NetworkInterfaceId": interface });
    let told = refused(&world, "DeleteNetworkInterface", delete).await;
    assert_eq!(told, "InvalidParameterValue");
    let change = json!({ "NetworkInterfaceId": interface, "SourceDestCheck": { "Value": false } });
    let told = refused(&world, "ModifyNetworkInterfaceAttribute", change).await;
    assert_eq!(told, "OperationNotPermitted");
    let in_use = json!({ "SubnetId": subnet });
    assert_eq!(refused(&world, "DeleteSubnet", in_use.clone()).await, "DependencyViolation");
    let detached = platform.store.write(move |writer| {
        port.detach(writer, &place, BALANCER, None)?;
        Ok::<_, Fault>(())
    });
    detached.await.unwrap();
    done(&world, "DeleteSubnet", in_use).await;
}
