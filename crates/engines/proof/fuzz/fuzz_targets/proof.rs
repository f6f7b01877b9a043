//! No bytes are a token or a solution, whatever they are.
#![no_main]

use std::net::IpAddr;

use bartizan_proof::{Audience, KeyRing, ProofKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let ring = KeyRing::new(vec![ProofKey::new(0, &[0; ProofKey::BYTES])]);
    let audience =
        Audience { domain: "a", client: IpAddr::from([192, 0, 2, 1]), agent: bytes };
    assert!(ring.read_token(bytes, &audience, |_| true).is_none());
    assert!(ring.redeem(bytes, &audience, 0).is_err());
    assert!(ring.redeem_by_hand(bytes, b"1", &audience, 0).is_err());
});
