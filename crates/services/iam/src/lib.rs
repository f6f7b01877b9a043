//! Identity and Access Management: users, groups, roles, policies, access keys and MFA devices, and
//! the projection that compiles them into the directory on which every call is decided.

mod access_key;
mod account;
mod authorization_details;
pub mod bootstrap;
mod boundary;
mod certificate;
mod credential;
mod credential_report;
mod delegation;
mod document;
mod error;
mod group;
mod instance_profile;
mod last_accessed;
mod library;
mod login_profile;
mod managed_policy;
mod mfa;
mod oidc_provider;
mod operations;
mod paging;
mod password;
mod policies;
mod projection;
mod provider;
mod records;
pub mod recovery;
mod role;
mod root_access;
mod rules;
mod saml_provider;
mod server_certificate;
mod service_credential;
mod shapes;
mod signing_certificate;
mod simulate;
mod ssh_key;
mod tags;
mod user;

pub use projection::IamProjection;
pub use records::SERVER_CERTIFICATES;

/// The service.
#[derive(Debug, Default)]
pub struct Iam;
