//! "Amazon Bedrock policy syntax and examples".

use crate::rule::{ANY, REGION, Rule, is_account, is_arn, is_region, is_word};
use crate::shape::{Bounds, Shape, field, named, needed};

pub(crate) static BEDROCK: Shape = Shape::Fields(&[field(
    "bedrock",
    &Shape::Fields(&[field(
        "guardrail_inference",
        &named(
            REGION,
            &named(
                Rule::fits("1 to 64 letters, digits, `_` or `-`", |name| is_word(name, "_-", 64)),
                &CONFIGURATION,
                Bounds::ANY,
            ),
            Bounds::ANY,
        ),
    )]),
)]);

static CONFIGURATION: Shape = Shape::Fields(&[
    needed("identifier", &Shape::One(GUARDRAIL)),
    field(
        "selective_content_guarding",
        &Shape::Fields(&[
            field("system", &Shape::One(GUARDED)),
            field("messages", &Shape::One(GUARDED)),
        ]),
    ),
    field(
        "model_enforcement",
        &Shape::Fields(&[
            needed("included_models", &Shape::Many(ANY, Bounds::ANY)),
            needed("excluded_models", &Shape::Many(ANY, Bounds::ANY)),
        ]),
    ),
]);

const GUARDED: Rule = Rule::OneOf(&["comprehensive", "selective"]);

/// An ARN, a colon and a version that is not the draft.
const GUARDRAIL: Rule = Rule::fits("the ARN of a guardrail, a colon and its version", |value| {
    value.rsplit_once(':').is_some_and(|(arn, version)| {
        is_arn(arn, "bedrock", is_region, is_account, "guardrail/")
            && !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_digit())
    })
});
