//! A case for each operation of MFA devices.

use bartizan_keys::{TotpSeed, totp_step};
use bartizan_service::testkit::{Case, admin, input_of};
use serde_json::{Value as Json, json};

use crate::world;

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/ada";

fn ada() -> Json {
    json!({ "UserName": "ada" })
}

fn device() -> Json {
    json!({ "VirtualMFADeviceName": "ada" })
}

fn with_device(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateUser", ada()).after("CreateVirtualMFADevice", device())
}

/// The codes of the device that [`with_device`] makes, from so many steps on: in worlds of one seed
/// it is the same.
async fn proof(steps: u64) -> Json {
    let world = world();
    let mut seed = None;
    for (operation, input) in [("CreateUser", ada()), ("CreateVirtualMFADevice", device())] {
        let input = input_of("iam", operation, &input);
        let made = world.call(&admin(), "iam", operation, input).await.unwrap();
        seed = made.value.path("VirtualMFADevice.Base32StringSeed").cloned();
    }
    let seed = seed.and_then(|seed| seed.blob().map(|bytes| bytes.to_vec())).unwrap();
    let seed = TotpSeed::from_base32(&String::from_utf8(seed).unwrap()).unwrap();
    let step = totp_step(world.road.platform().now(), 30) + steps;
    json!({
        "UserName": "ada", "SerialNumber": SERIAL,
        "AuthenticationCode1": seed.code(step), "AuthenticationCode2": seed.code(step + 1),
    })
}

pub(crate) async fn cases() -> Vec<Case> {
    let serial = || json!({ "SerialNumber": SERIAL });
    let both = || json!({ "SerialNumber": SERIAL, "UserName": "ada" });
    let tags = || json!({ "SerialNumber": SERIAL, "Tags": [{ "Key": "team", "Value": "red" }] });
    let enable = proof(0).await;
    let enabled =
        |operation, input| with_device(operation, input).after("EnableMFADevice", enable.clone());
    let mut tagged = device();
    tagged["Tags"] = tags()["Tags"].clone();
    vec![
        Case::new("CreateVirtualMFADevice", tagged),
        with_device("DeleteVirtualMFADevice", serial()),
        with_device("EnableMFADevice", enable.clone()),
        enabled("ResyncMFADevice", proof(2).await),
        enabled("DeactivateMFADevice", both()),
        enabled("GetMFADevice", both()),
        enabled("ListMFADevices", ada()),
        enabled("ListVirtualMFADevices", json!({ "AssignmentStatus": "Assigned" })),
        with_device("TagMFADevice", tags()),
        with_device("UntagMFADevice", json!({ "SerialNumber": SERIAL, "TagKeys": ["team"] }))
            .after("TagMFADevice", tags()),
        with_device("ListMFADeviceTags", serial()),
    ]
}
