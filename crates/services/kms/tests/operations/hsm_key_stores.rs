//! AWS `CloudHSM` key stores: made, connected, changed, and the keys in them.

use std::sync::Arc;

use bartizan_kms::{KeyManagement, KmsProjection};
use bartizan_service::HsmError;
use bartizan_service::testkit::{World, admin, given};
use serde_json::{Value as Json, json};

use super::cluster::{ANCHOR, BACKUP, CLUSTER, Cluster, PASSWORD, STRANGER};
use super::key_stores::{self, Proxy};
use super::{arn, ask, bytes, decision, done, key, refused};

const INVALID: &str = "KMSInvalidStateException";
const INVALID_STORE: &str = "CustomKeyStoreInvalidStateException";

/// A world with clusters.
pub(crate) fn world_of(cluster: &Arc<Cluster>, proxy: &Arc<Proxy>) -> World {
    let (cluster, proxy) = (Arc::clone(cluster), Arc::clone(proxy));
    World::new(vec![given(decision::Stranger), Arc::new(KmsProjection::default())], |_| {
        vec![Arc::new(KeyManagement::new(proxy, cluster))]
    })
}

pub(crate) fn world() -> (Arc<Cluster>, World) {
    let cluster = Arc::new(Cluster::default());
    let world = world_of(&cluster, &Arc::default());
    (cluster, world)
}

fn store(name: &str) -> Json {
    json!({
        "CustomKeyStoreName": name,
        "CloudHsmClusterId": CLUSTER,
        "TrustAnchorCertificate": ANCHOR,
        "KeyStorePassword": PASSWORD,
    })
}

async fn made(world: &World, input: Json) -> Json {
    let made = done(world, "CreateCustomKeyStore", input).await;
    json!({ "CustomKeyStoreId": made["CustomKeyStoreId"] })
}

pub(crate) async fn connected(world: &World) -> Json {
    let named = made(world, store("bank")).await;
    done(world, "ConnectCustomKeyStore", named.clone()).await;
    named
}

async fn shown(world: &World, named: &Json) -> Json {
    done(world, "DescribeCustomKeyStores", named.clone()).await["CustomKeyStores"][0].clone()
}

fn with(named: &Json, member: &str, value: &str) -> Json {
    let mut input = named.clone();
    input[member] = json!(value);
    input
}

pub(crate) fn new_key(named: &Json) -> Json {
    with(named, "Origin", "AWS_CLOUDHSM")
}

async fn encrypted(world: &World, key: &str) -> Json {
    let context = json!({ "ledger": "march" });
    let input = json!({ "KeyId": key, "Plaintext": [1, 2, 3], "EncryptionContext": context });
    let blob = done(world, "Encrypt", input).await["CiphertextBlob"].clone();
    json!({ "CiphertextBlob": bytes(&blob), "EncryptionContext": context })
}

#[tokio::test]
async fn a_key_is_made_in_the_cluster_and_used_there() {
    let (cluster, world) = world();
    let named = made(&world, store("bank")).await;
    let found = shown(&world, &named).await;
    assert_eq!(found["CustomKeyStoreType"], "AWS_CLOUDHSM");
    assert_eq!(found["CloudHsmClusterId"], CLUSTER);
    assert_eq!(found["TrustAnchorCertificate"], ANCHOR);
    assert_eq!(found["ConnectionState"], "DISCONNECTED");
    assert_eq!(found.get("XksProxyConfiguration"), None);
    assert!(!found.to_string().contains(PASSWORD));
    assert_eq!(refused(&world, "CreateKey", new_key(&named)).await.0, INVALID_STORE);
    assert_eq!(cluster.keys(), [""; 0]);

    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    let made = done(&world, "CreateKey", new_key(&named)).await["KeyMetadata"].clone();
    assert_eq!(made["Origin"], "AWS_CLOUDHSM");
    assert_eq!(made["CloudHsmClusterId"], CLUSTER);
    assert_eq!(made["CustomKeyStoreId"], named["CustomKeyStoreId"]);
    assert_eq!((made.get("XksKeyConfiguration"), made.get("CurrentKeyMaterialId")), (None, None));
    let id = made["KeyId"].as_str().unwrap();
    assert_eq!(cluster.keys(), [id]);

    let blob = encrypted(&world, id).await;
    assert_eq!(done(&world, "Decrypt", blob.clone()).await["Plaintext"], "AQID");
    let other = json!({ "CiphertextBlob": blob["CiphertextBlob"], "EncryptionContext": {} });
    assert_eq!(refused(&world, "Decrypt", other).await.0, "InvalidCiphertextException");
    for (operation, input) in [
        ("GenerateDataKey", json!({ "KeyId": id, "KeySpec": "AES_256" })),
        ("GenerateDataKeyWithoutPlaintext", json!({ "KeyId": id, "NumberOfBytes": 24 })),
    ] {
        let made = done(&world, operation, input).await;
        let sealed = json!({ "CiphertextBlob": bytes(&made["CiphertextBlob"]) });
        let opened = done(&world, "Decrypt", sealed).await;
        assert!(made.get("Plaintext").is_none_or(|plain| *plain == opened["Plaintext"]));
    }
    let random = with(&json!({ "NumberOfBytes": 3 }), "CustomKeyStoreId", &text(&named));
    assert_eq!(done(&world, "GenerateRandom", random).await["Plaintext"], "BwcH");
    let rotated = json!({ "KeyId": id });
    let (code, _) = refused(&world, "RotateKeyOnDemand", rotated.clone()).await;
    assert_eq!(code, "UnsupportedOperationException");
    assert_eq!(refused(&world, "EnableKeyRotation", rotated).await.0, code);
}

