use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

const PARTY: RelyingParty<'_> =
    RelyingParty { id: "bartizan.example", origin: "https://bartizan.example" };
const CHALLENGE: &str = "Y2hhbGxlbmdl";
const ID: &[u8] = b"credential";
const USER: &[u8] = b"AIDAADA";

/// The private key of an authenticator in software.
enum Private {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

impl Private {
    fn all() -> [Self; 3] {
        [
            Self::es256(),
            Self::EdDsa(Ed25519KeyPair::generate().unwrap()),
            Self::Rs256(RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap()),
        ]
    }

    fn es256() -> Self {
        Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap())
    }

    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Es256(_) => Algorithm::Es256,
            Self::EdDsa(_) => Algorithm::EdDsa,
            Self::Rs256(_) => Algorithm::Rs256,
        }
    }

    /// The public key in COSE.
    fn public(&self) -> Vec<u8> {
        match self {
            Self::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let head = [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
                [&head, &point[1..33], &[0x22, 0x58, 32], &point[33..]].concat()
            }
            Self::EdDsa(pair) => {
                let head = [0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32];
                [&head, pair.public_key().as_ref()].concat()
            }
            Self::Rs256(pair) => {
                // A modulus of 256 bytes behind nine of DER, and after two more the exponent.
                let numbers = pair.public_key().as_ref();
                let (modulus, exponent) = (&numbers[9..265], &numbers[267..]);
                let head = [0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0];
                let length = 0x40 + u8::try_from(exponent.len()).unwrap();
                [&head, modulus, &[0x21, length], exponent].concat()
            }
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(pair) => pair.sign(&random, text).unwrap().as_ref().to_vec(),
            Self::EdDsa(pair) => pair.sign(text).as_ref().to_vec(),
            Self::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).unwrap();
                signature
            }
        }
    }
}

/// What an authenticator and its client are made to say.
#[derive(Clone)]
struct Said {
    kind: &'static str,
    challenge: &'static str,
    origin: &'static str,
    party: &'static str,
    flags: u8,
    counter: u32,
    more: Json,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            kind: "webauthn.get",
            challenge: CHALLENGE,
            origin: PARTY.origin,
            party: PARTY.id,
            flags: 0x05,
            counter: 2,
            more: json!({}),
        }
    }
}

impl Said {
    fn created() -> Self {
        Self { kind: "webauthn.create", flags: 0x45, counter: 1, ..Self::default() }
    }

    fn client(&self) -> Vec<u8> {
        let mut data = json!({
            "type": self.kind, "challenge": self.challenge, "origin": self.origin,
            "crossOrigin": false,
        });
        for (name, value) in self.more.as_object().unwrap() {
            data[name] = value.clone();
        }
        data.to_string().into_bytes()
    }

