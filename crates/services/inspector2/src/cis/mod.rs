//! CIS scans: how hosts are configured, beside the recommendations of a benchmark, by a schedule. (Amazon
//! Inspector User Guide, "Center for Internet Security (CIS) scans for Amazon EC2 instance operating
//! systems".) See `docs/adr/0080-checks-of-hosts-are-told-by-sessions.md`.

pub(crate) mod arns;
mod checks;
mod clock;
pub(crate) mod configuration;
mod filters;
mod outcome;
mod pages;
mod port;
mod records;
pub(crate) mod report;
pub(crate) mod results;
pub(crate) mod rules;
pub(crate) mod scans;
mod schedule;
pub(crate) mod session;
mod sight;
mod targets;

pub use checks::{CheckedDisk, Disks, UncheckedDisk};
pub use clock::{CisFollower, CisScans};

pub(crate) use port::Port;
