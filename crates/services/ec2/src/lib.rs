//! The Elastic Compute Cloud, as far as what stands in a network needs it: regions, availability
//! zones, virtual private clouds with all that is in them, instances as far as they are declared, and
//! tags.

mod address;
mod cidr;
mod declared;
mod defaults;
mod egress_only_gateway;
mod error;
mod filter;
mod flow_log;
mod image;
mod instance;
mod internet_gateway;
mod key_pair;
mod kind;
mod listing;
mod nat_gateway;
mod network_acl;
mod network_interface;
mod operations;
mod peering;
mod port;
mod prefix_list;
mod projection;
mod quotas;
mod records;
mod regions;
mod route_table;
mod rules;
mod scope;
mod security_group;
mod shapes;
mod snapshot;
mod subnet;
mod tags;
mod vpc;
mod zones;

use std::path::PathBuf;

pub use declared::{DeclaredInstance, changed_by, instances, is_of_instances};
pub use projection::Ec2Projection;
pub use snapshot::{PlacedBalancer, snapshot};

/// The service.
#[derive(Debug, Default)]
pub struct Ec2 {
    /// The folder of the images that instances may have as their disks, if the operator allows one.
    images: Option<PathBuf>,
}

impl Ec2 {
    /// With this folder of images.
    pub const fn new(images: Option<PathBuf>) -> Self {
        Self { images }
    }
}
