//! Route 53: hosted zones, their record sets, and health checks. What is made here is served over DNS, and says
//! whose host names are: who serves it reads [`published_zones`] and [`published_sets`].

mod change;
mod delegation_set;
mod error;
mod health;
mod id;
mod name_servers;
mod operations;
mod paging;
mod published;
mod records;
mod rules;
mod set;
mod shapes;
mod tags;
mod zone;

pub use published::{HEALTH_CHECKS, SETS, ZONES, published_sets, published_zones, zone_of_set};
pub use records::{
    Alias, Endpoint, EndpointKind, HealthCheckRecord, RecordSet, Routing, Subject, VpcName,
    ZoneRecord, ZoneVpc,
};

/// The service.
#[derive(Debug, Default)]
pub struct Route53;
