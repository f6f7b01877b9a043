//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Logs, filter_log_events, get_log_events, group, list, metric_filter, policy, put_events,
    retention, rules, stream, subscription, tags,
};

operations! {
    Logs = "logs";
    CreateLogGroup: Write Management Signed ["logs:CreateLogGroup", "logs:TagResource"] rules::created => group::create;
    CreateLogStream: Write Management Signed ["logs:CreateLogStream"] rules::stream => stream::create;
    DeleteLogGroup: Write Management Signed ["logs:DeleteLogGroup"] rules::group => group::delete;
    DeleteLogStream: Write Management Signed ["logs:DeleteLogStream"] rules::stream => stream::delete;
    DeleteResourcePolicy: Write Management Signed ["logs:DeleteResourcePolicy"] any_resource => policy::delete;
    DeleteRetentionPolicy: Write Management Signed ["logs:DeleteRetentionPolicy"] rules::group => retention::delete;
    DeleteSubscriptionFilter: Write Management Signed ["logs:DeleteSubscriptionFilter"] rules::group => subscription::delete;
    DescribeLogGroups: Read Management Signed ["logs:DescribeLogGroups"] rules::groups => list::groups;
    DescribeLogStreams: Read Management Signed ["logs:DescribeLogStreams"] rules::identified => list::streams;
    DescribeResourcePolicies: Read Management Signed ["logs:DescribeResourcePolicies"] any_resource => policy::describe;
    DescribeSubscriptionFilters: Read Management Signed ["logs:DescribeSubscriptionFilters"] rules::group => subscription::describe;
    FilterLogEvents: Read Data Signed ["logs:FilterLogEvents", "logs:Unmask"] rules::identified => filter_log_events::filter;
    GetLogEvents: Read Data Signed ["logs:GetLogEvents", "logs:Unmask"] rules::identified_stream => get_log_events::get;
    ListTagsForResource: Read Management Signed ["logs:ListTagsForResource"] rules::resource => tags::list;
    ListTagsLogGroup: Read Management Signed ["logs:ListTagsLogGroup"] rules::group => tags::list_of_group;
    PutLogEvents: Write Data Signed ["logs:PutLogEvents"] rules::stream => put_events::put;
    PutLogGroupDeletionProtection: Write Management Signed ["logs:PutLogGroupDeletionProtection"] rules::identified => group::protect;
    PutResourcePolicy: Write Management Signed ["logs:PutResourcePolicy"] any_resource => policy::put;
    PutRetentionPolicy: Write Management Signed ["logs:PutRetentionPolicy"] rules::group => retention::put;
    PutSubscriptionFilter: Write Management Signed ["logs:PutSubscriptionFilter"] rules::group => subscription::put;
    TagLogGroup: Write Management Signed ["logs:TagLogGroup"] rules::tagged_group => tags::tag_group;
    TagResource: Write Management Signed ["logs:TagResource"] rules::tagged => tags::tag;
    TestMetricFilter: Read Management Signed ["logs:TestMetricFilter"] any_resource => metric_filter::test;
    UntagLogGroup: Write Management Signed ["logs:UntagLogGroup"] rules::tagged_group => tags::untag_group;
    UntagResource: Write Management Signed ["logs:UntagResource"] rules::tagged => tags::untag;
}
