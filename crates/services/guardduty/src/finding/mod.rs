//! Findings: stored, listed, told, archived.

pub(crate) mod change;
mod keep;
pub(crate) mod list;
pub(crate) mod publish;
pub(crate) mod record;
pub(crate) mod sample;
pub(crate) mod seen;
pub(crate) mod statistics;

pub use keep::forget_findings;
pub use publish::publish_repeated;
