//! Tokens that hold, and every way in which one does not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::LazyLock;

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair,
};
use bartizan_jose::{Algorithm, JoseError, KeySet, SigningKey, TOKEN_BYTES_MAX, Token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value, json};

static RSA: LazyLock<SigningKey> = LazyLock::new(|| {
    let document = SigningKey::generate(Algorithm::Rs256).unwrap();
    SigningKey::from_pkcs8(Algorithm::Rs256, "rsa", &document).unwrap()
});
static EC: LazyLock<SigningKey> = LazyLock::new(|| {
    let document = SigningKey::generate(Algorithm::Es384).unwrap();
    SigningKey::from_pkcs8(Algorithm::Es384, "ec", &document).unwrap()
});

fn claims() -> Value {
    json!({ "iss": "https://id.example", "sub": "ada", "aud": ["a", "b"], "exp": 1_900_000_000.9 })
}

fn token(key: &SigningKey) -> String {
    key.sign(claims().as_object().unwrap()).unwrap()
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

fn both() -> KeySet {
    set(&[RSA.public(), EC.public()])
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The token with another header, or payload, and the same signature.
fn with_part(token: &str, at: usize, value: &Value) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    parts[at] = part(value);
    parts.join(".")
}

fn refusal(text: &str, keys: &KeySet) -> JoseError {
    match Token::parse(text) {
        Ok(token) => token.verify(keys).unwrap_err(),
        Err(error) => error,
    }
}

#[test]
fn what_a_key_signed_its_public_half_verifies() {
    for key in [&*RSA, &*EC] {
        let text = token(key);
        let read = Token::parse(&text).unwrap();
        assert_eq!(read.claimed_issuer(), Some("https://id.example"));
        assert!(read.has_key_in(&both()));
        let claims = read.verify(&both()).unwrap();
        assert_eq!(claims.text("sub"), Some("ada"));
        assert_eq!(claims.texts("aud"), ["a", "b"]);
        assert_eq!(claims.seconds("exp"), Some(1_900_000_000));
        assert_eq!(claims.seconds("sub"), None);
    }
}

#[test]
fn every_elliptic_algorithm_has_its_own_curve() {
    let cases: [(&str, &str, &'static EcdsaSigningAlgorithm); 3] = [
        ("ES256", "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
        ("ES384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
        ("ES512", "P-521", &ECDSA_P521_SHA512_FIXED_SIGNING),
    ];
    for (name, curve, algorithm) in cases {
        let pair = EcdsaKeyPair::generate(algorithm).unwrap();
        let point = &pair.public_key().as_ref()[1..];
        let (x, y) = point.split_at(point.len() / 2);
        let key = json!({
            "kty": "EC", "crv": curve, "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        for (stated, _, _) in cases {
            let signed = format!("{}.{}", part(&json!({ "alg": stated })), part(&claims()));
            let random = aws_lc_rs::rand::SystemRandom::new();
            let signature = pair.sign(&random, signed.as_bytes()).unwrap();
            let text = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()));
            let holds = Token::parse(&text).unwrap().verify(&set(std::slice::from_ref(&key)));
            assert_eq!(holds.is_ok(), stated == name, "{stated} by {name}");
        }
    }
}

#[test]
fn attacks_are_refused() {
    let text = token(&RSA);
    let keys = both();
    let header = |header: Value| with_part(&text, 0, &header);
    let unsigned = format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims()));
    let deep = URL_SAFE_NO_PAD.encode(format!("{}{}", "[".repeat(9000), "]".repeat(1000)));
    let cases = [
        ("", JoseError::Malformed),
        ("a.b", JoseError::Malformed),
        ("a.b.c.d", JoseError::Malformed),
        (&format!("{text}="), JoseError::Malformed),
        (&format!("{text}.{text}"), JoseError::Malformed),
        (&unsigned, JoseError::Algorithm),
        (&header(json!({ "alg": "NONE" })), JoseError::Algorithm),
        (&header(json!({ "alg": "rs256" })), JoseError::Algorithm),
        (&header(json!({ "alg": "PS256" })), JoseError::Algorithm),
        (&header(json!({ "alg": 1 })), JoseError::Malformed),
        (&header(json!({})), JoseError::Malformed),
        (&header(json!([])), JoseError::Malformed),
        (&header(json!({ "alg": "RS256", "kid": 1 })), JoseError::Malformed),
        (&header(json!({ "alg": "RS256", "kid": "other" })), JoseError::UnknownKey),
        (&header(json!({ "alg": "RS256", "kid": "ec" })), JoseError::UnknownKey),
        (&header(json!({ "alg": "ES384", "kid": "ec" })), JoseError::Signature),
        (&header(json!({ "alg": "RS384", "kid": "rsa" })), JoseError::UnknownKey),
        (&header(json!({ "alg": "RS256", "kid": "rsa" })), JoseError::Signature),
        (&header(json!({ "alg": "RS256", "crit": [] })), JoseError::Critical),
        (&header(json!({ "alg": "RS256", "crit": ["b64"], "b64": false })), JoseError::Critical),
        (&with_part(&text, 1, &json!({ "sub": "root" })), JoseError::Signature),
        (&with_part(&text, 1, &json!("text")), JoseError::Malformed),
        (&format!("{}.{deep}.", part(&json!({ "alg": "RS256" }))), JoseError::Malformed),
        (&"a".repeat(TOKEN_BYTES_MAX + 1), JoseError::Malformed),
    ];
    for (text, error) in cases {
        assert_eq!(refusal(text, &keys), error, "{text:.80}");
    }
}

/// A public key is no secret: whoever takes its bytes for one of HMAC must not get in.
#[test]
fn a_public_key_is_no_key_of_a_hash() {
    let public = RSA.public();
    let secret = hmac::Key::new(hmac::HMAC_SHA256, public["n"].as_str().unwrap().as_bytes());
    let signed = format!("{}.{}", part(&json!({ "alg": "HS256", "kid": "rsa" })), part(&claims()));
    let tag = hmac::sign(&secret, signed.as_bytes());
    let text = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()));
    assert_eq!(refusal(&text, &both()), JoseError::Algorithm);
}

