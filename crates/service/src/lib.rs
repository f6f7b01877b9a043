//! What a service is: its operations, the context of a call, the one authoriser, the activity
//! record, and the ports through which services meet.

mod access;
mod accounts;
mod activity;
mod advisories;
mod authorization_message;
mod body;
mod call;
mod caller;
mod condition_keys;
mod cross_origin;
mod data_key_cipher;
mod data_keys;
mod decide;
mod delegation;
mod denial;
pub mod directory;
mod disclosure;
mod egress;
mod explanations;
mod forwarded;
mod fronts;
mod given_names;
mod governance;
mod health_checks;
mod host_agents;
mod host_checks;
mod host_flows;
mod hosts;
mod hsm;
pub mod inquiry;
mod inventories;
pub mod issuers;
mod json;
pub mod logs;
mod long_work;
mod membership;
mod metrics;
mod mfa;
mod mitigation;
mod name_owners;
mod networks;
mod operation;
mod organization_entity;
pub mod origin_identity;
pub mod paging;
mod passkeys;
mod platform;
mod ports;
pub mod principal_ids;
pub mod projection;
mod redaction;
pub mod replay;
mod road;
mod role_session;
mod server_certificates;
mod service_call;
mod service_events;
mod session_limits;
mod tag_policy;
pub mod tags;
mod target_health;
mod temporary_credentials;
#[cfg(feature = "testkit")]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "test code: a panic is its answer"
)]
pub mod testkit;
mod tokens;
mod usage;
mod vault;
mod web;

pub use access::{Access, Ask, Rule, any_resource, needs_no_permission};
pub use accounts::{AccountFacts, Accounts, NewAccount};
pub use activity::{ServiceEvent, event_name, event_service, user_name};
pub use advisories::{AdvisoryData, AdvisoryFile};
pub use authorization_message::{
    decode as decode_authorization_message, document as authorization_document,
    encode as encode_authorization_message,
};
pub use body::{Body, Trailers};
pub use call::{Call, Origin, SignatureForm};
pub use caller::{Caller, FederatedIdentity, SessionFacts};
pub use cross_origin::CorsRule;
pub use data_key_cipher::{open_by_data_key, seal_by_data_key};
pub use data_keys::{DataKey, DataKeys, KeyUse};
pub use decide::Authorized;
pub use delegation::{
    Delegated, DelegationNotice, DelegationNotices, DelegationTemplate, Delegations, Redemption,
};
pub use directory::Directory;
pub use egress::{Egress, EgressError, Fetch, Post, Posted};
pub use explanations::Explanations;
pub use forwarded::Forwarded;
pub use fronts::{EdgeFront, EdgeFronts, EdgeListener};
pub use given_names::{balancer_zone, given_domain, given_name, names_of_given};
pub use governance::{
    Governance, GovernedNode, GovernedTree, GoverningPolicy, PlannedNode, PlannedPolicy,
};
pub use health_checks::{CheckHealth, HealthChecks, Observation};
pub use host_agents::HostAgents;
pub use host_checks::{HostChecks, WaitingChecks};
pub use host_flows::{HOST_FLOW_FIELDS, HostFlows, SentFlows, TakenFlows};
pub use hosts::{HostPlace, HostRule, Hosts, NewHost};
pub use hsm::{Hsm, HsmError, HsmLogin, HsmTask};
pub use inventories::{
    CheckedInventory, HostInventory, HostPackage, Inventories, ListeningSocket, OperatingSystem,
    Transport,
};
pub use long_work::LongWork;
pub use membership::{CentralRoot, Membership, Memberships, RootFeatures};
pub use metrics::{Cells, Counted, Meter, MetricName, Metrics};
pub use mfa::{CodeVerdict, MfaDevices, TokenSeed};
pub use mitigation::{MitigationRule, MitigationTerm, MitigationText, WebMitigations};
pub use name_owners::NameOwners;
pub use networks::{NetworkPlace, NetworkSubnet, Networks, ServiceInterface};
pub use operation::{
    Admission, BoxFuture, EventCategory, IntoReply, Mode, Operation, Reply, Service,
    not_implemented,
};
pub use organization_entity::{FoundEntity, OrganizationEntities, OrganizationEntity};
pub use passkeys::{Passkeys, passkey_domain, passkey_origin};
pub use platform::{Platform, PlatformParts, Settings};
pub use ports::Ports;
pub use projection::Projection;
pub use road::{Incoming, Road};
pub use role_session::{RoleSession, RoleUse};
pub use server_certificates::{CertificateUsers, ServerCertificatePem, ServerCertificates};
pub use service_call::ServiceCall;
pub use service_events::{AwsEvent, ServiceEvents};
pub use target_health::{TargetHealth, TargetHealths};
pub use temporary_credentials::TemporaryCredentials;
pub use tokens::{
    SessionToken, TokenPolicy, TokenPrincipal, Tokens, generate_secret, role_session,
};
pub use usage::{KeyLastUse, LastUse, Noted, OperationUse, ServiceUse, Usage};
pub use vault::Vault;
pub use web::{RobotTraffic, SampledRequest, WebAcls, WebResources, WebTraffic};

pub use bartizan_sigv4::Secret;
pub use bartizan_store as store;
pub use bartizan_types as types;
pub use bartizan_wire as wire;
