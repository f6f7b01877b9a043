//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{CloudWatch, data, list, put, rules, statistics};

operations! {
    CloudWatch = "cloudwatch";
    GetMetricData: Read Data Signed ["cloudwatch:GetMetricData"] any_resource => data::get;
    GetMetricStatistics: Read Data Signed ["cloudwatch:GetMetricStatistics"] any_resource => statistics::get;
    ListMetrics: Read Data Signed ["cloudwatch:ListMetrics"] any_resource => list::list;
    PutMetricData: Write Data Signed ["cloudwatch:PutMetricData"] rules::in_namespace => put::put;
}
