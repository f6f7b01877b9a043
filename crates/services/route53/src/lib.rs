//! Route 53: public hosted zones and their record sets. What is made here is served over DNS, and says
//! whose host names are: who serves it reads [`published_zones`] and [`published_sets`].

mod change;
mod error;
mod id;
mod operations;
mod paging;
mod published;
mod records;
mod rules;
mod set;
mod shapes;
mod tags;
mod zone;

pub use published::{SETS, ZONES, published_sets, published_zones, zone_of_set};
pub use records::{Alias, RecordSet, Routing, ZoneRecord};

/// The service.
#[derive(Debug, Default)]
pub struct Route53;