fn text(named: &Json) -> String {
    named["CustomKeyStoreId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_record_tells_of_clusters_and_no_password() {
    let (_, world) = world();
    let named = made(&world, store("bank")).await;
    let mut events = vec![world.last_event()];
    done(&world, "UpdateCustomKeyStore", with(&named, "KeyStorePassword", PASSWORD)).await;
    events.push(world.last_event());
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    key(&world, new_key(&named)).await;
    events.push(world.last_event());
    assert!(!json!(events).to_string().contains(PASSWORD));
    insta::assert_json_snapshot!("HsmKeyStore", events);
}

#[tokio::test]
async fn what_is_changed_is_refused() {
    let (_, world) = world();
    let named = connected(&world).await;
    let id = key(&world, new_key(&named)).await;
    let mut blob = encrypted(&world, &id).await;
    blob["KeyId"] = json!(id);
    let whole: Vec<u8> = serde_json::from_value(blob["CiphertextBlob"].clone()).unwrap();
    for place in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        let mut input = blob.clone();
        input["CiphertextBlob"] = json!(changed);
        let (code, _) = refused(&world, "Decrypt", input).await;
        let expected = ["InvalidCiphertextException", "IncorrectKeyException"];
        assert!(expected.contains(&&*code), "{place}: {code}");
    }
}

#[tokio::test]
async fn a_cluster_is_one_key_stores_and_is_vouched_for() {
    let (cluster, world) = world();
    for (input, code) in [
        (with(&store("a"), "TrustAnchorCertificate", "another"), "IncorrectTrustAnchorException"),
        (with(&store("a"), "CloudHsmClusterId", NOWHERE), "CloudHsmClusterNotFoundException"),
        (with(&store("a"), "XksProxyUriPath", "/kms/xks/v1"), "ValidationException"),
    ] {
        assert_eq!(refused(&world, "CreateCustomKeyStore", input).await.0, code);
    }
    for member in ["CloudHsmClusterId", "TrustAnchorCertificate", "KeyStorePassword"] {
        let mut input = store("a");
        input.as_object_mut().unwrap().remove(member);
        let (code, message) = refused(&world, "CreateCustomKeyStore", input).await;
        assert_eq!((&*code, message.contains(member)), ("ValidationException", true));
    }
    cluster.fail(HsmError::NotActive);
    let (code, _) = refused(&world, "CreateCustomKeyStore", store("a")).await;
    assert_eq!(code, "CloudHsmClusterNotActiveException");
    cluster.recover();
    let named = made(&world, store("a")).await;
    for (input, code) in [
        (store("b"), "CloudHsmClusterInUseException"),
        (with(&store("b"), "CloudHsmClusterId", BACKUP), "CloudHsmClusterInUseException"),
        (store("a"), "CustomKeyStoreNameInUseException"),
    ] {
        assert_eq!(refused(&world, "CreateCustomKeyStore", input).await.0, code);
    }
    made(&world, with(&store("b"), "CloudHsmClusterId", STRANGER)).await;

    for (input, code) in [
        (with(&named, "CloudHsmClusterId", NOWHERE), "CloudHsmClusterNotFoundException"),
        (with(&named, "CloudHsmClusterId", STRANGER), "CloudHsmClusterNotRelatedException"),
        (with(&named, "XksProxyUriPath", "/kms/xks/v1"), "ValidationException"),
    ] {
        assert_eq!(refused(&world, "UpdateCustomKeyStore", input).await.0, code);
    }
    done(&world, "UpdateCustomKeyStore", with(&named, "CloudHsmClusterId", BACKUP)).await;
    assert_eq!(shown(&world, &named).await["CloudHsmClusterId"], BACKUP);
    done(&world, "DeleteCustomKeyStore", named).await;
    made(&world, store("a")).await;
}

