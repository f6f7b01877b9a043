//! An issuer of web identities, the provider that trusts it, and a role for whom it proves.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use bartizan_jose::{Algorithm, SigningKey};
use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::directory::{Entity, OidcProvider, RoleFacts};
use bartizan_service::testkit::{ACCOUNT, Given, World};
use bartizan_service::types::{AccountId, Arn, Timestamp, UniqueId};
use bartizan_service::{BoxFuture, Directory, Egress, EgressError, Fetch, Post, Posted, issuers};
use serde_json::{Value as Json, json};

/// The issuer without its scheme.
pub(crate) const ISSUER: &str = "id.example/ci";
/// The instant of the test world.
pub(crate) const NOW: i64 = 1_795_510_800;

pub(crate) fn key(id: &str) -> SigningKey {
    let document = SigningKey::generate(Algorithm::Es384).unwrap();
    SigningKey::from_pkcs8(Algorithm::Es384, id, &document).unwrap()
}

static KEY: LazyLock<SigningKey> = LazyLock::new(|| key("one"));

pub(crate) fn claims() -> Json {
    json!({
        "iss": format!("https://{ISSUER}"), "sub": "repo:tower/wall", "aud": "sts.amazonaws.com",
        "iat": NOW - 5, "exp": NOW + 300,
    })
}

pub(crate) fn token(claims: &Json) -> String {
    token_by(&KEY, claims)
}

pub(crate) fn token_by(key: &SigningKey, claims: &Json) -> String {
    key.sign(claims.as_object().unwrap()).unwrap()
}

/// Has the account of the world issue tokens of its own.
pub(crate) fn enable(world: &World) {
    let account = ACCOUNT.parse().unwrap();
    let store = &world.road.platform().store;
    let made = store.write_blocking(move |tx| issuers::enable(tx, account, "wall".to_owned()));
    assert_eq!(made.unwrap().as_deref(), Some("wall"));
}

pub(crate) fn role() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/pipeline")
}

pub(crate) fn provider_arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}")
}

/// What stands for the internet: the issuer's two documents, or a failure.
pub(crate) struct Served {
    pub(crate) keys: Mutex<Vec<Json>>,
    pub(crate) failure: Mutex<Option<EgressError>>,
    pub(crate) fetches: AtomicUsize,
}

impl Served {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            keys: Mutex::new(vec![KEY.public()]),
            failure: Mutex::new(None),
            fetches: AtomicUsize::new(0),
        })
    }
}

impl Egress for Served {
    fn fetch<'a>(&'a self, fetch: Fetch<'a>) -> BoxFuture<'a, Result<bytes::Bytes, EgressError>> {
        Box::pin(async move {
            if let Some(failure) = self.failure.lock().unwrap().clone() {
                return Err(failure);
            }
            let answer = match fetch.url {
                "https://id.example/ci/.well-known/openid-configuration" => {
                    json!({ "issuer": format!("https://{ISSUER}"), "jwks_uri": "https://keys.example/" })
                }
                "https://keys.example/" => {
                    self.fetches.fetch_add(1, Ordering::SeqCst);
                    json!({ "keys": *self.keys.lock().unwrap() })
                }
                _ => return Err(EgressError::Status(404)),
            };
            Ok(answer.to_string().into())
        })
    }

    fn post<'a>(&'a self, _: Post<'a>) -> BoxFuture<'a, Result<Posted, EgressError>> {
        Box::pin(async { Err(EgressError::Status(405)) })
    }
}

/// A provider for the issuer, and a role that takes those it proves.
pub(crate) struct Trusted;

impl Given for Trusted {
    fn enter(&self, directory: &mut Directory) {
        let account: AccountId = ACCOUNT.parse().unwrap();
        directory.put_oidc_provider(OidcProvider {
            account,
            arn: provider_arn().parse().unwrap(),
            url: Arc::from(ISSUER),
            client_ids: vec!["sts.amazonaws.com".to_owned(), "party".to_owned()],
            thumbprints: Vec::new(),
        });
        let trust = json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": provider_arn() },
            "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
            "Condition": { "StringLike": { format!("{ISSUER}:sub"): "repo:tower/*" } },
        }] });
        let trust = Policy::parse(&trust.to_string(), PolicyKind::Trust).unwrap();
        directory.put_entity(Entity {
            account,
            id: UniqueId::from_stored("AROAPIPELINEAAAAAAAAA".to_owned()),
            arn: Arn::new("iam", "", Some(account), "role/pipeline"),
            name: Arc::from("pipeline"),
            identity: Arc::from([]),
            boundary: None,
            tags: Arc::from([]),
            created: Timestamp::from_seconds(0),
            role: Some(RoleFacts {
                trust: Some(Attached::inline("trust", Arc::new(trust))),
                max_session_seconds: 3600,
                service_linked: false,
            }),
        });
    }
}
