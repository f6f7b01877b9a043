//! Images and instances.

use std::sync::Arc;
use std::time::Duration;

use bartizan_ec2::{Ec2, Ec2Projection};
use bartizan_service::testkit::{Case, World};
use serde_json::{Value as Json, json};

use crate::{SUBNET, done, filter, id, in_subnet, refused, subnet, vpc, world};

const IMAGE: &str = "$RegisterImage.ImageId";
const INSTANCE: &str = "$RunInstances.Instances.0.InstanceId";

const INTERFACE: &str = "$CreateNetworkInterface.NetworkInterface.NetworkInterfaceId";

fn image(name: &str, location: &str) -> Json {
    json!({ "Name": name, "ImageLocation": location })
}

pub(crate) fn cases() -> Vec<Case> {
    let with_image = |operation, input| {
        in_subnet(operation, input).after("RegisterImage", image("debian", "disk"))
    };
    let run = || json!({ "ImageId": IMAGE, "MinCount": 1, "MaxCount": 1, "SubnetId": SUBNET });
    let with_one = |operation, input| with_image(operation, input).after("RunInstances", run());
    let with_interface = |operation, input| {
        with_one(operation, input).after("CreateNetworkInterface", json!({ "SubnetId": SUBNET }))
    };
    let them = || json!({ "InstanceIds": [INSTANCE] });
    let mut tagged = run();
    tagged["TagSpecifications"] = json!([
        { "ResourceType": "instance", "Tags": [{ "Key": "team", "Value": "red" }] },
        { "ResourceType": "network-interface", "Tags": [{ "Key": "team", "Value": "blue" }] },
    ]);
    let without_machine = |operation| {
        let mut case = with_one(operation, them());
        case.refused = Some("UnsupportedOperation");
        case
    };
    vec![
        Case::new("RegisterImage", image("debian", "disk.tar")),
        Case::new("DeregisterImage", json!({ "ImageId": IMAGE }))
            .after("RegisterImage", image("debian", "disk")),
        Case::new("DescribeImages", json!({ "Owners": ["self"] })),
        with_image("RunInstances", tagged),
        with_one("DescribeInstances", them()),
        with_one("DescribeInstanceStatus", json!({ "IncludeAllInstances": true })),
        with_one(
            "DescribeInstanceAttribute",
            json!({ "InstanceId": INSTANCE, "Attribute": "disableApiTermination" }),
        ),
        with_one(
            "ModifyInstanceAttribute",
            json!({ "InstanceId": INSTANCE, "SourceDestCheck": { "Value": false } }),
        ),
        without_machine("StartInstances"),
        without_machine("StopInstances"),
        without_machine("RebootInstances"),
        with_one("TerminateInstances", them()),
        with_interface(
            "AttachNetworkInterface",
            json!({ "NetworkInterfaceId": INTERFACE, "InstanceId": INSTANCE, "DeviceIndex": 1 }),
        ),
        with_interface(
            "DetachNetworkInterface",
            json!({ "AttachmentId": "$AttachNetworkInterface.AttachmentId" }),
        )
        .after(
            "AttachNetworkInterface",
            json!({ "NetworkInterfaceId": INTERFACE, "InstanceId": INSTANCE, "DeviceIndex": 1 }),
        ),
    ]
}

async fn registered(world: &World) -> String {
    id(&done(world, "RegisterImage", image("debian", "disk")).await["ImageId"])
}

async fn one(world: &World, instance: &str) -> Json {
    let shown = done(world, "DescribeInstances", json!({ "InstanceIds": [instance] })).await;
    shown["Reservations"][0]["Instances"][0].clone()
}

