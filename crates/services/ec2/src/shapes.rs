//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use bartizan_wire::shape;

shape! { DescribeRegionsRequest {
    region_names: Option<Vec<String>> = show "RegionNames",
    all_regions: Option<bool> = show "AllRegions",
    dry_run: Option<bool> = show "DryRun",
    filters: Option<Vec<Filter>> = show "Filters",
} }

shape! { DescribeRegionsResult {
    regions: Option<Vec<Region>> = show "Regions",
} }

shape! { Filter {
    name: Option<String> = show "Name",
    values: Option<Vec<String>> = show "Values",
} }

shape! { Region {
    opt_in_status: Option<String> = show "OptInStatus",
    geography: Option<Vec<RegionGeography>> = show "Geography",
    region_name: Option<String> = show "RegionName",
    endpoint: Option<String> = show "Endpoint",
} }

shape! { RegionGeography {
    name: Option<String> = show "Name",
} }
