//! The syntax of each type of policy, as the Organizations User Guide gives it.

mod ai_services;
mod backup;
mod bedrock;
mod chatbot;
mod ec2;
mod guard_duty;
mod regions;
mod tag;

pub(crate) use ai_services::AI_SERVICES;
pub(crate) use backup::BACKUP;
pub(crate) use bedrock::BEDROCK;
pub(crate) use chatbot::CHATBOT;
pub(crate) use ec2::EC2;
pub(crate) use guard_duty::GUARD_DUTY;
pub(crate) use regions::{INSPECTOR, NETWORK_SECURITY_DIRECTOR, SECURITY_HUB};
pub(crate) use tag::TAG;

use crate::rule::{Rule, TAG_KEY};
use crate::shape::{Bounds, Shape, field, named};

/// "Amazon S3 policy syntax and examples".
pub(crate) static S3: Shape = Shape::Fields(&[field(
    "s3_attributes",
    &Shape::Fields(&[field(
        "public_access_block_configuration",
        &Shape::One(Rule::OneOf(&["all", "none"])),
    )]),
)]);

/// "Upgrade rollout policy syntax and examples".
pub(crate) static UPGRADE_ROLLOUT: Shape = Shape::Fields(&[field(
    "upgrade_rollout",
    &Shape::Fields(&[field("default", &PATCH_ORDER), field("tags", &ROLLOUT_TAGS)]),
)]);

static ROLLOUT_TAGS: Shape = named(
    TAG_KEY,
    &Shape::Fields(&[field(
        "tag_values",
        &named(crate::rule::TAG_TEXT, &PATCH_ORDER, Bounds::ANY),
    )]),
    Bounds::ANY,
);

static PATCH_ORDER: Shape =
    Shape::Fields(&[field("patch_order", &Shape::One(Rule::OneOf(&["first", "second", "last"])))]);