#[tokio::test]
async fn images_lie_below_the_operators_folder() {
    let world = world();
    for (location, code) in [
        ("", "InvalidParameterValue"),
        ("/etc/passwd", "InvalidParameterValue"),
        ("../images/disk", "InvalidParameterValue"),
        ("disk/../../secret", "InvalidParameterValue"),
        ("out/secret", "InvalidManifest"),
        ("nothing", "InvalidManifest"),
    ] {
        let told = refused(&world, "RegisterImage", image("debian", location)).await;
        assert_eq!(told, code, "{location}");
    }
    let first = registered(&world).await;
    let told = refused(&world, "RegisterImage", image("debian", "disk.tar")).await;
    assert_eq!(told, "InvalidAMIName.Duplicate");
    let told = refused(&world, "RegisterImage", image("d", "disk")).await;
    assert_eq!(told, "InvalidAMIName.Malformed");
    let other = image("other", "disk.tar");
    done(&world, "RegisterImage", other).await;
    let shown = json!({ "Filters": filter("manifest-location", &["disk"]) });
    let shown = done(&world, "DescribeImages", shown).await;
    assert_eq!(shown["Images"][0]["ImageId"], first.as_str());
    assert_eq!(
        done(&world, "DescribeImages", json!({ "Owners": ["amazon"] })).await["Images"],
        json!([])
    );
    done(&world, "DeregisterImage", json!({ "ImageId": first })).await;
    let told = refused(&world, "DescribeImages", json!({ "ImageIds": [first] })).await;
    assert_eq!(told, "InvalidAMIID.NotFound");
    let without = World::new(vec![Arc::new(Ec2Projection)], |_| vec![Arc::new(Ec2::default())]);
    let told = refused(&without, "RegisterImage", image("debian", "disk")).await;
    assert_eq!(told, "UnsupportedOperation");
}

#[tokio::test]
async fn an_instance_is_declared_in_the_default_network() {
    let world = world();
    let image = registered(&world).await;
    let run = json!({ "ImageId": image, "MinCount": 2, "MaxCount": 2, "InstanceType": "t3.micro", "ClientToken": "once" });
    let made = done(&world, "RunInstances", run.clone()).await;
    let instances = made["Instances"].as_array().unwrap();
    assert_eq!(instances.len(), 2);
    let first = &instances[0];
    assert_eq!(
        (&first["State"]["Name"], &first["StateReason"]["Code"]),
        (&json!("stopped"), &json!("Client.Declared"))
    );
    assert_eq!(first["Placement"]["AvailabilityZone"], "us-east-1a");
    assert_eq!(first["SecurityGroups"][0]["GroupName"], "default");
    let interface = &first["NetworkInterfaces"][0];
    assert_eq!(interface["Attachment"]["DeleteOnTermination"], true);
    // Default subnets give public addresses.
    assert_eq!(interface["Association"]["IpOwnerId"], "amazon");
    assert_eq!(interface["Association"]["PublicIp"], first["PublicIpAddress"]);
    let again = done(&world, "RunInstances", run.clone()).await;
    assert_eq!(again["ReservationId"], made["ReservationId"]);
    let mut other = run;
    other["InstanceType"] = json!("t3.large");
    assert_eq!(refused(&world, "RunInstances", other).await, "IdempotentParameterMismatch");
    let shown = json!({ "Filters": filter("network-interface.addresses.private-ip-address", &[first["PrivateIpAddress"].as_str().unwrap()]) });
    let shown = done(&world, "DescribeInstances", shown).await;
    assert_eq!(shown["Reservations"].as_array().unwrap().len(), 1);
    assert_eq!(shown["Reservations"][0]["Instances"][0]["InstanceId"], first["InstanceId"]);
    let pages = done(&world, "DescribeInstances", json!({ "MaxResults": 5 })).await;
    assert_eq!(pages["Reservations"][0]["Instances"].as_array().unwrap().len(), 2);
    let none = done(&world, "DescribeInstanceStatus", json!({})).await;
    assert_eq!(none["InstanceStatuses"], json!([]));
}

