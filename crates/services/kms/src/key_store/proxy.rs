//! The proxy of an external key store: its four operations, signed as requests to the service
//! `kms-xks-proxy`. ("AWS KMS External Key Store (XKS) Proxy API Specification", version 1.)

use std::time::Duration;

use bartizan_service::{Call, Egress, EgressError, Post, Posted};
use bartizan_sigv4::{BodyDigest, PayloadHash, Secret, SignedRequest, SigningParams};
use bartizan_wire::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::failure::Failure;
use crate::error::KmsError;
use crate::records::KeyStoreRecord;
use crate::rules;

const SERVICE: &str = "kms-xks-proxy";
const JSON: &str = "application/json";
/// How long a proxy may take. AWS waits for 250 ms on connections that are open already; here each
/// request opens one.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest answer: 4,300 bytes of ciphertext in base64, and what is beside them.
const ANSWER_BYTES_MAX: usize = 32 * 1024;
/// The most external key managers that a proxy tells of.
const MANAGERS_MAX: usize = 10;

/// A proxy, and the call that it is asked for.
pub(crate) struct Proxy<'a> {
    egress: &'a dyn Egress,
    call: &'a Call,
    store: &'a KeyStoreRecord,
    secret: Secret,
}

/// The answer of `GetHealthStatus`, as far as it is looked at.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Health {
    xks_proxy_fleet_size: u64,
    xks_proxy_vendor: String,
    xks_proxy_model: String,
    ekm_vendor: String,
    ekm_fleet_details: Vec<Manager>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manager {
    health_status: String,
}

/// An answer that is no success.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    error_name: String,
}

impl<'a> Proxy<'a> {
    /// The proxy of a key store.
    pub(crate) fn of(
        egress: &'a dyn Egress,
        call: &'a Call,
        store: &'a KeyStoreRecord,
    ) -> Result<Self, KmsError> {
        let secret = store.secret(&call.platform.vault)?;
        Ok(Self { egress, call, store, secret })
    }

    /// Whether it is well.
    pub(crate) async fn health(&self) -> Result<(), Failure> {
        let request = json!({ "requestMetadata": {
            "kmsRequestId": self.call.request_id,
            "kmsOperation": self.call.operation.name,
        } });
        let health: Health = self.ask("health", &request).await?;
        let names = [&health.xks_proxy_vendor, &health.xks_proxy_model, &health.ekm_vendor];
        let is_status = |manager: &Manager| {
            matches!(&*manager.health_status, "ACTIVE" | "DEGRADED" | "UNAVAILABLE")
        };
        let managers = &health.ekm_fleet_details;
        let is_told = health.xks_proxy_fleet_size > 0
            && names.iter().all(|name| !name.is_empty())
            && (1..=MANAGERS_MAX).contains(&managers.len())
            && managers.iter().all(is_status);
        if is_told { Ok(()) } else { Err(Failure::Malformed) }
    }

    /// Asks about an external key, for what the call does with this KMS key.
    pub(super) async fn ask_of_key<T: DeserializeOwned>(
        &self,
        (external_key, operation): (&str, &str),
        kms_key: Option<&str>,
        members: Json,
    ) -> Result<T, Failure> {
        let principal = self.call.caller.principal.arn();
        let principal = principal.map_or_else(|| "AWS Internal".to_owned(), |arn| arn.to_string());
        let mut metadata = json!({
            "awsPrincipalArn": principal,
            "kmsOperation": self.call.operation.name,
            "kmsRequestId": self.call.request_id,
        });
        if let Some(metadata) = metadata.as_object_mut() {
            if let Some(arn) = kms_key {
                metadata.insert("kmsKeyArn".to_owned(), json!(arn));
            }
            if let Some(via) = self.call.via {
                let via = rules::via_service(via, &self.call.region);
                metadata.insert("kmsViaService".to_owned(), json!(via));
            }
        }
        let mut request = json!({ "requestMetadata": metadata });
        if let (Some(request), Json::Object(members)) = (request.as_object_mut(), members) {
            request.extend(members);
        }
        self.ask(&format!("keys/{external_key}/{operation}"), &request).await
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str, request: &Json) -> Result<T, Failure> {
        let path = format!("{}/{path}", self.store.path);
        let body = Bytes::from(request.to_string());
        let headers = self.signed(&path, &body).ok_or(Failure::Malformed)?;
        let post = Post {
            url: &format!("{}{path}", self.store.endpoint),
            headers: &headers,
            body: &body,
            bytes_max: ANSWER_BYTES_MAX,
            patience: PATIENCE,
        };
        match self.egress.post(post).await {
            Ok(Posted { status: 200, body }) => {
                serde_json::from_slice(&body).map_err(|_| Failure::Malformed)
            }
            Ok(Posted { body, .. }) => Err(serde_json::from_slice(&body)
                .map_or(Failure::Malformed, |refusal: Refusal| {
                    Failure::named(&refusal.error_name)
                })),
            Err(error) => {
                tracing::warn!(key_store = %self.store.id, %error, "a key store's proxy failed");
                Err(match error {
                    EgressError::Certificate => Failure::Tls,
                    EgressError::Late => Failure::Late,
                    EgressError::TooLarge => Failure::Malformed,
                    _ => Failure::Unreachable,
                })
            }
        }
    }

    /// The headers of a request, its signature among them.
    fn signed(&self, path: &str, body: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let mut headers = HeaderMap::new();
        let host = self.store.endpoint.strip_prefix("https://")?;
        headers.insert(HOST, HeaderValue::from_str(host).ok()?);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        let mut digest = BodyDigest::new();
        digest.update(body);
        let credentials = bartizan_sigv4::Credentials {
            access_key_id: &self.store.access_key,
            secret: &self.secret,
            security_token: None,
        };
        let payload = PayloadHash::Sha256(digest.finish());
        let region = self.store.region.as_str();
        let params = SigningParams::new(credentials, region, SERVICE, self.call.now, payload);
        let request = SignedRequest { method: "POST", path, query: "", headers: &headers };
        let signed = bartizan_sigv4::sign(&request, &params).ok()?;
        let text = |name: &str| Some(signed.headers.get(name)?.to_str().ok()?.to_owned());
        Some(vec![
            ("content-type", JSON.to_owned()),
            ("x-amz-date", text("x-amz-date")?),
            ("authorization", text("authorization")?),
        ])
    }
}
