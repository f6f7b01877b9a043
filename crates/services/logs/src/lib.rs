//! Amazon CloudWatch Logs: groups, streams and their events, which are sealed where they are stored.

mod error;
mod events;
mod filter_log_events;
mod get_log_events;
mod group;
mod keep;
mod list;
mod metric_filter;
mod names;
mod operations;
mod policy;
mod position;
mod projection;
mod put_events;
mod records;
mod retention;
mod rules;
mod segment;
mod shapes;
mod stream;
mod subscription;
mod tags;

pub use keep::keep;
pub use projection::LogsProjection;
pub use subscription::deliver;

/// The service.
#[derive(Debug, Default)]
pub struct Logs;
