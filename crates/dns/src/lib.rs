//! DNS over UDP and TCP. What is answered is an immutable [`bartizan_zones::Zones`], replaced as a
//! whole while queries are answered; this crate knows no service.

mod detectors;
mod flood;
mod places;
mod rate;
mod server;
mod state;

pub use bartizan_flood::{Alarms, Attack, Baseline, Change, Settings as FloodSettings, Vector};
pub use server::{Dns, DnsParts, Limits};
pub use state::Published;
