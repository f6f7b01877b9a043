//! What detectors found, in GuardDuty's words. (Amazon GuardDuty User Guide, "Finding details".)

use std::collections::BTreeMap;

use bartizan_detect::record::{Activity, Address, Caller, Flow, Origin, protocols};
use bartizan_detect::{Finding, Kind, Role, Stream, Subject};
use bartizan_types::Timestamp;
use serde_json::{Value as Json, json};

use crate::shapes::{
    AccessKeyDetails, Action, AwsApiCallAction, DnsRequestAction, Evidence, InstanceDetails,
    LocalIpDetails, LocalPortDetails, NetworkConnectionAction, NetworkInterface, PortProbeAction,
    PortProbeDetail, PrivateIpAddressDetails, RemoteIpDetails, RemotePortDetails, Resource,
    S3BucketDetail, Service, ServiceAdditionalInfo, ThreatIntelligenceDetail,
};

/// What was seen, before it is known whether it was seen before.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// What repeats have in common.
    pub(crate) key: String,
    /// The type's name.
    pub(crate) kind: String,
    pub(crate) severity: f64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) resource: Resource,
    /// Without what is the same for all findings.
    pub(crate) service: Service,
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
}

impl Seen {
    /// A finding; one in calls comes with the call that completed it. `lists` are the names of the threat
    /// lists that made it.
    pub(crate) fn new(finding: &Finding, call: Option<&Activity<'_>>, lists: &[String]) -> Self {
        let about = finding.kind.about();
        let (action, resource) = match (about.stream, call) {
            (Stream::Flow, _) => (connection(finding), instance(finding)),
            (Stream::Dns, _) => (query(finding), instance(finding)),
            (Stream::Activity, call) => (api_call(finding, call), principal(finding, call)),
        };
        let details = ThreatIntelligenceDetail {
            threat_list_name: lists.first().cloned(),
            threat_names: None,
            threat_file_sha256: None,
        };
        let evidence =
            lists.first().map(|_| Evidence { threat_intelligence_details: Some(vec![details]) });
        let feature = match about.stream {
            Stream::Flow => "FlowLogs",
            Stream::Dns => "DnsLogs",
            Stream::Activity => "CloudTrail",
        };
        Self {
            key: finding.key(),
            kind: about.name.to_owned(),
            severity: f64::from(finding.severity.number()),
            title: title(finding),
            description: format!("Watched are {}. {}", about.watches, about.remediation),
            resource,
            service: Service {
                action: Some(action),
                evidence,
                resource_role: Some(finding.role.as_str().to_owned()),
                additional_info: Some(additional(&facts(finding, lists))),
                feature_name: Some(feature.to_owned()),
                ..Service::default()
            },
            first: Timestamp::from_seconds(finding.evidence.first),
            last: Timestamp::from_seconds(finding.evidence.last),
        }
    }
}

