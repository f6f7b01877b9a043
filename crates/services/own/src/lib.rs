//! Bartizan's own API, `bartizan`: why a request was allowed or denied, the seeds of hardware MFA
//! tokens, security keys and passkeys, the templates and notifications of temporary delegation. It
//! travels the one road as every other service, and asks for permissions as `bartizan:ExplainRequest`.

mod delegations;
mod error;
mod mfa_tokens;
mod operations;
mod passkeys;
mod request;
mod shapes;

/// The service.
#[derive(Debug, Default)]
pub struct OwnApi;
