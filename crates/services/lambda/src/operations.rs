//! Every operation, a line each.

use bartizan_service::{any_resource, operations};

use crate::{
    Lambda, alias, concurrency, event_config, function, invoke, layer, list, mapping, permission,
    rules, tags, update, version,
};

operations! {
    Lambda = "lambda";
    AddLayerVersionPermission: Write Management Signed ["lambda:AddLayerVersionPermission"] layer::rules::version => layer::permission::add;
    AddPermission: Write Management Signed ["lambda:AddPermission"] rules::permitted => permission::add;
    CreateAlias: Write Management Signed ["lambda:CreateAlias"] rules::function => alias::create;
    CreateEventSourceMapping: Write Management Signed ["lambda:CreateEventSourceMapping"] mapping::rules::created => mapping::create;
    CreateFunction: Write Management Signed ["lambda:CreateFunction", "lambda:TagResource", "iam:PassRole", "lambda:GetLayerVersion"] rules::created => function::create;
    DeleteAlias: Write Management Signed ["lambda:DeleteAlias"] rules::function => alias::delete;
    DeleteEventSourceMapping: Write Management Signed ["lambda:DeleteEventSourceMapping"] mapping::rules::existing => mapping::delete;
    DeleteFunction: Write Management Signed ["lambda:DeleteFunction"] rules::named => function::delete;
    DeleteFunctionConcurrency: Write Management Signed ["lambda:DeleteFunctionConcurrency"] rules::function => concurrency::delete;
    DeleteFunctionEventInvokeConfig: Write Management Signed ["lambda:DeleteFunctionEventInvokeConfig"] rules::named => event_config::delete;
    DeleteLayerVersion: Write Management Signed ["lambda:DeleteLayerVersion"] layer::rules::version => layer::delete;
    GetAccountSettings: Read Management Signed ["lambda:GetAccountSettings"] any_resource => concurrency::account;
    GetAlias: Read Management Signed ["lambda:GetAlias"] rules::function => alias::get;
    GetEventSourceMapping: Read Management Signed ["lambda:GetEventSourceMapping"] mapping::rules::existing => mapping::get;
    GetFunction: Read Management Signed ["lambda:GetFunction"] rules::named => function::get;
    GetFunctionConcurrency: Read Management Signed ["lambda:GetFunctionConcurrency"] rules::function => concurrency::get;
    GetFunctionConfiguration: Read Management Signed ["lambda:GetFunctionConfiguration"] rules::named => function::get_configuration;
    GetFunctionEventInvokeConfig: Read Management Signed ["lambda:GetFunctionEventInvokeConfig"] rules::named => event_config::get;
    GetLayerVersion: Read Management Signed ["lambda:GetLayerVersion"] layer::rules::version => layer::get;
    GetLayerVersionByArn: Read Management Signed ["lambda:GetLayerVersion"] layer::rules::by_arn => layer::get_by_arn;
    GetLayerVersionPolicy: Read Management Signed ["lambda:GetLayerVersionPolicy"] layer::rules::version => layer::permission::get;
    GetPolicy: Read Management Signed ["lambda:GetPolicy"] rules::named => permission::get;
    Invoke: Write Data Signed ["lambda:InvokeFunction"] rules::named => invoke::invoke;
    ListAliases: Read Management Signed ["lambda:ListAliases"] rules::function => alias::list;
    ListEventSourceMappings: Read Management Signed ["lambda:ListEventSourceMappings"] any_resource => mapping::list;
    ListFunctionEventInvokeConfigs: Read Management Signed ["lambda:ListFunctionEventInvokeConfigs"] rules::function => event_config::list;
    ListFunctions: Read Management Signed ["lambda:ListFunctions"] any_resource => list::functions;
    ListLayerVersions: Read Management Signed ["lambda:ListLayerVersions"] any_resource => layer::list_versions;
    ListLayers: Read Management Signed ["lambda:ListLayers"] any_resource => layer::list;
    ListTags: Read Management Signed ["lambda:ListTags"] rules::tagged => tags::list;
    ListVersionsByFunction: Read Management Signed ["lambda:ListVersionsByFunction"] rules::function => list::versions;
    PublishLayerVersion: Write Management Signed ["lambda:PublishLayerVersion"] layer::rules::layer => layer::publish;
    PublishVersion: Write Management Signed ["lambda:PublishVersion"] rules::function => version::publish;
    PutFunctionConcurrency: Write Management Signed ["lambda:PutFunctionConcurrency"] rules::function => concurrency::put;
    PutFunctionEventInvokeConfig: Write Management Signed ["lambda:PutFunctionEventInvokeConfig"] rules::named => event_config::put;
    RemoveLayerVersionPermission: Write Management Signed ["lambda:RemoveLayerVersionPermission"] layer::rules::version => layer::permission::remove;
    RemovePermission: Write Management Signed ["lambda:RemovePermission"] rules::named => permission::remove;
    TagResource: Write Management Signed ["lambda:TagResource"] rules::tagged => tags::tag;
    UntagResource: Write Management Signed ["lambda:UntagResource"] rules::tagged => tags::untag;
    UpdateAlias: Write Management Signed ["lambda:UpdateAlias"] rules::function => alias::update;
    UpdateEventSourceMapping: Write Management Signed ["lambda:UpdateEventSourceMapping"] mapping::rules::existing => mapping::update;
    UpdateFunctionCode: Write Management Signed ["lambda:UpdateFunctionCode"] rules::named => update::code;
    UpdateFunctionConfiguration: Write Management Signed ["lambda:UpdateFunctionConfiguration", "iam:PassRole", "lambda:GetLayerVersion"] rules::configured => update::configuration;
    UpdateFunctionEventInvokeConfig: Write Management Signed ["lambda:UpdateFunctionEventInvokeConfig"] rules::named => event_config::update;
}
