//! Each order is total: reflexive, antisymmetric and transitive, over texts that look like versions and
//! over texts that do not.

use bartizan_assess::version::Scheme;
use proptest::prelude::*;

/// Parts that the orders give a meaning to, and bytes that none does.
fn version() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        6 => prop::sample::select(vec![
            "0", "1", "2", "10", "01", "00", "9999999", "99999999999999999999", ".", ".", ".", "-",
            "-", "_", "+", "~", "^", ":", "!", "v", "go",
        ]),
        4 => prop::sample::select(vec![
            "a", "b", "c", "m", "p", "r", "x", "A", "alpha", "beta", "rc", "RC", "cr", "pre", "dev",
            "post", "ga", "final", "release", "sp", "snapshot", "stable", "foo", "#", "*", "-r",
            "_alpha", "_p", "_git", "~bpo", "+deb12u", "preview", "patch", "pl", ".dev", "é", "\0",
        ]),
    ];
    prop_oneof![
        9 => prop::collection::vec(part, 0..9).prop_map(|parts| parts.concat().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn orders_are_total(a in version(), b in version(), c in version()) {
        for scheme in Scheme::ALL {
            let compare = |a: &[u8], b: &[u8]| scheme.compare(a, b);
            prop_assert!(compare(&a, &a).is_eq(), "{scheme:?}");
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse(), "{:?}", scheme);
            let mut sorted = [&a, &b, &c];
            sorted.sort_by(|a, b| compare(a, b));
            let [first, second, third] = sorted;
            prop_assert!(compare(first, second).is_le(), "{scheme:?}");
            prop_assert!(compare(second, third).is_le(), "{scheme:?}");
            prop_assert!(compare(first, third).is_le(), "{scheme:?}");
            if compare(first, third).is_eq() {
                prop_assert!(compare(first, second).is_eq(), "{scheme:?}");
            }
        }
    }
}