    fn authenticator(&self) -> Vec<u8> {
        let party = digest(&SHA256, self.party.as_bytes());
        [party.as_ref(), &[self.flags], &self.counter.to_be_bytes()].concat()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn response(members: &Json) -> String {
    json!({ "id": text(ID), "rawId": text(ID), "type": "public-key", "response": members })
        .to_string()
}

fn bytes_of(length: usize) -> Vec<u8> {
    match u8::try_from(length) {
        Ok(length) => vec![0x58, length],
        Err(_) => [&[0x59], u16::try_from(length).unwrap().to_be_bytes().as_slice()].concat(),
    }
}

/// A registration; with `attest` the credential attests itself.
fn registered(key: &Private, said: &Said, attest: bool) -> String {
    let length = u16::try_from(ID.len()).unwrap().to_be_bytes();
    let data = [said.authenticator().as_slice(), &[7; 16], &length, ID, &key.public()].concat();
    let client = said.client();
    let statement = if attest {
        let number = key.algorithm().number();
        let number = match number {
            -257 => vec![0x39, 1, 0],
            other => vec![0x20 | u8::try_from(-1 - other).unwrap()],
        };
        let signature = key.sign(&[&data, digest(&SHA256, &client).as_ref()].concat());
        [b"\x66packed\x67attStmt\xa2\x63alg", number.as_slice(), b"\x63sig"]
            .concat()
            .into_iter()
            .chain(bytes_of(signature.len()))
            .chain(signature)
            .collect::<Vec<u8>>()
    } else {
        b"\x64none\x67attStmt\xa0".to_vec()
    };
    let object =
        [b"\xa3\x63fmt", statement.as_slice(), b"\x68authData", &bytes_of(data.len()), &data]
            .concat();
    response(&json!({ "clientDataJSON": text(&client), "attestationObject": text(&object) }))
}

fn asserted(key: &Private, said: &Said) -> String {
    let (client, data) = (said.client(), said.authenticator());
    let signature = key.sign(&[&data, digest(&SHA256, &client).as_ref()].concat());
    response(&json!({
        "clientDataJSON": text(&client), "authenticatorData": text(&data),
        "signature": text(&signature), "userHandle": text(USER),
    }))
}

fn check(key: &Private, response: &str) -> Result<Assertion, WebauthnError> {
    let cose = key.public();
    assertion(response, &PARTY, CHALLENGE, &Known { id: ID, key: &cose, counter: 1, user: USER })
}

#[test]
fn a_credential_is_registered_and_signs() {
    for key in Private::all() {
        for attest in [false, true] {
            let made = registered(&key, &Said::created(), attest);
            let credential = registration(&made, &PARTY, CHALLENGE);
            let wanted = Credential {
                id: ID.to_vec(),
                key: key.public(),
                counter: 1,
                model: [7; 16],
                user_verified: true,
            };
            assert_eq!(credential, Ok(wanted), "{:?} {attest}", key.algorithm());
        }
        let signed = asserted(&key, &Said::default());
        assert_eq!(credential_of(&signed).unwrap(), ID);
        assert_eq!(check(&key, &signed), Ok(Assertion { counter: 2, user_verified: true }));
    }
}

#[test]
fn what_is_of_another_place_or_time_is_refused() {
    let key = Private::es256();
    let framed = json!({ "crossOrigin": true });
    let other_top = json!({ "topOrigin": "https://evil.example" });
    let said = Said::default;
    let cases = [
        (Said { kind: "webauthn.create", ..said() }, WebauthnError::Ceremony),
        (Said { challenge: "b3RoZXI", ..said() }, WebauthnError::Challenge),
        (Said { origin: "https://evil.example", ..said() }, WebauthnError::Origin),
        (Said { origin: "http://bartizan.example", ..said() }, WebauthnError::Origin),
        (Said { more: framed, ..said() }, WebauthnError::Origin),
        (Said { more: other_top, ..said() }, WebauthnError::Origin),
        (Said { party: "evil.example", ..said() }, WebauthnError::Party),
        (Said { flags: 0x04, ..said() }, WebauthnError::UserPresence),
        (Said { flags: 0x11, ..said() }, WebauthnError::AuthenticatorData),
        (Said { flags: 0x41, ..said() }, WebauthnError::AuthenticatorData),
        (Said { counter: 1, ..said() }, WebauthnError::Counter),
        (Said { counter: 0, ..said() }, WebauthnError::Counter),
    ];
    for (said, error) in cases {
        assert_eq!(check(&key, &asserted(&key, &said)), Err(error));
    }
    let without = Said { flags: 0x01, ..said() };
    assert!(!check(&key, &asserted(&key, &without)).unwrap().user_verified);
}

#[test]
fn an_authenticator_without_a_counter_says_zero() {
    let key = Private::es256();
    let signed = asserted(&key, &Said { counter: 0, ..Said::default() });
    let cose = key.public();
    let known = Known { id: ID, key: &cose, counter: 0, user: USER };
    assert_eq!(assertion(&signed, &PARTY, CHALLENGE, &known).unwrap().counter, 0);
}

#[test]
fn what_another_key_signed_is_refused() {
    let (key, other) = (Private::es256(), Private::es256());
    let signed = asserted(&other, &Said::default());
    assert_eq!(check(&key, &signed), Err(WebauthnError::Signature));
    let cose = key.public();
    let signed = asserted(&key, &Said::default());
    for (id, user) in [(&b"other"[..], USER), (ID, &b"AIDABOB"[..])] {
        let known = Known { id, key: &cose, counter: 1, user };
        let refused = assertion(&signed, &PARTY, CHALLENGE, &known);
        assert_eq!(refused, Err(WebauthnError::Credential));
    }
}

#[test]
fn keys_of_other_kinds_are_refused() {
    let mut wrong_curve = Private::es256().public();
    wrong_curve[6] = 2;
    let mut wrong_algorithm = Private::es256().public();
    wrong_algorithm[4] = 0x27;
    for key in [wrong_curve, wrong_algorithm, vec![0xa0], vec![]] {
        assert_eq!(PublicKey::parse(&key), Err(WebauthnError::Key));
    }
}

#[test]
fn a_changed_attestation_is_refused() {
    let key = Private::es256();
    let made = registered(&key, &Said::created(), true);
    let mut json: Json = serde_json::from_str(&made).unwrap();
    let said = Said { more: json!({ "extra": 1 }), ..Said::created() };
    json["response"]["clientDataJSON"] = json!(text(&said.client()));
    let refused = registration(&json.to_string(), &PARTY, CHALLENGE);
    assert_eq!(refused, Err(WebauthnError::Signature));
    json["id"] = json!("b3RoZXI");
    json["rawId"] = json!("b3RoZXI");
    let made = registered(&key, &Said::created(), false);
    let mut other: Json = serde_json::from_str(&made).unwrap();
    other["id"] = json!("b3RoZXI");
    other["rawId"] = json!("b3RoZXI");
    let refused = registration(&other.to_string(), &PARTY, CHALLENGE);
    assert_eq!(refused, Err(WebauthnError::Credential));
}

proptest! {
    #[test]
    fn no_bytes_panic(
        place in 0..400_usize, byte in any::<u8>(), cut in 0..400_usize, noise in any::<Vec<u8>>(),
    ) {
        let key = Private::es256();
        let made: Json =
            serde_json::from_str(&registered(&key, &Said::created(), true)).unwrap();
        let object = made["response"]["attestationObject"].as_str().unwrap();
        let mut bytes = URL_SAFE_NO_PAD.decode(object).unwrap();
        if let Some(one) = bytes.get_mut(place) {
            *one = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        for bytes in [&bytes, &noise] {
            let mut changed = made.clone();
            changed["response"]["attestationObject"] = json!(text(bytes));
            let _ = registration(&changed.to_string(), &PARTY, CHALLENGE);
            let mut changed = made.clone();
            changed["response"]["authenticatorData"] = json!(text(bytes));
            changed["response"]["signature"] = json!(text(bytes));
            prop_assert!(check(&key, &changed.to_string()).is_err());
            let _ = PublicKey::parse(bytes);
        }
    }
}
