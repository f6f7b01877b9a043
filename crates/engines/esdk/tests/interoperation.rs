//! Messages that other implementations made are read; what is changed in them is found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

use bartizan_esdk::{
    Decryptor, EncryptedDataKey, EncryptionContext, EsdkError, Header, Limits, RawAesKey,
    RawRsaKey, RsaPadding,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

fn data(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn bytes(json: &Json) -> Vec<u8> {
    STANDARD.decode(json.as_str().unwrap()).unwrap()
}

fn pairs(json: &Json) -> EncryptionContext {
    let pair = |(key, value): (&String, &Json)| (key.clone(), value.as_str().unwrap().to_owned());
    json.as_object().unwrap().iter().map(pair).collect()
}

fn decrypted(
    message: &[u8],
    unwrap: &dyn Fn(&Header) -> Result<Vec<u8>, EsdkError>,
) -> Result<(Vec<u8>, EncryptionContext), EsdkError> {
    let mut reader = message;
    let header = Header::read(&mut reader, &Limits::default())?;
    let data_key = unwrap(&header)?;
    let required = EncryptionContext::new();
    let mut body = Decryptor::start(&header, &required, &data_key, Limits::default(), reader)?;
    let mut plaintext = Vec::new();
    loop {
        match body.next_piece() {
            Ok(Some(piece)) => plaintext.extend_from_slice(piece),
            Ok(None) => break,
            Err(error) => {
                assert!(body.next_piece().is_err(), "what was refused once stays so");
                return Err(error);
            }
        }
    }
    Ok((plaintext, header.context().clone()))
}

#[test]
fn committed_messages_of_all_implementations() {
    let all = data(include_str!("data/committed.json"));
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 46);
    for one in all {
        let data_key = bytes(&one["data_key"]);
        let opened = decrypted(&bytes(&one["message"]), &|_| Ok(data_key.clone()));
        match one["plaintext"].as_str() {
            Some(plaintext) => {
                let (found, context) = opened.unwrap_or_else(|error| panic!("{one}: {error}"));
                assert_eq!(String::from_utf8_lossy(&found), plaintext, "{one}");
                assert_eq!(context, pairs(&one["context"]), "{one}");
            }
            None => assert!(matches!(opened, Err(EsdkError::Commitment)), "{one}"),
        }
    }
}

/// The wrapping keys that the SDK for Python had.
struct Keys {
    aes: Vec<u8>,
    private: Vec<u8>,
    plaintext: String,
}

impl Keys {
    fn read() -> Self {
        let keys = data(include_str!("data/keys.json"));
        let hex = keys["aes"].as_str().unwrap();
        let digits = (0..hex.len()).step_by(2);
        Self {
            aes: digits.map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect(),
            private: bytes(&keys["rsa_private"]),
            plaintext: keys["plaintext"].as_str().unwrap().to_owned(),
        }
    }

    fn unwrap(
        &self,
        name: &str,
        data_key: &EncryptedDataKey,
        context: &EncryptionContext,
    ) -> Result<Option<Vec<u8>>, EsdkError> {
        let opened = if let Some(bits) = name.strip_prefix("aes") {
            let length = bits.parse::<usize>().unwrap() / 8;
            RawAesKey::new("vault", name, &self.aes[..length])?.unwrap(data_key, context)?
        } else {
            let padding = match name {
                "RSA_PKCS1" => RsaPadding::Pkcs1,
                "RSA_OAEP_SHA1_MGF1" => RsaPadding::OaepSha1,
                "RSA_OAEP_SHA256_MGF1" => RsaPadding::OaepSha256,
                "RSA_OAEP_SHA384_MGF1" => RsaPadding::OaepSha384,
                _ => RsaPadding::OaepSha512,
            };
            RawRsaKey::private("vault", name, padding, &self.private)?.unwrap(data_key)?
        };
        Ok(opened.map(|key| key.to_vec()))
    }

    fn any(&self, name: &str, header: &Header) -> Result<Vec<u8>, EsdkError> {
        let opened = |data_key| self.unwrap(name, data_key, header.context()).transpose();
        header.data_keys().iter().find_map(opened).expect("a data key of this name")
    }
}

#[test]
fn messages_of_the_sdk_for_python() {
    let keys = Keys::read();
    let all = data(include_str!("data/python.json"));
    for one in all.as_array().unwrap() {
        for name in one["keys"].as_array().unwrap() {
            let name = name.as_str().unwrap();
            let opened = decrypted(&bytes(&one["message"]), &|header| keys.any(name, header));
            let (found, mut context) = opened.unwrap_or_else(|error| panic!("{one}: {error}"));
            assert_eq!(String::from_utf8_lossy(&found), keys.plaintext, "{one}");
            context.remove("aws-crypto-public-key");
            assert_eq!(context, pairs(&one["context"]), "{one}");
        }
    }
}

#[test]
fn any_changed_byte_is_found() {
    let keys = Keys::read();
    let all = data(include_str!("data/python.json"));
    let mut tried = 0;
    let small = |one: &&Json| one["name"].as_str().unwrap().ends_with(['0', '8']);
    for one in all.as_array().unwrap().iter().filter(small) {
        let message = bytes(&one["message"]);
        for at in 0..message.len() {
            let mut changed = message.clone();
            changed[at] ^= 1 << (at % 8);
            let name = one["keys"][0].as_str().unwrap();
            let opened = decrypted(&changed, &|header| {
                let opened = |key| keys.unwrap(name, key, header.context()).transpose();
                let none = || Err(EsdkError::NotUnwrapped);
                header.data_keys().iter().find_map(opened).unwrap_or_else(none)
            });
            assert!(opened.is_err(), "byte {at} of {}", one["name"]);
            tried += 1;
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn a_message_that_ends_early_or_late_is_refused() {
    let keys = Keys::read();
    let all = data(include_str!("data/python.json"));
    for one in all.as_array().unwrap().iter().filter(|one| one["keys"][0] == "aes256").take(8) {
        let message = bytes(&one["message"]);
        let read = |message: &[u8]| decrypted(message, &|header| keys.any("aes256", header));
        for length in 0..message.len() {
            let refused = read(&message[..length]);
            assert!(matches!(refused, Err(EsdkError::Truncated)), "{length} {refused:?}");
        }
        let longer = read(&[&message[..], b"\0"].concat());
        assert!(matches!(longer, Err(EsdkError::TrailingBytes)), "{longer:?}");
    }
}