#[test]
fn keys_that_do_not_verify_are_left_out_of_a_set() {
    let with = |name: &str, value: Value| {
        let mut key = RSA.public();
        key[name] = value;
        set(&[key])
    };
    for (name, value) in [
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("kty", json!("oct")),
        ("n", json!("!")),
        ("e", json!(3)),
    ] {
        assert!(with(name, value.clone()).is_empty(), "{name}: {value}");
    }
    let short = json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode([255; 128]), "e": "AQAB" });
    assert_eq!(refusal(&token(&RSA), &with("alg", json!("RS512"))), JoseError::UnknownKey);
    let text = format!("{}.{}.AAAA", part(&json!({ "alg": "RS256" })), part(&claims()));
    assert_eq!(refusal(&text, &set(&[short])), JoseError::Signature);
    assert_eq!(refusal(&text, &set(&[RSA.public(), RSA.public()])), JoseError::UnknownKey);
}

#[test]
fn a_set_is_bounded() {
    for bytes in [&b"{"[..], b"[]", b"{}", br#"{"keys":{}}"#, &vec![b' '; 600_000]] {
        assert_eq!(KeySet::parse(bytes).unwrap_err(), JoseError::KeySet);
    }
    let many = json!({ "keys": vec![json!({ "kty": "EC" }); 101] }).to_string();
    assert_eq!(KeySet::parse(many.as_bytes()).unwrap_err(), JoseError::TooManyKeys);
    let odd = json!({ "keys": [1, null, {}, { "kty": "OKP" }, RSA.public()] }).to_string();
    assert!(!KeySet::parse(odd.as_bytes()).unwrap().is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Token::parse(&text);
        let _ = KeySet::parse(&bytes);
    }

    #[test]
    fn a_changed_token_never_holds(at in any::<prop::sample::Index>(), other in "[A-Za-z0-9_-]") {
        let text = token(&EC);
        let at = at.index(text.len());
        let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        let holds = Token::parse(&changed).and_then(|token| token.verify(&both()));
        // The last character of a part has bits that say nothing; strict decoding refuses others.
        prop_assert!(holds.is_err() || changed == text);
    }
}
