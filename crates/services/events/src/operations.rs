//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{EventBridge, bus, permission, put_events, rule, rules, tags, target};

operations! {
    EventBridge = "events";
    CreateEventBus: Write Management Signed ["events:CreateEventBus", "events:TagResource"] rules::created => bus::create;
    DeleteEventBus: Write Management Signed ["events:DeleteEventBus"] rules::bus => bus::delete;
    DeleteRule: Write Management Signed ["events:DeleteRule"] rules::rule => rule::delete;
    DescribeEventBus: Read Management Signed ["events:DescribeEventBus"] rules::bus => bus::describe;
    DescribeRule: Read Management Signed ["events:DescribeRule"] rules::rule => rule::describe;
    DisableRule: Write Management Signed ["events:DisableRule"] rules::rule => rule::disable;
    EnableRule: Write Management Signed ["events:EnableRule"] rules::rule => rule::enable;
    ListEventBuses: Read Management Signed ["events:ListEventBuses"] any_resource => bus::list;
    ListRuleNamesByTarget: Read Management Signed ["events:ListRuleNamesByTarget"] any_resource => rule::list_by_target;
    ListRules: Read Management Signed ["events:ListRules"] any_resource => rule::list;
    ListTagsForResource: Read Management Signed ["events:ListTagsForResource"] rules::tagged => tags::list;
    ListTargetsByRule: Read Management Signed ["events:ListTargetsByRule"] rules::targets => target::list;
    PutEvents: Write Data Signed ["events:PutEvents"] rules::put_events => put_events::put;
    PutPermission: Write Management Signed ["events:PutPermission"] any_resource => permission::put;
    PutRule: Write Management Signed ["events:PutRule", "events:TagResource", "iam:PassRole"] rules::put_rule => rule::put;
    PutTargets: Write Management Signed ["events:PutTargets", "iam:PassRole"] rules::targets => target::put;
    RemovePermission: Write Management Signed ["events:RemovePermission"] any_resource => permission::remove;
    RemoveTargets: Write Management Signed ["events:RemoveTargets"] rules::targets => target::remove;
    TagResource: Write Management Signed ["events:TagResource"] rules::tagged => tags::tag;
    TestEventPattern: Read Management Signed ["events:TestEventPattern"] any_resource => put_events::test_pattern;
    UntagResource: Write Management Signed ["events:UntagResource"] rules::tagged => tags::untag;
    UpdateEventBus: Write Management Signed ["events:UpdateEventBus"] rules::bus => bus::update;
}
