//! Every operation, a line each.

use bartizan_service::operations;

use crate::{CloudWatch, data, list, put, rules, statistics};

operations! {
    CloudWatch = "cloudwatch";
    GetMetricData: Read Data Signed ["cloudwatch:GetMetricData"] rules::anything => data::get;
    GetMetricStatistics: Read Data Signed ["cloudwatch:GetMetricStatistics"] rules::anything => statistics::get;
    ListMetrics: Read Data Signed ["cloudwatch:ListMetrics"] rules::anything => list::list;
    PutMetricData: Write Data Signed ["cloudwatch:PutMetricData"] rules::in_namespace => put::put;
}
