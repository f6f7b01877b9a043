//! Verification of a request with a cached signing key.
fn main() {}
