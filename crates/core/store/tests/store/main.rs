//! What the store promises, held against SQLite and PostgreSQL by the same tests.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be; clippy sees only test functions"
)]

mod activity;
mod backup;
mod crash;
mod fixture;
mod observers;
mod postgres;
mod records;
mod startup;
mod writes;
