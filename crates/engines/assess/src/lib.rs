//! What is vulnerable: versions ordered as each ecosystem orders them, advisories compiled into one
//! file, packages read from what package managers write, and matched. Pure: bytes and time are
//! arguments.

pub mod advisory;
mod archive;
pub mod bill;
mod cvss;
mod ecosystem;
pub mod image;
pub mod inventory;
pub mod kernel;
pub mod matching;
mod stored;
pub mod version;
pub mod vex;

pub use cvss::{Severity, score};
pub use ecosystem::Ecosystem;
pub use stored::{Part, Stored};