#[tokio::test]
async fn an_elastic_address_takes_the_place_of_the_one_that_was_given() {
    let world = world();
    let image = registered(&world).await;
    let run = json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1 });
    let made = done(&world, "RunInstances", run).await;
    let instance = id(&made["Instances"][0]["InstanceId"]);
    let address = done(&world, "AllocateAddress", json!({})).await;
    let associate = json!({ "AllocationId": address["AllocationId"], "InstanceId": instance });
    done(&world, "AssociateAddress", associate).await;
    let shown = one(&world, &instance).await;
    assert_eq!(shown["PublicIpAddress"], address["PublicIp"]);
    let listed = done(&world, "DescribeAddresses", json!({})).await;
    assert_eq!(listed["Addresses"][0]["InstanceId"], instance.as_str());
    let interface = &shown["NetworkInterfaces"][0]["NetworkInterfaceId"];
    let delete = json!({ "NetworkInterfaceId": interface });
    assert_eq!(
        refused(&world, "DeleteNetworkInterface", delete.clone()).await,
        "InvalidParameterValue"
    );
    done(&world, "TerminateInstances", json!({ "InstanceIds": [instance] })).await;
    assert_eq!(
        refused(&world, "DeleteNetworkInterface", delete).await,
        "InvalidNetworkInterfaceID.NotFound"
    );
    done(&world, "ReleaseAddress", json!({ "AllocationId": address["AllocationId"] })).await;
    assert_eq!(one(&world, &instance).await["State"]["Name"], "terminated");
    world.clock.advance(Duration::from_hours(1));
    let gone = refused(&world, "DescribeInstances", json!({ "InstanceIds": [instance] })).await;
    assert_eq!(gone, "InvalidInstanceID.NotFound");
}

#[tokio::test]
async fn interfaces_are_given_one_by_one() {
    let world = world();
    let image = registered(&world).await;
    let network = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &network, "10.0.1.0/24").await;
    let own = done(&world, "CreateNetworkInterface", json!({ "SubnetId": subnet })).await;
    let own = id(&own["NetworkInterface"]["NetworkInterfaceId"]);
    let run = |interfaces: Json| json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1, "NetworkInterfaces": interfaces });
    for (interfaces, code) in [
        (json!([{ "DeviceIndex": 1, "SubnetId": subnet }]), "InvalidParameterValue"),
        (json!([{ "DeviceIndex": 0, "SubnetId": "subnet-0" }]), "InvalidSubnetID.NotFound"),
        (
            json!([{ "DeviceIndex": 0, "NetworkInterfaceId": own, "SubnetId": subnet }]),
            "InvalidParameterCombination",
        ),
        (json!([{ "DeviceIndex": 0, "SubnetId": subnet, "Ipv6PrefixCount": 1 }]), "NotImplemented"),
    ] {
        assert_eq!(
            refused(&world, "RunInstances", run(interfaces.clone())).await,
            code,
            "{interfaces}"
        );
    }
    let mut both = run(json!([{ "DeviceIndex": 0, "SubnetId": subnet }]));
    both["SubnetId"] = json!(subnet);
    assert_eq!(refused(&world, "RunInstances", both).await, "InvalidParameterCombination");
    let two = run(json!([
        { "DeviceIndex": 0, "NetworkInterfaceId": own },
        { "DeviceIndex": 1, "SubnetId": subnet, "PrivateIpAddress": "10.0.1.9" },
    ]));
    let made = done(&world, "RunInstances", two.clone()).await;
    let instance = &made["Instances"][0];
    assert_eq!(instance["NetworkInterfaces"][1]["PrivateIpAddress"], "10.0.1.9");
    assert_eq!(instance["PublicIpAddress"], Json::Null);
    assert_eq!(refused(&world, "RunInstances", two).await, "InvalidNetworkInterface.InUse");
    let change =
        json!({ "InstanceId": instance["InstanceId"], "SourceDestCheck": { "Value": false } });
    assert_eq!(refused(&world, "ModifyInstanceAttribute", change).await, "InvalidInstanceID");
    done(&world, "TerminateInstances", json!({ "InstanceIds": [instance["InstanceId"]] })).await;
    // What was there before the instance stays after it.
    let left = json!({ "Filters": filter("vpc-id", &[&network]) });
    let left = done(&world, "DescribeNetworkInterfaces", left).await;
    assert_eq!(left["NetworkInterfaces"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &left["NetworkInterfaces"][0]["Status"],
            &left["NetworkInterfaces"][0]["NetworkInterfaceId"]
        ),
        (&json!("available"), &json!(own))
    );
}

