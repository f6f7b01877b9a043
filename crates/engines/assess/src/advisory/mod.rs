//! Advisories in OSV's format and what goes with them, compiled into one file that is read in place.

mod build;
mod file;
mod keys;
mod osv;
mod range;
mod record;
mod signals;

pub use build::{BuildError, Builder};
pub use file::{Advisories, Block, FileError, Header, MAGIC, Source};
pub use keys::{KeyError, SigningKey, public_key};
pub use range::{End, Interval};
pub use record::{Advisory, Platform};
pub use signals::Signals;

use crate::ecosystem::Ecosystem;

/// The key of a package in the index.
fn key(ecosystem: Ecosystem, normal_name: &str) -> String {
    format!("{}\0{normal_name}", ecosystem.name())
}
