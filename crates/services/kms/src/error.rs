//! The service's errors. (AWS KMS API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// Declares the errors: AWS's code without its `Exception`, what the message tells, the message.
macro_rules! errors {
    ($($code:ident($($told:ty),*) $message:literal;)*) => {
        /// An error of the key service.
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum KmsError {
            $(#[error($message)] $code($($told),*),)*
            /// Refused elsewhere.
            #[error("{0}")]
            Platform(Fault),
        }

        impl From<KmsError> for Fault {
            fn from(error: KmsError) -> Self {
                let code = match &error {
                    KmsError::Platform(fault) => return fault.clone(),
                    $(KmsError::$code(..) => concat!(stringify!($code), "Exception"),)*
                };
                Self::new(code, error.to_string(), 400)
            }
        }
    };
}

errors! {
    CloudHsmClusterInUse(String) "{0}";
    CloudHsmClusterInvalidConfiguration(String) "{0}";
    CloudHsmClusterNotActive(String) "{0}";
    CloudHsmClusterNotFound(String) "{0}";
    CloudHsmClusterNotRelated(String) "{0}";
    CustomKeyStoreHasCMKs(String) "{0}";
    CustomKeyStoreInvalidState(String) "{0}";
    CustomKeyStoreNameInUse(String) "{0}";
    CustomKeyStoreNotFound(String) "{0}";
    XksKeyAlreadyInUse(String) "{0}";
    XksKeyInvalidConfiguration(String) "{0}";
    XksKeyNotFound(String) "{0}";
    XksProxyIncorrectAuthenticationCredential(String) "{0}";
    XksProxyInvalidConfiguration(String) "{0}";
    XksProxyInvalidResponse(String) "{0}";
    XksProxyUriInUse(String) "{0}";
    XksProxyUriUnreachable(String) "{0}";
    AlreadyExists(String) "{0}";
    DryRunOperation() "The request would have succeeded, but the DryRun option is set.";
    Disabled(String) "{0} is disabled.";
    ExpiredImportToken() "";
    IncorrectKey() "The key ID in the request does not identify a CMK that can perform this operation.";
    IncorrectKeyMaterial(String) "{0}";
    IncorrectTrustAnchor(String) "{0}";
    InvalidArn(String) "Invalid arn {0}";
    InvalidCiphertext() "";
    InvalidGrantToken() "The grant token is not valid: give one that CreateGrant answered.";
    InvalidImportToken() "";
    InvalidKeyUsage(String) "{0}";
    InvalidMarker() "The marker is not one that an earlier answer gave: start again without it.";
    KMSInvalidMac() "";
    KMSInvalidSignature() "";
    KMSInvalidState(String) "{0}";
    LimitExceeded(String) "{0}";
    MalformedPolicyDocument(String) "{0}";
    NotAuthorized() "";
    NotFound(String) "{0}";
    Tag(String) "{0}";
    UnsupportedOperation(String) "{0}";
    Validation(String) "{0}";
}

impl KmsError {
    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/coverage.md lists what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }

    /// A member that is needed after all, as the model's own constraints are answered.
    pub(crate) fn missing(member: &str) -> Self {
        Self::Validation(format!(
            "1 validation error detected: Value null at '{member}' failed to satisfy constraint: \
             Member must not be null"
        ))
    }

    /// What a decision rested on has changed since it was made.
    pub(crate) fn meanwhile() -> Self {
        let message = "Another request changed this at the same time: try again.";
        Self::Platform(Fault::new("ConflictException", message, 400))
    }

    /// A fault of Bartizan's own.
    pub(crate) fn internal(message: String) -> Self {
        Self::Platform(Fault::new("KMSInternalException", message, 500))
    }
}

impl From<Fault> for KmsError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for KmsError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
