//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::lake::{policy, query, rules as lake_rules, store};
use crate::{
    CloudTrail, event_configuration, insights, lookup, organization, public_keys, rules, selectors,
    tags, trail,
};

operations! {
    CloudTrail = "cloudtrail";
    AddTags: Write Management Signed ["cloudtrail:AddTags"] rules::tagged => tags::add;
    CancelQuery: Write Management Signed ["cloudtrail:CancelQuery"] lake_rules::queried => query::cancel;
    CreateEventDataStore: Write Management Signed ["cloudtrail:CreateEventDataStore", "cloudtrail:AddTags"] lake_rules::new => store::create;
    CreateTrail: Write Management Signed ["cloudtrail:CreateTrail", "cloudtrail:AddTags"] rules::new_trail => trail::create;
    DeleteEventDataStore: Write Management Signed ["cloudtrail:DeleteEventDataStore"] lake_rules::named => store::delete;
    DeleteResourcePolicy: Write Management Signed ["cloudtrail:DeleteResourcePolicy"] lake_rules::of_policy => policy::delete;
    DeleteTrail: Write Management Signed ["cloudtrail:DeleteTrail"] rules::named => trail::delete;
    DeregisterOrganizationDelegatedAdmin: Write Management Signed ["cloudtrail:DeregisterOrganizationDelegatedAdmin"] any_resource => organization::deregister;
    DescribeQuery: Read Management Signed ["cloudtrail:DescribeQuery"] lake_rules::queried => query::describe;
    DescribeTrails: Read Management Signed ["cloudtrail:DescribeTrails"] any_resource => trail::describe;
    GetEventConfiguration: Read Management Signed ["cloudtrail:GetEventConfiguration"] rules::trail_named => event_configuration::show;
    GetEventDataStore: Read Management Signed ["cloudtrail:GetEventDataStore"] lake_rules::named => store::show;
    GetEventSelectors: Read Management Signed ["cloudtrail:GetEventSelectors"] rules::trail_named => selectors::show;
    GetInsightSelectors: Read Management Signed ["cloudtrail:GetInsightSelectors"] rules::trail_named => insights::show;
    GetQueryResults: Read Management Signed ["cloudtrail:GetQueryResults"] lake_rules::queried => query::results;
    GetResourcePolicy: Read Management Signed ["cloudtrail:GetResourcePolicy"] lake_rules::of_policy => policy::show;
    GetTrail: Read Management Signed ["cloudtrail:GetTrail"] rules::named => trail::show;
    GetTrailStatus: Read Management Signed ["cloudtrail:GetTrailStatus"] rules::named => trail::status;
    ListInsightsData: Read Management Signed ["cloudtrail:ListInsightsData"] rules::insights_listed => insights::list_data;
    ListInsightsMetricData: Read Management Signed ["cloudtrail:LookupEvents", "cloudtrail:ListInsightsData"] rules::metric => insights::list_metric_data;
    ListEventDataStores: Read Management Signed ["cloudtrail:ListEventDataStores"] any_resource => store::list;
    ListPublicKeys: Read Management Signed ["cloudtrail:ListPublicKeys"] any_resource => public_keys::list;
    ListQueries: Read Management Signed ["cloudtrail:ListQueries"] lake_rules::named => query::list;
    ListTags: Read Management Signed ["cloudtrail:ListTags"] rules::listed_tags => tags::list;
    ListTrails: Read Management Signed ["cloudtrail:ListTrails"] any_resource => trail::list;
    LookupEvents: Read Management Signed ["cloudtrail:LookupEvents"] any_resource => lookup::events;
    PutEventConfiguration: Write Management Signed ["cloudtrail:PutEventConfiguration"] rules::trail_named => event_configuration::put;
    PutEventSelectors: Write Management Signed ["cloudtrail:PutEventSelectors"] rules::trail_named => selectors::put;
    PutInsightSelectors: Write Management Signed ["cloudtrail:PutInsightSelectors"] rules::trail_named => insights::put;
    PutResourcePolicy: Write Management Signed ["cloudtrail:PutResourcePolicy"] lake_rules::of_policy => policy::put;
    RegisterOrganizationDelegatedAdmin: Write Management Signed ["cloudtrail:RegisterOrganizationDelegatedAdmin"] any_resource => organization::register;
    RemoveTags: Write Management Signed ["cloudtrail:RemoveTags"] rules::tagged => tags::remove;
    RestoreEventDataStore: Write Management Signed ["cloudtrail:RestoreEventDataStore"] lake_rules::named => store::restore;
    StartEventDataStoreIngestion: Write Management Signed ["cloudtrail:StartEventDataStoreIngestion"] lake_rules::named => store::start_ingestion;
    StartLogging: Write Management Signed ["cloudtrail:StartLogging"] rules::named => trail::start_logging;
    StartQuery: Write Management Signed ["cloudtrail:StartQuery"] lake_rules::read_by_statement => query::start;
    StopEventDataStoreIngestion: Write Management Signed ["cloudtrail:StopEventDataStoreIngestion"] lake_rules::named => store::stop_ingestion;
    StopLogging: Write Management Signed ["cloudtrail:StopLogging"] rules::named => trail::stop_logging;
    UpdateEventDataStore: Write Management Signed ["cloudtrail:UpdateEventDataStore"] lake_rules::named => store::update;
    UpdateTrail: Write Management Signed ["cloudtrail:UpdateTrail"] rules::named => trail::update;
}
