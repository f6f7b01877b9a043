//! Floods: how much a client may take, what is usual for a resource, what is an attack, who makes it,
//! and what tells it from normal traffic. Pure: time is an argument, counted from any fixed moment.
//!
//! Memory is bounded whatever comes: heavy hitters are counted by sketches, and requests are kept as
//! samples.

mod alarms;
mod attack;
mod caps;
mod circumstances;
mod composition;
mod detector;
mod group;
mod incidents;
mod level;
mod pace;
mod reservoir;
mod samples;
mod signature;
mod sketch;
mod source;
mod volume;

pub use alarms::Alarms;
pub use attack::{Attack, Change, Vector, VectorCount};
pub use caps::Caps;
pub use circumstances::{Circumstances, Health, Together};
pub use composition::{Contributor, Dimension, Observed, VALUE_BYTES};
pub use detector::{Detector, Settings};
pub use group::{Aggregation, Group, Member, Traffic};
pub use pace::Pace;
pub use signature::{Signature, Term};
pub use sketch::HeavyHitters;
pub use source::Source;
pub use volume::Baseline;
