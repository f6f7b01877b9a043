//! External key stores: made, connected, changed, and the keys in them.

use std::sync::{Arc, Mutex};

use bartizan_kms::{KeyManagement, KmsProjection};
use bartizan_service::testkit::{Case, World, admin, given};
use bartizan_service::{BoxFuture, Egress, EgressError, Fetch, Post, Posted};
use serde_json::{Value as Json, json};

use super::{ask, decision, done, refused};

/// A proxy that is well, until it is told to fail.
#[derive(Default)]
pub(crate) struct Proxy {
    failure: Mutex<Option<Result<Posted, EgressError>>>,
    pub(crate) asked: Mutex<Vec<(String, Json)>>,
    /// Whoever holds it keeps answers back.
    gate: tokio::sync::Mutex<()>,
}

impl Proxy {
    fn fail(&self, status: u16, body: &str) {
        let answer = Posted { status, body: body.to_owned().into() };
        *self.failure.lock().unwrap() = Some(Ok(answer));
    }

    pub(crate) fn refuse(&self, name: &str) {
        self.fail(400, &json!({ "errorName": name }).to_string());
    }

    pub(crate) fn recover(&self) {
        *self.failure.lock().unwrap() = None;
    }

    fn answer(url: &str) -> Json {
        match url.rsplit('/').next() {
            Some("health") => json!({
                "xksProxyFleetSize": 1, "xksProxyVendor": "a", "xksProxyModel": "b",
                "ekmVendor": "c",
                "ekmFleetDetails": [{ "id": "1", "model": "d", "healthStatus": "ACTIVE" }],
            }),
            _ => json!({
                "keySpec": "AES_256", "keyUsage": ["ENCRYPT", "DECRYPT"], "keyStatus": "ENABLED",
            }),
        }
    }
}

impl Egress for Proxy {
    fn fetch<'a>(&'a self, _: Fetch<'a>) -> BoxFuture<'a, Result<bytes::Bytes, EgressError>> {
        Box::pin(async { Err(EgressError::Status(405)) })
    }

    fn post<'a>(&'a self, post: Post<'a>) -> BoxFuture<'a, Result<Posted, EgressError>> {
        let body = serde_json::from_slice(post.body).unwrap();
        self.asked.lock().unwrap().push((post.url.to_owned(), body));
        let signed = post.headers.iter().any(|(name, value)| {
            *name == "authorization"
                && value.contains("/us-east-1/kms-xks-proxy/aws4_request")
                && value.contains("SignedHeaders=content-type;host;x-amz-date")
        });
        assert!(signed, "{:?}", post.headers);
        let failure = self.failure.lock().unwrap().clone();
        let answer = failure.unwrap_or_else(|| {
            let body = Self::answer(post.url).to_string().into();
            Ok(Posted { status: 200, body })
        });
        Box::pin(async {
            let _held = self.gate.lock().await;
            answer
        })
    }
}

/// A world with a proxy.
pub(crate) fn world_of(proxy: &Arc<Proxy>) -> World {
    let egress: Arc<dyn Egress> = proxy.clone();
    World::new(vec![given(decision::Stranger), Arc::new(KmsProjection::default())], |_| {
        vec![Arc::new(KeyManagement::new(egress))]
    })
}

const STORE: &str = "$CreateCustomKeyStore.CustomKeyStoreId";

