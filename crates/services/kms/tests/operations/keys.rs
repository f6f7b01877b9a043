//! Keys: made, shown, turned on and off, deleted, tagged.

use bartizan_service::testkit::Case;
use serde_json::json;

use super::{KEY, arn, directory, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let of_key = json!({ "KeyId": KEY });
    let tags = json!([{ "TagKey": "team", "TagValue": "red" }]);
    vec![
        Case::new("CreateKey", json!({ "Description": "for tests", "Tags": tags })),
        made("DescribeKey", of_key.clone()),
        Case::new("ListKeys", json!({})),
        made("UpdateKeyDescription", json!({ "KeyId": KEY, "Description": "other" })),
        made("DisableKey", of_key.clone()),
        made("EnableKey", of_key.clone()),
        made("ScheduleKeyDeletion", json!({ "KeyId": KEY, "PendingWindowInDays": 7 })),
        made("CancelKeyDeletion", of_key.clone()).after("ScheduleKeyDeletion", of_key.clone()),
        made("TagResource", json!({ "KeyId": KEY, "Tags": tags })),
        made("UntagResource", json!({ "KeyId": KEY, "TagKeys": ["team"] })),
        made("ListResourceTags", of_key),
    ]
}

#[tokio::test]
async fn a_key_of_each_spec_is_made_for_each_of_its_usages() {
    let world = world();
    for (spec, usage, algorithms, names) in [
        (
            "SYMMETRIC_DEFAULT",
            "ENCRYPT_DECRYPT",
            "EncryptionAlgorithms",
            &["SYMMETRIC_DEFAULT"][..],
        ),
        ("ECC_NIST_P256", "SIGN_VERIFY", "SigningAlgorithms", &["ECDSA_SHA_256"]),
        ("ECC_NIST_P384", "KEY_AGREEMENT", "KeyAgreementAlgorithms", &["ECDH"]),
        ("HMAC_224", "GENERATE_VERIFY_MAC", "MacAlgorithms", &["HMAC_SHA_224"]),
        ("ML_DSA_44", "SIGN_VERIFY", "SigningAlgorithms", &["ML_DSA_SHAKE_256"]),
        ("ML_KEM_512", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms", &["ML_KEM"]),
    ] {
        let made = done(&world, "CreateKey", json!({ "KeySpec": spec, "KeyUsage": usage })).await;
        let shown = &made["KeyMetadata"];
        assert_eq!(shown["KeySpec"], spec);
        assert_eq!(shown["CustomerMasterKeySpec"], spec);
        assert_eq!(shown["KeyUsage"], usage);
        assert_eq!(shown["KeyState"], "Enabled");
        assert_eq!(shown[algorithms], json!(names), "{spec}");
        assert_eq!(shown.get("CurrentKeyMaterialId").is_some(), spec == "SYMMETRIC_DEFAULT");
        let key = directory(&world);
        let key = key.kms().key(shown["Arn"].as_str().unwrap()).unwrap();
        assert!(key.materials.current().unwrap().opened.is_some(), "{spec}");
    }
}

#[tokio::test]
async fn what_cannot_be_a_key_is_refused() {
    let world = world();
    let fits = "is not compatible with KeySpec";
    for (input, code, words) in [
        (json!({ "KeySpec": "HMAC_256" }), "ValidationException", "You must specify a KeyUsage"),
        (
            json!({ "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "SIGN_VERIFY" }),
            "ValidationException",
            fits,
        ),
        (
            json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "ENCRYPT_DECRYPT" }),
            "ValidationException",
            fits,
        ),
        (
            json!({ "KeySpec": "RSA_2048", "CustomerMasterKeySpec": "RSA_2048" }),
            "ValidationException",
            "in the same request",
        ),
        (
            json!({ "KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY" }),
            "UnsupportedOperationException",
            "not supported in this Region",
        ),
        (
            json!({ "Tags": [
                { "TagKey": "a", "TagValue": "1" }, { "TagKey": "a", "TagValue": "2" },
            ] }),
            "TagException",
            "Duplicate tag keys",
        ),
        (json!({ "Tags": [{ "TagKey": "aws:a", "TagValue": "1" }] }), "TagException", "reserved"),
    ] {
        let (found, message) = refused(&world, "CreateKey", input.clone()).await;
        assert_eq!(found, code, "{input}");
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(done(&world, "ListKeys", json!({})).await["Keys"], json!([]));
}

#[tokio::test]
async fn a_key_that_waits_for_its_material_cannot_be_used_or_switched() {
    let world = world();
    let id = key(&world, json!({ "Origin": "EXTERNAL" })).await;
    let shown = done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    assert_eq!(shown["KeyMetadata"]["KeyState"], "PendingImport");
    assert_eq!(shown["KeyMetadata"]["Enabled"], false);
    let (code, message) = refused(&world, "EnableKey", json!({ "KeyId": id })).await;
    assert_eq!(code, "KMSInvalidStateException");
    assert_eq!(message, format!("{} is pending import.", arn(&id)));
}

#[tokio::test]
async fn a_key_that_shall_be_deleted_cannot_be_changed_until_that_is_cancelled() {
    let world = world();
    let id = key(&world, json!({})).await;
    let by_id = json!({ "KeyId": id });
    let asked =
        done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id, "PendingWindowInDays": 7 }));
    let asked = asked.await;
    assert_eq!(asked["KeyState"], "PendingDeletion");
    assert_eq!(asked["KeyId"], arn(&id));
    assert_eq!(asked["PendingWindowInDays"], 7);
    let state = "KMSInvalidStateException".to_owned();
    let pending = (state.clone(), format!("{} is pending deletion.", arn(&id)));
    for operation in ["EnableKey", "DisableKey", "ScheduleKeyDeletion"] {
        assert_eq!(refused(&world, operation, by_id.clone()).await, pending, "{operation}");
    }
    done(&world, "CancelKeyDeletion", by_id.clone()).await;
    let shown = done(&world, "DescribeKey", by_id.clone()).await;
    assert_eq!(shown["KeyMetadata"]["KeyState"], "Disabled");
    let not = (state, format!("{} is not pending deletion.", arn(&id)));
    assert_eq!(refused(&world, "CancelKeyDeletion", by_id.clone()).await, not);
    for days in [6, 31] {
        let input = json!({ "KeyId": id, "PendingWindowInDays": days });
        let (code, message) = refused(&world, "ScheduleKeyDeletion", input).await;
        assert_eq!(code, "ValidationException");
        assert_eq!(
            message,
            format!("PendingWindowInDays must be between 7 and 30, but it is {days}")
        );
    }
}

#[tokio::test]
async fn tags_take_each_others_place_and_lists_come_in_pages() {
    let world = world();
    let id = key(&world, json!({ "Tags": [{ "TagKey": "a", "TagValue": "1" }] })).await;
    let tags = json!([{ "TagKey": "a", "TagValue": "2" }, { "TagKey": "A", "TagValue": "3" }]);
    done(&world, "TagResource", json!({ "KeyId": id, "Tags": tags })).await;
    let first = done(&world, "ListResourceTags", json!({ "KeyId": id, "Limit": 1 })).await;
    assert_eq!(first["Tags"], json!([{ "TagKey": "A", "TagValue": "3" }]));
    assert_eq!(first["Truncated"], true);
    let marker = &first["NextMarker"];
    let next = done(&world, "ListResourceTags", json!({ "KeyId": id, "Marker": marker })).await;
    assert_eq!(next["Tags"], json!([{ "TagKey": "a", "TagValue": "2" }]));
    let (code, _) = refused(&world, "ListKeys", json!({ "Marker": "!" })).await;
    assert_eq!(code, "InvalidMarkerException");
}
