//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{CloudTrail, lookup};

operations! {
    CloudTrail = "cloudtrail";
    LookupEvents: Read Management Signed ["cloudtrail:LookupEvents"] any_resource => lookup::events;
}
