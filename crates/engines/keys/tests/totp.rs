//! One-time passwords against the vectors of their RFCs.

#![allow(clippy::unwrap_used, reason = "test code: a panic is its answer")]

use bartizan_keys::{TotpSeed, totp_step};
use bartizan_types::{SeededRandom, Timestamp};
use proptest::prelude::*;
use zeroize::Zeroizing;

/// The seed of both RFCs' vectors.
fn seed() -> TotpSeed {
    TotpSeed::from_bytes(Zeroizing::new(b"12345678901234567890".to_vec())).unwrap()
}

/// RFC 6238, appendix B, SHA-1; its eight digits end in the six.
#[test]
fn codes_of_times() {
    for (seconds, digits) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        let step = totp_step(Timestamp::from_seconds(seconds), 30);
        assert_eq!(seed().code(step), digits[2..], "{seconds}");
    }
}

/// RFC 4226, appendix D.
#[test]
fn codes_of_counters() {
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, code) in codes.into_iter().enumerate() {
        assert_eq!(seed().code(counter as u64), code);
        assert_eq!(seed().step_of(code, 0..=9), Some(counter as u64));
    }
    assert_eq!(seed().step_of("755224", 1..=9), None);
    assert_eq!(seed().step_of("75522", 0..=9), None);
    assert_eq!(seed().step_of_pair("359152", "969429", 0..=9), Some(3));
    assert_eq!(seed().step_of_pair("969429", "359152", 0..=9), None);
    assert_eq!(seed().step_of_pair("359152", "359152", 0..=9), None);
}

/// RFC 4648, section 10, lengthened to what a seed must have.
#[test]
fn base32_is_that_of_its_rfc() {
    for (bytes, text) in [
        ("foobarfoobarfoob", "MZXW6YTBOJTG633CMFZGM33PMI"),
        ("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
    ] {
        let seed = TotpSeed::from_bytes(Zeroizing::new(bytes.as_bytes().to_vec())).unwrap();
        assert_eq!(seed.base32().as_str(), text);
        assert_eq!(TotpSeed::from_base32(&text.to_lowercase()).unwrap().bytes(), bytes.as_bytes());
    }
    for wrong in ["", "MZXW6", "MZXW6YTBOJTG633CMFZGM33PM1", &"A".repeat(300)] {
        assert!(TotpSeed::from_base32(wrong).is_none(), "{wrong}");
    }
    assert_eq!(TotpSeed::generate(&SeededRandom::new(1)).base32().len(), 64);
    assert_eq!(format!("{:?}", seed()), "TotpSeed(…)");
}

#[test]
fn steps_never_overflow() {
    assert_eq!(totp_step(Timestamp::from_seconds(-1), 30), 0);
    assert_eq!(totp_step(Timestamp::from_seconds(90), 60), 1);
    assert_eq!(totp_step(Timestamp::from_seconds(90), 0), 0);
    assert_eq!(seed().step_of_pair("000000", "000001", u64::MAX..=u64::MAX), None);
}

proptest! {
    #[test]
    fn what_base32_writes_it_reads(bytes in proptest::collection::vec(any::<u8>(), 16..=128)) {
        let seed = TotpSeed::from_bytes(Zeroizing::new(bytes.clone())).unwrap();
        let read = TotpSeed::from_base32(&seed.base32()).unwrap();
        prop_assert_eq!(read.bytes(), &bytes[..]);
    }

    #[test]
    fn no_text_is_a_seed_by_panic(text in "\\PC*") {
        let _ = TotpSeed::from_base32(&text);
    }
}
