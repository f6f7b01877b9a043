//! What key material promises: every kind does what its spec says and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use bartizan_keys::{
    EncryptionAlgorithm, KeyError, KeyMaterial, KeySpec, KeyUsage, MacAlgorithm, MessageType,
    PublicKey, SigningAlgorithm,
};
use bartizan_types::{AccountId, SystemRandom};
use proptest::prelude::*;

/// Two keys of each kind: RSA keys take long to make.
static KEYS: LazyLock<BTreeMap<KeySpec, [KeyMaterial; 2]>> = LazyLock::new(|| {
    let made = |spec| KeyMaterial::generate(spec, &SystemRandom).unwrap();
    KeySpec::ALL.iter().map(|spec| (*spec, [made(*spec), made(*spec)])).collect()
});

fn key(spec: KeySpec) -> &'static KeyMaterial {
    &KEYS[&spec][0]
}

fn signing() -> impl Iterator<Item = (KeySpec, SigningAlgorithm)> {
    KeySpec::ALL.iter().flat_map(|spec| {
        spec.signing_algorithms(KeyUsage::SignVerify).iter().map(|algorithm| (*spec, *algorithm))
    })
}

/// A message of a type that the algorithm takes.
fn messages(algorithm: SigningAlgorithm) -> Vec<(MessageType, Vec<u8>)> {
    let length = algorithm.digest_bytes().unwrap_or(64);
    [
        (MessageType::Raw, b"a message".to_vec()),
        (MessageType::Digest, vec![7; length]),
        (MessageType::ExternalMu, vec![7; 64]),
    ]
    .into_iter()
    .filter(|(kind, _)| algorithm.takes(*kind))
    .collect()
}

#[test]
fn names_are_aws_own() {
    for spec in KeySpec::ALL {
        assert_eq!(spec.name().parse::<KeySpec>().unwrap(), *spec);
        assert_eq!(serde_json::to_string(spec).unwrap(), format!("\"{spec}\""));
    }
    assert_eq!("SM2".parse::<KeySpec>(), Err(KeyError::UnknownName));
}

#[test]
fn a_stored_key_is_the_same_key() {
    let account = AccountId::from_number(111_122_223_333).unwrap();
    for spec in KeySpec::ALL {
        let [one, other] = &KEYS[spec];
        let again = KeyMaterial::from_bytes(*spec, &one.to_bytes()).unwrap();
        assert_eq!(again.public_key(), one.public_key(), "{spec}");
        assert_eq!(again.to_bytes(), one.to_bytes(), "{spec}");
        let id = one.material_id(account, "a");
        assert_eq!(id.len(), 64);
        assert_eq!(again.material_id(account, "a"), id, "{spec}");
        assert_ne!(other.material_id(account, "a"), id, "{spec}");
        assert_ne!(one.material_id(account, "b"), id, "{spec}");
        assert_eq!(one.public_key().is_some(), spec.is_asymmetric(), "{spec}");
        assert_eq!(format!("{one:?}"), format!("KeyMaterial({spec})"));
    }
}

#[test]
fn a_signature_is_of_its_key_algorithm_and_message_alone() {
    for (spec, algorithm) in signing() {
        let [one, other] = &KEYS[&spec];
        for (kind, message) in messages(algorithm) {
            let label = format!("{spec} {algorithm} {kind}");
            let signature = one.sign(algorithm, kind, &message).unwrap();
            let verify = |key: &KeyMaterial, message: &[u8], signature: &[u8]| {
                key.verify(algorithm, kind, message, signature).unwrap()
            };
            assert!(verify(one, &message, &signature), "{label}");
            assert!(!verify(other, &message, &signature), "{label}");
            let mut changed = message.clone();
            changed[0] ^= 1;
            assert!(!verify(one, &changed, &signature), "{label}");
            let mut changed = signature.clone();
            changed[signature.len() / 2] ^= 1;
            assert!(!verify(one, &message, &changed), "{label}");
            assert!(!verify(one, &message, &signature[1..]), "{label}");
            assert!(!verify(one, &message, &[]), "{label}");
            let alone = PublicKey::read(spec, one.public_key().unwrap()).unwrap();
            assert!(alone.verify(algorithm, kind, &message, &signature).unwrap(), "{label}");
        }
    }
}

