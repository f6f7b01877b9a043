//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{Ec2, regions};

operations! {
    Ec2 = "ec2";
    DescribeRegions: Read Management Signed ["ec2:DescribeRegions"] any_resource => regions::describe;
}