fn store(name: &str) -> Json {
    json!({
        "CustomKeyStoreName": name,
        "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
        "XksProxyConnectivity": "PUBLIC_ENDPOINT",
        "XksProxyUriEndpoint": "https://proxy.example",
        "XksProxyUriPath": format!("/{name}/kms/xks/v1"),
        "XksProxyAuthenticationCredential": {
            "AccessKeyId": "ABCDEFGHIJKLMNOPQRST",
            "RawSecretAccessKey": "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=",
        },
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let made = |operation: &'static str, input| {
        Case::new(operation, input).after("CreateCustomKeyStore", store("banks"))
    };
    let named = json!({ "CustomKeyStoreId": STORE });
    vec![
        Case::new("CreateCustomKeyStore", store("banks")),
        made("DescribeCustomKeyStores", json!({})),
        made("UpdateCustomKeyStore", {
            let credential = store("x")["XksProxyAuthenticationCredential"].clone();
            json!({
                "CustomKeyStoreId": STORE,
                "NewCustomKeyStoreName": "vaults",
                "XksProxyAuthenticationCredential": credential,
            })
        }),
        made("ConnectCustomKeyStore", named.clone()),
        made("DisconnectCustomKeyStore", named.clone())
            .after("ConnectCustomKeyStore", named.clone()),
        made("DeleteCustomKeyStore", named),
    ]
}

pub(crate) async fn made(world: &World, name: &str) -> Json {
    let made = done(world, "CreateCustomKeyStore", store(name)).await;
    json!({ "CustomKeyStoreId": made["CustomKeyStoreId"] })
}

async fn shown(world: &World, named: &Json) -> Json {
    done(world, "DescribeCustomKeyStores", named.clone()).await["CustomKeyStores"][0].clone()
}

pub(crate) fn new_key(named: &Json, id: &str) -> Json {
    json!({
        "Origin": "EXTERNAL_KEY_STORE",
        "CustomKeyStoreId": named["CustomKeyStoreId"],
        "XksKeyId": id,
    })
}

#[tokio::test]
async fn a_key_store_is_connected_before_it_has_keys_and_disconnected_before_it_goes() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    let found = shown(&world, &json!({ "CustomKeyStoreName": "banks" })).await;
    assert_eq!(found["ConnectionState"], "DISCONNECTED");
    assert_eq!(found["XksProxyConfiguration"]["UriPath"], "/banks/kms/xks/v1");
    assert!(!found.to_string().contains("DXjSUawnel2fr6SKC7G25"));
    let invalid = "CustomKeyStoreInvalidStateException";
    assert_eq!(refused(&world, "CreateKey", new_key(&named, "a")).await.0, invalid);
    assert_eq!(refused(&world, "DisconnectCustomKeyStore", named.clone()).await.0, invalid);
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    assert_eq!(shown(&world, &named).await["ConnectionState"], "CONNECTED");
    assert_eq!(refused(&world, "DeleteCustomKeyStore", named.clone()).await.0, invalid);

    let made = done(&world, "CreateKey", new_key(&named, "a")).await["KeyMetadata"].clone();
    assert_eq!(made["Origin"], "EXTERNAL_KEY_STORE");
    assert_eq!(made["CustomKeyStoreId"], named["CustomKeyStoreId"]);
    assert_eq!(made["XksKeyConfiguration"], json!({ "Id": "a" }));
    assert_eq!(made.get("CurrentKeyMaterialId"), None);
    let (url, request) = proxy.asked.lock().unwrap().last().unwrap().clone();
    assert_eq!(url, "https://proxy.example/banks/kms/xks/v1/keys/a/metadata");
    assert_eq!(request["requestMetadata"]["kmsOperation"], "CreateKey");
    let again = refused(&world, "CreateKey", new_key(&named, "a")).await;
    assert_eq!(again.0, "XksKeyAlreadyInUseException");
    let rotated = json!({ "KeyId": made["KeyId"] });
    let (code, _) = refused(&world, "EnableKeyRotation", rotated.clone()).await;
    assert_eq!(code, "UnsupportedOperationException");

    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    let (code, _) = refused(&world, "DeleteCustomKeyStore", named.clone()).await;
    assert_eq!(code, "CustomKeyStoreHasCMKsException");
    done(&world, "ScheduleKeyDeletion", rotated).await;
    super::days_later(&world, 31).await;
    done(&world, "DeleteCustomKeyStore", named.clone()).await;
    let (code, _) = refused(&world, "DescribeCustomKeyStores", named).await;
    assert_eq!(code, "CustomKeyStoreNotFoundException");
}

