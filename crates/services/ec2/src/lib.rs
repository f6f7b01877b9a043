//! The Elastic Compute Cloud, as far as clients ask it where they may go: the regions.

mod error;
mod operations;
mod regions;
mod shapes;

/// The service.
#[derive(Debug, Default)]
pub struct Ec2;