#[test]
fn a_signature_over_a_digest_is_one_of_the_message() {
    for (spec, algorithm) in signing() {
        let hash = match algorithm.digest_bytes() {
            Some(32) => &SHA256,
            Some(48) => &SHA384,
            Some(64) if algorithm.takes(MessageType::Raw) => &SHA512,
            _ => continue,
        };
        let digest = digest::digest(hash, b"a message");
        let key = key(spec);
        let signature = key.sign(algorithm, MessageType::Digest, digest.as_ref()).unwrap();
        assert!(key.verify(algorithm, MessageType::Raw, b"a message", &signature).unwrap());
        let signature = key.sign(algorithm, MessageType::Raw, b"a message").unwrap();
        let digest = digest.as_ref();
        assert!(key.verify(algorithm, MessageType::Digest, digest, &signature).unwrap(), "{spec}");
    }
}

#[test]
fn lengths_of_signatures_are_the_standards_own() {
    for (spec, algorithm) in signing() {
        let expected = match spec {
            KeySpec::Rsa2048 => 256,
            KeySpec::Rsa3072 => 384,
            KeySpec::Rsa4096 => 512,
            KeySpec::EccNistEdwards25519 => 64,
            KeySpec::MlDsa44 => 2420,
            KeySpec::MlDsa65 => 3309,
            KeySpec::MlDsa87 => 4627,
            _ => continue,
        };
        let (kind, message) = messages(algorithm).remove(0);
        assert_eq!(key(spec).sign(algorithm, kind, &message).unwrap().len(), expected, "{spec}");
    }
}

#[test]
fn what_a_key_or_an_algorithm_does_not_do_is_refused() {
    for spec in KeySpec::ALL {
        for algorithm in SigningAlgorithm::ALL {
            let offered = spec.signing_algorithms(KeyUsage::SignVerify).contains(algorithm);
            for kind in MessageType::ALL {
                let signed = key(*spec).sign(*algorithm, *kind, &[0; 7]);
                match (offered, algorithm.takes(*kind), kind) {
                    (false, _, _) => assert_eq!(signed, Err(KeyError::WrongAlgorithm), "{spec}"),
                    (_, false, _) => assert_eq!(signed, Err(KeyError::WrongMessageType), "{spec}"),
                    (_, _, MessageType::Raw) => assert!(signed.is_ok(), "{spec}"),
                    _ => assert!(matches!(signed, Err(KeyError::WrongLength { .. })), "{spec}"),
                }
            }
        }
        for algorithm in MacAlgorithm::ALL {
            let offered = spec.mac_algorithms(KeyUsage::GenerateVerifyMac).contains(algorithm);
            assert_eq!(key(*spec).mac(*algorithm, b"m").is_ok(), offered, "{spec} {algorithm}");
        }
        let encrypts = matches!(spec, KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096);
        let sealed = key(*spec).encrypt(EncryptionAlgorithm::RsaesOaepSha256, b"p");
        assert_eq!(sealed.is_ok(), encrypts, "{spec}");
        let agrees = !spec.agreement_algorithms(KeyUsage::KeyAgreement).is_empty();
        let peer = KEYS[spec][1].public_key().unwrap_or_default();
        assert_eq!(key(*spec).agree(peer).is_ok(), agrees, "{spec}");
        let encapsulates =
            !spec.encapsulation_algorithms(KeyUsage::EncapsulateDecapsulate).is_empty();
        assert_eq!(key(*spec).encapsulate().is_ok(), encapsulates, "{spec}");
    }
}

#[test]
fn what_is_encrypted_to_an_rsa_key_decrypts_by_it_alone() {
    for spec in [KeySpec::Rsa2048, KeySpec::Rsa3072, KeySpec::Rsa4096] {
        let [one, other] = &KEYS[&spec];
        for (algorithm, hash) in
            [(EncryptionAlgorithm::RsaesOaepSha1, 20), (EncryptionAlgorithm::RsaesOaepSha256, 32)]
        {
            let modulus = one.sign(SigningAlgorithm::RsassaPssSha256, MessageType::Raw, b"");
            let modulus = modulus.unwrap().len();
            let most = modulus - 2 * hash - 2;
            for length in [0, 1, most] {
                let ciphertext = one.encrypt(algorithm, &vec![7; length]).unwrap();
                assert_eq!(ciphertext.len(), modulus);
                assert_eq!(*one.decrypt(algorithm, &ciphertext).unwrap(), vec![7; length]);
                let refused = [
                    other.decrypt(algorithm, &ciphertext),
                    one.decrypt(algorithm, &ciphertext[1..]),
                    one.decrypt(algorithm, &[]),
                ];
                assert!(refused.iter().all(|it| *it == Err(KeyError::NotAuthentic)), "{spec}");
            }
            let error = one.encrypt(algorithm, &vec![7; most + 1]).unwrap_err();
            assert_eq!(error, KeyError::PlaintextTooLong { most });
        }
    }
}

