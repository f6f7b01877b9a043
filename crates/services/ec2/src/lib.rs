//! The Elastic Compute Cloud, as far as what stands in a network needs it: regions, availability
//! zones, virtual private clouds with all that is in them, and tags.

mod address;
mod cidr;
mod defaults;
mod error;
mod filter;
mod internet_gateway;
mod kind;
mod listing;
mod network_interface;
mod operations;
mod port;
mod projection;
mod quotas;
mod records;
mod regions;
mod route_table;
mod rules;
mod scope;
mod security_group;
mod shapes;
mod subnet;
mod tags;
mod vpc;
mod zones;

pub use projection::Ec2Projection;

/// The service.
#[derive(Debug, Default)]
pub struct Ec2;
