//! AWS Shield: what is protected, what attacked it, and what was done about it. The edge tells an
//! [`AttackLog`] of attacks, which keeps them and answers those on protected resources.

mod attack;
mod attack_log;
mod automatic;
mod baselines;
mod contacts;
mod engagement;
mod error;
mod group;
mod health_check;
mod limits;
mod operations;
mod paging;
mod protection;
mod records;
mod resource;
mod response_team;
mod rules;
mod shapes;
mod subscription;
mod tags;
mod watch;

pub use attack_log::{AttackLog, Normal};
pub use baselines::{Baselines, keep_baselines};
pub use engagement::{engage_due, keep_engaging};
pub use watch::{Detectors, Watch};

/// The service.
#[derive(Debug, Default)]
pub struct Shield;