#[tokio::test]
async fn what_a_proxy_answers_is_told_as_aws_tells_it() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    for (name, of_store, of_key) in [
        ("ValidationException", "XksProxyInvalidResponse", "CustomKeyStoreInvalidState"),
        ("InvalidStateException", "XksProxyInvalidResponse", "XksKeyInvalidConfiguration"),
        ("InvalidKeyUsageException", "XksProxyInvalidResponse", "XksKeyInvalidConfiguration"),
        (
            "AuthenticationFailedException",
            "XksProxyIncorrectAuthenticationCredential",
            "CustomKeyStoreInvalidState",
        ),
        ("AccessDeniedException", "XksProxyInvalidResponse", "KMSInvalidState"),
        ("KeyNotFoundException", "XksProxyInvalidResponse", "XksKeyNotFound"),
        ("InvalidUriPathException", "XksProxyInvalidConfiguration", "CustomKeyStoreInvalidState"),
        ("DependencyTimeoutException", "XksProxyUriUnreachable", "CustomKeyStoreInvalidState"),
        ("ThrottlingException", "XksProxyUriUnreachable", "CustomKeyStoreInvalidState"),
        ("InternalException", "XksProxyInvalidResponse", "CustomKeyStoreInvalidState"),
        ("SomethingNew", "XksProxyInvalidResponse", "CustomKeyStoreInvalidState"),
    ] {
        proxy.refuse(name);
        let (code, _) = refused(&world, "CreateCustomKeyStore", store("other")).await;
        assert_eq!(code, format!("{of_store}Exception"), "{name}");
        let (code, _) = refused(&world, "CreateKey", new_key(&named, "a")).await;
        assert_eq!(code, format!("{of_key}Exception"), "{name}");
    }
    for wrong in ["", "{}", "null", "[1", r#"{"keySpec":"RSA","keyUsage":[],"keyStatus":"X"}"#] {
        proxy.fail(200, wrong);
        let (code, message) = refused(&world, "CreateCustomKeyStore", store("other")).await;
        assert_eq!(code, "XksProxyInvalidResponseException", "{wrong}");
        assert!(message.contains("cannot interpret the response"), "{message}");
        assert!(refused(&world, "CreateKey", new_key(&named, "a")).await.0.ends_with("Exception"));
    }
}

#[tokio::test]
async fn a_key_store_that_cannot_be_connected_tells_why() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    for (failure, code) in [
        (EgressError::Unreachable("no".to_owned()), "XKS_PROXY_NOT_REACHABLE"),
        (EgressError::Refused("no".to_owned()), "XKS_PROXY_NOT_REACHABLE"),
        (EgressError::Certificate, "XKS_PROXY_INVALID_TLS_CONFIGURATION"),
        (EgressError::Late, "XKS_PROXY_TIMED_OUT"),
        (EgressError::TooLarge, "XKS_PROXY_INVALID_RESPONSE"),
    ] {
        *proxy.failure.lock().unwrap() = Some(Err(failure));
        done(&world, "ConnectCustomKeyStore", named.clone()).await;
        let found = shown(&world, &named).await;
        let told = (&found["ConnectionState"], &found["ConnectionErrorCode"]);
        assert_eq!(told, (&json!("FAILED"), &json!(code)));
        let (refusal, _) = refused(&world, "ConnectCustomKeyStore", named.clone()).await;
        assert_eq!(refusal, "CustomKeyStoreInvalidStateException");
        done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    }
    proxy.recover();
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    assert_eq!(shown(&world, &named).await.get("ConnectionErrorCode"), None);
}

#[tokio::test]
async fn a_change_is_tried_and_moves_no_connected_key_store() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    made(&world, "others").await;
    let with = |member: &str, value: &str| {
        let mut input = named.clone();
        input[member] = json!(value);
        input
    };
    for (input, code) in [
        (with("NewCustomKeyStoreName", "others"), "CustomKeyStoreNameInUseException"),
        (with("XksProxyUriPath", "/others/kms/xks/v1"), "XksProxyUriInUseException"),
        (with("KeyStorePassword", "kmsPswd12"), "ValidationException"),
        (with("XksProxyConnectivity", "VPC_ENDPOINT_SERVICE"), "NotImplemented"),
    ] {
        assert_eq!(refused(&world, "UpdateCustomKeyStore", input).await.0, code);
    }
    let moved = with("XksProxyUriEndpoint", "https://other.example");
    proxy.refuse("AuthenticationFailedException");
    let (code, _) = refused(&world, "UpdateCustomKeyStore", moved.clone()).await;
    assert_eq!(code, "XksProxyIncorrectAuthenticationCredentialException");
    proxy.recover();
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    let (code, _) = refused(&world, "UpdateCustomKeyStore", moved.clone()).await;
    assert_eq!(code, "CustomKeyStoreInvalidStateException");
    done(&world, "UpdateCustomKeyStore", with("NewCustomKeyStoreName", "vaults")).await;
    done(&world, "DisconnectCustomKeyStore", named.clone()).await;
    done(&world, "UpdateCustomKeyStore", moved).await;
    let found = shown(&world, &named).await;
    assert_eq!(found["CustomKeyStoreName"], "vaults");
    assert_eq!(found["XksProxyConfiguration"]["UriEndpoint"], "https://other.example");
}