/// What is known beside what has a place of its own, as GuardDuty gives it: JSON in a text.
pub(crate) fn additional(value: &Json) -> ServiceAdditionalInfo {
    ServiceAdditionalInfo { value: Some(value.to_string()), r#type: Some("default".to_owned()) }
}

/// The numbers, the names and the records that made a finding.
fn facts(finding: &Finding, lists: &[String]) -> Json {
    let evidence = &finding.evidence;
    let mut facts: BTreeMap<&str, Json> =
        evidence.facts.iter().map(|(name, count)| (*name, json!(count))).collect();
    if !evidence.names.is_empty() {
        facts.insert("names", json!(evidence.names));
    }
    if !evidence.events.is_empty() {
        facts.insert("eventIds", json!(evidence.events));
    }
    if let Some(name) = lists.first() {
        facts.insert("threatListName", json!(name));
    }
    json!(facts)
}

fn title(finding: &Finding) -> String {
    let resource = &finding.resource;
    let labels = [&resource.instance, &resource.interface];
    let ours = labels.into_iter().find(|label| !label.is_empty());
    let ours = ours.map_or_else(|| resource.address.to_string(), ToString::to_string);
    let name = finding.kind.name();
    let by = if finding.role == Role::Actor { "by" } else { "of" };
    match &finding.subject {
        Subject::Principal(principal) => format!("{name} by {principal}."),
        Subject::Bucket(bucket, principal) => format!("{name} of {bucket} by {principal}."),
        Subject::Itself => format!("{name} {by} {ours}."),
        Subject::Host(host) => format!("{name} {by} {ours}, with {host}."),
        Subject::Port(port) => format!("{name} {by} {ours}, port {port}."),
        Subject::Service(host, port) => format!("{name} {by} {ours}, with {host} port {port}."),
        Subject::Domain(domain) => format!("{name} {by} {ours}, domain {domain}."),
    }
}

fn instance(finding: &Finding) -> Resource {
    let resource = &finding.resource;
    let text =
        |label: &bartizan_detect::record::Label| (!label.is_empty()).then(|| label.to_string());
    let address = resource.address;
    let is_v6 = address.as_v4().is_none();
    let interface = NetworkInterface {
        network_interface_id: text(&resource.interface),
        ipv6_addresses: is_v6.then(|| vec![address.to_string()]),
        private_ip_address: (!is_v6).then(|| address.to_string()),
        private_ip_addresses: (!is_v6).then(|| {
            let private_ip_address = Some(address.to_string());
            vec![PrivateIpAddressDetails { private_ip_address, private_dns_name: None }]
        }),
        ..NetworkInterface::default()
    };
    Resource {
        resource_type: Some("Instance".to_owned()),
        instance_details: Some(InstanceDetails {
            instance_id: text(&resource.instance),
            network_interfaces: Some(vec![interface]),
            ..InstanceDetails::default()
        }),
        ..Resource::default()
    }
}

fn remote(address: Address) -> RemoteIpDetails {
    let (v4, v6) = families(address);
    RemoteIpDetails { ip_address_v4: v4, ip_address_v6: v6, ..RemoteIpDetails::default() }
}

fn local(address: Address) -> LocalIpDetails {
    let (v4, v6) = families(address);
    LocalIpDetails { ip_address_v4: v4, ip_address_v6: v6 }
}

fn families(address: Address) -> (Option<String>, Option<String>) {
    let text = Some(address.to_string());
    if address.as_v4().is_some() { (text, None) } else { (None, text) }
}

fn connection(finding: &Finding) -> Action {
    let flow = finding.evidence.flow.unwrap_or_default();
    let ours = finding.resource.address;
    let sent = flow.source == ours;
    let (other, local_port, remote_port) = if sent {
        (flow.destination, flow.source_port, flow.destination_port)
    } else {
        (flow.source, flow.destination_port, flow.source_port)
    };
    let here = LocalPortDetails {
        port: Some(i32::from(local_port)),
        port_name: Some(port_name(local_port)),
    };
    if finding.kind == Kind::PortProbe {
        return Action {
            action_type: Some("PORT_PROBE".to_owned()),
            port_probe_action: Some(PortProbeAction {
                blocked: Some(!flow.accepted),
                port_probe_details: Some(vec![PortProbeDetail {
                    local_port_details: Some(here),
                    local_ip_details: Some(local(ours)),
                    remote_ip_details: Some(remote(other)),
                }]),
            }),
            ..Action::default()
        };
    }
    let direction = if finding.role == Role::Actor { "OUTBOUND" } else { "INBOUND" };
    let interface = &finding.resource.interface;
    Action {
        action_type: Some("NETWORK_CONNECTION".to_owned()),
        network_connection_action: Some(NetworkConnectionAction {
            blocked: Some(!flow.accepted),
            connection_direction: Some(direction.to_owned()),
            local_port_details: Some(here),
            protocol: Some(protocol(&flow)),
            local_ip_details: Some(local(ours)),
            local_network_interface: (!interface.is_empty()).then(|| interface.to_string()),
            remote_ip_details: Some(remote(other)),
            remote_port_details: Some(RemotePortDetails {
                port: Some(i32::from(remote_port)),
                port_name: Some(port_name(remote_port)),
            }),
        }),
        ..Action::default()
    }
}

fn protocol(flow: &Flow) -> String {
    match flow.protocol {
        protocols::TCP => "TCP".to_owned(),
        protocols::UDP => "UDP".to_owned(),
        protocols::ICMP => "ICMP".to_owned(),
        other => other.to_string(),
    }
}

/// The names that GuardDuty gives ports.
fn port_name(port: u16) -> String {
    match port {
        21 => "FTP",
        22 => "SSH",
        23 => "TELNET",
        25 => "SMTP",
        53 => "DNS",
        80 => "HTTP",
        443 => "HTTPS",
        3_389 => "RDP",
        _ => "Unknown",
    }
    .to_owned()
}

fn query(finding: &Finding) -> Action {
    let asked = finding.evidence.names.first().cloned();
    let registered = match &finding.subject {
        Subject::Domain(domain) => Some(domain.clone()),
        _ => None,
    };
    let blocked = finding.evidence.facts.iter().find(|(name, _)| *name == "blocked");
    Action {
        action_type: Some("DNS_REQUEST".to_owned()),
        dns_request_action: Some(DnsRequestAction {
            domain: asked.or_else(|| registered.clone()),
            domain_with_suffix: registered,
            blocked: Some(blocked.is_some_and(|(_, count)| *count > 0)),
            ..DnsRequestAction::default()
        }),
        ..Action::default()
    }
}

fn api_call(finding: &Finding, call: Option<&Activity<'_>>) -> Action {
    let name = finding.evidence.names.first().map(String::as_str).unwrap_or_default();
    let (service, api) = name.split_once(':').unwrap_or(("", name));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (caller_type, remote_ip_details) = match call.map(|call| &call.origin) {
        Some(Origin::Address(address)) => ("Remote IP", Some(remote(*address))),
        Some(Origin::Service(_)) => ("AWS Service", None),
        _ => ("Other", None),
    };
    Action {
        action_type: Some("AWS_API_CALL".to_owned()),
        aws_api_call_action: Some(AwsApiCallAction {
            api: some(api),
            caller_type: Some(caller_type.to_owned()),
            error_code: call.and_then(|call| some(&call.error)),
            user_agent: call.and_then(|call| some(&call.agent)),
            remote_ip_details,
            service_name: some(service).map(|service| format!("{service}.amazonaws.com")),
            ..AwsApiCallAction::default()
        }),
        ..Action::default()
    }
}

fn principal(finding: &Finding, call: Option<&Activity<'_>>) -> Resource {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let key = call.map(|call| {
        let who = &call.identity;
        let name = if who.name.is_empty() {
            who.role.rsplit('/').next().unwrap_or_default()
        } else {
            &who.name
        };
        AccessKeyDetails {
            access_key_id: some(&who.key),
            principal_id: some(&who.principal),
            user_name: some(name),
            user_type: Some(user_type(who.caller).to_owned()),
        }
    });
    let bucket = match &finding.subject {
        Subject::Bucket(bucket, _) => Some(S3BucketDetail {
            arn: Some(format!("arn:aws:s3:::{bucket}")),
            name: Some(bucket.clone()),
            r#type: Some("Destination".to_owned()),
            ..S3BucketDetail::default()
        }),
        _ => None,
    };
    let kind = if bucket.is_some() { "S3Bucket" } else { "AccessKey" };
    Resource {
        access_key_details: key,
        s3_bucket_details: bucket.map(|bucket| vec![bucket]),
        resource_type: Some(kind.to_owned()),
        ..Resource::default()
    }
}

fn user_type(caller: Caller) -> &'static str {
    match caller {
        Caller::Root => "Root",
        Caller::User => "IAMUser",
        Caller::Role => "AssumedRole",
        Caller::Federated => "FederatedUser",
        Caller::Service => "AWSService",
        Caller::Other => "AWSAccount",
    }
}