const NOWHERE: &str = "cluster-nowherenowhe";

#[tokio::test]
async fn a_key_store_that_cannot_be_connected_tells_why() {
    let (cluster, world) = world();
    let named = made(&world, store("bank")).await;
    for (failure, code) in [
        (HsmError::NoCluster, "CLUSTER_NOT_FOUND"),
        (HsmError::NotActive, "INSUFFICIENT_CLOUDHSM_HSMS"),
        (HsmError::NoUser, "USER_NOT_FOUND"),
        (HsmError::WrongPin, "INVALID_CREDENTIALS"),
        (HsmError::LockedPin, "USER_LOCKED_OUT"),
        (HsmError::OtherUser, "USER_LOGGED_IN"),
        (HsmError::Late, "NETWORK_ERRORS"),
        (HsmError::Failed("no".to_owned()), "INTERNAL_ERROR"),
    ] {
        cluster.fail(failure);
        done(&world, "ConnectCustomKeyStore", named.clone()).await;
        let found = shown(&world, &named).await;
        let told = (&found["ConnectionState"], &found["ConnectionErrorCode"]);
        assert_eq!(told, (&json!("FAILED"), &json!(code)));
        for (operation, input) in [
            ("ConnectCustomKeyStore", named.clone()),
            ("DeleteCustomKeyStore", named.clone()),
            ("UpdateCustomKeyStore", with(&named, "NewCustomKeyStoreName", "b")),
        ] {
            assert_eq!(refused(&world, operation, input).await.0, INVALID_STORE, "{operation}");
        }
        done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    }
    cluster.recover();
    let password = |password| with(&named, "KeyStorePassword", password);
    done(&world, "UpdateCustomKeyStore", password("kmsPswd34")).await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    assert_eq!(shown(&world, &named).await["ConnectionErrorCode"], "INVALID_CREDENTIALS");
    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    done(&world, "UpdateCustomKeyStore", password(PASSWORD)).await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    assert_eq!(shown(&world, &named).await["ConnectionState"], "CONNECTED");
    let (code, _) = refused(&world, "UpdateCustomKeyStore", password("kmsPswd34")).await;
    assert_eq!(code, INVALID_STORE);
    done(&world, "UpdateCustomKeyStore", with(&named, "NewCustomKeyStoreName", "b")).await;
    assert_eq!(cluster.logins().len(), 1);
    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    assert_eq!(cluster.logins().len(), 0);
}

#[tokio::test]
async fn a_login_that_was_lost_is_made_again_while_the_key_store_is_connected() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    let id = key(&world, new_key(&named)).await;
    let blob = encrypted(&world, &id).await;
    assert_eq!(*cluster.entered.lock().unwrap(), 1);
    cluster.forget();
    assert_eq!(done(&world, "Decrypt", blob.clone()).await["Plaintext"], "AQID");
    done(&world, "Decrypt", blob.clone()).await;
    assert_eq!(*cluster.entered.lock().unwrap(), 2);

    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    let told = refused(&world, "Decrypt", blob.clone()).await;
    assert_eq!(told, (INVALID.to_owned(), format!("{} is unavailable.", arn(&id))));
    assert_eq!(*cluster.entered.lock().unwrap(), 2);
    done(&world, "ConnectCustomKeyStore", named).await;
    assert_eq!(done(&world, "Decrypt", blob).await["Plaintext"], "AQID");
}

#[tokio::test]
async fn what_a_cluster_fails_in_is_told() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    let id = key(&world, new_key(&named)).await;
    let plain = json!({ "KeyId": id, "Plaintext": [1] });
    let random = with(&json!({ "NumberOfBytes": 3 }), "CustomKeyStoreId", &text(&named));
    let unfit = "CloudHsmClusterInvalidConfigurationException";
    let late = "DependencyTimeoutException";
    for (failure, of_new, of_used, of_random) in [
        (HsmError::Late, late, late, late),
        (HsmError::NotActive, unfit, INVALID, INVALID_STORE),
        (HsmError::Failed("no".to_owned()), unfit, INVALID, INVALID_STORE),
    ] {
        cluster.fail(failure);
        assert_eq!(refused(&world, "CreateKey", new_key(&named)).await.0, of_new);
        assert_eq!(refused(&world, "Encrypt", plain.clone()).await.0, of_used);
        assert_eq!(refused(&world, "GenerateRandom", random.clone()).await.0, of_random);
    }
    cluster.recover();
    let external = json!({
        "Origin": "AWS_CLOUDHSM", "XksKeyId": "a", "CustomKeyStoreId": named["CustomKeyStoreId"],
    });
    assert_eq!(refused(&world, "CreateKey", external).await.0, "ValidationException");
    let none = with(&random, "CustomKeyStoreId", "cks-00000000000000000");
    let (code, _) = refused(&world, "GenerateRandom", none).await;
    assert_eq!(code, "CustomKeyStoreNotFoundException");
    assert_eq!(cluster.keys(), [id]);
}

