//! Rates of calls: learns how often something happens in a minute, and tells when it begins to
//! happen unusually often and when that is over. Pure: time is an argument, and what is known can
//! be stored and read again.
//!
//! The statistics are those of [`Baseline::is_unusual`].

mod baseline;
mod rates;
mod series;

pub use baseline::Baseline;
pub use rates::{Insight, Rates, State};

/// The seconds of a minute, and the minutes of a day.
const MINUTE_SECONDS: i64 = 60;
const DAY_MINUTES: i64 = 24 * 60;
