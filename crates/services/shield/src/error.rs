//! The service's errors. (AWS Shield Advanced API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// What the service answers instead of an output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum ShieldError {
    /// The account has no subscription.
    #[error("The subscription does not exist.")]
    NoSubscription,
    /// There is none of this kind, by its name in the API.
    #[error("The referenced {1} does not exist.")]
    NotFound(&'static str, &'static str),
    /// There is one already.
    #[error("The referenced {1} already exists.")]
    AlreadyExists(&'static str, &'static str),
    /// There are as many as there may be: of which kind, and how many.
    #[error("The operation would exceed a limit: {0} is at most {1}.")]
    LimitExceeded(&'static str, usize),
    /// A parameter is wrong.
    #[error("{0}")]
    InvalidParameter(String),
    /// A resource cannot be protected, or is not there.
    #[error("{0}")]
    InvalidResource(String),
    /// The operation would change nothing, or what it needs is not there.
    #[error("{0}")]
    InvalidOperation(String),
    /// What the subscription does not allow yet.
    #[error("{0}")]
    Locked(String),
    /// The attack is not there, or not the caller's.
    #[error("The attack does not exist or is not visible to the account.")]
    UnknownAttack,
    /// The response team has no role.
    #[error("No role is associated: associate one first, with AssociateDRTRole.")]
    NoRole,
    /// What the operation rests on is not the caller's to give.
    #[error("{0}")]
    DependencyDenied(String),
    /// No answer gave the token.
    #[error("The NextToken is not one that an earlier answer gave.")]
    UnknownToken,
    /// Refused elsewhere.
    #[error("{0}")]
    Platform(Fault),
}

impl From<ShieldError> for Fault {
    fn from(error: ShieldError) -> Self {
        let message = error.to_string();
        let fault = |code: &'static str| Self::new(code, message, 400);
        match error {
            ShieldError::Platform(fault) => fault,
            ShieldError::NoSubscription => fault("ResourceNotFoundException"),
            ShieldError::NotFound(kind, _) => {
                fault("ResourceNotFoundException").with("resourceType", kind)
            }
            ShieldError::AlreadyExists(kind, _) => {
                fault("ResourceAlreadyExistsException").with("resourceType", kind)
            }
            ShieldError::LimitExceeded(kind, most) => {
                fault("LimitsExceededException").with("Type", kind).with("Limit", most.to_string())
            }
            ShieldError::InvalidParameter(_) => fault("InvalidParameterException"),
            ShieldError::InvalidResource(_) => fault("InvalidResourceException"),
            ShieldError::InvalidOperation(_) => fault("InvalidOperationException"),
            ShieldError::Locked(_) => fault("LockedSubscriptionException"),
            ShieldError::UnknownAttack => fault("AccessDeniedException"),
            ShieldError::NoRole => fault("NoAssociatedRoleException"),
            ShieldError::DependencyDenied(_) => fault("AccessDeniedForDependencyException"),
            ShieldError::UnknownToken => fault("InvalidPaginationTokenException"),
        }
    }
}

impl From<Fault> for ShieldError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for ShieldError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
