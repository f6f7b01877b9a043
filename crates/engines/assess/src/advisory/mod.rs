//! Advisories in OSV's format and what goes with them, compiled into one file that is read in place.

mod build;
mod file;
mod ids;
mod keys;
mod osv;
mod range;
mod record;
mod signals;

pub use build::{BuildError, Builder};
pub use file::{Advisories, Block, FileError, Header, MAGIC, Source};
pub use ids::Ids;
pub use keys::{KeyError, SigningKey, public_key};
pub use range::{End, Interval};
pub use record::{Advisory, Platform};
pub use signals::Signals;

use crate::ecosystem::Ecosystem;

/// The key of a package in the index.
fn key(ecosystem: Ecosystem, normal_name: &str) -> String {
    format!("{}\0{normal_name}", ecosystem.name())
}

/// Who keeps the database that an id is of, as Inspector names them.
pub fn source_of(id: &str) -> &str {
    match id.split('-').next().unwrap_or_default() {
        "CVE" => "NVD",
        "GHSA" => "GITHUB",
        other => other,
    }
}

/// Where a database tells of an id; empty where that is not known.
pub fn url_of(id: &str) -> String {
    match id.split('-').next().unwrap_or_default() {
        "CVE" => format!("https://nvd.nist.gov/vuln/detail/{id}"),
        "GHSA" => format!("https://github.com/advisories/{id}"),
        "RUSTSEC" => format!("https://rustsec.org/advisories/{id}.html"),
        "GO" => format!("https://pkg.go.dev/vuln/{id}"),
        _ => String::new(),
    }
}
