//! "Amazon `GuardDuty` policy syntax and examples".

use crate::rule::{Rule, SWITCH, is_region};
use crate::shape::{Bounds, Shape, field, named, needed};

pub(crate) static GUARD_DUTY: Shape = Shape::Fields(&[field(
    "guardduty",
    &Shape::Fields(&[field("enablement", &named(BLOCK_NAME, &BLOCK, Bounds::SOME))]),
)]);

const BLOCK_NAME: Rule =
    Rule::fits("`default` or the name of a Region", |name| name == "default" || is_region(name));

static BLOCK: Shape = Shape::Fields(&[
    field("foundational", &FEATURE),
    field("s3_data_events", &FEATURE),
    field("eks_audit_logs", &FEATURE),
    field("ebs_malware_protection", &FEATURE),
    field("rds_login_events", &FEATURE),
    field("lambda_network_logs", &FEATURE),
    field("runtime_monitoring", &RUNTIME),
    field("ai_protection", &FEATURE),
]);

static FEATURE: Shape = Shape::Fields(&[needed("status", &STATUS)]);

static RUNTIME: Shape = Shape::Fields(&[
    needed("status", &STATUS),
    field(
        "additional_configuration",
        &Shape::Fields(&[
            field("eks_addon_management", &FEATURE),
            field("ec2_agent_management", &FEATURE),
            field("ecs_fargate_agent_management", &FEATURE),
        ]),
    ),
]);

static STATUS: Shape = Shape::One(SWITCH);
