//! The structures of the service's model. Made by `cargo xtask codegen`: do not edit.

#![allow(dead_code, unused_imports, reason = "some are of operations that are not real yet")]

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use bartizan_wire::shape;

shape! { Datapoint {
    timestamp: Option<Timestamp> = show "Timestamp",
    sample_count: Option<f64> = show "SampleCount",
    average: Option<f64> = show "Average",
    sum: Option<f64> = show "Sum",
    minimum: Option<f64> = show "Minimum",
    maximum: Option<f64> = show "Maximum",
    unit: Option<String> = show "Unit",
    extended_statistics: Option<BTreeMap<String, f64>> = show "ExtendedStatistics",
} }

shape! { Dimension {
    name: String = show "Name",
    value: String = show "Value",
} }

shape! { DimensionFilter {
    name: String = show "Name",
    value: Option<String> = show "Value",
} }

shape! { Entity {
    key_attributes: Option<BTreeMap<String, String>> = show "KeyAttributes",
    attributes: Option<BTreeMap<String, String>> = show "Attributes",
} }

shape! { EntityMetricData {
    entity: Option<Entity> = show "Entity",
    metric_data: Option<Vec<MetricDatum>> = show "MetricData",
} }

shape! { GetMetricDataInput {
    metric_data_queries: Vec<MetricDataQuery> = show "MetricDataQueries",
    start_time: Timestamp = show "StartTime",
    end_time: Timestamp = show "EndTime",
    next_token: Option<String> = show "NextToken",
    scan_by: Option<String> = show "ScanBy",
    max_datapoints: Option<i32> = show "MaxDatapoints",
    label_options: Option<LabelOptions> = show "LabelOptions",
} }

shape! { GetMetricDataOutput {
    metric_data_results: Option<Vec<MetricDataResult>> = show "MetricDataResults",
    next_token: Option<String> = show "NextToken",
    messages: Option<Vec<MessageData>> = show "Messages",
} }

shape! { GetMetricStatisticsInput {
    namespace: String = show "Namespace",
    metric_name: String = show "MetricName",
    dimensions: Option<Vec<Dimension>> = show "Dimensions",
    start_time: Timestamp = show "StartTime",
    end_time: Timestamp = show "EndTime",
    period: i32 = show "Period",
    statistics: Option<Vec<String>> = show "Statistics",
    extended_statistics: Option<Vec<String>> = show "ExtendedStatistics",
    unit: Option<String> = show "Unit",
} }

shape! { GetMetricStatisticsOutput {
    label: Option<String> = show "Label",
    datapoints: Option<Vec<Datapoint>> = show "Datapoints",
} }

shape! { LabelOptions {
    timezone: Option<String> = show "Timezone",
} }

shape! { ListMetricsInput {
    namespace: Option<String> = show "Namespace",
    metric_name: Option<String> = show "MetricName",
    dimensions: Option<Vec<DimensionFilter>> = show "Dimensions",
    next_token: Option<String> = show "NextToken",
    recently_active: Option<String> = show "RecentlyActive",
    include_linked_accounts: Option<bool> = show "IncludeLinkedAccounts",
    owning_account: Option<String> = show "OwningAccount",
} }

shape! { ListMetricsOutput {
    metrics: Option<Vec<Metric>> = show "Metrics",
    next_token: Option<String> = show "NextToken",
    owning_accounts: Option<Vec<String>> = show "OwningAccounts",
} }

shape! { MessageData {
    code: Option<String> = show "Code",
    value: Option<String> = show "Value",
} }

shape! { Metric {
    namespace: Option<String> = show "Namespace",
    metric_name: Option<String> = show "MetricName",
    dimensions: Option<Vec<Dimension>> = show "Dimensions",
} }

shape! { MetricDataQuery {
    id: String = show "Id",
    metric_stat: Option<MetricStat> = show "MetricStat",
    expression: Option<String> = show "Expression",
    label: Option<String> = show "Label",
    return_data: Option<bool> = show "ReturnData",
    period: Option<i32> = show "Period",
    account_id: Option<String> = show "AccountId",
} }

shape! { MetricDataResult {
    id: Option<String> = show "Id",
    label: Option<String> = show "Label",
    timestamps: Option<Vec<Timestamp>> = show "Timestamps",
    values: Option<Vec<f64>> = show "Values",
    status_code: Option<String> = show "StatusCode",
    messages: Option<Vec<MessageData>> = show "Messages",
} }

shape! { MetricDatum {
    metric_name: String = show "MetricName",
    dimensions: Option<Vec<Dimension>> = show "Dimensions",
    timestamp: Option<Timestamp> = show "Timestamp",
    value: Option<f64> = show "Value",
    statistic_values: Option<StatisticSet> = show "StatisticValues",
    values: Option<Vec<f64>> = show "Values",
    counts: Option<Vec<f64>> = show "Counts",
    unit: Option<String> = show "Unit",
    storage_resolution: Option<i32> = show "StorageResolution",
} }

shape! { MetricStat {
    metric: Metric = show "Metric",
    period: i32 = show "Period",
    stat: String = show "Stat",
    unit: Option<String> = show "Unit",
} }

shape! { PutMetricDataInput {
    namespace: String = show "Namespace",
    metric_data: Option<Vec<MetricDatum>> = show "MetricData",
    entity_metric_data: Option<Vec<EntityMetricData>> = show "EntityMetricData",
    strict_entity_validation: Option<bool> = show "StrictEntityValidation",
} }

shape! { StatisticSet {
    sample_count: f64 = show "SampleCount",
    sum: f64 = show "Sum",
    minimum: f64 = show "Minimum",
    maximum: f64 = show "Maximum",
} }
