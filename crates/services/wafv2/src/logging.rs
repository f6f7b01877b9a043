//! Where the logs of web ACLs go.

use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;
use bartizan_wire::IntoValue;
use serde_json::Value as Json;

use crate::Waf;
use crate::entity::{self, paged, typed};
use crate::error::WafError;
use crate::log;
use crate::records::{self, LoggingRecord};
use crate::scope::Scope;
use crate::shapes::{
    DeleteLoggingConfigurationRequest, GetLoggingConfigurationRequest,
    GetLoggingConfigurationResponse, ListLoggingConfigurationsRequest,
    ListLoggingConfigurationsResponse, LoggingConfiguration, PutLoggingConfigurationRequest,
    PutLoggingConfigurationResponse,
};
use crate::web_acl::of_arn;

/// What the name of a destination begins with. (AWS WAF Developer Guide, "Logging AWS WAF protection
/// pack (web ACL) traffic".)
const PREFIX: &str = "aws-waf-logs-";
/// The scope of logs that customers ask for.
pub(crate) const CUSTOMER: &str = "CUSTOMER";

/// Sends a web ACL's log somewhere.
pub(crate) async fn put(
    _service: &Waf,
    call: &Call,
    request: Authorized<PutLoggingConfigurationRequest>,
) -> Result<PutLoggingConfigurationResponse, WafError> {
    let mut configuration = request.into_inner().logging_configuration;
    let web_acl = of_arn(&configuration.resource_arn)?;
    check(&configuration)?;
    check_redacted(&configuration.clone().into_value().to_json())?;
    check_scope(configuration.log_scope.as_deref())?;
    configuration.managed_by_firewall_manager = Some(false);
    configuration.log_type.get_or_insert_with(|| "WAF_LOGS".to_owned());
    configuration.log_scope.get_or_insert_with(|| CUSTOMER.to_owned());
    let shown = configuration.clone().into_value().to_json();
    call.read(|reader| entity::find(reader, &web_acl))?;
    log::check(call, &web_acl, &shown).await?;
    let done = call.commit(move |writer| {
        entity::find(writer, &web_acl)?;
        let key = LoggingRecord::key_of(&web_acl);
        writer.put(&key, &LoggingRecord { web_acl, configuration: shown })?;
        let logging_configuration = Some(configuration);
        Ok::<_, WafError>(PutLoggingConfigurationResponse { logging_configuration })
    });
    Ok(done.await?)
}

/// Shows where a web ACL's log goes.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetLoggingConfigurationRequest>,
) -> Result<GetLoggingConfigurationResponse, WafError> {
    check_scope(request.log_scope.as_deref())?;
    let web_acl = of_arn(&request.resource_arn)?;
    let record = call.read(|reader| {
        let found: Option<LoggingRecord> = reader.get(&LoggingRecord::key_of(&web_acl))?;
        found.ok_or(WafError::WAFNonexistentItem)
    })?;
    Ok(GetLoggingConfigurationResponse { logging_configuration: Some(shown(&record)?) })
}

/// Ends a web ACL's log.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteLoggingConfigurationRequest>,
) -> Result<(), WafError> {
    check_scope(request.log_scope.as_deref())?;
    let web_acl = of_arn(&request.resource_arn)?;
    let done = call.commit(move |writer| {
        if writer.delete::<LoggingRecord>(&LoggingRecord::key_of(&web_acl))? {
            return Ok(());
        }
        Err(WafError::WAFNonexistentItem)
    });
    Ok(done.await?)
}

/// Lists where logs go.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListLoggingConfigurationsRequest>,
) -> Result<ListLoggingConfigurationsResponse, WafError> {
    check_scope(request.log_scope.as_deref())?;
    let scope = Scope::of(&request.scope, &call.region)?;
    let account = call.account()?;
    let mut all =
        call.read(|reader| records::all::<LoggingRecord>(reader, account, &call.region))?;
    all.retain(|record| record.web_acl.scope == scope);
    let marker = request.next_marker.as_deref();
    let page = paged(all, marker, request.limit, |record| record.web_acl.id.clone())?;
    let configurations = page.items.iter().map(shown).collect::<Result<_, _>>()?;
    Ok(ListLoggingConfigurationsResponse {
        logging_configurations: Some(configurations),
        next_marker: page.next,
    })
}

fn shown(record: &LoggingRecord) -> Result<LoggingConfiguration, WafError> {
    typed("LoggingConfiguration", &record.configuration)
}

/// One bucket whose name begins as AWS demands.
fn check(configuration: &LoggingConfiguration) -> Result<(), WafError> {
    let [destination] = configuration.log_destination_configs.as_slice() else {
        return Err(WafError::parameter(
            "LOG_DESTINATION",
            "LogDestinationConfigs",
            "You have used none or multiple values for a field that requires exactly one value.",
        ));
    };
    let invalid = || WafError::format("LOG_DESTINATION", destination);
    let arn: Arn = destination.parse().map_err(|_| invalid())?;
    let name = match arn.service() {
        // A folder of the bucket may follow.
        "s3" => arn.resource(),
        "firehose" | "logs" => {
            return Err(WafError::not_implemented("A log destination that is not a bucket"));
        }
        _ => return Err(invalid()),
    };
    if name.starts_with(PREFIX) { Ok(()) } else { Err(invalid()) }
}

/// Only these parts of a request can be left out. (AWS WAF API Reference, `LoggingConfiguration`.)
fn check_redacted(configuration: &Json) -> Result<(), WafError> {
    let fields = configuration.get("RedactedFields").and_then(Json::as_array);
    let mut members = fields.into_iter().flatten().filter_map(Json::as_object).flatten();
    let other = members.find(|(name, field)| {
        !field.is_null()
            && !["UriPath", "QueryString", "SingleHeader", "Method"].contains(&name.as_str())
    });
    other.map_or(Ok(()), |(name, _)| Err(WafError::format("FIELD_TO_MATCH", name)))
}

/// The other scopes are logs of services that Bartizan does not have.
fn check_scope(scope: Option<&str>) -> Result<(), WafError> {
    match scope {
        None | Some(CUSTOMER) => Ok(()),
        Some(other) => Err(WafError::not_implemented(&format!("The log scope {other}"))),
    }
}
