//! "Tag policy syntax and examples".

use crate::rule::{Rule, TAG_KEY, is_word};
use crate::shape::{Bounds, Shape, field, folded};

pub(crate) static TAG: Shape =
    Shape::Fields(&[field("tags", &folded(TAG_KEY, &ONE_TAG, Bounds::ANY))]);

static ONE_TAG: Shape = Shape::Fields(&[
    field("tag_key", &Shape::One(Rule::NameAround)),
    field("tag_value", &Shape::Many(VALUE, Bounds::ANY)),
    field("enforced_for", &RESOURCE_TYPES),
    field("report_required_tag_for", &RESOURCE_TYPES),
]);

static RESOURCE_TYPES: Shape =
    Shape::Many(Rule::fits("a resource type such as ec2:instance", is_resource_type), Bounds::ANY);

/// A value may hold one wildcard.
const VALUE: Rule = Rule::fits("up to 256 characters with at most one `*`", |value| {
    value.chars().count() <= 256 && value.matches('*').count() <= 1
});

/// `service:type`, with more types below it, or all of a service.
fn is_resource_type(value: &str) -> bool {
    value.split_once(':').is_some_and(|(service, kind)| {
        is_word(service, "-", 64) && (kind == "*" || is_word(kind, "-_/", 128))
    })
}