#[tokio::test]
async fn keys_and_key_stores_are_of_one_kind() {
    let (_, world) = world();
    let named = connected(&world).await;
    let proxied = key_stores::made(&world, "vault").await;
    done(&world, "ConnectCustomKeyStore", proxied.clone()).await;
    let unsupported = "UnsupportedOperationException";
    let inputs = [key_stores::new_key(&named, "a"), new_key(&proxied)];
    for input in inputs {
        assert_eq!(refused(&world, "CreateKey", input).await.0, unsupported);
    }
    let random = with(&json!({ "NumberOfBytes": 3 }), "CustomKeyStoreId", &text(&proxied));
    assert_eq!(refused(&world, "GenerateRandom", random).await.0, unsupported);
}

#[tokio::test]
async fn a_key_that_is_deleted_is_destroyed_in_the_cluster() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    let id = key(&world, new_key(&named)).await;
    let deleted = json!({ "KeyId": id });
    done(&world, "ScheduleKeyDeletion", deleted.clone()).await;
    days_later(&world, &cluster, 29).await;
    assert_eq!(cluster.keys(), [&*id]);

    // What the cluster cannot do is tried again, and cannot be cancelled any more.
    cluster.fail(HsmError::Late);
    days_later(&world, &cluster, 2).await;
    assert_eq!(done(&world, "DescribeKey", deleted.clone()).await["KeyMetadata"]["KeyId"], id);
    let (code, _) = refused(&world, "CancelKeyDeletion", deleted.clone()).await;
    assert_eq!(code, "NotFoundException");
    cluster.recover();
    days_later(&world, &cluster, 1).await;
    let told = world.last_event()["serviceEventDetails"].clone();
    assert_eq!(cluster.keys(), [""; 0]);
    assert_eq!(refused(&world, "DescribeKey", deleted).await.0, "NotFoundException");
    assert_eq!(told["clusterId"], CLUSTER);
    assert_eq!(told["backingKeysDeletionStatus"][0]["deletionStatus"], "SUCCESS");

    // A key of a key store that is disconnected is left behind, and that is told.
    let id = key(&world, new_key(&named)).await;
    done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id })).await;
    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    days_later(&world, &cluster, 31).await;
    assert_eq!(cluster.keys(), [&*id]);
    let told = world.last_event()["serviceEventDetails"].clone();
    let status = json!([{ "backingKeyId": id, "deletionStatus": "FAILURE" }]);
    assert_eq!(told["backingKeysDeletionStatus"], status);
    done(&world, "DeleteCustomKeyStore", named).await;
}

#[tokio::test]
async fn a_key_that_cannot_be_destroyed_keeps_no_other_one() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    let mut ids = [key(&world, new_key(&named)).await, key(&world, new_key(&named)).await];
    ids.sort();
    for id in &ids {
        done(&world, "ScheduleKeyDeletion", json!({ "KeyId": id })).await;
    }
    *cluster.stuck.lock().unwrap() = Some(ids[0].clone());
    days_later(&world, &cluster, 31).await;
    assert_eq!(cluster.keys(), [&*ids[0]]);
}

async fn days_later(world: &World, cluster: &Arc<Cluster>, days: u64) {
    world.clock.advance(std::time::Duration::from_hours(24 * days));
    bartizan_kms::keep_up(world.road.platform(), &**cluster).await.unwrap();
}

#[tokio::test]
async fn who_connects_while_somebody_changes_the_password_leaves_nobody_logged_in() {
    let (cluster, world) = world();
    let named = made(&world, store("bank")).await;
    let held = cluster.gate.lock().await;
    let caller = admin();
    let connect = ask(&world, &caller, "ConnectCustomKeyStore", named.clone());
    let change = async {
        let changed = with(&named, "KeyStorePassword", "kmsPswd34");
        let changed = ask(&world, &caller, "UpdateCustomKeyStore", changed).await;
        drop(held);
        changed
    };
    let (connected, changed) = tokio::join!(connect, change);
    changed.unwrap();
    assert_eq!(connected.unwrap_err().code, "ConflictException");
    assert_eq!(shown(&world, &named).await["ConnectionState"], "DISCONNECTED");
    assert_eq!(cluster.logins().len(), 0);
}
