//! Rotation and deletion, by request and by the clock.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::{KEY, arn, days_later, directory, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let of_key = json!({ "KeyId": KEY });
    vec![
        made("EnableKeyRotation", json!({ "KeyId": KEY, "RotationPeriodInDays": 180 })),
        made("DisableKeyRotation", of_key.clone()),
        made("GetKeyRotationStatus", of_key.clone()),
        made("RotateKeyOnDemand", of_key.clone()),
        made("ListKeyRotations", of_key),
    ]
}

async fn rotations(world: &bartizan_service::testkit::World, id: &str) -> Vec<Json> {
    let all = json!({ "KeyId": id, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
    done(world, "ListKeyRotations", all).await["Rotations"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_key_is_rotated_by_the_clock_and_keeps_its_earlier_material() {
    let world = world();
    let id = key(&world, json!({})).await;
    let by_id = json!({ "KeyId": id });
    done(&world, "EnableKeyRotation", json!({ "KeyId": id, "RotationPeriodInDays": 90 })).await;
    let status = done(&world, "GetKeyRotationStatus", by_id.clone()).await;
    assert_eq!(status["KeyRotationEnabled"], true);
    assert_eq!(status["RotationPeriodInDays"], 90);
    days_later(&world, 89).await;
    assert_eq!(rotations(&world, &id).await.len(), 1);
    days_later(&world, 1).await;
    days_later(&world, 0).await;
    let found = rotations(&world, &id).await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["KeyMaterialState"], "NON_CURRENT");
    assert!(found[0].get("RotationDate").is_none());
    assert_eq!(found[1]["KeyMaterialState"], "CURRENT");
    assert_eq!(found[1]["RotationType"], "AUTOMATIC");
    let shown = done(&world, "DescribeKey", by_id.clone()).await;
    assert_eq!(shown["KeyMetadata"]["CurrentKeyMaterialId"], found[1]["KeyMaterialId"]);
    let known = directory(&world);
    let known = known.kms().key(&arn(&id)).unwrap();
    assert!(known.materials.all.iter().all(|material| material.opened.is_some()));
    assert_eq!(known.materials.all.len(), 2);
    done(&world, "DisableKeyRotation", by_id).await;
    days_later(&world, 200).await;
    assert_eq!(rotations(&world, &id).await.len(), 2);
}

#[tokio::test]
async fn a_key_that_is_off_is_rotated_when_it_is_on_again() {
    let world = world();
    let id = key(&world, json!({})).await;
    let by_id = json!({ "KeyId": id });
    done(&world, "EnableKeyRotation", by_id.clone()).await;
    done(&world, "DisableKey", by_id.clone()).await;
    days_later(&world, 400).await;
    assert_eq!(rotations(&world, &id).await.len(), 1);
    done(&world, "EnableKey", by_id).await;
    days_later(&world, 0).await;
    assert_eq!(rotations(&world, &id).await.len(), 2);
}

#[tokio::test]
async fn a_key_is_rotated_on_demand_25_times_and_no_more() {
    let world = world();
    let id = key(&world, json!({})).await;
    for _ in 0..25 {
        done(&world, "RotateKeyOnDemand", json!({ "KeyId": id })).await;
    }
    let (code, _) = refused(&world, "RotateKeyOnDemand", json!({ "KeyId": id })).await;
    assert_eq!(code, "LimitExceededException");
    let only = done(&world, "ListKeyRotations", json!({ "KeyId": id })).await;
    assert_eq!(only["Rotations"].as_array().unwrap().len(), 25);
    assert_eq!(only["Rotations"][0]["RotationType"], "ON_DEMAND");
}

#[tokio::test]
async fn what_is_never_rotated_is_refused() {
    let world = world();
    let signing = json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY" });
    let signing = key(&world, signing).await;
    let imported = key(&world, json!({ "Origin": "EXTERNAL" })).await;
    for (operation, id) in [
        ("EnableKeyRotation", &signing),
        ("EnableKeyRotation", &imported),
        ("DisableKeyRotation", &signing),
        ("DisableKeyRotation", &imported),
        ("RotateKeyOnDemand", &signing),
    ] {
        let (code, _) = refused(&world, operation, json!({ "KeyId": id })).await;
        assert_eq!(code, "UnsupportedOperationException", "{operation}");
    }
    let off = key(&world, json!({})).await;
    done(&world, "DisableKey", json!({ "KeyId": off })).await;
    let (code, _) = refused(&world, "EnableKeyRotation", json!({ "KeyId": off })).await;
    assert_eq!(code, "DisabledException");
}

#[tokio::test]
async fn a_key_whose_time_has_come_is_gone_with_all_it_had() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateAlias", json!({ "AliasName": "alias/app", "TargetKeyId": id })).await;
    let grantee = format!("arn:aws:iam::{}:user/nobody", bartizan_service::testkit::ACCOUNT);
    let grant = json!({ "KeyId": id, "GranteePrincipal": grantee, "RetiringPrincipal": grantee, "Operations": ["Decrypt"] });
    done(&world, "CreateGrant", grant).await;
    done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id, "PendingWindowInDays": 7 })).await;
    days_later(&world, 6).await;
    done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    days_later(&world, 1).await;
    for name in [id.as_str(), "alias/app"] {
        let (code, _) = refused(&world, "DescribeKey", json!({ "KeyId": name })).await;
        assert_eq!(code, "NotFoundException", "{name}");
    }
    let aliases = done(&world, "ListAliases", json!({})).await;
    assert_eq!(aliases["Aliases"].as_array().unwrap().len(), 1, "that of AWS's managed key");
    let left = done(&world, "ListRetirableGrants", json!({ "RetiringPrincipal": grantee })).await;
    assert_eq!(left["Grants"], json!([]));
    let directory = directory(&world);
    assert!(directory.kms().key(&arn(&id)).is_none() && directory.resource(&arn(&id)).is_none());
}
