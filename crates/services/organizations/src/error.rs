//! Organizations' errors. (Organizations API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// Declares the errors: AWS's code without its `Exception`, what the message tells, the message.
macro_rules! errors {
    ($($code:ident $message:literal;)*) => {
        /// An error of Organizations.
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum OrganizationsError {
            $(#[error($message)] $code,)*
            /// A limit, with AWS's name of the reason.
            #[error("{1}")]
            ConstraintViolation(&'static str, String),
            /// A parameter, with AWS's name of the reason.
            #[error("{1}")]
            InvalidInput(&'static str, &'static str),
            /// What an invitation would break, with AWS's name of the reason.
            #[error("{1}")]
            HandshakeConstraintViolation(&'static str, &'static str),
            /// What the call needs beside its own permission, with AWS's name of the reason.
            #[error("{1}")]
            AccessDeniedForDependency(&'static str, &'static str),
            /// What AWS has and Bartizan does not.
            #[error("{0} is not implemented by Bartizan; docs/coverage.md lists what is")]
            NotImplemented(&'static str),
            /// Refused elsewhere.
            #[error("{0}")]
            Platform(Fault),
        }

        impl From<OrganizationsError> for Fault {
            fn from(error: OrganizationsError) -> Self {
                let (code, reason) = match &error {
                    OrganizationsError::Platform(fault) => return fault.clone(),
                    OrganizationsError::NotImplemented(_) => {
                        return Self::new("NotImplemented", error.to_string(), 501);
                    }
                    OrganizationsError::ConstraintViolation(reason, _) => {
                        ("ConstraintViolationException", Some(*reason))
                    }
                    OrganizationsError::InvalidInput(reason, _) => {
                        ("InvalidInputException", Some(*reason))
                    }
                    OrganizationsError::HandshakeConstraintViolation(reason, _) => {
                        ("HandshakeConstraintViolationException", Some(*reason))
                    }
                    OrganizationsError::AccessDeniedForDependency(reason, _) => {
                        ("AccessDeniedForDependencyException", Some(*reason))
                    }
                    $(OrganizationsError::$code => {
                        (concat!(stringify!($code), "Exception"), None)
                    })*
                };
                let fault = Self::new(code, error.to_string(), 400);
                match reason {
                    Some(reason) => fault.with("Reason", reason),
                    None => fault,
                }
            }
        }
    };
}

errors! {
    AWSOrganizationsNotInUse "Your account is not a member of an organization.";
    AccessDenied "You don't have permissions to access this resource.";
    AccountAlreadyClosed "The provided account is already closed.";
    AccountAlreadyRegistered "The provided account is already a delegated administrator for your organization.";
    AccountNotFound "You specified an account that doesn't exist.";
    AccountNotRegistered "The provided account is not a registered delegated administrator for your organization.";
    AlreadyInOrganization "The AWS account is already a member of an organization.";
    ChildNotFound "You specified a child that doesn't exist.";
    CreateAccountStatusNotFound "You specified a create account request that doesn't exist.";
    DestinationParentNotFound "You specified a destination parent that doesn't exist.";
    DuplicateAccount "The account is already in the specified destination.";
    DuplicateHandshake "An invitation of the account is already pending.";
    DuplicateOrganizationalUnit "An OU with the same name already exists.";
    DuplicatePolicy "A policy with the same name already exists.";
    DuplicatePolicyAttachment "The policy is already attached to the specified target.";
    EffectivePolicyNotFound "The account has no effective policy of the specified policy type.";
    HandshakeAlreadyInState "The handshake is already in the requested state.";
    HandshakeNotFound "You specified a handshake that doesn't exist.";
    InvalidHandshakeTransition "You can't perform the operation on the handshake in its current state.";
    MalformedPolicyDocument "The provided policy document does not meet the requirements of the specified policy type.";
    MasterCannotLeaveOrganization "You can't remove the management account from the organization.";
    OrganizationNotEmpty "To delete an organization you must first remove all member accounts (except the master).";
    OrganizationalUnitNotEmpty "The specified OU is not empty.";
    OrganizationalUnitNotFound "You specified an organizational unit that doesn't exist.";
    ParentNotFound "You specified a parent that doesn't exist.";
    PolicyInUse "The policy is attached to one or more entities: detach it from all of them first.";
    PolicyNotAttached "The policy is not attached to the specified target.";
    PolicyNotFound "You specified a policy that doesn't exist.";
    PolicyTypeAlreadyEnabled "The specified policy type is already enabled.";
    PolicyTypeNotAvailableForOrganization "This operation can be performed only for organizations that have all features enabled.";
    PolicyTypeNotEnabled "This operation can be performed only for enabled policy types.";
    ResourcePolicyNotFound "The organization has no resource policy.";
    RootNotFound "You specified a root that doesn't exist.";
    SourceParentNotFound "You specified a source parent that doesn't exist.";
    TargetNotFound "You specified a target that doesn't exist.";
}

impl OrganizationsError {
    /// A limit that the call would exceed.
    pub(crate) fn constraint(reason: &'static str, message: impl Into<String>) -> Self {
        Self::ConstraintViolation(reason, message.into())
    }
}

impl From<Fault> for OrganizationsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for OrganizationsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
