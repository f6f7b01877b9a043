//! What a proxy of an external key store may answer instead, and what callers of KMS are told of it.
//! ("AWS KMS External Key Store (XKS) Proxy API Specification", "Error Codes".)

use crate::error::KmsError;

/// Why a proxy did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Nothing that can be read, or that the specification knows.
    Malformed,
    /// The external key is turned off.
    InvalidState,
    /// What was to be decrypted is not what was encrypted.
    InvalidCiphertext,
    /// The external key is for other things.
    InvalidKeyUsage,
    /// The signature is not of a credential that the proxy knows.
    Authentication,
    /// The proxy's own policy forbids it.
    AccessDenied,
    /// There is no such external key.
    KeyNotFound,
    /// The proxy is not at this path.
    UriPath,
    /// The proxy cannot do it.
    Unsupported,
    /// What is behind the proxy took too long.
    DependencyTimeout,
    /// The proxy is asked too often.
    Throttled,
    /// What is behind the proxy failed.
    Internal,
    /// Nothing answers there.
    Unreachable,
    /// Nobody trusted vouches for who answers there.
    Tls,
    /// It took too long.
    Late,
}

impl Failure {
    /// The failure of this name in a proxy's answer.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "InvalidStateException" => Self::InvalidState,
            "InvalidCiphertextException" => Self::InvalidCiphertext,
            "InvalidKeyUsageException" => Self::InvalidKeyUsage,
            "AuthenticationFailedException" => Self::Authentication,
            "AccessDeniedException" => Self::AccessDenied,
            "KeyNotFoundException" => Self::KeyNotFound,
            "InvalidUriPathException" => Self::UriPath,
            "UnsupportedOperationException" => Self::Unsupported,
            "DependencyTimeoutException" => Self::DependencyTimeout,
            "ThrottlingException" => Self::Throttled,
            "InternalException" => Self::Internal,
            _ => Self::Malformed,
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Malformed => {
                "AWS KMS cannot interpret the response from the external key store proxy. If you \
                 see this error repeatedly, report it to your external key store proxy \
                 administrator."
            }
            Self::InvalidState => {
                "The external key associated with this KMS key in an external key store is not \
                 enabled in the external HSM. Enable the external key in the external HSM and \
                 retry the request."
            }
            Self::InvalidCiphertext => {
                "The external key store proxy rejected the request because the specified \
                 ciphertext or encryption context is corrupted, missing, or otherwise invalid."
            }
            Self::InvalidKeyUsage => {
                "The external key associated with this KMS key in an external key store does not \
                 support the requested operation. Enable the operation on the key in your external \
                 HSM, and try the request again."
            }
            Self::Authentication => {
                "The external key store proxy rejected the request because it could not \
                 authenticate AWS KMS. Verify the XKS proxy authentication credentials for your \
                 external key store and update if necessary."
            }
            Self::AccessDenied => {
                "The external key store proxy denied access to the operation. Verify that the user \
                 and the external key are both authorized for this operation, and try the request \
                 again."
            }
            Self::KeyNotFound => {
                "The external key associated with this KMS key in an external key store was not \
                 found in its external HSM. If the external key ID associated with this KMS key is \
                 incorrect, create a new KMS key with the correct external key ID."
            }
            Self::UriPath => {
                "The external key store proxy rejected the request because of an invalid URI path. \
                 Verify the URI path for your external key store and update if necessary."
            }
            Self::Unsupported => {
                "The external key store proxy rejected the request because it does not support the \
                 requested operation. If you see this error repeatedly, report it to your external \
                 key store proxy administrator."
            }
            Self::DependencyTimeout => {
                "The external key store proxy did not respond to the request in the time allotted. \
                 Retry the request. If you see this error repeatedly, report it to your external \
                 key store proxy administrator."
            }
            Self::Throttled => {
                "The external key store proxy rejected the request due to a very high request \
                 rate. Reduce the frequency of your calls using KMS keys in this external key \
                 store."
            }
            Self::Internal => {
                "The external key store proxy rejected the request because it cannot communicate \
                 with the external HSM. Verify that the external key store proxy configuration is \
                 correct and that the external HSM is available."
            }
            Self::Unreachable => {
                "AWS KMS cannot communicate with the external key store proxy. This might be a \
                 transient network issue. If you see this error repeatedly, verify that your \
                 external key store proxy is active and is connected to the network, and that its \
                 endpoint URI is correct in your external key store."
            }
            Self::Tls => {
                "AWS KMS cannot establish a TLS connection to the external key store proxy. Verify \
                 the TLS configuration, including its certificate."
            }
            Self::Late => {
                "AWS KMS rejected the request because the external key store proxy did not respond \
                 in time. Retry the request. If you see this error repeatedly, report it to your \
                 external key store proxy administrator."
            }
        }
    }

    /// What `CreateCustomKeyStore` and `UpdateCustomKeyStore` answer.
    pub(crate) fn while_configured(self) -> KmsError {
        let message = self.message().to_owned();
        match self {
            Self::Authentication => KmsError::XksProxyIncorrectAuthenticationCredential(message),
            Self::UriPath => KmsError::XksProxyInvalidConfiguration(message),
            Self::DependencyTimeout
            | Self::Throttled
            | Self::Unreachable
            | Self::Tls
            | Self::Late => KmsError::XksProxyUriUnreachable(message),
            _ => KmsError::XksProxyInvalidResponse(message),
        }
    }

    /// What `CreateKey` answers.
    pub(crate) fn while_key_is_made(self) -> KmsError {
        let message = self.message().to_owned();
        match self {
            Self::KeyNotFound => KmsError::XksKeyNotFound(message),
            Self::InvalidState | Self::InvalidKeyUsage | Self::Unsupported => {
                KmsError::XksKeyInvalidConfiguration(message)
            }
            Self::AccessDenied => KmsError::KMSInvalidState(message),
            _ => KmsError::CustomKeyStoreInvalidState(message),
        }
    }

    /// What the use of a key answers.
    pub(crate) fn while_used(self) -> KmsError {
        KmsError::KMSInvalidState(self.message().to_owned())
    }

    /// What is shown of a key store that could not be connected. (AWS KMS API Reference,
    /// `CustomKeyStoresListEntry`, `ConnectionErrorCode`.)
    pub(crate) const fn connection_error_code(self) -> &'static str {
        match self {
            Self::Authentication | Self::AccessDenied => "XKS_PROXY_ACCESS_DENIED",
            Self::UriPath => "XKS_PROXY_INVALID_CONFIGURATION",
            Self::Tls => "XKS_PROXY_INVALID_TLS_CONFIGURATION",
            Self::Unreachable | Self::Throttled => "XKS_PROXY_NOT_REACHABLE",
            Self::Late | Self::DependencyTimeout => "XKS_PROXY_TIMED_OUT",
            _ => "XKS_PROXY_INVALID_RESPONSE",
        }
    }
}
