//! A SAML provider that the test world knows, and a response that it signed once.

use std::sync::Arc;

use bartizan_service::Directory;
use bartizan_service::directory::SamlProvider;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{Arn, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

/// The provider's certificate, and a response that its key signed at the world's time, made with the
/// end-to-end tests' provider (`tests/harness/saml.py`); it admits to the role `guest`.
const CERTIFICATE: &str = include_str!("certificate.b64");
const RESPONSE: &str = include_str!("response.b64");

/// Enters the provider.
pub(crate) struct Trusted;

fn arn() -> Arn {
    Arn::new("iam", "", Some(ACCOUNT.parse().unwrap()), "saml-provider/idp")
}

/// A call that is right in everything but the role's trust.
pub(crate) fn input() -> Json {
    json!({
        "RoleArn": format!("arn:aws:iam::{ACCOUNT}:role/guest"),
        "PrincipalArn": arn().to_string(),
        "SAMLAssertion": RESPONSE.trim(),
    })
}

impl Given for Trusted {
    fn enter(&self, directory: &mut Directory) {
        let certificate: String = CERTIFICATE.split_ascii_whitespace().collect();
        directory.put_saml_provider(SamlProvider {
            account: ACCOUNT.parse().unwrap(),
            arn: arn(),
            name: Arc::from("idp"),
            uuid: Arc::from("SAMLSPTEST"),
            entity_id: Arc::from("https://idp.example"),
            certificates: vec![Arc::from(STANDARD.decode(certificate).unwrap())],
            decryption_keys: Vec::new(),
            only_encrypted: false,
            valid_until: Timestamp::from_seconds(i64::from(u32::MAX)),
        });
    }
}
