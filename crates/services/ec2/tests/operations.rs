//! Each operation has a denied case and a golden of its activity record; and what networks are and do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/addresses.rs"]
mod addresses;
#[path = "operations/bucket.rs"]
mod bucket;
#[path = "operations/decisions.rs"]
mod decisions;
#[path = "operations/defaults.rs"]
mod defaults;
#[path = "operations/flow_logs.rs"]
mod flow_logs;
#[path = "operations/hosts.rs"]
mod hosts;
#[path = "operations/instances.rs"]
mod instances;
#[path = "operations/interfaces.rs"]
mod interfaces;
#[path = "operations/key_pairs.rs"]
mod key_pairs;
#[path = "operations/nat_gateways.rs"]
mod nat_gateways;
#[path = "operations/network_acls.rs"]
mod network_acls;
#[path = "operations/peer_groups.rs"]
mod peer_groups;
#[path = "operations/peerings.rs"]
mod peerings;
#[path = "operations/port.rs"]
mod port;
#[path = "operations/prefix_lists.rs"]
mod prefix_lists;
#[path = "operations/reachability.rs"]
mod reachability;
#[path = "operations/routes.rs"]
mod routes;
#[path = "operations/security_groups.rs"]
mod security_groups;
#[path = "operations/subnets.rs"]
mod subnets;
#[path = "operations/tags.rs"]
mod tags;
#[path = "operations/v6.rs"]
mod v6;
#[path = "operations/vpcs.rs"]
mod vpcs;

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bartizan_ec2::{Ec2, Ec2Projection};
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use bartizan_service::{Caller, Projection, Reply};
use serde_json::{Value as Json, json};

pub(crate) fn world() -> World {
    world_with_folder().0
}

/// A world, and the folder of its store.
pub(crate) fn world_with_folder() -> (World, PathBuf) {
    let projections: Vec<Arc<dyn Projection>> =
        vec![Arc::new(Ec2Projection), given(bucket::BUCKET)];
    let mut folder = PathBuf::new();
    let world = World::new(projections, |store| {
        store.clone_into(&mut folder);
        vec![Arc::new(Ec2::new(Some(images()))), Arc::new(bucket::BUCKET)]
    });
    (world, folder)
}

/// The folder of images: it has a folder `disk` and a file `disk.tar`, and a link `out` to the folder
/// that it is in, where there is a file `secret`.
pub(crate) fn images() -> PathBuf {
    static IMAGES: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let around = Path::new(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
        let images = around.join("images");
        fs::create_dir_all(images.join("disk")).unwrap();
        fs::write(images.join("disk.tar"), "").unwrap();
        fs::write(around.join("secret"), "").unwrap();
        match symlink(&around, images.join("out")) {
            // An earlier process had the same number.
            Err(error) if error.kind() != ErrorKind::AlreadyExists => panic!("{error}"),
            _ => images,
        }
    };
    IMAGES.get_or_init(make).clone()
}

/// An operation on a new VPC of 10.0.0.0/16.
pub(crate) fn in_vpc(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateVpc", json!({ "CidrBlock": "10.0.0.0/16" }))
}

/// The id of the VPC that was made.
pub(crate) const VPC: &str = "$CreateVpc.Vpc.VpcId";

/// An operation on a new subnet, 10.0.1.0/24, of a new VPC.
pub(crate) fn in_subnet(operation: &'static str, input: Json) -> Case {
    in_vpc(operation, input)
        .after("CreateSubnet", json!({ "VpcId": VPC, "CidrBlock": "10.0.1.0/24" }))
}

/// The id of the subnet that was made.
pub(crate) const SUBNET: &str = "$CreateSubnet.Subnet.SubnetId";

fn cases() -> Vec<Case> {
    let mut all = vpcs::cases();
    all.extend(subnets::cases());
    all.extend(routes::cases());
    all.extend(security_groups::cases());
    all.extend(interfaces::cases());
    all.extend(addresses::cases());
    all.extend(tags::cases());
    all.extend(network_acls::cases());
    all.extend(nat_gateways::cases());
    all.extend(peerings::cases());
    all.extend(prefix_lists::cases());
    all.extend(flow_logs::cases());
    all.extend(instances::cases());
    all.extend(key_pairs::cases());
    all.extend(v6::cases());
    all
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("ec2", world, &cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation.
pub(crate) async fn ask(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Json, Fault> {
    let input = input_of("ec2", operation, &input);
    world.call(caller, "ec2", operation, input).await.map(|Reply { value, .. }| value.to_json())
}

/// As [`ask`], of one who may do everything.
pub(crate) async fn done(world: &World, operation: &str, input: Json) -> Json {
    ask(world, &admin(), operation, input).await.unwrap()
}

/// The code of a refusal.
pub(crate) async fn refused(world: &World, operation: &str, input: Json) -> String {
    ask(world, &admin(), operation, input).await.unwrap_err().code.to_string()
}

/// A new VPC's id.
pub(crate) async fn vpc(world: &World, block: &str) -> String {
    id(&done(world, "CreateVpc", json!({ "CidrBlock": block })).await["Vpc"]["VpcId"])
}

/// A new subnet's id.
pub(crate) async fn subnet(world: &World, vpc: &str, block: &str) -> String {
    let input = json!({ "VpcId": vpc, "CidrBlock": block });
    id(&done(world, "CreateSubnet", input).await["Subnet"]["SubnetId"])
}

/// A text of an answer.
pub(crate) fn id(answer: &Json) -> String {
    answer.as_str().unwrap().to_owned()
}

/// A filter.
pub(crate) fn filter(name: &str, values: &[&str]) -> Json {
    json!([{ "Name": name, "Values": values }])
}