#[tokio::test]
async fn what_is_no_external_key_store_is_refused() {
    let world = world_of(&Arc::new(Proxy::default()));
    let without = |member: &str| {
        let mut input = store("banks");
        input.as_object_mut().unwrap().remove(member);
        input
    };
    for (member, code) in [
        ("CustomKeyStoreType", "NotImplemented"),
        ("XksProxyConnectivity", "ValidationException"),
        ("XksProxyUriEndpoint", "ValidationException"),
        ("XksProxyUriPath", "ValidationException"),
        ("XksProxyAuthenticationCredential", "ValidationException"),
    ] {
        let (found, _) = refused(&world, "CreateCustomKeyStore", without(member)).await;
        assert_eq!(found, code, "{member}");
    }
    let named = made(&world, "banks").await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    for (member, value, code) in [
        ("Origin", json!("AWS_KMS"), "ValidationException"),
        ("Origin", json!("AWS_CLOUDHSM"), "NotImplemented"),
        ("XksKeyId", Json::Null, "ValidationException"),
        ("CustomKeyStoreId", Json::Null, "ValidationException"),
        ("CustomKeyStoreId", json!("cks-00000000000000000"), "CustomKeyStoreNotFoundException"),
        ("KeySpec", json!("HMAC_256"), "UnsupportedOperationException"),
        ("MultiRegion", json!(true), "UnsupportedOperationException"),
    ] {
        let mut input = new_key(&named, "a");
        input[member] = value;
        input.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let (found, _) = refused(&world, "CreateKey", input).await;
        assert_eq!(found, code, "{member}");
    }
}

#[tokio::test]
async fn an_answer_about_what_was_changed_meanwhile_counts_for_nothing() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    let path = |path: &str| {
        let mut input = named.clone();
        input["XksProxyUriPath"] = json!(path);
        input
    };
    for (operation, input) in [
        ("ConnectCustomKeyStore", named.clone()),
        ("UpdateCustomKeyStore", path("/vaults/kms/xks/v1")),
    ] {
        let held = proxy.gate.lock().await;
        let asked = proxy.asked.lock().unwrap().len();
        let caller = admin();
        let slow = ask(&world, &caller, operation, input);
        let other = async {
            while proxy.asked.lock().unwrap().len() == asked {
                tokio::task::yield_now().await;
            }
            let update = ask(&world, &caller, "UpdateCustomKeyStore", path("/b/kms/xks/v1"));
            let open = async {
                while proxy.asked.lock().unwrap().len() == asked + 1 {
                    tokio::task::yield_now().await;
                }
                drop(held);
            };
            tokio::join!(update, open).0
        };
        let (slow, other) = tokio::join!(slow, other);
        let codes = [slow, other].map(|answer| answer.err().map(|fault| fault.code.to_string()));
        // One of the two is refused, whichever is answered first.
        let refused: Vec<String> = codes.into_iter().flatten().collect();
        assert_eq!(refused, ["ConflictException"], "{operation}");
        let found = shown(&world, &named).await;
        if found["ConnectionState"] == "CONNECTED" {
            done(&world, "DisconnectCustomKeyStore", named.clone()).await;
        }
        done(&world, "UpdateCustomKeyStore", path("/banks/kms/xks/v1")).await;
    }
}

#[tokio::test]
async fn a_connected_key_store_stays_so_when_it_is_connected_again() {
    let proxy = Arc::new(Proxy::default());
    let world = world_of(&proxy);
    let named = made(&world, "banks").await;
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    proxy.refuse("InternalException");
    done(&world, "ConnectCustomKeyStore", named.clone()).await;
    assert_eq!(shown(&world, &named).await["ConnectionState"], "CONNECTED");
}
