#![no_main]

use bartizan_assess::version::Scheme;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let mut parts = text.splitn(3, |byte| *byte == b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let (a, b, c) = (next(), next(), next());
    for scheme in Scheme::ALL {
        assert!(scheme.compare(a, a).is_eq());
        assert_eq!(scheme.compare(a, b), scheme.compare(b, a).reverse());
        if scheme.compare(a, b).is_le() && scheme.compare(b, c).is_le() {
            assert!(scheme.compare(a, c).is_le());
        }
    }
});
