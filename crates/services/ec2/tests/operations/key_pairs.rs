//! Key pairs.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::{done, filter, id, refused, world, world_with_folder};

const PUBLIC: &str = "ssh-ed25519 \
    AAAAC3NzaC1lZDI1NTE5AAAAIEwsSB9HbTeKCdkSlMZeTq9jZggaPJUwAsUi/7wakB+B somebody";

fn ed25519(name: &str) -> Json {
    json!({ "KeyName": name, "KeyType": "ed25519" })
}

pub(crate) fn cases() -> Vec<Case> {
    let mut tagged = ed25519("gate");
    tagged["TagSpecifications"] =
        json!([{ "ResourceType": "key-pair", "Tags": [{ "Key": "team", "Value": "red" }] }]);
    let with_one =
        |operation, input| Case::new(operation, input).after("CreateKeyPair", ed25519("gate"));
    vec![
        Case::new("CreateKeyPair", tagged),
        Case::new("ImportKeyPair", json!({ "KeyName": "gate", "PublicKeyMaterial": PUBLIC })),
        with_one("DescribeKeyPairs", json!({ "KeyNames": ["gate"] })),
        with_one("DeleteKeyPair", json!({ "KeyPairId": "$CreateKeyPair.KeyPairId" })),
    ]
}

#[tokio::test]
async fn the_private_key_is_answered_once_and_kept_nowhere() {
    let (world, folder) = world_with_folder();
    for (kind, label) in [("rsa", "RSA"), ("ed25519", "OPENSSH")] {
        let made = json!({ "KeyName": kind, "KeyType": kind });
        let made = done(&world, "CreateKeyPair", made).await;
        let private = made["KeyMaterial"].as_str().unwrap();
        assert!(private.starts_with(&format!("-----BEGIN {label} PRIVATE KEY-----\n")));
        let secret = private.lines().rev().nth(2).unwrap();
        let shown = json!({ "KeyNames": [kind], "IncludePublicKey": true });
        let shown = done(&world, "DescribeKeyPairs", shown).await;
        let pair = &shown["KeyPairs"][0];
        assert_eq!(
            (&pair["KeyType"], &pair["KeyFingerprint"]),
            (&json!(kind), &made["KeyFingerprint"])
        );
        assert!(pair["PublicKey"].as_str().unwrap().starts_with("ssh-"));
        assert!(!shown.to_string().contains(secret));
        for file in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap_or_default();
            let has = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!has, "the store has the private key of {kind}");
        }
    }
    let again = refused(&world, "CreateKeyPair", ed25519("rsa")).await;
    assert_eq!(again, "InvalidKeyPair.Duplicate");
    for (member, value, code) in [
        ("KeyFormat", json!("ppk"), "NotImplemented"),
        ("KeyName", json!(" gate"), "InvalidParameterValue"),
        ("KeyName", json!("g\nate"), "InvalidParameterValue"),
        ("DryRun", json!(true), "DryRunOperation"),
    ] {
        let mut wrong = ed25519("gate");
        wrong[member] = value;
        assert_eq!(refused(&world, "CreateKeyPair", wrong.clone()).await, code, "{wrong}");
    }
    for (name, value, count) in
        [("key-name", "r*", 1), ("fingerprint", "*", 2), ("key-pair-id", "x", 0)]
    {
        let found = json!({ "Filters": filter(name, &[value]) });
        let found = done(&world, "DescribeKeyPairs", found).await;
        assert_eq!(found["KeyPairs"].as_array().unwrap().len(), count, "{name}");
    }
}

#[tokio::test]
async fn keys_are_imported_named_by_instances_and_deleted() {
    let world = world();
    let import = |name: &str, key: &str| json!({ "KeyName": name, "PublicKeyMaterial": key });
    let made = done(&world, "ImportKeyPair", import("gate", PUBLIC)).await;
    assert_eq!(made["KeyFingerprint"], "xvxnqBJ7S71D5MbmUohoi4VItOmDYU4Eu5gj1c/8ibw=");
    let told = refused(&world, "ImportKeyPair", import("gate", PUBLIC)).await;
    assert_eq!(told, "InvalidKeyPair.Duplicate");
    let told = refused(&world, "ImportKeyPair", import("other", "garbage")).await;
    assert_eq!(told, "InvalidKeyPair.Format");
    let image = json!({ "Name": "debian", "ImageLocation": "disk" });
    let image = done(&world, "RegisterImage", image).await;
    let run = |key: &str| json!({ "ImageId": image["ImageId"], "MinCount": 1, "MaxCount": 1, "KeyName": key });
    assert_eq!(refused(&world, "RunInstances", run("none")).await, "InvalidKeyPair.NotFound");
    done(&world, "RunInstances", run("gate")).await;
    let found = json!({ "Filters": filter("key-name", &["gate"]) });
    let found = done(&world, "DescribeInstances", found).await;
    assert_eq!(found["Reservations"][0]["Instances"][0]["KeyName"], "gate");
    let told = done(&world, "DeleteKeyPair", json!({ "KeyName": "gate" })).await;
    assert_eq!(told["KeyPairId"], json!(id(&made["KeyPairId"])));
    let told = done(&world, "DeleteKeyPair", json!({ "KeyName": "gate" })).await;
    assert_eq!((&told["Return"], &told["KeyPairId"]), (&json!(true), &Json::Null));
    let told = refused(&world, "DeleteKeyPair", json!({})).await;
    assert_eq!(told, "MissingParameter");
    for wrong in [json!({ "KeyNames": ["gate"] }), json!({ "KeyPairIds": [made["KeyPairId"]] })] {
        let told = refused(&world, "DescribeKeyPairs", wrong).await;
        assert_eq!(told, "InvalidKeyPair.NotFound");
    }
}
