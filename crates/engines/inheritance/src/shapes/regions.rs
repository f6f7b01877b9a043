//! The types that turn a service on and off by Region: "Security Hub policy syntax and examples",
//! "Amazon Inspector policy syntax and examples", "AWS Shield Network Security Director policy
//! syntax and examples". Both lists must be there in the end, though they may be empty.

use crate::rule::REGION_OR_ALL;
use crate::shape::{Bounds, Shape, field, needed};

pub(crate) static SECURITY_HUB: Shape = Shape::Fields(&[field(
    "securityhub",
    &Shape::Fields(&[
        needed("enable_in_regions", &REGIONS),
        needed("disable_in_regions", &REGIONS),
        field("features", &Shape::Fields(&[field("network_scanning", &SCAN)])),
    ]),
)]);

pub(crate) static INSPECTOR: Shape = Shape::Fields(&[field(
    "inspector",
    &Shape::Fields(&[field(
        "enablement",
        &Shape::Fields(&[
            field("ec2_scanning", &SCAN),
            field("ecr_scanning", &SCAN),
            field("code_repository_scanning", &SCAN),
            field(
                "lambda_standard_scanning",
                &Shape::Fields(&[
                    needed("enable_in_regions", &REGIONS),
                    needed("disable_in_regions", &REGIONS),
                    field("lambda_code_scanning", &SCAN),
                ]),
            ),
        ]),
    )]),
)]);

pub(crate) static NETWORK_SECURITY_DIRECTOR: Shape = Shape::Fields(&[field(
    "network_security_director",
    &Shape::Fields(&[field(
        "enablement",
        &Shape::Fields(&[field("network_security_scan", &SCAN)]),
    )]),
)]);

static SCAN: Shape =
    Shape::Fields(&[needed("enable_in_regions", &REGIONS), needed("disable_in_regions", &REGIONS)]);

static REGIONS: Shape = Shape::Many(REGION_OR_ALL, Bounds::ANY);