#[test]
fn both_sides_agree_on_a_secret() {
    for (spec, length) in
        [(KeySpec::EccNistP256, 32), (KeySpec::EccNistP384, 48), (KeySpec::EccNistP521, 66)]
    {
        let [one, other] = &KEYS[&spec];
        let secret = one.agree(other.public_key().unwrap()).unwrap();
        assert_eq!(secret, other.agree(one.public_key().unwrap()).unwrap());
        assert_eq!(secret.len(), length, "{spec}");
        let mut trailing = other.public_key().unwrap().to_vec();
        trailing.push(0);
        let point = &other.public_key().unwrap()[other.public_key().unwrap().len() - 2 * 32..];
        for wrong in [b"".as_slice(), &trailing, point, key(KeySpec::Rsa2048).public_key().unwrap()]
        {
            assert_eq!(one.agree(wrong), Err(KeyError::NotAPublicKey), "{spec}");
        }
    }
    let other_curve = key(KeySpec::EccNistP384).public_key().unwrap();
    assert_eq!(key(KeySpec::EccNistP256).agree(other_curve), Err(KeyError::NotAPublicKey));
}

#[test]
fn a_secret_is_encapsulated_and_another_is_given_for_a_changed_ciphertext() {
    for (spec, length) in
        [(KeySpec::MlKem512, 768), (KeySpec::MlKem768, 1088), (KeySpec::MlKem1024, 1568)]
    {
        let [one, other] = &KEYS[&spec];
        let made = one.encapsulate().unwrap();
        assert_eq!((made.secret.len(), made.ciphertext.len()), (32, length));
        assert_eq!(one.decapsulate(&made.ciphertext).unwrap(), made.secret);
        assert_ne!(other.decapsulate(&made.ciphertext).unwrap(), made.secret);
        let mut changed = made.ciphertext.clone();
        changed[3] ^= 1;
        assert_ne!(one.decapsulate(&changed).unwrap(), made.secret);
        let error = one.decapsulate(&changed[1..]).unwrap_err();
        assert_eq!(error, KeyError::WrongLength { expected: length });
    }
}

#[test]
fn a_mac_is_of_its_key_and_message_alone() {
    for (spec, algorithm, length) in [
        (KeySpec::Hmac224, MacAlgorithm::HmacSha224, 28),
        (KeySpec::Hmac256, MacAlgorithm::HmacSha256, 32),
        (KeySpec::Hmac384, MacAlgorithm::HmacSha384, 48),
        (KeySpec::Hmac512, MacAlgorithm::HmacSha512, 64),
    ] {
        let [one, other] = &KEYS[&spec];
        let mac = one.mac(algorithm, b"a message").unwrap();
        assert_eq!(mac.len(), length);
        assert!(one.verify_mac(algorithm, b"a message", &mac).unwrap());
        assert!(!one.verify_mac(algorithm, b"b message", &mac).unwrap());
        assert!(!one.verify_mac(algorithm, b"a message", &mac[1..]).unwrap());
        assert!(!other.verify_mac(algorithm, b"a message", &mac).unwrap());
    }
}

#[test]
fn material_of_another_kind_or_size_is_refused() {
    for spec in KeySpec::ALL {
        for (other, [given, _]) in KEYS.iter() {
            let bytes = given.to_bytes();
            // Any bytes are a secret, if they are as many as it has.
            let secret = !spec.is_asymmetric() && bytes.len() == key(*spec).to_bytes().len();
            let fits = spec == other || secret;
            assert_eq!(KeyMaterial::import(*spec, &bytes).is_ok(), fits, "{other} as {spec}");
        }
        let mut bytes = key(*spec).to_bytes();
        bytes.push(0);
        assert_eq!(KeyMaterial::import(*spec, &bytes).unwrap_err(), KeyError::NotKeyMaterial);
        assert!(KeyMaterial::import(*spec, &[]).is_err());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_key_or_refused(
        spec in prop::sample::select(KeySpec::ALL),
        place in any::<prop::sample::Index>(),
        with in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = key(spec).to_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= with;
        if cut {
            bytes.truncate(place);
        }
        let _ = KeyMaterial::import(spec, &bytes);
        let mut public = key(spec).public_key().unwrap_or_default().to_vec();
        if let Some(byte) = public.get_mut(place) {
            *byte ^= with;
        }
        if let Ok(public) = PublicKey::read(spec, &public) {
            for algorithm in spec.signing_algorithms(KeyUsage::SignVerify) {
                let _ = public.verify(*algorithm, MessageType::Raw, b"m", &bytes);
            }
        }
    }
}
