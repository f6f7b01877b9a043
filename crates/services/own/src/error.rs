//! The errors of this API.

use bartizan_service::store::StoreError;
use bartizan_types::{AccountId, Fault};

/// An error of this API.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OwnError {
    #[error(
        "Request {0} is not in this account's activity record: give the request id of an answer, \
         in full."
    )]
    RequestNotFound(String),
    #[error(
        "Nothing is remembered of the web request {0}: no web ACL of this account blocked it or \
         matched anything in it, others came since, or \
         Bartizan was started anew."
    )]
    WebRequestNotFound(String),
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    Malformed(String),
    #[error("No answer gave this NextToken, or the record up to it was forgotten: start anew.")]
    UnknownPage,
    #[error("{0} is no user or role of account {1}.")]
    NoSuchPrincipal(String, AccountId),
    #[error("{0} is no policy of the principal: give its ARN, or its name where it has none.")]
    NotAttached(String),
    #[error("There is no such activation, or it has another code.")]
    InvalidActivation,
    #[error("The activation {0} expired at {1}: ask for another.")]
    ActivationExpired(String, String),
    #[error("The activation {0} was used by another host: ask for another.")]
    ActivationUsed(String),
    #[error("There is no activation {0}.")]
    ActivationNotFound(String),
    #[error("No agent of {0} is registered with this key: register the host anew.")]
    AgentNotRegistered(String),
    #[error("The instance {0} was terminated: its agent is not registered any more.")]
    AgentTerminated(String),
    #[error("Only the agent of {0} reports it, by a session that GetAgentCredentials gave it.")]
    NotItsAgent(String),
    #[error("{0} reports too often: once more in {1} s.")]
    Throttled(String, u64),
    #[error("{0}")]
    Platform(Fault),
}

impl From<OwnError> for Fault {
    fn from(error: OwnError) -> Self {
        let code = match error {
            OwnError::Platform(fault) => return fault,
            OwnError::Throttled(_, seconds) => {
                return Self::new("ThrottlingException", error.to_string(), 429)
                    .with_header("retry-after", seconds.to_string());
            }
            OwnError::RequestNotFound(_) | OwnError::WebRequestNotFound(_) => {
                "RequestNotFoundException"
            }
            OwnError::Invalid(_) => "ValidationException",
            OwnError::Malformed(_) => "MalformedPolicyDocumentException",
            OwnError::InvalidActivation => "InvalidActivationException",
            OwnError::ActivationExpired(..) => "ActivationExpiredException",
            OwnError::ActivationUsed(_) => "ActivationUsedException",
            OwnError::ActivationNotFound(_) => "ActivationNotFoundException",
            OwnError::AgentNotRegistered(_) => "AgentNotRegisteredException",
            OwnError::AgentTerminated(_) => "AgentTerminatedException",
            OwnError::NotItsAgent(_) => "AccessDeniedException",
            OwnError::UnknownPage => "InvalidNextTokenException",
            OwnError::NoSuchPrincipal(..) | OwnError::NotAttached(_) => "NoSuchEntityException",
        };
        Self::new(code, error.to_string(), 400)
    }
}

impl From<Fault> for OwnError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for OwnError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
