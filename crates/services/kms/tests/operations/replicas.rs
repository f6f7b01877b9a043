//! Imported material of multi-Region keys.

use bartizan_keys::{EncryptionAlgorithm, KeySpec, PublicKey};
use bartizan_service::testkit::{World, admin, input_of};
use serde_json::{Value as Json, json};

use super::{bytes, days_later, key, world};

const HERE: &str = "us-east-1";
const THERE: &str = "eu-west-1";
const INVALID: &str = "KMSInvalidStateException";

/// What an operation answers in a region, or the code of its refusal.
async fn ask(world: &World, region: &str, operation: &str, input: Json) -> Result<Json, String> {
    let input = input_of("kms", operation, &input);
    let answer = world.call_in(region, &admin(), "kms", operation, input).await;
    answer.map(|reply| reply.value.to_json()).map_err(|fault| fault.code.to_string())
}

/// Imports material of this byte, as what else is said of it.
async fn import(
    world: &World,
    region: &str,
    id: &str,
    byte: u8,
    more: Json,
) -> Result<Json, String> {
    let wrapping = json!({
        "KeyId": id, "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048",
    });
    let parameters = ask(world, region, "GetParametersForImport", wrapping).await.unwrap();
    let public: Vec<u8> = serde_json::from_value(bytes(&parameters["PublicKey"])).unwrap();
    let public = PublicKey::read(KeySpec::Rsa2048, &public).unwrap();
    let wrapped = public.encrypt(EncryptionAlgorithm::RsaesOaepSha256, &[byte; 32]).unwrap();
    let mut input = json!({
        "KeyId": id, "ImportToken": bytes(&parameters["ImportToken"]),
        "EncryptedKeyMaterial": wrapped, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ask(world, region, "ImportKeyMaterial", input).await
}

fn new() -> Json {
    json!({ "ImportType": "NEW_KEY_MATERIAL" })
}

async fn state(world: &World, region: &str, id: &str) -> Json {
    let shown = ask(world, region, "DescribeKey", json!({ "KeyId": id })).await.unwrap();
    shown["KeyMetadata"]["KeyState"].clone()
}

/// A multi-Region key of imported material, with a replica that has none.
async fn replicated(world: &World, materials: &[u8]) -> String {
    let id = key(world, json!({ "Origin": "EXTERNAL", "MultiRegion": true })).await;
    for (number, byte) in materials.iter().enumerate() {
        import(world, HERE, &id, *byte, new()).await.unwrap();
        if number > 0 {
            ask(world, HERE, "RotateKeyOnDemand", json!({ "KeyId": id })).await.unwrap();
        }
    }
    let replicate = json!({ "KeyId": id, "ReplicaRegion": THERE });
    ask(world, HERE, "ReplicateKey", replicate).await.unwrap();
    id
}

#[tokio::test]
async fn a_replica_waits_for_all_material_of_its_primary_key() {
    let world = world();
    let id = replicated(&world, &[7, 8]).await;
    let moved = json!({ "KeyId": id, "PrimaryRegion": THERE });
    import(&world, THERE, &id, 8, json!({})).await.unwrap();
    assert_eq!(state(&world, THERE, &id).await, "PendingImport");
    let refusal = ask(&world, HERE, "UpdatePrimaryRegion", moved.clone()).await;
    assert_eq!(refusal.unwrap_err(), INVALID);
    import(&world, THERE, &id, 7, json!({})).await.unwrap();
    assert_eq!(state(&world, THERE, &id).await, "Enabled");
    let shown = |region| ask(&world, region, "DescribeKey", json!({ "KeyId": id }));
    assert_eq!(
        shown(HERE).await.unwrap()["KeyMetadata"]["CurrentKeyMaterialId"],
        shown(THERE).await.unwrap()["KeyMetadata"]["CurrentKeyMaterialId"],
    );
    // What is pending does not come between, until the replica shall be the primary key.
    import(&world, HERE, &id, 9, new()).await.unwrap();
    assert_eq!(state(&world, THERE, &id).await, "Enabled");
    let refusal = ask(&world, HERE, "UpdatePrimaryRegion", moved.clone()).await;
    assert_eq!(refusal.unwrap_err(), INVALID);
    import(&world, THERE, &id, 9, json!({})).await.unwrap();
    ask(&world, HERE, "UpdatePrimaryRegion", moved).await.unwrap();
    ask(&world, THERE, "RotateKeyOnDemand", json!({ "KeyId": id })).await.unwrap();
    for region in [HERE, THERE] {
        assert_eq!(state(&world, region, &id).await, "Enabled");
    }
}

#[tokio::test]
async fn pending_material_that_is_deleted_is_so_of_the_replicas_too() {
    let world = world();
    let id = replicated(&world, &[7]).await;
    import(&world, THERE, &id, 7, json!({})).await.unwrap();
    let made = import(&world, HERE, &id, 8, new()).await.unwrap();
    import(&world, THERE, &id, 8, json!({})).await.unwrap();
    let deleted = json!({ "KeyId": id, "KeyMaterialId": made["KeyMaterialId"] });
    ask(&world, HERE, "DeleteImportedKeyMaterial", deleted.clone()).await.unwrap();
    let refusal = ask(&world, THERE, "DeleteImportedKeyMaterial", deleted).await;
    assert_eq!(refusal.unwrap_err(), "NotFoundException");
    for region in [HERE, THERE] {
        let more = if region == HERE { new() } else { json!({}) };
        import(&world, region, &id, 9, more).await.unwrap();
    }
    ask(&world, HERE, "RotateKeyOnDemand", json!({ "KeyId": id })).await.unwrap();
}

#[tokio::test]
async fn pending_material_that_expired_is_in_nobodys_way() {
    let expiring = json!({
        "ImportType": "NEW_KEY_MATERIAL", "ExpirationModel": "KEY_MATERIAL_EXPIRES",
        "ValidTo": "2026-11-24T10:00:00Z",
    });
    for is_swept in [false, true] {
        let world = world();
        let id = replicated(&world, &[7]).await;
        import(&world, THERE, &id, 7, json!({})).await.unwrap();
        import(&world, HERE, &id, 8, expiring.clone()).await.unwrap();
        import(&world, THERE, &id, 8, json!({})).await.unwrap();
        assert_eq!(import(&world, HERE, &id, 9, new()).await.unwrap_err(), INVALID);
        world.clock.advance(std::time::Duration::from_hours(2));
        if is_swept {
            days_later(&world, 0).await;
        }
        let stale = import(&world, THERE, &id, 8, json!({})).await;
        assert_eq!(stale.unwrap_err(), "IncorrectKeyMaterialException");
        import(&world, HERE, &id, 9, new()).await.unwrap();
        import(&world, THERE, &id, 9, json!({})).await.unwrap();
        ask(&world, HERE, "RotateKeyOnDemand", json!({ "KeyId": id })).await.unwrap();
        assert_eq!(state(&world, THERE, &id).await, "Enabled");
    }
}

#[tokio::test]
async fn a_replica_that_is_about_to_be_deleted_holds_up_no_rotation() {
    let world = world();
    let id = replicated(&world, &[7]).await;
    import(&world, THERE, &id, 7, json!({})).await.unwrap();
    let named = json!({ "KeyId": id });
    ask(&world, THERE, "ScheduleKeyDeletion", named.clone()).await.unwrap();
    import(&world, HERE, &id, 8, new()).await.unwrap();
    ask(&world, HERE, "RotateKeyOnDemand", named.clone()).await.unwrap();
    // One that is kept after all waits for what it missed.
    ask(&world, THERE, "CancelKeyDeletion", named.clone()).await.unwrap();
    assert_eq!(state(&world, THERE, &id).await, "PendingImport");
    import(&world, THERE, &id, 8, json!({})).await.unwrap();
    let sealed = ask(&world, HERE, "Encrypt", json!({ "KeyId": id, "Plaintext": "a secret" }));
    let sealed = bytes(&sealed.await.unwrap()["CiphertextBlob"]);
    let open = json!({ "CiphertextBlob": sealed, "KeyId": id });
    ask(&world, THERE, "Decrypt", open).await.unwrap();
}
