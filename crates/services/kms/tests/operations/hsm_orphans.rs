//! `CreateKey` that fails leaves no key in a cluster.

use bartizan_service::HsmError;
use bartizan_service::testkit::admin;

use super::hsm_key_stores::{connected, new_key, world};
use super::{ask, key, refused};

#[tokio::test]
async fn who_disconnects_while_a_key_is_made_leaves_neither_key_nor_login() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    let held = cluster.gate.lock().await;
    let caller = admin();
    let asked = ask(&world, &caller, "CreateKey", new_key(&named));
    let leave = async {
        let left = ask(&world, &caller, "DisconnectCustomKeyStore", named.clone()).await;
        drop(held);
        left
    };
    let (made, left) = tokio::join!(asked, leave);
    left.unwrap();
    assert_eq!(made.unwrap_err().code, "CustomKeyStoreInvalidStateException");
    assert_eq!((cluster.keys().len(), cluster.logins().len()), (0, 0));
}

#[tokio::test]
async fn a_key_that_was_made_too_late_is_destroyed() {
    let (cluster, world) = world();
    let named = connected(&world).await;
    for (failure, code) in [
        (HsmError::Late, "DependencyTimeoutException"),
        (HsmError::Failed("it ended".to_owned()), "CloudHsmClusterInvalidConfigurationException"),
    ] {
        *cluster.silent.lock().unwrap() = Some(failure);
        assert_eq!(refused(&world, "CreateKey", new_key(&named)).await.0, code);
        assert_eq!(cluster.keys(), [""; 0]);
    }
    *cluster.silent.lock().unwrap() = None;
    let id = key(&world, new_key(&named)).await;
    assert_eq!(cluster.keys(), [id]);
}
