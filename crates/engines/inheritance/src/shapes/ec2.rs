//! "Declarative policy syntax and examples", of EC2.

use crate::rule::{ANY, Rule, SWITCH, has_length, is_account, is_whole, is_word};
use crate::shape::{Bounds, Shape, field, folded, needed};

pub(crate) static EC2: Shape = Shape::Fields(&[field(
    "ec2_attributes",
    &Shape::Fields(&[
        field("exception_message", &Shape::One(ANY)),
        field("vpc_block_public_access", &VPC),
        field("serial_console_access", &Shape::Fields(&[needed("status", &Shape::One(SWITCH))])),
        field(
            "image_block_public_access",
            &Shape::Fields(&[needed(
                "state",
                &Shape::One(Rule::OneOf(&["unblocked", "block_new_sharing"])),
            )]),
        ),
        field("allowed_images_settings", &IMAGES),
        field("instance_metadata_defaults", &METADATA),
        field(
            "snapshot_block_public_access",
            &Shape::Fields(&[needed(
                "state",
                &Shape::One(Rule::OneOf(&["unblocked", "block_new_sharing", "block_all_sharing"])),
            )]),
        ),
    ]),
)]);

static VPC: Shape = Shape::Fields(&[field(
    "internet_gateway_block",
    &Shape::Fields(&[
        needed("mode", &Shape::One(Rule::OneOf(&["off", "block_ingress", "block_bidirectional"]))),
        needed("exclusions_allowed", &Shape::One(SWITCH)),
    ]),
)]);

static IMAGES: Shape = Shape::Fields(&[
    needed("state", &Shape::One(Rule::OneOf(&["enabled", "disabled", "audit_mode"]))),
    field("image_criteria", &folded(CRITERION_NAME, &CRITERION, Bounds::at_most(10))),
]);

static CRITERION: Shape = Shape::Fields(&[
    field("allowed_image_providers", &Shape::Many(PROVIDER, Bounds::ANY)),
    field("image_names", &Shape::Many(IMAGE_NAME, Bounds::ANY)),
    field("marketplace_product_codes", &Shape::Many(PRODUCT_CODE, Bounds::ANY)),
    field(
        "creation_date_condition",
        &Shape::Fields(&[field("maximum_days_since_created", &Shape::One(DAYS))]),
    ),
    field(
        "deprecation_time_condition",
        &Shape::Fields(&[field("maximum_days_since_deprecated", &Shape::One(DAYS))]),
    ),
]);

static METADATA: Shape = Shape::Fields(&[
    field("http_tokens", &Shape::One(Rule::OneOf(&["no_preference", "required", "optional"]))),
    field(
        "http_put_response_hop_limit",
        &Shape::One(Rule::fits("a number from -1 to 64", is_whole::<-1, 64>)),
    ),
    field("http_endpoint", &Shape::One(PREFERENCE)),
    field("instance_metadata_tags", &Shape::One(PREFERENCE)),
]);

const PREFERENCE: Rule = Rule::OneOf(&["no_preference", "enabled", "disabled"]);
const CRITERION_NAME: Rule = Rule::fits("criteria_1 to criteria_10", |name| {
    name.to_ascii_lowercase().strip_prefix("criteria_").is_some_and(is_whole::<1, 10>)
});
const PROVIDER: Rule = Rule::fits("an account or the alias of an owner", |value| {
    matches!(value, "amazon" | "aws_marketplace" | "aws_backup_vault") || is_account(value)
});
/// A name with `?` has at least three characters.
const IMAGE_NAME: Rule = Rule::fits("the name of an image, of 1 to 128 characters", |value| {
    has_length::<1, 128>(value) && (!value.contains('?') || has_length::<3, 128>(value))
});
const PRODUCT_CODE: Rule = Rule::fits("1 to 25 letters and digits", |value| is_word(value, "", 25));
const DAYS: Rule = Rule::fits("a number of days", is_whole::<0, { i32::MAX as i64 }>);