#[tokio::test]
async fn attributes_are_changed_one_by_one() {
    let world = world();
    let image = registered(&world).await;
    let run =
        json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1, "DisableApiTermination": true });
    let made = done(&world, "RunInstances", run).await;
    let instance = &made["Instances"][0];
    let (it, network) = (id(&instance["InstanceId"]), id(&instance["VpcId"]));
    let them = json!({ "InstanceIds": [it] });
    assert_eq!(refused(&world, "TerminateInstances", them.clone()).await, "OperationNotPermitted");
    let modify = |member: &str, value: Json| json!({ "InstanceId": it, member: value });
    let group = json!({ "GroupName": "web", "Description": "web", "VpcId": network });
    let group = id(&done(&world, "CreateSecurityGroup", group).await["GroupId"]);
    done(&world, "ModifyInstanceAttribute", modify("Groups", json!([group]))).await;
    done(&world, "ModifyInstanceAttribute", modify("InstanceType", json!({ "Value": "t3.large" })))
        .await;
    let named = json!({ "InstanceId": it, "Attribute": "sourceDestCheck", "Value": "false" });
    done(&world, "ModifyInstanceAttribute", named).await;
    let shown = one(&world, &it).await;
    assert_eq!(shown["SecurityGroups"], json!([{ "GroupId": group, "GroupName": "web" }]));
    assert_eq!(
        (&shown["InstanceType"], &shown["SourceDestCheck"]),
        (&json!("t3.large"), &json!(false))
    );
    for (change, code) in [
        (json!({ "InstanceId": it }), "MissingParameter"),
        (modify("UserData", json!({ "Value": "aGk=" })), "NotImplemented"),
        (modify("InstanceType", json!({ "Value": "large" })), "InvalidParameterValue"),
        (modify("Groups", json!(["sg-0"])), "InvalidGroup.NotFound"),
        (
            json!({ "InstanceId": it, "Attribute": "weather", "Value": "fine" }),
            "InvalidParameterValue",
        ),
        (json!({ "InstanceId": "i-0", "Groups": [group] }), "InvalidInstanceID.Malformed"),
        (
            json!({ "InstanceId": "i-00000000000000000", "Groups": [group] }),
            "InvalidInstanceID.NotFound",
        ),
    ] {
        assert_eq!(
            refused(&world, "ModifyInstanceAttribute", change.clone()).await,
            code,
            "{change}"
        );
    }
    done(
        &world,
        "ModifyInstanceAttribute",
        modify("DisableApiTermination", json!({ "Value": false })),
    )
    .await;
    let told = json!({ "InstanceId": it, "Attribute": "disableApiTermination" });
    let told = done(&world, "DescribeInstanceAttribute", told).await;
    assert_eq!(told["DisableApiTermination"]["Value"], false);
    done(&world, "TerminateInstances", them.clone()).await;
    assert_eq!(refused(&world, "StartInstances", them).await, "IncorrectInstanceState");
}

