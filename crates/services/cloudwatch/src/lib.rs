//! Amazon CloudWatch: metrics that callers put, and those that Bartizan counts itself; kept for as long
//! as AWS keeps them, and asked for by period and statistic.

mod counters;
mod data;
mod error;
mod keep;
mod list;
mod math;
mod metric;
mod operations;
mod period;
mod point;
mod projection;
mod put;
mod records;
mod rules;
mod shapes;
mod stat;
mod statistics;

pub use keep::{keep, store_counted};
pub use projection::CloudWatchProjection;

/// The service.
#[derive(Debug, Default)]
pub struct CloudWatch;
