//! What import tokens promise: they unwrap what was wrapped for them, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

use std::sync::LazyLock;

use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrapPadded};
use bartizan_keys::{
    EncryptionAlgorithm, ImportToken, KeyError, KeyMaterial, KeySpec, PublicKey, WrappingAlgorithm,
};
use bartizan_types::{SystemRandom, Timestamp};
use proptest::prelude::*;

const EXPIRES: Timestamp = Timestamp::from_seconds(1_800_000_000);

static WRAPPING: LazyLock<KeyMaterial> =
    LazyLock::new(|| KeyMaterial::generate(KeySpec::Rsa2048, &SystemRandom).unwrap());

fn token(algorithm: WrappingAlgorithm) -> ImportToken {
    let wrapping = KeyMaterial::from_bytes(KeySpec::Rsa2048, &WRAPPING.to_bytes()).unwrap();
    ImportToken::new(wrapping, algorithm, EXPIRES).unwrap()
}

/// Wraps as an operator would.
fn wrap(public: &[u8], algorithm: WrappingAlgorithm, material: &[u8]) -> Vec<u8> {
    let public = PublicKey::read(KeySpec::Rsa2048, public).unwrap();
    let (oaep, by_aes) = match algorithm {
        WrappingAlgorithm::RsaesOaepSha1 => (EncryptionAlgorithm::RsaesOaepSha1, false),
        WrappingAlgorithm::RsaesOaepSha256 => (EncryptionAlgorithm::RsaesOaepSha256, false),
        WrappingAlgorithm::RsaAesKeyWrapSha1 => (EncryptionAlgorithm::RsaesOaepSha1, true),
        WrappingAlgorithm::RsaAesKeyWrapSha256 => (EncryptionAlgorithm::RsaesOaepSha256, true),
    };
    if !by_aes {
        return public.encrypt(oaep, material).unwrap();
    }
    let mut wrapped = public.encrypt(oaep, &[9; 32]).unwrap();
    let mut room = vec![0; material.len() + 16];
    let key = AesKek::new(&AES_256, &[9; 32]).unwrap();
    wrapped.extend_from_slice(key.wrap_with_padding(material, &mut room).unwrap());
    wrapped
}

#[test]
fn a_token_that_was_kept_unwraps_what_was_wrapped_for_it() {
    let private = WRAPPING.to_bytes();
    for algorithm in WrappingAlgorithm::ALL {
        let given = token(*algorithm);
        let kept = given.to_bytes();
        assert_eq!(kept.len(), 13 + 3 * 512);
        let again = ImportToken::from_bytes(&kept).unwrap();
        assert_eq!(again.expires(), EXPIRES);
        let by_aes = algorithm.name().starts_with("RSA_AES");
        for material in [&[7; 32][..], &[7; 64], if by_aes { &private } else { &[1] }] {
            let mut wrapped = wrap(given.public_key(), *algorithm, material);
            assert_eq!(*again.unwrap(&wrapped).unwrap(), material, "{algorithm}");
            let last = wrapped.len() - 1;
            wrapped[last] ^= 1;
            assert_eq!(again.unwrap(&wrapped), Err(KeyError::NotAuthentic), "{algorithm}");
            let cut = &wrapped[..last];
            assert_eq!(again.unwrap(cut), Err(KeyError::NotAuthentic), "{algorithm}");
        }
    }
}

#[test]
fn only_rsa_keys_wrap() {
    let key = KeyMaterial::generate(KeySpec::EccNistP256, &SystemRandom).unwrap();
    let refused = ImportToken::new(key, WrappingAlgorithm::RsaesOaepSha256, EXPIRES);
    assert_eq!(refused.unwrap_err(), KeyError::WrongAlgorithm);
}

proptest! {
    #[test]
    fn any_bytes_are_a_token_or_refused(
        place in any::<prop::sample::Index>(),
        with in any::<u8>(),
        wrapped in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let token = token(WrappingAlgorithm::RsaAesKeyWrapSha256);
        prop_assert_eq!(token.unwrap(&wrapped), Err(KeyError::NotAuthentic));
        let mut bytes = token.to_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= with;
        let _ = ImportToken::from_bytes(&bytes);
        prop_assert!(ImportToken::from_bytes(&bytes[..place.min(1000)]).is_err());
    }
}
