//! Multi-Region keys.

use bartizan_service::testkit::{Case, World, admin, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

use super::{KEY, days_later, done, key, refused, world};

const ELSEWHERE: &str = "eu-west-1";

pub(crate) fn cases() -> Vec<Case> {
    let multi = |operation, input| {
        Case::new(operation, input).after("CreateKey", json!({ "MultiRegion": true }))
    };
    let replicate = json!({ "KeyId": KEY, "ReplicaRegion": ELSEWHERE });
    vec![
        multi("ReplicateKey", replicate.clone()),
        multi("UpdatePrimaryRegion", json!({ "KeyId": KEY, "PrimaryRegion": ELSEWHERE }))
            .after("ReplicateKey", replicate),
    ]
}

/// Calls an operation in the other region.
async fn there(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("kms", operation, &input);
    let answer = world.call_in(ELSEWHERE, &admin(), "kms", operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

#[tokio::test]
async fn a_replica_has_the_id_and_the_material_of_its_primary_key() {
    let world = world();
    let id = key(&world, json!({ "MultiRegion": true })).await;
    assert!(id.starts_with("mrk-") && id.len() == 36, "{id}");
    let by_id = json!({ "KeyId": id });
    assert_eq!(
        there(&world, "DescribeKey", by_id.clone()).await.unwrap_err().code,
        "NotFoundException"
    );
    done(&world, "RotateKeyOnDemand", by_id.clone()).await;
    let replicate = json!({
        "KeyId": id, "ReplicaRegion": ELSEWHERE, "Tags": [{ "TagKey": "a", "TagValue": "1" }],
    });
    let made = done(&world, "ReplicateKey", replicate.clone()).await;
    let replica = &made["ReplicaKeyMetadata"];
    assert_eq!(replica["MultiRegionConfiguration"]["MultiRegionKeyType"], "REPLICA");
    assert_eq!(made["ReplicaTags"], json!([{ "TagKey": "a", "TagValue": "1" }]));
    assert!(made["ReplicaPolicy"].as_str().unwrap().contains("key-default-1"));
    let primary = done(&world, "DescribeKey", by_id.clone()).await["KeyMetadata"].clone();
    let here = &primary["MultiRegionConfiguration"];
    assert_eq!(here["MultiRegionKeyType"], "PRIMARY");
    assert_eq!(here["ReplicaKeys"], json!([{ "Arn": replica["Arn"], "Region": ELSEWHERE }]));
    assert_eq!(primary["CurrentKeyMaterialId"], replica["CurrentKeyMaterialId"]);
    // Rotation is the primary key's, and reaches the replica.
    done(&world, "EnableKeyRotation", by_id.clone()).await;
    days_later(&world, 365).await;
    let rotated = there(&world, "DescribeKey", by_id.clone()).await.unwrap();
    let primary = done(&world, "DescribeKey", by_id.clone()).await;
    let current = |shown: &Json| shown["KeyMetadata"]["CurrentKeyMaterialId"].clone();
    assert_eq!(current(&rotated), current(&primary));
    assert_ne!(current(&rotated), replica["CurrentKeyMaterialId"]);
    let all = json!({ "KeyId": id, "IncludeKeyMaterial": "ALL_KEY_MATERIAL" });
    let rotations = there(&world, "ListKeyRotations", all).await.unwrap();
    assert_eq!(rotations["Rotations"].as_array().unwrap().len(), 3);
    let refusal = there(&world, "EnableKeyRotation", by_id).await.unwrap_err();
    assert_eq!(refusal.code, "UnsupportedOperationException");
    assert_eq!(refused(&world, "ReplicateKey", replicate).await.0, "AlreadyExistsException");
}

#[tokio::test]
async fn a_replica_becomes_the_primary_key() {
    let world = world();
    let id = key(&world, json!({ "MultiRegion": true })).await;
    let to = json!({ "KeyId": id, "PrimaryRegion": ELSEWHERE });
    assert_eq!(refused(&world, "UpdatePrimaryRegion", to.clone()).await.0, "NotFoundException");
    done(&world, "ReplicateKey", json!({ "KeyId": id, "ReplicaRegion": ELSEWHERE })).await;
    done(&world, "UpdatePrimaryRegion", to.clone()).await;
    let shown = done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    let shown = &shown["KeyMetadata"]["MultiRegionConfiguration"];
    assert_eq!(shown["MultiRegionKeyType"], "REPLICA");
    assert_eq!(shown["PrimaryKey"]["Region"], ELSEWHERE);
    assert_eq!(refused(&world, "UpdatePrimaryRegion", to).await.0, "UnsupportedOperationException");
}

#[tokio::test]
async fn a_primary_key_outlives_its_replicas() {
    let world = world();
    let id = key(&world, json!({ "MultiRegion": true })).await;
    let (by_id, soon) = (json!({ "KeyId": id }), json!({ "KeyId": id, "PendingWindowInDays": 7 }));
    done(&world, "ReplicateKey", json!({ "KeyId": id, "ReplicaRegion": ELSEWHERE })).await;
    let asked = done(&world, "ScheduleKeyDeletion", soon.clone()).await;
    assert_eq!(asked["KeyState"], "PendingReplicaDeletion");
    assert!(asked.get("DeletionDate").is_none());
    days_later(&world, 100).await;
    let shown = done(&world, "DescribeKey", by_id.clone()).await;
    assert_eq!(shown["KeyMetadata"]["PendingDeletionWindowInDays"], 7);
    there(&world, "ScheduleKeyDeletion", soon).await.unwrap();
    days_later(&world, 7).await;
    assert_eq!(
        there(&world, "DescribeKey", by_id.clone()).await.unwrap_err().code,
        "NotFoundException"
    );
    let shown = done(&world, "DescribeKey", by_id.clone()).await;
    assert_eq!(shown["KeyMetadata"]["KeyState"], "PendingDeletion");
    days_later(&world, 7).await;
    assert_eq!(refused(&world, "DescribeKey", by_id).await.0, "NotFoundException");
}

#[tokio::test]
async fn what_is_not_replicated_is_refused() {
    let world = world();
    let single = key(&world, json!({})).await;
    let id = key(&world, json!({ "MultiRegion": true })).await;
    for (key, region, code) in [
        (&single, ELSEWHERE, "UnsupportedOperationException"),
        (&id, "moon-north-1", "UnsupportedOperationException"),
        (&id, "af-south-1", "UnsupportedOperationException"),
        (&id, "us-east-1", "AlreadyExistsException"),
    ] {
        let input = json!({ "KeyId": key, "ReplicaRegion": region });
        assert_eq!(refused(&world, "ReplicateKey", input).await.0, code, "{region}");
    }
}
