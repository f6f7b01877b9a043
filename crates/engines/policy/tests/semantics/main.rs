//! Decisions that follow from AWS's documentation, each with the page that it follows from.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may end by a panic, also in its helpers"
)]

mod case;
mod conditions;
mod cross_account;
mod grants;
mod not_principal;
mod organizations;
mod principals;
mod resources;
mod sets;
mod special;
mod variables;
