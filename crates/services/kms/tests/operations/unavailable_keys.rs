//! Keys whose key store is disconnected: they are managed, and not used. (AWS KMS Developer Guide, "Key
//! states of AWS KMS keys".)

use std::sync::Arc;

use bartizan_service::testkit::World;
use serde_json::{Value as Json, json};

use super::key_stores::{Proxy, made, new_key, world_of};
use super::{ACCOUNT, arn, done, key, refused};

const INVALID: &str = "KMSInvalidStateException";

async fn state(world: &World, key: &str) -> Json {
    done(world, "DescribeKey", json!({ "KeyId": key })).await["KeyMetadata"]["KeyState"].clone()
}

/// A key in a key store that is connected, and how the store is named.
async fn stored_key(world: &World) -> (String, Json) {
    let store = made(world, "banks").await;
    done(world, "ConnectCustomKeyStore", store.clone()).await;
    (key(world, new_key(&store, "a")).await, store)
}

#[tokio::test]
async fn a_key_is_unavailable_while_its_key_store_is_disconnected() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let (id, store) = stored_key(&world).await;
    assert_eq!(state(&world, &id).await, "Enabled");
    done(&world, "DisconnectCustomKeyStore", store.clone()).await;
    assert_eq!(state(&world, &id).await, "Unavailable");
    let shown = done(&world, "DescribeKey", json!({ "KeyId": id })).await;
    assert_eq!(shown["KeyMetadata"]["Enabled"], false);

    // An attempt that fails leaves it so.
    proxy.refuse("InternalException");
    done(&world, "ConnectCustomKeyStore", store.clone()).await;
    assert_eq!(state(&world, &id).await, "Unavailable");
    proxy.recover();
    done(&world, "DisconnectCustomKeyStore", store.clone()).await;

    // It is turned off, which shows when it is there again.
    done(&world, "DisableKey", json!({ "KeyId": id })).await;
    assert_eq!(state(&world, &id).await, "Unavailable");
    done(&world, "ConnectCustomKeyStore", store.clone()).await;
    assert_eq!(state(&world, &id).await, "Disabled");
    done(&world, "DisconnectCustomKeyStore", store.clone()).await;

    // A deletion to come is told whatever the key store is, and can be cancelled.
    done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id })).await;
    assert_eq!(state(&world, &id).await, "PendingDeletion");
    done(&world, "CancelKeyDeletion", json!({ "KeyId": id })).await;
    assert_eq!(state(&world, &id).await, "Unavailable");
    done(&world, "EnableKey", json!({ "KeyId": id })).await;
    done(&world, "ConnectCustomKeyStore", store).await;
    assert_eq!(state(&world, &id).await, "Enabled");
}

#[tokio::test]
async fn an_unavailable_key_is_managed_and_not_used() {
    let world = world_of(&Arc::default());
    let (id, store) = stored_key(&world).await;
    let other = key(&world, json!({})).await;
    let blob = done(&world, "Encrypt", json!({ "KeyId": other, "Plaintext": [1] })).await;
    let blob = super::bytes(&blob["CiphertextBlob"]);
    done(&world, "DisconnectCustomKeyStore", store).await;

    for (operation, input) in [
        ("Encrypt", json!({ "Plaintext": [1] })),
        ("Encrypt", json!({ "Plaintext": [1], "DryRun": true })),
        ("GenerateDataKey", json!({ "KeySpec": "AES_256" })),
        ("GenerateDataKeyWithoutPlaintext", json!({ "KeySpec": "AES_256" })),
        ("GenerateDataKeyPair", json!({ "KeyPairSpec": "ECC_NIST_P256" })),
        ("GenerateDataKeyPairWithoutPlaintext", json!({ "KeyPairSpec": "ECC_NIST_P256" })),
        ("ReEncrypt", json!({ "CiphertextBlob": blob, "DestinationKeyId": id })),
    ] {
        let told = refused(&world, operation, of(&id, input)).await;
        assert_eq!(told, (INVALID.to_owned(), format!("{} is unavailable.", arn(&id))));
    }
    let cancelled = refused(&world, "CancelKeyDeletion", json!({ "KeyId": id })).await;
    assert_eq!(cancelled, (INVALID.to_owned(), format!("{} is not pending deletion.", arn(&id))));
    for operation in [
        "DisableKeyRotation",
        "EnableKeyRotation",
        "RotateKeyOnDemand",
        "DeleteImportedKeyMaterial",
    ] {
        let (code, _) = refused(&world, operation, json!({ "KeyId": id })).await;
        assert_eq!(code, "UnsupportedOperationException", "{operation}");
    }
    let tags = json!({ "Tags": [{ "TagKey": "a", "TagValue": "b" }] });
    let grant = json!({
        "GranteePrincipal": format!("arn:aws:iam::{ACCOUNT}:root"), "Operations": ["Decrypt"],
    });
    for (operation, input) in [
        ("CreateGrant", grant),
        ("ListGrants", json!({})),
        ("TagResource", tags),
        ("ListResourceTags", json!({})),
        ("UntagResource", json!({ "TagKeys": ["a"] })),
        ("UpdateKeyDescription", json!({ "Description": "b" })),
        ("GetKeyPolicy", json!({})),
        ("ListKeyPolicies", json!({})),
        ("DisableKey", json!({})),
        ("EnableKey", json!({})),
        ("ScheduleKeyDeletion", json!({})),
        ("CancelKeyDeletion", json!({})),
    ] {
        done(&world, operation, of(&id, input)).await;
    }
    let alias = json!({ "AliasName": "alias/a", "TargetKeyId": id });
    done(&world, "CreateAlias", alias.clone()).await;
    done(&world, "UpdateAlias", alias).await;
}

/// An input with the key that it is about.
fn of(key: &str, mut input: Json) -> Json {
    if input.get("DestinationKeyId").is_none() {
        input["KeyId"] = json!(key);
    }
    input
}