#[tokio::test]
async fn what_only_a_machine_could_have_is_refused() {
    let world = world();
    let image = registered(&world).await;
    for (member, value, code) in [
        ("KeyName", json!("mine"), "InvalidKeyPair.NotFound"),
        ("UserData", json!("aGk="), "NotImplemented"),
        ("Monitoring", json!({ "Enabled": true }), "NotImplemented"),
        ("InstanceType", json!("huge"), "InvalidParameterValue"),
        ("MinCount", json!(2), "InvalidParameterValue"),
        ("MaxCount", json!(0), "InvalidParameterValue"),
        ("ImageId", json!("ami-0"), "InvalidAMIID.NotFound"),
        ("SecurityGroups", json!(["nobody"]), "InvalidGroup.NotFound"),
        ("InstanceInitiatedShutdownBehavior", json!("burn"), "InvalidParameterValue"),
        ("DryRun", json!(true), "DryRunOperation"),
    ] {
        let mut run = json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1 });
        run[member] = value;
        assert_eq!(refused(&world, "RunInstances", run.clone()).await, code, "{run}");
    }
}

#[tokio::test]
async fn interfaces_come_and_go_but_the_primary_one() {
    let world = world();
    let image = registered(&world).await;
    let own = vpc(&world, "10.0.0.0/16").await;
    let subnet = subnet(&world, &own, "10.0.1.0/24").await;
    let run = json!({ "ImageId": image, "MinCount": 1, "MaxCount": 1, "SubnetId": subnet });
    let run = done(&world, "RunInstances", run).await;
    let instance = id(&run["Instances"][0]["InstanceId"]);
    let primary = &run["Instances"][0]["NetworkInterfaces"][0]["Attachment"]["AttachmentId"];
    let made = done(&world, "CreateNetworkInterface", json!({ "SubnetId": subnet })).await;
    let interface = id(&made["NetworkInterface"]["NetworkInterfaceId"]);
    let at = |device: i32| json!({ "NetworkInterfaceId": interface, "InstanceId": instance, "DeviceIndex": device });
    for (device, code) in [(0, "InvalidParameterValue"), (-1, "InvalidParameterValue")] {
        assert_eq!(refused(&world, "AttachNetworkInterface", at(device)).await, code, "{device}");
    }
    let attached = done(&world, "AttachNetworkInterface", at(1)).await;
    let again = refused(&world, "AttachNetworkInterface", at(2)).await;
    assert_eq!(again, "InvalidNetworkInterface.InUse");
    let shown = one(&world, &instance).await;
    let device = &shown["NetworkInterfaces"][1]["Attachment"];
    assert_eq!(
        (&device["DeviceIndex"], &device["DeleteOnTermination"]),
        (&json!(1), &json!(false))
    );
    let other = |attachment: &str| {
        json!({ "NetworkInterfaceId": interface,
            "Attachment": { "AttachmentId": attachment, "DeleteOnTermination": true } })
    };
    let told = refused(&world, "ModifyNetworkInterfaceAttribute", other("eni-attach-0")).await;
    assert_eq!(told, "InvalidAttachmentID.NotFound");
    let attachment = id(&attached["AttachmentId"]);
    done(&world, "ModifyNetworkInterfaceAttribute", other(&attachment)).await;
    let shown = one(&world, &instance).await;
    assert_eq!(shown["NetworkInterfaces"][1]["Attachment"]["DeleteOnTermination"], true);
    for (attachment, code) in [
        (primary.as_str().unwrap(), "OperationNotPermitted"),
        ("eni-attach-0", "InvalidAttachmentID.NotFound"),
    ] {
        let detach = json!({ "AttachmentId": attachment });
        assert_eq!(refused(&world, "DetachNetworkInterface", detach).await, code, "{attachment}");
    }
    done(&world, "DetachNetworkInterface", json!({ "AttachmentId": attachment, "Force": true }))
        .await;
    assert_eq!(one(&world, &instance).await["NetworkInterfaces"].as_array().unwrap().len(), 1);
    done(&world, "DeleteNetworkInterface", json!({ "NetworkInterfaceId": interface })).await;
    let elsewhere =
        json!({ "NetworkInterfaceId": interface, "InstanceId": instance, "DeviceIndex": 1 });
    let told = refused(&world, "AttachNetworkInterface", elsewhere).await;
    assert_eq!(told, "InvalidNetworkInterfaceID.NotFound");
}
