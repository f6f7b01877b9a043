//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{InspectorScan, scan};

operations! {
    InspectorScan = "inspector-scan";
    ScanSbom: Read Management Signed ["inspector-scan:ScanSbom"] any_resource => scan::scan;
}
