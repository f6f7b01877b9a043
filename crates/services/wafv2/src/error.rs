//! The service's errors. (AWS WAF API Reference, each operation's own.)

use bartizan_inspect::CompileError;
use bartizan_inspect::definition::Invalid;
use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// Declares the errors: AWS's code without its `Exception`, and the message.
macro_rules! errors {
    ($($code:ident $message:literal;)*) => {
        /// An error of AWS WAF.
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum WafError {
            $(#[error($message)] $code,)*
            /// A parameter that is wrong, and how.
            #[error("Error reason: {reason}, field: {field}, parameter: {parameter}")]
            WAFInvalidParameter {
                field: &'static str,
                parameter: String,
                reason: &'static str,
            },
            /// A policy that is none, or says what it must not.
            #[error("{0}")]
            WAFInvalidPermissionPolicy(String),
            /// Tags that may not be.
            #[error("{0}")]
            WAFTagOperation(String),
            /// Refused elsewhere.
            #[error("{0}")]
            Platform(Fault),
        }

        impl From<WafError> for Fault {
            fn from(error: WafError) -> Self {
                let message = error.to_string();
                let fault = |code: &'static str| Self::new(code, message, 400);
                match error {
                    WafError::Platform(fault) => fault,
                    WafError::WAFInvalidParameter { field, parameter, reason } => {
                        fault("WAFInvalidParameterException")
                            .with("Field", field)
                            .with("Parameter", parameter)
                            .with("Reason", reason)
                    }
                    WafError::WAFInvalidPermissionPolicy(_) => {
                        fault("WAFInvalidPermissionPolicyException")
                    }
                    WafError::WAFTagOperation(_) => fault("WAFTagOperationException"),
                    $(WafError::$code => fault(concat!(stringify!($code), "Exception")),)*
                }
            }
        }
    };
}

errors! {
    WAFAssociatedItem "AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.";
    WAFDuplicateItem "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.";
    WAFExpiredManagedRuleGroupVersion "The operation failed because the specified version for the managed rule group has expired. You can retrieve the available versions for the managed rule group by calling ListAvailableManagedRuleGroupVersions.";
    WAFLimitsExceeded "AWS WAF couldn’t perform the operation because you exceeded your resource limit.";
    WAFLogDestinationPermissionIssue "Unable to deliver logs to the configured destination. You might need to grant log delivery permissions for the destination.";
    WAFNonexistentItem "AWS WAF couldn’t perform the operation because your resource doesn’t exist.";
    WAFOptimisticLock "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.";
}

impl WafError {
    /// What is said of an ARN that is not right for an operation.
    const ARN: &'static str = "The ARN isn't valid. A valid ARN begins with arn: and includes other \
        information separated by colons or slashes.";

    /// A parameter that is wrong.
    pub(crate) fn parameter(
        field: &'static str,
        parameter: impl Into<String>,
        reason: &'static str,
    ) -> Self {
        Self::WAFInvalidParameter { field, parameter: parameter.into(), reason }
    }

    /// A parameter that is not written as it must be.
    pub(crate) fn format(field: &'static str, parameter: impl Into<String>) -> Self {
        Self::parameter(field, parameter, "The parameter contains formatting that is not valid.")
    }

    /// An ARN that is not right for an operation.
    pub(crate) fn arn(parameter: &str) -> Self {
        Self::parameter("RESOURCE_ARN", parameter, Self::ARN)
    }

    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/coverage.md lists what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }

    /// A fault of Bartizan's own.
    pub(crate) fn internal(message: String) -> Self {
        Self::Platform(Fault::new("WAFInternalErrorException", message, 500))
    }
}

impl From<Invalid> for WafError {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::Parameter { field, parameter, reason } => {
                Self::WAFInvalidParameter { field, parameter, reason }
            }
            other => Self::Platform(Fault::new("NotImplemented", other.to_string(), 501)),
        }
    }
}

impl From<CompileError> for WafError {
    fn from(error: CompileError) -> Self {
        Self::format("STATEMENT", error.to_string())
    }
}

impl From<Fault> for WafError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for WafError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
