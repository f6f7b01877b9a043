//! The crate from outside: AWS's signing test suite, requests, and chunked bodies.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its set-up fails"
)]

mod chunked;
mod suite;
mod support;
mod verify;
mod wording;
