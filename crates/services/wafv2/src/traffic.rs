//! What the edge sees: samples of requests, and the addresses that rate-based rules limit.

use std::net::IpAddr;

use bartizan_service::{Authorized, Call, SampledRequest};
use bartizan_types::Timestamp;

use crate::Waf;
use crate::entity::{self, Place};
use crate::error::WafError;
use crate::scope::{Kind, Scope};
use crate::shapes::{
    GetRateBasedStatementManagedKeysRequest, GetRateBasedStatementManagedKeysResponse,
    GetSampledRequestsRequest, GetSampledRequestsResponse, HTTPHeader, HTTPRequest, Label,
    RateBasedStatementManagedKeysIPSet, SampledHTTPRequest, TimeWindow,
};
use crate::web_acl::of_arn;

/// How far back samples go. (AWS WAF API Reference, `GetSampledRequests`.)
const SAMPLES_MILLIS: i64 = 3 * 60 * 60 * 1_000;
/// The most addresses that are listed. (AWS WAF API Reference,
/// `GetRateBasedStatementManagedKeys`.)
const ADDRESSES_MAX: usize = 10_000;

/// Shows samples of the requests that a rule matched.
pub(crate) async fn sampled(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetSampledRequestsRequest>,
) -> Result<GetSampledRequestsResponse, WafError> {
    let request = request.into_inner();
    let web_acl = of_arn(&request.web_acl_arn)?;
    if Scope::of(&request.scope, &call.region)? != web_acl.scope {
        return Err(WafError::arn(&request.web_acl_arn));
    }
    call.read(|reader| entity::find(reader, &web_acl))?;
    let earliest = Timestamp::from_millis(call.now.millis().saturating_sub(SAMPLES_MILLIS));
    let from = request.time_window.start_time.max(earliest);
    let to = request.time_window.end_time.min(call.now);
    if from > to {
        return Err(WafError::format("RULE", "TimeWindow"));
    }
    let most = usize::try_from(request.max_items).unwrap_or(0);
    let port = call.platform.ports.web_traffic.as_ref();
    let (samples, population) = port.map_or_else(Default::default, |port| {
        port.sampled(&web_acl.arn(), &request.rule_metric_name, from, to, most)
    });
    Ok(GetSampledRequestsResponse {
        sampled_requests: Some(samples.into_iter().map(shown).collect()),
        population_size: Some(i64::try_from(population).unwrap_or(i64::MAX)),
        time_window: Some(TimeWindow { start_time: from, end_time: to }),
    })
}

fn shown(sample: SampledRequest) -> SampledHTTPRequest {
    let header = |(name, value)| HTTPHeader { name: Some(name), value: Some(value) };
    let headers = |held: Vec<(String, String)>| held.into_iter().map(header).collect::<Vec<_>>();
    let inserted = headers(sample.inserted_headers);
    let label = |name| Label { name };
    SampledHTTPRequest {
        request: HTTPRequest {
            client_ip: Some(sample.client.to_string()),
            country: sample.country,
            uri: Some(sample.uri),
            method: Some(sample.method),
            http_version: Some(sample.http_version.to_owned()),
            headers: Some(headers(sample.headers)),
        },
        weight: 1,
        timestamp: Some(sample.at),
        action: Some(sample.action.to_owned()),
        rule_name_within_rule_group: sample.rule_in_group,
        request_headers_inserted: (!inserted.is_empty()).then_some(inserted),
        response_code_sent: sample.response_code.map(i32::from),
        labels: (!sample.labels.is_empty()).then(|| sample.labels.into_iter().map(label).collect()),
        ..SampledHTTPRequest::default()
    }
}

/// Shows the addresses that a rate-based rule limits.
pub(crate) async fn limited(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetRateBasedStatementManagedKeysRequest>,
) -> Result<GetRateBasedStatementManagedKeysResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::WebAcl)?;
    let name = place.name(&request.web_acl_name, &request.web_acl_id);
    let record = call.read(|reader| entity::find(reader, &name))?;
    // Of a rule in a group, the name of the rule that uses the group comes under its own member.
    let (rule, in_group) = match &request.rule_group_rule_name {
        Some(user) => (user, Some(request.rule_name.as_str())),
        None => (&request.rule_name, None),
    };
    check_rule(call, &record, rule, in_group)?;
    let port = call.platform.ports.web_traffic.as_ref();
    let addresses = port.and_then(|port| port.limited(&name.arn(), rule, in_group, call.now));
    let addresses = addresses.unwrap_or_default();
    let of = |version: &str, is_version: fn(&&IpAddr) -> bool| {
        let some = addresses.iter().filter(is_version).take(ADDRESSES_MAX);
        let block = |address: &IpAddr| match address {
            IpAddr::V4(_) => format!("{address}/32"),
            IpAddr::V6(_) => format!("{address}/128"),
        };
        Some(RateBasedStatementManagedKeysIPSet {
            ip_address_version: Some(version.to_owned()),
            addresses: Some(some.map(block).collect()),
        })
    };
    Ok(GetRateBasedStatementManagedKeysResponse {
        managed_keys_ipv4: of("IPV4", |address| address.is_ipv4()),
        managed_keys_ipv6: of("IPV6", |address| address.is_ipv6()),
    })
}

/// There must be such a rule, and it must count by addresses alone.
fn check_rule(
    call: &Call,
    record: &crate::records::EntityRecord,
    rule: &str,
    in_group: Option<&str>,
) -> Result<(), WafError> {
    let program = call.read(|reader| crate::compile::web_acl(reader, record))?;
    let nothing = bartizan_inspect::RateTable::new(0, 1);
    match program.limited_addresses(rule, in_group, &nothing, 0) {
        Some(_) => Ok(()),
        None => Err(WafError::WAFNonexistentItem),
    }
}
